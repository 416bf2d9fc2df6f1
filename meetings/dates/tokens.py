"""What stands in a text that people type as a date, piece by piece.

Every sign of the text is accounted for: what is no number, no known word and no punctuation is refused.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from meetings.dates.edtf import DateError, marked
from meetings.dates.months import MONTHS, PARTS
from meetings.dates.words import WEEKDAYS, WORDS

HYPHENS = "\u2010\u2011\u2212"
DASHES = "-\u2012\u2013\u2014\u2015"
LETTER = r"[^\W\d_]"


class UnreadableError(DateError):
    """A text that is refused as a whole; whoever knows the whole says so."""


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a date: what it is or does, its value in the digits of EDTF, and its language where it is a word.

    The kinds of what a date is made of are number, month, season, year, decade, century, no-month and no-day; the
    others are those of `words.WORDS`, weekday, dash and mark (one of ~ ? %).
    """

    kind: str
    value: str = ""
    language: str = ""


def tokenise(text: str) -> list[Token]:
    """The tokens of a text that `normalised` has seen, without noise; UnreadableError where a sign is left over."""
    tokens: list[Token] = []
    position = 0
    while position < len(text):
        found = TOKEN.match(text, position)
        if not found:
            raise UnreadableError
        tokens += MAKERS[str(found.lastgroup)](found.group())
        position = found.end()
    return [token for token in tokens if token.kind != "noise"]


def normalised(text: str) -> str:
    """The text in NFKC, casefolded, with the digits 0–9 for those of any script and single spaces."""
    text = unicodedata.normalize("NFKC", text).casefold()
    return " ".join("".join(map(_plain_sign, text)).split())


def _plain_sign(sign: str) -> str:
    if sign in HYPHENS:
        return "-"
    category = unicodedata.category(sign)
    if category == "Nd":
        return str(unicodedata.decimal(sign))
    # Invisible signs part words (U+200B in Khmer and Burmese); taking them out could join two numbers.
    return " " if category == "Cf" else sign


def _phrases() -> Iterator[tuple[str, tuple[Token, ...]]]:
    for language, months in MONTHS.items():
        for number, names in enumerate(months, start=1):
            yield names, (Token("month", f"{number:02}", language),)
    for language, parts in PARTS.items():
        for code, names in parts.items():
            yield names, (Token("season", str(code), language),)
    for language, days in WEEKDAYS.items():
        for number, names in enumerate(days):
            yield names, (Token("weekday", str(number), language),)
    for kinds, by_language in WORDS.items():
        for language, names in by_language.items():
            yield names, tuple(_word(kind, language) for kind in kinds.split())


def _word(kind: str, language: str) -> Token:
    values = {"no-month": "XX", "no-day": "XX", "uncertain": "?"}
    return Token("mark" if kind == "uncertain" else kind, values.get(kind, ""), language)


def _key(phrase: str) -> str:
    return phrase.replace(" ", "")


def _lexicon() -> dict[str, tuple[Token, ...]]:
    lexicon: dict[str, tuple[Token, ...]] = {}
    for names, tokens in _phrases():
        for name in names.split("|"):
            lexicon.setdefault(normalised(name), tokens)
    return lexicon


def _pattern(phrase: str) -> str:
    """The phrase as a whole word, where its script parts words; never the beginning of a longer number."""
    before = rf"(?<!{LETTER})" if _is_latin(phrase[0]) else ""
    after = rf"(?!{LETTER})" if _is_latin(phrase[-1]) else "(?![0-9])" if phrase[-1].isdigit() else ""
    return before + re.escape(phrase).replace(r"\ ", " ?") + after


def _is_latin(sign: str) -> bool:
    return sign.isalpha() and unicodedata.name(sign).startswith("LATIN")


def _number(digits: str) -> Token:
    if len(digits) not in {1, 2, 4}:
        raise UnreadableError
    return Token("year", digits) if len(digits) == 4 else Token("number", digits.zfill(2))


