"""The one query string: what each parameter keeps, in which order, and what is refused with which sentence."""

import pytest
from django.http import QueryDict

from meetings.filters import MeetingQuery, Problem
from meetings.history import Change, revise
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
    revised,
)

pytestmark = pytest.mark.django_db


def found(querystring):
    """The slugs that a query finds, in order; the test fails where it is refused."""
    query = MeetingQuery(QueryDict(querystring))
    assert query.errors == []
    return [meeting.slug for meeting in query.meetings()]


def refused(querystring, **kwargs):
    query = MeetingQuery(QueryDict(querystring), **kwargs)
    assert list(query.meetings()) == []
    return query.errors


@pytest.fixture
def shelf():
    """Six meetings of three bodies, unlike each other in all that can be asked for."""
    for code, name in [("MY", "Malaysia"), ("VN", "Viet Nam"), ("CN", "China"), ("ID", "Indonesia")]:
        CountryFactory(code=code, name=name)
    top = BodyFactory(slug="ammtc", position=1)
    middle = BodyFactory(slug="somtc", position=2, reports_to=top, level="senior-officials")
    below = BodyFactory(slug="somtc-wg-ct", position=3, reports_to=middle, level="working-group")
    ha_noi = PlaceFactory(country_id="VN", locality="Hà Nội", region="")
    chair = PersonFactory(name="Somchai Wiset")
    ministers = MeetingFactory(
        body=top, ordinal=17, dates="2023-08-21", programme="2023-08-20/2023-08-23", host_id="ID", format="in-person",
        chair_country_id="ID", chair_person=chair, theme="Security", agenda=["terrorism"], gaps={"title": "unknown"},
    )  # fmt: skip
    officials = MeetingFactory(
        body=middle, ordinal=23, dates="2023-06", host_id="MY", format="virtual", status="planned", reports_to=ministers
    )
    MeetingFactory(body=below, ordinal=19, dates="2023-05-18/2023-05-19", place=ha_noi, reports_to=officials)
    MeetingFactory(
        body=middle, ordinal=None, slug="somtc-prep", kind="preparatory", dates="2023-21", alongside=ministers,
        status="confirmed", notes="a note",
    )  # fmt: skip
    MeetingFactory(body=below, ordinal=20, dates="2024", status="postponed")
    MeetingFactory(body=below, ordinal=1, dates=None, venue_name="Hall", chair_office="Director", status="cancelled")
    OfficerFactory(meeting=officials, role="co-chair", person=PersonFactory(name="Li Wei"), country_id="CN")
    OfficerFactory(meeting=officials, role="opening-speaker", person=chair, country_id="VN")
    DocumentFactory(meeting=ministers)
    CitationFactory(meeting=ministers, supports=["dates"], says={"host": "Malaysia"})
    revise(Meeting.objects.values_list("pk", flat=True), Change("First recorded"))


A17, S23, W19, PREP, W20, W1 = "ammtc-17", "somtc-23", "somtc-wg-ct-19", "somtc-prep", "somtc-wg-ct-20", "somtc-wg-ct-1"
ALL = [PREP, W1, W19, S23, A17, W20]


