"""What meetings name, by API: whole answers, filters, orderings, and as many queries whatever there is."""

from datetime import date

import pytest

from meetings.api.urls import router
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
)

pytestmark = pytest.mark.django_db
API = "/api/v1/"
PAGES = "http://127.0.0.1:8000/"
NAMES = ["meetings", "bodies", "countries", "places", "people", "sources", "documents"]


def listed(client, address):
    answer = client.get(f"{API}{address}")
    assert answer.status_code == 200, answer.json()
    return answer.json()["results"]


def keys_of(client, address, key):
    return [result[key] for result in listed(client, address)]


def test_index_names_every_part_of_the_api(client):
    answer = client.get(API).json()

    assert answer == {
        name: f"http://testserver{API}{name}/"
        for name in [*NAMES, "changes", "drafts", "counts", "density", "extract", "schema", "docs"]
    }
    assert answer.keys() >= {prefix for prefix, _, _ in router.registry}


def test_body_is_answered_whole(client):
    top = BodyFactory(
        slug="ammtc", name="Ministers", name_id="Para menteri", core=True, position=1, lead=CountryFactory(code="ID")
    )
    BodyFactory(slug="somtc", reports_to=top, level="senior-officials", position=2)
    MeetingFactory.create_batch(2, body=top)
    ammtc = {
        "slug": "ammtc",
        "acronym": "AMMTC",
        "name": "Ministers",
        "name_id": "Para menteri",
        "level": "ministerial",
        "reports_to": None,
        "lead": "ID",
        "core": True,
        "prepared_by": ["somtc"],
        "meetings": 2,
        "url": f"{PAGES}bodies/ammtc/",
    }
    somtc = {
        "slug": "somtc",
        "acronym": "SOMTC",
        "name": "Body SOMTC",
        "name_id": None,
        "level": "senior-officials",
        "reports_to": "ammtc",
        "lead": None,
        "core": False,
        "prepared_by": [],
        "meetings": 0,
        "url": f"{PAGES}bodies/somtc/",
    }

    assert client.get(f"{API}bodies/ammtc/").json() == ammtc
    assert client.get(f"{API}bodies/").json() == {"next": None, "previous": None, "count": 2, "results": [ammtc, somtc]}


def test_bodies_are_filtered_and_ordered(client):
    top = BodyFactory(slug="z-top", core=True, position=1)
    BodyFactory(slug="a-below", reports_to=top, level="working-group", position=2, lead=CountryFactory(code="MY"))

    assert keys_of(client, "bodies/?core=true", "slug") == ["z-top"]
    assert keys_of(client, "bodies/?core=false", "slug") == ["a-below"]
    assert keys_of(client, "bodies/?level=working-group", "slug") == ["a-below"]
    assert keys_of(client, "bodies/?reports_to=z-top", "slug") == ["a-below"]
    assert keys_of(client, "bodies/?lead=MY", "slug") == ["a-below"]
    assert keys_of(client, "bodies/?ordering=-position", "slug") == ["a-below", "z-top"]
    assert keys_of(client, "bodies/?ordering=slug", "slug") == ["a-below", "z-top"]


def test_country_is_answered_whole(client):
    CountryFactory(code="TL", name="Timor-Leste", member_since=date(2025, 10, 26), observer_since=date(2022, 11, 11))
    timor = {
        "code": "TL",
        "name": "Timor-Leste",
        "member_since": "2025-10-26",
        "observer_since": "2022-11-11",
        "partner": False,
        "url": f"{PAGES}countries/TL/",
    }

    assert client.get(f"{API}countries/TL/").json() == timor
    assert listed(client, "countries/") == [timor]


def test_countries_are_filtered_and_ordered(client):
    CountryFactory(code="AU", name="Z Australia", partner=True)
    CountryFactory(code="VN", name="A Viet Nam", member_since=date(1995, 7, 28))

    assert keys_of(client, "countries/", "code") == ["AU", "VN"]
    assert keys_of(client, "countries/?member=true", "code") == ["VN"]
    assert keys_of(client, "countries/?member=false", "code") == ["AU"]
    assert keys_of(client, "countries/?partner=true", "code") == ["AU"]
    assert keys_of(client, "countries/?ordering=name", "code") == ["VN", "AU"]


