"""Keeping a copy by `updated_since` and `include_deleted`: what is gone stands in the list, in one total order."""

from datetime import UTC, datetime

import pytest

from meetings.history import Change, delete
from meetings.models import Meeting
from tests.factories import MeetingFactory, revised

pytestmark = pytest.mark.django_db
MEETINGS = "/api/v1/meetings/"


def day(number):
    return datetime(2026, 3, number, tzinfo=UTC)


def listed(client, query):
    answer = client.get(f"{MEETINGS}?{query}")
    assert answer.status_code == 200, answer.json()
    return [result["slug"] for result in answer.json()["results"]]


@pytest.fixture
def five():
    """Three meetings, one deleted and one merged, each last changed on another day but for two."""
    for number, slug in enumerate(["kept-1", "gone", "double", "kept-2", "kept-3"], 1):
        revised(MeetingFactory(slug=slug, ordinal=number), at=day(number))
    delete(Meeting.objects.get(slug="gone"), Change("It never was", at=day(6)))
    delete(
        Meeting.objects.get(slug="double"),
        Change("The same", at=day(5)),
        merged_into=Meeting.objects.get(slug="kept-1"),
    )


def test_meetings_are_kept_from_a_time_on_inclusively(five, client):
    assert listed(client, "updated_since=2026-03-04T00:00:00Z") == ["kept-2", "kept-3"]
    assert listed(client, "updated_since=2026-03-04T00:00:01Z&ordering=-updated") == ["kept-3"]
    assert listed(client, "updated_since=2026-03-04T07:00:00%2B07:00&ordering=updated") == ["kept-2", "kept-3"]


def test_deleted_and_merged_meetings_are_listed_among_the_others_by_time(five, client):
    answer = client.get(f"{MEETINGS}?include_deleted=true").json()

    assert [result["slug"] for result in answer["results"]] == ["kept-1", "kept-2", "double", "kept-3", "gone"]
    assert answer["count"] == 5
    assert [result for result in answer["results"] if "deleted" in result] == [
        {"slug": "double", "deleted": True, "updated_at": "2026-03-05T00:00:00Z", "merged_into": "kept-1"},
        {"slug": "gone", "deleted": True, "updated_at": "2026-03-06T00:00:00Z"},
    ]
    assert listed(client, "include_deleted=true&ordering=-updated") == ["gone", "kept-3", "double", "kept-2", "kept-1"]
    assert listed(client, "include_deleted=true&updated_since=2026-03-05T00:00:00Z") == ["double", "kept-3", "gone"]
    assert listed(client, "include_deleted=false") == ["kept-1", "kept-2", "kept-3"]


def test_what_is_left_of_a_deleted_meeting_is_told_whatever_the_fields(five, client):
    answer = client.get(f"{MEETINGS}?include_deleted=true&fields=revision&updated_since=2026-03-05T00:00:01Z").json()

    assert answer["results"] == [{"slug": "gone", "deleted": True, "updated_at": "2026-03-06T00:00:00Z"}]


def test_a_restored_meeting_is_no_longer_told_as_deleted(five, client):
    revised(MeetingFactory(slug="gone", ordinal=2), "It was after all", at=day(7))

    answer = client.get(f"{MEETINGS}?include_deleted=true&updated_since=2026-03-06T00:00:00Z").json()

    assert [(result["slug"], result.get("deleted")) for result in answer["results"]] == [("gone", None)]


@pytest.mark.parametrize("limit", [1, 2, 3, 5])
@pytest.mark.parametrize("minus", ["", "-"])
def test_living_and_deleted_are_paged_once_through_either_way(five, client, limit, minus):
    whole = listed(client, f"include_deleted=true&ordering={minus}updated")
    address, met = f"{MEETINGS}?include_deleted=true&ordering={minus}updated&limit={limit}", []

    while address:
        last = client.get(address).json()
        met += [result["slug"] for result in last["results"]]
        address = last["next"]
    back, address = [], last["previous"]
    while address:
        answer = client.get(address).json()
        back = [result["slug"] for result in answer["results"]] + back
        address = answer["previous"]

    assert met == whole
    assert back + [result["slug"] for result in last["results"]] == whole


@pytest.mark.parametrize(
    ("query", "parameter", "message"),
    [
        (
            "include_deleted=true&ordering=date",
            "ordering",
            "include_deleted merges deleted meetings in by the time of their change: "
            "that needs ordering=updated or -updated.",
        ),
        (
            "include_deleted=true&status=held",
            "status",
            "include_deleted keeps a copy of the whole record: it cannot go with status. Leave one out.",
        ),
        (
            "updated_since=yesterday",
            "updated_since",
            "updated_since is a time such as 2026-11-24T09:00:00Z or 2026-11-24T16:00:00%2B07:00 "
            "(%2B is how an address writes +).",
        ),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_sentence(client, query, parameter, message):
    answer = client.get(f"{MEETINGS}?{query}")

    assert answer.status_code == 400
    assert [(error["parameter"], error["message"]) for error in answer.json()["errors"]] == [(parameter, message)]


@pytest.mark.parametrize("rows", [1, 3])
def test_living_and_deleted_are_read_in_as_many_queries_whatever_they_are(client, django_assert_num_queries, rows):
    for number in range(1, rows + 1):
        revised(MeetingFactory(slug=f"kept-{number}", ordinal=number))
        delete(revised(MeetingFactory(slug=f"gone-{number}", ordinal=number + 3)), Change("It never was"))

    with django_assert_num_queries(12):
        answer = client.get(f"{MEETINGS}?include_deleted=true")

    assert answer.json()["count"] == 2 * rows


@pytest.mark.parametrize("parameter", ["fields=slug", "omit=slug", "expand=host", "limit=5", "include_deleted=true"])
def test_pages_refuse_what_is_for_programs(client, parameter):
    answer = client.get(f"/?{parameter}")

    name = parameter.partition("=")[0]
    assert answer.status_code == 400
    assert f"{name} is for programs: /api/v1/meetings/ takes it, and a page does not." in answer.content.decode()


def test_pages_take_the_time_of_the_last_change(five, client):
    assert client.get("/?updated_since=2026-03-04T00:00:00Z").status_code == 200
