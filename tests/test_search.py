"""Full text without regard to case and accents, the same on either database."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from meetings.models import Meeting
from meetings.search import CALLED, LEAST, fold, matching, terms_of, words_of
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


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Hà Nội", "ha noi"),
        ("HÀ NỘI", "ha noi"),
        ("Ha\u0300 No\u0323\u0302i", "ha noi"),
        ("Đà Nẵng", "da nang"),
        ("Nguyễn Văn Thưởng", "nguyen van thuong"),
        ("Viêng Chăn", "vieng chan"),
        ("São Tomé", "sao tome"),
        ("İstanbul", "istanbul"),
        ("Straße", "strasse"),
        ("ﬁnal oﬃce", "final office"),
        ("Ⅻ AMMTC™", "xii ammtctm"),
        ("ＡＭＭＴＣ", "ammtc"),
        ("  a \t\u00a0 b\n\nc ", "a b c"),
        ("", ""),
        ("กรุงเทพฯ", "กรุงเทพฯ"),
        ("ប្រទេសកម្ពុជា", "ប្រទេសកម្ពុជា"),
        ("ວຽງຈັນ", "ວຽງຈັນ"),
        ("နေပြည်တော်", "နေပြည်တော်"),
        ("東京 が", "東京 が"),
        ("서울", "서울"),
        ("🇮🇩 👩‍💻", "🇮🇩 👩‍💻"),
    ],
)
def test_fold(text, folded):
    assert fold(text) == folded


@pytest.mark.parametrize(("one", "other"), [("มี", "มา"), ("ក៏", "ក"), ("ກີ", "ກ"), ("ကု", "က"), ("กำ", "กา")])
def test_vowel_signs_tell_words_apart(one, other):
    assert fold(one) != fold(other)


@settings(derandomize=True, database=None, deadline=None)
@given(st.text())
@example("ℌ")
@example("ͅ")
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@settings(derandomize=True, database=None, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"], max_codepoint=0x24F)))
def test_folding_knows_no_case(text):
    assert fold(text) == fold(text.lower()) == fold(text.title())


def test_words_are_those_of_the_folded_text_each_once():
    assert words_of(" Hà  Nội, 2023 ha ") == ["ha", "noi,", "2023"]


@pytest.fixture
def found(db):
    """Meetings of which each word below is told in one way only."""
    meeting = MeetingFactory(
        slug="ammtc-17", ordinal=17, body=BodyFactory(acronym="AMMTC", name="Ministers", name_id="Menteri"),
        host=CountryFactory(code="VN", name="Viet Nam"), venue_name="Hotel Meruorah", theme="Together", notes="Rainy",
        place=PlaceFactory(country=CountryFactory(code="ID"), region="East", locality="Đà Nẵng", variants=["Danang"]),
        agenda=["sea piracy"], chair_person=PersonFactory(name="Listyo", variants=["Sigit"]), chair_office="Police",
    )  # fmt: skip
    OfficerFactory(meeting=meeting, person=PersonFactory(name="Joko", variants=["Jokowi"]), office="President")
    DocumentFactory(meeting=meeting, title="Declaration of Đà Nẵng")
    CitationFactory(meeting=meeting, source=SourceFactory(title="Mahfud arrives", publisher="Okezone"))
    revised(meeting)
    revised(MeetingFactory(slug="ammtc-18", ordinal=18, body=meeting.body))
    return meeting


@pytest.mark.parametrize(
    "query",
    ["17th", "ammtc-17", "nam", "meruorah", "TOGETHER", "rainy", "east", "indonesia", "da nang", "Danang", "piracy",
     "listyo", "sigit", "police", "joko", "jokowi", "president", "declaration", "mahfud", "okezone", "sea nang joko"]
)  # fmt: skip
def test_a_meeting_is_found_by_all_that_is_told_of_it(found, query):
    assert list(matching(Meeting.objects.all(), query)) == [found]


@pytest.mark.parametrize("query", ["", "  ", "ammtc", "Ministers", "menteri"])
def test_what_is_told_of_all_finds_all(found, query):
    assert matching(Meeting.objects.all(), query).count() == 2


@pytest.mark.parametrize("query", ["nowhere", "17th nowhere", "%", "_", "1_th", "\\", "'; DROP TABLE", "🇮🇩"])
def test_what_is_told_of_none_finds_none(found, query):
    assert list(matching(Meeting.objects.all(), query)) == []


@pytest.mark.parametrize(
    ("query", "terms"),
    [
        ("Filipina", [("filipina", "philippines")]),
        ("bali FILIPINA 2023", [("bali",), ("filipina", "philippines"), ("2023",)]),
        ("Selandia  Baru", [("selandia baru", "new zealand")]),
        ("baru selandia", [("baru",), ("selandia",)]),
        ("filipina philippines filipina", [("filipina", "philippines"), ("philippines",)]),
        ("indonesia", [("indonesia",)]),
        ("Vietnam", [("vietnam", "viet nam")]),
        ("Singapura", [("singapura",)]),
    ],
)
def test_country_by_another_name_may_be_named_as_in_the_record(db, query, terms):
    CountryFactory(code="PH", name="Philippines"), CountryFactory(code="NZ", name="New Zealand")
    CountryFactory(code="VN", name="Viet Nam"), CountryFactory(code="ID", name="Indonesia")

    assert terms_of(query) == terms


def test_no_other_name_of_a_country_is_too_short_for_the_index():
    assert [name for name in CALLED if len(name) < LEAST] == []


def test_meetings_of_a_country_are_found_by_its_other_names(record, client):
    for name in ("Filipina", "Singapura", "Kamboja", "Vietnam", "RDR Laos", "Laos"):
        code = CALLED[fold(name)]
        hosted = set(Meeting.objects.filter(host=code).values_list("slug", flat=True))
        answer = client.get("/api/v1/meetings/", {"q": name, "fields": "slug", "limit": 500, "ordering": "relevance"})

        assert (name, hosted - {row["slug"] for row in answer.json()["results"]}) == (name, set())
    page = client.get("/search/?q=Filipina", headers={"accept-language": "id"}).content.decode()
    assert ("/countries/PH/" in page, "<mark>" in page) == (True, True)


def test_matching_takes_one_query_however_many_words(found, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert list(matching(Meeting.objects.all(), "ministers joko " * 2000)) == [found]


def test_the_shipped_meetings_in_ha_noi_are_found_in_any_spelling(record):
    there = set(Meeting.objects.filter(place__locality="Ha Noi"))

    found = [there - set(matching(Meeting.objects.all(), query)) for query in ("Ha Noi", "hanoi", "HÀ NỘI", "Hà Nội")]

    assert (len(there) > 0, found) == (True, [set()] * 4)
