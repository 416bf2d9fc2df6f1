"""Sparse answers: `fields`, `omit` and `expand` on lists and on one meeting, in as many queries whatever the rows."""

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from meetings.filters import MeetingListQuery, Problem
from meetings.filters.shown import grown, only, without
from meetings.history import Change, revise
from meetings.models import Meeting
from tests.factories import (
    BodyFactory,
    CitationFactory,
    CountryFactory,
    MeetingFactory,
    PersonFactory,
    PlaceFactory,
)

MEETINGS = "/api/v1/meetings/"
PAGES = "http://127.0.0.1:8000/"


@pytest.fixture
def chained(db):
    """The 17th AMMTC with one of each thing that it can name, and the two SOMTCs that report to it."""
    indonesia = CountryFactory(code="ID", name="Indonesia")
    top = BodyFactory(slug="ammtc", name="Ministers")
    below = BodyFactory(slug="somtc", reports_to=top, level="senior-officials")
    place = PlaceFactory(country=indonesia, locality="Labuan Bajo", latitude="-8.496", longitude="119.888")
    ministers = MeetingFactory(
        body=top, ordinal=17, dates="2023-08-21", host=indonesia, place=place, venue_name="Hotel",
        chair_country=indonesia, chair_person=PersonFactory(name="Listyo"),
    )  # fmt: skip
    CitationFactory(meeting=ministers)
    for ordinal in (22, 23):
        MeetingFactory(body=below, ordinal=ordinal, dates="2023-06", reports_to=ministers, alongside=ministers)
    revise(Meeting.objects.values_list("pk", flat=True), Change("First recorded"))


def one(client, query):
    answer = client.get(f"{MEETINGS}ammtc-17/?{query}")
    assert answer.status_code == 200, answer.json()
    return answer.json()


def test_fields_show_only_what_they_name_in_the_order_of_the_shape(chained, client):
    answer = one(client, "fields=when.edtf,slug&fields=venue.locality,citations.source.publisher,when.precision")

    assert answer == {
        "slug": "ammtc-17",
        "venue": {"locality": "Labuan Bajo"},
        "citations": [{"source": {"publisher": "The Press"}}],
        "when": {"edtf": "2023-08-21", "precision": "day"},
    }
    assert list(answer) == ["slug", "venue", "citations", "when"]


def test_fields_leave_null_where_there_is_nothing_to_look_into(chained, client):
    answer = client.get(f"{MEETINGS}somtc-23/?fields=venue.locality,chair.person,theme").json()

    assert answer == {"chair": None, "venue": None, "theme": None}


def test_omit_shows_all_but_what_it_names(chained, client):
    whole = one(client, "")

    answer = one(client, "omit=citations,when.display")

    assert answer == {key: value for key, value in whole.items() if key != "citations"} | {
        "when": {key: value for key, value in whole["when"].items() if key != "display"}
    }


def test_fields_and_omit_hold_on_every_result_of_a_list(chained, client):
    assert client.get(f"{MEETINGS}?fields=slug,when.edtf").json()["results"] == [
        {"slug": "somtc-22", "when": {"edtf": "2023-06"}},
        {"slug": "somtc-23", "when": {"edtf": "2023-06"}},
        {"slug": "ammtc-17", "when": {"edtf": "2023-08-21"}},
    ]
    assert client.get("/api/v1/bodies/?fields=slug,lead").json()["results"] == [
        {"slug": "ammtc", "lead": None},
        {"slug": "somtc", "lead": None},
    ]
    assert (
        client.get(f"{MEETINGS}ammtc-17/history/?fields=number,differences.field").json()["results"][0]["number"] == 1
    )


def test_fields_hold_on_a_meeting_as_of_a_time(chained, client):
    assert one(client, "as_of=2099-01-01T00:00:00Z&fields=slug,revision") == {"slug": "ammtc-17", "revision": 1}


INDONESIA = {
    "code": "ID",
    "name": "Indonesia",
    "member_since": None,
    "observer_since": None,
    "partner": False,
    "url": f"{PAGES}countries/ID/",
}


def test_expand_puts_the_object_in_place_of_its_code(chained, client):
    answer = one(client, "expand=body,host,chair,venue,prepared_by&fields=body,host,chair,venue,prepared_by.slug")

    assert answer == {
        "body": {
            "slug": "ammtc",
            "acronym": "AMMTC",
            "name": "Ministers",
            "name_id": None,
            "level": "ministerial",
            "reports_to": None,
            "lead": None,
            "core": False,
            "prepared_by": ["somtc"],
            "url": f"{PAGES}bodies/ammtc/",
        },
        "host": INDONESIA,
        "chair": {
            "country": INDONESIA,
            "person": {"slug": "listyo", "name": "Listyo", "also": [], "url": f"{PAGES}people/listyo/"},
            "office": None,
        },
        "venue": {
            "name": "Hotel",
            "locality": "Labuan Bajo",
            "region": "East Nusa Tenggara",
            "country": INDONESIA,
            "latitude": -8.496,
            "longitude": 119.888,
        },
        "prepared_by": [{"slug": "somtc-22"}, {"slug": "somtc-23"}],
    }


