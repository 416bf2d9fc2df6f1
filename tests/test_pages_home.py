"""The timeline: what is next, what is listed, and what the filters say."""

import gzip

import pytest
from django.conf import settings
from django.core.cache import caches

from meetings.history import Change, revise
from meetings.models import Meeting
from tests.conftest import end_transaction
from tests.factories import BodyFactory, CitationFactory, CountryFactory, MeetingFactory, revised
from tests.reading import links, read, texts
from timeline.exports.forms import FORMS

MOST_BYTES = 60_000


def home(client, query=""):
    return read(client.get(f"/{query}"))


def listed(page):
    return texts(page, ".//ol[@class='lines']/li/span[@class='what']/a")


def test_home_says_next_and_last_of_each_core_body(client, db):
    body = BodyFactory(core=True, acronym="AMMTC")
    host = CountryFactory(code="PH", name="Philippines")
    MeetingFactory(body=body, ordinal=18, dates="2024-08-28", host=host)
    MeetingFactory(body=body, ordinal=19, dates="2025-09-10", host=host)
    MeetingFactory(body=body, ordinal=None, kind="special", slug="special", dates="2025-12-10")
    MeetingFactory(body=body, ordinal=21, dates="2995", status="planned")
    MeetingFactory(body=body, ordinal=20, dates="2990", status="planned", host=host)

    assert texts(home(client), ".//section[@class='glance level-ministerial']/p") == [
        "Next: 20th AMMTC, 2990, Philippines – no day announced yet.",
        "Last: 19th, 10 September 2025, Philippines.",
    ]


def test_home_says_where_nothing_is_announced_or_known(client, db):
    BodyFactory(core=True)

    assert texts(home(client), ".//section[@class='glance level-ministerial']/p") == [
        "Next: not announced.",
        "Last: none is known.",
    ]


def test_home_does_not_call_a_past_announcement_next_or_held(client, db):
    body = BodyFactory(core=True)
    MeetingFactory(body=body, ordinal=1, dates="2006", status="planned")

    page = home(client)

    assert texts(page, ".//section[@class='glance level-ministerial']/p") == [
        "Next: not announced.",
        "Last: none is known.",
    ]
    assert texts(page, ".//span[@class='tag']") == ["announced; no report that it was held has been found"]


def test_home_of_an_empty_record_is_a_sentence(client, db):
    assert texts(home(client), ".//main//p[@class='lead']") == ["The record is empty: no meeting has been entered yet."]


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("", ["3rd AMMTC", "2nd AMMTC", "1st AMMTC"]),
        ("?ordering=date", ["1st AMMTC", "2nd AMMTC", "3rd AMMTC"]),
        ("?from=2002&to=2002", ["2nd AMMTC"]),
        ("?status=cancelled", []),
        ("?body=&q=&from=2003", ["3rd AMMTC"]),
    ],
)
def test_home_lists_what_is_asked_for(client, db, query, slugs):
    for ordinal in (1, 2, 3):
        MeetingFactory(ordinal=ordinal, dates=f"200{ordinal}-08-21")

    assert listed(read(client.get(f"/{query}", follow=True))) == slugs


def test_home_leaves_empty_fields_out_of_the_address(client, db):
    response = client.get("/?body=&q=&country=&status=held&ordering=date")

    assert (response.status_code, response.headers["Location"]) == (302, "/?status=held&ordering=date")


def test_home_tells_an_unknown_parameter_beside_the_form(client, record):
    response = client.get("/?hots=ID")
    page = read(response)

    assert response.status_code == 400
    assert texts(page, ".//div[@role='alert']/p") == ["Unknown parameter hots. Did you mean host?"]
    assert listed(page) == []
    assert page.findall(".//form[@class='filters']/input[@type='hidden']") == []


