"""What holds for every page: valid, whole without script, nothing from elsewhere, and safe with any text."""

import html
import re

import html5lib
import pytest
from django.conf import settings
from django.template.loader import get_template
from django.urls import reverse

from meetings.models import Body, Country, Meeting, Person
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
from timeline.exports.forms import FORMS
from timeline.urls import urlpatterns

PAGES = [
    "/",
    "/?ordering=date",
    "/?country=ID&status=held",
    "/?q=nothing-has-these-words",
    "/meetings/ammtc-17/",
    "/meetings/ammtc-17/?as_of=9999-01-01",
    "/meetings/ammtc-17/history/",
    "/meetings/ammtc-20/",
    "/meetings/somtc-9/",
    "/meetings/somtc-preparatory-ammtc-17/",
    "/meetings/ammtc-plus-three-13/",
    "/bodies/",
    "/bodies/ammtc/",
    "/bodies/somtc-wg-ct/",
    "/chain/",
    "/chain/2023/",
    "/hosts/",
    "/hosts/?body=somtc",
    "/countries/",
    "/countries/ID/",
    "/countries/TL/",
    "/map/",
    "/map/?body=somtc",
    "/people/",
    "/people/joko-widodo/",
    "/changes/",
    "/corrections/",
    "/meetings/ammtc-17/report/?fact=dates",
    "/briefing/",
    "/briefing/?body=ammtc&from=2015",
    "/compare/",
    "/compare/?a=ammtc-17&b=ammtc-18",
    "/search/",
    "/search/?q=declaration",
    "/search/?q=vientianne",
    "/coverage/",
    "/documents/",
    "/documents/?kind=declaration&q=asean",
    "/sources/",
    "/sources/?language=id&page=1",
    "/subscribe/",
    "/subscribe/?body=ammtc&status=held",
    "/subscribe/mail/",
    "/subscribe/mail/?body=ammtc&host=ID",
    "/subscribe/mail/asked/",
    "/subscribe/mail/ended/",
    "/about/",
]
# The pages that are there however empty the record is.
WITHOUT_ROWS = [
    "home",
    "bodies",
    "chain",
    "hosts",
    "countries",
    "map",
    "people",
    "coverage",
    "documents",
    "sources",
    "changes",
    "corrections",
    "search",
    "compare",
    "briefing",
    "subscribe",
    "about",
]
# What is done and not asked, and what programs fetch that add to an address what they like.
NOT_ASKED = {"language", "healthz", "readyz", "robots", "sitemap", "sitemap-pages", "sitemap-part"}
# Pictures, and a page of the desk.
NOT_ASKED |= {"picture", "meeting-picture", "sessions"}
ASKED = [pattern for pattern in urlpatterns if getattr(pattern, "name", None) and pattern.name not in NOT_ASKED]
SLUGS = {"meetings": "ammtc-17", "bodies": "ammtc", "people": "joko-widodo"}
TIME = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d:\d\d(\.\d{1,3})?(Z|[+-]\d\d:\d\d))?)?)?")
HOSTILE = "<script>alert(1)</script>\"'&{{ 7919*7907 }}"


@pytest.mark.parametrize("address", PAGES)
def test_page_is_valid_and_has_what_every_page_has(client, record, address):
    response = client.get(address)
    page = read(response)

    assert response.status_code == 200
    assert [element.tag for element in page.iterfind("body/*")] == ["a", "header", "main", "footer"]
    assert len(texts(page, ".//h1")) == 1
    assert links(page, "body/a") == ["#content"]
    assert texts(page, ".//title")[0]


@pytest.mark.parametrize("address", PAGES)
def test_page_has_nothing_inline_and_nothing_from_elsewhere(client, record, address):
    text = client.get(address).content.decode()

    # A block of data is no script: nothing runs it.
    text = text.replace('<script type="application/ld+json">', "")
    assert re.findall(r"<script(?![^>]* src=)|<style|\sstyle=|\son[a-z]+=|javascript:", text) == []
    found = re.findall(r'<(?:link|img|script|iframe|use)[^>]+(?:href|src)="((?:https?:)?//[^"]*)"', text)
    assert [address for address in found if not address.startswith(f"{settings.PUBLIC_URL}/")] == []


