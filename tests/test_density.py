"""Counts on the axis: where they stand, and that there are never more than so many."""

from datetime import date

import pytest

from timeline.axis import Scale
from timeline.density import LANE_HEIGHT, MOST_BINS, draw

TODAY = date(2026, 7, 1)


def test_density_draws_a_bin_for_each_year_as_high_as_it_is_many():
    axis = draw(
        [("a", {2000: 50, 2001: 100}), ("b", {2003: 1})], Scale(date(2000, 1, 1), date(2003, 12, 31)), today=TODAY
    )
    bins = [[(each.first.year, each.last.year, each.number, each.share) for each in lane.bins] for lane in axis.lanes]

    assert bins == [[(2000, 2000, 50, 0.5), (2001, 2001, 100, 1.0)], [(2003, 2003, 1, 0.01)]]
    assert [each.height for each in axis.lanes[0].bins] == [22, 44]
    assert [each.y + each.height for each in axis.lanes[0].bins] == [axis.lanes[0].y + LANE_HEIGHT - 4] * 2
    assert axis.today is None


@pytest.mark.parametrize("lanes", [1, 5])
@pytest.mark.parametrize("years", [1, 161, 9999])
def test_density_never_draws_more_than_so_many_bins_and_loses_none(lanes, years):
    numbers = {9999 - year: 1 for year in range(years)}
    scale = Scale(date(10_000 - years, 1, 1), date(9999, 12, 31))
    axis = draw([(str(lane), numbers) for lane in range(lanes)], scale, today=TODAY)
    bins = [each for lane in axis.lanes for each in lane.bins]

    assert len(bins) <= MOST_BINS + lanes
    assert sum(each.number for each in bins) == lanes * years
    assert all(each.width > 0 and each.x >= 0 and each.x + each.width <= 100.02 for each in bins)


def test_density_of_nothing_has_lanes():
    axis = draw([("a", {})], Scale(date(2026, 1, 1), date(2026, 12, 31)), today=TODAY)

    assert [lane.bins for lane in axis.lanes] == [[]]
    assert axis.today == pytest.approx(49.59)
