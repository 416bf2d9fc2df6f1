"""Meetings by API: every key of the one shape, now and as it once stood, its chain, history and claims."""

from datetime import UTC, datetime

import pytest

from meetings.history import Change, delete, revise
from meetings.models import Meeting
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
    UserFactory,
    revised,
)

pytestmark = pytest.mark.django_db
MEETINGS = "/api/v1/meetings/"
MARCH, MAY = (datetime(2026, month, 1, tzinfo=UTC) for month in (3, 5))


@pytest.fixture
def chain():
    """The 17th AMMTC as it stands after one change, the SOMTC that reports to it, and a consultation beside it."""
    indonesia = CountryFactory(code="ID", name="Indonesia")
    top = BodyFactory(slug="ammtc", acronym="AMMTC")
    below = BodyFactory(slug="somtc", acronym="SOMTC", reports_to=top, level="senior-officials")
    plus = BodyFactory(slug="ammtc-plus-china", acronym="AMMTC+China", reports_to=top, level="consultation")
    place = PlaceFactory(country=indonesia, locality="Labuan Bajo")
    ministers = MeetingFactory(
        body=top, ordinal=17, dates="2023-08-21", programme="2023-08-20/2023-08-23", host=indonesia, place=place,
        venue_name="Hotel Meruorah", chair_country=indonesia, chair_person=PersonFactory(name="Listyo Sigit Prabowo"),
        agenda=["terrorism"], gaps={"theme": "unknown"}, format="in-person",
    )  # fmt: skip
    OfficerFactory(meeting=ministers, person=PersonFactory(name="Joko Widodo"), office="President", country=indonesia)
    DocumentFactory(meeting=ministers, title="Labuan Bajo Declaration")
    source = SourceFactory(url="https://press.example/a", title="Hà Nội report", published="2023-08-18")
    CitationFactory(meeting=ministers, source=source, supports=["dates", "host"])
    other = SourceFactory(url="https://press.example/b", title="", publisher="", language="")
    CitationFactory(
        meeting=ministers, source=other, position=1, supports=[],
        says={"dates": "2023-08-20/2023-08-23", "host": "Viet Nam"}, note="counts the week",
    )  # fmt: skip
    officials = MeetingFactory(body=below, ordinal=23, dates="2023-06", reports_to=ministers)
    MeetingFactory(body=plus, ordinal=10, dates="2023-08-22", alongside=ministers, status="planned")
    pks = Meeting.objects.values_list("pk", flat=True)
    revise(pks, Change("First recorded", at=MARCH))
    Meeting.objects.filter(pk=officials.pk).update(theme="Security")
    Meeting.objects.filter(pk=ministers.pk).update(theme="Against crime", gaps={})
    revise(pks, Change("The theme was found", UserFactory(username="siti"), at=MAY, minor=True))


WHEN = {
    "edtf": "2023-08-21",
    "earliest": "2023-08-21",
    "latest": "2023-08-21",
    "precision": "day",
    "display": "21 August 2023",
}
SAYING = {
    "url": "https://press.example/b",
    "title": None,
    "publisher": None,
    "published": None,
    "language": None,
}
SUPPORTING = {
    "url": "https://press.example/a",
    "title": "Hà Nội report",
    "publisher": "The Press",
    "published": "2023-08-18",
    "language": "en",
}
WHERE = "Hotel Meruorah, Labuan Bajo, East Nusa Tenggara, Indonesia"
ADDRESS = "http://127.0.0.1:8000/meetings/"
AMMTC_17 = {
    "slug": "ammtc-17",
    "body": "ammtc",
    "ordinal": 17,
    "kind": "regular",
    "title": None,
    "status": "held",
    "dates": "2023-08-21",
    "programme": "2023-08-20/2023-08-23",
    "format": "in-person",
    "host": "ID",
    "chair": {"country": "ID", "person": "Listyo Sigit Prabowo", "office": None},
    "officers": [{"role": "opening-speaker", "person": "Joko Widodo", "office": "President", "country": "ID"}],
    "venue": {"name": "Hotel Meruorah", "locality": "Labuan Bajo", "region": "East Nusa Tenggara", "country": "ID"},
    "theme": "Against crime",
    "reports_to": None,
    "alongside": None,
    "agenda": ["terrorism"],
    "documents": [{"title": "Labuan Bajo Declaration", "kind": "declaration", "url": None}],
    "notes": None,
    "gaps": {},
    "citations": [
        {"source": SUPPORTING, "supports": ["dates", "host"], "says": {}, "note": None},
        {
            "source": SAYING,
            "supports": [],
            "says": {"dates": "2023-08-20/2023-08-23", "host": "Viet Nam"},
            "note": "counts the week",
        },
    ],
    "name": "17th AMMTC",
    "url": f"{ADDRESS}ammtc-17/",
    "when": WHEN,
    "where": WHERE,
    "prepared_by": ["somtc-23"],
    "contested": ["host"],
    "sourced": ["dates", "host"],
    "revision": 2,
    "updated_at": "2026-05-01T00:00:00Z",
}


