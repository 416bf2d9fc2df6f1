"""Letters, through a real mail server: asked for, confirmed, digests as often as wanted, ended by one press."""

import re
import socket
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from django.core.cache import cache
from django.utils import timezone

from meetings.history import Change, revise
from meetings.models import Commit
from tests.conftest import end_transaction
from tests.factories import BodyFactory, CountryFactory, MeetingFactory, revised
from timeline.models import Reader
from timeline.notices import letters
from timeline.pages.letters import change as change_of_reader
from timeline.pages.letters import made

pytestmark = pytest.mark.django_db
MAIL = "/subscribe/mail/"
ADDRESS = "desk@mfa.example"
SPELT = {year: ADDRESS if year % 2 else ADDRESS.upper() for year in range(2010, 2015)}


class Box:
    """A mailbox: what came, parsed; refuses what it is told to, or does not know its owner."""

    def __init__(self):
        self.letters, self.refuses, self.knows = [], False, True

    async def handle_RCPT(self, server, session, envelope, address, options):
        if not self.knows:
            return "550 No such user here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.refuses:
            return "451 Try again later"
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


@pytest.fixture
def box(settings):
    cache.clear()
    held = Box()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = Controller(held, hostname="127.0.0.1", port=port, ready_timeout=30)
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = ""
    yield held
    server.stop()


def ask(client, often="daily", query="", language="en", **fields):
    given = {"email": ADDRESS, "often": often, "query": query, **fields}
    return client.post(MAIL, given, headers={"Accept-Language": language})


def own_page(letter):
    """The path of the reader's page, as the letter tells it."""
    text = letter.get_body(("plain",)).get_content()
    return re.search(r"https?://[^/\s]+(/subscribe/mail/[A-Za-z0-9]{40}/)", text)[1]


def confirm(client, box, **wanted):
    """Follow changes as somebody does who opens the link and says yes; the reader."""
    end_transaction()
    ask(client, **wanted)
    client.post(own_page(box.letters.pop()), {"often": wanted.get("often", "daily")})
    return Reader.objects.get()


def write(now):
    end_transaction()
    number = 0
    while letters.write_one(now):
        number += 1
    return number


def change(meeting, reason="As the press says", *, minor=False, **fields):
    for name, value in fields.items():
        setattr(meeting, name, value)
    meeting.save()
    revise([meeting.pk], Change(reason, minor=minor))


def test_letters_are_asked_for_confirmed_written_and_ended(client, box):
    meeting = revised(MeetingFactory(ordinal=17))
    reader = confirm(client, box)
    change(meeting, "The ministry says so", notes="In the rain")

    tomorrow = timezone.now() + timedelta(days=1)
    written = write(tomorrow)
    [letter] = box.letters
    plain, html = (letter.get_body((kind,)).get_content() for kind in ("plain", "html"))
    unsubscribing = letter["List-Unsubscribe"].strip("<>").partition("8000")[2]
    ended = client.post(unsubscribing, {"List-Unsubscribe": "One-Click"})

    assert written == 1
    assert (letter["To"], letter["Subject"]) == (ADDRESS, "1 change to the record")
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "17th AMMTC – changed" in plain
    assert "Notes: In the rain" in plain
    assert "Why: The ministry says so" in plain
    assert "<ins>In the rain</ins>" in html
    assert (ended.status_code, Reader.objects.count()) == (302, 0)
    assert client.get(f"{MAIL}{reader.token}/").status_code == 404


def test_one_letter_asks_and_opening_its_link_does_nothing(client, box):
    answer = ask(client)
    [letter] = box.letters

    page = client.get(own_page(letter))

    assert (answer.status_code, answer["Location"]) == (302, "/subscribe/mail/asked/")
    assert page.status_code == 200
    assert Reader.objects.get().confirmed_at is None
    assert "List-Unsubscribe" not in letter


