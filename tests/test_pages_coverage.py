"""Coverage: how complete and how sourced each number of each series is, and what there is to do."""

import pytest

from tests.factories import BodyFactory, CitationFactory, DocumentFactory, MeetingFactory, OfficerFactory
from tests.reading import links, read, texts


def coverage(client, query=""):
    return read(client.get(f"/coverage/{query}"))


def row_of(page, section, name):
    """What the row of that name says in the table of a section, cell by cell."""
    rows = page.iterfind(f".//section[@aria-labelledby='{section}-title']//tr")
    return texts(next(row for row in rows if texts(row, "th") == [name]), "td")


def cells(page, acronym):
    return row_of(page, "numbers", acronym)


def test_coverage_shows_each_number_of_each_series(client, record):
    row = cells(coverage(client), "SOMTC WG on CT")

    assert row[10:14] == [
        "?missing: no source is known for this number",
        "≠ 612th SOMTC WG on CT: sources differ on a fact, 6 of 10 facts known",
        "?missing: no source is known for this number",
        "≠ 614th SOMTC WG on CT: sources differ on a fact, 6 of 10 facts known",
    ]
    assert row[18] == "● 619th SOMTC WG on CT: every known fact has a source, 6 of 10 facts known"
    assert row[20:] == [""] * 5


def test_coverage_tells_how_a_meeting_is_sourced(client, db):
    sourced, partly = MeetingFactory(ordinal=1), MeetingFactory(ordinal=2, theme="Peace")
    for meeting in (sourced, partly):
        CitationFactory(meeting=meeting, supports=["dates"])
    MeetingFactory(ordinal=3)
    MeetingFactory(ordinal=4, contested=["dates"])

    assert [cell[0] for cell in cells(coverage(client), "AMMTC")] == ["●", "◐", "○", "≠"]


def test_coverage_counts_the_facts_that_are_known(client, db):
    meeting = MeetingFactory(ordinal=1, dates="2001", format="virtual", venue_name="Hall", agenda=["terrorism"])
    OfficerFactory(meeting=meeting)
    DocumentFactory(meeting=meeting)
    MeetingFactory(ordinal=2, dates=None)
    page = coverage(client)

    assert [cell.split()[1][0] for cell in cells(page, "AMMTC")] == ["6", "0"]
    assert row_of(page, "facts", "AMMTC") == ["2", "1", "1", "0", "0", "1", "1", "0", "0", "1", "1"]
    assert links(page, ".//section[@aria-labelledby='facts-title']//tbody//td/a")[:2] == [
        "/?body=ammtc&missing=dates#list",
        "/?body=ammtc&missing=format#list",
    ]


def test_coverage_has_the_numbers_of_each_body(client, record):
    page = coverage(client)

    assert row_of(page, "bodies", "AMMTC")[:3] == ["22", "11", "0"]
    assert row_of(page, "bodies", "SOMTC WG on CT") == ["5", "3", "0", "0", "15"]
    assert row_of(page, "bodies", "All")[:3] == ["155", "38", "0"]
    assert row_of(page, "bodies", "All")[4] == "65"


def test_coverage_lists_what_there_is_to_do(client, record):
    page = coverage(client)
    tasks = texts(page, ".//section[@aria-labelledby='todo-title']/ul/li")

    assert tasks[:2] == ["Every meeting has a source.", "38 meetings on which sources differ"]
    assert texts(page, ".//ul[@class='gaps']/li")[:3] == [
        "1st–11th SOMTC WG on CT",
        "13th SOMTC WG on CT",
        "15th–17th SOMTC WG on CT",
    ]


def test_coverage_leads_to_meetings_announced_and_past(client, db):
    MeetingFactory(ordinal=1, dates="2006", status="planned")
    MeetingFactory(ordinal=2, dates="2007", status="confirmed")
    MeetingFactory(ordinal=3, dates="2990", status="planned")
    MeetingFactory(ordinal=4, dates="2008", status="held")
    tasks = coverage(client).find(".//section[@aria-labelledby='todo-title']/ul")
    timeline = read(client.get(links(tasks, "li[3]/a")[0].partition("#")[0]))

    assert texts(tasks, "li[3]") == ["2 meetings announced and past, of which no report has been found"]
    assert texts(timeline, ".//ol[@class='lines']/li/span[@class='what']/a") == ["2nd AMMTC", "1st AMMTC"]


def test_coverage_of_what_lacks_nothing_says_so(client, db):
    CitationFactory(meeting=MeetingFactory(ordinal=1), supports=["dates"])

    assert texts(coverage(client), ".//section[@aria-labelledby='todo-title']/ul/li") == [
        "Every meeting has a source.",
        "Sources differ on no meeting.",
        "Of every announced meeting that is past there is a report.",
        "No number is missing in any series.",
    ]


def test_coverage_comes_in_parts_of_thirty_numbers(client, db):
    MeetingFactory(ordinal=31)
    MeetingFactory(body=BodyFactory(slug="short"), ordinal=2)
    page = coverage(client, "?page=2")

    assert texts(page, ".//table[@class='matrix covered']//th") == ["Body", "31", "AMMTC"]
    assert client.get("/coverage/?page=3").status_code == 400


def test_coverage_refuses_what_is_not_understood(client, record):
    response = client.get("/coverage/?body=ammtc")

    assert (response.status_code, texts(read(response), ".//div[@role='alert']/p")) == (
        400,
        ["Unknown parameter body. Known are: page."],
    )


@pytest.mark.parametrize("rows", [1, 3])
def test_coverage_asks_the_same_number_of_queries(client, db, django_assert_num_queries, rows):
    for number in range(1, rows + 1):
        body = BodyFactory(slug=f"body-{number}")
        CitationFactory(meeting=MeetingFactory(body=body, ordinal=2 * number))

    with django_assert_num_queries(5):
        client.get("/coverage/")
