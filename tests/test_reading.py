"""The reading of articles: what a text says of meetings, in the one shape, and nothing that it does not say."""

import pytest

from meetings.dates import DateError
from meetings.reading import Article, Town, parse_article, read
from tests.founding import SOURCE

REPORT = """The 17th ASEAN Ministerial Meeting on Transnational Crime (AMMTC) was held in Labuan Bajo, Indonesia, on 21
August 2023. It was chaired by General Listyo Sigit Prabowo, Chief of the Indonesian National Police.
"""


def records(text, **given):
    return [found.record for found in read(Article(text, **given)).meetings]


def only(text, **given):
    [record] = records(text, **given)
    return record


def test_report_is_read_into_the_one_shape():
    assert read(Article(REPORT, url="https://example.org/a", published="2023-08-22")).language == "en"
    assert only(REPORT, url="https://example.org/a", title="Ministers meet", published="2023-08-22") == {
        "slug": "ammtc-17",
        "body": "ammtc",
        "ordinal": 17,
        "kind": "regular",
        "status": "held",
        "dates": "2023-08-21",
        "host": "ID",
        "venue": {"locality": "Labuan Bajo", "country": "ID"},
        "chair": {"country": "ID", "person": "Listyo Sigit Prabowo"},
        "citations": [
            {
                "source": {
                    "url": "https://example.org/a",
                    "title": "Ministers meet",
                    "published": "2023-08-22",
                    "language": "en",
                },
                "supports": ["ordinal", "status", "dates", "host", "chair", "locality"],
            }
        ],
    }


def test_each_fact_has_the_sentence_it_was_read_from():
    [found] = read(Article(REPORT)).meetings

    first, second = (
        "The 17th ASEAN Ministerial Meeting on Transnational Crime (AMMTC) was held in Labuan Bajo, Indonesia, on 21"
        " August 2023.",
        "It was chaired by General Listyo Sigit Prabowo, Chief of the Indonesian National Police.",
    )
    assert found.quotes == {
        "/dates": first,
        "/venue/locality": first,
        "/host": first,
        "/chair/person": second,
        "/chair/country": second,
    }


def test_headers_of_a_text_tell_where_and_when_it_stood():
    article = parse_article("URL: https://example.org/a\nPUBLISHED: 2023-05-18\n\nA text.")

    assert (article.url, article.published, article.text) == ("https://example.org/a", "2023-05-18", "\nA text.")


def test_text_of_nothing_tells_of_no_meeting():
    assert records("") == records("\n\n") == records("The police chiefs of ASEAN met in Manila on 5 May 2017.") == []


@pytest.mark.parametrize(
    "name",
    [
        "the 13th ASEAN Ministerial Meeting on Transnational Crime",
        "the Thirteenth ASEAN Ministerial Meeting on Transnational Crime (AMMTC)",
        "the AMMTC-13",
        "AMMTC 13",
        "Pertemuan Menteri ASEAN tentang Kejahatan Lintas Negara ke-13",
        "Mesyuarat Menteri-Menteri ASEAN Mengenai Jenayah Rentas Sempadan (AMMTC) Ke-13",
        "Hội nghị Bộ trưởng ASEAN về phòng, chống tội phạm xuyên quốc gia lần thứ 13",
        "การประชุมรัฐมนตรีอาเซียนด้านอาชญากรรมข้ามชาติ ครั้งที่ 13",
        "第十三届东盟打击跨国犯罪部长级会议",
        "第13回ASEAN国境を越える犯罪に関する閣僚会議",
        "제13차 아세안 초국가범죄 장관회의",
        "la 13e réunion ministérielle de l'ASEAN sur la criminalité transnationale",
        "ກອງປະຊຸມລັດຖະມົນຕີອາຊຽນດ້ານອາຊະຍາກຳຂ້າມຊາດ ຄັ້ງທີ 13",
    ],
)
def test_meeting_is_known_by_its_name_in_many_languages(name):
    assert only(f"{name}.")["slug"] == "ammtc-13"


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("the 14th SOMTC+3 Consultation", "somtc-plus-three-14"),
        ("the 4th AMMTC + China Consultation", "ammtc-plus-china-4"),
        ("the 5th SOMTC Plus Canada Consultation", "somtc-plus-canada-5"),
        ("the 19th SOMTC Working Group on Counter-Terrorism", "somtc-wg-ct-19"),
        ("Kelompok Kerja SOMTC tentang Pemberantasan Terorisme ke-18", "somtc-wg-ct-18"),
        ("第7回ASEAN+3国境を越える犯罪に関する閣僚会議(AMMTC+3)", "ammtc-plus-three-7"),
    ],
)
def test_consultations_and_the_working_group_are_bodies_of_their_own(name, slug):
    assert only(f"{name}.")["slug"] == slug


@pytest.mark.parametrize(
    "text",
    [
        "The SOMTC Work Programme was reviewed.",
        "He is the Chairman of SOMTC.",
        "The 43rd ASEAN Senior Officials Meeting on Drug Matters met in Bali.",
        "A SOMTC Workshop on trafficking was held in Manila on 5 May 2021.",
        "The 28th ASEAN Summit was held in Vientiane.",
    ],
)
def test_what_only_shares_the_name_is_no_meeting(text):
    assert records(text) == []


