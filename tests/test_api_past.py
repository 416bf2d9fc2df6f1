"""The whole list, the chain and the claims as they once stood: equal to what was answered then."""

from datetime import UTC, datetime, timedelta
from importlib import import_module

import pytest
from django.apps import apps

from meetings.history import Change, delete, revise
from meetings.models import Meeting, Revision
from tests.conftest import end_transaction
from tests.factories import BodyFactory, CitationFactory, CountryFactory, MeetingFactory, PlaceFactory, revised
from tests.syncing import Work

pytestmark = pytest.mark.django_db
MEETINGS = "/api/v1/meetings/"
MARCH, APRIL, MAY = (datetime(2026, month, 1, tzinfo=UTC) for month in (3, 4, 5))
THEN = "as_of=2026-04-01T00:00:00Z"


def asked(client, path):
    answer = client.get(f"{MEETINGS}{path}")
    assert answer.status_code == 200, answer.json()
    return answer.json()


@pytest.fixture
def changed(client):
    """What was answered in March by path, of meetings that were changed, deleted, led elsewhere and made in May."""
    top, below = BodyFactory(slug="ammtc"), BodyFactory(slug="somtc", level="senior-officials")
    below.reports_to = top
    below.save()
    place = PlaceFactory(country=CountryFactory(code="ID"))
    first = MeetingFactory(body=top, ordinal=1, dates="2001", host_id="ID", chair_country_id="ID", place=place)
    second = MeetingFactory(body=top, ordinal=2, dates="2002", status="planned", format="virtual")
    CitationFactory(meeting=first, supports=["dates"], says={"host": "Viet Nam"})
    up = MeetingFactory(body=below, ordinal=1, dates="2001-02", reports_to=first)
    beside = MeetingFactory(body=below, ordinal=2, dates="2001-01", reports_to=first, alongside=first, kind="special")
    revise([first.pk, second.pk, up.pk, beside.pk], Change("First recorded", at=MARCH))
    paths = ["?ordering=slug", *(f"{slug}/{part}" for slug in ("ammtc-1", "somtc-1") for part in ("chain/", "claims/"))]
    then = {path: asked(client, path) for path in paths}

    Meeting.objects.filter(pk=up.pk).update(reports_to=second, theme="Else")
    Meeting.objects.filter(pk=first.pk).update(host=None, dates="2003")
    revise([up.pk, first.pk], Change("Read again", at=MAY))
    delete(Meeting.objects.get(pk=beside.pk), Change("It never was", at=MAY))
    revised(MeetingFactory(body=top, ordinal=3, reports_to=None), at=MAY)
    return then


def test_list_as_of_a_time_is_the_list_of_then(changed, client):
    assert asked(client, f"?{THEN}") == changed["?ordering=slug"]
    assert asked(client, "?as_of=2026-02-01T00:00:00Z")["results"] == []
    assert asked(client, "?as_of=2026-05-02T00:00:00Z") == asked(client, "?ordering=slug")


def test_links_stand_beside_each_revision_and_are_filled_in_by_the_migration(changed):
    def links():
        return list(Revision.objects.values_list("slug", "number", *Revision.LINKS))

    def told(revision):
        return revision.slug, revision.number, *(revision.record[link] or "" for link in Revision.LINKS)

    kept = links()
    Revision.objects.update(reports_to="", alongside="")
    import_module("meetings.migrations.0027_revisions_name_their_links").fill(apps, None)

    assert kept == links() == list(map(told, Revision.objects.all()))
    assert {("somtc-1", 1, "ammtc-1", ""), ("somtc-1", 2, "ammtc-2", "")} <= {*kept}


@pytest.mark.parametrize("path", ["ammtc-1/chain/", "ammtc-1/claims/", "somtc-1/chain/", "somtc-1/claims/"])
def test_chain_and_claims_as_of_a_time_are_those_of_then(changed, client, path):
    assert asked(client, f"{path}?{THEN}") == changed[path]
    assert asked(client, path) != changed[path]


