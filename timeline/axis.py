"""Where things stand on the axis of time: lanes, ticks, marks, brackets and connectors, as numbers only.

Across it counts in percent of the width, so that a drawing fits any screen while its text keeps its
size; down it counts in pixels. Nothing that is not known is drawn as if it were.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

# The plot's width in pixels on the narrowest screen that shows it, and on a desk. Marks are moved apart
# for the first; labels that fit only the second are told so.
NARROW, WIDE = 500, 940
DOT = 13
DIGIT, LABEL_SPACE = 7, 3
# Marks of one row may touch a little; one that gives way leaves a little room.
OVERLAP, MARK_SPACE = 4, 3
# A mark that is wider than this, in percent, is drawn as wide as the time it may mean.
SYMBOL = 100 * 20 / NARROW
# What a bracket leaves free for the marks on either side of it, in percent.
INSET = 100 * 10 / NARROW
# A row has room for its labels, which stand this far from the middle of its marks.
ROW, MINOR_ROW, PADDING = 34, 14, 6
LABEL_ABOVE, LABEL_BELOW, OFF_MIDDLE = -13, 21, 6
# Between lanes that connectors cross, and between those that none does.
LANE_SPACE, CLOSE = 20, 5
HEAD, FOOT = 28, 22
STEPS = (1, 5, 10, 50, 100, 500, 1000)
MOST_LABELS, MOST_TICKS = 14, 80
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True)
class Sitting:
    """What the axis needs to know of a meeting. Without a day, `place` says where the numbering puts it."""

    key: int
    lane: str
    place: date
    start: date | None = None
    end: date | None = None
    precision: str = "none"
    starts_unknown: bool = False
    ends_unknown: bool = False
    is_vague: bool = False
    is_contested: bool = False
    is_minor: bool = False
    status: str = "held"
    label: str = ""
    reports_to: int | None = None
    name: str = ""
    said: str = ""
    address: str = ""

    @property
    def first(self) -> date:
        return self.start or self.place

    @property
    def last(self) -> date:
        return self.end or self.place


@dataclass(frozen=True)
class Missing:
    """Numbers of a series of which no source is known, and the days between which they must have been."""

    lane: str
    label: str
    name: str
    after: date | None
    before: date | None


@dataclass(frozen=True)
class Scale:
    """The days from `first` to `last` laid out from 0 to 100 percent, with the months as the reader calls them."""

    first: date
    last: date
    months: Sequence[str] = MONTHS

    def at(self, day: date) -> float:
        """Where that day begins."""
        return self.share((day - self.first).days)

    def after(self, day: date) -> float:
        """Where that day ends."""
        return self.share((day - self.first).days + 1)

    def share(self, days: int) -> float:
        return round(100 * min(max(days / ((self.last - self.first).days + 1), 0), 1), 2)


@dataclass(frozen=True)
class Tick:
    x: float
    label: str = ""


@dataclass(frozen=True)
class Mark:
    """A sitting as drawn. `x` is its centre, or with a `width` its left edge; `y` its middle.

    `shape`: dot (a day), bar (several), month (less than a day is known), empty (nothing is); `width`
    above 0 where the time it may mean is wide enough to be seen. `label_shows`: always, wide or never.
    """

    sitting: Sitting
    shape: str
    x: float
    y: int = 0
    width: float = 0
    label_y: int = 0
    label_shows: str = "never"

    @property
    def centre(self) -> float:
        return round(self.x + self.width / 2, 2)

    def edges(self, pixels: int) -> tuple[float, float]:
        """Left and right in pixels on a plot of that width."""
        half = max(self.width * pixels / 100, DOT) / 2
        centre = self.centre * pixels / 100
        return centre - half, centre + half


@dataclass(frozen=True)
class Bracket:
    missing: Missing
    x: float
    width: float
    y: int
    is_open: bool
    label_shows: str = "never"

    @property
    def end(self) -> float:
        return round(self.x + self.width, 2)

    @property
    def centre(self) -> float:
        return round(self.x + self.width / 2, 2)


@dataclass(frozen=True)
class Bin:
    """How many sittings began on the days from `first` to `last`; `share` is its part of the fullest bin's number."""

    first: date
    last: date
    number: int
    share: float
    x: float
    width: float
    y: int
    height: int

    @property
    def centre(self) -> float:
        return round(self.x + self.width / 2, 2)


