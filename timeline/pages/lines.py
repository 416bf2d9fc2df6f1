"""What a line of a list says beyond the row itself: how the meeting stands, and where an undated one lies."""

from meetings.dates import say
from meetings.models.meetings import Status
from timeline.series import bounds_of

STANDINGS = {
    Status.PLANNED: "announced",
    Status.CONFIRMED: "confirmed",
    Status.POSTPONED: "postponed",
    Status.CANCELLED: "cancelled",
}
UNREPORTED = "no report that it was held has been found"
SENTENCES = {
    Status.PLANNED: "Announced.",
    Status.CONFIRMED: "Confirmed: it is to be held as announced.",
    Status.HELD: "Held.",
    Status.POSTPONED: "Postponed.",
    Status.CANCELLED: "Cancelled.",
}


def standing(status, latest, *, today):
    """How a meeting stands, in a few words; empty for one that was held."""
    word = STANDINGS.get(status, "")
    is_open = status in (Status.PLANNED, Status.CONFIRMED)
    return f"{word}; {UNREPORTED}" if is_open and latest and latest < today else word


def standing_sentence(status, latest, *, today):
    """How a meeting stands, as a sentence; “announced” is never told as “held”."""
    said = standing(status, latest, today=today)
    return f"{said.capitalize()}." if UNREPORTED in said else SENTENCES.get(status, "")


def with_words(meetings, series=(), *, today):
    """Give each meeting `standing` and, where it has no date, `lies`: between which neighbours it must be."""
    for meeting in meetings:
        meeting.standing = standing(meeting.status, meeting.latest, today=today)
        meeting.lies = "" if meeting.dates else bounds_of(meeting, series)
    return meetings


def said_plainly(meeting):
    """A meeting in one line of plain text: name, date, place and how it stands."""
    day = say(meeting.dates) if meeting.dates else "no date known"
    place = meeting.place.locality if meeting.place else ""
    doubt = "sources differ" if meeting.contested else ""
    return ", ".join(filter(None, [meeting.name, day, place, STANDINGS.get(meeting.status, ""), doubt]))


def named_bodies(meetings):
    """The bodies of these meetings, each once, in record order: what a page's abbreviations stand for."""
    bodies = {meeting.body_id: meeting.body for meeting in meetings}
    return sorted(bodies.values(), key=lambda body: (body.position, body.slug))