def _month(digits: str) -> Token:
    if not 1 <= int(digits) <= 12:
        sentence = marked("There is no month {number}; months are 1 to 12, and the day stands before the month.")
        raise DateError(sentence, number=int(digits))
    return Token("month", digits.zfill(2))


def _digits(text: str) -> list[str]:
    return re.findall("[0-9]+", text)


def _day_month_year(text: str) -> list[Token]:
    day, month, year = _digits(text)
    if int(month) > 12 >= int(day):
        swapped = re.sub("^([0-9]+)(.)([0-9]+)", r"\3\2\1", text)
        sentence = marked("“{text}” has no month {number}; the day comes first, as in {swapped}.")
        raise DateError(sentence, text=text, number=month, swapped=swapped)
    return [_number(day), _month(month), _number(year)]


def _year_month_day(text: str) -> list[Token]:
    year, month, day = _digits(text)
    return [_number(year), _month(month), _number(day)]


def _month_year(text: str) -> list[Token]:
    month, year = _digits(text)
    return [_month(month), _number(year)]


def _year_month(text: str) -> list[Token]:
    year, month = _digits(text)
    return [_number(year), _month(month)]


def _day_month(text: str) -> list[Token]:
    day, month = _digits(text)
    if int(month) > 12:
        raise UnreadableError
    return [_number(day), _month(month)]


def _century(text: str) -> list[Token]:
    (number,) = _digits(text)
    if not 11 <= int(number) <= 100:
        raise UnreadableError
    return [Token("century", f"{int(number) - 1}XX")]


LEXICON = _lexicon()
PHRASES = {_key(phrase): list(tokens) for phrase, tokens in LEXICON.items()}
# One pattern a row, tried in this order; each takes as much as it can.
FORMS: dict[str, tuple[str, Callable[[str], list[Token]]]] = {
    "phrase": (
        "|".join(map(_pattern, sorted(LEXICON, key=len, reverse=True))),
        lambda text: PHRASES[_key(text)],
    ),
    "skip": (rf"[\s,၊()]+|\.(?=\s|$)|(?<={LETTER})\.|/(?=[0-9]{{4}}(?![0-9]))", lambda text: []),
    "decade": (rf"[0-9]{{3}}0(?:['’]?s|-?an)(?!{LETTER})", lambda text: [Token("decade", text[:3] + "X")]),
    "century": (r"[0-9]+(?:st|nd|rd|th) century(?!\w)|abad (?:ke-? ?)?[0-9]+", _century),
    "day_month_year": (
        "|".join(rf"[0-9]{{1,2}}{s}[0-9]{{1,2}}{s}(?:[0-9]{{4}}|[0-9]{{2}})(?![0-9])" for s in ("-", "/", r"\.")),
        _day_month_year,
    ),
    "year_month_day": (
        "|".join(rf"[0-9]{{4}}{s}[0-9]{{1,2}}{s}[0-9]{{1,2}}(?![0-9])" for s in ("-", "/", r"\.")),
        _year_month_day,
    ),
    "month_year": (r"[0-9]{1,2}[-/.][0-9]{4}(?![0-9])", _month_year),
    "year_month": (r"[0-9]{4}-(?:0[1-9]|1[0-2])(?![0-9])", _year_month),
    "day_month": (r"[0-9]{1,2}[/.][0-9]{1,2}(?![0-9])", _day_month),
    "number": (rf"[0-9]+(?:(?:st|nd|rd|th)(?!{LETTER}))?", lambda text: [_number(_digits(text)[0])]),
    "dash": (f"[{DASHES}]", lambda text: [Token("dash")]),
    "mark": ("[~?%]", lambda text: [Token("mark", text)]),
}
TOKEN = re.compile("|".join(f"(?P<{name}>{pattern})" for name, (pattern, _) in FORMS.items()))
MAKERS = {name: maker for name, (_, maker) in FORMS.items()}
