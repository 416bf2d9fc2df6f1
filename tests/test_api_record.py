"""Every meeting of the shipped record by API, as the dataset has it, in as many queries whatever it is."""

import json
from datetime import UTC, datetime

import pytest
import yaml

from meetings.models import Meeting, Revision
from meetings.models.revisions import as_text
from tests.conftest import DATA
from tests.factories import (
    CitationFactory,
    CountryFactory,
    DocumentFactory,
    MeetingFactory,
    OfficerFactory,
    PlaceFactory,
    revised,
)

pytestmark = pytest.mark.django_db
MEETINGS = "/api/v1/meetings/"
MARCH, MAY = (datetime(2026, month, 1, tzinfo=UTC) for month in (3, 5))
ENTRIES = [
    entry
    for path in sorted((DATA / "meetings").glob("*.yaml"))
    for entry in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
]
DERIVED = ("name", "url", "when", "where", "prepared_by", "contested", "sourced", "revision", "updated_at")
LISTS = ("officers", "agenda", "documents", "citations")
KEYS = (
    "slug", "body", "ordinal", "kind", "title", "status", "dates", "programme", "format", "host", "chair", "officers",
    "venue", "theme", "reports_to", "alongside", "agenda", "documents", "notes", "gaps", "citations",
)  # fmt: skip
SOMEBODY = dict.fromkeys(["person", "office", "country"])
VENUE = dict.fromkeys(["name", "locality", "region", "country"])
SOURCE = dict.fromkeys(["url", "title", "publisher", "published", "language"])


def whole(entry):
    """A dataset entry with the keys that it leaves out, as empty as each then is."""
    return dict.fromkeys(KEYS) | dict.fromkeys(LISTS, []) | {"gaps": {}} | entry | parts_of(entry)


def parts_of(entry):
    return {
        "chair": SOMEBODY | entry["chair"] if "chair" in entry else None,
        "officers": [SOMEBODY | officer for officer in entry.get("officers", [])],
        "venue": dict.fromkeys(["name", "locality", "region", "country"]) | entry["venue"]
        if "venue" in entry
        else None,
        "documents": [{"url": None} | document for document in entry.get("documents", [])],
        "citations": [
            {"supports": [], "says": {}, "note": None} | citation | {"source": SOURCE | citation["source"]}
            for citation in entry.get("citations", [])
        ],
    }


def test_meetings_are_all_answered_as_the_dataset_has_them(record, client):
    results = client.get(f"{MEETINGS}?limit=500").json()["results"]

    answered = {meeting["slug"]: {key: meeting[key] for key in KEYS} for meeting in results}

    assert len(answered) == 155
    assert answered == {entry["slug"]: whole(entry) for entry in ENTRIES}
    assert {tuple(meeting) for meeting in results} == {KEYS + DERIVED}


def test_meetings_are_each_answered_as_in_the_list(record, client):
    listed = client.get(f"{MEETINGS}?limit=500").json()["results"]

    assert [client.get(f"{MEETINGS}{meeting['slug']}/").json() for meeting in listed] == listed


def test_meetings_as_of_now_are_answered_as_now(record, client):
    listed = client.get(f"{MEETINGS}?limit=500").json()["results"]

    then = [client.get(f"{MEETINGS}{meeting['slug']}/?as_of=9999-01-01T00:00:00Z").json() for meeting in listed]

    assert then == listed


def whole_meeting(ordinal, above=None):
    """A meeting with two of everything that a meeting can have."""
    meeting = MeetingFactory(ordinal=ordinal, reports_to=above, place=PlaceFactory(), host=CountryFactory())
    for part in (OfficerFactory, DocumentFactory, CitationFactory):
        part.create_batch(2, meeting=meeting)
    revised(meeting, at=MARCH)
    Meeting.objects.filter(pk=meeting.pk).update(theme="Another")
    revised(meeting, "The theme was found", at=MAY)
    return meeting


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("", 3),
        ("?host=ID&body=ammtc&q=ammtc&has=officers&country=ID&ordering=body", 5),
        ("ammtc-1/", 2),
        ("ammtc-1/?as_of=2026-04-01T00:00:00Z", 5),
        ("ammtc-1/claims/", 6),
        ("ammtc-1/history/", 3),
        ("ammtc-1/history/?limit=1", 4),
    ],
)
def test_meetings_are_read_in_as_many_queries_whatever_they_are(client, django_assert_num_queries, rows, path, queries):
    main = whole_meeting(1)
    for ordinal in range(2, rows + 1):
        whole_meeting(ordinal, above=main)

    with django_assert_num_queries(queries):
        answer = client.get(f"{MEETINGS}{path}")

    assert answer.status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_chain_is_read_in_as_many_queries_however_wide_it_is(client, django_assert_num_queries, rows):
    top = MeetingFactory(ordinal=90)
    main = MeetingFactory(ordinal=1, reports_to=top)
    MeetingFactory.create_batch(rows, reports_to=main, alongside=main, place=PlaceFactory())

    with django_assert_num_queries(7):
        chain = client.get(f"{MEETINGS}ammtc-1/chain/").json()

    assert [len(chain[part]) for part in ("above", "below", "alongside")] == [1, rows, rows]


def test_revision_and_answer_are_the_same_record(record, client):
    revision = Revision.objects.of("ammtc-17").get()

    answer = client.get(f"{MEETINGS}ammtc-17/").json()

    assert as_text({key: answer[key] for key in json.loads(revision.text)}) == revision.text
