"""The one shape going out: every key, always, in order; and the dataset's way of writing it."""

from datetime import UTC, datetime

import pytest
import yaml

from meetings.dates import parse
from meetings.models import Meeting
from meetings.serializers import MeetingSerializer, derive, shape, without_empty
from meetings.serializers.shape import when
from tests.conftest import DATA
from tests.factories import (
    BodyFactory,
    CitationFactory,
    CountryFactory,
    DocumentFactory,
    MeetingFactory,
    OfficerFactory,
    PersonFactory,
    PlaceFactory,
    SourceFactory,
    revised,
)

STORED = [
    "slug", "body", "ordinal", "kind", "title", "status", "dates", "programme", "format", "host", "chair", "officers",
    "venue", "theme", "reports_to", "alongside", "agenda", "documents", "notes", "gaps", "citations",
]  # fmt: skip
DERIVED = ["name", "url", "when", "where", "prepared_by", "contested", "sourced", "revision", "updated_at"]
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def loaded(meeting):
    return Meeting.objects.with_record().get(pk=meeting.pk)


@pytest.fixture
def whole(db):
    """A meeting of which everything is known."""
    ammtc = BodyFactory(acronym="AMMTC")
    somtc = BodyFactory(slug="somtc", reports_to=ammtc)
    above = MeetingFactory(slug="ammtc-17", body=ammtc, ordinal=17)
    beside = MeetingFactory(slug="somtc-22", body=somtc, ordinal=22)
    meeting = MeetingFactory(
        slug="somtc-23", body=somtc, ordinal=23, title="The 23rd", status="held", dates="2023-06-20/2023-06-22",
        programme="2023-06-19/2023-06-23", format="hybrid", host=CountryFactory(code="ID"), theme="Together",
        chair_country=CountryFactory(code="SG"), chair_person=PersonFactory(name="Hamidin"), chair_office="Police",
        venue_name="Hotel", place=PlaceFactory(region="Bali", locality="Kuta"), reports_to=above, alongside=beside,
        agenda=["terrorism", "arms"], notes="Seen", gaps={"theme": "unknown", "format": "unknown"},
    )  # fmt: skip
    OfficerFactory(meeting=meeting, position=1, role="secretary", person=PersonFactory(name="Boy"), office="Clerk")
    OfficerFactory(meeting=meeting, position=0, role="chair", person=None, country=CountryFactory(code="SG"))
    DocumentFactory(meeting=meeting, position=1, title="Report", kind="report")
    DocumentFactory(meeting=meeting, position=0, title="Plan", kind="plan-of-action", url="https://asean.org/plan")
    source = SourceFactory(
        url="https://asean.org/a", title="", publisher="ASEAN", published=parse("2023-06"), language=""
    )
    CitationFactory(
        meeting=meeting, position=1, source=source, supports=["dates", "host"], described={"url": "http://asean.org/a/"}
    )
    other = SourceFactory(url="", title="Gazette", publisher="", language="id")
    CitationFactory(
        meeting=meeting, position=0, source=other, supports=[], says={"theme": "b", "dates": "2023"}, note="why"
    )
    MeetingFactory(slug="wg-2", body__slug="somtc-wg-ct", reports_to=meeting, dates="2023-02-01")
    MeetingFactory(slug="wg-1", body__slug="somtc-wg-ct", reports_to=meeting, dates="2023-01-01")
    return meeting


WHOLE = {
    "slug": "somtc-23",
    "body": "somtc",
    "ordinal": 23,
    "kind": "regular",
    "title": "The 23rd",
    "status": "held",
    "dates": "2023-06-20/2023-06-22",
    "programme": "2023-06-19/2023-06-23",
    "format": "hybrid",
    "host": "ID",
    "chair": {"country": "SG", "person": "Hamidin", "office": "Police"},
    "officers": [
        {"role": "chair", "person": None, "office": None, "country": "SG"},
        {"role": "secretary", "person": "Boy", "office": "Clerk", "country": None},
    ],
    "venue": {"name": "Hotel", "locality": "Kuta", "region": "Bali", "country": "ID"},
    "theme": "Together",
    "reports_to": "ammtc-17",
    "alongside": "somtc-22",
    "agenda": ["terrorism", "arms"],
    "documents": [
        {"title": "Plan", "kind": "plan-of-action", "url": "https://asean.org/plan"},
        {"title": "Report", "kind": "report", "url": None},
    ],
    "notes": "Seen",
    "gaps": {"format": "unknown", "theme": "unknown"},
    "citations": [
        {
            "source": {"url": None, "title": "Gazette", "publisher": None, "published": None, "language": "id"},
            "supports": [],
            "says": {"theme": "b", "dates": "2023"},
            "note": "why",
        },
        {
            "source": {
                "url": "http://asean.org/a/", "title": None, "publisher": "ASEAN", "published": "2023-06",
                "language": None,
            },
            "supports": ["dates", "host"],
            "says": {},
            "note": None,
        },
    ],
}  # fmt: skip


