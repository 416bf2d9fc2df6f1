"""A meeting as a calendar has it: an event of whole days (RFC 5545), ready but for what names the site and the time.

Invariant: an event follows from its meeting, from what that names and from its revisions alone; no clock is read.
"""

import json
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import groupby, pairwise
from operator import itemgetter
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override
from icalendar import Event
from icalendar.parser import Contentline

from meetings.dates import parse, say
from meetings.models import Meeting, Revision
from meetings.models.meetings import Status

Record = dict[str, Any]
# What has to change for people to look at their calendars again.
MOVING = ("dates", "venue", "status")
STATUSES = {
    Status.PLANNED: "TENTATIVE",
    Status.CONFIRMED: "CONFIRMED",
    Status.HELD: "CONFIRMED",
    # It still has the days that it will not keep, and no others yet.
    Status.POSTPONED: "TENTATIVE",
    Status.CANCELLED: "CANCELLED",
}
WARNINGS = {Status.POSTPONED: "POSTPONED: ", Status.CANCELLED: "CANCELLED: "}
BEGIN, END = "BEGIN:VEVENT\r\n", "END:VEVENT\r\n"
LONGEST_LINE = 75
ONE_DAY = timedelta(days=1)
# Many calendars show no URL, so the address ends the description too, as one more folded line of it.
NEW_PARAGRAPH = r"\n\n"


def event_of(meeting: Meeting, record: Record, sequence: int) -> str:
    """The properties of its VEVENT, less those that `placed` adds; empty where it has no day.

    The meeting is loaded `with_record()`, `record` is its one shape. DESCRIPTION comes last, to be gone on with.
    """
    if meeting.precision != "day":
        return ""
    event = Event()
    # Whoever writes may read another language; programs read this one.
    with override("en"):
        for name, value in properties(meeting):
            event.add(name, value)
        event.add("sequence", sequence)
        event.add("description", "\n".join(description(meeting, record)))
    return event.to_ical(sorted=False).decode().removeprefix(BEGIN).removesuffix(END)


def properties(meeting: Meeting) -> Iterable[tuple[str, Any]]:
    yield "summary", WARNINGS.get(meeting.status, "") + meeting.name
    yield "dtstart", meeting.earliest
    # It is the day after the last, which the last day of all does not have.
    if meeting.latest < date.max:
        yield "dtend", meeting.latest + ONE_DAY
    yield "status", STATUSES[meeting.status]
    yield "transp", "TRANSPARENT"
    yield "categories", [meeting.body.acronym]
    if meeting.where:
        yield "location", meeting.where
    if meeting.place and meeting.place.latitude is not None:
        yield "geo", (meeting.place.latitude, meeting.place.longitude)


def description(meeting: Meeting, record: Record) -> Iterable[str]:
    """What is known, line by line, as plain text."""
    yield f"{meeting.get_status_display().capitalize()}."
    facts = {
        "Date": say(meeting.dates),
        "Programme": meeting.programme and say(meeting.programme),
        "Host": meeting.host,
        "Chair": chair(meeting),
        "Theme": meeting.theme,
        "Prepared by": ", ".join(below.name for below in meeting.prepared_by.all()),
        "Reported to" if meeting.status == Status.HELD else "Reports to": meeting.reports_to,
        "Sources differ on": ", ".join(field.replace("_", " ") for field in meeting.contested),
    }
    yield from (f"{label}: {fact}" for label, fact in facts.items() if fact)
    if record["citations"]:
        yield from ("", "Sources:")
    for number, citation in enumerate(record["citations"], 1):
        yield f"{number}. {source_words(citation['source'])}"


def chair(meeting: Meeting) -> str:
    return ", ".join(str(part) for part in (meeting.chair_person, meeting.chair_office, meeting.chair_country) if part)


def source_words(source: Record) -> str:
    title = f"“{source['title']}”" if source["title"] else None
    published = say(parse(source["published"])) if source["published"] else None
    return ", ".join(part for part in (source["publisher"], title, published, source["url"]) if part)


def is_moved(before: Record, after: Record) -> bool:
    """Whether it has other days, another place or another status."""
    return any(before[key] != after[key] for key in MOVING)


def moves_of(slugs: Iterable[str]) -> dict[str, int]:
    """How many revisions moved each of these meetings: its SEQUENCE, which no deletion sets back."""
    states = Revision.objects.of_any(slugs).order_by("slug", "number").values_list("slug", "text")
    moves = {}
    for slug, texts in groupby(states.iterator(), key=itemgetter(0)):
        records = (json.loads(text) for _, text in texts)
        moves[slug] = sum(is_moved(before, after) for before, after in pairwise(records))
    return moves


def line(text: str) -> str:
    """A line of a calendar with its end, folded where it is too long."""
    is_short = len(text) <= LONGEST_LINE and text.isascii()
    return f"{text if is_short else Contentline(text).to_ical().decode()}\r\n"


class Site:
    """What names the site in its events: read once for a whole calendar."""

    def __init__(self) -> None:
        self.host = urlsplit(settings.PUBLIC_URL).hostname
        self.before, self.after = f"{settings.PUBLIC_URL}{reverse('meeting', args=['-'])}".rsplit("-", 1)

    def placed(self, slug: str, above: str | None, event: str, at: datetime) -> str:
        """The whole VEVENT: `above` is the slug of what the meeting reports to, `at` (UTC) when the event changed."""
        address, stamp = f"{self.before}{slug}{self.after}", f"{at:%Y%m%dT%H%M%SZ}"
        return (
            f"{BEGIN}{line(f'UID:{slug}@{self.host}')}DTSTAMP:{stamp}\r\nLAST-MODIFIED:{stamp}\r\n"
            f"{line(f'URL:{address}')}"
            f"{line(f'RELATED-TO;RELTYPE=PARENT:{above}@{self.host}') if above else ''}"
            f"{event}{line(f' {NEW_PARAGRAPH}{address}')}{END}"
        )
