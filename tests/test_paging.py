"""Keyset paging: both ways, whatever is inserted or deleted meanwhile, and never by a cursor of other making."""

from urllib.parse import parse_qs, urlsplit

import pytest

from meetings.history import Change, delete
from meetings.models import Meeting
from tests.conftest import end_transaction
from tests.factories import BodyFactory, MeetingFactory, revised

pytestmark = pytest.mark.django_db
MEETINGS = "/api/v1/meetings/"


def slugs_of(answer):
    return [result["slug"] for result in answer["results"]]


def pages(client, address, relation="next"):
    """The answers from `address` on, following `relation` to its end."""
    while address:
        answer = client.get(address).json()
        yield answer
        address = answer[relation]


def everything(client, address, relation="next"):
    return [slug for answer in pages(client, address, relation) for slug in slugs_of(answer)]


@pytest.fixture
def seven():
    """Seven meetings, of which some share a day, and some have no number, no day or no revision."""
    somtc = BodyFactory(slug="somtc", position=2)
    for slug, ordinal, dates in [
        ("a", 3, "2020-05-01"),
        ("b", None, "2020-05-01"),
        ("c", 1, "2020-05-01"),
        ("d", None, None),
        ("e", None, "2019"),
        ("f", 2, None),
    ]:
        MeetingFactory(slug=slug, ordinal=ordinal, dates=dates, kind="special")
    MeetingFactory(slug="g", body=somtc, dates="2021-01-01")
    for meeting in Meeting.objects.exclude(slug__in=["b", "f"]):
        revised(meeting)


@pytest.mark.parametrize("limit", [1, 2, 3, 6, 7, 8])
@pytest.mark.parametrize("ordering", ["date", "ordinal", "body", "updated"])
@pytest.mark.parametrize("minus", ["", "-"])
def test_paging_meets_every_row_once_in_order_either_way(client, seven, limit, ordering, minus):
    whole = everything(client, f"{MEETINGS}?ordering={minus}{ordering}")

    forwards = list(pages(client, f"{MEETINGS}?ordering={minus}{ordering}&limit={limit}"))
    backwards = list(pages(client, forwards[-1]["previous"], "previous"))[::-1]

    assert sorted(whole) == list("abcdefg")
    assert [slug for answer in forwards for slug in slugs_of(answer)] == whole
    assert [slugs_of(answer) for answer in backwards] == [slugs_of(answer) for answer in forwards[:-1]]


SEARCHES = [
    "q=terrorism",
    "q=terrorism&ordering=-date",
    "q=asean&ordering=relevance",
    "q=asean&ordering=-ordinal",
    "q=asean&ordering=body",
    "q=asean&ordering=updated",
    "year=2019",
]


@pytest.mark.parametrize("query", SEARCHES)
def test_search_is_paged_as_the_whole_of_it(client, record, query):
    whole = everything(client, f"{MEETINGS}?{query}&limit=500")

    walked = list(pages(client, f"{MEETINGS}?{query}&limit=4"))

    assert len(whole) > 8
    assert [slug for page in walked for slug in slugs_of(page)] == whole
    assert {page["count"] for page in walked} == {len(whole)}
    back = list(pages(client, walked[-1]["previous"], "previous"))
    assert [slugs_of(page) for page in back] == [slugs_of(page) for page in walked[-2::-1]]
    assert [slugs_of(page) for page in pages(client, back[-1]["next"])] == [slugs_of(page) for page in walked[1:]]


def test_search_is_paged_on_from_a_row_that_is_found_no_more(client, record):
    whole = everything(client, f"{MEETINGS}?year=2019&limit=500")
    first = client.get(f"{MEETINGS}?year=2019&limit=4").json()
    last = Meeting.objects.get(slug=whole[3])

    delete(last, Change("Never sat"))
    end_transaction()

    assert everything(client, first["next"]) == whole[4:]


def test_paging_answers_where_it_stands(client, seven):
    first = client.get(f"{MEETINGS}?limit=3&body=ammtc").json()
    second = client.get(first["next"]).json()

    assert [first["previous"], first["count"], slugs_of(first)] == [None, 6, ["e", "a", "b"]]
    assert [second["next"], second["count"], slugs_of(second)] == [None, 6, ["c", "d", "f"]]
    assert parse_qs(urlsplit(first["next"]).query).keys() == {"limit", "body", "cursor"}
    assert client.get(second["previous"]).json()["results"] == first["results"]


