"""Whether cited pages are still there: real servers on this machine, asked politely, and what is kept of it."""

import time
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command

from meetings.checking import Manners, Pace, check, seconds_of, waiting
from meetings.fetching import Answer
from meetings.models import Commit, Source
from tests.factories import CitationFactory, MeetingFactory, SourceFactory, revised
from tests.hosts import hosting

DAY = date(2026, 11, 27)
NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def checked(*sources, today=DAY, **pace):
    """(how many ended how, the sources of which something is told)."""
    told = []
    pace = Pace(**{"delay": 0, "seconds": 5} | pace)
    outcomes = check(
        list(sources), Manners("Tests", seconds=2), pace, today=today, tell=lambda *line: told.append(line)
    )
    return outcomes, told


def source_at(host, path, **fields):
    return SourceFactory(url=host.address(path), **fields)


@pytest.mark.parametrize(
    ("status", "link", "words"),
    [
        (200, "found", "200 OK"),
        (404, "gone", "404 Not Found"),
        (410, "gone", "410 Gone"),
        (403, "refused", "403 Forbidden"),
        (500, "unreachable", "500 Internal Server Error"),
    ],
)
def test_what_a_host_says_is_kept_with_the_day(status, link, words):
    with hosting({"/": (status, {})}) as host:
        outcomes, _ = checked(source_at(host, "/"))

    source = Source.objects.get()
    assert (source.link, source.link_told, source.checked_on, outcomes) == (link, words, DAY, {link: 1})
    assert source.failing_since == (DAY if link == "unreachable" else None)


def test_a_host_that_is_not_reached_for_a_month_is_gone():
    with hosting({}) as host:
        source = source_at(host, "/")
    states = []

    for days in (0, 7, 29, 30):
        source.refresh_from_db()
        checked(source, today=DAY + timedelta(days=days))
        states.append(Source.objects.values_list("link", "failing_since").get())

    assert states == [("unreachable", DAY), ("unreachable", DAY), ("unreachable", DAY), ("gone", DAY)]


def test_those_never_asked_for_come_first_then_those_longest_ago():
    ago = {"today": 0, "week": 7, "month": 30, "never": None, "paper": None}
    for title, days in ago.items():
        row = SourceFactory(title=title, **({"url": ""} if title == "paper" else {}))
        Source.objects.filter(pk=row.pk).update(checked_on=None if days is None else DAY - timedelta(days=days))

    found = [row.title for row in waiting(DAY, again_after=timedelta(days=6), most=10)]

    assert found == ["never", "month", "week"]
    assert [row.title for row in waiting(DAY, again_after=timedelta(days=6), most=1)] == ["never"]


def test_a_host_is_left_in_peace_between_two_requests():
    with hosting({"/1": (200, {}), "/2": (200, {})}) as host:
        began = time.monotonic()
        checked(source_at(host, "/1"), source_at(host, "/2"), delay=0.4)

    assert 0.4 <= time.monotonic() - began < 2


def test_a_busy_host_is_not_asked_again_and_its_sources_stay_as_they_were():
    with hosting({"/1": (429, {"Retry-After": "3600"}), "/2": (200, {})}) as host, hosting({}) as other:
        first, second, third = source_at(host, "/1"), source_at(host, "/2"), source_at(other, "/3")
        outcomes, _ = checked(first, second, third)

    assert [path for _, path, _ in host.asked] == ["/1"]
    assert (outcomes["busy"], outcomes["left"]) == (1, 1)
    assert list(Source.objects.order_by("pk").values_list("link", "checked_on"))[:2] == [("", None), ("", None)]


@pytest.mark.parametrize(
    ("told", "seconds"),
    [
        ("120", 120),
        ("Fri, 27 Nov 2026 12:01:30 GMT", 90),
        ("Fri, 27 Nov 2026 11:00:00 GMT", 0),
        ("soon", 3600),
        (None, 3600),
    ],
)
def test_how_long_a_host_asks_to_be_left_in_peace(told, seconds):
    assert seconds_of(Answer(503, {"Retry-After": told} if told else {}), NOON) == seconds


def test_time_is_bounded():
    with hosting({"/1": (200, {}), "/2": (200, {})}) as host:
        outcomes, told = checked(source_at(host, "/1"), source_at(host, "/2"), delay=60, seconds=1)

    assert (outcomes, len(told)) == ({"found": 1, "left": 1}, 1)


def test_only_what_pages_tell_moves_the_version_of_the_record():
    with hosting({"/": (200, {})}) as host:
        source = source_at(host, "/")
        moved = []
        for status in (200, 404, 404, 200):
            host.answers["/"] = (status, {})
            before = Commit.objects.count()
            source.refresh_from_db()
            checked(source)
            moved.append(Commit.objects.count() - before)

    assert moved == [0, 1, 0, 1]


def test_what_was_found_says_nothing_of_another_address():
    with hosting({}) as host:
        source = source_at(host, "/", archive_url="https://archive.example/1")
        checked(source)
    source.refresh_from_db()
    state = source.link, source.archive_url

    source.url = "https://asean.org/new"
    source.save()

    source.refresh_from_db()
    assert (state, source.link, source.checked_on) == (("gone", "https://archive.example/1"), "", None)


def test_pages_lead_to_the_archived_copy_where_the_page_is_gone(client):
    gone = SourceFactory(archive_url="https://archive.example/1", url="https://press.example/gone", title="Gone")
    kept = SourceFactory(archive_url="https://archive.example/2", url="https://press.example/kept", title="Kept")
    Source.objects.filter(pk=gone.pk).update(link="gone")
    meeting = MeetingFactory()
    CitationFactory(meeting=meeting, source=gone), CitationFactory(meeting=meeting, source=kept)
    page = client.get(revised(meeting).get_absolute_url()).content.decode()

    assert page.count("(page gone)") == 1
    assert page.count('href="https://archive.example/1"') == 1
    assert "https://archive.example/2" not in page
    assert client.get("/sources/").content.decode().count("(page gone)") == 1


def test_command_asks_and_tells(capsys):
    with hosting({"/1": (200, {}), "/2": (404, {})}) as host:
        sources = [source_at(host, path) for path in ("/1", "/2")]
        call_command("check_sources", "--delay=0", "--timeout=2")
        agent = host.asked[0][2]["User-Agent"]

    told = capsys.readouterr()
    assert told.out == "Of 2 sources to ask for: 1 found, 1 gone.\n"
    assert told.err == f"gone: {sources[1].url}\n"
    assert agent == "ASEAN-meetings-record (checks its links; http://127.0.0.1:8000/about/)"


def test_command_asks_no_private_network(capsys):
    with hosting({"/": (200, {})}, allowed=False) as host:
        source_at(host, "/")
        call_command("check_sources", "--delay=0")

    assert (host.asked, Source.objects.get().link) == ([], "unreachable")


@pytest.mark.parametrize(("name", "wrong"), [("most", "0"), ("seconds", "-1"), ("delay", "9999"), ("timeout", "0.1")])
def test_command_refuses_what_is_out_of_range(name, wrong):
    with pytest.raises(CommandError, match=f"^--{name} is a number from "):
        call_command("check_sources", f"--{name}={wrong}")