@pytest.mark.parametrize("pattern", ASKED, ids=lambda pattern: pattern.name)
def test_address_refuses_a_parameter_that_it_does_not_know(client, record, pattern):
    slug = next((slug for part, slug in SLUGS.items() if part in str(pattern.pattern)), "")
    values = {"slug": slug, "code": "ID", "year": 2023, "ordinal": 17, "key": "a-report", "token": "none"}
    address = reverse(pattern.name, kwargs={name: values[name] for name in pattern.pattern.converters})

    response = client.get(address, {"hots": "ID"})

    assert response.status_code == 400
    assert "Unknown parameter hots." in response.content.decode()


def test_page_that_takes_one_parameter_names_it(client, record):
    response = client.get("/meetings/ammtc-17/?as_off=2026-11-27")

    assert response.status_code == 400
    assert texts(read(response), ".//div[@role='alert']/p") == ["Unknown parameter as_off. Did you mean as_of?"]


def test_address_in_small_letters_leads_on_with_what_was_asked(client, record):
    response = client.get("/countries/id/?page=1")

    assert (response.status_code, response.url) == (301, "/countries/ID/?page=1")


@pytest.mark.parametrize("address", PAGES)
def test_page_writes_each_time_as_html_knows_it(client, record, address):
    found = re.findall(r'<time datetime="([^"]*)"', client.get(address).content.decode())

    assert [time for time in found if not TIME.fullmatch(time)] == []


@pytest.mark.parametrize("address", PAGES)
def test_page_names_each_element_once(client, record, address):
    found = re.findall(r'\sid="([^"]*)"', client.get(address).content.decode())

    assert sorted(found) == sorted(set(found))


@pytest.mark.stress
def test_every_page_is_reached_from_the_first_and_leads_nowhere_wrong(client, record):
    answers, waiting = {}, {"/"}
    while waiting:
        address = waiting.pop()
        response = client.get(address, follow=True)
        answers[address] = response.status_code
        # What a query narrows is looked at, and not followed: its links lead to ever more queries.
        if "?" not in address and "html" in response.headers["Content-Type"]:
            found = re.findall(r'<a [^>]*href="(/[^"#]*)', response.content.decode())
            waiting |= {html.unescape(link) for link in found} - answers.keys()
        if response.streaming:
            # Read to its end: so many files at once are sent, and no more.
            b"".join(response)
    rows = [*Meeting.objects.all(), *Body.objects.all(), *Country.objects.all(), *Person.objects.all()]

    assert {address: status for address, status in answers.items() if status != 200} == {}
    assert {row.get_absolute_url() for row in rows} - answers.keys() == set()


@pytest.mark.parametrize("name", WITHOUT_ROWS)
def test_page_of_an_empty_record_says_so(client, db, name):
    response = client.get(reverse(name))

    assert response.status_code == 200
    read(response)


def test_page_escapes_every_text(client, db):
    country = CountryFactory(code="XA", name=f"C {HOSTILE}")
    body = BodyFactory(slug="body", acronym=f"B {HOSTILE}"[:60], name=HOSTILE, core=True, lead=country)
    person = PersonFactory(name=f"P {HOSTILE}", variants=[HOSTILE])
    place = PlaceFactory(country=country, region=HOSTILE, locality=HOSTILE)
    meeting = MeetingFactory(
        body=body, slug="hostile", ordinal=3, title=HOSTILE, host=country, chair_person=person, chair_country=country,
        chair_office=HOSTILE, venue_name=HOSTILE, place=place, theme=HOSTILE, agenda=[HOSTILE], notes=HOSTILE,
    )  # fmt: skip
    OfficerFactory(meeting=meeting, person=person, office=HOSTILE, country=country)
    DocumentFactory(meeting=meeting, title=HOSTILE, url="https://press.example/?a=%22&b='")
    source = SourceFactory(title=HOSTILE, publisher=HOSTILE, url="https://press.example/'x&y")
    CitationFactory(meeting=meeting, source=source, supports=[], says={"theme": HOSTILE}, note=HOSTILE)
    revised(meeting, reason=HOSTILE)
    Meeting.objects.filter(pk=meeting.pk).update(theme="")
    revised(meeting, reason=HOSTILE)
    MeetingFactory(body=body, slug="other", ordinal=4, theme=HOSTILE, agenda=[HOSTILE, "other"])
    addresses = [
        *("/", "/bodies/", "/countries/", "/chain/", "/hosts/", "/about/", "/bodies/body/3/"),
        *("/map/", "/coverage/", "/people/", f"/map/?q={HOSTILE}", f"/hosts/?body={HOSTILE}"),
        *("/documents/", "/sources/", f"/documents/?q={HOSTILE}", f"/sources/?publisher={HOSTILE}"),
        *(row.get_absolute_url() for row in (meeting, body, country, person)),
        *("/briefing/", f"/briefing/?q={HOSTILE}"),
        *("/compare/?a=hostile", f"/compare/?a={HOSTILE}", "/compare/?a=hostile&b=other"),
        *("/search/?q=script", f"/search/?q={HOSTILE}", f"/search/?{HOSTILE}=1"),
        *("/changes/", f"/changes/?{HOSTILE}=1", "/meetings/hostile/history/?a=1&b=2"),
        *("/meetings/hostile/history/", f"/?q={HOSTILE}", f"/?{HOSTILE}=1", f"/meetings/hostile/?as_of={HOSTILE}"),
        f"/nowhere/{HOSTILE}",
    ]

    for address in addresses:
        page = read(client.get(address, follow=True))
        inline = [script for script in page.iter("script") if not script.get("src")]
        assert {script.get("type") for script in inline} <= {"application/ld+json"}, address
        assert "62615533" not in "".join(page.itertext()), address


