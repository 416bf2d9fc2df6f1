"""Readers report errors: without an account and without script, once each, and read by nobody before the answer."""

import re
import time

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from meetings.history import Change, delete
from meetings.models import Report
from tests.factories import MeetingFactory, revised
from tests.reading import links, read, texts
from timeline.pages.reports import LATEST, stamp

pytestmark = pytest.mark.django_db
FORM = "/meetings/ammtc-17/report/"
HTML = "<script>alert(1)</script>"


@pytest.fixture(autouse=True)
def _nothing_counted():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def meeting(db):
    return revised(MeetingFactory(slug="ammtc-17", ordinal=17, dates="2023-08-21"))


def typed(*, age=60, **fields):
    said = {"fact": "dates", "comment": "It was the 22nd", "proposed": "22 August 2023", "homepage": ""}
    return said | {"source": "https://press.example/1", "email": "", "opened": stamp(time.time() - age)} | fields


def answered(report, **fields):
    fields = {"decision": "refused", "answer": "Two sources say the 21st.", "decided_at": timezone.now()} | fields
    Report.objects.filter(pk=report.pk).update(**fields)
    return Report.objects.get(pk=report.pk)


def said_wrong(response):
    return texts(read(response), ".//div[@class='problems']/p")


def test_report_is_kept_for_the_editors_of_the_body(client, meeting):
    response = client.post(FORM, typed(email="ana@mail.example"))

    report = Report.objects.get()
    assert (response.status_code, response["Location"]) == (303, f"/reports/{report.key}/")
    told = ["slug", "body", "base", "fact", "comment", "proposed", "source", "email", "decision", "answer", "revision"]
    assert {name: getattr(report, name) for name in told} == {
        "slug": "ammtc-17", "body": meeting.body, "base": 1, "fact": "dates", "comment": "It was the 22nd",
        "proposed": "22 August 2023", "source": "https://press.example/1", "email": "ana@mail.example",
        "decision": "open", "answer": "", "revision": None,
    }  # fmt: skip


def test_report_sent_twice_is_one(client, meeting):
    answers = [client.post(FORM, typed()), client.post(FORM, typed()), client.post(FORM, typed(comment="Another"))]

    assert [answer["Location"] for answer in answers[:2]] == [answers[0]["Location"]] * 2
    assert Report.objects.count() == 2


def test_form_offers_the_fact_that_the_reader_came_from(client, meeting):
    page = read(client.get("/meetings/ammtc-17/"))
    [address] = [link for link in links(page, ".//a[@class='wrong']") if "dates" in link]

    form = read(client.get(f"/meetings/ammtc-17/{address}"))

    assert texts(form, ".//select[@name='fact']/option[@selected]") == ["Date"]
    assert len(texts(form, ".//form[@class='letter']//label")) == 6


def test_form_says_that_a_fact_is_none_and_lets_choose(client, meeting):
    response = client.get(f"{FORM}?fact=date")

    assert response.status_code == 400
    assert said_wrong(response) == ["There is no fact of this name here. Choose one. Did you mean dates?"]


@pytest.mark.parametrize(
    ("fields", "sentences"),
    [
        ({"comment": ""}, ["What is wrong or missing: This field is required."]),
        ({"comment": " \x00\x07 "}, ["What is wrong or missing: This field is required."]),
        ({"fact": ""}, ["What it is about: This field is required."]),
        (
            {"fact": "nothing"},
            ["What it is about: Select a valid choice. nothing is not one of the available choices."],
        ),
        (
            {"comment": "x" * 1001},
            ["What is wrong or missing: Ensure this value has at most 1000 characters (it has 1001)."],
        ),
        (
            {"comment": "http://a.example http://b.example www.c.example"},
            ["What is wrong or missing: This holds too many links. Give one as the source, and say the rest in words."],
        ),
        (
            {"source": "javascript:alert(1)"},
            [
                "Where that is written: Give a whole web address that begins with http:// or https://, "
                "or leave it empty."
            ],
        ),
        ({"email": "nobody"}, ["Your e-mail address: Enter a valid email address."]),
        (
            {"homepage": "spam"},
            ["A field that people do not see was filled in. It is empty now: send it once more."],
        ),
        ({"age": 1}, ["This came faster than anybody writes. Wait a moment, and send it once more."]),
        (
            {"age": LATEST + 1},
            ["This form lay open for too long. Look at what you wrote, and send it once more."],
        ),
        (
            {"opened": "forged"},
            ["This form lay open for too long. Look at what you wrote, and send it once more."],
        ),
    ],
)
def test_report_that_cannot_be_taken_is_told_why_and_nothing_is_lost(client, meeting, fields, sentences):
    response = client.post(FORM, typed(**fields))

    assert response.status_code == 400
    assert said_wrong(response) == ["Nothing was sent yet.", *sentences]
    assert Report.objects.count() == 0
    assert texts(read(response), ".//textarea[@name='proposed']") == ["22 August 2023"]


