"""The page of a meeting, now and as of a day, its history, and what is left when it is gone."""

from datetime import UTC, datetime

import pytest

from meetings.history import Change, delete
from meetings.models import Meeting
from tests.factories import (
    BodyFactory,
    CitationFactory,
    DocumentFactory,
    MeetingFactory,
    OfficerFactory,
    revised,
)
from tests.reading import links, read, texts

FIRST, SECOND = datetime(2026, 1, 1, 12, 0, 0, 250_000, UTC), datetime(2026, 2, 1, 12, tzinfo=UTC)


def facts(page):
    """What the page says of each fact, by its label."""
    for number in page.iterfind(".//sup/a"):
        number.text = f" {number.text} "
    terms, said = (texts(page, f".//article/dl[@class='facts']/div/{tag}") for tag in ("dt", "dd"))
    return {term: text.partition(" Wrong? Report an error")[0] for term, text in zip(terms, said, strict=True)}


def changed(meeting):
    """`meeting` in two states: announced for August, and then for the 21st."""
    revised(meeting, reason="Announced", at=FIRST)
    meeting = Meeting.objects.get(pk=meeting.pk)
    meeting.dates = Meeting._meta.get_field("dates").to_python("2023-08-21")
    meeting.save()
    return revised(meeting, reason="The day is fixed", at=SECOND)


def test_meeting_tells_each_fact_with_its_sources(client, record):
    page = read(client.get("/meetings/ammtc-17/"))

    assert texts(page, ".//h1") == ["17th AMMTC"]
    assert facts(page) == {
        "Date": "21 August 2023 1 2 3 5 sources differ",
        "Programme": "20–23 August 2023 The whole event, with arrivals, related meetings and excursion.",
        "Place": "Hotel Meruorah, Labuan Bajo, East Nusa Tenggara, Indonesia 2 3 4 6 7 8 9 10 12",
        "Host": "Indonesia 1",
        "Chair": "Listyo Sigit Prabowo, Chief of the Indonesian National Police, Indonesia 1 3 4 9 10 12",
        "Officers": "Opening speaker: Joko Widodo, President (by recorded video), Indonesia 3 11 sources differ",
        "Format": "In person 1",
    }


def test_meeting_numbers_its_sources_as_endnotes(client, record):
    page = read(client.get("/meetings/ammtc-17/"))
    notes = texts(page, ".//section[@class='endnotes']/ol/li")

    assert len(notes) == 12
    assert notes[0].startswith(
        "Ministry of Home Affairs, Singapore: 17th AMMTC - Singapore Country Statement, 21 August 2023 in English"
    )
    assert notes[1] == (
        "The Phnom Penh Post, https://m.phnompenhpost.com/national/asean-toughen-transnational-crime in English"
    )
    assert set(links(page, ".//sup/a")) <= {f"#source-{number}" for number in range(1, 13)}


def test_meeting_tells_what_each_source_says_of_the_date(client, record):
    page = read(client.get("/meetings/ammtc-17/"))
    row = next(row for row in page.iterfind(".//table[@class='claims']/tbody/tr") if "Date" in "".join(row.itertext()))

    assert [cell.get("class").removeprefix("stance").strip() for cell in row.findall("td")[1:]] == [
        *("supports", "supports", "supports", "", "supports", "differs", "programme", "differs", "differs"),
        *("differs", "differs", "compatible"),
    ]
    assert texts(page, ".//dl[@class='differing']/div[1]//li")[:2] == [
        "“21–23 August 2023”6 differs",
        "“20–23 August 2023”7 names the whole programme",
    ]


def test_meeting_shows_the_chain_from_its_beginning(client, record):
    page = read(client.get("/meetings/somtc-23/"))

    assert texts(page, ".//ol[@class='steps']/li") == [
        "19th SOMTC WG on CT 18 May 2023reported to",
        "23rd SOMTCreported to",
        "17th AMMTC 21 August 2023",
    ]


def test_meeting_of_the_past_that_was_only_announced_says_so(client, db):
    MeetingFactory(ordinal=4, dates="2006", status="planned")

    page = read(client.get("/meetings/ammtc-4/"))

    assert texts(page, ".//p[@class='lead']") == ["Announced; no report that it was held has been found."]


def test_meeting_without_a_date_says_between_which_it_sat(client, record):
    assert facts(read(client.get("/meetings/somtc-9/")))["Date"] == (
        "not researched yet It sat after the 6th (June 2006) and before the 11th (from 26 July 2011 (end unknown)), "
        "as its number says."
    )


