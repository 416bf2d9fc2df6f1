"""Calendars: the same query as everywhere, valid for every reader, and the same bytes until something changes."""

import tracemalloc
from datetime import UTC, datetime

import pytest
import vobject
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from meetings.history import Change, delete
from meetings.models import Answer, Body, Meeting
from tests.conftest import end_transaction
from tests.factories import BodyFactory, CountryFactory, MeetingFactory, revised
from tests.test_events import KHMER, THAI, change

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
QUERIES = ["", "host=ID&status=held", "body=ammtc&ordering=-date", "from=2015&to=2020", "q=declaration", "within=somtc"]


def text_at(client, address):
    response = client.get(address)
    assert (response.status_code, response["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return response.getvalue().decode()


def calendar_at(client, address):
    return Calendar.from_ical(text_at(client, address))


def slugs_at(client, address):
    return [event["UID"].removesuffix("@127.0.0.1") for event in calendar_at(client, address).events]


def events_at(client, address):
    """Each event of a calendar as text, by its UID."""
    events = text_at(client, address).split("BEGIN:VEVENT\r\n")[1:]
    return {event.partition("\r\n")[0]: event.partition("END:VEVENT")[0] for event in events}


# What is in it.


@pytest.mark.parametrize("query", QUERIES)
def test_calendar_holds_what_the_query_finds_on_a_day(client, record, query):
    found = client.get(f"/api/v1/meetings/?{query}&limit=500").json()["results"]

    expected = [row["slug"] for row in found if row["when"] and row["when"]["precision"] == "day"]
    assert slugs_at(client, f"/meetings.ics?{query}") == expected


@pytest.mark.parametrize(
    ("address", "query"),
    [
        ("/bodies/ammtc.ics", "body=ammtc"),
        ("/countries/ID.ics", "country=ID"),
        ("/chain.ics", "body=ammtc&body=somtc&body=somtc-wg-ct"),
    ],
)
def test_calendar_with_a_short_address_is_that_of_its_query(client, record, address, query):
    assert text_at(client, address) == text_at(client, f"/meetings.ics?{query}")


def test_calendar_says_what_it_is_and_what_it_leaves_out(client, db, settings):
    settings.PUBLIC_URL = "https://meetings.example.org"
    revised(MeetingFactory(ordinal=1, dates="2023-08"))
    revised(MeetingFactory(ordinal=2))

    calendar = calendar_at(client, "/meetings.ics?body=ammtc")

    told = (
        "Meetings of ASEAN’s bodies against transnational crime: 1. Left out, as their day is not known: 1. "
        "With their sources: https://meetings.example.org/?body=ammtc"
    )
    assert {name: str(getattr(value, "dt", value)) for name, value in calendar.items()} == {
        "VERSION": "2.0",
        "PRODID": "-//The ASEAN meetings record//Calendars//EN",
        "CALSCALE": "GREGORIAN",
        "NAME": "ASEAN meetings: AMMTC",
        "X-WR-CALNAME": "ASEAN meetings: AMMTC",
        "DESCRIPTION": told,
        # Text is escaped, which the library does not undo where it knows no type.
        "X-WR-CALDESC": told.replace(",", "\\,"),
        "URL": "https://meetings.example.org/?body=ammtc",
        "REFRESH-INTERVAL": "12:00:00",
        "X-PUBLISHED-TTL": "PT12H",
    }
    lines = text_at(client, "/meetings.ics").split("\r\n")
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT12H" in lines


def test_calendar_without_events_is_a_calendar_still(client, db):
    calendar = calendar_at(client, "/meetings.ics")

    assert (calendar.events, [part.name for part in calendar.subcomponents]) == ([], ["VTIMEZONE"])


def test_other_library_reads_the_whole_record(client, record):
    calendar = vobject.readOne(text_at(client, "/meetings.ics"))

    held = {event.uid.value: event for event in calendar.vevent_list}
    assert len(held) == Meeting.objects.filter(precision="day").count()
    wg = held["somtc-wg-ct-19@127.0.0.1"]
    assert (wg.summary.value, wg.dtstart.value.isoformat()) == ("19th SOMTC WG on CT", "2023-05-18")
    assert (wg.related_to.value, wg.related_to.reltype_param) == ("somtc-23@127.0.0.1", "PARENT")


def test_lines_are_short_and_end_as_they_must(client, record):
    revised(MeetingFactory(ordinal=99, title=THAI * 2, theme=KHMER * 4, body=Body.objects.get(slug="ammtc")))

    text = client.get("/meetings.ics").getvalue()

    assert text.replace(b"\r\n", b"").count(b"\n") == text.replace(b"\r\n", b"").count(b"\r") == 0
    assert max(len(line) for line in text.split(b"\r\n")) <= 75
    [event] = [event for event in Calendar.from_ical(text).events if event["UID"].startswith("ammtc-99@")]
    assert (event["SUMMARY"], f"Theme: {KHMER * 4}" in event["DESCRIPTION"]) == (THAI * 2, True)


# Whether anything changed.


@pytest.fixture
def three(db):
    CountryFactory()
    rows = [revised(MeetingFactory(ordinal=number), at=NOON) for number in (1, 2, 3)]
    end_transaction()
    return rows


ADDRESSES = ["/meetings.ics", "/meetings.ics?host=ID", "/bodies/ammtc.ics", "/meetings/ammtc-2.ics", "/chain.ics"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_calendar_stays_the_same_until_something_changes(client, three, address, django_assert_num_queries):
    first, second = client.get(address), client.get(address)
    with django_assert_num_queries(1) as asked:
        third = client.get(address, headers={"If-None-Match": first["ETag"]})

    assert first.getvalue() == second.getvalue()
    assert (third.status_code, third.content, third["ETag"]) == (304, b"", first["ETag"])
    assert [query["sql"] for query in asked if "meetings_meeting" in query["sql"]] == []


@pytest.mark.parametrize("address", ADDRESSES)
def test_calendar_tells_by_date_too_whether_it_changed(client, record, address, django_assert_max_num_queries):
    since = client.get(address)["Last-Modified"]
    with django_assert_max_num_queries(3) as asked:
        response = client.get(address, headers={"If-Modified-Since": since})

    assert response.status_code == 304
    assert [query["sql"] for query in asked if "meetings_meeting" in query["sql"]] == []


def test_change_changes_the_events_of_what_was_changed_alone(client, three):
    etag, before = client.get("/meetings.ics")["ETag"], events_at(client, "/meetings.ics")

    change(three[1], dates="2023-08-22")
    end_transaction()

    after = events_at(client, "/meetings.ics")
    assert client.get("/meetings.ics", headers={"If-None-Match": etag}).status_code == 200
    assert {uid for uid in before if before[uid] != after[uid]} == {"UID:ammtc-2@127.0.0.1"}


def test_cancelled_meeting_stays_and_is_marked(client, three):
    change(three[1], status="cancelled")

    [event] = calendar_at(client, "/meetings/ammtc-2.ics").events

    told = (event["SUMMARY"], event["STATUS"], event["SEQUENCE"], event["LAST-MODIFIED"].dt.isoformat())
    assert told == ("CANCELLED: 2nd AMMTC", "CANCELLED", 1, "2026-11-25T12:00:00+00:00")
    assert len(calendar_at(client, "/meetings.ics").events) == 3


def queries_of(client, address):
    """(events, queries) of a calendar; PostgreSQL reads it within a transaction, which is no query."""
    with CaptureQueriesContext(connection) as asked:
        number = len(calendar_at(client, address).events)
    return number, len([query for query in asked if "SAVEPOINT" not in query["sql"]])


@pytest.mark.parametrize("number", [1, 3])
def test_calendar_takes_few_queries_however_many_meetings(client, db, number):
    for ordinal in range(1, number + 1):
        revised(MeetingFactory(ordinal=ordinal))

    assert queries_of(client, "/meetings.ics") == (number, 3)


@pytest.mark.parametrize("number", [1, 3])
def test_events_that_are_not_ready_are_built(client, three, number):
    before = text_at(client, "/meetings.ics")
    Answer.objects.filter(meeting__in=three[:number]).update(event=None, sequence=None, event_at=None)

    assert queries_of(client, "/meetings.ics") == (3, 9)
    assert text_at(client, "/meetings.ics") == before


# One meeting, also when it is gone.


def test_calendar_of_a_merged_meeting_goes_on_with_the_other(client, three):
    delete(three[0], Change("The same sitting"), merged_into=three[1])

    calendar = calendar_at(client, "/meetings/ammtc-1.ics")

    assert [event["UID"] for event in calendar.events] == ["ammtc-2@127.0.0.1"]
    assert (calendar["NAME"], calendar["DESCRIPTION"].partition(". ")[0]) == (
        "1st AMMTC",
        "It was merged into ammtc-2",
    )


def test_calendar_of_a_deleted_meeting_is_empty_and_says_why(client, three):
    delete(three[0], Change("It never sat."))

    calendar = calendar_at(client, "/meetings/ammtc-1.ics")

    assert (calendar.events, calendar["NAME"]) == ([], "1st AMMTC")
    assert calendar["DESCRIPTION"].startswith("It was taken out of the record: It never sat. ")
    assert slugs_at(client, "/meetings.ics") == ["ammtc-2", "ammtc-3"]


# How it is asked for.


@pytest.mark.parametrize("address", ADDRESSES)
def test_calendar_answers_head_as_get_without_a_body(client, three, address):
    got, headed = client.get(address), client.head(address)

    assert (headed.status_code, headed.getvalue()) == (200, b"")
    assert (headed["ETag"], headed["Content-Type"]) == (got["ETag"], got["Content-Type"])


@pytest.mark.parametrize("address", ["/meetings/ammtc-99.ics", "/bodies/no-body.ics", "/countries/XX.ics"])
def test_calendar_of_nothing_is_not_found(client, record, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("address", "parameter", "suggestion"),
    [
        ("/meetings.ics?hots=ID", "hots", "host"),
        ("/meetings.ics?limit=5", "limit", None),
        ("/meetings.ics?as_of=2026-01-01T00:00:00Z", "as_of", None),
        ("/meetings.ics?from=2020&to=2010", "to", None),
        ("/bodies/ammtc.ics?host=ID", "host", None),
    ],
)
def test_calendar_refuses_what_it_does_not_understand(client, record, address, parameter, suggestion):
    response = client.get(address)

    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
    assert [(error["parameter"], error["suggestion"]) for error in response.json()["errors"]] == [
        (parameter, suggestion)
    ]


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_calendar_is_only_read(client, db, method):
    assert getattr(client, method)(reverse("calendar")).status_code == 405


# What it costs.


def many(number):
    """So many more meetings that are ready, without all that recording them takes."""
    body, first = BodyFactory(), Meeting.objects.count()
    day = Meeting._meta.get_field("dates").to_python("2023-08-21")
    rows = [Meeting(slug=f"x-{n}", body=body, dates=day, updated_at=NOON) for n in range(first, first + number)]
    for row in rows:
        row.measure_dates()
    event = "SUMMARY:x\r\n" * 200
    Meeting.objects.bulk_create(rows, batch_size=500)
    told = [Answer(meeting=row, text="{}", event=event, sequence=0, event_at=NOON, at=NOON, revision=1) for row in rows]
    Answer.objects.bulk_create(told, batch_size=500)


def most_memory(client, address):
    """The bytes that reading a calendar to its end takes at most."""
    pieces = client.get(address).streaming_content
    tracemalloc.start()
    try:
        assert sum(map(len, pieces)) > 0
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.stress
def test_calendar_takes_no_more_memory_for_more_meetings(client, db):
    many(2000)
    few = most_memory(client, "/meetings.ics")
    many(6000)

    assert most_memory(client, "/meetings.ics") < 1.3 * few