def test_meeting_is_answered_whole(chain, client):
    answer = client.get(f"{MEETINGS}ammtc-17/")

    assert answer["Content-Type"] == "application/json"
    assert answer.json() == AMMTC_17
    assert list(answer.json()) == list(AMMTC_17)
    assert "Hà Nội" in answer.content.decode()


def test_meetings_are_listed_whole(chain, client):
    assert client.get(f"{MEETINGS}?body=ammtc").json() == {
        "next": None,
        "previous": None,
        "count": 1,
        "results": [AMMTC_17],
    }


@pytest.mark.parametrize("at", ["2026-04-01T00:00:00Z", "2026-04-01t07:00:00.5%2B07:00", "2026-03-01T00:00:00Z"])
def test_meeting_is_answered_as_it_once_stood(chain, client, at):
    then = {
        "theme": None,
        "gaps": {"theme": "unknown"},
        "revision": 1,
        "updated_at": "2026-03-01T00:00:00Z",
    }

    assert client.get(f"{MEETINGS}ammtc-17/?as_of={at}").json() == AMMTC_17 | then


def test_meeting_as_of_a_time_tells_who_reported_to_it_then(chain, client):
    Meeting.objects.filter(slug="somtc-23").update(reports_to=None)
    revise(
        Meeting.objects.values_list("pk", flat=True), Change("It did not report", at=datetime(2026, 6, 1, tzinfo=UTC))
    )

    then = client.get(f"{MEETINGS}ammtc-17/?as_of=2026-05-15T00:00:00Z").json()
    now = client.get(f"{MEETINGS}ammtc-17/?as_of=2026-06-15T00:00:00Z").json()

    assert [then["prepared_by"], now["prepared_by"]] == [["somtc-23"], []]


def test_meeting_as_of_a_time_before_it_was_recorded_is_not_found(chain, client):
    answer = client.get(f"{MEETINGS}ammtc-17/?as_of=2026-02-28T23:59:59Z")

    assert answer.status_code == 404
    assert answer.json()["detail"] == "There was no meeting ammtc-17 in the record at 2026-02-28T23:59:59Z."


def test_meeting_that_was_deleted_is_gone_but_keeps_its_past(chain, client):
    delete(Meeting.objects.get(slug="somtc-23"), Change("It never was", at=datetime(2026, 6, 2, tzinfo=UTC)))

    answers = [client.get(f"{MEETINGS}somtc-23/{part}") for part in ("", "chain/", "claims/")]

    assert [answer.status_code for answer in answers] == [410, 410, 410]
    assert answers[0].json() == {
        "type": "about:blank",
        "title": "Gone",
        "status": 410,
        "detail": "The meeting somtc-23 was taken out of the record on 2 June 2026: It never was. "
        "What it was stands in /api/v1/meetings/somtc-23/history/.",
        "instance": "/api/v1/meetings/somtc-23/",
        "errors": [],
    }
    assert client.get(f"{MEETINGS}somtc-23/?as_of=2026-05-15T00:00:00Z").json()["theme"] == "Security"
    assert [entry["kind"] for entry in client.get(f"{MEETINGS}somtc-23/history/").json()["results"]] == [
        "deleted",
        "changed",
        "created",
    ]


def test_meeting_that_was_merged_is_found_at_the_other(chain, client):
    double = revised(MeetingFactory(slug="double", ordinal=None, kind="special", dates="2023"))
    delete(double, Change("The same meeting"), merged_into=Meeting.objects.get(slug="ammtc-17"))

    answers = [client.get(f"{MEETINGS}double/{part}") for part in ("", "chain/", "claims/")]

    assert [(answer.status_code, answer["Location"]) for answer in answers] == [
        (308, "/api/v1/meetings/ammtc-17/"),
        (308, "/api/v1/meetings/ammtc-17/chain/"),
        (308, "/api/v1/meetings/ammtc-17/claims/"),
    ]
    assert client.get(f"{MEETINGS}double/history/").json()["results"][0]["merged_into"] == "ammtc-17"


