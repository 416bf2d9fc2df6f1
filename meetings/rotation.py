"""Whose turn it would be to host: members take turns by the alphabet of their English names.

What follows from it is an inference and never a fact: it comes with what it rests on, and with how far the series
has kept to it.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any


@dataclass(frozen=True)
class Turn:
    """What the alphabet would have follow the meeting `last`: the member whose turn it would be.

    The series `kept` to the alphabet in so many of the `steps` whose two hosts are known.
    """

    country: Any
    last: Any
    kept: int
    steps: int
    is_latest: bool

    @property
    def is_kept(self):
        """Whether the series keeps to the alphabet more often than not."""
        return 2 * self.kept > self.steps

    @property
    def is_expected(self):
        """Whether anything is to be expected: nothing follows from a host after whom others came."""
        return self.is_kept and self.is_latest


def turn_after(series, countries, *, today):
    """The turn that follows the last known host of `series`, its held regular meetings in order; None without one."""
    hosted = [meeting for meeting in series if meeting.host_id]
    following = next_member(hosted[-1].host, countries, today) if hosted else None
    if following is None:
        return None
    steps = [(before, after) for before, after in pairwise(hosted) if are_neighbours(before, after)]
    kept = [after.host == next_member(before.host, countries, after.sorts_on) for before, after in steps]
    return Turn(following, hosted[-1], sum(kept), len(steps), is_latest=hosted[-1] is series[-1])


def are_neighbours(before, after):
    return bool(before.ordinal and after.ordinal) and after.ordinal == before.ordinal + 1


def next_member(country, countries, day):
    """The member of ASEAN on `day` whose name follows that of `country`; after the last one, the first."""
    members = sorted((row for row in countries if row.is_member(day)), key=by_name)
    return next((row for row in members if by_name(row) > by_name(country)), members[0] if members else None)


def by_name(country):
    return country.name.casefold()
