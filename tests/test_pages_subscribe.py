"""Subscribing: the addresses that a selection is followed at, on a page of their own and where one meets it."""

import pytest

from tests.factories import CountryFactory, MeetingFactory, revised
from tests.reading import read
from timeline.exports.forms import FORMS

SITE = "http://127.0.0.1:8000"


def addresses(page):
    """The value of each field that is there to be copied, by its name."""
    return {field.get("id"): field.get("value") for field in page.iterfind(".//input[@readonly]")}


def alternates(page):
    found = page.iterfind("head/link[@rel='alternate']")
    return {link.get("type"): link.get("href") for link in found if link.get("type") in ("text/calendar", ATOM)}


ATOM = "application/atom+xml"


def test_page_gives_the_addresses_of_what_is_asked_for(client, record):
    page = read(client.get("/subscribe/?body=ammtc&from=2015"))

    assert addresses(page) == {
        "calendar": f"{SITE}/meetings.ics?body=ammtc&from=2015",
        "webcal": "webcal://127.0.0.1:8000/meetings.ics?body=ammtc&from=2015",
        "feed": f"{SITE}/meetings.atom?body=ammtc&from=2015",
    }
    links = [link.get("href") for link in page.iterfind(".//section[@id='list']//a")]
    files = [f"{SITE}/meetings.{form.suffix}?body=ammtc&from=2015" for form in FORMS]
    assert [link for link in links if link in files] == files
    assert "webcal://127.0.0.1:8000/meetings.ics?body=ammtc&from=2015" in links


@pytest.mark.parametrize("query", ["", "?body=ammtc", "?country=ID&status=held"])
def test_addresses_are_there_and_hold_what_the_page_says(client, record, query):
    page = client.get(f"/subscribe/{query}")
    told = addresses(read(page))

    events = client.get(told["calendar"].removeprefix(SITE)).getvalue().count(b"BEGIN:VEVENT")
    follow = page.context["follow"]
    assert (events, follow.total - follow.without_day) == (events, events)
    assert client.get(told["feed"].removeprefix(SITE)).status_code == 200


@pytest.mark.parametrize(
    ("undated", "expected"),
    [
        (0, "3 meetings."),
        (1, "3 meetings; 1 of them has no day that is known, and is left out of the calendar until it has one."),
        (2, "3 meetings; 2 of them have no day that is known, and are left out of the calendar until they have one."),
    ],
)
def test_page_says_what_a_calendar_leaves_out(client, db, undated, expected):
    for ordinal in (1, 2, 3):
        revised(MeetingFactory(ordinal=ordinal, **({"dates": "2023-08"} if ordinal <= undated else {})))

    [told] = read(client.get("/subscribe/")).iterfind(".//p[@role='status']")
    assert "".join(told.itertext()) == expected


def test_wrong_query_gives_no_address_and_says_what_is_wrong(client, record):
    response = client.get("/subscribe/?hots=ID")
    page = read(response)

    assert (response.status_code, addresses(page)) == (400, {})
    assert "Did you mean host?" in "".join(page.find(".//div[@role='alert']").itertext())


def test_fields_that_were_left_empty_are_not_asked_for(client, db):
    response = client.get("/subscribe/?q=&body=&country=ID")

    assert (response.status_code, response["Location"]) == (302, "/subscribe/?country=ID")


@pytest.mark.parametrize("number", [1, 3])
def test_page_takes_few_queries_however_many_meetings(client, db, number, django_assert_num_queries):
    CountryFactory()
    for ordinal in range(1, number + 1):
        revised(MeetingFactory(ordinal=ordinal))

    with django_assert_num_queries(3):
        client.get("/subscribe/")


# Where one meets it.


@pytest.mark.parametrize(
    ("address", "calendar", "feed"),
    [
        ("/", "/meetings.ics", "/meetings.atom"),
        ("/?body=ammtc", "/meetings.ics?body=ammtc", "/meetings.atom?body=ammtc"),
        ("/bodies/ammtc/", "/meetings.ics?body=ammtc", "/meetings.atom?body=ammtc"),
        ("/countries/ID/", "/meetings.ics?country=ID", "/meetings.atom?country=ID"),
        ("/meetings/ammtc-17/", "/meetings/ammtc-17.ics", "/meetings/ammtc-17.atom"),
        ("/subscribe/?host=ID", "/meetings.ics?host=ID", "/meetings.atom?host=ID"),
        ("/changes/?kind=deleted", None, "/changes.atom?kind=deleted"),
        ("/?hots=ID", None, None),
        ("/meetings/ammtc-17/?as_of=9999-01-01", None, None),
    ],
)
def test_page_names_its_calendar_and_its_feed(client, record, address, calendar, feed):
    found = alternates(read(client.get(address)))

    assert (found.get("text/calendar"), found.get(ATOM)) == (calendar, feed)


@pytest.mark.parametrize(("slug", "is_offered"), [("ammtc-17", True), ("ammtc-20", False)])
def test_meeting_is_added_to_a_calendar_where_it_has_a_day(client, record, slug, is_offered):
    page = read(client.get(f"/meetings/{slug}/"))

    links = {link.get("href") for link in page.iterfind(".//main//a")}
    expected = {f"webcal://127.0.0.1:8000/meetings/{slug}.ics", f"/meetings/{slug}.ics"}
    assert links & expected == (expected if is_offered else set())
    assert f"/meetings/{slug}.atom" in links


@pytest.mark.parametrize("address", ["/?body=ammtc", "/bodies/ammtc/"])
def test_list_is_taken_along_as_a_calendar(client, record, address):
    page = read(client.get(address))

    links = {link.get("href") for link in page.iterfind(".//main//a")}
    assert {"/meetings.ics?body=ammtc", "/subscribe/?body=ammtc", "/briefing/?body=ammtc"} <= links
