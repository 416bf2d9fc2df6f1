"""The map: outlines of the member states and the towns where meetings sat, as paths and percentages.

Across and down it counts in percent of the map, so that a drawing fits any screen while dots and labels keep their
size; outlines come in units of their own frame. A degree is as long either way, which near the equator is nearly true.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from math import sqrt

from django.conf import settings

# The map's width in pixels on a phone, and beside its list on a desk.
NARROW, WIDE = 340, 680
LETTER, LINE = 6.6, 13
DOT_SPACE = 3
UNITS = 800


@dataclass(frozen=True)
class Frame:
    """A window on the earth, in degrees, that stands at `x` and `y` of the map and is `width` wide, in percent."""

    name: str
    west: float
    south: float
    east: float
    north: float
    x: float = 0
    y: float = 0
    width: float = 100

    @property
    def height(self) -> float:
        """In percent of the map's height."""
        return round(self.width * self.ratio / WHOLE_RATIO, 2)

    @property
    def ratio(self) -> float:
        return (self.north - self.south) / (self.east - self.west)

    @property
    def view(self) -> str:
        return f"0 0 {UNITS} {round(UNITS * self.ratio)}"

    def holds(self, longitude: float, latitude: float) -> bool:
        return self.west <= longitude <= self.east and self.south <= latitude <= self.north

    def at(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Where that is on the map, in percent."""
        across = (longitude - self.west) / (self.east - self.west)
        down = (self.north - latitude) / (self.north - self.south)
        return round(self.x + across * self.width, 2), round(self.y + down * self.height, 2)

    def units(self, longitude: float, latitude: float) -> tuple[int, int]:
        scale = UNITS / (self.east - self.west)
        return round((longitude - self.west) * scale), round((self.north - latitude) * scale)


WHOLE = (91.5, -11.5, 141.5, 29.0)
WHOLE_RATIO = (WHOLE[3] - WHOLE[1]) / (WHOLE[2] - WHOLE[0])
MAIN = Frame("", *WHOLE)
# What is too small to be told apart on the whole, where the whole has only sea.
INSETS = (
    Frame("Brunei", 113.9, 4.0, 115.6, 5.25, x=76, y=1.5, width=23),
    Frame("Singapore", 103.55, 1.12, 104.15, 1.51, x=76, y=23.8, width=23),
    Frame("Manila", 120.8, 14.4, 121.3, 14.73, x=76, y=43.8, width=23),
    Frame("Bali", 114.9, -8.95, 115.7, -8.43, x=0.5, y=82.5, width=20),
)


@dataclass(frozen=True)
class Town:
    """A town, and how many of the meetings asked for sat there."""

    name: str
    title: str
    longitude: float
    latitude: float
    number: int
    address: str


@dataclass(frozen=True)
class Dot:
    """A town as drawn, and whether its label shows: always, wide or never."""

    town: Town
    x: float
    y: float
    radius: float
    side: "Side"
    label_shows: str = "never"

    @property
    def shift(self) -> tuple[float, float]:
        """Where the label stands from the dot's middle, in pixels."""
        return self.side.shift(self.radius)


@dataclass(frozen=True)
class Side:
    """Where a label stands beside its dot: in pixels from its edge, and how the text is anchored there."""

    across: int
    down: int
    anchor: str

    def shift(self, radius: float) -> tuple[float, float]:
        return round(self.across * (radius + DOT_SPACE), 1), round(self.down * (radius + LINE / 2) + LINE / 3, 1)


SIDES = (Side(1, 0, "start"), Side(-1, 0, "end"), Side(0, -1, "middle"), Side(0, 1, "middle"))


@dataclass(frozen=True)
class Plate:
    """A frame with its land and its dots, the largest first so that none is covered."""

    frame: Frame
    land: list[tuple[str, str]]
    dots: list[Dot] = field(default_factory=list)


def plates(towns: Sequence[Town]) -> list[Plate]:
    """The whole map, then its insets."""
    return [Plate(frame, land(frame), dots(towns, frame)) for frame in (MAIN, *INSETS)]


@cache
def land(frame: Frame) -> list[tuple[str, str]]:
    """(code of a country, path of its land) for each that reaches into the frame."""
    paths = [(code, path(rings, frame)) for code, rings in outlines().items()]
    return [(code, drawn) for code, drawn in paths if drawn]


@cache
def outlines() -> dict[str, list[list[list[float]]]]:
    """Each country's rings of [longitude, latitude]."""
    return json.loads((settings.BASE_DIR / "data" / "outlines.json").read_text(encoding="utf-8"))["outlines"]


def path(rings: Iterable[list[list[float]]], frame: Frame) -> str:
    return "".join(ring_path([frame.units(*point) for point in ring]) for ring in rings if reaches(ring, frame))


def reaches(ring: list[list[float]], frame: Frame) -> bool:
    across, down = zip(*ring, strict=True)
    return (
        min(across) < frame.east
        and max(across) > frame.west
        and min(down) < frame.north
        and max(down) > frame.south
    )  # fmt: skip


def ring_path(points: Sequence[tuple[int, int]]) -> str:
    """A closed ring in steps from point to point; nothing where it is smaller than can be seen."""
    kept = [point for before, point in zip([None, *points], points, strict=False) if point != before]
    if len(set(kept)) < 3:
        return ""
    steps = [f"{x - at_x} {y - at_y}" for (at_x, at_y), (x, y) in zip(kept, kept[1:], strict=False)]
    return f"M{kept[0][0]} {kept[0][1]}l{' '.join(steps)}z".replace(" -", "-")


def dots(towns: Sequence[Town], frame: Frame) -> list[Dot]:
    inside = [town for town in towns if frame.holds(town.longitude, town.latitude)]
    ordered = sorted(inside, key=lambda town: (-town.number, town.name))
    return labelled([dot(town, frame) for town in ordered], frame)


def dot(town: Town, frame: Frame) -> Dot:
    return Dot(town, *frame.at(town.longitude, town.latitude), radius(town.number), SIDES[0])


def radius(number: int) -> float:
    """In pixels; the area tells the number, up to what a map can bear."""
    return round(min(2.5 + 2 * sqrt(number), 20), 1)


Box = tuple[float, float, float, float]


def labelled(found: Sequence[Dot], frame: Frame) -> list[Dot]:
    """The dots with labels where they have room; the larger town comes first."""
    wide, narrow = ([box(each, pixels) for each in found] for pixels in (WIDE, NARROW))
    answer = []
    for each in found:
        side = next((side for side in SIDES if fits(each, side, WIDE, wide, frame)), None)
        if side is None:
            answer.append(each)
            continue
        wide.append(label_box(each, side, WIDE))
        shows = "wide"
        if fits(each, side, NARROW, narrow, frame):
            narrow.append(label_box(each, side, NARROW))
            shows = "always"
        answer.append(replace(each, side=side, label_shows=shows))
    return answer


def fits(each: Dot, side: Side, pixels: int, taken: Sequence[Box], frame: Frame) -> bool:
    label = label_box(each, side, pixels)
    own = box(each, pixels)
    is_free = all(other == own or not touch(label, other) for other in taken)
    return is_free and within(label, frame, pixels) and not (frame is MAIN and over_insets(label, pixels))


def box(each: Dot, pixels: int) -> Box:
    """Left, top, right and bottom of a dot in pixels on a map of that width."""
    x, y = on_map(each.x, each.y, pixels)
    return x - each.radius, y - each.radius, x + each.radius, y + each.radius


def on_map(x: float, y: float, pixels: int) -> tuple[float, float]:
    return x * pixels / 100, y * pixels * WHOLE_RATIO / 100


def label_box(each: Dot, side: Side, pixels: int) -> Box:
    x, y = on_map(each.x, each.y, pixels)
    across, down = side.shift(each.radius)
    width = len(each.town.name) * LETTER
    left = x + across - {"start": 0, "middle": width / 2, "end": width}[side.anchor]
    base = y + down
    return left, base - LINE * 0.8, left + width, base + LINE * 0.2


def touch(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def within(label: Box, frame: Frame, pixels: int) -> bool:
    left, top, right, bottom = frame_box(frame, pixels)
    # The name of an inset stands in its upper left corner.
    head = top + (LINE + 4 if frame.name else 0)
    return left <= label[0] and head <= label[1] and label[2] <= right and label[3] <= bottom


def over_insets(label: Box, pixels: int) -> bool:
    return any(touch(label, frame_box(frame, pixels)) for frame in INSETS)


def frame_box(frame: Frame, pixels: int) -> Box:
    left, top = on_map(frame.x, frame.y, pixels)
    right, bottom = on_map(frame.x + frame.width, frame.y + frame.height, pixels)
    return left, top, right, bottom