def test_shape_of_a_meeting_of_which_everything_is_known(whole):
    record = shape(loaded(whole))

    assert record == WHOLE
    assert list(record) == STORED
    assert list(record["gaps"]) == ["format", "theme"]
    assert list(record["citations"][0]["says"]) == ["theme", "dates"]


def test_shape_of_a_meeting_of_which_nothing_is_known(db):
    record = shape(loaded(MeetingFactory(slug="a", ordinal=None, status="planned", dates=None)))

    assert record == {
        "slug": "a", "body": "ammtc", "ordinal": None, "kind": "regular", "title": None, "status": "planned",
        "dates": None, "programme": None, "format": None, "host": None, "chair": None, "officers": [], "venue": None,
        "theme": None, "reports_to": None, "alongside": None, "agenda": [], "documents": [], "notes": None,
        "gaps": {}, "citations": [],
    }  # fmt: skip
    assert list(record) == STORED


@pytest.mark.parametrize(
    ("columns", "key", "value"),
    [
        ({"chair_office": "Police"}, "chair", {"country": None, "person": None, "office": "Police"}),
        ({"venue_name": "Hotel"}, "venue", {"name": "Hotel", "locality": None, "region": None, "country": None}),
    ],
)
def test_half_known_parts_have_every_key_too(db, columns, key, value):
    assert shape(loaded(MeetingFactory(**columns)))[key] == value


def test_derived_keys_of_a_whole_meeting(whole):
    meeting = revised(whole, at=NOON)

    derived = derive(meeting, shape(meeting))

    assert derived == {
        "name": "The 23rd",
        "url": "http://127.0.0.1:8000/meetings/somtc-23/",
        "when": {
            "edtf": "2023-06-20/2023-06-22", "earliest": "2023-06-20", "latest": "2023-06-22", "precision": "day",
            "display": "20–22 June 2023",
        },
        "where": "Hotel, Kuta, Bali, Indonesia",
        "prepared_by": ["wg-1", "wg-2"],
        "contested": ["theme"],
        "sourced": ["dates", "host"],
        "revision": 1,
        "updated_at": NOON,
    }  # fmt: skip
    assert list(derived) == DERIVED


def test_derived_keys_of_an_empty_meeting(db):
    meeting = loaded(MeetingFactory(slug="a", ordinal=None, dates=None))

    assert derive(meeting, shape(meeting)) == {
        "name": "AMMTC", "url": "http://127.0.0.1:8000/meetings/a/", "when": None, "where": None, "prepared_by": [],
        "contested": [], "sourced": [], "revision": 0, "updated_at": None,
    }  # fmt: skip


def test_representation_is_shape_and_derived_keys_in_order(whole):
    meeting = loaded(whole)

    represented = MeetingSerializer(meeting).data

    assert represented == shape(meeting) | derive(meeting, shape(meeting))
    assert list(represented) == STORED + DERIVED
    assert list(MeetingSerializer().fields) == STORED + DERIVED


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("2007-11~", ("2007-11-01", "2007-11-30", "month")),
        ("2011-07-26/", ("2011-07-26", "2011-07-26", "day")),
        ("XXXX-05-08", (None, None, "none")),
    ],
)
def test_when_gives_bounds_as_iso_days(text, answer):
    told = when(parse(text))

    assert (told["edtf"], told["earliest"], told["latest"], told["precision"]) == (text, *answer)


@pytest.mark.parametrize("rows", [1, 3])
def test_representing_runs_no_query_beyond_those_of_with_record(db, django_assert_num_queries, rows):
    for number in range(rows):
        meeting = MeetingFactory(host=CountryFactory(), place=PlaceFactory(), ordinal=number + 1)
        OfficerFactory(meeting=meeting), DocumentFactory(meeting=meeting), CitationFactory(meeting=meeting)

    with django_assert_num_queries(5):
        represented = MeetingSerializer(Meeting.objects.with_record(), many=True).data

    assert len(represented) == rows


@pytest.mark.parametrize(
    ("value", "left"),
    [
        ({"a": None, "b": "", "c": [], "d": {}, "e": 0, "f": False, "g": "x"}, {"e": 0, "f": False, "g": "x"}),
        ({"a": {"b": {"c": None}}}, {}),
        ({"a": [{"b": None, "c": 1}, {"b": None}]}, {"a": [{"c": 1}, {}]}),
        ([None, ""], [None, ""]),
    ],
)
def test_without_empty_leaves_out_keys_that_hold_nothing(value, left):
    assert without_empty(value) == left


def test_every_shipped_entry_is_its_record_without_empty_keys(record):
    entries = {}
    for path in sorted((DATA / "meetings").glob("*.yaml")):
        entries |= {entry["slug"]: entry for entry in yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)}

    written = {meeting.slug: without_empty(shape(meeting)) for meeting in Meeting.objects.with_record()}

    assert written == entries
    assert [list(entry) for entry in written.values()] == [
        [key for key in STORED if key in entries[slug]] for slug in written
    ]