def test_paging_links_in_the_header_as_in_the_body(client, seven):
    first = client.get(f"{MEETINGS}?limit=3")
    second = client.get(first.json()["next"])
    last = client.get(second.json()["next"])

    assert first["Link"] == f'<{first.json()["next"]}>; rel="next"'
    assert second["Link"] == f'<{second.json()["next"]}>; rel="next", <{second.json()["previous"]}>; rel="prev"'
    assert last["Link"] == f'<{last.json()["previous"]}>; rel="prev"'
    assert not client.get(MEETINGS).has_header("Link")


def test_paging_survives_an_insertion_before_and_after(client, seven):
    first, rest = client.get(f"{MEETINGS}?limit=3").json(), []

    MeetingFactory(slug="before", ordinal=None, kind="special", dates="2018")
    MeetingFactory(slug="after", ordinal=None, kind="special", dates="2020-06-01")
    rest = everything(client, first["next"])

    assert slugs_of(first) + rest == ["e", "a", "b", "c", "after", "g", "d", "f"]


def test_paging_survives_the_deletion_of_the_row_it_stands_beside(client, seven):
    first = client.get(f"{MEETINGS}?limit=3").json()

    Meeting.objects.filter(slug__in=["b", "c"]).delete()
    rest = everything(client, first["next"])

    assert [slugs_of(first), rest] == [["e", "a", "b"], ["g", "d", "f"]]


def test_paging_finds_its_way_back_from_a_page_whose_rows_are_gone(client, seven):
    first = client.get(f"{MEETINGS}?limit=5").json()
    second = client.get(first["next"]).json()

    Meeting.objects.filter(slug__in=slugs_of(second)).delete()
    empty = client.get(first["next"]).json()

    assert [slugs_of(empty), empty["next"]] == [[], None]
    assert client.get(empty["previous"]).json()["results"] == first["results"]


def test_paging_finds_its_way_forth_from_a_page_whose_rows_are_gone(client, seven):
    first = client.get(f"{MEETINGS}?limit=2").json()
    second = client.get(first["next"]).json()

    Meeting.objects.filter(slug__in=slugs_of(first)).delete()
    empty = client.get(second["previous"]).json()

    assert [slugs_of(empty), empty["previous"]] == [[], None]
    assert slugs_of(client.get(empty["next"]).json()) == slugs_of(second)


def test_paging_leaves_out_the_count_when_asked(client, seven, django_assert_num_queries):
    with django_assert_num_queries(7):
        answer = client.get(f"{MEETINGS}?count=none").json()

    assert [answer["count"], len(answer["results"])] == [None, 7]


def test_paging_asks_for_the_last_page_as_for_the_first(client, seven, django_assert_num_queries):
    end_transaction()
    *_, last = pages(client, f"{MEETINGS}?limit=2")
    address = client.get(last["previous"]).json()["next"]

    with django_assert_num_queries(7) as captured:
        client.get(address)

    assert not [query for query in captured if "OFFSET" in query["sql"]]


def cursor_of(client, address):
    return parse_qs(urlsplit(client.get(address).json()["next"]).query)["cursor"][0]


def test_paging_refuses_a_cursor_that_was_changed(client, seven):
    cursor = cursor_of(client, f"{MEETINGS}?limit=1")

    answers = [
        client.get(MEETINGS, {"cursor": text})
        for text in (cursor[1:], f"{cursor}x", cursor.partition(":")[0], "x", ":", "💥")
    ]

    message = "cursor is not one that this service gave. Follow next or previous as they are."
    assert [answer.status_code for answer in answers] == [400] * 6
    assert {str(answer.json()["errors"]) for answer in answers} == {
        str([{"parameter": "cursor", "message": message, "suggestion": None}])
    }


@pytest.mark.parametrize("address", [f"{MEETINGS}?ordering=-date", f"{MEETINGS}?ordering=body", "/api/v1/documents/?"])
def test_paging_refuses_a_cursor_of_another_ordering_or_list(client, seven, address):
    cursor = cursor_of(client, f"{MEETINGS}?limit=1")

    answer = client.get(f"{address}&cursor={cursor}")

    message = "cursor belongs to another list or ordering. Begin again without it."
    assert answer.status_code == 400
    assert answer.json()["errors"] == [{"parameter": "cursor", "message": message, "suggestion": None}]
