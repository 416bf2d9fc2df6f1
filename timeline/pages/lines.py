"""What a line of a list says beyond the row itself: how the meeting stands, and where an undated one lies."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meetings.languages import said
from meetings.models.meetings import Status
from timeline.series import bounds_of

STANDINGS = {
    Status.PLANNED: gettext_lazy("announced"),
    Status.CONFIRMED: gettext_lazy("confirmed"),
    Status.POSTPONED: gettext_lazy("postponed"),
    Status.CANCELLED: gettext_lazy("cancelled"),
}
# Of what was to be held, once its days are over.
UNREPORTED = {
    Status.PLANNED: gettext_lazy("announced; no report that it was held has been found"),
    Status.CONFIRMED: gettext_lazy("confirmed; no report that it was held has been found"),
}
SENTENCES = {
    Status.PLANNED: gettext_lazy("Announced."),
    Status.CONFIRMED: gettext_lazy("Confirmed: it is to be held as announced."),
    Status.HELD: gettext_lazy("Held."),
    Status.POSTPONED: gettext_lazy("Postponed."),
    Status.CANCELLED: gettext_lazy("Cancelled."),
}


def standing(status, latest, *, today):
    """How a meeting stands, in a few words; empty for one that was held."""
    return (UNREPORTED if is_unreported(status, latest, today) else STANDINGS).get(status, "")


def is_unreported(status, latest, today):
    """Whether it was to be held on days that are over."""
    return status in UNREPORTED and latest is not None and latest < today


def standing_sentence(status, latest, *, today):
    """How a meeting stands, as a sentence; “announced” is never told as “held”."""
    if is_unreported(status, latest, today):
        return f"{UNREPORTED[status].capitalize()}."
    return SENTENCES.get(status, "")


def with_words(meetings, series=(), *, today):
    """Give each meeting `standing` and, where it has no date, `lies`: between which neighbours it must be."""
    for meeting in meetings:
        meeting.standing = standing(meeting.status, meeting.latest, today=today)
        meeting.lies = "" if meeting.dates else bounds_of(meeting, series)
    return meetings


def said_plainly(meeting):
    """A meeting in one line of plain text: name, date, place and how it stands."""
    day = said(meeting.dates) if meeting.dates else _("no date known")
    place = meeting.place.locality if meeting.place else ""
    doubt = _("sources differ") if meeting.contested else ""
    return ", ".join(filter(None, [meeting.name, day, place, str(STANDINGS.get(meeting.status, "")), doubt]))


def named_bodies(meetings):
    """The bodies of these meetings, each once, in record order: what a page's abbreviations stand for."""
    bodies = {meeting.body_id: meeting.body for meeting in meetings}
    return sorted(bodies.values(), key=lambda body: (body.position, body.slug))
