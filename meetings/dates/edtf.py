"""Dates as EDTF (ISO 8601-2:2019) writes them: a value, its text and its bounds.

What `parse` returns is a possible date, and its text is canonical: parse(str(value)) == value.
"""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import total_ordering
from typing import Self

from meetings.dates.months import MONTHS

LONGEST = 100
PRECISIONS = ("day", "month", "season", "year", "decade", "century", "none")

# Level 2 codes of parts of a year (ISO 8601-2 §4.8): first month, months. A winter that
# begins in December ends in February of the next year.
SPRING, SUMMER, AUTUMN, WINTER = (3, 3), (6, 3), (9, 3), (12, 3)
PARTS_OF_YEAR: dict[int, tuple[int, int]] = {
    **dict(zip(range(21, 25), (SPRING, SUMMER, AUTUMN, WINTER), strict=True)),
    **dict(zip(range(25, 29), (SPRING, SUMMER, AUTUMN, WINTER), strict=True)),  # northern
    **dict(zip(range(29, 33), (AUTUMN, WINTER, SPRING, SUMMER), strict=True)),  # southern
    **{33 + number: (1 + 3 * number, 3) for number in range(4)},  # quarters
    **{37 + number: (1 + 4 * number, 4) for number in range(3)},  # quadrimesters
    **{40 + number: (1 + 6 * number, 6) for number in range(2)},  # semesters
}
SPANS = {month: (month, 1) for month in range(1, 13)} | PARTS_OF_YEAR

POINT = re.compile(
    r"(?P<year>[1-9](?:[0-9]{3}|[0-9]{2}X|[0-9]XX)|XXXX)"
    r"(?:-(?P<month>[0-9]{2}|XX)(?:-(?P<day>[0-9]{2}|XX))?)?"
    r"(?P<qualifier>[~?%]?)"
)
EXAMPLES = "2023-08-21, 2023-08, 2023 or 2023-08-20/2023-08-23"


def marked(sentence: str) -> str:
    """The sentence of a DateError as it is: catalogues of translations are made of what is marked so."""
    return sentence


COMPLAINTS = (
    (r"[~?%].*[0-9X]", marked("“{text}” has ~, ? or % before its end; put it behind the whole date.")),
    (r"[0-9]T[0-9]", marked("“{text}” has a time of day; write only the date, such as 2023-08-21.")),
    (r"^[0-9]{8}$", marked("“{text}” lacks its hyphens; write it as 2023-08-21.")),
    (r"^(Y?-?[0-9]{5,}|[Y-]|0[0-9]{3})", marked("“{text}” has no year from 1000 to 9999; write it with four digits.")),
    (r"", marked("“{text}” is no date in EDTF; write it as {examples}.")),
)
# A leap day comes back after at most eight years (1896, 1904).
LEAP_GAP = 8

Bounds = tuple[date, date]
ALWAYS: Bounds = (date.min, date.max)


class DateError(ValueError):
    """A text that is no date; its message is a sentence for people: what is wrong, what to do.

    `sentence` has a {name} for each of `values`, so that it can be said in other languages.
    """

    def __init__(self, sentence: str = "", **values: object) -> None:
        self.sentence, self.values = sentence, values
        super().__init__(sentence.format(**values))


class Edge(StrEnum):
    """An end of an interval that is no date: `UNKNOWN` ("2011/") or `OPEN` ("2011/..")."""

    UNKNOWN = ""
    OPEN = ".."


@dataclass(frozen=True, slots=True)
class Point:
    """One date of EDTF, in the digits of its text; X stands for a digit that is not known."""

    year: str
    month: str = ""
    day: str = ""
    qualifier: str = ""

    def __str__(self) -> str:
        return "-".join(filter(None, (self.year, self.month, self.day))) + self.qualifier

    @property
    def is_yearless(self) -> bool:
        return self.year == "XXXX"

    @property
    def precision(self) -> str:
        """One of PRECISIONS: the smallest unit that is known, "none" without a year."""
        if self.is_yearless:
            return "none"
        if self.day.isdigit():
            return "day"
        if self.month.isdigit():
            return "month" if int(self.month) <= 12 else "season"
        return ("year", "decade", "century")[self.year.count("X")]

    @property
    def bounds(self) -> Bounds | None:
        """The first and the last day it may mean; None without a year."""
        if self.is_yearless:
            return None
        first_year, last_year = (int(self.year.replace("X", digit)) for digit in "09")
        if not self.month.isdigit():
            return date(first_year, 1, 1), date(last_year, 12, 31)
        if self.day.isdigit():
            day = date(first_year, int(self.month), int(self.day))
            return day, day
        month, months = SPANS[int(self.month)]
        return date(first_year, month, 1), _last_day(first_year, month + months - 1)

    def in_year(self, year: int) -> Self | None:
        """The same day or month in that year; None where there is no such day or year."""
        if year > date.max.year:
            return None
        if self.day.isdigit() and int(self.day) > monthrange(year, int(self.month))[1]:
            return None
        return replace(self, year=f"{year:04}")


