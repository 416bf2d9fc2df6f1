"""Dates as people type them, in the languages of the ASEAN states: "18–19 May 2023", "28 ก.ย.58".

All of the text is understood, or it is refused with a sentence: nothing is skipped and nothing is guessed.
"""

import re
from dataclasses import dataclass, replace
from datetime import timedelta

from meetings.dates.edtf import DateError, Edtf, checked_text, marked, parse, shortened
from meetings.dates.tokens import Token, UnreadableError, normalised, tokenise

# Twice that of EDTF: two ends without month and day, qualified, take so much to be said in words.
LONGEST = 200
PIECE = r"[0-9X]{4}(?:-[0-9X]{2}){0,2}[~?%]?|\.\."
EDTF = re.compile(rf"(?:{PIECE})(?:/(?:{PIECE})?)?|/(?:{PIECE})|[\[{{].*")
YEAR = re.compile(r"(?<![^/])[0-9]{4}(?=$|[-/~?%])")
BUDDHIST = range(2400, 2700)
JOINERS = {"dash", "to", "and"}
WEEKDAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

# The orders in which the pieces of one date may stand, and what each piece is then. Those without a year are ends of
# an interval that take it from the other end.
ORDERS: dict[str, tuple[str, ...]] = {
    "number month year": ("day", "month", "year"),
    "month number year": ("month", "day", "year"),
    "year month number": ("year", "month", "day"),
    "month year": ("month", "year"),
    "year month": ("year", "month"),
    "season year": ("month", "year"),
    "year season": ("year", "month"),
    "year": ("year",),
    "decade": ("year",),
    "century": ("year",),
    "number month": ("day", "month"),
    "month number": ("month", "day"),
    "number year": ("day", "year"),
    "number": ("day",),
    "month": ("month",),
    "season": ("month",),
    "year no-month": ("year", "month"),
    "year no-month no-day": ("year", "month", "day"),
    "month year no-day": ("month", "year", "day"),
    "month no-day": ("month", "day"),
}


@dataclass(frozen=True, slots=True)
class End:
    """What is said of one end of an interval, or of a date that is none; "" is what is not said."""

    year: str = ""
    month: str = ""
    day: str = ""
    qualifiers: frozenset[str] = frozenset()
    weekdays: tuple[int, ...] = ()
    is_year_first: bool = False

    @property
    def unit(self) -> str:
        return "day" if self.day else "month" if self.month else "year"

    @property
    def text(self) -> str:
        """The end in EDTF."""
        qualifier = "%" if {"~", "?"} <= self.qualifiers else "".join(self.qualifiers)
        return "-".join(filter(None, (self.year, self.month, self.day))) + qualifier


def read(text: str) -> Edtf:
    """The date that a person means by the text, in en, id, ms, vi, fil, th, km, lo or my, or in EDTF.

    EDTF is taken as it is. The day comes before the month. Years from 2400 to 2699 are Buddhist, and so are those of
    two digits behind a Thai month. Raises DateError, in a sentence for people, for anything else: a date without a
    year, one that does not exist, one that a weekday contradicts, and any word that is not known.
    """
    text = checked_text(text, longest=LONGEST)
    plain = normalised(text)
    if EDTF.fullmatch(plain.upper()):
        return parse(YEAR.sub(lambda found: _common(found.group()), plain.upper()))
    try:
        return _statement(_weekdays_apart(tokenise(plain)))
    except UnreadableError:
        pass
    sentence = marked("Cannot read “{text}” as a date; write it like “18–19 May 2023” or “2023-05-18”.")
    raise DateError(sentence, text=shortened(text))


def _common(year: str) -> str:
    return str(int(year) - 543) if int(year) in BUDDHIST else year


def _statement(tokens: list[Token]) -> Edtf:
    tokens, no_year = _without(tokens, "no-year")
    if not tokens:
        if no_year:
            return parse("XXXX")
        raise UnreadableError
    year = "XXXX" if no_year else ""
    match tokens[0].kind:
        case "to":
            return _until(tokens[1:], year)
        case "from" | "between":
            return _from(tokens, year)
        case "on":
            return _span(tokens[1:], year)
    return _span(tokens, year)