@pytest.mark.parametrize(
    ("querystring", "slugs"),
    [
        ("", ALL),
        ("body=ammtc", [A17]),
        ("body=ammtc&body=somtc", [PREP, S23, A17]),
        ("body=somtc&status=planned", [S23]),
        ("within=ammtc", ALL),
        ("within=somtc-wg-ct", [W1, W19, W20]),
        ("within=somtc&kind=regular", [W1, W19, S23, W20]),
        ("host=ID", [A17]),
        ("host=ID&host=MY", [S23, A17]),
        ("chair=ID", [A17]),
        ("chair=CN", []),
        ("country=ID", [A17]),
        ("country=VN", [W19]),
        ("country=CN", [S23]),
        ("status=held", [W19, A17]),
        ("status=postponed&status=cancelled", [W1, W20]),
        ("kind=preparatory", [PREP]),
        ("format=virtual", [S23]),
        ("year=2023", [PREP, W19, S23, A17]),
        ("year=2024&year=2023", [PREP, W19, S23, A17, W20]),
        ("year=2022", []),
        ("ordinal=19", [W19]),
        ("ordinal=1&ordinal=17", [W1, A17]),
        ("person=somchai-wiset", [S23, A17]),
        ("person=li-wei", [S23]),
        ("from=2023-06-30", [S23, A17, W20]),
        ("from=2023-06-30&match=within", [A17, W20]),
        ("to=2023-05-18", [PREP, W19]),
        ("to=2023-05-31&match=within", [PREP, W19]),
        ("to=2023-05-18&match=within", []),
        ("from=2023-06&to=2023-08", [S23, A17]),
        ("from=2023-06-10&to=2023-06-11", [S23]),
        ("from=18+May+2023&to=19+May+2023&match=overlap", [PREP, W19]),
        ("from=2023-08-20/2023-08-23&to=2023-08-20/2023-08-23", [A17]),
        ("precision=day", [W19, A17]),
        ("precision=month", [PREP, S23]),
        ("precision=year", [W20]),
        ("precision=none", [W1]),
        ("precision=none&precision=year", [W1, W20]),
        ("q=ha+noi", [W19]),
        ("q=H%C3%80+n%E1%BB%98i", [W19]),
        ("q=somchai+security", [A17]),
        ("q=nothing+like+it", []),
        ("contested=true", [A17]),
        ("contested=false", [PREP, W1, W19, S23, W20]),
        ("has=theme", [A17]),
        ("has=ordinal", [W1, W19, S23, A17, W20]),
        ("has=officers&has=documents", [S23, A17]),
        ("has=chair", [W1, A17]),
        ("has=chair.person", [A17]),
        ("has=chair.office", [W1]),
        ("has=venue", [W1, W19]),
        ("has=venue.locality", [W19]),
        ("has=venue.region", []),
        ("has=agenda", [A17]),
        ("has=gaps", [A17]),
        ("has=citations", [A17]),
        ("has=notes", [PREP]),
        ("has=programme", [A17]),
        ("has=slug", ALL),
        ("missing=slug", []),
        ("missing=dates", [W1]),
        ("missing=venue.country", [PREP, W1, S23, A17, W20]),
        ("missing=venue.name", [PREP, W19, S23, A17, W20]),
        ("missing=documents", [PREP, W1, W19, S23, W20]),
        ("missing=gaps", [PREP, W1, W19, S23, W20]),
        ("missing=ordinal&missing=dates", [PREP, W1]),
        ("has=host&missing=theme", [S23]),
        ("alongside=ammtc-17", [PREP]),
        ("reports_to=ammtc-17", [S23]),
        ("reports_to=ammtc-17&reports_to=somtc-23", [W19, S23]),
    ],
)
def test_query_keeps_what_is_asked_for(shelf, querystring, slugs):
    assert found(querystring) == slugs


@pytest.mark.parametrize(
    ("ordering", "slugs"),
    [
        ("date", ALL),
        ("-date", ALL[::-1]),
        ("ordinal", [W1, A17, W19, W20, S23, PREP]),
        ("-ordinal", [S23, W20, W19, A17, W1, PREP]),
        ("body", [A17, PREP, S23, W1, W19, W20]),
        ("-body", [W20, W19, W1, S23, PREP, A17]),
    ],
)
def test_query_orders_and_puts_what_has_no_number_last(shelf, ordering, slugs):
    assert found(f"ordering={ordering}") == slugs


def test_query_orders_by_time_of_change(shelf):
    changed = Meeting.objects.get(slug=S23)
    changed.theme = "Another"
    changed.save()
    revised(changed, "The theme was found")

    assert found("ordering=updated")[-1] == S23
    assert found("ordering=-updated")[0] == S23


def test_query_breaks_ties_by_slug():
    for slug in ("b", "a", "c"):
        MeetingFactory(slug=slug, ordinal=None, kind="special", dates="2023-08-21")

    assert [found("ordering=date"), found("ordering=-date")] == [["a", "b", "c"], ["c", "b", "a"]]


NUL = "{} has characters that are no text (a NUL, or bytes that are not UTF-8)."


