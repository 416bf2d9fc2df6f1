"""Counts and densities: equal to what the list finds, whether the tallies or the rows answer."""

import random
from datetime import UTC, datetime

import pytest
from django.http import QueryDict

from meetings.dates import parse
from meetings.filters import MeetingQuery
from meetings.filters.sums import FACETS, CountsQuery, DensityQuery, worded
from meetings.history import Change, delete, restore, revise
from meetings.models import Meeting, Revision, Tally
from tests.conftest import TODAY
from tests.factories import BodyFactory, CountryFactory, MeetingFactory, OfficerFactory, PlaceFactory, revised

pytestmark = pytest.mark.django_db
API = "/api/v1/"


@pytest.fixture
def three():
    """Three meetings of two bodies, one of them without a day."""
    CountryFactory(code="ID", name="Indonesia"), CountryFactory(code="VN", name="Viet Nam")
    top, below = BodyFactory(slug="ammtc", acronym="AMMTC"), BodyFactory(slug="somtc", acronym="SOMTC")
    revised(MeetingFactory(body=top, ordinal=1, dates="2023-12/2024-01", host_id="ID", format="virtual"))
    second = MeetingFactory(
        body=top, ordinal=2, dates="2026-08-21", host_id="ID", place=PlaceFactory(country_id="VN"), status="planned"
    )
    OfficerFactory(meeting=second, role="co-chair", country_id="VN")
    revised(second)
    revised(MeetingFactory(body=below, ordinal=1, dates=None, chair_country_id="VN", kind="special"))


def values(*rows):
    return [{"value": value, "label": label, "count": number} for value, label, number in rows]


def test_counts_tell_how_many_meetings_have_each_value(three, client):
    assert client.get(f"{API}counts/").json() == {
        "count": 3,
        "facets": {
            "body": values(("ammtc", "AMMTC", 2), ("somtc", "SOMTC", 1)),
            "host": values(("ID", "Indonesia", 2)),
            "chair": values(("VN", "Viet Nam", 1)),
            "country": values(("ID", "Indonesia", 2), ("VN", "Viet Nam", 2)),
            "status": values(("held", "held", 2), ("planned", "planned", 1)),
            "kind": values(("regular", "regular", 2), ("special", "special", 1)),
            "format": values(("virtual", "virtual", 1)),
            "year": values(("2023", "2023", 1), ("2024", "2024", 1), ("2026", "2026", 1)),
            "precision": values(("day", "day", 1), ("month", "month", 1), ("none", "none", 1)),
            "contested": values(("false", "no", 3)),
        },
    }


def test_counts_of_a_facet_ignore_its_own_parameter_and_no_other(three, client):
    answer = client.get(f"{API}counts/?status=planned&body=ammtc").json()

    assert answer["count"] == 1
    assert answer["facets"]["status"] == values(("held", "held", 1), ("planned", "planned", 1))
    assert answer["facets"]["body"] == values(("ammtc", "AMMTC", 1))
    assert answer["facets"]["year"] == values(("2026", "2026", 1))
    assert answer["facets"]["country"] == values(("ID", "Indonesia", 1), ("VN", "Viet Nam", 1))


@pytest.mark.parametrize(
    "querystring", ["", "status=held", "within=somtc&from=2010", "country=ID&kind=regular", "q=bali"]
)
def test_counts_are_what_the_list_finds_with_each_value(record, querystring):
    query = CountsQuery(QueryDict(querystring))

    wrong = {}
    for facet, numbers in query.facets().items():
        for value, number in numbers.items():
            given = QueryDict(querystring, mutable=True)
            given.setlist(facet, [value])
            if MeetingQuery(given).meetings().count() != number:
                wrong[facet, value] = number

    assert wrong == {}


def differing():
    """The facets of which the tallies say other than the rows."""
    query = CountsQuery(QueryDict(""))
    told = query.facets()
    return {facet for facet in FACETS if told[facet] != worded(facet, query.counted(facet))}


