"""Linked data: each meeting an Event of schema.org, in the page and as a form, with what is known and no more."""

import json
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection
from pyld import jsonld

from meetings.dates import parse
from meetings.history import Change, revise
from meetings.models import Revision
from tests.factories import (
    BodyFactory,
    CountryFactory,
    DocumentFactory,
    MeetingFactory,
    OfficerFactory,
    PlaceFactory,
    revised,
)
from tests.reading import read, texts
from tests.schema_org import ABOVE, PROPERTIES
from timeline.linked import CONTEXT, days

SCHEMA = "http://schema.org/"
HOUR = timedelta(hours=1)
RANGES = {name: kinds for known in PROPERTIES.values() for name, kinds in known.items()}
LITERAL = {"Text", "URL", "Number", "Date", "DateTime"}
# The terms as schema.org has them, without its context's @vocab: so what is no term is lost.
TERMS = {term: {"@id": f"{SCHEMA}{term}"} for term in (*ABOVE, *RANGES)}


def local(url, options):
    assert url == CONTEXT
    return {
        "contentType": "application/ld+json",
        "contextUrl": None,
        "documentUrl": url,
        "document": {"@context": TERMS},
    }


def expanded(told):
    return jsonld.expand(told, {"documentLoader": local})


def exported(client, query=""):
    return json.loads(client.get(f"/meetings.jsonld{query}").getvalue())


def in_page(client, slug, **headers):
    (block,) = texts(read(client.get(f"/meetings/{slug}/", **headers)), "head/script[@type='application/ld+json']")
    return json.loads(block)


def test_linked_data_uses_terms_of_schema_org_alone(client, record):
    told = exported(client)

    assert len(told["@graph"]) == 155
    assert terms(expanded(told)) == {f"{SCHEMA}{term}": number for term, number in terms(told["@graph"]).items()}


def test_each_property_stands_at_a_type_and_holds_what_schema_org_says(client, record):
    found = {strange for event in exported(client)["@graph"] for strange in strangers(event)}

    # The contract of this record names its sources so; `subjectOf` tells the same where schema.org has a place for it.
    assert found == {("Event", "citation", "CreativeWork")}


def strangers(told):
    """(type, property, kind of value) wherever schema.org does not know that of that."""
    for name, value in told.items():
        for each in value if isinstance(value, list) else [value]:
            if name.startswith("@"):
                continue
            if isinstance(each, dict) and each.get("@type") == "Role":
                # A role stands between the two, and holds the property once more.
                yield from strangers({**told, name: each[name]})
                each = {"@type": "Role", "roleName": each["roleName"]}
            elif not knows(kinds_of(told), name, kinds_of(each)):
                yield "+".join(kinds_of(told)), name, "+".join(kinds_of(each))
            if isinstance(each, dict):
                yield from strangers(each)


def kinds_of(told):
    if not isinstance(told, dict):
        return ["Text"]
    # What is named by its address alone is told elsewhere.
    kinds = told.get("@type", "Thing")
    return kinds if isinstance(kinds, list) else [kinds]


def knows(kinds, name, values):
    wanted = {each for kind in kinds for each in PROPERTIES[kind].get(name, ())}
    if values == ["Thing"]:
        return bool(wanted)
    if values == ["Text"]:
        return bool(wanted & LITERAL) or name in ("eventStatus", "eventAttendanceMode")
    return any(wanted.intersection(ABOVE[value]) for value in values)


def terms(told):
    """How often each term occurs, as the name of a property or of a type."""
    if isinstance(told, list):
        return sum(map(terms, told), Counter())
    if not isinstance(told, dict) or "@value" in told:
        return Counter()
    kinds = told.get("@type", [])
    found = Counter([kinds] if isinstance(kinds, str) else kinds)
    for name, value in told.items():
        found += terms(value) + Counter([] if name.startswith("@") else [name])
    return found


@pytest.mark.parametrize("slug", ["ammtc-17", "somtc-wg-ct-19", "ammtc-19"])
def test_page_of_a_meeting_tells_what_the_export_tells(client, record, slug):
    (told,) = [each for each in exported(client)["@graph"] if each["identifier"] == slug]

    assert in_page(client, slug) == {"@context": CONTEXT} | told


def test_page_speaks_to_programs_in_english(client, record):
    assert in_page(client, "ammtc-17", headers={"accept-language": "id"}) == in_page(client, "ammtc-17")


