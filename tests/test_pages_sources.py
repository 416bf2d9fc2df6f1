"""Sources: by publisher, with what cites each."""

import pytest

from tests.factories import CitationFactory, MeetingFactory, SourceFactory
from tests.reading import links, read, texts


def sources(client, query=""):
    return read(client.get(f"/sources/{query}"))


def test_sources_are_listed_by_publisher_with_what_they_are_cited_for(client, record):
    page = sources(client)

    assert texts(page, ".//p[@class='number']") == ["263 sources, 175 publishers, 11 languages"]
    assert texts(page, ".//section[@class='publisher']/h3")[0] == "1343 Actionline (Philippines)"
    assert texts(page, ".//ul[@class='endnotes']/li")[0] == (
        "Drafting of ASEAN Convention to Combat Human Trafficking Concludes in the Philippines in English "
        "Cited for 9th ASEAN Experts Working Group on the ASEAN Convention on Trafficking in Persons"
    )
    assert texts(page, ".//nav[@class='paging']/span") == ["Part 1 of 3"]


def test_sources_are_filtered_by_language(client, record):
    page = sources(client, "?language=th")

    assert texts(page, ".//p[@class='number']") == ["2 sources, 1 publisher"]
    assert texts(page, ".//span[@class='lies citing']") == ["Cited for 13th SOMTC", "Cited for 17th SOMTC"]
    assert texts(page, ".//select[@id='language']/option")[:3] == ["All languages", "English (155)", "Indonesian (66)"]


@pytest.mark.parametrize("query", ["HOP+bao", "công+an", "hop+cand.vn"])
def test_sources_are_found_by_words_of_title_publisher_and_address(client, db, query):
    SourceFactory(title="Họp báo", publisher="Công an", url="https://cand.vn/1")
    SourceFactory(title="Press", publisher="Police", url="https://press.example/1")
    page = sources(client, f"?q={query}")

    assert texts(page, ".//ul[@class='endnotes']//cite") == ["Họp báo"]
    assert texts(page, ".//p[@class='number']") == ["1 source, 1 publisher, 1 language"]


def test_source_has_an_address_of_its_own_on_the_page(client, db):
    source = CitationFactory().source

    assert sources(client).find(".//ul[@class='endnotes']/li").get("id") == f"source-{source.pk}"


def test_source_tells_the_newest_that_cite_it_and_how_many_more(client, db):
    source = SourceFactory(publisher="")
    for number in range(1, 15):
        CitationFactory(source=source, meeting=MeetingFactory(ordinal=number))
    page = sources(client)
    cited = links(page, ".//span[@class='lies citing']/a")

    assert (len(cited), cited[0], cited[-1]) == (12, "/meetings/ammtc-14/", "/meetings/ammtc-3/")
    assert texts(page, ".//span[@class='lies citing']")[0].endswith("3rd AMMTC and 2 others")
    assert texts(page, ".//section[@class='publisher']/h3") == ["Publisher not known"]


def test_source_without_address_or_citation_says_so(client, db):
    SourceFactory(url="", title="A paper", publisher="The Press", language="")

    assert texts(sources(client), ".//ul[@class='endnotes']/li") == ["A paper Not cited for any meeting now"]


def test_sources_refuse_what_is_not_understood(client, record):
    response = client.get("/sources/?language=idd")

    assert (response.status_code, texts(read(response), ".//div[@role='alert']/p")) == (
        400,
        ["There is no language idd. Did you mean id?"],
    )


@pytest.mark.parametrize("rows", [1, 3])
def test_sources_ask_the_same_number_of_queries(client, db, django_assert_num_queries, rows):
    for number in range(1, rows + 1):
        CitationFactory(meeting=MeetingFactory(ordinal=number), source=SourceFactory(publisher=f"Press {number}"))

    with django_assert_num_queries(7):
        client.get("/sources/")