def test_page_bears_titles_of_300_letters(client, db):
    meeting = revised(MeetingFactory(title="W" * 300))

    for address in ("/", meeting.get_absolute_url(), meeting.body.get_absolute_url()):
        assert "W" * 300 in client.get(address).content.decode()


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("/meetings/nowhere/", "The record has no meeting at this address."),
        ("/meetings/nowhere/history/", "The record never had a meeting at this address."),
        ("/bodies/nowhere/", "The record has no body at this address."),
        ("/bodies/ammtc/99/", "No source is known for a 99th AMMTC."),
        ("/bodies/somtc-wg-ct/15/", "No source is known for a 15th SOMTC WG on CT."),
        ("/bodies/somtc-wg-ct/next", "No next SOMTC WG on CT has been announced, as far as the record knows."),
        ("/chain/1990/", "The record has no meeting of the core bodies in 1990."),
        ("/chain/10000/", "There is no such year."),
        ("/countries/XX/", "The record has no country with this code."),
        ("/people/nobody/", "The record has nobody at this address."),
        ("/nowhere/", "Nothing is kept at this address."),
    ],
)
def test_page_that_is_not_there_says_why(client, record, address, sentence):
    response = client.get(address)

    assert (response.status_code, texts(read(response), ".//main/p")[0]) == (404, sentence)


@pytest.mark.parametrize("name", ["400.html", "403.html", "500.html"])
def test_page_of_an_error_needs_no_database_and_no_request(name):
    html5lib.HTMLParser(strict=True).parse(get_template(name).render())


def test_page_is_compressed_and_needs_no_session(client, record):
    response = client.get("/", headers={"accept-encoding": "gzip"})

    assert response.headers["Content-Encoding"] == "gzip"
    # Of cookies only that of the language tells pages apart, and none is set by reading.
    assert response.headers["Vary"] == "Accept-Encoding, Accept-Language, Cookie"
    assert response.cookies == {}


@pytest.mark.parametrize("name", WITHOUT_ROWS)
def test_page_refuses_what_only_writes(client, db, name):
    assert client.post(reverse(name)).status_code == 405


@pytest.mark.parametrize(
    "address", ["/?body=ammtc", "/bodies/ammtc/", "/countries/ID/", "/people/joko-widodo/", "/map/?body=ammtc"]
)
def test_page_offers_what_it_lists_in_every_form(client, record, address):
    page = read(client.get(address))
    offered = [link for link in links(page, "head/link[@title]") if link.startswith("/meetings.")]

    assert [client.head(link).status_code for link in offered] == [200] * (len(FORMS) + 2)
    assert [link for link in links(page, ".//p[@class='ways']/a") if link.startswith("/meetings.")] == offered
    whole = client.get(offered[2]).getvalue().decode().splitlines()
    assert 0 < len(whole) < 155