def test_meeting_tells_three_states_of_not_knowing_apart(client, db):
    MeetingFactory(ordinal=4, gaps={"theme": "unknown", "chair": "not-applicable"})

    page = read(client.get("/meetings/ammtc-4/"))

    assert texts(page, ".//section[@aria-labelledby='absent-title']//li") == [
        "Not researched yet: format, host, officers, venue, town, agenda, documents",
        "Not applicable: chair",
        "Searched for, not found: theme",
    ]


def test_meeting_names_its_neighbours_and_the_numbers_between(client, record):
    page = read(client.get("/meetings/somtc-wg-ct-14/"))

    assert texts(page, ".//nav[@class='neighbours']/a") == [
        "Before it (13th: no source yet) 12th SOMTC WG on CT",
        "After it (15th–17th: no source yet) 18th SOMTC WG on CT",
    ]


def test_meeting_names_what_sat_alongside(client, record):
    page = read(client.get("/meetings/ammtc-plus-three-13/"))
    beside = texts(page, ".//section[@aria-labelledby='beside-title']/ul/li")

    assert texts(page, ".//section[@aria-labelledby='beside-title']/p")[0].startswith(
        "Sat alongside 17th AMMTC, 21 August 2023"
    )
    assert beside == [
        "Preparatory ASEAN SOMTC for the 17th AMMTC, August 2023 announced; no report that it was held has been found",
        "10th AMMTC+China, 22 August 2023",
        "8th AMMTC+Japan, 22 August 2023",
        "4th AMMTC+ROK, 22 August 2023",
    ]


def test_meeting_can_be_cited_as_it_stands(client, db):
    changed(MeetingFactory(ordinal=17, dates="2023-08"))

    page = read(client.get("/meetings/ammtc-17/"))
    (permanent,) = links(page, ".//section[@class='cite']//a[@class='long']")

    assert permanent == "http://127.0.0.1:8000/meetings/ammtc-17/?as_of=2026-02-01T12:00:00Z"
    assert texts(page, ".//section[@class='cite']/pre") == [
        "@misc{ammtc-17, title = {{17th AMMTC}}, author = {{The ASEAN meetings record}}, year = {2026}, "
        f"note = {{as it stood on 2026-02-01}}, url = {{{permanent}}} }}"
    ]


@pytest.mark.parametrize(
    ("as_of", "date"),
    [
        ("2026-01-01T12:00:01Z", "August 2023"),
        ("2026-01-15", "August 2023"),
        ("2026-01-01", "August 2023"),
        ("2026-02-01T12:00:00Z", "21 August 2023"),
        ("2026-02-01T19:00:00+07:00", "21 August 2023"),
        ("2026-02-01T18:59:59+07:00", "August 2023"),
        ("2026-02-01", "21 August 2023"),
    ],
)
def test_meeting_as_of_a_time_is_what_then_stood(client, db, as_of, date):
    changed(MeetingFactory(ordinal=17, dates="2023-08"))

    page = read(client.get(f"/meetings/ammtc-17/?as_of={as_of}"))

    assert facts(page)["Date"].startswith(date)
    assert texts(page, ".//p[@class='notice']")[0].startswith("This is the record as it stood on ")


def test_meeting_as_of_a_time_has_the_chain_of_then(client, db):
    top = changed(MeetingFactory(ordinal=17, dates="2023-08"))
    low = MeetingFactory(body__slug="somtc", body__acronym="SOMTC", ordinal=23, dates="2023-06", reports_to=top)
    revised(low, at=datetime(2026, 1, 3, tzinfo=UTC))
    delete(low, Change("Entered twice", at=datetime(2026, 3, 1, tzinfo=UTC)))

    then = read(client.get("/meetings/ammtc-17/?as_of=2026-02-02"))
    now = read(client.get("/meetings/ammtc-17/"))

    assert texts(then, ".//ol[@class='steps']/li") == ["23rd SOMTC June 2023reported to", "17th AMMTC"]
    assert links(then, ".//ol[@class='steps']/li/a") == ["/meetings/somtc-23/?as_of=2026-02-02"]
    assert texts(now, ".//ol[@class='steps']/li") == []


