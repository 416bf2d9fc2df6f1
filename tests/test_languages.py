"""Two languages at the same addresses: pages follow the reader, programs and the desk are answered in English."""

import os
import re

import html5lib
import pytest
from django.template.loader import get_template
from django.urls import reverse
from django.utils.translation import override

from meetings.history import Change, delete
from meetings.models import Body, Country, Meeting
from meetings.models.meetings import Kind
from scripts.messages import read as catalogue
from tests.factories import BodyFactory, MeetingFactory, revised
from tests.reading import read, texts
from timeline.apps import compile_catalogue
from timeline.templatetags.record import count, named

INDONESIAN = {"accept-language": "id"}
PAGES = [
    "/",
    "/?country=ID&status=held&from=2001",
    "/?q=nothing-has-these-words",
    "/meetings/ammtc-17/",
    "/meetings/ammtc-17/?as_of=9999-01-01",
    "/meetings/ammtc-17/?as_of=never",
    "/meetings/ammtc-17/history/",
    "/meetings/somtc-9/",
    "/bodies/",
    "/bodies/ammtc/",
    "/bodies/ammtc/99/",
    "/chain/",
    "/chain/2023/",
    "/countries/",
    "/countries/ID/",
    "/countries/TL/",
    "/people/joko-widodo/",
    "/subscribe/",
    "/subscribe/mail/",
    "/subscribe/mail/asked/",
    "/about/",
    "/hosts/",
    "/hosts/?body=somtc-wg-ct",
    "/changes/",
    "/documents/?kind=declaration",
    "/sources/?language=ja",
    "/people/",
    "/map/",
    "/coverage/",
    "/briefing/?body=ammtc",
    "/embed/meetings/ammtc-17/",
    "/embed/",
    "/embed/?year=2023",
    "/coverage/",
    "/briefing/?body=ammtc",
    "/embed/meetings/ammtc-17/",
    "/search/?q=bali",
    "/compare/?a=ammtc-16&b=ammtc-17",
    "/search/?q=bali+nowhere-at-all",
    "/nowhere/",
]


def own_texts(page):
    """What the page itself says, text by text; without what is told to be in English."""
    if page.get("lang") == "en":
        return
    for text in (page.text, page.get("title"), page.get("aria-label"), page.get("placeholder"), page.get("content")):
        yield " ".join((text or "").split())
    for child in page:
        yield from own_texts(child)
        yield " ".join((child.tail or "").split())


def english_texts():
    """Every whole text of the interface that Indonesian says in other words."""
    return {
        entry.msgid
        for entry in catalogue("id")
        if entry.msgstr and entry.msgstr != entry.msgid and "%(" not in entry.msgid
    }


@pytest.mark.parametrize("address", PAGES)
def test_page_in_indonesian_has_no_word_of_the_english_interface(client, record, address):
    page = read(client.get(address, headers=INDONESIAN))
    said = {text.strip(" ,;.:–·") for text in own_texts(page)}

    assert page.get("lang") == "id"
    assert said & {text.strip(" ,;.:") for text in english_texts()} == set()


@pytest.mark.parametrize("address", PAGES)
def test_page_asks_the_database_the_same_in_every_language(client, record, address, django_assert_max_num_queries):
    with django_assert_max_num_queries(100) as english:
        client.get(address)
    with django_assert_max_num_queries(100) as indonesian:
        client.get(address, headers=INDONESIAN)

    assert len(indonesian) == len(english)


@pytest.mark.parametrize("address", ["/", "/meetings/ammtc-17/", "/countries/"])
def test_numbers_in_attributes_are_the_machines_in_every_language(client, record, address):
    page = client.get(address, headers=INDONESIAN).content.decode()

    assert re.findall(r'\s(?:x|y|x1|x2|y1|y2|width|height|cx|cy|r)="[^"]*,[^"]*"', page) == []


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("id", "id"),
        ("id-ID,id;q=0.9,en;q=0.8", "id"),
        ("en-GB,en;q=0.9,id;q=0.8", "en"),
        ("th,id;q=0.5", "id"),
        ("th", "en"),
        ("*", "en"),
        ("%%;;q=x", "en"),
        (None, "en"),
    ],
)
def test_page_comes_in_the_best_language_of_those_that_the_browser_asks_for(client, db, asked, language):
    response = client.get("/about/", headers={"accept-language": asked} if asked else {})

    assert read(response).get("lang") == language
    assert response.headers["Content-Language"] == language
    assert {"Accept-Language", "Cookie"} <= set(response.headers["Vary"].split(", "))