LABUAN_BAJO = {
    "@type": "Event",
    "@id": "http://127.0.0.1:8000/meetings/ammtc-17/",
    "url": "http://127.0.0.1:8000/meetings/ammtc-17/",
    "identifier": "ammtc-17",
    "name": "17th AMMTC",
    "startDate": "2023-08-21",
    "endDate": "2023-08-21",
    "eventStatus": "https://schema.org/EventScheduled",
    "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
    "location": [
        {
            "@type": "Place",
            "name": "Hotel Meruorah",
            "address": {
                "@type": "PostalAddress",
                "addressLocality": "Labuan Bajo",
                "addressRegion": "East Nusa Tenggara",
                "addressCountry": "ID",
            },
            "geo": {"@type": "GeoCoordinates", "latitude": -8.496, "longitude": 119.888},
        }
    ],
    "organizer": {
        "@type": "Organization",
        "@id": "http://127.0.0.1:8000/bodies/ammtc/",
        "name": "ASEAN Ministerial Meeting on Transnational Crime",
        "alternateName": "AMMTC",
    },
}
INDONESIA = {"@type": ["Country", "Organization"], "name": "Indonesia", "identifier": "ID"}
HOST_AND_CHAIR = [
    {
        "@type": "Role",
        "roleName": "host",
        "contributor": INDONESIA,
    },
    {
        "@type": "Role",
        "roleName": "chair",
        "contributor": {
            "@type": "Person",
            "name": "Listyo Sigit Prabowo",
            "jobTitle": "Chief of the Indonesian National Police",
            "affiliation": INDONESIA,
        },
    },
]
PARTS = [
    "somtc-23",
    "somtc-preparatory-ammtc-17",
    "ammtc-plus-china-10",
    "ammtc-plus-japan-8",
    "ammtc-plus-rok-4",
    "ammtc-plus-three-13",
]


def test_meeting_is_told_as_an_event(client, record):
    (told,) = [each for each in exported(client)["@graph"] if each["identifier"] == "ammtc-17"]

    about = told.pop("subjectOf")
    assert about == [{"@id": source["url"]} for source in told["citation"] if "url" in source]
    assert {source["@type"] for source in told.pop("citation")} == {"CreativeWork"}
    assert {work["genre"] for work in told.pop("workFeatured")} == {"declaration", "joint-statement"}
    assert [each["@id"].split("/")[-2] for each in told.pop("subEvent")] == PARTS
    assert told.pop("keywords")[0] == "terrorism"
    assert told.pop("contributor")[:2] == HOST_AND_CHAIR
    assert told == LABUAN_BAJO


@pytest.mark.parametrize(
    ("dates", "told"),
    [
        ("2023-08-21", ("2023-08-21", "2023-08-21")),
        ("2023-08-20/2023-08-23", ("2023-08-20", "2023-08-23")),
        ("2007-11~", ("2007-11", "2007-11")),
        ("2006", ("2006", "2006")),
        ("2023-34", ("2023-04", "2023-06")),
        ("201X", ("2010", "2019")),
        ("2011-07-26/", ("2011-07-26", None)),
        ("../2011-07", (None, "2011-07")),
        ("2023-08-28/2023-09", ("2023-08-28", "2023-09")),
    ],
)
def test_days_are_told_as_closely_as_they_are_known(dates, told):
    assert days(parse(dates)) == told


def moved(first, then, **fields):
    """A meeting that was announced for the one date and is now recorded with the other."""
    meeting = MeetingFactory(ordinal=1, dates=first, **{"status": "planned"} | fields)
    meeting = revised(meeting)
    meeting.dates = parse(then)
    meeting.save()
    revise([meeting.pk], Change("A day was announced"))
    return meeting


@pytest.mark.parametrize(
    ("first", "then", "fields", "told"),
    [
        ("2027-03-01", "2027-05-01", {}, ("EventRescheduled", ["2027-03-01"])),
        ("2027-03", "2027-05-01", {"status": "confirmed"}, ("EventRescheduled", ["2027-03"])),
        ("2027-03", "2027-03-21", {}, ("EventScheduled", None)),
        ("2020-03-01", "2020-03-02", {"status": "held"}, ("EventScheduled", None)),
        ("2027-03-01", "2027-05-01", {"status": "cancelled"}, ("EventCancelled", None)),
        ("2027-03-01", "2027-05-01", {"status": "postponed"}, ("EventPostponed", ["2027-03-01"])),
    ],
)
def test_a_meeting_that_moved_says_when_it_was_to_begin(client, db, first, then, fields, told):
    moved(first, then, **fields)

    (event,) = exported(client)["@graph"]

    status = event["eventStatus"].removeprefix(f"{CONTEXT}/")
    assert (status, event.get("previousStartDate")) == told
    assert in_page(client, "ammtc-1") == {"@context": CONTEXT} | event