@pytest.mark.parametrize("fields", [{"homepage": "spam"}, {"opened": "forged"}, {"age": LATEST + 1}])
def test_report_is_taken_when_it_is_sent_once_more(client, meeting, fields):
    page = read(client.post(FORM, typed(**fields)))
    shown = {each.get("name"): each.get("value", "") for each in page.iterfind(".//form[@class='letter']//input")}
    age = {"opened": stamp(time.time() - 60)} if fields != {"homepage": "spam"} else {}

    response = client.post(FORM, typed() | {name: shown[name] for name in ("homepage", "opened")} | age)

    assert (response.status_code, Report.objects.count()) == (303, 1)


def test_report_keeps_no_sign_that_nobody_sees(client, meeting):
    client.post(FORM, typed(comment="It\x00 was\u202e the\r\n22nd\x1b"))

    assert Report.objects.get().comment == "It was the\n22nd"


def test_reports_from_one_address_are_limited_and_told_when_to_come_again(client, meeting, settings):
    settings.REPORTS_AN_HOUR = 3
    codes = [client.post(FORM, typed(comment=f"Error {number}")).status_code for number in range(3)]

    response = client.post(FORM, typed())
    elsewhere = client.post(FORM, typed(), REMOTE_ADDR="203.0.113.7")

    assert (codes, response.status_code, elsewhere.status_code) == ([303] * 3, 429, 303)
    assert 1 <= int(response["Retry-After"]) <= 3600
    assert texts(read(response), ".//h1") == ["Too many reports"]
    assert Report.objects.count() == 4


def test_report_without_its_token_is_refused_with_a_page(meeting):
    client = Client(enforce_csrf_checks=True)

    response = client.post(FORM, typed())
    form = client.get(FORM).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form)[1]
    taken = client.post(FORM, typed(csrfmiddlewaretoken=token))

    assert (response.status_code, taken.status_code) == (403, 303)
    assert texts(read(response), ".//h1") == ["This form could not be checked"]


def test_report_waits_unread_by_others(client, meeting):
    address = client.post(FORM, typed(comment="Buy this", email="ana@mail.example"))["Location"]

    told = [client.get(place).content.decode() for place in (address, "/meetings/ammtc-17/", "/corrections/")]

    assert [
        word for text in told for word in ("Buy this", "22 August", "press.example/1", "ana@") if word in text
    ] == []
    assert "waiting for the editors" in told[0]
    assert client.get(address)["X-Robots-Tag"] == "noindex"


def test_answer_stands_on_the_page_of_the_report_and_of_the_meeting(client, meeting):
    address = client.post(FORM, typed(comment=HTML, email="ana@mail.example"))["Location"]
    answered(Report.objects.get())

    pages = [client.get(place) for place in (address, "/meetings/ammtc-17/")]

    for page in pages:
        [told] = texts(read(page), ".//main//blockquote")
        assert "Not corrected: Two sources say the 21st." in told
        assert HTML in told
        assert "ana@mail" not in page.content.decode()


def test_report_that_was_set_aside_is_shown_nowhere(client, meeting):
    address = client.post(FORM, typed(comment="Buy this"))["Location"]
    answered(Report.objects.get(), decision="set-aside", answer="")

    assert client.get(address).status_code == 404
    assert "Buy this" not in client.get("/meetings/ammtc-17/").content.decode()


def test_form_of_a_meeting_that_is_gone_says_so(client, meeting):
    delete(meeting, Change("Entered twice"))

    assert [client.get(FORM).status_code, client.post(FORM, typed()).status_code] == [410, 410]
    assert client.get("/meetings/nowhere/report/").status_code == 404


def test_form_and_page_of_a_report_speak_indonesian(client, meeting):
    spoken = {"headers": {"accept-language": "id"}}
    form = read(client.get(FORM, **spoken))
    page = read(client.get(client.post(FORM, typed())["Location"], **spoken))

    assert texts(form, ".//h1") == ["Laporkan kesalahan"]
    assert texts(page, ".//main/p[@role='status']")[0].endswith("dan menunggu penyunting. Terima kasih.")
