"""The lists of the desk: a line each, searched without accents, filtered, in a fixed number of queries."""

import pytest
from django.db import connection
from django.utils import timezone

from meetings.models import Body, Draft
from tests.desk import MEETINGS, boss, editor, found, listed
from tests.factories import (
    BodyFactory,
    CitationFactory,
    CountryFactory,
    MeetingFactory,
    OfficerFactory,
    PersonFactory,
    PlaceFactory,
    SourceFactory,
    revised,
)


@pytest.fixture
def series(db):
    """Three meetings that differ in all that the list filters by."""
    bali = PlaceFactory(country=CountryFactory(code="ID"), region="Bali", locality="Kuta")
    hanoi = PlaceFactory(country=CountryFactory(code="VN", name="Việt Nam"), region="", locality="Hà Nội")
    first = MeetingFactory(ordinal=1, dates="2001-05", host=bali.country, place=bali, format="in-person")
    second = MeetingFactory(ordinal=2, dates="2002-12-30/2003-01-02", host=hanoi.country, place=hanoi, format="virtual")
    third = MeetingFactory(
        body=BodyFactory(slug="somtc"), ordinal=3, dates="2030", status="planned", kind="special", title="Emergency"
    )
    CitationFactory(meeting=first, says={"dates": "2001-06"}, supports=["host"])
    CitationFactory(meeting=first)
    CitationFactory(meeting=second)
    return [revised(meeting) for meeting in (first, second, third)]


def test_list_of_meetings_tells_a_line_each_newest_first(series):
    response = editor().get(MEETINGS)

    assert listed(response) == ["Emergency", "2nd AMMTC", "1st AMMTC"]
    model_admin = response.context["cl"].model_admin
    rows = [
        [model_admin.name(row), str(row.body), model_admin.when(row), row.host_id, row.status]
        + [model_admin.source_count(row), model_admin.contested_told(row)]
        for row in response.context["cl"].result_list
    ]
    assert rows == [
        ["Emergency", "SOMTC", "2030", None, "planned", 0, ""],
        ["2nd AMMTC", "AMMTC", "30 December 2002 – 2 January 2003", "VN", "held", 1, ""],
        ["1st AMMTC", "AMMTC", "May 2001", "ID", "held", 2, "dates"],
    ]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"q": "ha noi"}, ["2nd AMMTC"]),
        ({"q": "KUTA ammtc"}, ["1st AMMTC"]),
        ({"q": "nowhere"}, []),
        ({"status__exact": "planned"}, ["Emergency"]),
        ({"kind__exact": "special"}, ["Emergency"]),
        ({"format__exact": "virtual"}, ["2nd AMMTC"]),
        ({"host__code__exact": "ID"}, ["1st AMMTC"]),
        ({"year": "2002"}, ["2nd AMMTC"]),
        ({"year": "2001"}, ["1st AMMTC"]),
        ({"contested": "yes"}, ["1st AMMTC"]),
        ({"contested": "no"}, ["Emergency", "2nd AMMTC"]),
        ({"sourced": "no"}, ["Emergency"]),
        ({"sourced": "yes"}, ["2nd AMMTC", "1st AMMTC"]),
    ],
)
def test_list_of_meetings_is_searched_and_filtered(series, query, names):
    assert found(editor(), **query) == names


def test_list_of_meetings_is_filtered_by_body(series):
    assert found(editor(), body__id__exact=Body.objects.get(slug="somtc").pk) == ["Emergency"]


@pytest.mark.parametrize(
    "query", [{"year": "soon"}, {"year": "1999"}, {"contested": "maybe"}, {"sourced": "\x00"}, {"colour": "red"}]
)
def test_list_refuses_a_filter_that_it_does_not_know(series, query):
    response = editor().get(MEETINGS, query)

    assert (response.status_code, response["Location"]) == (302, "/admin/meetings/meeting/?e=1")