def test_place_is_answered_whole(client):
    place = PlaceFactory(locality="Labuan Bajo", latitude="-8.496", longitude="119.888", variants=["Labuanbajo"])
    MeetingFactory(place=place)
    answer = {
        "id": place.pk,
        "locality": "Labuan Bajo",
        "region": "East Nusa Tenggara",
        "country": "ID",
        "latitude": -8.496,
        "longitude": 119.888,
        "also": ["Labuanbajo"],
        "meetings": 1,
    }

    assert client.get(f"{API}places/{place.pk}/").json() == answer
    assert listed(client, "places/") == [answer]


def test_places_are_filtered_and_ordered(client):
    PlaceFactory(country=CountryFactory(code="VN"), locality="Ha Noi")
    PlaceFactory(locality="Legian", latitude="-8.704", longitude="115.170")
    PlaceFactory(locality="", region="")

    assert keys_of(client, "places/", "locality") == [None, "Legian", "Ha Noi"]
    assert keys_of(client, "places/?ordering=-country", "locality") == ["Ha Noi", "Legian", None]
    assert keys_of(client, "places/?country=VN", "locality") == ["Ha Noi"]
    assert keys_of(client, "places/?located=true", "locality") == ["Legian"]
    assert keys_of(client, "places/?located=false", "locality") == [None, "Ha Noi"]


def test_person_is_answered_whole(client):
    PersonFactory(name="Listyo Sigit Prabowo", variants=["Listyo Sigit"])
    listyo = {
        "slug": "listyo-sigit-prabowo",
        "name": "Listyo Sigit Prabowo",
        "also": ["Listyo Sigit"],
        "url": f"{PAGES}people/listyo-sigit-prabowo/",
    }

    assert client.get(f"{API}people/listyo-sigit-prabowo/").json() == listyo
    assert listed(client, "people/") == [listyo]


def test_people_are_filtered_by_the_meetings_that_name_them(client):
    meeting = MeetingFactory(ordinal=1, chair_person=PersonFactory(name="B chair"))
    OfficerFactory(meeting=meeting, person=PersonFactory(name="A speaker"))
    PersonFactory(name="C nobody")

    assert keys_of(client, "people/?meeting=ammtc-1", "name") == ["A speaker", "B chair"]
    assert keys_of(client, "people/?ordering=-name", "name") == ["C nobody", "B chair", "A speaker"]


def test_source_is_answered_whole(client):
    source = SourceFactory(
        url="https://press.example/a", title="Report", published="2023-08", archive_url="https://archive.example/a"
    )
    CitationFactory(source=source, meeting=MeetingFactory(slug="b", ordinal=2))
    CitationFactory(source=source, meeting=MeetingFactory(slug="a", ordinal=1))
    answer = {
        "id": source.pk,
        "url": "https://press.example/a",
        "title": "Report",
        "publisher": "The Press",
        "published": "2023-08",
        "language": "en",
        "archive_url": "https://archive.example/a",
        "cited_by": ["a", "b"],
    }

    assert client.get(f"{API}sources/{source.pk}/").json() == answer
    assert listed(client, "sources/") == [answer]


def test_sources_are_filtered_and_ordered(client):
    cited = SourceFactory(title="1", publisher="Z", language="id")
    SourceFactory(title="2", publisher="A", language="")
    CitationFactory(source=cited, meeting=MeetingFactory(ordinal=1))

    assert keys_of(client, "sources/", "title") == ["1", "2"]
    assert keys_of(client, "sources/?ordering=publisher", "title") == ["2", "1"]
    assert keys_of(client, "sources/?meeting=ammtc-1", "title") == ["1"]
    assert keys_of(client, "sources/?body=ammtc", "title") == ["1"]
    assert keys_of(client, "sources/?publisher=A&publisher=Z", "title") == ["1", "2"]
    assert keys_of(client, "sources/?publisher=A", "title") == ["2"]
    assert keys_of(client, "sources/?language=id", "title") == ["1"]