LINE = {
    "slug": "ammtc-17",
    "name": "17th AMMTC",
    "body": "ammtc",
    "ordinal": 17,
    "kind": "regular",
    "status": "held",
    "when": WHEN,
    "host": "ID",
    "where": WHERE,
    "url": f"{ADDRESS}ammtc-17/",
}
OFFICIALS = {
    "slug": "somtc-23",
    "name": "23rd SOMTC",
    "body": "somtc",
    "ordinal": 23,
    "kind": "regular",
    "status": "held",
    "when": {
        "edtf": "2023-06",
        "earliest": "2023-06-01",
        "latest": "2023-06-30",
        "precision": "month",
        "display": "June 2023",
    },
    "host": None,
    "where": None,
    "url": f"{ADDRESS}somtc-23/",
}


def test_meeting_tells_its_chain_from_above(chain, client):
    beside = client.get(f"{MEETINGS}ammtc-plus-china-10/chain/").json()

    assert client.get(f"{MEETINGS}ammtc-17/chain/").json() == {
        "meeting": LINE,
        "above": [],
        "below": [OFFICIALS | {"steps": 1}],
        "alongside": [beside["meeting"]],
    }
    assert client.get(f"{MEETINGS}somtc-23/chain/").json() == {
        "meeting": OFFICIALS,
        "above": [LINE | {"steps": 1}],
        "below": [],
        "alongside": [],
    }
    assert beside["alongside"] == [LINE]


def test_meeting_tells_its_chain_nearest_first(record, client):
    chain = client.get(f"{MEETINGS}somtc-wg-ct-19/chain/").json()

    assert [(step["steps"], step["slug"]) for step in chain["above"]] == [(1, "somtc-23"), (2, "ammtc-17")]


def test_meeting_tells_its_history_newest_first(chain, client):
    answer = client.get(f"{MEETINGS}ammtc-17/history/").json()
    newest, oldest = answer["results"]

    assert [answer["next"], answer["previous"], answer["count"]] == [None, None, 2]
    assert newest == {
        "number": 2,
        "at": "2026-05-01T00:00:00Z",
        "kind": "changed",
        "editor": "siti",
        "reason": "The theme was found",
        "minor": True,
        "merged_into": None,
        "differences": [
            {"field": "theme", "before": None, "after": "Against crime"},
            {"field": "gaps", "before": {"theme": "unknown"}, "after": {}},
        ],
    }
    assert [oldest["number"], oldest["kind"], oldest["editor"]] == [1, "created", None]
    assert oldest["differences"][:2] == [
        {"field": "slug", "before": None, "after": "ammtc-17"},
        {"field": "body", "before": None, "after": "ammtc"},
    ]


def test_history_is_paged_and_still_compares_with_the_state_before(chain, client):
    first = client.get(f"{MEETINGS}ammtc-17/history/?limit=1").json()
    whole = client.get(f"{MEETINGS}ammtc-17/history/").json()["results"]

    second = client.get(first["next"]).json()

    assert first["results"] + second["results"] == whole
    assert client.get(f"{MEETINGS}ammtc-17/history/?ordering=number").json()["results"] == whole[::-1]


def test_history_is_answered_as_of_a_time(chain, client):
    answer = client.get(f"{MEETINGS}ammtc-17/history/?as_of=2026-04-01T00:00:00Z").json()

    assert [entry["number"] for entry in answer["results"]] == [1]


def test_history_of_what_never_was_is_not_found(chain, client):
    answer = client.get(f"{MEETINGS}ammtc-71/history/")

    assert answer.status_code == 404
    assert answer.json()["detail"] == "There is no meeting ammtc-71. Did you mean ammtc-17?"


DATES = {
    "field": "dates",
    "value": "2023-08-21",
    "is_contested": False,
    "is_sourced": True,
    "claims": [
        {
            "source": SUPPORTING,
            "stance": "supports",
            "value": "2023-08-21",
            "note": None,
            "explanation": "The source says what the record says.",
        },
        {
            "source": SAYING,
            "stance": "programme",
            "value": "2023-08-20/2023-08-23",
            "note": "counts the week",
            "explanation": "The source names the whole programme, which is no contradiction.",
        },
    ],
}


def test_meeting_tells_what_each_source_claims(chain, client):
    answer = client.get(f"{MEETINGS}ammtc-17/claims/").json()
    facts = {fact["field"]: fact for fact in answer["facts"]}

    assert answer["slug"] == "ammtc-17"
    assert list(facts) == [
        "ordinal", "status", "dates", "programme", "format", "host", "chair", "officers", "venue", "locality",
        "region", "theme", "agenda", "documents",
    ]  # fmt: skip
    assert facts["theme"] == {
        "field": "theme",
        "value": "Against crime",
        "is_contested": False,
        "is_sourced": False,
        "claims": [],
    }
    assert facts["dates"] == DATES
    assert facts["host"]["is_contested"]
    assert facts["host"]["claims"][1] == {
        "source": SAYING,
        "stance": "differs",
        "value": "Viet Nam",
        "note": "counts the week",
        "explanation": "The source says otherwise.",
    }
