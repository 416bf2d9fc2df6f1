"""Events: a meeting as calendars have it, and how often it was moved."""

from datetime import UTC, date, datetime

import pytest
from icalendar import Event

from meetings.answers import make_ready, refresh
from meetings.events import BEGIN, END, Site, event_of, line
from meetings.history import Change, delete, restore, revise, revising
from meetings.models import Answer, Body, Meeting, Place, Revision
from meetings.serializers import shape
from tests.factories import BodyFactory, CitationFactory, MeetingFactory, PlaceFactory, SourceFactory, revised

TODAY = date(2026, 11, 24)
FIRST, SECOND = datetime(2026, 11, 24, 12, tzinfo=UTC), datetime(2026, 11, 25, 12, tzinfo=UTC)
THAI = "การประชุมรัฐมนตรีอาเซียนด้านอาชญากรรมข้ามชาติ"
KHMER = "កិច្ចប្រជុំរដ្ឋមន្ត្រីអាស៊ានស្តីពីឧក្រិដ្ឋកម្មឆ្លងដែន"


def ready(meeting):
    """The ready event of a meeting, read by the library that wrote it."""
    return Event.from_ical(BEGIN + Answer.objects.get(meeting=meeting.pk).event + END)


def told(meeting):
    """(sequence, time of the last change) of what is ready."""
    return Answer.objects.values_list("sequence", "event_at").get(meeting=meeting.pk)


def change(meeting, at=SECOND, **columns):
    """`meeting` as it stands after a change to these columns."""
    row = Meeting.objects.get(pk=meeting.pk)
    for name, value in columns.items():
        field = Meeting._meta.get_field(name)
        setattr(row, name, field.to_python(value) if name in ("dates", "programme") else value)
    row.save()
    return revised(row, "Seen again", at=at)


@pytest.fixture
def meeting(db):
    return revised(MeetingFactory(slug="ammtc-17", ordinal=17, dates="2023-08-21/2023-08-23"), at=FIRST)


def test_event_tells_what_the_record_does(db):
    body = BodyFactory(slug="somtc", acronym="SOMTC", level="senior-officials")
    place = PlaceFactory(locality="Kuta", region="Bali", latitude="-8.723", longitude="115.172")
    row = MeetingFactory(
        body=body, slug="somtc-23", ordinal=23, dates="2023-06-20/2023-06-21", programme="2023-06-19/2023-06-22",
        place=place, venue_name="Hall, 2nd floor", chair_office="Chief; of police", theme="Safer\ntogether",
    )  # fmt: skip
    source = SourceFactory(title="They met", publisher="The Press", published=None, url="https://press.example/1")
    CitationFactory(meeting=row, source=source, supports=["dates"], says={"host": "MY"})

    event = ready(revised(row))

    plain = {name: event[name] for name in ("SUMMARY", "STATUS", "TRANSP", "SEQUENCE", "LOCATION")}
    assert plain == {
        "SUMMARY": "23rd SOMTC", "STATUS": "CONFIRMED", "TRANSP": "TRANSPARENT", "SEQUENCE": 0,
        "LOCATION": "Hall, 2nd floor, Kuta, Bali, Indonesia",
    }  # fmt: skip
    assert (event.start, event.end) == (date(2023, 6, 20), date(2023, 6, 22))
    assert (event["GEO"].to_ical(), event["CATEGORIES"].to_ical()) == ("-8.723;115.172", b"SOMTC")
    assert event["DESCRIPTION"].split("\n") == [
        "Held.", "Date: 20–21 June 2023", "Programme: 19–22 June 2023", "Chair: Chief; of police",
        "Theme: Safer", "together", "Sources differ on: host", "", "Sources:", "1. The Press, “They met”, https://press.example/1",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("status", "expected", "summary"),
    [
        ("planned", "TENTATIVE", "17th AMMTC"),
        ("confirmed", "CONFIRMED", "17th AMMTC"),
        ("held", "CONFIRMED", "17th AMMTC"),
        ("postponed", "TENTATIVE", "POSTPONED: 17th AMMTC"),
        ("cancelled", "CANCELLED", "CANCELLED: 17th AMMTC"),
    ],
)
def test_event_stands_as_its_meeting_does(db, status, expected, summary):
    event = ready(revised(MeetingFactory(ordinal=17, status=status)))

    assert (event["STATUS"], event["SUMMARY"]) == (expected, summary)


@pytest.mark.parametrize(
    ("dates", "first", "end"),
    [
        ("2023-08-21?", date(2023, 8, 21), date(2023, 8, 22)),
        ("2011-07-26/", date(2011, 7, 26), date(2011, 7, 27)),
        ("9999-12-31", date(9999, 12, 31), date(9999, 12, 31)),
    ],
)
def test_event_has_whole_days(db, dates, first, end):
    event = ready(revised(MeetingFactory(status="planned", dates=dates)))

    assert (event.start, event.get("DTEND").dt if "DTEND" in event else first) == (first, end)


@pytest.mark.parametrize("dates", [None, "2023-08", "2007-11~", "2023-08-20/2023-08", "XXXX-05-08"])
def test_meeting_without_a_day_has_no_event(db, dates):
    assert Answer.objects.get(meeting=revised(MeetingFactory(dates=dates))).event == ""


