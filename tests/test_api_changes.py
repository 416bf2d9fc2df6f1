"""The feed of changes: every revision once, in the order of commits, however late a transaction ends."""

import threading
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

from meetings.history import Change, delete, revise
from meetings.models import Commit, Meeting, Revision
from tests.conftest import end_transaction
from tests.factories import MeetingFactory, UserFactory, revised
from tests.shapes import entry
from tests.syncing import Work, server

CHANGES = "/api/v1/changes/"
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def told(client, address=CHANGES):
    """(slug, number) of the changes at an address, and where to ask on."""
    end_transaction()
    answer = client.get(address).json()
    return [(change["slug"], change["number"]) for change in answer["results"]], answer["next"]


@pytest.mark.django_db
def test_changes_tell_each_revision_whole(client):
    meeting = revised(MeetingFactory(slug="ammtc-17", ordinal=17, dates="2023"), at=NOON)
    Meeting.objects.filter(pk=meeting.pk).update(theme="Security")
    revise([meeting.pk], Change("The theme was found", UserFactory(username="siti"), at=NOON, minor=True))
    target = revised(MeetingFactory(slug="ammtc-18", ordinal=18), at=NOON)
    delete(Meeting.objects.get(pk=meeting.pk), Change("The same", at=NOON), merged_into=target)
    end_transaction()

    created, changed, _, merged = client.get(CHANGES).json()["results"]

    record = entry(ordinal=17, dates="2023")
    assert [created["differences"][0], created["record"]] == [
        {"field": "slug", "before": None, "after": "ammtc-17"},
        record,
    ]
    assert changed == {
        "slug": "ammtc-17",
        "number": 2,
        "at": "2026-03-01T12:00:00Z",
        "kind": "changed",
        "editor": "siti",
        "reason": "The theme was found",
        "minor": True,
        "merged_into": None,
        "differences": [{"field": "theme", "before": None, "after": "Security"}],
        "record": record | {"theme": "Security"},
    }
    assert merged == {
        "slug": "ammtc-17",
        "number": 3,
        "at": "2026-03-01T12:00:00Z",
        "kind": "merged",
        "editor": None,
        "reason": "The same",
        "minor": False,
        "merged_into": "ammtc-18",
        "differences": [],
        "record": None,
    }


@pytest.mark.django_db
def test_changes_always_lead_on_to_what_comes_next(client):
    nothing, following = told(client)
    revised(MeetingFactory(slug="a", ordinal=1))
    revised(MeetingFactory(slug="b", ordinal=2))

    first, following = told(client, f"{following}&limit=1")
    second, following = told(client, following)
    third, following = told(client, following)
    revised(MeetingFactory(slug="c", ordinal=3))
    fourth, _ = told(client, following)

    assert [nothing, first, second, third, fourth] == [[], [("a", 1)], [("b", 1)], [], [("c", 1)]]


@pytest.mark.django_db
def test_changes_from_the_end_tell_only_what_comes_next(client):
    before, following = told(client, f"{CHANGES}?from=end")
    revised(MeetingFactory(slug="a", ordinal=1))
    first, _ = told(client, following)
    nothing, following = told(client, f"{CHANGES}?from=end")
    revised(MeetingFactory(slug="b", ordinal=2))
    second, _ = told(client, following)

    assert [before, first, nothing, second] == [[], [("a", 1)], [], [("b", 1)]]


