"""Countries: what each hosted and chaired."""

from datetime import date

import pytest

from tests.factories import (
    BodyFactory,
    CitationFactory,
    CountryFactory,
    MeetingFactory,
    PlaceFactory,
)
from tests.reading import read, texts


def lead(client, address):
    return texts(read(client.get(address)), ".//p[@class='lead']")[0]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"member_since": date(1967, 8, 8)}, "A member of ASEAN since 8 August 1967."),
        (
            {"member_since": date(2025, 10, 26)},
            "A member of ASEAN since 26 October 2025; the meetings before that day were held without it as a member.",
        ),
        (
            {"member_since": date(2025, 10, 26), "observer_since": date(2022, 11, 11)},
            "A member of ASEAN since 26 October 2025, and an observer from 11 November 2022 until then.",
        ),
        ({"partner": True}, "A dialogue partner of ASEAN, not a member."),
        ({"observer_since": date(2022, 11, 11)}, "An observer since 11 November 2022."),
        ({}, "Not a member of ASEAN."),
    ],
)
def test_country_says_its_standing_in_words(client, db, fields, sentence):
    CountryFactory(code="TL", **fields)
    MeetingFactory(dates="2001-01-01", ordinal=1)

    assert lead(client, "/countries/TL/") == sentence


def test_country_tells_hosted_from_chaired_and_from_where_it_only_sat(client, db):
    country, other = CountryFactory(code="ID"), CountryFactory(code="MY")
    MeetingFactory(ordinal=1, dates="2001", host=country)
    MeetingFactory(ordinal=2, dates="2002", chair_country=country, host=other)
    MeetingFactory(ordinal=3, dates="2003", place=PlaceFactory(country=country))
    MeetingFactory(ordinal=4, dates="2004", host=other)

    page = read(client.get("/countries/ID/"))

    assert {
        name: texts(page, f".//section[@aria-labelledby='{name}-title']//span[@class='what']/a")
        for name in ("hosted", "there", "chaired")
    } == {"hosted": ["1st AMMTC"], "there": ["3rd AMMTC"], "chaired": ["2nd AMMTC"]}


def test_country_marks_what_came_before_its_membership(client, db):
    country = CountryFactory(code="TL", member_since=date(2025, 10, 26))
    MeetingFactory(ordinal=1, dates="2024", host=country)
    MeetingFactory(ordinal=2, dates="2025-10-27", host=country)

    page = read(client.get("/countries/TL/"))

    lines = texts(page, ".//ol[@class='lines']/li")
    assert ["before its membership" in line for line in lines] == [False, True]


def test_country_is_found_by_small_letters(client, db):
    CountryFactory(code="ID")

    response = client.get("/countries/id/")

    assert (response.status_code, response.headers["Location"]) == (301, "/countries/ID/")


def test_country_says_what_it_leads(client, record):
    page = read(client.get("/countries/ID/"))

    assert texts(page, ".//main/p")[2] == (
        "Leads standing, whoever hosts: SOMTC WG on CT (SOMTC Working Group on Counter-Terrorism)."
    )


def test_countries_are_members_and_others(client, record):
    page = read(client.get("/countries/"))

    members, others = (texts(part, "li/a") for part in page.iterfind(".//ul[@class='bodies']"))
    assert (len(members), members[0], len(others), others[0]) == (11, "Brunei Darussalam", 11, "Australia")


@pytest.mark.parametrize("rows", [1, 3])
def test_countries_ask_the_same_number_of_queries(client, db, django_assert_num_queries, rows):
    country = CountryFactory()
    for number in range(1, rows + 1):
        BodyFactory(slug=f"led-{number}", lead=country)
        meeting = MeetingFactory(ordinal=number, host=country, chair_country=country, place=PlaceFactory())
        CitationFactory(meeting=meeting)

    with django_assert_num_queries(5):
        client.get("/countries/ID/")
    with django_assert_num_queries(1):
        client.get("/countries/")