@pytest.mark.parametrize("text", [THAI, KHMER])
def test_event_folds_between_characters(db, text):
    event = Answer.objects.get(meeting=revised(MeetingFactory(title=f"{text} {text}", theme=text * 3))).event
    lines = event.encode().split(b"\r\n")

    assert max(map(len, lines)) <= 75
    assert [line.decode() for line in lines][-1] == ""
    assert f"SUMMARY:{text} {text}\r\n" in event.replace("\r\n ", "")


# How often it was moved: what clients look at to show it anew.


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({"dates": "2023-08-22"}, 1),
        ({"status": "cancelled"}, 1),
        ({"venue_name": "Another hall"}, 1),
        ({"notes": "Rain."}, 0),
        ({"theme": "Safer together"}, 0),
        ({"programme": "2023-08-20/2023-08-24"}, 0),
    ],
)
def test_sequence_counts_what_moved_it(meeting, columns, expected):
    changed = change(meeting, **columns)

    assert told(changed) == (expected, SECOND)
    assert ready(changed)["SEQUENCE"] == expected


def test_sequence_goes_on_after_a_meeting_was_gone(meeting):
    moved = change(meeting, dates="2023-08-22")
    tombstone = delete(moved, Change("By mistake", at=SECOND))

    restore(tombstone, Change("It was there", at=SECOND), today=TODAY)

    assert told(Meeting.objects.get(slug="ammtc-17"))[0] == 1


def test_sequence_is_counted_anew_where_it_is_not_known(meeting):
    changed = change(change(meeting, dates="2023-08-22"), status="cancelled")
    Answer.objects.update(event=None, sequence=None, event_at=None)
    before = Answer.objects.values("number", "at").get(meeting=changed)

    assert refresh() == 1

    assert told(changed) == (2, SECOND)
    # The API says what it said, and nobody fetches it again for that.
    assert Answer.objects.values("number", "at").get(meeting=changed) == before


def test_saving_again_leaves_the_event_as_it_was(meeting):
    before = Answer.objects.values().get(meeting=meeting)

    revise([meeting.pk], Change("Saved again")), make_ready([meeting.pk])

    assert Answer.objects.values().get(meeting=meeting) == before


# What others are called.


@pytest.fixture
def chain(db):
    """An officials' meeting that reported to the ministers'."""
    above = BodyFactory(slug="ammtc")
    below = BodyFactory(slug="somtc", level="senior-officials", reports_to=above)
    ammtc = revised(MeetingFactory(body=above, slug="ammtc-17", ordinal=17), at=FIRST)
    return ammtc, revised(MeetingFactory(body=below, slug="somtc-23", ordinal=23, reports_to=ammtc), at=FIRST)


def test_events_of_a_chain_name_one_another(chain):
    ammtc, somtc = chain

    assert "Prepared by: 23rd SOMTC" in ready(ammtc)["DESCRIPTION"]
    assert "Reported to: 17th AMMTC" in ready(somtc)["DESCRIPTION"]


def test_new_name_is_told_by_both_sides(chain):
    ammtc, somtc = chain
    before = Revision.objects.count()

    change(ammtc, title="The great one")

    assert "Reported to: The great one" in ready(somtc)["DESCRIPTION"]
    assert (told(somtc)[0], told(somtc)[1] > SECOND) == (0, True)
    assert Revision.objects.count() == before + 1


def test_new_name_of_a_body_is_told_below_it(chain):
    ammtc, somtc = chain

    with revising(Change("Its name now"), ammtc.body, Meeting.objects.filter(body=ammtc.body)):
        Body.objects.filter(pk=ammtc.body.pk).update(acronym="Ministers")

    assert "Reported to: 17th Ministers" in ready(somtc)["DESCRIPTION"]
    assert ready(ammtc)["CATEGORIES"].to_ical() == b"Ministers"


def test_new_coordinates_of_a_place_are_told_without_a_revision(db):
    place = PlaceFactory(latitude="-8.496", longitude="119.888")
    row = revised(MeetingFactory(place=place), at=FIRST)

    with revising(Change("Seen on a map"), place, Meeting.objects.filter(place=place)):
        Place.objects.filter(pk=place.pk).update(latitude="-8.5")

    assert (ready(row)["GEO"].to_ical(), told(row)[0]) == ("-8.5;119.888", 0)
    assert (told(row)[1] > SECOND, Revision.objects.count()) == (True, 1)


def test_events_of_the_shipped_record_are_ready(record):
    rows = Meeting.objects.with_record().select_related("answer")

    assert [row.slug for row in rows if row.answer.event != event_of(row, shape(row), 0)] == []


# What names the site.


def test_event_is_placed_at_the_site(meeting, settings):
    settings.PUBLIC_URL = "https://meetings.example.org:8443"
    text = Site().placed("somtc-23", "ammtc-17", "SUMMARY:x\r\nDESCRIPTION:y\r\n", FIRST)

    assert text.split("\r\n") == [
        "BEGIN:VEVENT", "UID:somtc-23@meetings.example.org", "DTSTAMP:20261124T120000Z",
        "LAST-MODIFIED:20261124T120000Z", "URL:https://meetings.example.org:8443/meetings/somtc-23/",
        "RELATED-TO;RELTYPE=PARENT:ammtc-17@meetings.example.org", "SUMMARY:x", "DESCRIPTION:y",
        r" \n\nhttps://meetings.example.org:8443/meetings/somtc-23/", "END:VEVENT", "",
    ]  # fmt: skip


def test_long_line_is_folded():
    assert line("UID:" + "x" * 71) == "UID:" + "x" * 71 + "\r\n"
    assert max(map(len, line("UID:" + "x" * 140).split("\r\n"))) <= 75
