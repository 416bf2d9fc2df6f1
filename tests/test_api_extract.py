"""extract/: an article is sent, the meetings that it tells of come back, and nothing is written."""

import json

import pytest
from django.core.cache import cache
from django.test import Client

from meetings.models import Draft, Meeting
from tests.factories import CountryFactory, PlaceFactory, UserFactory
from tests.writing import API, Program, chain_of_bodies, errors_in, planned, program

pytestmark = pytest.mark.django_db
ADDRESS = f"{API}extract/"
TEXT = (
    "The 17th ASEAN Ministerial Meeting on Transnational Crime (AMMTC) was held in Labuan Bajo, Indonesia, on 21 August"
    " 2023. It was chaired by General Listyo Sigit Prabowo, Chief of the Indonesian National Police."
)
SENTENCE, OTHER = f"{TEXT.partition('2023. ')[0]}2023.", TEXT.partition("2023. ")[2]
# Whatever a text can tell, and then what it says.
NOTHING = dict.fromkeys(planned()) | {"officers": [], "agenda": [], "documents": [], "gaps": {}, "citations": []}
READ = NOTHING | {
    "slug": "ammtc-17",
    "body": "ammtc",
    "ordinal": 17,
    "kind": "regular",
    "status": "held",
    "dates": "2023-08-21",
    "host": "ID",
    "chair": {"country": "ID", "person": "Listyo Sigit Prabowo", "office": None},
    "venue": {"name": None, "locality": "Labuan Bajo", "region": None, "country": "ID"},
}


def sent(client, data=None, **keys):
    return client.post(ADDRESS, json.dumps({"text": TEXT} | keys if data is None else data), "application/json")


def at(value, pointer):
    """What a JSON pointer (RFC 6901) leads to."""
    for step in pointer.split("/")[1:]:
        value = value[int(step) if isinstance(value, list) else step]
    return value


def test_article_is_answered_with_its_meetings_in_the_one_shape_and_their_sentences(client):
    answer = sent(client)

    assert answer.json() == {
        "language": "en",
        "meetings": [READ],
        "quotes": [
            {"pointer": "/meetings/0/dates", "quote": SENTENCE},
            {"pointer": "/meetings/0/venue/locality", "quote": SENTENCE},
            {"pointer": "/meetings/0/chair/person", "quote": OTHER},
            {"pointer": "/meetings/0/chair/country", "quote": OTHER},
            {"pointer": "/meetings/0/host", "quote": SENTENCE},
        ],
    }
    assert (answer["Cache-Control"], answer["Access-Control-Allow-Origin"]) == ("no-store", "*")


def test_source_that_is_told_is_cited_by_each_meeting(client):
    told = {"url": "https://asean.org/a", "title": "Ministers met", "publisher": "ASEAN", "published": "2023-08-22"}
    [meeting] = sent(client, **told).json()["meetings"]

    assert meeting["citations"] == [
        {
            "source": told | {"language": "en"},
            "supports": ["ordinal", "status", "dates", "host", "chair", "locality"],
            "says": {},
            "note": None,
        }
    ]


def test_plain_text_is_read_with_its_headers(client):
    text = f"URL: https://asean.org/a\nPUBLISHED: 2023-08-22\n\n{TEXT}"
    answer = client.post(ADDRESS, text, "text/plain").json()

    assert answer == sent(client, url="https://asean.org/a", published="2023-08-22").json()


@pytest.mark.parametrize("text", [TEXT, "The 17th AMMTC was held in Labuan Bajo, Indonesia, on 21 August."])
def test_what_is_read_can_be_proposed_as_it_is(client, text):
    chain_of_bodies()
    [meeting] = sent(client, text=text, url="https://asean.org/a").json()["meetings"]
    answer = program("proposer of ammtc", scope="propose").post(f"{API}drafts/", {"proposal": meeting})

    assert (answer.status_code, answer.json()["proposal"]) == (201, meeting)


def test_meeting_that_the_text_does_not_tell_apart_wants_a_slug_to_be_proposed(client):
    chain_of_bodies()
    [meeting] = sent(client, text="The AMMTC was held in Indonesia in August 2023.").json()["meetings"]
    who = program("proposer of ammtc", scope="propose")

    answers = [who.post(f"{API}drafts/", {"proposal": meeting | {"slug": slug}}) for slug in (None, "ammtc-2023")]

    assert meeting["slug"] is None
    assert [answer.status_code for answer in answers] == [400, 201]
    assert errors_in(answers[0]) == {"/proposal/slug": "This is needed."}


def test_each_sentence_belongs_to_something_that_was_read(client):
    text = f"{TEXT} The 23rd SOMTC will be held in Yogyakarta from 19 to 23 June, chaired by Indonesia."
    answer = sent(client, text=text, url="https://asean.org/a", published="2023-05-18").json()

    found = {quote["pointer"]: at(answer, quote["pointer"]) for quote in answer["quotes"]}

    assert [meeting["slug"] for meeting in answer["meetings"]] == ["ammtc-17", "somtc-23"]
    assert [pointer for pointer, value in found.items() if value in (None, [], {})] == []
    assert found["/meetings/1/dates"] == "2023-06-19/2023-06-23"
    assert all(quote["quote"] in text for quote in answer["quotes"])


def test_year_that_nobody_tells_stays_unknown(client):
    assert sent(client, text="The 17th AMMTC was held on 21 August.").json()["meetings"][0]["dates"] == "XXXX-08-21"


def test_nothing_is_written_and_nobody_need_say_who_they_are(client):
    sent(client)

    assert (Meeting.objects.count(), Draft.objects.count()) == (0, 0)