def _until(tokens: list[Token], year: str) -> Edtf:
    tokens, unknown = _without(tokens, "start-unknown")
    return parse(("/" if unknown else "../") + _dated(_end(tokens), year).text)


def _from(tokens: list[Token], year: str) -> Edtf:
    first, tokens = tokens[0], tokens[1:]
    left, joiner, right = _split(tokens)
    if joiner:
        return _joined((_end(left), _end(right)), joiner, year)
    if first.kind == "between":
        raise UnreadableError
    tokens, _ = _without(tokens, "end-unknown")
    is_open = tokens[-1:] and tokens[-1].kind in {"on", "onwards"}
    if is_open:
        tokens = tokens[:-1]
    return parse(_dated(_end(tokens), year).text + ("/.." if is_open else "/"))


def _span(tokens: list[Token], year: str) -> Edtf:
    """One date, or two around a dash: a qualifier before the first or behind the second is one of both."""
    left, joiner, right = _split(tokens)
    if not joiner:
        return parse(_dated(_end(tokens), year).text)
    left, shared_left = _leading(left)
    right, shared_right = _trailing(right)
    ends = [replace(end, qualifiers=end.qualifiers | shared_left | shared_right) for end in (_end(left), _end(right))]
    return _joined((ends[0], ends[1]), joiner, year)


def _joined(ends: tuple[End, End], joiner: Token, year: str) -> Edtf:
    if ends[0].year and ends[1].unit == "day" and not ends[1].month:
        _check_day_behind_year(ends[0], joiner)
    left, right = (_dated(end, year) for end in _filled(*ends, year=year))
    if joiner.kind == "and":
        first, second = parse(left.text).latest, parse(right.text).earliest
        if first and second and second - first != timedelta(days=1):
            sentence = marked(
                "“and” joins two dates that follow each other, not {first} and {second}; "
                "write “to” for all from the first to the last."
            )
            raise DateError(sentence, first=left.text, second=right.text)
    return parse(f"{left.text}/{right.text}")


def _check_day_behind_year(left: End, joiner: Token) -> None:
    # "2023-05-18 to 19" says that 19 is a day; in "18 May 2023 at 19" it is an hour.
    if not left.is_year_first or joiner.language == "fil":
        raise UnreadableError


def _filled(left: End, right: End, *, year: str) -> tuple[End, End]:
    """Both ends with the month and the year that only the other one names."""
    if left.unit == right.unit == "day":
        left, right = replace(left, month=left.month or right.month), replace(right, month=right.month or left.month)
    if left.unit == right.unit:
        left, right = replace(left, year=left.year or right.year), replace(right, year=right.year or left.year)
    if not (left.year and right.year) and left.unit != right.unit and not year:
        raise UnreadableError
    return left, right


def _dated(end: End, year: str) -> End:
    """The end with the year, where it has none; its weekdays are checked."""
    if end.day and not end.month:
        raise UnreadableError
    if year and end.year:
        raise UnreadableError
    if not (end.year or year):
        raise DateError("The date has no year; add it, as in “18 May 2023”, or write XXXX-05-18 where it is not known.")
    end = replace(end, year=end.year or year)
    _check_weekdays(end)
    return end


def _check_weekdays(end: End) -> None:
    if not end.weekdays:
        return
    day = parse(end.text)
    if day.precision != "day" or day.earliest is None:
        raise UnreadableError
    wrong = next((number for number in end.weekdays if number != day.earliest.weekday()), None)
    if wrong is not None:
        right = WEEKDAY_NAMES[day.earliest.weekday()]
        sentence = marked("{day} is a {right}, not a {wrong}; correct the one or the other.")
        raise DateError(sentence, day=day.earliest, right=right, wrong=WEEKDAY_NAMES[wrong])