def test_nothing_is_written_to_who_did_not_confirm(client, box):
    ask(client)
    box.letters.clear()
    revised(MeetingFactory())

    assert (write(timezone.now() + timedelta(days=30)), box.letters) == (0, [])


def test_address_that_nobody_confirms_is_forgotten(client, box):
    ask(client)

    forgotten = [letters.forget(timezone.now() + timedelta(days=days)) for days in (2, 4)]

    assert (forgotten, Reader.objects.count()) == ([0, 1], 0)


def test_asking_twice_sends_one_letter_within_an_hour(client, box):
    answers = [ask(client).headers["Location"] for _ in range(2)]

    assert answers == ["/subscribe/mail/asked/"] * 2
    assert len(box.letters) == 1


def test_asking_again_changes_nothing_for_who_confirmed(client, box):
    reader = confirm(client, box, often="weekly")

    ask(client, often="at-once")

    reader.refresh_from_db()
    assert reader.often == "weekly"


@pytest.mark.parametrize(("often", "days"), [("daily", 1), ("weekly", 7)])
def test_digest_comes_as_often_as_wanted(client, box, often, days):
    meeting = revised(MeetingFactory(ordinal=1))
    confirm(client, box, often=often)
    now = timezone.now()
    change(meeting, notes="One")
    change(meeting, notes="Two")

    written = [write(now + timedelta(days=days, hours=hours)) for hours in (-1, 1, 2)]

    assert written == [0, 1, 0]
    assert [letter["Subject"] for letter in box.letters] == ["2 changes to the record"]


def test_date_is_told_at_once_and_nothing_else_is(client, box):
    meeting = revised(MeetingFactory(ordinal=1, dates="2010-08-21"))
    confirm(client, box, often="at-once")
    change(meeting, notes="Not so urgent")
    write(timezone.now())
    before = list(box.letters)

    meeting.dates = type(meeting)._meta.get_field("dates").to_python("2010-08-22")
    change(meeting)
    write(timezone.now())

    assert before == []
    assert "Date: 21 August 2010 → 22 August 2010" in box.letters[0].get_body(("plain",)).get_content()


def test_minor_edits_are_not_told(client, box):
    meeting = revised(MeetingFactory())
    confirm(client, box)
    change(meeting, "A comma", minor=True, notes="In, the rain")

    write(timezone.now() + timedelta(days=1))

    assert box.letters == []


def test_query_chooses(client, box):
    indonesia, malaysia = CountryFactory(code="ID"), CountryFactory(code="MY")
    confirm(client, box, query="host=ID")
    revised(MeetingFactory(ordinal=1, host=indonesia))
    revised(MeetingFactory(ordinal=2, host=malaysia))

    write(timezone.now() + timedelta(days=1))

    text = box.letters[0].get_body(("plain",)).get_content()
    assert ("1st AMMTC" in text, "2nd AMMTC" in text) == (True, False)


def test_letters_are_in_the_language_of_who_asked(client, box):
    ask(client, language="id")
    question = box.letters[0].get_body(("plain",)).get_content()
    confirm_page = own_page(box.letters.pop())
    end_transaction()
    client.post(confirm_page, {"often": "daily"})
    revised(MeetingFactory(ordinal=1))

    write(timezone.now() + timedelta(days=1))

    plain = box.letters[0].get_body(("plain",)).get_content()
    assert "Buka halaman ini dan jawab ya di sana:" in question
    assert box.letters[0]["Subject"] == "1 perubahan pada catatan"
    assert "AMMTC ke-1 – dibuat" in plain
    assert "Anda meminta surat-surat ini." in plain


def test_reader_whose_query_can_find_nothing_any_more_is_told_so_once(client, box):
    body = BodyFactory(slug="other")
    confirm(client, box, query="body=other", language="id")
    body.delete()
    revised(MeetingFactory())

    write(timezone.now() + timedelta(days=1))

    [letter] = box.letters
    text = letter.get_body(("plain",)).get_content()
    assert letter["Subject"] == "Surat Anda tentang perubahan telah berakhir"
    assert "http://127.0.0.1:8000/?body=other" in text
    assert "Tidak ada badan other." in text
    assert Reader.objects.count() == 0


