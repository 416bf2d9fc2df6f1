"""Two meetings side by side."""

import pytest

from tests.factories import BodyFactory, CitationFactory, DocumentFactory, MeetingFactory, OfficerFactory, SourceFactory
from tests.reading import links, read, texts


def compare(client, query=""):
    return read(client.get(f"/compare/{query}"))


def facts(page):
    """Each fact with its verdict, and what either meeting has, without the numbers of sources."""
    for sup in page.findall(".//td/sup"):
        sup[:] = []
    heads = texts(page, ".//table/tbody/tr/th")
    cells = texts(page, ".//table/tbody/tr/td")
    return {head: tuple(cells[2 * row : 2 * row + 2]) for row, head in enumerate(heads)}


def test_compare_tells_fact_by_fact_what_is_shared(client, record):
    page = compare(client, "?a=ammtc-17&b=ammtc-18")
    told = facts(page)

    assert texts(page, ".//h1") == ["17th AMMTC and 18th AMMTC"]
    assert list(told) == [
        *("Number different", "Status the same", "Date different", "Programme different", "Format the same"),
        *("Host different", "Chair different", "Officers different", "Venue different", "Town different"),
        *("Region different", "Theme known of one only", "Agenda different", "Documents different"),
    ]
    assert told["Date different"] == ("21 August 2023 sources differ", "28 August 2024")
    assert told["Theme known of one only"] == ("not researched yet", "ASEAN: Enhancing Connectivity and Resilience")


def test_compare_marks_the_lines_that_both_have(client, db):
    MeetingFactory(ordinal=1, agenda=["terrorism", "piracy"], theme="Peace")
    MeetingFactory(ordinal=2, agenda=["terrorism", "drugs"], theme="Peace", gaps={"theme": "unknown"})

    page = compare(client, "?a=ammtc-1&b=ammtc-2")

    assert texts(page, ".//td//li[@class='shared']") == ["held", "held", "Peace", "Peace", "terrorism", "terrorism"]
    assert facts(page)["Agenda partly the same"] == ("terrorismpiracy (only here)", "terrorismdrugs (only here)")


def test_compare_numbers_a_source_of_both_once(client, db):
    shared, own = SourceFactory(title="Of both"), SourceFactory(title="Of one")
    first, second = MeetingFactory(ordinal=1), MeetingFactory(ordinal=2)
    CitationFactory(meeting=first, source=shared, supports=["dates"], note="Only of the first")
    CitationFactory(meeting=second, source=own, supports=["dates"])
    CitationFactory(meeting=second, source=shared, supports=["dates"])

    page = compare(client, "?a=ammtc-1&b=ammtc-2")

    assert links(page, ".//td/sup/a") == ["#source-1", "#source-1", "#source-2"]
    assert [note.split(",")[0] for note in texts(page, ".//section[@class='endnotes']/ol/li/a")] == [
        "Of both",
        "Of one",
    ]
    assert "Only of the first" not in "".join(page.itertext())


@pytest.mark.parametrize("name", ["17th AMMTC", "17 ammtc", "  17th  ammtc", "ammtc-17"])
def test_compare_takes_a_meeting_by_its_name(client, record, name):
    assert texts(compare(client, f"?a={name}&b=19th SOMTC WG on CT"), ".//h1") == ["17th AMMTC and 19th SOMTC WG on CT"]


def test_compare_offers_neighbours_and_what_sat_beside(client, record):
    page = compare(client, "?a=ammtc-17")

    assert texts(page, ".//p[@class='ways']")[0].startswith("Compare 17th AMMTC with: 16th AMMTC · ")
    assert "/compare/?a=ammtc-17&b=ammtc-18" in links(page, ".//p[@class='ways']/a")
    assert page.findall(".//table") == []


def test_meeting_page_offers_to_compare_it_with_its_neighbours(client, record):
    now, then = (read(client.get(f"/meetings/ammtc-17/{query}")) for query in ("", "?as_of=9999-01-01"))

    assert links(now, ".//article/p[@class='ways']/a") == [
        "/compare/?a=ammtc-17&b=ammtc-16",
        "/compare/?a=ammtc-17&b=ammtc-18",
        "/compare/?a=ammtc-17",
    ]
    assert links(then, ".//article/p[@class='ways']/a") == []


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("?a=ammtc-17&b=ammtc-17", "a and b are the same meeting. Choose another one."),
        ("?a=ammtc-17&b=ammtc-18888", "There is no meeting ammtc-18888. Did you mean ammtc-18?"),
        ("?a=99th AMMTC", "There is no meeting 99th AMMTC."),
        ("?c=ammtc-17", "Unknown parameter c. Known are: a, b."),
        ("?a=ammtc-17&a=ammtc-18", "a can be given only once."),
    ],
)
def test_compare_refuses_what_it_does_not_understand(client, record, query, sentence):
    response = client.get(f"/compare/{query}")
    page = read(response)

    assert (response.status_code, texts(page, ".//div[@role='alert']/p")) == (400, [sentence])
    assert page.findall(".//table") == []


def test_compare_without_meetings_says_how_to_choose_them(client, db):
    assert texts(compare(client), ".//p[@class='lead']")[0].startswith("Give each meeting by its name,")
    assert client.get("/compare/?a=&b=").headers["Location"] == "/compare/"


@pytest.mark.parametrize("rows", [1, 3])
def test_compare_asks_the_same_number_of_queries(client, db, django_assert_num_queries, rows):
    for ordinal in (1, 2):
        above = MeetingFactory(ordinal=ordinal, body=BodyFactory(slug="above"))
        meeting = MeetingFactory(ordinal=ordinal, reports_to=above, alongside=above)
        for _ in range(rows):
            OfficerFactory(meeting=meeting)
            DocumentFactory(meeting=meeting)
            CitationFactory(meeting=meeting)

    with django_assert_num_queries(8):
        client.get("/compare/?a=ammtc-1&b=ammtc-2")