@pytest.mark.parametrize("number", ["0", "2", "x", "-1"])
def test_home_refuses_a_part_of_the_list_that_is_not_there(client, record, number):
    response = client.get(f"/?page={number}")

    assert response.status_code == 400
    assert texts(read(response), ".//div[@role='alert']/p") == ["There is no such page of this list. Did you mean 1?"]


def test_home_shows_filters_as_chips_that_can_be_taken_away(client, record):
    page = home(client, "?country=ID&status=held")

    assert texts(page, ".//ul[@class='chips']//a") == [
        "Country: Indonesia ×– remove this filter",
        "Status: held ×– remove this filter",
    ]
    assert links(page, ".//ul[@class='chips']//a") == ["/?status=held#list", "/?country=ID#list"]


def test_home_keeps_what_the_form_does_not_show(client, record):
    page = home(client, "?host=ID&status=held&ordering=date")
    hidden = page.findall(".//form[@class='filters']/input[@type='hidden']")

    assert [(field.get("name"), field.get("value")) for field in hidden] == [("host", "ID"), ("ordering", "date")]


def test_home_offers_the_same_query_as_data(client, record):
    page = home(client, "?country=ID&status=held")

    forms = [f"/meetings.{form.suffix}?country=ID&status=held" for form in FORMS]
    assert links(page, "head/link[@type='application/json']") == ["/api/v1/meetings/?country=ID&status=held", forms[3]]
    others = ["/api/v1/meetings/", "/meetings.ics", "/meetings.atom", "/subscribe/"]
    offered = [*forms, *(f"{address}?country=ID&status=held" for address in others)]
    assert links(page, ".//p[@class='ways']/a")[-10:] == offered


def test_home_shows_gaps_in_the_numbering_where_the_list_has_the_whole_series(client, record):
    whole, one, narrowed = home(client), home(client, "?body=somtc-wg-ct"), home(client, "?body=somtc-wg-ct&host=ID")
    gaps = texts(whole, ".//span[@class='missing']")

    assert "15th–17th SOMTC WG on CT: no source yet" in gaps
    assert "1st–11th SOMTC WG on CT: no source yet" in gaps
    assert texts(one, ".//span[@class='missing']") == [gap for gap in gaps if "SOMTC WG on CT" in gap]
    assert texts(narrowed, ".//span[@class='missing']") == []


def test_home_says_between_which_neighbours_an_undated_meeting_sat(client, record):
    lies = texts(home(client), ".//span[@class='lies']")

    assert lies.count("after the 6th (June 2006) and before the 11th (from 26 July 2011 (end unknown))") == 4


def test_home_draws_every_listed_meeting_as_a_link_with_its_name(client, record):
    page = home(client)
    drawn = page.findall(".//{*}svg[@class='time']//{*}a")

    assert len(drawn) == 155
    assert {link.get("href") for link in drawn} == set(links(page, ".//span[@class='what']/a"))
    assert all("".join(link.find("{*}title").itertext()) for link in drawn)


def test_home_draws_missing_numbers_as_brackets_that_say_so(client, record):
    titles = texts(home(client), ".//{*}g[@class='gap']/{*}title")

    assert titles[:3] == [f"{numbers} SOMTC WG on CT: no source yet" for numbers in ("1st–11th", "13th", "15th–17th")]


def test_home_draws_the_chain_of_2023(client, record):
    page = home(client, "?year=2023")

    assert len(page.findall(".//{*}line[@class='link']")) == 3


@pytest.mark.parametrize("rows", [1, 3])
def test_home_asks_the_same_number_of_queries(client, db, django_assert_num_queries, rows):
    country = CountryFactory()
    body = BodyFactory(core=True)
    for ordinal in range(2, 2 + rows):
        CitationFactory(meeting=MeetingFactory(body=body, ordinal=ordinal * 2, host=country))

    with django_assert_num_queries(6):
        client.get("/")


def test_home_weighs_little(client, record):
    page = client.get("/", headers={"accept-encoding": "gzip"}).content
    static = settings.BASE_DIR / "timeline/static/timeline"
    files = [gzip.compress(path.read_bytes()) for path in static.rglob("*.*")]

    assert len(page) + sum(map(len, files)) <= MOST_BYTES