def test_letter_that_could_not_be_sent_is_sent_later(client, box):
    confirm(client, box)
    revised(MeetingFactory())
    box.refuses, tomorrow = True, timezone.now() + timedelta(days=1)
    write(tomorrow)

    box.refuses = False
    written = [write(tomorrow + timedelta(minutes=minutes)) for minutes in (1, 16)]

    assert written == [0, 1]
    assert len(box.letters) == 1


@pytest.mark.parametrize(("knows", "stay"), [(True, 1), (False, 0)])
def test_address_is_forgotten_once_its_host_knows_it_no_more(client, box, knows, stay):
    confirm(client, box)
    revised(MeetingFactory())
    box.refuses, box.knows, now = True, knows, timezone.now()

    for days in range(1, letters.VAIN + 1):
        write(now + timedelta(days=2 * days))

    assert Reader.objects.count() == stay


def test_commit_that_changes_no_meeting_is_no_news(client, box):
    confirm(client, box, often="at-once")
    Commit.objects.create()
    end_transaction()

    assert [letters.write_one(timezone.now()) for _ in range(2)] == [True, False]


def test_two_who_ask_for_the_same_at_once_are_one_reader(db):
    wanted = {"email": ADDRESS, "query": ""}

    readers = [made(wanted, timezone.now()) for _ in range(2)]

    assert readers[0] == readers[1]


def test_what_a_worker_moved_meanwhile_stays_as_it_is(client, box):
    reader = confirm(client, box)
    Reader.objects.update(position=reader.position + 7)

    change_of_reader(reader, "weekly", timezone.now())

    assert list(Reader.objects.values_list("position", "often")) == [(reader.position + 7, "weekly")]


def test_reader_changes_how_often(client, box):
    reader = confirm(client, box)

    client.post(f"{MAIL}{reader.token}/", {"often": "weekly"})

    reader.refresh_from_db()
    assert reader.often == "weekly"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"email": "nobody"}, "Enter a valid email address."),
        ({"email": ""}, "This field is required."),
        ({"query": "hots=ID"}, "Unknown parameter hots."),
        ({"often": "hourly"}, "Select a valid choice."),
    ],
)
def test_what_cannot_be_asked_is_refused(client, box, wrong, sentence):
    answer = ask(client, **wrong)

    assert answer.status_code == 400
    assert sentence in answer.content.decode()
    assert (Reader.objects.count(), box.letters) == (0, [])


def test_query_of_the_address_is_refused_where_it_is_wrong(client):
    answer = client.get(f"{MAIL}?hots=ID")

    assert answer.status_code == 400
    assert "Did you mean host?" in answer.content.decode()


def test_who_fills_in_what_nobody_sees_gets_no_letter(client, box):
    answer = ask(client, website="https://spam.example")

    assert (answer.status_code, box.letters, Reader.objects.count()) == (302, [], 0)


def test_one_address_is_asked_few_times_whatever_the_query(client, box):
    answers = [ask(client, email=email, query=f"year={year}").headers["Location"] for year, email in SPELT.items()]

    assert answers == ["/subscribe/mail/asked/"] * 5
    assert len(box.letters) == 3


def test_many_letters_are_not_asked_for_at_once(client, box, settings):
    settings.REQUESTS_A_MINUTE = settings.REQUESTS_A_MINUTE | {"letters": 2}

    answers = [ask(client, email=f"desk{number}@mfa.example") for number in range(3)]

    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert answers[2]["Retry-After"] == "60"


def test_mail_server_that_is_away_is_told(client, settings):
    cache.clear()
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = (
        "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1", 9,
    )  # fmt: skip

    answer = ask(client)

    assert (answer.status_code, Reader.objects.count()) == (503, 0)
    assert "No letter could be sent to that address just now." in answer.content.decode()
