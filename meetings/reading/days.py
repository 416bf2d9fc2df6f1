"""The dates in a sentence: where they stand, and what they say in EDTF.

What they say is read by `meetings.dates`; a year that is not said is XXXX, unless the day of publication tells it.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from meetings.dates import DateError, parse, read
from meetings.dates.months import MONTHS
from meetings.dates.words import WEEKDAYS
from meetings.reading import cues

# Months of languages that people here do not type dates in, but articles are written in; by their English names.
FOREIGN = {
    "fr": "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre",
    "it": "gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|dicembre",
}
ENGLISH = [names.split("|")[0] for names in MONTHS["en"]]
AS_ENGLISH = {
    name: english for names in FOREIGN.values() for name, english in zip(names.split("|"), ENGLISH, strict=True)
}
# Short names that are words of their own ("Mar", "Mac", "Sep") count only as a whole date.
NAMES = sorted(
    {name for months in MONTHS.values() for month in months for name in month.split("|")} | set(AS_ENGLISH),
    key=len,
    reverse=True,
)
LETTER = r"[^\W\d_]"


def _name(name: str) -> str:
    is_latin = unicodedata.name(name[0], "").startswith("LATIN")
    return rf"(?<!{LETTER}){re.escape(name)}(?!{LETTER})" if is_latin else re.escape(name)


MONTH = rf"(?:{'|'.join(map(_name, NAMES))})\.?"
DAY = r"(?<![\d./])[0-9]{1,2}(?:st|nd|rd|th|er|°)?(?![\d/])"
YEAR = r"(?:(?:năm |tahun |ปี |พ\.ศ\. ?|ค\.ศ\. ?|ປີ )?(?:(?:1[89]|20|2[45])[0-9]{2})(?![\d]))(?: ?B\.E\.?)?"
FILL = r"(?:the |of |ngày |mùng |tanggal |tgl\.? |hb |haribulan |วันที่ ?|ວັນທີ ?|le |il |du |au |al )?"
TO = (
    r"\s*(?:,? and until|,? until|-|–|—|~|to|until|till|through|and|hingga|sampai dengan|sampai|s/d|s\.d\.?|sehingga"
    r"|dan|đến|tới|và|ถึง|และ|ຫາ|ເຖິງ|ដល់|au|et|al|e)\s*"
)
RANGES = (
    rf"{FILL}{DAY}\s*{MONTH}(?:,?\s*{YEAR})?{TO}{FILL}{DAY}\s*(?:of )?{MONTH}(?:,?\s*{YEAR})?",
    rf"{FILL}{DAY}{TO}{FILL}{DAY}\s*(?:of )?{MONTH}(?:,?\s*{YEAR})?",
    rf"{MONTH}\s*{FILL}{DAY}(?:,?\s*{YEAR})?{TO}{MONTH}\s*{FILL}{DAY}(?:,?\s*{YEAR})?",
    rf"{MONTH}\s*{FILL}{DAY}{TO}{FILL}{DAY}(?!\s*{MONTH})(?:,?\s*{YEAR})?",
    rf"{FILL}(?<![\d/])[0-9]{{1,2}}(?:/[0-9]{{1,2}})?{TO}{FILL}[0-9]{{1,2}}/[0-9]{{1,2}}(?:/[0-9]{{4}})?(?![\d/])",
)
SINGLES = (
    rf"{FILL}{DAY}\s*(?:of )?{MONTH}(?:,?\s*{YEAR})?",
    rf"{MONTH}\s*{FILL}{DAY}(?!\s*{MONTH})(?:,?\s*{YEAR})?",
    r"(?<![\d/.-])[0-9]{1,2}[/.-][0-9]{1,2}[/.-](?:20|19|25)[0-9]{2}(?![\d/])",
    r"(?<![\d/.-])(?:20|19)[0-9]{2}-[0-9]{2}-[0-9]{2}(?![\d])",
    r"(?<![\d/.-])[0-9]{1,2}/[0-9]{1,2}(?![\d/])",
)
IN_MONTH = rf"(?<=\bin )(?:early |mid-|late )?{MONTH}(?!\s*[0-9])|(?<=\bpada )(?:bulan )?{MONTH}(?!\s*[0-9])"
COARSE = (
    rf"{MONTH},?\s*{YEAR}",
    IN_MONTH,
    r"(?<![\d/–-])(?<![–-] )(?:19|20|25)[0-9]{2}(?![\d/–-]|\s[–-]\s?\d|年|년)",
)
THAI_SHORT = r"[0-9]{1,2}\s*[ก-๙]{1,2}\.[ก-๙]{1,2}\.\s?[0-9]{2}(?!\d)"
SPAN = re.compile("|".join((*RANGES, THAI_SHORT, *SINGLES, *COARSE)), re.IGNORECASE)
EASTERN = re.compile(
    r"(?:(?P<year>[0-9]{4})\s?[年년]\s?|(?P<era>令和|平成)(?P<regnal>[0-9]{1,2}|元)年)?(?:(?P<month>[0-9]{1,2})\s?[月월]\s?)?"
    r"(?:(?P<day>[0-9]{1,2})\s?[日일](?!本|[に的]?電|间|間)"
    r"(?:\s?(?:-|–|—|~|～|至|到|から|及び|と|부터)\s?(?:(?P<month2>[0-9]{1,2})\s?[月월]\s?)?(?P<day2>[0-9]{1,2})\s?[日일](?!本))?)?"
)
# Days that are told from that of publication: d0 is the day before, d1 the day itself, d2 the day after; w0 a Monday.
NEAR = {
    "d0": r"\byesterday\b|\bkemarin\b|\bsemalam\b|\bhôm qua\b|เมื่อวาน|昨天|昨日|어제|\bhier\b|\bieri\b|ມື້ວານ",
    "d1": (
        r"\btoday\b|\bthis (?:morning|afternoon|evening)\b|\b(?:hari|pagi|siang|petang) ini\b|\bhôm nay\b|\bsáng nay\b"
        r"|วันนี้|今天|今日|本日|오늘|\baujourd['’]hui\b|\boggi\b|ມື້ນີ້"
    ),
    "d2": r"\btomorrow\b|\bbesok\b|\besok\b|\bngày mai\b|พรุ่งนี้|明天|明日|내일|\bdemain\b|\bdomani\b",
}
WEEK = [[WEEKDAYS[language][number].split("|")[0] for language in ("en", "id", "ms")] for number in range(7)]
SPELT_OUT = {f"w{number}": rf"\b(?:on |[Hh]ari )(?:{'|'.join(names)})\b" for number, names in enumerate(WEEK)}
RELATIVE = re.compile("|".join(f"(?P<{name}>{words})" for name, words in (NEAR | SPELT_OUT).items()))
# No date's month stands further from its digits.
AROUND = 30
SIGNS = re.compile(r"[0-9]+|\b(?:in|pada) ")
FIRST_YEARS = {"令和": 2019, "平成": 1989}


@dataclass(frozen=True, slots=True)
class Day:
    """A date in a sentence: from where to where it stands, and what it says in EDTF."""

    start: int
    end: int
    edtf: str

    @property
    def is_day(self) -> bool:
        return len(self.edtf.split("/")[0]) == 10

    @property
    def is_interval(self) -> bool:
        return "/" in self.edtf

    @property
    def has_year(self) -> bool:
        return not self.edtf.startswith("XXXX")


def dates_in(sentence: str, published: str | None) -> list[Day]:
    """The dates of a sentence from left to right; those that no calendar has are left out."""
    found = [*_eastern(sentence), *_western(sentence)]
    said = [Day(day.start, day.end, _with_year(day.edtf, published)) for day in found]
    published_on = parse(published).earliest if published else None
    told = _relative(sentence, published_on, said) if published_on else ()
    return sorted([*said, *told], key=lambda it: it.start)


def _relative(sentence: str, published: date, said: list[Day]) -> Iterator[Day]:
    """Days told from that of publication: "yesterday", "on Wednesday"; none where a date stands beside it."""
    for found in RELATIVE.finditer(sentence):
        if any(-3 <= day.start - found.end() <= 6 or -3 <= found.start() - day.end <= 4 for day in said):
            continue
        number = int((found.lastgroup or "w0")[1:])
        if (found.lastgroup or "").startswith("w"):
            ago = (published.weekday() - number) % 7
            yield Day(*found.span(), str(published - timedelta(days=ago - 7 if _is_ahead(sentence, found) else ago)))
        else:
            yield Day(*found.span(), str(published + timedelta(days=number - 1)))


def _is_ahead(sentence: str, found: re.Match[str]) -> bool:
    return bool(cues.FUTURE.search(sentence[max(0, found.start() - 60) : found.end() + 30]))


def _western(sentence: str) -> Iterator[Day]:
    for start, end in _windows(sentence):
        for span in SPAN.finditer(sentence, start, end):
            edtf = _read(span.group())
            if edtf:
                yield Day(*span.span(), edtf)


def _windows(sentence: str) -> Iterator[tuple[int, int]]:
    """Where dates can be: around digits, and behind what leads to a month alone. Looking everywhere takes the time."""
    start = end = 0
    for sign in SIGNS.finditer(sentence):
        if sign.start() - AROUND > end:
            if end:
                yield start, end
            start = max(0, sign.start() - AROUND)
        end = sign.end() + AROUND
    if end:
        yield start, end


def _read(words: str) -> str | None:
    words = re.sub(LETTER + "+", lambda word: AS_ENGLISH.get(word.group().casefold(), word.group()), words)
    words = re.sub(r"(?<=\d)(?:er|°)|\b(?:le|il|du|al|hb|haribulan|mùng|ngày|năm|tanggal|tgl)\b\.?", " ", words)
    words = re.sub(
        r"\b(?:au|et|al|e)\b", " to ", re.sub(r"(?<=\d) ?- ?(?=\d)", " to ", words) if "/" in words else words
    )
    words = re.sub(r",? (?:and )?until", " to", words)
    for attempt in (words, f"{words} year not given"):
        try:
            return str(read(attempt.strip(" ,")))
        except DateError:
            continue
    return None


def _eastern(sentence: str) -> Iterator[Day]:
    for span in EASTERN.finditer(sentence):
        said = span.groupdict()
        if said["month"] or said["day"] or said["year"]:
            edtf = _from_parts(said)
            if edtf:
                yield Day(*span.span(), edtf)


def _from_parts(said: dict[str, str | None]) -> str | None:
    year = said["year"] or "XXXX"
    if said["era"]:
        regnal = 1 if said["regnal"] == "元" else int(said["regnal"] or 0)
        year = str(FIRST_YEARS[said["era"]] + regnal - 1)
    month, day = said["month"], said["day"]
    first = "-".join(
        filter(None, (year, (month or "XX" if day else month or "").zfill(2) if month or day else "", _two(day)))
    )
    last = f"{year}-{_two(said['month2'] or month or 'XX')}-{_two(said['day2'])}" if said["day2"] else ""
    return "/".join(filter(None, (first, last)))


def _two(digits: str | None) -> str:
    return digits.zfill(2) if digits else ""


def _with_year(edtf: str, published: str | None) -> str:
    """The date in the year that brings it nearest to the day of publication, where it says none."""
    if "X" not in edtf:
        return edtf
    day = parse(published).earliest if published else None
    if day is None or "-" not in edtf:
        return edtf
    if "-XX-" in edtf:
        return edtf.replace("XXXX-XX", f"{day.year}-{day.month:02}")
    years = (day.year - 1, day.year, day.year + 1)
    return min((edtf.replace("XXXX", str(year)) for year in years), key=lambda it: _distance(it, day))


def _distance(edtf: str, day: date) -> int:
    try:
        first = parse(edtf).earliest
    except DateError:
        return 10**6
    return abs((first - day).days) if first else 10**6


@lru_cache(maxsize=1024)
def span_of(edtf: str) -> tuple[date, date] | None:
    """First and last day of a date whose year is known."""
    try:
        bounds = parse(edtf)
    except DateError:
        return None
    if bounds.earliest is None or bounds.latest is None or "X" in edtf:
        return None
    return bounds.earliest, bounds.latest
