"""The map: where meetings sat, drawn and told in the same numbers."""

from decimal import Decimal

import pytest

from tests.factories import CountryFactory, MeetingFactory, PlaceFactory
from tests.reading import links, read, texts


def drawn(client, query=""):
    return read(client.get(f"/map/{query}"))


def listed(page):
    return {
        texts(section, "h2")[0]: texts(section, "ul/li") for section in page.iterfind(".//div[@class='places']/section")
    }


def test_map_tells_each_town_with_its_number(client, record):
    page = drawn(client)
    places = listed(page)

    assert texts(page, ".//p[@class='number']") == ["155 meetings"]
    assert list(places)[:3] == ["Indonesia 33 meetings", "Malaysia 19 meetings", "Lao PDR 14 meetings"]
    assert places["Lao PDR 14 meetings"] == ["Vientiane 13", "Town not known 1"]
    assert places["Indonesia 33 meetings"][-2:] == ["Bali 9 town not known", "Town not known 1"]
    assert places["Australia 1 meeting"] == ["Sydney 1 outside this map"]
    assert texts(page, ".//div[@class='places']/p") == ["Of 28 meetings no place is known. List"]


def test_map_draws_what_the_list_tells(client, record):
    page = drawn(client)
    titles = texts(page, ".//{*}a[@class='town']/{*}title")

    assert titles[0] == "Vientiane, Vientiane Prefecture, Lao PDR: 13 meetings"
    # 27 towns of the record lie on the map, and ten of them in an inset too.
    assert (len(set(titles)), len(titles)) == (27, 37)


def test_map_leads_to_the_meetings_of_a_town(client, record):
    page = drawn(client, "?body=somtc-wg-ct")
    addresses = links(page, ".//div[@class='places']//li/a")

    assert addresses == [
        "/?body=somtc-wg-ct&locality=Jakarta#list",
        "/?body=somtc-wg-ct&locality=Bogor#list",
        "/?body=somtc-wg-ct&locality=Kuta#list",
        "/?body=somtc-wg-ct&locality=Pasay+City#list",
    ]


@pytest.mark.parametrize("name", ["Vientiane", "Kuala Lumpur", "Bali", "Ha Noi"])
def test_map_and_timeline_count_alike(client, record, name):
    item = next(item for item in drawn(client).iterfind(".//div[@class='places']//li") if texts(item, "a") == [name])
    timeline = read(client.get(links(item, "a")[0].partition("#")[0]))

    assert texts(timeline, ".//p[@class='number']")[0].split()[0] == texts(item, "b")[0]


def test_map_honours_the_query_of_the_timeline(client, record):
    page = drawn(client, "?status=held&host=SG")

    assert listed(page) == {"Singapore 2 meetings": ["Singapore 2"]}
    assert texts(page, ".//ul[@class='chips']//a") == [
        "Status: held ×– remove this filter",
        "Host: Singapore ×– remove this filter",
    ]
    assert links(page, ".//ul[@class='chips']//a") == ["/map/?host=SG#list", "/map/?status=held#list"]


def test_map_says_where_a_town_has_no_position(client, db):
    MeetingFactory(place=PlaceFactory(locality="Somewhere"))
    page = drawn(client)

    assert listed(page) == {"Indonesia 1 meeting": ["Somewhere 1 not on the map: its position is not recorded"]}
    assert page.findall(".//{*}svg") == []


@pytest.mark.parametrize(
    ("query", "status", "sentence"),
    [
        ("", 200, "Of none of these meetings is the place known."),
        ("?status=cancelled", 200, "No meeting is in this, so that there is nothing to draw."),
        ("?locality=Vientianne", 400, "There is no town Vientianne. Did you mean Vientiane?"),
    ],
)
def test_map_says_why_it_is_empty(client, db, query, status, sentence):
    MeetingFactory()
    place = PlaceFactory(locality="Vientiane")
    response = client.get(f"/map/{query}")
    page = read(response)

    assert place.locality == "Vientiane"
    assert response.status_code == status
    assert sentence in [*texts(page, ".//p[@class='lead']"), *texts(page, ".//div[@role='alert']/p")]


@pytest.mark.parametrize("rows", [1, 3])
def test_map_asks_the_same_number_of_queries(client, db, django_assert_num_queries, rows):
    for number in range(1, rows + 1):
        country = CountryFactory(code=f"X{'ABC'[number - 1]}")
        place = PlaceFactory(country=country, latitude=Decimal(number), longitude=Decimal(100 + number))
        MeetingFactory(ordinal=number, place=place)

    with django_assert_num_queries(2):
        client.get("/map/")
