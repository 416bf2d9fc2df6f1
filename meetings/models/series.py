"""Where undated sittings stand in time: the numbering of a series bounds when they must have been."""

from datetime import date, timedelta
from itertools import groupby

from meetings.models.meetings import NEVER, Meeting


def place_undated(bodies):
    """Set `sorts_on` of the undated numbered meetings of `bodies`, spread between their neighbours; which moved."""
    with_gaps = Meeting.objects.regular().undated().filter(body__in=bodies, ordinal__isnull=False)
    wanted = set(with_gaps.order_by().values_list("body", flat=True).distinct())
    rows = Meeting.objects.regular().filter(body__in=wanted, ordinal__isnull=False)
    moved = []
    for _, series in groupby(rows.order_by("body", "ordinal"), key=lambda row: row.body_id):
        moved += moved_in(list(series))
    Meeting.objects.bulk_update(moved, ["sorts_on"], batch_size=500)
    return moved


def moved_in(series):
    """The undated meetings of one series (by ordinal) that must stand elsewhere, already moved."""
    moved, previous = [], None
    for is_dated, run in groupby(series, key=lambda row: row.earliest is not None):
        run = list(run)
        if is_dated:
            previous = run[-1]
            continue
        following = next((row for row in series if row.earliest and row.ordinal > run[-1].ordinal), None)
        for row, day in zip(run, days_between(previous, following, len(run)), strict=True):
            if row.sorts_on != day:
                row.sorts_on = day
                moved.append(row)
    return moved


def days_between(previous, following, count) -> list[date]:
    """`count` days in order after `previous` and before `following` (dated meetings or None)."""
    if previous and following:
        step = (following.earliest - previous.earliest) / (count + 1)
        return [previous.earliest + step * place for place in range(1, count + 1)]
    if previous:
        left = NEVER - previous.earliest
        return [previous.earliest + min(timedelta(days=place), left) for place in range(1, count + 1)]
    if following:
        return [following.earliest - timedelta(days=count - place) for place in range(count)]
    return [NEVER] * count
