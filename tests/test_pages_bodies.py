"""Bodies and their series, and addresses that lead to the next, the latest or a numbered meeting."""

import pytest

from tests.factories import BodyFactory, CitationFactory, CountryFactory, MeetingFactory, PersonFactory
from tests.reading import read, texts


def test_bodies_say_who_reports_to_whom(client, record):
    page = read(client.get("/bodies/"))

    assert texts(page, ".//ul[@class='bodies']/li")[:3] == [
        "AMMTC – ASEAN Ministerial Meeting on Transnational Crime ministerial, 22 meetings",
        "SOMTC – ASEAN Senior Officials Meeting on Transnational Crime senior officials, 45 meetings; reports to AMMTC",
        "SOMTC WG on CT – SOMTC Working Group on Counter-Terrorism working group, 5 meetings; "
        "reports to SOMTC, which reports to AMMTC; led by Indonesia",
    ]


def test_body_tells_its_place_its_lead_and_its_gaps(client, record):
    page = read(client.get("/bodies/somtc-wg-ct/"))
    terms, said = (texts(page, f".//dl[@class='facts']/div/{tag}") for tag in ("dt", "dd"))

    assert dict(zip(terms, said, strict=True)) == {
        "Level": "Working group",
        "Reports to": "SOMTC – ASEAN Senior Officials Meeting on Transnational Crime",
        "Reporting to it": "MSTF on the Bali Work Plan, Bali Work Plan drafting",
        "Lead": "Indonesia leads it standing, whoever hosts",
        "Addresses that stay": "the latest meeting they lead to whichever meeting that is on the day",
        "Missing numbers": "1st–11th, 13th, 15th–17th: no source yet",
    }


def test_body_lists_its_series_with_the_gaps_in_place(client, record):
    page = read(client.get("/bodies/somtc-wg-ct/"))

    assert texts(page, ".//ol[@class='lines']/li/span[@class='what']") == [
        "20th SOMTC WG on CT Jakarta",
        "19th SOMTC WG on CT Kuta",
        "18th SOMTC WG on CT Bogor",
        "15th–17th SOMTC WG on CT: no source yet after the 14th (18 September 2017) and before the 18th (7 July 2022)",
        "14th SOMTC WG on CT Pasay City",
        "13th SOMTC WG on CT: no source yet after the 12th (23–25 May 2016) and before the 14th (18 September 2017)",
        "12th SOMTC WG on CT Jakarta",
        "1st–11th SOMTC WG on CT: no source yet before the 12th (23–25 May 2016)",
    ]


def test_body_without_meetings_says_so(client, db):
    BodyFactory(slug="new")

    page = read(client.get("/bodies/new/"))

    assert texts(page, ".//section/p") == ["No meeting of this body is in the record yet."]


def test_numbered_meeting_is_found_by_its_number(client, record):
    response = client.get("/bodies/ammtc/17/")

    assert (response.status_code, response.headers["Location"]) == (302, "/meetings/ammtc-17/")


@pytest.mark.parametrize(("address", "slug"), [("next", "ammtc-3"), ("latest", "ammtc-2")])
def test_next_and_latest_lead_on_and_are_not_kept(client, db, address, slug):
    body = BodyFactory()
    MeetingFactory(body=body, ordinal=1, dates="2001")
    MeetingFactory(body=body, ordinal=2, dates="2002")
    MeetingFactory(body=body, ordinal=3, dates="2990", status="confirmed")
    MeetingFactory(body=body, ordinal=4, dates="2995", status="planned")
    MeetingFactory(body=body, ordinal=None, kind="special", slug="special", dates="2003")

    response = client.get(f"/bodies/ammtc/{address}")

    assert (response.status_code, response.headers["Location"]) == (302, f"/meetings/{slug}/")
    assert "no-cache" in response.headers["Cache-Control"]


@pytest.mark.parametrize("rows", [1, 3])
def test_body_asks_the_same_number_of_queries(client, db, django_assert_num_queries, rows):
    body = BodyFactory(reports_to=BodyFactory(slug="above"), lead=CountryFactory())
    for number in range(rows):
        BodyFactory(slug=f"below-{number}", reports_to=body)
        CitationFactory(meeting=MeetingFactory(body=body, ordinal=2 * number + 2, host=CountryFactory()))

    with django_assert_num_queries(6):
        client.get("/bodies/ammtc/")


@pytest.mark.parametrize("rows", [1, 3])
def test_bodies_ask_the_same_number_of_queries(client, db, django_assert_num_queries, rows):
    for number in range(rows):
        MeetingFactory(body=BodyFactory(slug=f"body-{number}", lead=CountryFactory()), ordinal=1)

    with django_assert_num_queries(2):
        client.get("/bodies/")


@pytest.mark.parametrize("address", ["/bodies/ammtc/", "/countries/ID/", "/people/hamidin/"])
def test_page_of_one_comes_in_parts_and_refuses_others(client, db, address):
    body, host, person = BodyFactory(), CountryFactory(), PersonFactory(name="Hamidin")
    for number in range(1, 202):
        MeetingFactory(body=body, host=host, chair_person=person, ordinal=number, dates=f"{1000 + number}")

    first, second = read(client.get(address)), read(client.get(f"{address}?page=2"))

    assert [len(texts(page, ".//ol[@class='lines']/li")) for page in (first, second)] == [200, 1]
    assert texts(second, ".//ol[@class='lines']/li/span[@class='what']/a") == ["1st AMMTC"]
    assert [client.get(f"{address}?{query}").status_code for query in ("page=3", "body=ammtc")] == [400, 400]
