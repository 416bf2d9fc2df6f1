"""What people are shown for a date, in English and Indonesian.

Nothing is claimed that the date does not hold, and `read` gives the date back from what is said.
"""

from dataclasses import dataclass
from itertools import takewhile

from meetings.dates.edtf import Edge, Edtf, Point
from meetings.dates.months import MONTHS, PARTS


@dataclass(frozen=True, slots=True)
class Wording:
    """The phrases of one language; {} takes what they are said of."""

    season: str
    part_of_year: str
    decade: str
    century: str
    about: str
    uncertain: str
    no_year: str
    no_month: str
    no_day: str
    no_month_and_day: str
    nothing: str
    start_unknown: str
    end_unknown: str
    start_open: str
    end_open: str
    from_to: str


WORDINGS = {
    "en": Wording(
        season="{} {}",
        part_of_year="{} of {}",
        decade="{}s",
        century="{} century",
        about="about {}",
        uncertain="{} (uncertain)",
        no_year="{} (year not given)",
        no_month="{}, month not given",
        no_day="{}, day not given",
        no_month_and_day="{}, month and day not given",
        nothing="year not given",
        start_unknown="until {} (start unknown)",
        end_unknown="from {} (end unknown)",
        start_open="until {}",
        end_open="from {} on",
        from_to="from {} to {}",
    ),
    "id": Wording(
        season="{} {}",
        part_of_year="{} {}",
        decade="{}-an",
        century="abad ke-{}",
        about="sekitar {}",
        uncertain="{} (tidak pasti)",
        no_year="{} (tahun tidak disebut)",
        no_month="{}, bulan tidak disebut",
        no_day="{}, tanggal tidak disebut",
        no_month_and_day="{}, bulan dan tanggal tidak disebut",
        nothing="tahun tidak disebut",
        start_unknown="sampai {} (awal tidak diketahui)",
        end_unknown="mulai {} (akhir tidak diketahui)",
        start_open="sampai {}",
        end_open="mulai {} dan seterusnya",
        from_to="dari {} sampai {}",
    ),
}


def say(edtf: Edtf, language: str = "en") -> str:
    """The date for people: "20–23 August 2023". A language without words here falls back to English.

    A regional tag ("id-ID") is said in its language. An interval of one date twice is said once.
    """
    language = language.split("-")[0].lower()
    if language not in WORDINGS:
        language = "en"
    start, end = edtf.start, edtf.end
    if isinstance(start, Point):
        if isinstance(end, Point):
            return _between(start, end, language)
        return _after(start, end, language)
    return _before(start, end, language)


def _after(start: Point, end: Edge | None, language: str) -> str:
    wording = WORDINGS[language]
    said = _whole(start, language)
    if end is None:
        return said
    return (wording.end_open if end is Edge.OPEN else wording.end_unknown).format(said)


def _before(start: Edge, end: Point | Edge | None, language: str) -> str:
    wording = WORDINGS[language]
    said = _whole(end, language) if isinstance(end, Point) else ""
    return (wording.start_open if start is Edge.OPEN else wording.start_unknown).format(said)


def _between(start: Point, end: Point, language: str) -> str:
    if start.qualifier != end.qualifier:
        return WORDINGS[language].from_to.format(_whole(start, language), _whole(end, language))
    return _qualified(_span(start, end, language), start, language)


def _whole(point: Point, language: str) -> str:
    return _qualified(_named(point, language), point, language)


def _qualified(said: str, point: Point, language: str) -> str:
    """What is said of the point, with what its qualifier and its missing year add."""
    wording = WORDINGS[language]
    if point.is_yearless and point.month:
        said = wording.no_year.format(said)
    if point.qualifier in {"~", "%"}:
        said = wording.about.format(said)
    if point.qualifier in {"?", "%"}:
        said = wording.uncertain.format(said)
    return said


def _span(start: Point, end: Point, language: str) -> str:
    """Both ends, where they are alike without what they share: "28 September – 1 October 2015"."""
    first, last = _plain(start, language), _plain(end, language)
    if len(first) != len(last) or not first:
        first, last = [_named(start, language)], [_named(end, language)]
    if first == last:
        return " ".join(last)
    pairs = zip(reversed(first), reversed(last), strict=True)
    shared = len(list(takewhile(lambda pair: pair[0] == pair[1], pairs)))
    own = first[: len(first) - shared]
    dash = "–" if len(own) == 1 and " " not in own[0] + last[0] else " – "
    return " ".join(own) + dash + " ".join(last)


def _plain(point: Point, language: str) -> list[str]:
    """Day, month and year as words, as far as they are given; none where it takes more than that."""
    if "XX" in (point.month, point.day) or point.precision in {"decade", "century"} or int(point.month or 0) > 12:
        return []
    month = [_month(point, language)] if point.month else []
    day = [str(int(point.day))] if point.day else []
    return day + month + ([] if point.is_yearless else [point.year])


def _named(point: Point, language: str) -> str:
    """The point without its qualifier, in words."""
    wording = WORDINGS[language]
    if point.month == "XX":
        return (wording.no_month_and_day if point.day else wording.no_month).format(point.year)
    if point.day == "XX":
        return wording.no_day.format(_named(Point(point.year, point.month), language))
    if point.month and int(point.month) > 12:
        return _part_of_year(point, language)
    return " ".join(_plain(point, language)) or _vague_year(point, language)


def _month(point: Point, language: str) -> str:
    return MONTHS[language][int(point.month) - 1].split("|")[0]


def _part_of_year(point: Point, language: str) -> str:
    name = PARTS[language][int(point.month)].split("|")[0]
    if point.is_yearless:
        return name
    wording = WORDINGS[language]
    return (wording.season if int(point.month) <= 32 else wording.part_of_year).format(name, point.year)


def _vague_year(point: Point, language: str) -> str:
    wording = WORDINGS[language]
    if point.is_yearless:
        return wording.nothing
    if point.year.endswith("XX"):
        # 20XX are the years 2000 to 2099, which people call the 21st century.
        number = int(point.year[:2]) + 1
        return wording.century.format(_ordinal(number) if language == "en" else number)
    return wording.decade.format(point.year.replace("X", "0"))


def _ordinal(number: int) -> str:
    endings = {1: "st", 2: "nd", 3: "rd"}
    ending = "th" if number % 100 in {11, 12, 13} else endings.get(number % 10, "th")
    return f"{number}{ending}"