def test_home_draws_only_the_lanes_that_a_filter_leaves(client, record):
    def lanes(query):
        return [len(part.findall("{*}a")) for part in home(client, query).iterfind(".//{*}svg[@class='names']")]

    assert [lanes(query) for query in ("", "?body=ammtc", "?body=ammtc-plus-three")] == [[3, 27], [1], [1]]


@pytest.mark.parametrize(("most", "others"), [(100, 2), (1, 1)])
def test_home_folds_the_core_bodies_that_have_no_room(client, db, monkeypatch, most, others):
    monkeypatch.setattr("timeline.pages.home.MOST_MARKS", most)
    monkeypatch.setattr("timeline.pages.drawing.MOST_LANES", 1)
    for number in range(12):
        body = BodyFactory(slug=f"body-{number}", core=True)
        revised(MeetingFactory(body=body, dates="2020-05-01"))

    lanes = [len(part.findall("{*}g")) for part in home(client).iterfind(".//{*}svg[@class='time']")]

    assert lanes == [10, others]


def test_home_does_not_take_another_part_of_the_list_for_a_gap(client, db, monkeypatch):
    monkeypatch.setattr("timeline.pages.home.MOST_ROWS", 2)
    for ordinal in (1, 2, 3, 5):
        MeetingFactory(ordinal=ordinal, dates=f"200{ordinal}-08-21")

    parts = [home(client, query) for query in ("", "?page=2")]

    assert [listed(part) for part in parts] == [["5th AMMTC", "3rd AMMTC"], ["2nd AMMTC", "1st AMMTC"]]
    assert [texts(part, ".//span[@class='missing']") for part in parts] == [["4th AMMTC: no source yet"], []]
    assert [links(part, ".//nav[@class='paging']/a") for part in parts] == [["?page=2"], ["?page=1"]]


def test_home_counts_what_is_too_much_to_draw_in_as_many_nodes_as_ever(client, record, monkeypatch):
    monkeypatch.setattr("timeline.pages.home.MOST_MARKS", 100)
    page = home(client)
    lanes = [len(part.findall("{*}g")) for part in page.iterfind(".//{*}svg[@class='time']")]
    counted = [int(bar.get("data-count")) for bar in page.iterfind(".//{*}a[@class='bin']")]

    assert page.find(".//figure").get("data-dense") is not None
    assert (lanes, sum(counted)) == ([3, 1], Meeting.objects.dated().count())
    assert page.findall(".//{*}a[@data-key]") == []


def test_home_leads_from_each_count_to_what_it_counts(client, record, monkeypatch):
    monkeypatch.setattr("timeline.pages.home.MOST_MARKS", 30)
    bar = home(client, "?status=held").findall(".//{*}a[@class='bin']")[-1]
    found = client.get(bar.get("href").partition("#")[0])

    assert bar.get("href") == "?status=held&from=2025-01-01&to=2025-12-31#list"
    assert found.status_code == 200


def test_home_is_kept_until_the_record_changes(client, record, settings, django_assert_num_queries):
    settings.PAGES_KEPT = True
    caches["pages"].clear()
    before = client.get("/").content

    with django_assert_num_queries(1):
        again = client.get("/").content
    meeting = Meeting.objects.get(slug="ammtc-17")
    Meeting.objects.filter(pk=meeting.pk).update(title="The meeting at Labuan Bajo")
    revise([meeting.pk], Change(reason="Named"))
    end_transaction()
    after = client.get("/").content

    assert again == before
    assert b"The meeting at Labuan Bajo" not in before
    assert b"The meeting at Labuan Bajo" in after


def test_only_the_first_core_bodies_are_told_in_words(client, db):
    for number in range(12):
        BodyFactory(slug=f"core-{number}", core=True)

    assert client.get("/").content.count(b'<section class="glance ') == 10