@pytest.mark.parametrize(
    ("querystring", "parameter", "message", "suggestion"),
    [
        ("hots=ID", "hots", "Unknown parameter hots. Did you mean host?", "host"),
        ("statuses=held", "statuses", "Unknown parameter statuses. Did you mean status?", "status"),
        ("Host=ID", "Host", "Unknown parameter Host. Did you mean host?", "host"),
        ("host=XX", "host", "There is no country XX. Known are: CN, ID, MY, VN.", None),
        ("host=id", "host", "There is no country id. Did you mean ID?", "ID"),
        ("host=Indonesia", "host", "There is no country Indonesia. Did you mean ID?", "ID"),
        ("body=amtc", "body", "There is no body amtc. Did you mean ammtc?", "ammtc"),
        ("within=wg-ct", "within", "There is no body wg-ct. Did you mean somtc-wg-ct?", "somtc-wg-ct"),
        ("person=li-wie", "person", "There is no person li-wie. Did you mean li-wei?", "li-wei"),
        ("reports_to=ammtc-71", "reports_to", "There is no meeting ammtc-71. Did you mean ammtc-17?", "ammtc-17"),
        ("status=hold", "status", "status cannot be hold. Did you mean held?", "held"),
        ("kind=x", "kind", "kind cannot be x. Known are: regular, special, preparatory.", None),
        ("has=them", "has", "has cannot be them. Did you mean theme?", "theme"),
        ("ordering=dat", "ordering", "ordering cannot be dat. Did you mean date?", "date"),
        ("ordering=-dat", "ordering", "ordering cannot be -dat. Did you mean -date?", "-date"),
        ("contested=yes", "contested", "contested cannot be yes. Known are: true, false.", None),
        ("limit=0", "limit", "limit is a number from 1 to 500.", "1"),
        ("limit=501", "limit", "limit is a number from 1 to 500.", "500"),
        ("limit=-1", "limit", "limit is a number from 1 to 500, not -1.", None),
        ("limit=%D9%A1", "limit", "limit is a number from 1 to 500, not ١.", None),
        ("ordinal=1_0", "ordinal", "ordinal is a number from 1 to 9999, not 1_0.", None),
        (f"year={'9' * 100}", "year", "year is a number from 1000 to 9999.", "9999"),
        ("from=2023-02-30", "from", "February 2023 has no day 30.", None),
        ("from=XXXX-05-08", "from", "from needs a date with a year, such as 2023-08-21 or 2023.", None),
        ("from=2024&to=2023", "to", "to (2023-12-31) lies before from (2024-01-01).", None),
        ("from=2023&from=2024", "from", "from can be given only once.", None),
        ("q=a&q=b", "q", "q can be given only once.", None),
        ("q=", "q", "q is empty. Give it a value or leave it out.", None),
        ("body=+", "body", "body is empty. Give it a value or leave it out.", None),
        ("q=%CC%81", "q", "q has no letters or digits to search for.", None),
        ("q=%00", "q", NUL.format("q"), None),
        ("person=a%00b", "person", NUL.format("person"), None),
        ("q=%FF", "q", NUL.format("q"), None),
        (f"q={'a' * 201}", "q", "q is longer than 200 characters.", None),
    ],
)  # fmt: skip
def test_query_refuses_with_a_sentence(shelf, querystring, parameter, message, suggestion):
    assert refused(querystring) == [Problem(parameter, message, suggestion)]


def test_query_refuses_what_has_nothing_near_and_names_what_there_is(shelf):
    problem = refused("zzzzzz=1")[0]

    assert problem.message.startswith("Unknown parameter zzzzzz. Known are: body, within, host, chair, ")
    assert problem.suggestion is None


def test_query_tells_all_problems_at_once(shelf):
    assert [problem.parameter for problem in refused("hots=ID&limit=0&host=ID&status=hold")] == [
        "hots",
        "limit",
        "status",
    ]


def test_query_takes_a_page_of_a_page_only_where_it_is_allowed(shelf):
    assert [problem.parameter for problem in refused("page=2")] == ["page"]
    assert MeetingQuery(QueryDict("page=2"), allowed_extra=("page",)).is_valid


def test_query_orders_as_its_caller_likes_unless_told(shelf):
    newest_first = MeetingQuery(QueryDict(""), default_ordering="-date")

    assert [meeting.slug for meeting in newest_first.meetings()] == ALL[::-1]


def test_query_says_what_narrows_it(shelf):
    query = MeetingQuery(QueryDict("host=ID&host=MY&from=2023-08&status=held&q=x&ordering=-date&limit=5&match=within"))

    assert query.active == [
        ("host", "ID", "Indonesia"),
        ("host", "MY", "Malaysia"),
        ("from", "2023-08", "August 2023"),
        ("status", "held", "held"),
        ("q", "x", "x"),
    ]


def test_query_is_written_again_without_a_value_or_a_page(shelf):
    query = MeetingQuery(QueryDict("host=ID&host=MY&q=H%C3%A0&limit=5&cursor=x&page=3"), allowed_extra=("page",))

    assert query.querystring == "host=ID&host=MY&q=H%C3%A0"
    assert query.without("host", "ID") == "host=MY&q=H%C3%A0"
    assert query.without("q", "Hà") == "host=ID&host=MY"


@pytest.mark.parametrize(
    ("querystring", "queries"),
    [
        ("status=held&year=2023&q=x&has=theme&ordering=-date", 0),
        ("host=ID&host=MY&chair=MY&country=VN", 1),
        ("body=ammtc&within=somtc&body=somtc", 1),
        ("body=ammtc&host=ID&person=li-wei&alongside=ammtc-17&reports_to=ammtc-17", 4),
    ],
)
def test_query_reads_the_codes_of_a_kind_once(shelf, django_assert_num_queries, querystring, queries):
    with django_assert_num_queries(queries):
        query = MeetingQuery(QueryDict(querystring))

    assert query.is_valid
