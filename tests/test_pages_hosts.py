"""The page of hosts: the matrix, what is announced, and whose turn it would be."""

from datetime import date

import pytest

from tests.factories import BodyFactory, CitationFactory, CountryFactory, MeetingFactory
from tests.reading import links, read, texts


def hosts(client, query=""):
    return read(client.get(f"/hosts/{query}"))


def cells(page, number):
    """The row of that number of the matrix: its name, its sum, and what stands in its years."""
    row = page.findall(".//table[@class='matrix level-ministerial']/tbody/tr")[number]
    return [" ".join("".join(cell.itertext()).split()) for cell in row]


def test_hosts_are_members_by_years_newest_first(client, record):
    page = hosts(client)

    assert texts(page, ".//table//thead//th")[:5] == ["Host", "In all", "2026", "2025", "2024"]
    assert texts(page, ".//table/tbody/tr/th") == [
        "Brunei Darussalam", "Cambodia", "Indonesia", "Lao PDR", "Malaysia", "Myanmar", "Philippines", "Singapore",
        "Thailand", "Timor-Leste", "Viet Nam",
    ]  # fmt: skip
    assert cells(page, 2)[:6] == ["Indonesia", "2", "", "", "", "17th AMMTC"]
    assert links(page, ".//table/tbody/tr[7]/td[2]/a") == ["/meetings/ammtc-20/"]


def test_hosts_tell_who_was_not_yet_a_member(client, record):
    timor_leste = cells(hosts(client), 9)

    assert timor_leste[:6] == ["Timor-Leste", "0", "", "", "–not yet a member", "–not yet a member"]


def test_hosts_show_what_the_record_announces_with_its_sources(client, db):
    host = CountryFactory(code="PH", name="Philippines", member_since=date(1967, 8, 8))
    MeetingFactory(ordinal=19, dates="2025", host=host)
    CitationFactory(meeting=MeetingFactory(ordinal=20, dates="2990", status="planned", host=host))
    page = hosts(client)

    assert texts(page, ".//section[@class='turn']/*") == [
        "Announced next",
        "20th AMMTC, Philippines, 2990 (1 source)",
        "The record itself has this, so that nothing is inferred.",
    ]
    assert links(page, ".//section[@class='turn']//a") == ["/meetings/ammtc-20/", "/meetings/ammtc-20/#sources"]
    assert cells(page, 0) == ["Philippines", "2", "20th AMMTC, announced", "19th AMMTC"]


def test_hosts_label_a_turn_as_inference_with_its_reasons(client, record):
    page = hosts(client, "?body=somtc")

    assert texts(page, ".//section[@class='turn']/*")[:2] == [
        "Expected next by rotation",
        "inference, not in any source Myanmar",
    ]
    assert texts(page, ".//section[@class='turn']//li")[:2] == [
        "The last known host is Malaysia: 25th SOMTC, 23–27 June 2025. By the alphabet of the members’ English names, "
        "by which ASEAN’s chair changes hands, Myanmar comes next.",
        "This series kept to that order in 12 of the 13 steps from one number to the next of which both hosts are "
        "known. A member may pass its turn.",
    ]


def test_hosts_tell_with_a_turn_what_is_announced_of_other_bodies(client, db):
    for code in ("MY", "PH"):
        CountryFactory(code=code, member_since=date(1967, 8, 8))
    for ordinal, code in enumerate(("MY", "PH"), 1):
        MeetingFactory(body=BodyFactory(core=True), ordinal=ordinal, dates=f"{2000 + ordinal}", host_id=code)
    other = BodyFactory(slug="somtc", core=True)
    MeetingFactory(body=other, ordinal=3, dates="2990", status="planned", host_id="PH")

    assert texts(hosts(client, "?body=ammtc"), ".//section[@class='turn']//li")[2:] == [
        "Announced of another body: 3rd SOMTC, Country PH, 2990."
    ]


def test_hosts_infer_nothing_where_the_alphabet_is_not_kept(client, record):
    page = hosts(client, "?body=somtc-wg-ct")

    assert texts(page, ".//section[@class='turn']/h2") == ["No host is inferred"]
    assert texts(page, ".//section[@class='turn']//li") == [
        "The last known host is Indonesia: 20th SOMTC WG on CT, 5 June 2024.",
        "This series kept to that order in 0 of the 2 steps from one number to the next of which both hosts are known.",
    ]


def test_hosts_list_undated_and_unhosted_meetings_last(client, db):
    CountryFactory(code="ID", member_since=date(1967, 8, 8))
    MeetingFactory(ordinal=1, dates=None)
    MeetingFactory(ordinal=2, dates="2001", host_id="ID")
    page = hosts(client)

    assert texts(page, ".//thead//th") == ["Host", "In all", "2001", "No date"]
    assert cells(page, 0) == ["Indonesia", "1", "2nd AMMTC", ""]
    assert cells(page, 1) == ["Host not known", "1", "", "1st AMMTC"]


def test_hosts_refuse_a_body_that_is_not_there(client, record):
    response = client.get("/hosts/?body=amtc")
    page = read(response)

    assert response.status_code == 400
    assert texts(page, ".//div[@role='alert']/p") == ["There is no body amtc. Did you mean ammtc?"]
    assert page.findall(".//table") == []


def test_hosts_offer_the_core_bodies(client, record):
    page = hosts(client, "?body=somtc")

    assert links(page, ".//nav[@class='choices']/ul/li/a") == ["?body=ammtc", "?body=somtc", "?body=somtc-wg-ct"]
    assert texts(page, ".//nav[@class='choices']//a[@aria-current='true']") == ["SOMTC"]


@pytest.mark.parametrize("rows", [1, 3])
def test_hosts_ask_the_same_number_of_queries(client, db, django_assert_num_queries, rows):
    other = BodyFactory(slug="other", core=True)
    for number in range(1, rows + 1):
        host = CountryFactory(code=f"X{'ABC'[number - 1]}", member_since=date(2000, 1, 1))
        meeting = MeetingFactory(body=BodyFactory(core=True), ordinal=number, host=host)
        CitationFactory(meeting=meeting)
        MeetingFactory(body=other, ordinal=number, host=host, status="planned", dates=f"299{number}")

    with django_assert_num_queries(4):
        client.get("/hosts/?body=ammtc")


def test_hosts_infer_nothing_where_the_latest_host_is_not_known(client, db):
    for ordinal, code in enumerate(("MY", "PH"), 1):
        host = CountryFactory(code=code, member_since=date(1967, 8, 8))
        MeetingFactory(ordinal=ordinal, dates=f"{2000 + ordinal}", host=host)
    MeetingFactory(ordinal=3, dates="2003")

    assert texts(hosts(client), ".//section[@class='turn']/*")[:2] == [
        "No host is inferred",
        "Who hosted the latest meetings is not known, so that no turn follows from an earlier one.",
    ]