@dataclass(frozen=True)
class Lane:
    key: str
    y: int
    height: int
    marks: list[Mark] = field(default_factory=list)
    brackets: list[Bracket] = field(default_factory=list)
    bins: list[Bin] = field(default_factory=list)


@dataclass(frozen=True)
class Connector:
    """A line from a meeting up to the one that it reports to."""

    x1: float
    y1: int
    x2: float
    y2: int


@dataclass(frozen=True)
class Axis:
    height: int
    ticks: list[Tick]
    lanes: list[Lane]
    connectors: list[Connector]
    today: float | None

    @property
    def foot(self) -> int:
        """Where the lanes end, and the words beneath them have room."""
        return self.height - FOOT


def draw(
    sittings: Sequence[Sitting],
    missing: Sequence[Missing],
    lanes: Sequence[str],
    scale: Scale,
    *,
    today: date,
    space: int = LANE_SPACE,
) -> Axis:
    """The axis of these lanes, top to bottom. The first lane has its labels above, the others below."""
    drawn: list[Lane] = []
    y = HEAD
    for key in lanes:
        ours = [sitting for sitting in sittings if sitting.lane == key]
        gaps = [gap for gap in missing if gap.lane == key]
        drawn.append(lane(key, ours, gaps, scale, y=y, is_top=not drawn))
        y += drawn[-1].height + space
    shows_today = scale.first <= today <= scale.last
    return Axis(
        height=y - space + FOOT,
        ticks=ticks(scale),
        lanes=drawn,
        connectors=connectors(drawn),
        today=scale.at(today) if shows_today else None,
    )


def scale_of(sittings: Iterable[Sitting], *, until: date | None = None, months: Sequence[str] = MONTHS) -> Scale | None:
    """Whole years around all that is drawn, up to `until` at least; None where there is nothing."""
    days = [day for sitting in sittings for day in (sitting.start, sitting.end) if day]
    if not days:
        return None
    last = max([*days, until] if until else days)
    return Scale(date(min(days).year, 1, 1), date(last.year, 12, 31), months)


def ticks(scale: Scale) -> list[Tick]:
    """Months where they have room, else years; so many labels as a reader can take in."""
    years = scale.last.year - scale.first.year + 1
    if years <= 2:
        return [month_tick(scale, year, month) for year in years_of(scale) for month in range(1, 13)]
    labelled = next((step for step in STEPS if years / step <= MOST_LABELS), STEPS[-1])
    drawn = next((step for step in STEPS if years / step <= MOST_TICKS), STEPS[-1])
    return [
        Tick(scale.at(date(year, 1, 1)), str(year) if year % labelled == 0 else "")
        for year in years_of(scale)
        if year % drawn == 0
    ]


def years_of(scale: Scale) -> range:
    return range(scale.first.year, scale.last.year + 1)


def month_tick(scale: Scale, year: int, month: int) -> Tick:
    is_labelled = month % 3 == 1
    name = f"{scale.months[month - 1]} {year}" if month == 1 else scale.months[month - 1]
    return Tick(scale.at(date(year, month, 1)), name if is_labelled else "")


def lane(
    key: str, sittings: Sequence[Sitting], missing: Sequence[Missing], scale: Scale, *, y: int, is_top: bool
) -> Lane:
    """One lane. Small meetings stand on the side of the lane from which their connectors leave."""
    major = rows(apart([mark(sitting, scale) for sitting in sittings if not sitting.is_minor]))
    minor = rows([mark(sitting, scale) for sitting in sittings if sitting.is_minor])
    major_height, minor_height = max(len(major), 1) * ROW, len(minor) * MINOR_ROW
    inner = y + PADDING
    first = inner + ROW // 2 + (OFF_MIDDLE if is_top else minor_height - OFF_MIDDLE)
    first_minor = inner + MINOR_ROW // 2 + (major_height if is_top else 0)
    marks = [
        *placed(major, first, ROW, LABEL_ABOVE if is_top else LABEL_BELOW),
        *placed(minor, first_minor, MINOR_ROW, 0),
    ]
    height = 2 * PADDING + major_height + minor_height
    return Lane(key, y, height, marks, [bracket(gap, scale, first) for gap in missing])


