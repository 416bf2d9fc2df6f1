"""The reporting chain: walked up and down in a fixed number of queries, and ended by any circle."""

import pytest

from meetings.models import Meeting
from meetings.models.chains import circle_in
from tests.factories import MeetingFactory


def chain_of(length):
    """`length` steps of meetings m-0 ← m-1 ← …, and the last of them."""
    meeting = MeetingFactory(slug="m-0")
    for number in range(1, length + 1):
        meeting = MeetingFactory(slug=f"m-{number}", reports_to=meeting)
    return meeting


@pytest.mark.parametrize("length", [1, 3])
def test_above_walks_up_in_two_queries_nearest_first(db, django_assert_num_queries, length):
    lowest = chain_of(length)

    with django_assert_num_queries(2):
        found = [(meeting.slug, meeting.name) for meeting in lowest.above()]

    assert [slug for slug, _ in found] == [f"m-{number}" for number in reversed(range(length))]


@pytest.mark.parametrize("length", [1, 3])
def test_below_walks_down_in_two_queries_nearest_first(db, django_assert_num_queries, length):
    chain_of(length)
    highest = Meeting.objects.get(slug="m-0")

    with django_assert_num_queries(2):
        found = [(steps, meeting.slug, meeting.name) for steps, meeting in highest.below()]

    assert [step[:2] for step in found] == [(number, f"m-{number}") for number in range(1, length + 1)]


def test_below_finds_every_branch_in_time_order(db):
    top = MeetingFactory(slug="top")
    late = MeetingFactory(slug="late", reports_to=top, dates="2023-06-02")
    MeetingFactory(slug="early", reports_to=top, dates="2023-06-01")
    MeetingFactory(slug="early-too", reports_to=top, dates="2023-06-01")
    MeetingFactory(slug="lowest", reports_to=late, dates="2023-01-01")
    MeetingFactory(slug="of-nobody", dates="2023-01-01")

    assert [(steps, meeting.slug) for steps, meeting in top.below()] == [
        (1, "early"), (1, "early-too"), (1, "late"), (2, "lowest"),
    ]  # fmt: skip


def test_a_meeting_alone_has_nothing_above_or_below(db):
    meeting = MeetingFactory()

    assert (meeting.above(), meeting.below()) == ([], [])


def test_a_circle_in_the_table_ends_the_walk(db):
    lowest = chain_of(3)
    Meeting.objects.filter(slug="m-0").update(reports_to=Meeting.objects.get(slug="m-2"))

    assert [meeting.slug for meeting in lowest.above()] == ["m-2", "m-1", "m-0"]
    assert [(steps, meeting.slug) for steps, meeting in Meeting.objects.get(slug="m-0").below()] == [
        (1, "m-1"), (2, "m-2"), (3, "m-3"),
    ]  # fmt: skip


def test_chain_of_the_founding_article(record):
    lowest = Meeting.objects.get(slug="somtc-wg-ct-19")
    highest = Meeting.objects.get(slug="ammtc-17")

    assert [meeting.slug for meeting in lowest.above()] == ["somtc-23", "ammtc-17"]
    assert [(steps, meeting.slug) for steps, meeting in highest.below()] == [
        (1, "somtc-23"), (1, "somtc-preparatory-ammtc-17"), (2, "somtc-wg-ct-19"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("edges", "circle"),
    [
        ({}, None),
        ({"a": "b"}, None),
        ({"a": "b", "b": "c", "d": "c"}, None),
        ({"a": "a"}, ["a"]),
        ({"a": "b", "b": "a"}, ["a", "b"]),
        ({"a": "b", "b": "c", "c": "d", "d": "b"}, ["b", "c", "d"]),
        ({"a": "b", "b": "c", "x": "y", "y": "x"}, ["x", "y"]),
    ],
)
def test_circle_in_names_its_members(edges, circle):
    assert circle_in(edges) == circle


def test_circle_in_ends_on_a_long_chain():
    edges = {number: number + 1 for number in range(100_000)}

    assert circle_in(edges) is None
    assert len(circle_in(edges | {100_000: 0})) == 100_001