@pytest.mark.parametrize("part", ["", "chain/", "claims/"])
def test_what_was_not_there_then_is_not_found(changed, client, part):
    answer = client.get(f"{MEETINGS}ammtc-3/{part}?{THEN}")

    assert (answer.status_code, answer.json()["detail"]) == (
        404,
        "There was no meeting ammtc-3 in the record at 2026-04-01T00:00:00Z.",
    )


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("body=ammtc", ["ammtc-1", "ammtc-2"]),
        ("within=ammtc&kind=regular", ["ammtc-1", "ammtc-2", "somtc-1"]),
        ("host=ID", ["ammtc-1"]),
        ("chair=ID", ["ammtc-1"]),
        ("status=planned&status=held", ["ammtc-1", "ammtc-2", "somtc-1", "somtc-2"]),
        ("format=virtual", ["ammtc-2"]),
        ("kind=special", ["somtc-2"]),
        ("ordinal=1", ["ammtc-1", "somtc-1"]),
        ("reports_to=ammtc-1", ["somtc-1", "somtc-2"]),
        ("alongside=ammtc-1", ["somtc-2"]),
        ("ordering=-slug&status=planned", ["ammtc-2"]),
    ],
)
def test_list_as_of_a_time_is_narrowed_by_the_records_of_then(changed, client, query, slugs):
    assert [result["slug"] for result in asked(client, f"?{THEN}&{query}")["results"]] == slugs


NOW_ONLY = "as_of goes with body, within, host, chair, status, kind, format, ordinal, alongside, reports_to only"


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("q=manila", f"{NOW_ONLY}: the rest is worked out for the record of now. Leave q out."),
        ("year=2001", f"{NOW_ONLY}: the rest is worked out for the record of now. Leave year out."),
        ("ordering=date", "as_of lists by slug: that needs ordering=slug or -slug."),
        ("expand=body", "expand shows objects as they are now, so it cannot go with as_of. Leave one of them out."),
    ],
)
def test_list_as_of_a_time_refuses_what_is_not_known_of_then(db, client, query, message):
    answer = client.get(f"{MEETINGS}?{THEN}&{query}")

    assert (answer.status_code, answer.json()["detail"]) == (400, message)


def test_pages_of_the_past_hold_each_meeting_once(changed, client):
    address, met = f"{MEETINGS}?{THEN}&limit=1", []
    while address:
        answer = client.get(address).json()
        met += answer["results"]
        address = answer["next"]

    assert met == changed["?ordering=slug"]["results"]


def test_list_as_of_any_time_is_what_was_answered_at_that_time(client):
    work, answers = Work(seed=2), {}
    for turn in range(60):
        work.step()
        if turn % 6 == 0:
            answers[work.now] = asked(
                client, "?ordering=slug&limit=500&fields=slug,theme,alongside,revision,updated_at"
            )

    told = {
        at: asked(
            client,
            f"?as_of={at + timedelta(seconds=1):%Y-%m-%dT%H:%M:%SZ}&limit=500"
            "&fields=slug,theme,alongside,revision,updated_at",
        )
        for at in answers
    }

    assert told == answers


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("path", "queries"), [("", 7), ("ammtc-1/claims/", 2), ("ammtc-1/chain/", 10)])
def test_the_past_is_read_in_as_many_queries_whatever_there_was(client, django_assert_num_queries, rows, path, queries):
    top = MeetingFactory(slug="ammtc-1", ordinal=1, place=PlaceFactory())
    for number in range(1, rows + 1):
        body = BodyFactory(slug=f"b{number}", reports_to=top.body, level="senior-officials")
        MeetingFactory(body=body, ordinal=number, reports_to=top, place=PlaceFactory())
    revise(Meeting.objects.values_list("pk", flat=True), Change("First recorded", at=MARCH))
    end_transaction()

    with django_assert_num_queries(queries):
        answer = client.get(f"{MEETINGS}{path}?{THEN}")

    assert answer.status_code == 200