@pytest.mark.parametrize(
    ("said", "published", "edtf"),
    [
        ("on 28 August 2024", None, "2024-08-28"),
        ("from 19 to 23 June 2023", None, "2023-06-19/2023-06-23"),
        ("from September 28 to October 2, 2015", None, "2015-09-28/2015-10-02"),
        ("on August 28, 2567 B.E.", None, "2024-08-28"),
        ("on September 29", None, "XXXX-09-29"),
        ("on September 29", "2015-10-01", "2015-09-29"),
        ("on December 30", "2016-01-02", "2015-12-30"),
        ("on January 2", "2015-12-30", "2016-01-02"),
        ("in August 2023", None, "2023-08"),
    ],
)
def test_day_is_no_finer_than_said_and_its_year_is_that_of_publication(said, published, edtf):
    text = f"The 17th AMMTC was held in Vientiane {said}."

    assert only(text, published=published)["dates"] == edtf


def test_days_of_a_statement_of_a_programme_and_of_the_page_are_not_those_of_the_meeting():
    text = """Friday, 18 August 2023 | 16:20

The Work Programme 2016-2025 was named by the spokesman, who told reporters on Friday (18/8/2023) that the 17th AMMTC
will be held in Labuan Bajo from 20 to 23 August 2023."""

    assert only(text)["dates"] == "2023-08-20/2023-08-23"


def test_day_of_publication_tells_what_is_over():
    text = "The 17th AMMTC is in Labuan Bajo on 21 August 2023."

    assert only(text, published="2023-08-01")["status"] == "planned"
    assert only(text, published="2023-08-22")["status"] == "held"


def test_who_opens_speaks_or_leads_a_delegation_is_not_in_the_chair():
    text = """The 17th AMMTC was opened by President Joko Widodo on 21 August 2023. General Tran Dai Quang led the
delegation of Viet Nam. The keynote was given by Jesse Robredo."""

    assert "chair" not in only(text)


def test_facts_go_to_the_meeting_they_are_said_of():
    text = """Lao PDR chaired the 18th AMMTC, which took place in Vientiane on 28 August 2024. The 17th AMMTC had been
held in Labuan Bajo on 21 August 2023."""

    assert [(it["slug"], it["dates"], it["host"]) for it in records(text)] == [
        ("ammtc-18", "2024-08-28", "LA"),
        ("ammtc-17", "2023-08-21", "ID"),
    ]


def test_chain_is_read_where_results_go_upwards():
    text = """The 19th SOMTC Working Group on Counter-Terrorism met in Bali on 18 May 2023. Its results will be reported
to the 23rd SOMTC in Yogyakarta."""

    assert [(it["slug"], it.get("reports_to")) for it in records(text)] == [
        ("somtc-wg-ct-19", "somtc-23"),
        ("somtc-23", None),
    ]


def test_towns_of_the_record_are_known_by_all_their_names():
    towns = (Town("Panglao", "PH", "Bohol", ("Bohol",)),)
    text = "The 24th SOMTC was held in Bohol on 3 June 2024."

    assert only(text, towns=towns)["venue"] == {"locality": "Panglao", "region": "Bohol", "country": "PH"}


def test_theme_form_and_venue_are_read():
    text = """The 14th AMMTC was held online on 26 November 2020 from the Melia Hotel in Ha Noi, under the theme
"Cohesive and Responsive ASEAN against Transnational Crime"."""
    record = only(text)

    assert (record["format"], record["theme"], record["venue"]["name"]) == (
        "virtual",
        "Cohesive and Responsive ASEAN against Transnational Crime",
        "Melia Hotel",
    )


def test_article_is_a_source_where_it_has_an_address_or_a_title():
    assert "citations" not in only(REPORT)
    assert only(REPORT, url=SOURCE["url"])["citations"][0]["source"] == {"url": SOURCE["url"], "language": "en"}


@pytest.mark.parametrize("published", ["2023-08", "yesterday", "2023-02-31"])
def test_day_of_publication_that_is_none_is_refused(published):
    with pytest.raises(DateError):
        read(Article(REPORT, published=published))


@pytest.mark.parametrize(
    "sign", ["(", "ke-", "AMMTC ", "1/", "第", "a,b ", "การประชุม", "chaired by ", "\u200b", ".", '!"', "a. "]
)
def test_long_texts_of_one_sign_are_read_in_time(sign):
    assert isinstance(read(Article(sign * (20_000 // len(sign)))).meetings, list)


def test_more_meetings_than_an_article_can_name_are_read_in_time():
    named = (f"The AMMTC met in Bali on {day % 28 + 1} May {1900 + day}." for day in range(1, 700))

    assert 0 < len(records(" ".join(named))) <= 400


def test_pages_of_a_pdf_are_read_one_after_another():
    assert parse_article("URL: https://example.org/a\n\fOne\fTwo").text == "\nOne\nTwo"