def _end(tokens: list[Token]) -> End:
    tokens, leading = _leading(tokens)
    tokens, trailing = _trailing(tokens)
    weekdays = tuple(int(token.value) for token in tokens if token.kind == "weekday")
    eras = {token.kind for token in tokens} & {"buddhist", "common"}
    piece = [token for token in tokens if token.kind == "piece"]
    pieces = [token for token in tokens if token.kind not in {"weekday", "buddhist", "common", "piece"}]
    end = _ordered(pieces)
    if len(piece) > 1 or (piece and (tokens[0] is not piece[0] or end.day)):
        raise UnreadableError
    qualifiers = leading | trailing | ({"~"} if piece else set())
    return replace(end, year=_year(end.year, eras, pieces), qualifiers=qualifiers, weekdays=weekdays)


def _ordered(pieces: list[Token]) -> End:
    if [token.kind for token in pieces] == ["number", "month", "number"]:
        pieces = [*pieces[:2], _short_year(pieces[2], pieces[1])]
    order = ORDERS.get(" ".join(token.kind for token in pieces))
    if order is None:
        raise UnreadableError
    said = {name: token.value for name, token in zip(order, pieces, strict=True)}
    return End(said.get("year", ""), said.get("month", ""), said.get("day", ""), is_year_first=order[0] == "year")


def _short_year(number: Token, month: Token) -> Token:
    if month.language != "th":
        raise DateError("The year {year} is too short; write it with four digits, as in 2023.", year=number.value)
    return Token("year", f"25{number.value}")


def _year(year: str, eras: set[str], pieces: list[Token]) -> str:
    """The common year; DateError where the era that is named or the language speaks against it."""
    is_buddhist = int(year.replace("X", "0") or 0) in BUDDHIST
    if not year.isdigit():
        if is_buddhist:
            raise UnreadableError
        return year
    if eras and eras != {"buddhist" if is_buddhist else "common"}:
        sentence = marked("The year {year} is not of the era that is named with it; write the common year, as in 2023.")
        raise DateError(sentence, year=year)
    if int(year) < 1800 and any(token.language == "my" for token in pieces):
        sentence = marked("The year {year} looks like one of the Burmese era; write the common year, as in 2023.")
        raise DateError(sentence, year=year)
    return _common(year)


def _leading(tokens: list[Token]) -> tuple[list[Token], frozenset[str]]:
    if tokens and (tokens[0].kind == "about" or tokens[0] == Token("mark", "~")):
        return tokens[1:], frozenset("~")
    return tokens, frozenset()


def _trailing(tokens: list[Token]) -> tuple[list[Token], frozenset[str]]:
    marks = {"~": "~", "?": "?", "%": "~?"}
    if tokens and tokens[-1].kind == "mark":
        return tokens[:-1], frozenset(marks[tokens[-1].value])
    return tokens, frozenset()


def _without(tokens: list[Token], kind: str) -> tuple[list[Token], bool]:
    rest = [token for token in tokens if token.kind != kind]
    return rest, len(rest) < len(tokens)


def _split(tokens: list[Token]) -> tuple[list[Token], Token | None, list[Token]]:
    """What stands before the joining word or dash, that itself, and what stands behind; None where none joins."""
    places = [place for place, token in enumerate(tokens) if token.kind in JOINERS]
    if not places:
        return tokens, None, []
    place, *others = places
    if others:
        raise UnreadableError
    right = tokens[place + 1 :]
    if right and right[-1].kind == "through":
        right = right[:-1]
    return tokens[:place], tokens[place], right


def _weekdays_apart(tokens: list[Token]) -> list[Token]:
    """ "Rabu-Kamis, 17-18 Mei": the second weekday is put to the second date, at the end."""
    kinds = [token.kind for token in tokens[:3]]
    if len(kinds) == 3 and kinds[0] == kinds[2] == "weekday" and kinds[1] in JOINERS:
        return [tokens[0], *tokens[3:], tokens[2]]
    return tokens
