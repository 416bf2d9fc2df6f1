"""Two editors at one meeting: what the other wrote stands beside what was typed, field by field; neither is lost."""

from dataclasses import dataclass

from meetings.admin.wording import label, told
from meetings.history import differences
from meetings.models import Revision
from meetings.serializers import shape


@dataclass(frozen=True)
class Line:
    """One field in three states: as the form was opened with it, as it stands now, and as typed."""

    field: str
    base: str
    now: str
    typed: str
    verdict: str


@dataclass(frozen=True)
class Conflict:
    """Revisions that were written while a form was open, and the fields on which the states differ."""

    number: int
    revisions: list
    lines: list


def typed_record(form, formsets):
    """The meeting as it is typed, in the one shape; what cannot be read keeps its former value."""
    parts = {formset.prefix: formset.shapes() for formset in formsets}
    return shape(form.instance) | parts


def conflict_of(form, formsets):
    meeting, opened = form.instance, form.seen or 0
    later = list(Revision.objects.of(meeting.slug).filter(number__gt=opened).order_by("number"))
    base = Revision.objects.of(meeting.slug).filter(number=opened).first()
    now = Revision.objects.of(meeting.slug).latest("number")
    states = base.record if base else {}, now.record, typed_record(form, formsets)
    return Conflict(meeting.revision, later, lines_of(*states))


def lines_of(base, now, typed):
    theirs = {change.field for change in differences(base, now)}
    mine = {change.field for change in differences(base, typed)}
    moved = {change.field for change in differences(now, typed)} | theirs
    return [
        Line(label(key), told(base.get(key)), told(now[key]), told(typed[key]), verdict(key, theirs, mine))
        for key in typed
        if key in moved
    ]


def verdict(key, theirs, mine):
    if key in theirs and key in mine:
        return "You both changed it: saving yours replaces theirs."
    if key in theirs:
        return "They changed it: saving yours takes it back."
    return "You changed it."