def test_documents_are_answered_whole_and_have_no_address(client):
    meeting = MeetingFactory(ordinal=1, dates="2023-08-21")
    document = DocumentFactory(meeting=meeting, title="Declaration", url="https://asean.example/d")

    assert listed(client, "documents/") == [
        {
            "title": "Declaration",
            "kind": "declaration",
            "url": "https://asean.example/d",
            "meeting": "ammtc-1",
            "dates": "2023-08-21",
        }
    ]
    assert client.get(f"{API}documents/{document.pk}/").status_code == 404


def test_documents_are_filtered_and_ordered(client):
    later = MeetingFactory(ordinal=2, dates="2024", host=CountryFactory(code="LA"))
    DocumentFactory(meeting=later, title="A", kind="report")
    DocumentFactory(meeting=MeetingFactory(ordinal=1, dates=None, body=BodyFactory(slug="somtc")), title="C")
    DocumentFactory(meeting=MeetingFactory(ordinal=3, dates="2023"), title="B", url="")

    assert keys_of(client, "documents/", "title") == ["B", "A", "C"]
    assert keys_of(client, "documents/?ordering=-date", "title") == ["C", "A", "B"]
    assert keys_of(client, "documents/?ordering=title", "title") == ["A", "B", "C"]
    assert keys_of(client, "documents/?kind=report", "title") == ["A"]
    assert keys_of(client, "documents/?body=somtc", "title") == ["C"]
    assert keys_of(client, "documents/?host=LA", "title") == ["A"]
    assert keys_of(client, "documents/?meeting=ammtc-3", "title") == ["B"]
    assert keys_of(client, "documents/?q=c", "title") == ["C"]
    assert [row["dates"] for row in listed(client, "documents/")] == ["2023", "2024", None]


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("bodies/", 4),
        ("bodies/?reports_to=ammtc&lead=ID", 6),
        ("countries/", 3),
        ("places/", 3),
        ("places/?country=ID", 4),
        ("people/", 3),
        ("people/?meeting=ammtc-1", 4),
        ("sources/", 4),
        ("sources/?meeting=ammtc-1&body=ammtc&language=en&publisher=The+Press", 8),
        ("documents/", 3),
        ("documents/?body=ammtc&host=ID&meeting=ammtc-1", 6),
        ("bodies/ammtc/", 3),
        ("countries/ID/", 2),
    ],
)
def test_lists_are_read_in_as_many_queries_whatever_they_hold(client, django_assert_num_queries, rows, path, queries):
    top = BodyFactory(slug="ammtc", lead=CountryFactory())
    for number in range(1, rows + 1):
        body = BodyFactory(slug=f"b{number}", reports_to=top, lead=CountryFactory())
        CountryFactory(code=f"X{'XYZ'[number - 1]}")
        BodyFactory(slug=f"c{number}", reports_to=body, lead=CountryFactory())
        meeting = MeetingFactory(body=top, ordinal=number, host=CountryFactory(), place=PlaceFactory())
        for part in (OfficerFactory, DocumentFactory, CitationFactory):
            part.create_batch(2, meeting=meeting)

    with django_assert_num_queries(queries):
        answer = client.get(f"{API}{path}")

    assert answer.status_code == 200


@pytest.mark.parametrize("name", NAMES)
def test_lists_of_nothing_are_empty(client, name):
    assert client.get(f"{API}{name}/").json() == {"next": None, "previous": None, "count": 0, "results": []}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("minus", ["", "-"])
def test_lists_are_paged_once_through(record, client, name, minus):
    default = {"meetings": "date", "bodies": "position", "countries": "code", "places": "country", "people": "name"}
    ordering = minus + default.get(name, {"sources": "id", "documents": "date"}.get(name, ""))
    address, met = f"{API}{name}/?limit=7&ordering={ordering}", []

    while address:
        answer = client.get(address).json()
        met += answer["results"]
        address = answer["next"]

    assert met == client.get(f"{API}{name}/?limit=500&ordering={ordering}").json()["results"]
    assert len(met) == answer["count"]