def test_text_without_a_meeting_is_answered_with_none(client):
    assert sent(client, text="Short.").json() == {"language": None, "meetings": [], "quotes": []}


@pytest.mark.parametrize("number", [1, 3])
def test_towns_of_the_record_are_known_in_one_query(client, django_assert_num_queries, number):
    country = CountryFactory(code="PH")
    for index in range(number):
        PlaceFactory(locality=f"Town {index}", region="Bohol", country=country, variants=[f"Old Town {index}"])

    with django_assert_num_queries(1):
        [meeting] = sent(client, text="The 17th AMMTC was held in Old Town 0 on 3 May 2023.").json()["meetings"]
    assert meeting["venue"] == {"name": None, "locality": "Town 0", "region": "Bohol", "country": "PH"}


@pytest.mark.parametrize(
    ("data", "errors"),
    [
        ({}, {"/text": "This is needed."}),
        ({"text": "  "}, {"/text": "This is needed."}),
        ({"text": 5}, {"/text": "Write this as text in quotes; 5 was read as a number."}),
        ({"text": "a\0b"}, {"/text": "Null characters are not allowed."}),
        ({"text": "a" * 100_001}, {"/text": "This is too long: it may have 100000 characters."}),
        (
            {"txt": "a", "published": "2023-08", "url": "ftp:x", "language": "English"},
            {
                "/txt": "Unknown key txt. Did you mean text?",
                "/language": "Give a language by its code, such as en, id or fil.",
                "/text": "This is needed.",
                "/published": "Give one day, as in 2023-05-18.",
                "/url": "Give a whole web address that begins with http:// or https://.",
            },
        ),
    ],
)
def test_all_that_is_wrong_is_told_at_once(client, data, errors):
    answer = sent(client, data)

    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert answer.json()["detail"].startswith("What was sent is not an article to read;")
    assert errors_in(answer) == errors


@pytest.mark.parametrize("day", ["", "2023-08-21?", "2023-08-20/2023-08-21", "2023-08-21/", "XXXX-08-21", 20230821])
def test_day_of_publication_that_is_no_day_is_refused(client, day):
    answer = sent(client, published=day)

    assert (answer.status_code, [*errors_in(answer)]) == (400, ["/published"])


def test_what_is_wrong_above_a_plain_text_is_told_by_its_key(client):
    answer = client.post(ADDRESS, "URL: asean.org\nPUBLISHED: today\n\n ", "text/plain")

    assert (answer.status_code, [*errors_in(answer)]) == (400, ["/text", "/url", "/published"])


@pytest.mark.parametrize(
    ("body", "content_type", "status", "words"),
    [
        (b"", "application/json", 400, "The body is empty. Send an article as a JSON object."),
        (b"[]", "application/json", 400, "The body must be an article"),
        (b"\xff", "text/plain", 400, "The body is not UTF-8."),
        (b"a", "text/plain; charset=tis-620", 400, "The body is said to be in tis-620. Send it in UTF-8."),
        (b"a", "text/html", 415, "The body must be application/json or text/plain"),
        (b"a" * 2_000_001, "text/plain", 413, "more than 2 MB"),
    ],
)
def test_body_that_is_no_article_is_refused(client, body, content_type, status, words):
    answer = client.generic("POST", ADDRESS, body, content_type)

    assert (answer.status_code, words in answer.json()["detail"]) == (status, True)


def test_reading_by_get_is_told_how(client):
    answer, head = client.get(ADDRESS), client.head(ADDRESS)

    assert (answer.status_code, answer["Allow"]) == (405, "POST, OPTIONS")
    assert answer.json()["detail"] == "GET is not possible here. Possible are POST, OPTIONS."
    assert (head.status_code, head["Content-Type"], head["Allow"]) == (405, answer["Content-Type"], answer["Allow"])


def test_scripts_of_any_origin_are_let_in_and_their_asking_first_is_not_counted(client, settings):
    cache.clear()
    settings.REQUESTS_A_MINUTE = settings.REQUESTS_A_MINUTE | {"extract": 1}
    asked = {"Origin": "https://example.org", "Access-Control-Request-Method": "POST"}
    answers = [client.options(ADDRESS, headers=asked) for _ in range(3)]

    assert [answer.status_code for answer in [*answers, sent(client)]] == [204, 204, 204, 200]
    assert answers[0]["Access-Control-Allow-Methods"] == "POST, OPTIONS"
    assert "Content-Type" in answers[0]["Access-Control-Allow-Headers"]


def test_whoever_says_who_they_are_must_be_right():
    browser = Client(enforce_csrf_checks=True)
    anonymous = sent(browser)
    browser.force_login(UserFactory())
    reader = program(scope="read")

    codes = [each.post(ADDRESS, {"text": TEXT}).status_code for each in (reader, Program("amr_0_0"))]

    assert (anonymous.status_code, codes) == (200, [200, 401])
    assert "X-CSRFToken" in sent(browser).json()["detail"]


def test_articles_are_counted_apart_from_what_is_read_and_written(client, settings):
    cache.clear()
    settings.REQUESTS_A_MINUTE = settings.REQUESTS_A_MINUTE | {"extract": 1}
    answers = [sent(client), sent(client), client.get(f"{API}bodies/")]

    assert [answer.status_code for answer in answers] == [200, 429, 200]
    assert answers[1].json()["detail"].startswith("Reading articles is limited to 1 requests a minute.")
    assert 0 < int(answers[1]["Retry-After"]) <= 60