@pytest.mark.django_db
def test_changes_are_kept_by_kind_and_shown_by_key(client):
    meeting = revised(MeetingFactory(slug="a", ordinal=1), minor=True)
    delete(meeting, Change("It never was"))
    end_transaction()

    assert told(client, f"{CHANGES}?kind=deleted")[0] == [("a", 2)]
    assert told(client, f"{CHANGES}?minor=true")[0] == [("a", 1)]
    assert client.get(f"{CHANGES}?fields=slug,kind&kind=created").json()["results"] == [
        {"slug": "a", "kind": "created"}
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("ordering=-position", "Unknown parameter ordering."),
        ("count=none", "Unknown parameter count."),
        ("cursor=x", "cursor is not one that this service gave."),
        ("from=now", "from cannot be now."),
    ],
)
def test_changes_refuse_what_they_do_not_know(client, query, message):
    answer = client.get(f"{CHANGES}?{query}")

    assert (answer.status_code, answer.json()["detail"].startswith(message)) == (400, True)


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3])
def test_changes_take_one_query_whatever_they_hold(client, django_assert_num_queries, rows):
    for number in range(1, rows + 1):
        revised(revised(MeetingFactory(ordinal=number)), "Again")
    end_transaction()

    with django_assert_num_queries(2):
        answer = client.get(CHANGES)

    assert len(answer.json()["results"]) == rows


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_changes_never_skip_one_that_commits_late(client):
    late, early = MeetingFactory(slug="late", ordinal=1), MeetingFactory(slug="early", ordinal=2)
    has_written, may_end = threading.Event(), threading.Event()

    def write_late():
        try:
            with transaction.atomic():
                revise([late.pk], Change("Begun first"))
                has_written.set()
                may_end.wait(10)
        finally:
            connection.close()

    writer = threading.Thread(target=write_late)
    writer.start()
    has_written.wait(10)
    revise([early.pk], Change("Ended first"))
    first, following = told(client)
    may_end.set()
    writer.join()
    second, _ = told(client, following)

    assert [first, second] == [[("early", 1)], [("late", 1)]]
    assert list(Revision.objects.order_by("id").values_list("slug", flat=True)) == ["late", "early"]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_commits_of_many_writers_are_seen_in_their_order():
    meetings = [MeetingFactory(ordinal=number) for number in range(1, 5)]
    seen, is_over = [], threading.Event()

    def write(meeting):
        try:
            for turn in range(10):
                Meeting.objects.filter(pk=meeting.pk).update(theme=f"Turn {turn}")
                revise([meeting.pk], Change("Again"))
        finally:
            connection.close()

    def watch():
        try:
            while not is_over.is_set():
                seen.append(
                    list(Commit.objects.exclude(position=None).order_by("position").values_list("pk", flat=True))
                )
        finally:
            connection.close()

    writers = [threading.Thread(target=write, args=[meeting]) for meeting in meetings]
    watcher = threading.Thread(target=watch)
    for thread in (watcher, *writers):
        thread.start()
    for thread in writers:
        thread.join()
    is_over.set()
    watcher.join()

    whole = list(Commit.objects.order_by("position").values_list("pk", flat=True))
    assert [before for before in seen if before != whole[: len(before)]] == []
    assert sorted(Commit.objects.values_list("position", flat=True)) == list(range(1, 41))


@pytest.mark.stress
@pytest.mark.django_db
def test_a_copy_kept_by_either_way_is_equal_after_a_thousand_operations(client):
    work, by_changes, by_time = Work(seed=1), {}, {}
    changes, since = f"{CHANGES}?limit=50", "2000-01-01T00:00:00Z"

    for operation in range(1, 1001):
        work.step()
        if operation % 40 == 0 or operation == 1000:
            changes = follow_changes(client, changes, by_changes)
            since = follow_times(client, since, by_time)

    assert by_changes == server()
    assert by_time == server()
    assert set(Revision.objects.values_list("kind", flat=True)) == set(Revision.Kind.values)


def follow_changes(client, address, copy):
    while True:
        answer = client.get(address).json()
        address = answer["next"]
        for change in answer["results"]:
            if change["record"] is None:
                del copy[change["slug"]]
            else:
                copy[change["slug"]] = change["record"]
        if not answer["results"]:
            return address


def follow_times(client, since, copy):
    address = f"/api/v1/meetings/?include_deleted=true&limit=20&updated_since={since}"
    while address:
        answer = client.get(address).json()
        for result in answer["results"]:
            since = result["updated_at"]
            if "deleted" in result:
                copy.pop(result["slug"], None)
            else:
                copy[result["slug"]] = {key: result[key] for key in entry()}
        address = answer["next"]
    return since