@pytest.mark.stress
def test_tallies_keep_up_with_every_change(record):
    chance, at = random.Random(1), datetime(2026, 11, 25, tzinfo=UTC)
    for turn in range(120):
        meeting = chance.choice(list(Meeting.objects.select_related("body").order_by("pk")))
        change = Change(f"Turn {turn}", at=at)
        if turn % 4 == 0:
            delete(meeting, change)
        elif turn % 4 == 1 and (gone := Revision.objects.tombstones().order_by("-pk").first()):
            restore(gone, change, today=TODAY) if not gone.record["reports_to"] else None
        else:
            meeting.status = chance.choice(["planned", "held", "cancelled"])
            meeting.host_id, meeting.chair_country_id = chance.choice(["ID", "VN", None]), chance.choice(["LA", None])
            meeting.dates = chance.choice([parse("2001"), parse("2002-05-01/2003-02-01"), None])
            meeting.save()
            revise([meeting.pk], change)

    before = differing()
    Tally.objects.settle()

    assert (before, differing()) == (set(), set())
    assert not Tally.objects.filter(is_sum=False).exists()


def test_tallies_are_added_up_where_many_steps_stand(record):
    assert Tally.objects.filter(is_sum=False).count() <= 1500
    assert differing() == set()


def test_density_tells_how_many_meetings_of_each_body_began_in_each_year(three, client):
    assert client.get(f"{API}density/").json() == {
        "bin": "year",
        "bins": ["2023", "2024", "2025", "2026"],
        "bodies": {"ammtc": [1, 0, 0, 1]},
    }
    assert client.get(f"{API}density/?status=planned&bin=day").json() == {
        "bin": "day",
        "bins": ["2026-08-21"],
        "bodies": {"ammtc": [1]},
    }


def test_density_has_every_month_between_the_first_and_the_last(three, client):
    answer = client.get(f"{API}density/?bin=month").json()

    assert [len(answer["bins"]), answer["bins"][:2], answer["bins"][-1]] == [33, ["2023-12", "2024-01"], "2026-08"]
    assert [answer["bodies"]["ammtc"][0], sum(answer["bodies"]["ammtc"]), answer["bodies"]["ammtc"][-1]] == [1, 2, 1]


@pytest.mark.parametrize("querystring", ["", "host=ID", "from=2000&to=2020"])
@pytest.mark.parametrize("kind", ["year", "month"])
def test_density_counts_every_meeting_with_a_day_once(record, querystring, kind):
    query = DensityQuery(QueryDict(f"{querystring}&bin={kind}" if querystring else f"bin={kind}"))

    found = {body: sum(numbers.values()) for body, numbers in query.cells().items()}

    rows = MeetingQuery(QueryDict(querystring)).meetings().dated().order_by()
    assert found == {body: number for body, number in counted_by_slug(rows).items() if number}


def counted_by_slug(rows):
    slugs = list(rows.values_list("body__slug", flat=True))
    return {slug: slugs.count(slug) for slug in set(slugs)}


def test_density_of_nothing_is_empty(client):
    assert client.get(f"{API}density/").json() == {"bin": "year", "bins": [], "bodies": {}}


@pytest.mark.parametrize(
    ("path", "parameter", "message"),
    [
        (
            "density/?bin=day", "bin",
            "There are more than 1200 days in this. Choose a longer bin, or narrow it by from and to.",
        ),
        ("density/?bin=week", "bin", "bin cannot be week. Known are: year, month, day."),
        ("density/?limit=5", "limit", "Unknown parameter limit."),
        ("counts/?ordering=date", "ordering", "Unknown parameter ordering."),
        ("counts/?hots=ID", "hots", "Unknown parameter hots. Did you mean host?"),
    ],
)  # fmt: skip
def test_sums_refuse_what_they_cannot_answer(record, client, path, parameter, message):
    answer = client.get(f"{API}{path}")

    error = answer.json()["errors"][0]
    assert (answer.status_code, error["parameter"]) == (400, parameter)
    assert error["message"].startswith(message)


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("path", "queries"), [("counts/", 4), ("counts/?status=held", 15), ("density/", 2), ("density/?status=held", 3)]
)
def test_sums_take_as_many_queries_whatever_there_is(client, django_assert_num_queries, rows, path, queries):
    for number in range(1, rows + 1):
        revised(MeetingFactory(body=BodyFactory(slug=f"b{number}"), ordinal=number, host=CountryFactory()))

    with django_assert_num_queries(queries):
        answer = client.get(f"{API}{path}")

    assert answer.status_code == 200