def mark(sitting: Sitting, scale: Scale) -> Mark:
    if sitting.start is None or sitting.end is None:
        return Mark(sitting, "empty", scale.at(sitting.place))
    left, right = scale.at(sitting.start), scale.after(sitting.end)
    shape = "month" if sitting.precision != "day" else "bar" if sitting.end > sitting.start else "dot"
    width = round(right - left, 2)
    if width <= SYMBOL or shape == "dot":
        return Mark(sitting, shape, round((left + right) / 2, 2))
    return Mark(sitting, shape, left, width=width)


def apart(marks: Iterable[Mark]) -> list[Mark]:
    """The marks in order of time, those without a day moved aside where they would cover a neighbour.

    Such a mark says only that it sat before the next or after the last, so that it may give way.
    """
    found: list[Mark] = []
    for each in sorted(marks, key=in_time, reverse=True):
        limit = found[-1].edges(NARROW)[0] - MARK_SPACE - DOT / 2 if found else float("inf")
        if each.shape == "empty" and each.centre * NARROW / 100 > limit:
            each = replace(each, x=round(100 * limit / NARROW, 2))
        found.append(each)
    return found[::-1]


def in_time(mark: Mark) -> tuple[float, date, int]:
    return mark.centre, mark.sitting.place, mark.sitting.key


def rows(marks: Iterable[Mark]) -> list[list[Mark]]:
    """The marks in order of time, in as few rows as keep them apart on the narrowest plot."""
    found: list[list[Mark]] = []
    for each in sorted(marks, key=in_time):
        free = (row for row in found if row[-1].edges(NARROW)[1] <= each.edges(NARROW)[0] + OVERLAP)
        row = next(free, None)
        if row is None:
            found.append([each])
        else:
            row.append(each)
    return found


def placed(found: list[list[Mark]], first: int, height: int, label_shift: int) -> list[Mark]:
    """The marks at their height, with a label where `label_shift` gives it a place and it fits."""
    marks = []
    for number, row in enumerate(found):
        y = first + number * height
        shows = labels(row) if label_shift else ["never"] * len(row)
        marks += [
            replace(each, y=y, label_y=y + label_shift, label_shows=show) for each, show in zip(row, shows, strict=True)
        ]
    return marks


def labels(row: Sequence[Mark]) -> list[str]:
    """For each mark of a row, when its label can be shown without touching another."""
    always, wide = fitting(row, NARROW), fitting(row, WIDE)
    return ["always" if index in always else "wide" if index in wide else "never" for index in range(len(row))]


def fitting(row: Sequence[Mark], pixels: int) -> set[int]:
    """The marks whose label fits on a plot so wide; of two that touch the later one is kept."""
    kept: set[int] = set()
    free_until = float("inf")
    for index in reversed(range(len(row))):
        text = row[index].sitting.label
        centre, half = row[index].centre * pixels / 100, len(text) * DIGIT / 2
        if text and centre + half + LABEL_SPACE <= free_until:
            kept.add(index)
            free_until = centre - half
    return kept


def bracket(missing: Missing, scale: Scale, y: int) -> Bracket:
    """From one numbered neighbour to the next; open to the left where nothing came before."""
    left = scale.at(missing.after) + INSET if missing.after else 0.0
    right = scale.at(missing.before) - INSET if missing.before else 100.0
    if right <= left:
        left = right = (left + right) / 2
    shows = bracket_label(missing.label, right - left)
    return Bracket(missing, round(left, 2), round(right - left, 2), y, missing.after is None, shows)


def bracket_label(text: str, width: float) -> str:
    pixels = len(text) * DIGIT + 2 * DOT
    return next((word for word, plot in (("always", NARROW), ("wide", WIDE)) if width * plot / 100 >= pixels), "never")


def connectors(lanes: Sequence[Lane]) -> list[Connector]:
    """A line for each mark whose receiver is drawn too."""
    marks = {each.sitting.key: each for lane in lanes for each in lane.marks}
    pairs = [(low, marks.get(low.sitting.reports_to or 0)) for low in marks.values()]
    return [Connector(low.centre, low.y, high.centre, high.y) for low, high in pairs if high]