Ends = tuple[Point | Edge, Point | Edge]


@total_ordering
@dataclass(frozen=True, slots=True)
class Edtf:
    """A date or an interval of EDTF. Make it with `parse`; direct construction checks nothing.

    `end` is None for a date that is no interval. Sorts by first day, last day and text; dates
    without a year come last.
    """

    start: Point | Edge
    end: Point | Edge | None = None

    def __str__(self) -> str:
        return str(self.start) if self.end is None else f"{self.start}/{self.end}"

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, Edtf):
            return NotImplemented
        return self.sort_key < other.sort_key

    @property
    def sort_key(self) -> tuple[bool, date, date, str]:
        bounds = self._bounds
        return bounds is None, *(bounds or (date.max, date.max)), str(self)

    @property
    def _ends(self) -> Ends:
        return self.start, self.start if self.end is None else self.end

    @property
    def _points(self) -> list[Point]:
        return [end for end in (self.start, self.end) if isinstance(end, Point)]

    @property
    def _bounds(self) -> Bounds | None:
        known = [bounds for point in self._points if (bounds := point.bounds)]
        return (known[0][0], known[-1][1]) if known else None

    @property
    def earliest(self) -> date | None:
        """The first day it may mean; of an unknown or open start, of the end. None: no year.

        `~ ? %` never widen the bounds.
        """
        return self._bounds and self._bounds[0]

    @property
    def latest(self) -> date | None:
        """The last day it may mean; of an unknown or open end, of the start. None: no year."""
        return self._bounds and self._bounds[1]

    @property
    def precision(self) -> str:
        """One of PRECISIONS: the coarsest of the ends that are known."""
        return max((point.precision for point in self._points), key=PRECISIONS.index)

    @property
    def is_interval(self) -> bool:
        return self.end is not None

    @property
    def is_approximate(self) -> bool:
        return any(point.qualifier in {"~", "%"} for point in self._points)

    @property
    def is_uncertain(self) -> bool:
        return any(point.qualifier in {"?", "%"} for point in self._points)

    @property
    def starts_unknown(self) -> bool:
        return self.start is Edge.UNKNOWN

    @property
    def ends_unknown(self) -> bool:
        return self.end is Edge.UNKNOWN

    @property
    def starts_open(self) -> bool:
        return self.start is Edge.OPEN

    @property
    def ends_open(self) -> bool:
        return self.end is Edge.OPEN

    def overlaps(self, other: Self) -> bool:
        """Whether the spans earliest..latest share a day; False where either has no year."""
        ours, theirs = self._bounds, other._bounds
        if ours is None or theirs is None:
            return False
        return ours[0] <= theirs[1] and theirs[0] <= ours[1]

    def within(self, other: Self) -> bool:
        """Whether earliest..latest lies in that of the other; False where either has no year."""
        ours, theirs = self._bounds, other._bounds
        if ours is None or theirs is None:
            return False
        return theirs[0] <= ours[0] and ours[1] <= theirs[1]

    def is_compatible(self, other: Self) -> bool:
        """Whether both can state the same days, one only less precisely; `~ ? %` do not count.

        A missing year and an unknown or open end can be anything.
        """
        return any(_agree(ours, theirs) for ours in _readings(self, other) for theirs in _readings(other, self))


def parse(text: str) -> Edtf:
    """The value of an EDTF text: level 0 and 1, of level 2 the parts of a year and XXXX-05-08.

    Raises DateError for anything else: sets, years outside 1000–9999, qualifiers inside a
    date, days that do not exist, intervals that end before they begin.
    """
    text = checked_text(text)
    if text[0] in "[{":
        raise DateError("Sets of dates in brackets are not kept here; write one date: {examples}.", examples=EXAMPLES)
    match text.split("/"):
        case [single]:
            return Edtf(_point(single))
        case [start, end]:
            return _interval(_end(start), _end(end))
    sentence = marked("“{text}” has more than one slash; write an interval as {examples}.")
    raise DateError(sentence, text=shortened(text), examples=EXAMPLES)


def checked_text(text: object, *, longest: int = LONGEST) -> str:
    """The text without space around it; DateError where it is none, empty, long or unprintable."""
    if not isinstance(text, str):
        raise DateError("A date is given as text such as 2023-08-21, not as {type}.", type=type(text).__name__)
    text = text.strip()
    if not text:
        raise DateError("The date is empty; write it as {examples}.", examples=EXAMPLES)
    if len(text) > longest:
        sentence = marked("The date is longer than {longest} characters; write it as {examples}.")
        raise DateError(sentence, longest=longest, examples=EXAMPLES)
    if any(unicodedata.category(sign) in {"Cc", "Cs"} and not sign.isspace() for sign in text):
        raise DateError("The date has a character that cannot be shown; type the date anew.")
    return text


def shortened(text: str) -> str:
    """The text on one line of at most 40 characters, to be quoted."""
    text = " ".join(text.split())
    return text if len(text) <= 40 else text[:39] + "…"