def test_expand_tells_another_meeting_in_a_line(chained, client):
    line = client.get(f"{MEETINGS}ammtc-17/chain/").json()["meeting"]

    answer = client.get(f"{MEETINGS}?body=somtc&expand=reports_to&expand=alongside").json()["results"]

    assert [(each["reports_to"], each["alongside"]) for each in answer] == [(line, line)] * 2


def test_expand_leaves_null_where_nothing_is_named(chained, client):
    answer = client.get(
        f"{MEETINGS}somtc-22/?expand=host,chair,venue,prepared_by&fields=host,chair,venue,prepared_by"
    ).json()

    assert answer == {"host": None, "chair": None, "venue": None, "prepared_by": []}


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("query", "queries"),
    [
        ("fields=slug", 7),
        ("expand=body", 9),
        ("expand=host,chair,venue", 10),
        ("expand=reports_to,alongside,prepared_by", 8),
        ("expand=body,host,chair,venue,reports_to,alongside,prepared_by", 13),
    ],
)
def test_expand_takes_as_many_queries_whatever_the_rows(client, db, django_assert_num_queries, rows, query, queries):
    main = MeetingFactory(body=BodyFactory(slug="top"), ordinal=1)
    for number in range(1, rows + 1):
        MeetingFactory(
            body=BodyFactory(slug=f"b{number}"), ordinal=number, host=CountryFactory(code=f"X{'XYZ'[number - 1]}"),
            chair_person=PersonFactory(), place=PlaceFactory(), reports_to=main, alongside=main,
        )  # fmt: skip

    with django_assert_num_queries(queries):
        answer = client.get(f"{MEETINGS}?{query}")

    assert answer.json()["count"] == rows + 1


@pytest.mark.parametrize(
    ("querystring", "parameter", "message", "suggestion"),
    [
        ("fields=them", "fields", "fields names no key: them. Did you mean theme?", "theme"),
        ("fields=when.edft", "fields", "fields names no key: when.edft. Did you mean when.edtf?", "when.edtf"),
        ("omit=slug,,body", "omit", "omit has a comma with no name beside it.", None),
        ("fields=slug&omit=body", "omit", "Give fields or omit, not both.", None),
        ("fields=body.acronym", "fields", "body.acronym is there only with expand=body.", None),
        ("expand=bodi", "expand", "expand names no key with an object behind it: bodi. Did you mean body?", "body"),
    ],
)  # fmt: skip
def test_what_is_no_key_is_refused_with_a_sentence(querystring, parameter, message, suggestion):
    assert MeetingListQuery(QueryDict(querystring)).errors == [Problem(parameter, message, suggestion)]


def test_expand_is_refused_as_of_a_time(chained, client):
    answer = client.get(f"{MEETINGS}ammtc-17/?as_of=2099-01-01T00:00:00Z&expand=host")

    assert (answer.status_code, answer.json()["detail"]) == (
        400,
        "expand shows objects as they are now, so it cannot go with as_of. Leave one of them out.",
    )


NAMES = st.sampled_from("abc")
RECORDS = st.recursive(st.none() | st.integers(), lambda inner: st.dictionaries(NAMES, inner) | st.lists(inner))
PATHS = st.lists(st.lists(NAMES, min_size=1, max_size=3).map(tuple), min_size=1)


def keys_of(value, path=()):
    """Every path to a key in `value`; the items of a list share theirs."""
    if isinstance(value, list):
        return {found for item in value for found in keys_of(item, path)}
    if isinstance(value, dict):
        here = {(*path, key) for key in value}
        return here | {found for key, item in value.items() for found in keys_of(item, (*path, key))}
    return set()


@settings(derandomize=True, database=None, deadline=None)
@given(st.dictionaries(NAMES, RECORDS), PATHS)
def test_only_and_without_part_a_record_between_them(record, paths):
    tree = grown(paths)
    named = {key for key in keys_of(record) if any(key[: len(path)] == path for path in paths)}

    kept, left = keys_of(only(record, tree)), keys_of(without(record, tree))

    assert left == keys_of(record) - named
    assert named <= kept
    # Beyond what is named, only the way there.
    assert {key for key in kept - named if not any(path[: len(key)] == key for path in paths)} == set()