@pytest.mark.parametrize(("as_of", "status"), [("2025-12-31", 404), ("yesterday", 400), ("2026-13-01", 400), ("", 400)])
def test_meeting_as_of_a_time_without_it_is_refused(client, db, as_of, status):
    changed(MeetingFactory(ordinal=17, dates="2023-08"))

    response = client.get(f"/meetings/ammtc-17/?as_of={as_of}")

    assert response.status_code == status
    read(response)


def test_meeting_that_was_deleted_is_gone_and_still_readable_as_of(client, db):
    meeting = changed(MeetingFactory(ordinal=17, dates="2023-08"))
    delete(meeting, Change("Entered twice", at=datetime(2026, 3, 1, tzinfo=UTC)))

    response = client.get("/meetings/ammtc-17/")

    assert response.status_code == 410
    assert texts(read(response), ".//main/h1") == ["17th AMMTC"]
    assert texts(read(response), ".//main/p") == [
        "This meeting was taken out of the record on 1 March 2026, 00:00 UTC.",
        "The reason given: “Entered twice”.",
        "What the record said before can be read in its history.",
    ]
    assert client.get("/meetings/ammtc-17/history/").status_code == 200
    assert client.get("/meetings/ammtc-17/?as_of=2026-02-02").status_code == 200


def test_meeting_that_was_merged_redirects_for_good(client, db):
    kept, double = (
        revised(MeetingFactory(ordinal=17)),
        revised(MeetingFactory(ordinal=None, slug="double", dates="2023")),
    )
    delete(double, Change("The same meeting"), merged_into=kept)

    response = client.get("/meetings/double/")

    assert (response.status_code, response.headers["Location"]) == (301, "/meetings/ammtc-17/")


def test_history_tells_what_changed_in_words(client, db):
    changed(MeetingFactory(ordinal=17, dates="2023-08"))

    page = read(client.get("/meetings/ammtc-17/history/"))

    assert texts(page, ".//ol[@class='revisions']/li/h2") == [
        "Revision 2 changed on 1 February 2026, 12:00 UTC",
        "Revision 1 created on 1 January 2026, 12:00 UTC",
    ]
    assert texts(page, ".//del") == ["Before: August 2023"]
    assert texts(page, ".//ins") == ["After: 21 August 2023"]


def test_history_links_each_state_as_it_stood(client, db):
    changed(MeetingFactory(ordinal=17, dates="2023-08"))

    page = read(client.get("/meetings/ammtc-17/history/"))

    assert links(page, ".//ol[@class='revisions']/li/p/a") == [
        "/meetings/ammtc-17/?as_of=2026-02-01T12:00:00Z",
        "/meetings/ammtc-17/?as_of=2026-01-01T12:00:01Z",
    ]


def test_meeting_page_names_its_object_in_the_api(client, record):
    page = read(client.get("/meetings/ammtc-17/"))

    assert links(page, "head/link[@type='application/json']") == ["/api/v1/meetings/ammtc-17/"]


@pytest.mark.parametrize("rows", [1, 3])
def test_meeting_asks_the_same_number_of_queries(client, db, django_assert_num_queries, rows):
    meeting = MeetingFactory(ordinal=10, reports_to=MeetingFactory(ordinal=9, body=BodyFactory(slug="above")))
    for number in range(rows):
        MeetingFactory(ordinal=number + 1, body=BodyFactory(slug="below"), reports_to=meeting)
        MeetingFactory(ordinal=number + 1, body=BodyFactory(slug="beside"), alongside=meeting)
        OfficerFactory(meeting=meeting)
        DocumentFactory(meeting=meeting)
        CitationFactory(meeting=meeting)

    with django_assert_num_queries(13):
        client.get("/meetings/ammtc-10/")


@pytest.mark.parametrize("rows", [1, 3])
def test_meeting_as_of_asks_the_same_number_of_queries(client, db, django_assert_num_queries, rows):
    meeting = MeetingFactory(ordinal=10)
    for _ in range(rows):
        OfficerFactory(meeting=meeting)
        CitationFactory(meeting=meeting)
    revised(meeting)

    with django_assert_num_queries(6):
        client.get("/meetings/ammtc-10/?as_of=9999-01-01")


@pytest.mark.parametrize("rows", [1, 3])
def test_history_asks_the_same_number_of_queries(client, db, django_assert_num_queries, rows):
    meeting = MeetingFactory(ordinal=10)
    for number in range(rows):
        Meeting.objects.filter(pk=meeting.pk).update(theme=f"Theme {number}")
        revised(meeting)

    with django_assert_num_queries(4):
        client.get("/meetings/ammtc-10/history/")