def test_linked_data_as_of_a_time_knows_nothing_that_came_later(client, db):
    main = revised(MeetingFactory(ordinal=1, status="planned", dates="2027-03-01"))
    main.notes = "Announced"
    main.save()
    revise([main.pk], Change("Seen in the press"))
    then = Revision.objects.latest("pk").at
    main.dates = parse("2027-05-01")
    main.save()
    revise([main.pk], Change("A day was announced", at=then + HOUR))
    revised(MeetingFactory(body=BodyFactory(slug="somtc-china"), ordinal=1, alongside=main), at=then + HOUR)

    (told,) = exported(client, f"?as_of={then.isoformat().replace('+00:00', 'Z')}")["@graph"]

    assert (told["startDate"], told.get("previousStartDate"), told.get("subEvent")) == ("2027-03-01", None, None)


def test_meeting_leads_to_those_above_below_and_beside_it(client, db):
    somtc = MeetingFactory(body=BodyFactory(slug="somtc"), ordinal=1)
    main = MeetingFactory(ordinal=1)
    group = MeetingFactory(body=BodyFactory(slug="wg"), ordinal=1, reports_to=somtc)
    beside = MeetingFactory(body=BodyFactory(slug="somtc-china"), ordinal=1, alongside=somtc)
    somtc.reports_to = main
    somtc.save()
    for meeting in (main, somtc, group, beside):
        revised(meeting)

    told = {each["identifier"]: each for each in exported(client)["@graph"]}

    assert [each["@id"].split("/")[-2] for each in told["somtc-1"]["superEvent"]] == ["ammtc-1"]
    assert [each["@id"].split("/")[-2] for each in told["somtc-1"]["subEvent"]] == ["wg-1", "somtc-china-1"]
    assert [each["@id"].split("/")[-2] for each in told["somtc-china-1"]["superEvent"]] == ["somtc-1"]
    assert in_page(client, "somtc-1") == {"@context": CONTEXT} | told["somtc-1"]


@pytest.mark.parametrize(
    ("format_", "mode", "kinds"),
    [
        ("in-person", "OfflineEventAttendanceMode", []),
        ("virtual", "OnlineEventAttendanceMode", ["VirtualLocation"]),
        ("hybrid", "MixedEventAttendanceMode", ["VirtualLocation"]),
    ],
)
def test_meeting_says_how_people_met(client, db, format_, mode, kinds):
    revised(MeetingFactory(ordinal=1, format=format_))

    (told,) = exported(client)["@graph"]

    assert told["eventAttendanceMode"] == f"{CONTEXT}/{mode}"
    assert [each["@type"] for each in told.get("location", [])] == kinds


def test_no_text_of_the_record_ends_the_block_of_data(client, db):
    evil = "</script><script>alert(1)</script><!--&amp;"
    revised(MeetingFactory(ordinal=1, theme=evil, title=evil))

    response = client.get("/meetings/ammtc-1/")

    assert in_page(client, "ammtc-1")["description"] == evil
    assert b"<script>alert" not in response.content


@pytest.mark.parametrize("rows", [1, 3])
def test_linked_data_asks_the_same_number_of_queries(client, db, django_assert_num_queries, rows):
    for ordinal in range(1, rows + 1):
        meeting = moved_like(ordinal)
        OfficerFactory(meeting=meeting, country=CountryFactory()), DocumentFactory(meeting=meeting)
        revised(meeting, reason="More was found")

    with django_assert_num_queries(7 + EXTRA[connection.vendor]):
        exported(client)


EXTRA = {"postgresql": 2, "sqlite": 0}


def moved_like(ordinal):
    place = PlaceFactory(country=CountryFactory())
    return revised(MeetingFactory(ordinal=ordinal, status="planned", dates=f"20{30 + ordinal}", place=place))
