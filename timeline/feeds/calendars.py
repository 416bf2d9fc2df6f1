"""Calendars (RFC 5545, 7986) of the meetings that a query asks for: their ready events, one after another.

Events are sent as they are read, so that a calendar of all meetings takes no more memory than one of few.
"""

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import Count, Q
from django.http import Http404, QueryDict, StreamingHttpResponse
from django.urls import reverse
from icalendar import Calendar, vText

from meetings import history
from meetings.events import Site, event_of, moves_of
from meetings.filters.feeds import CalendarQuery
from meetings.filters.others import NoQuery
from meetings.models import Body, Country, Meeting, Revision
from meetings.serializers import shape
from timeline.exports.selection import BATCH, batches
from timeline.feeds.polling import polled, understood
from timeline.pages.sharing import shared_list, whole
from timeline.pages.telling import about

TYPE = "text/calendar; charset=utf-8"
PRODUCT = "-//The ASEAN meetings record//Calendars//EN"
# How often to ask again. The library leaves out the type of the value.
REFRESH = "REFRESH-INTERVAL;VALUE=DURATION:PT12H\r\nX-PUBLISHED-TTL:PT12H\r\n"
END = "END:VCALENDAR\r\n"
# A calendar has to hold something (RFC 5545, 3.6). This time zone, which no event needs, says nothing.
NOTHING = (
    "BEGIN:VTIMEZONE\r\nTZID:UTC\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
    "TZOFFSETFROM:+0000\r\nTZOFFSETTO:+0000\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
)
COLUMNS = ("pk", "slug", "reports_to__slug", "answer__event", "answer__event_at")


@polled
def meetings(request):
    return partial(calendar_of, understood(CalendarQuery(request.GET)))


@polled
def body(request, slug):
    understood(NoQuery(request.GET))
    if not Body.objects.filter(slug=slug).exists():
        raise Http404("The record has no body at this address.")
    return partial(calendar_of, asking("body", slug))


@polled
def country(request, code):
    understood(NoQuery(request.GET))
    if not Country.objects.filter(code=code).exists():
        raise Http404("The record has no country at this address.")
    return partial(calendar_of, asking("country", code))


@polled
def chain(request):
    """The meetings of the core bodies."""
    understood(NoQuery(request.GET))
    return partial(calendar_of, asking("body", *Body.objects.core().in_record_order().values_list("slug", flat=True)))


@polled
def meeting(request, slug):
    understood(NoQuery(request.GET))
    if not Revision.objects.of(slug).exists():
        raise Http404("The record never had a meeting at this address.")
    return partial(calendar_of_one, slug)


def asking(parameter, *values):
    given = QueryDict(mutable=True)
    given.setlist(parameter, values)
    return CalendarQuery(given)


def calendar_of(query):
    shared = shared_list(query)
    return Feed(shared.title, shared.address, query.meetings()).response()


def calendar_of_one(slug):
    """Of a meeting that is gone, the one into which it was merged, or none: so clients learn that it is gone."""
    row = Meeting.objects.select_related("body").filter(slug=slug).first()
    if row:
        return Feed(row.name, whole(row.get_absolute_url()), Meeting.objects.filter(pk=row.pk)).response()
    last, moved = Revision.objects.of(slug).latest("number"), history.now_at(slug)
    name = about(last.record, {body.slug: body for body in Body.objects.all()}).name
    end = f"It was merged into {moved}." if moved else f"It was taken out of the record: {last.reason}"
    address = whole(reverse("meeting-history", args=[slug]))
    return Feed(name, address, Meeting.objects.filter(slug=moved or slug), end).response()


@dataclass(frozen=True)
class Feed:
    """A calendar: its title, the page that tells the same, its meetings in order, and what else is to be said."""

    title: str
    page: str
    rows: Any
    note: str = ""

    def response(self):
        # What reads visitors' rows is chosen for the time of the view, and rows are read after it.
        return StreamingHttpResponse(self.pieces(self.rows.using(self.rows.db)), content_type=TYPE)

    def pieces(self, rows):
        total, with_day = rows.order_by().aggregate(n=Count("pk"), d=Count("pk", filter=Q(precision="day"))).values()
        yield self.head(total, with_day).encode()
        # One question sees one state of the record, however long its answer is read.
        for events in batches(rows.filter(precision="day").values_list(*COLUMNS), BATCH):
            yield "".join(told(events, rows.db)).encode()
        yield (END if with_day else NOTHING + END).encode()

    def head(self, total, with_day):
        calendar, about = Calendar(), vText(" ".join(filter(None, [self.note, counted(total, with_day), self.source])))
        for name, value in {
            "version": "2.0", "prodid": PRODUCT, "calscale": "GREGORIAN", "name": self.title,
            "x-wr-calname": vText(self.title), "description": about, "x-wr-caldesc": about, "url": self.page,
        }.items():  # fmt: skip
            calendar.add(name, value)
        return calendar.to_ical(sorted=False).decode().removesuffix(END) + REFRESH

    @property
    def source(self):
        return f"With their sources: {self.page}"


def counted(total, with_day):
    """How many meetings there are, and how many a calendar cannot hold."""
    told = f"Meetings of ASEAN’s bodies against transnational crime: {with_day}."
    return told if total == with_day else f"{told} Left out, as their day is not known: {total - with_day}."


def told(rows, database):
    """The events of these rows; what is not ready is built."""
    site = Site()
    built = build([pk for pk, _, _, event, _ in rows if event is None], database)
    for pk, slug, above, event, at in rows:
        event, at = built.get(pk, (event, at))
        # One that was deleted since, or lost its day, is left out.
        if event:
            yield site.placed(slug, above, event, at)


def build(pks, database):
    """(event, time of its change) by key."""
    found = list(Meeting.objects.using(database).with_record().filter(pk__in=pks)) if pks else []
    moves = moves_of(meeting.slug for meeting in found) if found else {}
    return {row.pk: (event_of(row, shape(row), moves.get(row.slug, 0)), row.updated_at) for row in found}
