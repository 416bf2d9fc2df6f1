"""Where counts stand on the axis of time, when there are too many sittings for a mark each: as numbers only.

However many sittings there are, it draws no more than so many bins.
"""

from collections.abc import Sequence
from datetime import MAXYEAR, MINYEAR, date

from timeline.axis import CLOSE, FOOT, HEAD, STEPS, Axis, Bin, Lane, Scale, ticks, years_of

MOST_BINS = 160
# The number above a bin takes some of its lane.
LANE_HEIGHT, NUMBER_HEIGHT, FOOT_OF_LANE = 64, 20, 4


def draw(counts: Sequence[tuple[str, dict[int, int]]], scale: Scale, *, today: date) -> Axis:
    """The axis of lanes in which there is no room for each sitting: how many began in each year, or in several."""
    length = bin_length(scale, len(counts))
    sums = [(key, binned(years, length)) for key, years in counts]
    most = max((number for _, bins in sums for number in bins.values()), default=1)
    drawn = []
    for place, (key, bins) in enumerate(sums):
        y = HEAD + place * (LANE_HEIGHT + CLOSE)
        found = [counted(year, length, number, most, scale, y) for year, number in sorted(bins.items())]
        drawn.append(Lane(key, y, LANE_HEIGHT, bins=found))
    height = HEAD + len(drawn) * (LANE_HEIGHT + CLOSE) - CLOSE + FOOT
    return Axis(height, ticks(scale), drawn, [], scale.at(today) if scale.first <= today <= scale.last else None)


def bin_length(scale: Scale, lanes: int) -> int:
    """How many years a bin holds."""
    bins = len(years_of(scale)) * lanes
    return next((step for step in STEPS if bins / step <= MOST_BINS), STEPS[-1])


def binned(years: dict[int, int], length: int) -> dict[int, int]:
    """The numbers by the first year of their bin."""
    found: dict[int, int] = {}
    for year, number in years.items():
        found[year - year % length] = found.get(year - year % length, 0) + number
    return found


def counted(year: int, length: int, number: int, most: int, scale: Scale, y: int) -> Bin:
    first, last = date(max(year, MINYEAR), 1, 1), date(min(year + length - 1, MAXYEAR), 12, 31)
    height = max(round((LANE_HEIGHT - NUMBER_HEIGHT) * number / most), 2)
    left, right = scale.at(first), scale.after(last)
    share = round(number / most, 3)
    return Bin(
        first, last, number, share, left, round(right - left, 2), y + LANE_HEIGHT - FOOT_OF_LANE - height, height
    )
