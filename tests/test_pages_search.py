"""Search: what is found and where the words stand, and what is advised where nothing is found."""

import pytest

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
    revised,
)
from tests.reading import links, read, texts


def search(client, query=""):
    return read(client.get(f"/search/{query}"))


def results(page):
    return texts(page, ".//ol[@class='results']/li")


def test_search_shows_where_the_words_stand(client, record):
    page = search(client, "?q=Labuan listyo")

    assert texts(page, ".//p[@class='number']") == ["3 meetings found"]
    assert results(page) == [
        "13th AMMTC+3 22 August 2023 – Hotel Meruorah, Labuan Bajo, East Nusa Tenggara, Indonesia "
        "Chair: Listyo Sigit Prabowo",
        "17th AMMTC 21 August 2023 – Hotel Meruorah, Labuan Bajo, East Nusa Tenggara, Indonesia "
        "Chair: Listyo Sigit Prabowo",
        "19th SOMTC WG on CT 18 May 2023 – Kuta, Bali, Indonesia "
        "Notes: …divhubinter) and on to the AMMTC (then planned for 2023-08, Labuan Bajo, East Nusa Tenggara, led by "
        "police chief Gen. Listyo Sigit Prabowo); no source seen says Andhika chaired this session, though a US page "
        "of June 2023 calls him the group…",
    ]
    assert texts(page, ".//mark") == ["Labuan", "Listyo", "Labuan", "Listyo", "Labuan", "Listyo"]


def test_search_minds_neither_case_nor_accents(client, db):
    place = PlaceFactory(country=CountryFactory(code="VN", name="Viet Nam"), region="", locality="Hà Nội")
    revised(MeetingFactory(ordinal=5, place=place))

    assert texts(search(client, "?q=ha NOI"), ".//mark") == ["Hà", "Nội"]


def test_search_finds_what_is_called_so_before_what_only_cites_it(client, db):
    cites = MeetingFactory(ordinal=None, slug="cites", title="Workshop", dates="2024")
    CitationFactory(meeting=cites, source=SourceFactory(title="Seen by the AMMTC"))
    revised(cites)
    revised(MeetingFactory(ordinal=7, body=BodyFactory(slug="ammtc", name="Ministers")))

    page, called = search(client, "?q=ammtc+seen"), search(client, "?q=ammtc")

    assert results(page) == ["Workshop 2024 Sources: Seen by the AMMTC"]
    assert texts(called, ".//ol[@class='results']/li/a") == ["7th AMMTC", "Workshop"]


def test_search_reads_no_address(client, db):
    meeting = MeetingFactory(ordinal=7)
    DocumentFactory(meeting=meeting, title="Declaration on drugs", url="https://press.example/drugs-drugs")
    revised(meeting)

    assert texts(search(client, "?q=drugs"), ".//ol/li/p")[1] == "Documents: Declaration on drugs"


def test_search_leads_straight_to_bodies_and_countries(client, record):
    assert links(search(client, "?q=ammtc+japan"), ".//main/p/a") == ["/bodies/ammtc-plus-japan/"]
    assert links(search(client, "?q=viet"), ".//main/p/a") == ["/countries/VN/"]


def test_search_is_in_the_order_asked_for(client, record):
    best, newest = (search(client, f"?q=declaration{order}") for order in ("", "&ordering=-date"))

    assert texts(best, ".//div[@class='found']/p[@class='ways']") == ["Newest first · On the timeline"]
    assert links(best, ".//div[@class='found']/p/a") == ["?q=declaration&ordering=-date", "/?q=declaration#list"]
    assert links(newest, ".//div[@class='found']/p/a") == ["?q=declaration", "/?q=declaration#list"]
    assert sorted(results(best)) != results(best)


def test_search_shows_its_results_in_parts(client, record):
    first, second = search(client, "?q=ammtc"), search(client, "?q=ammtc&page=2")

    assert [len(results(page)) for page in (first, second)] == [20, 20]
    assert set(results(first)) & set(results(second)) == set()
    assert second.find(".//ol[@class='results']").get("start") == "21"


def test_search_advises_the_nearest_words(client, record):
    page, another = search(client, "?q=vientianne+terrorism"), search(client, "?q=teroris+vientianne")

    assert texts(page, ".//main/p")[:3] == [
        "No meeting has all of these words: “vientianne terrorism”.",
        "Did you mean Vientiane terrorism?",
        "Found alone: terrorism",
    ]
    assert links(page, ".//main/p/a")[0] == "?q=Vientiane+terrorism"
    # Each word of it is known, and no meeting has both.
    assert texts(another, ".//main/p")[1] == "Found alone: teroris"


def test_search_advises_only_what_is_found(client, record):
    assert texts(search(client, "?q=qqqqqqq"), ".//main/p") == [
        "No meeting has all of these words: “qqqqqqq”.",
        "Try fewer or other words, or look along the timeline.",
    ]


def test_search_keeps_the_filters_of_the_timeline_and_says_so(client, record):
    page = search(client, "?q=labuan&body=ammtc")

    assert texts(page, ".//main/p")[0] == "Only meetings with: AMMTC. Search all meetings"
    assert [each.split(" 2")[0] for each in results(page)] == ["17th AMMTC"]
    assert page.find(".//main//input[@type='hidden']").get("name") == "body"


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("?query=bali", "Unknown parameter query. Did you mean q?"),
        ("?q=bali&hots=ID", "Unknown parameter hots. Did you mean host?"),
        ("?q=bali&page=99", "There is no such page of this list. Did you mean 1?"),
        ("?q=bali&limit=5", "limit is for programs: /api/v1/meetings/ takes it, and a page does not. Leave it out."),
    ],
)
def test_search_refuses_what_it_does_not_understand(client, record, query, sentence):
    response = client.get(f"/search/{query}")
    page = read(response)

    assert response.status_code == 400
    assert texts(page, ".//div[@role='alert']/p")[0].startswith(sentence)
    assert results(page) == []


def test_search_without_words_says_what_it_can_find(client, db):
    assert texts(search(client), ".//main/p")[0].startswith("Search names, places, people,")
    assert client.get("/search/?q=").headers["Location"] == "/search/"


def test_search_box_of_every_page_leads_there(client, db):
    assert search(client).find(".//header//form").get("action") == "/search/"


def test_timeline_leads_to_where_its_words_stand(client, record):
    page = read(client.get("/?q=bali&body=somtc&page=1"))

    assert "/search/?q=bali&body=somtc" in links(page, ".//p[@class='ways']/a")


@pytest.mark.parametrize("rows", [1, 3])
def test_search_asks_the_same_number_of_queries(client, db, django_assert_num_queries, rows):
    for number in range(rows):
        meeting = MeetingFactory(ordinal=number + 1, theme="Drugs", chair_person=PersonFactory())
        OfficerFactory(meeting=meeting)
        DocumentFactory(meeting=meeting)
        CitationFactory(meeting=meeting)
        revised(meeting)

    with django_assert_num_queries(8):
        client.get("/search/?q=drugs")
