"""The numbered series of a body as a reader sees it: which numbers are missing, and where they must lie.

Everything here follows from the numbering alone; rows come in, nothing is asked of the database.
"""

from dataclasses import dataclass, field
from datetime import date
from itertools import groupby, pairwise
from typing import Any

from django.utils.translation import gettext as _

from meetings.languages import ordinal_word, said
from meetings.models.meetings import NEVER, numbered


@dataclass(frozen=True)
class Gap:
    """The numbers `first` to `last` of a body's series, of which no source is known."""

    body: Any
    first: int
    last: int
    after: Any = None
    before: Any = None
    unnumbered: list[Any] = field(default_factory=list)

    @property
    def numbers(self):
        """1st–11th"""
        words = [ordinal_word(number) for number in (self.first, self.last)]
        return words[0] if self.first == self.last else "–".join(words)

    @property
    def name(self):
        return numbered(self.numbers, self.body)

    @property
    def bounds(self):
        return bounds_said(self.after, self.before)

    @property
    def sorts_on(self):
        """Just before the meeting that follows it."""
        return self.before.sorts_on


def gaps_of(body, meetings):
    """The missing numbers of `body`, in order; `meetings` are all its regular ones."""
    numbered = sorted((row for row in meetings if row.ordinal), key=lambda row: row.ordinal)
    unnumbered = [row for row in meetings if not row.ordinal]
    pairs = list(pairwise([None, *numbered]))
    return [
        Gap(body, start, after.ordinal - 1, before, after, lying_between(unnumbered, before, after))
        for before, after in pairs
        if (start := (before.ordinal if before else 0) + 1) < after.ordinal
    ]


def lying_between(meetings, after, before):
    """Those that may carry one of the missing numbers: they sat between its neighbours."""
    first = after.sorts_on if after else date.min
    return [row for row in meetings if first <= row.sorts_on <= before.sorts_on]


def gaps_by_body(meetings):
    """Each body's gaps, from all regular meetings of some bodies."""
    rows = sorted(meetings, key=lambda row: (row.body.position, row.body_id))
    return [gap for _, series in groupby(rows, key=lambda row: row.body_id) for gap in gaps_of_series(list(series))]


def gaps_of_series(series):
    return gaps_of(series[0].body, series)


def bounds_of(meeting, series):
    """Between which dated neighbours an undated sitting must have been, in words."""
    dated = [row for row in series if row.ordinal and row.dates and row.body_id == meeting.body_id]
    if not meeting.ordinal:
        return ""
    before = max((row for row in dated if row.ordinal < meeting.ordinal), key=by_ordinal, default=None)
    after = min((row for row in dated if row.ordinal > meeting.ordinal), key=by_ordinal, default=None)
    return bounds_said(before, after)


def by_ordinal(row):
    return row.ordinal


def bounds_said(after, before):
    """“after the 6th (June 2006) and before the 11th (26 July 2011)”"""
    sides = {"after": neighbour_said(after), "before": neighbour_said(before)}
    if after and before:
        return _("after the %(after)s and before the %(before)s") % sides
    if after:
        return _("after the %(after)s") % sides
    return _("before the %(before)s") % sides if before else ""


def neighbour_said(row):
    if not row:
        return ""
    number = ordinal_word(row.ordinal)
    return f"{number} ({said(row.dates)})" if row.dates else number


@dataclass(frozen=True)
class Year:
    """What a list shows under the heading of one year; `number` is None where no year is known."""

    number: int | None
    entries: list[Any]


def by_year(meetings, gaps=(), *, newest_first):
    """Meetings, in the order in which they come, with the gaps where the numbering puts them, by year."""
    entries = with_gaps(list(meetings), list(gaps), newest_first=newest_first)
    groups = groupby(entries, key=lambda entry: entry.sorts_on.year if entry.sorts_on != NEVER else None)
    return [Year(number, list(group)) for number, group in groups]


def with_gaps(meetings, gaps, *, newest_first):
    """Each gap beside the numbered meeting that it stands before in time."""
    waiting = {gap.before.pk: gap for gap in gaps}
    entries = []
    for meeting in meetings:
        pair = [waiting[meeting.pk], meeting] if meeting.pk in waiting else [meeting]
        entries += reversed(pair) if newest_first else pair
    return entries
