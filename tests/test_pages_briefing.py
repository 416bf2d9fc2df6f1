"""The briefing: a selection of meetings on paper, with its sources."""

import pytest

from tests.factories import BodyFactory, CitationFactory, DocumentFactory, MeetingFactory, OfficerFactory, SourceFactory
from tests.reading import links, read, texts
from timeline.pages.briefing import bearing


def briefing(client, query=""):
    return read(client.get(f"/briefing/{query}"))


def test_briefing_tells_what_the_query_asks_for(client, record):
    page = briefing(client, "?body=ammtc&from=2023&to=2024")

    assert texts(page, ".//p[@class='lead']") == ["Body: AMMTC; From: 2023; To: 2024. 2 meetings."]
    assert texts(page, ".//p[@class='expansions']") == [
        "AMMTC is the ASEAN Ministerial Meeting on Transnational Crime."
    ]
    assert [texts(row, "*") for row in page.iterfind(".//tbody/tr")] == [
        [
            "18th AMMTC123 “ASEAN: Enhancing Connectivity and Resilience”Sources differ on: Chair",
            "28 August 2024",
            "Latsavong Wanda Vista Hotel, Vientiane, Vientiane Prefecture, Lao PDR",
            "Vilay Lakhamphong, Deputy Prime Minister and Minister of Public Security (General), Lao PDR",
        ],
        [
            "17th AMMTC45 Sources differ on: Date",
            "21 August 2023",
            "Hotel Meruorah, Labuan Bajo, East Nusa Tenggara, Indonesia",
            "Listyo Sigit Prabowo, Chief of the Indonesian National Police, Indonesia",
        ],
    ]
    assert len(page.findall(".//section[@class='endnotes']/ol/li")) == 5


def test_briefing_numbers_a_source_once_and_leaves_out_what_bears_nothing(client, db):
    shared, idle = SourceFactory(title="Of both"), SourceFactory(title="Of nothing told")
    for ordinal in (1, 2):
        meeting = MeetingFactory(ordinal=ordinal)
        CitationFactory(meeting=meeting, source=idle, supports=["documents"])
        CitationFactory(meeting=meeting, source=shared, supports=["dates", "host"])
        CitationFactory(meeting=meeting, source=SourceFactory(), supports=["dates"])

    page = briefing(client)

    assert links(page, ".//tbody//sup/a") == ["#source-1", "#source-1"]
    assert texts(page, ".//section[@class='endnotes']//cite") == ["Of both"]


@pytest.mark.parametrize(
    ("supports", "chosen"),
    [
        ([["dates"], ["dates", "host"], ["chair"]], [1, 2]),
        ([["agenda"], ["dates"]], [1]),
        ([["dates"], ["dates"]], [0]),
        ([[], ["agenda"]], []),
        ([], []),
    ],
)
def test_bearing_takes_the_fewest_citations(supports, chosen):
    citations = [{"supports": names, "at": at} for at, names in enumerate(supports)]

    assert [citation["at"] for citation in bearing(citations)] == chosen


def test_briefing_of_too_many_says_how_many_it_leaves_out(client, record):
    page = briefing(client)

    assert len(page.findall(".//tbody/tr")) == 18
    assert texts(page, ".//p[@class='lead']") == [
        "155 meetings, of which the first 18 are told here: more do not fit two sheets of paper."
    ]


def test_timeline_and_body_lead_to_the_briefing_and_back(client, record):
    ways = "/briefing/?body=ammtc&year=2023"

    assert ways in links(read(client.get("/?body=ammtc&year=2023")), ".//p[@class='ways']/a")
    assert "/?body=ammtc&year=2023#list" in links(briefing(client, "?body=ammtc&year=2023"), ".//p[@class='ways']/a")
    assert "/briefing/?body=ammtc" in links(read(client.get("/bodies/ammtc/")), ".//p[@class='ways']/a")


def test_briefing_of_nothing_says_so(client, db):
    assert texts(briefing(client), ".//p[@class='lead']") == ["No meeting matches."]


def test_briefing_refuses_what_it_does_not_understand(client, record):
    response = client.get("/briefing/?hots=ID")
    page = read(response)

    assert response.status_code == 400
    assert texts(page, ".//div[@role='alert']/p") == ["Unknown parameter hots. Did you mean host?"]
    assert page.findall(".//table") == []


@pytest.mark.parametrize("rows", [1, 3])
def test_briefing_asks_the_same_number_of_queries(client, db, django_assert_num_queries, rows):
    for ordinal in range(rows):
        above = MeetingFactory(ordinal=ordinal + 1, body=BodyFactory(slug="above"))
        meeting = MeetingFactory(ordinal=ordinal + 1, reports_to=above)
        OfficerFactory(meeting=meeting)
        DocumentFactory(meeting=meeting)
        CitationFactory(meeting=meeting)

    with django_assert_num_queries(7):
        client.get("/briefing/")