def test_axis_names_its_months_in_the_language_of_the_reader(client, record):
    page = read(client.get("/?year=2023&body=ammtc", headers=INDONESIAN))

    assert texts(page, ".//{*}text[@class='year']") == ["Jan 2023", "Apr", "Jul", "Okt"]


def test_switch_keeps_page_and_query_and_is_remembered(client, record):
    address = "/?country=ID&status=held"
    page = read(client.get(address))
    form = page.find(".//form[@action='/language/']")
    given = {each.get("name"): each.get("value") for each in form if each.get("name")}

    response = client.post("/language/", given)

    assert given == {"next": address, "language": "id"}
    assert (response.status_code, response.headers["Location"]) == (302, address)
    cookie = response.cookies["language"]
    assert (cookie.value, cookie["samesite"], cookie["httponly"]) == ("id", "Lax", True)
    assert read(client.get(address, headers={"accept-language": "en"})).get("lang") == "id"


def test_switch_leads_to_where_the_browser_is(client, db):
    # A script may have changed the address since the page was made.
    response = client.post(
        "/language/", {"language": "id", "next": "/"}, headers={"referer": "http://testserver/?year=2023"}
    )

    assert response.headers["Location"] == "http://testserver/?year=2023"


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", ""])
def test_switch_leads_nowhere_else(client, db, elsewhere):
    response = client.post("/language/", {"language": "id", "next": elsewhere}, headers={"referer": elsewhere})

    assert response.headers["Location"] == "/"


def test_switch_refuses_a_language_that_it_does_not_know(client, db):
    response = client.post("/language/", {"language": "xx"})

    assert response.status_code == 400
    assert texts(read(response), ".//main/p") == ["Choose one of the languages of this site: en, id."]
    assert response.cookies == {}


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("hots=ID", "Parameter hots tidak dikenal. Maksud Anda host?"),
        ("host=Jepang", "Tidak ada negara Jepang. Maksud Anda JP?"),
        ("year=next", "year adalah bilangan dari 1000 sampai 9999, bukan next."),
        ("from=30+Februari+2023", "Bulan Februari 2023 tidak mempunyai tanggal 30."),
        ("from=Senin,+21+Juni+2023", "2023-06-21 adalah hari Rabu, bukan Senin; perbaiki salah satunya."),
        ("from=soon", "“soon” tidak dapat dibaca sebagai tanggal; tulis seperti “18–19 Mei 2023” atau “2023-05-18”."),
        ("page=99", "Daftar ini tidak mempunyai halaman itu. Maksud Anda 1?"),
    ],
)
def test_refusal_is_told_in_the_language_of_the_reader(client, record, query, sentence):
    response = client.get(f"/?{query}", headers=INDONESIAN)

    assert (response.status_code, texts(read(response), ".//*[@role='alert']/p")) == (400, [sentence])


def test_filter_that_is_set_is_named_in_the_language_of_the_reader(client, record):
    page = read(client.get("/?country=JP&status=held&from=May+2005&precision=none&contested=true", headers=INDONESIAN))

    assert texts(page, ".//ul[@class='chips']/li") == [
        "Negara: Jepang ×– hapus saringan ini",
        "Status: terlaksana ×– hapus saringan ini",
        "Dari: Mei 2005 ×– hapus saringan ini",
        "Ketelitian: tanpa tanggal ×– hapus saringan ini",
        "Diperselisihkan: ya ×– hapus saringan ini",
    ]


@pytest.mark.parametrize(
    "address",
    [
        "/api/v1/",
        "/api/v1/meetings/?limit=3",
        "/api/v1/meetings/ammtc-17/",
        "/api/v1/meetings/ammtc-17/claims/",
        "/api/v1/meetings/?hots=ID",
        "/api/v1/meetings/?from=31+May",
        "/api/v1/meetings/nowhere/",
        "/api/v1/countries/",
        "/api/v1/bodies/",
        "/api/v1/counts/",
        "/api/v1/schema/",
        "/api/nowhere/",
        "/oembed?url=http://127.0.0.1:8000/",
        "/healthz",
    ],
)
def test_program_is_answered_the_same_in_whatever_language_it_asks(client, record, address):
    plain = client.get(address)
    client.cookies["language"] = "id"
    asked = client.get(address, headers=INDONESIAN)

    assert (asked.status_code, asked.content) == (plain.status_code, plain.content)
    assert asked.headers.get("ETag") == plain.headers.get("ETag")
    assert "language" not in asked.headers.get("Vary", "").lower()


@pytest.mark.parametrize(
    ("name", "heading"),
    [
        ("400.html", "Permintaan tidak dapat dipahami"),
        ("403.html", "Ini tidak diizinkan"),
        ("500.html", "Terjadi kesalahan di pihak kami"),
    ],
)
def test_page_of_an_error_is_in_the_language_of_the_reader(name, heading):
    with override("id"):
        page = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(get_template(name).render())

    assert (page.get("lang"), texts(page, ".//h1")) == ("id", [heading])


