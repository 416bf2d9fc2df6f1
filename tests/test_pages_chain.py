"""The chain: trees of what each ministerial meeting rested on, and what is linked to nothing."""

import pytest

from tests.factories import BodyFactory, MeetingFactory
from tests.reading import links, read, texts


def leaves(page):
    return texts(page, ".//div[@class='leaf']/a")


def core():
    top = BodyFactory(slug="ammtc", core=True)
    middle = BodyFactory(slug="somtc", core=True, reports_to=top)
    return top, middle, BodyFactory(slug="group", core=True, reports_to=middle)


def test_chain_of_a_year_is_a_tree(client, record):
    page = read(client.get("/chain/2023/"))

    assert leaves(page) == [
        "17th AMMTC",
        "23rd SOMTC",
        "19th SOMTC WG on CT",
        "Preparatory ASEAN SOMTC for the 17th AMMTC",
    ]
    assert links(page, ".//ul[@class='tree']/li/ul/li/ul/li/div/a") == ["/meetings/somtc-wg-ct-19/"]


def test_chain_of_a_year_lists_what_is_linked_to_nothing(client, record):
    page = read(client.get("/chain/2024/"))

    assert texts(page, ".//section[@aria-labelledby='loose-title']//li") == ["20th SOMTC WG on CT, 5 June 2024"]


def test_chain_of_a_year_without_ministers_says_so(client, record):
    page = read(client.get("/chain/2016/"))

    assert texts(page, ".//p[@class='lead']") == ["The record has no meeting of the ministers in 2016."]
    assert texts(page, ".//section[@aria-labelledby='loose-title']//li") == [
        "16th SOMTC, 23–27 May 2016",
        "12th SOMTC WG on CT, 23–25 May 2016",
    ]


def test_chain_of_a_year_says_where_a_loose_meeting_went(client, db):
    top, middle, _ = core()
    received = MeetingFactory(body=top, ordinal=2, dates="2005-01-10")
    MeetingFactory(body=middle, ordinal=1, dates="2004-11-01", reports_to=received)

    page = read(client.get("/chain/2004/"))

    assert texts(page, ".//section[@aria-labelledby='loose-title']//li") == [
        "1st SOMTC, 1 November 2004 reported to 2nd AMMTC"
    ]
    assert links(page, ".//nav[@class='neighbours']/a") == ["/chain/2005/"]


def test_chain_lists_years_newest_first(client, record):
    page = read(client.get("/chain/"))

    assert texts(page, ".//section[@class='year']/h2")[:3] == ["2026", "2025", "2024"]
    assert leaves(page)[:4] == ["20th AMMTC", "19th AMMTC", "25th SOMTC", "Preparatory SOMTC for the 19th AMMTC"]


def test_chain_leads_to_each_year_in_which_a_core_body_met(client, record):
    page = read(client.get("/chain/"))

    # The ministers did not meet in 2016.
    assert "2016" not in texts(page, ".//section[@class='year']/h2")
    assert "/chain/2016/" in links(page, ".//p[@class='ways']/a")


@pytest.mark.parametrize("rows", [1, 3])
def test_chain_asks_the_same_number_of_queries(client, db, django_assert_num_queries, rows):
    top, middle, group = core()
    for number in range(1, rows + 1):
        high = MeetingFactory(body=top, ordinal=number, dates=f"2001-0{number}-03")
        low = MeetingFactory(body=middle, ordinal=number, dates=f"2001-0{number}-02", reports_to=high)
        MeetingFactory(body=group, ordinal=number, dates=f"2001-0{number}-01", reports_to=low)
        MeetingFactory(body=group, ordinal=10 + number, dates=f"2001-0{number}-05")
        MeetingFactory(body=BodyFactory(slug="beside"), ordinal=number, dates="2001", alongside=high)

    with django_assert_num_queries(6):
        client.get("/chain/")
    with django_assert_num_queries(9):
        client.get("/chain/2001/")