@pytest.mark.parametrize("model", ["meeting", "person", "place", "source", "body", "country", "revision", "draft"])
def test_lists_take_any_search(series, model):
    client = boss()

    for query in ("\x00", "a" * 3000, "a " * 1500, "%", "'"):
        assert client.get(f"/admin/meetings/{model}/", {"q": query}).status_code == 200


QUERIES = {
    "meeting": 7, "person": 4, "place": 5, "source": 5, "body": 4, "country": 4, "revision": 4, "draft": 6,
}  # fmt: skip


def make_rows(number):
    for _ in range(number):
        meeting = MeetingFactory(host=CountryFactory(), place=PlaceFactory(), reports_to=None)
        CitationFactory(meeting=meeting)
        OfficerFactory(meeting=meeting)
        revised(meeting)
        BodyFactory(
            slug=f"body-{meeting.pk}", reports_to=meeting.body, lead=CountryFactory(code=f"A{'ABC'[meeting.pk % 3]}")
        )
        Draft.objects.create(proposal={}, proposed_at=timezone.now())


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("model", QUERIES)
def test_lists_ask_as_often_for_three_rows_as_for_one(db, django_assert_num_queries, model, rows):
    client = boss()
    make_rows(rows)

    with django_assert_num_queries(QUERIES[model]):
        response = client.get(f"/admin/meetings/{model}/")

    assert len(listed(response)) >= rows


@pytest.mark.parametrize(
    ("model", "field", "term", "answer"),
    [
        ("meeting", "body", "ammtc", ["AMMTC"]),
        ("meeting", "host", "viet", ["Việt Nam"]),
        ("meeting", "place", "ha noi", ["Hà Nội, Việt Nam"]),
        ("meeting", "chair_person", "yudhoyono", ["Susilo Bambang Yudhoyono"]),
        ("meeting", "reports_to", "hà nội", ["2nd AMMTC"]),
        ("citation", "source", "press kuta", ["The Press – Report on Kuta"]),
        ("meeting", "host", "\x00", ["Country SG", "Indonesia", "Việt Nam"]),
    ],
)
def test_related_entries_are_found_without_accents(series, model, field, term, answer):
    client = editor()
    PersonFactory(name="Susilo Bambang Yudhoyono", variants=["S. B. Yudhoyono"])
    SourceFactory(title="Report on Kuta", url="https://kuta.example/")
    CountryFactory(code="SG")
    query = {"app_label": "meetings", "model_name": model, "field_name": field, "term": term}

    results = client.get("/admin/autocomplete/", query).json()["results"]

    assert sorted(row["text"] for row in results) == answer


@pytest.mark.parametrize(
    ("address", "statuses"),
    [
        ("import/?state=%00", {"sqlite": 200, "postgresql": 302}),
        ("report/?decision__exact=%00", {"sqlite": 200, "postgresql": 302}),
        ("meeting/add/?after=%00", {"sqlite": 200, "postgresql": 200}),
    ],
)
def test_value_that_no_text_holds_finds_nothing(db, address, statuses):
    """PostgreSQL cannot compare with it, so it is refused there."""
    assert boss().get(f"/admin/meetings/{address}").status_code == statuses[connection.vendor]


@pytest.mark.parametrize("address", [MEETINGS, f"{MEETINGS}export.csv", "/admin/meetings/report/"])
def test_value_beyond_all_numbers_finds_nothing(db, address):
    """SQLite cannot compare with it, so it is refused there; PostgreSQL can."""
    answer = boss().get(address, {"body": 10**25})

    assert answer.status_code == {"sqlite": 302, "postgresql": 200}[connection.vendor]


def test_list_of_meetings_counts_no_choices_and_other_lists_do(series):
    client = editor()

    pages = [client.get(page, {"_facets": "True"}).content.decode() for page in (MEETINGS, "/admin/meetings/place/")]

    assert ["Việt Nam (1)" in page for page in pages] == [False, True]
    assert "Show counts" not in pages[0]
