"""What a change takes back of what the record had said: the log of corrections tells that, and not what was added.

Invariant: a fact that is filled in, a date that becomes more exact and a plan that comes true take nothing back.
"""

from typing import Any

from meetings.claims import ORDER, value_of
from meetings.dates import Edtf, parse

# What a meeting is until it sits: from there to any other status it only goes on.
COMING = ("planned", "confirmed", "postponed")


def corrects(before: dict, after: dict) -> bool:
    """Whether a fact of the record `before` no longer stands in the record `after`; both in the one shape."""
    return any(takes_back(name, value_of(before, name), value_of(after, name)) for name in ORDER)


def takes_back(fact: str, before: Any, after: Any) -> bool:
    if before in (None, "", [], {}) or before == after:
        return False
    if fact == "status":
        return before not in COMING
    if fact in ("dates", "programme"):
        return after is None or not is_closer(parse(after), parse(before))
    if isinstance(before, list):
        return any(item not in after for item in before)
    if isinstance(before, dict):
        return after is None or any(takes_back(key, value, after[key]) for key, value in before.items())
    return True


def is_closer(after: Edtf, before: Edtf) -> bool:
    """Whether `after` says the same days as `before`, as closely or more so."""
    is_bound = before.earliest and not is_half_known(before)
    return after.is_compatible(before) and (after.within(before) or not is_bound)


def is_half_known(dates: Edtf) -> bool:
    return dates.starts_unknown or dates.ends_unknown or dates.starts_open or dates.ends_open