def test_page_of_what_was_taken_out_is_in_the_language_of_the_reader(client, db):
    meeting = revised(MeetingFactory())
    delete(meeting, Change("Entered twice"))

    response = client.get(meeting.get_absolute_url(), headers=INDONESIAN)
    page = read(response)

    assert (response.status_code, page.get("lang")) == (410, "id")
    assert texts(page, ".//main/p")[0].startswith("Pertemuan ini dikeluarkan dari catatan pada ")
    assert [element.text for element in page.iterfind(".//main//span[@lang='en']")] == ["Entered twice"]


def test_catalogue_is_compiled_once_and_anew_when_it_has_changed(tmp_path):
    source = tmp_path / "django.po"
    source.write_text('msgid "Host"\nmsgstr "Tuan rumah"\n', encoding="utf-8")
    os.utime(source, (1, 1))

    compile_catalogue(source)
    first = (tmp_path / "django.mo").stat()
    compile_catalogue(source)
    second = (tmp_path / "django.mo").stat()
    os.utime(tmp_path / "django.mo", (0, 0))
    compile_catalogue(source)

    assert (first.st_ino, first.st_mtime_ns) == (second.st_ino, second.st_mtime_ns)
    assert (tmp_path / "django.mo").stat().st_mtime > 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["django.mo", "django.po"]


def test_desk_speaks_english_so_that_its_words_are_not_mixed(admin_client, record):
    page = read(admin_client.get("/admin/meetings/meeting/", headers=INDONESIAN))

    assert page.get("lang") == "en"
    assert "Log out" in "".join(page.itertext())


def test_names_follow_the_reader(db, record):
    meeting, body = Meeting.objects.get(slug="ammtc-17"), Body.objects.get(slug="somtc")

    with override("id"):
        said = (meeting.name, body.full_name, str(Country.objects.get(code="JP")), str(meeting.place.country))

    assert said == (
        "AMMTC ke-17",
        "Pertemuan Pejabat Senior ASEAN tentang Kejahatan Lintas Negara",
        "Jepang",
        "Indonesia",
    )
    assert (meeting.name, str(Country.objects.get(code="JP"))) == ("17th AMMTC", "Japan")


def test_meeting_is_found_by_the_name_that_the_reader_is_shown(client, record):
    page = read(client.get("/compare/?a=AMMTC+ke-16&b=ammtc+KE-17", headers=INDONESIAN))

    assert texts(page, ".//h1") == ["AMMTC ke-16 dan AMMTC ke-17"]


def test_every_country_has_a_name_in_every_language(record):
    with override("id"):
        named_alike = {country.name for country in Country.objects.all() if str(country) == country.name}

    assert named_alike == {
        "Australia", "Brunei Darussalam", "India", "Indonesia", "Malaysia", "Myanmar", "Thailand",
        "Timor-Leste", "Viet Nam",
    }  # fmt: skip


def test_name_without_a_translation_is_marked_as_english(db):
    body = BodyFactory(name="Workshop on <b>Ships</b>", name_id="")
    titled = MeetingFactory(body=body, title="Workshop of Manila")

    assert (named(body), named(titled)) == ("Workshop on <b>Ships</b>", "Workshop of Manila")
    with override("id"):
        assert named(body) == '<span lang="en">Workshop on &lt;b&gt;Ships&lt;/b&gt;</span>'
        assert named(titled) == '<span lang="en">Workshop of Manila</span>'
        body.name_id = "Lokakarya Kapal"
        assert named(body) == "Lokakarya Kapal"


def test_meeting_without_a_number_is_named_in_the_language_of_the_reader(db):
    meeting = MeetingFactory(slug="special", ordinal=None, kind=Kind.SPECIAL, dates="2023-06-05")

    assert meeting.name == f"Special {meeting.body.acronym}, 5 June 2023"
    with override("id"):
        assert meeting.name == f"{meeting.body.acronym} khusus, 5 Juni 2023"


@pytest.mark.parametrize(
    ("language", "number", "said"),
    [
        ("en", 1, "1 meeting"),
        ("en", 2, "2 meetings"),
        ("en", 0, "0 meetings"),
        ("id", 1, "1 pertemuan"),
        ("id", 2, "2 pertemuan"),
    ],
)
def test_count_says_the_plural_of_the_language(language, number, said):
    with override(language):
        assert count(number, "meeting") == said


def test_switch_is_for_sending_only(client, db):
    assert client.get(reverse("language")).status_code == 405