def _end(text: str) -> Point | Edge:
    return Edge(text) if text in set(Edge) else _point(text)


def _point(text: str) -> Point:
    found = POINT.fullmatch(text)
    if not found:
        raise DateError(_complaint(text), text=shortened(text), examples=EXAMPLES)
    point = Point(**found.groupdict(default=""))
    _check_parts(point)
    _check_day(point)
    return point


def _complaint(text: str) -> str:
    return next(sentence for pattern, sentence in COMPLAINTS if re.search(pattern, text))


def _check_parts(point: Point) -> None:
    if point.month and point.year.count("X") in {1, 2}:
        raise DateError("“{text}” has a month but no exact year; leave the month out.", text=point)
    if point.month.isdigit() and int(point.month) not in SPANS:
        sentence = marked("There is no month {number}; months are 01 to 12, seasons 21 to 24 and quarters 33 to 36.")
        raise DateError(sentence, number=int(point.month))
    if point.is_yearless and not point.month and point.qualifier:
        raise DateError("“{text}” says nothing; leave the date empty where nothing is known.", text=point)
    if point.month == "XX" and (point.day.isdigit() or point.is_yearless):
        raise DateError("“{text}” leaves out the month but not what is around it; add the month.", text=point)
    if point.day and point.month.isdigit() and int(point.month) > 12:
        raise DateError("“{text}” has a day in a part of the year; leave the day out.", text=point)


def _check_day(point: Point) -> None:
    if not point.day.isdigit():
        return
    # 2000 stands for a year that is not known: it has a 29 February.
    year = 2000 if point.is_yearless else int(point.year)
    if not 1 <= int(point.day) <= monthrange(year, int(point.month))[1]:
        month = MONTHS["en"][int(point.month) - 1].split("|")[0]
        if point.is_yearless:
            raise DateError("{month} has no day {day}.", month=month, day=int(point.day))
        raise DateError("{month} {year} has no day {day}.", month=month, year=year, day=int(point.day))


def _interval(start: Point | Edge, end: Point | Edge) -> Edtf:
    if Point("XXXX") in (start, end):
        raise DateError("An end XXXX says nothing; leave the end empty where it is not known.")
    if isinstance(start, Edge) and isinstance(end, Edge):
        raise DateError("An interval needs at least one date; write it as {examples}.", examples=EXAMPLES)
    if isinstance(start, Edge) or isinstance(end, Edge):
        return Edtf(start, end)
    if start.is_yearless != end.is_yearless:
        raise DateError("“{start}/{end}” has a year at one end only; add the other year.", start=start, end=end)
    if _is_reversed(start, end):
        raise DateError("The interval ends ({end}) before it begins ({start}).", start=start, end=end)
    return Edtf(start, end)


def _is_reversed(start: Point, end: Point) -> bool:
    if start.is_yearless:
        # It may cross New Year, but not begin and end in one month. Digits sort before X.
        return start.month == end.month and "" < end.day < start.day < "X"
    return _reach(start)[0] > _reach(end)[1]


def _last_day(year: int, month: int) -> date:
    if month > 12:
        year, month = year + 1, month - 12
    # The winter of 9999 ends where the calendar of Python does.
    return date(year, month, monthrange(year, month)[1]) if year <= date.max.year else date.max


def _readings(value: Edtf, other: Edtf) -> Iterator[Ends]:
    """The ends of the value or, where it has no year, its ends in every year that may matter."""
    if value._bounds:
        yield value._ends
        return
    first, last = other._bounds or (date(2000, 1, 1), date(2000, 1, 1))
    for year in range(first.year - LEAP_GAP, last.year + LEAP_GAP + 1):
        start, end = (_placed(point, year) for point in value._ends)
        if _crosses_new_year(*value._ends):
            end = _placed(value._ends[1], year + 1)
        if start is not None and end is not None:
            yield start, end


def _placed(end: Point | Edge, year: int) -> Point | Edge | None:
    return end.in_year(year) if isinstance(end, Point) else end


def _crosses_new_year(start: Point | Edge, end: Point | Edge) -> bool:
    # In a leap year both days exist.
    first, last = _placed(start, 2000), _placed(end, 2000)
    return first is not None and last is not None and _reach(first)[0] > _reach(last)[1]


def _agree(ours: Ends, theirs: Ends) -> bool:
    """Whether a first day suits both and, not before it, a last day."""
    first_from, first_to = _shared(ours[0], theirs[0])
    last_from, last_to = _shared(ours[1], theirs[1])
    return first_from <= first_to and last_from <= last_to and first_from <= last_to


def _shared(ours: Point | Edge, theirs: Point | Edge) -> Bounds:
    return max(_reach(ours)[0], _reach(theirs)[0]), min(_reach(ours)[1], _reach(theirs)[1])


def _reach(end: Point | Edge) -> Bounds:
    """The first and the last day the end may be; an end that is no date may be any."""
    return (end.bounds if isinstance(end, Point) else None) or ALWAYS
