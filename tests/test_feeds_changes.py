"""Atom feeds of changes: every change an entry, for ever the same, told again only when there is another."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import feedparser
import pytest
from lxml import etree

from meetings.history import Change, delete, revise
from meetings.models import Meeting, Revision
from tests.conftest import end_transaction
from tests.factories import BodyFactory, CountryFactory, MeetingFactory, UserFactory, revised
from tests.test_events import change

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
LATER = NOON + timedelta(days=1)
ATOM = etree.RelaxNG(etree.parse(Path(__file__).with_name("atom.rng")))
# What the grammar of RFC 4287 tells beside its patterns: an entry leads somewhere, and somebody wrote it.
BROKEN = (
    "//a:entry[not(a:link[@rel='alternate'] or a:link[not(@rel)] or a:content)]",
    "//a:entry[not(a:author or ../a:author or a:source/a:author)]",
)
SITE = "http://127.0.0.1:8000"
TAG = "tag:127.0.0.1,2026-11-24:"
ADDRESSES = [
    "/changes.atom",
    "/meetings.atom",
    "/meetings.atom?host=ID",
    "/bodies/ammtc.atom",
    "/meetings/ammtc-2.atom",
]


def feed_at(client, address):
    response = client.get(address)
    assert (response.status_code, response["Content-Type"]) == (200, "application/atom+xml; charset=utf-8")
    told = etree.fromstring(response.content)
    ATOM.assertValid(told)
    assert [told.xpath(rule, namespaces={"a": "http://www.w3.org/2005/Atom"}) for rule in BROKEN] == [[], []]
    feed = feedparser.parse(response.content)
    assert not feed.bozo
    return feed


def entries_at(client, address):
    """(slug, number) of each entry, in their order."""
    ids = [entry.id.removeprefix(f"{TAG}/meetings/").split("/revisions/") for entry in feed_at(client, address).entries]
    return [(slug, int(number)) for slug, number in ids]


def linked(feed, relation):
    return [link.href for link in feed.feed.links if link.rel == relation]


@pytest.fixture
def three(db):
    CountryFactory(), CountryFactory(code="MY", name="Malaysia")
    rows = [revised(MeetingFactory(ordinal=number, host_id="ID"), at=NOON) for number in (1, 2, 3)]
    end_transaction()
    return rows


# What an entry tells.


def test_entry_tells_who_changed_what_and_why(client, three):
    editor = UserFactory(username="ana")
    Meeting.objects.filter(pk=three[1].pk).update(host="MY", theme="<b>Safer</b>")
    revise([three[1].pk], Change("The host & the theme", editor=editor, at=LATER, minor=True))

    entry = feed_at(client, "/meetings/ammtc-2.atom").entries[0]

    assert entry.summary == (
        "<p>The host &amp; the theme</p><ul><li>Host: <del>Indonesia</del> → <ins>Malaysia</ins></li>"
        "<li>Theme: <ins>&lt;b&gt;Safer&lt;/b&gt;</ins></li></ul>"
    )
    assert (entry.id, entry.title, entry.author) == (
        f"{TAG}/meetings/ammtc-2/revisions/2",
        "2nd AMMTC: changed",
        "ana",
    )
    assert (entry.updated, entry.published) == ("2026-11-25T12:00:00+00:00",) * 2
    assert entry.link == f"{SITE}/meetings/ammtc-2/history/?a=1&b=2#compared"
    assert [tag.term for tag in entry.tags] == ["changed", "ammtc", "minor"]


def test_first_state_is_an_entry_that_leads_to_the_meeting(client, three):
    [entry] = feed_at(client, "/meetings/ammtc-1.atom").entries

    assert (entry.title, entry.summary, entry.link) == (
        "1st AMMTC: created",
        "<p>First recorded</p>",
        f"{SITE}/meetings/ammtc-1/",
    )


@pytest.mark.parametrize("address", ["/changes.atom", "/meetings.atom", "/bodies/ammtc.atom", "/meetings/ammtc-1.atom"])
def test_end_of_a_meeting_is_an_entry(client, three, address):
    delete(three[0], Change("It never sat", at=LATER))

    entry = feed_at(client, address).entries[0]

    assert (entry.title, entry.summary) == ("1st AMMTC: deleted", "<p>It never sat</p>")
    assert entry.link == f"{SITE}/meetings/ammtc-1/history/"


def test_entry_of_a_merged_meeting_leads_to_the_other(client, three):
    delete(three[0], Change("The same sitting", at=LATER), merged_into=three[1])

    entry = feed_at(client, "/changes.atom").entries[0]

    target = f'<p>Merged into <a href="{SITE}/meetings/ammtc-2/">ammtc-2</a>.</p>'
    assert (entry.title, entry.summary) == ("1st AMMTC: merged", f"<p>The same sitting</p>{target}")


def test_entry_leaves_out_what_xml_cannot_hold(client, db):
    revised(MeetingFactory(ordinal=1), reason="A bell \x07 and \x1f more")

    assert feed_at(client, "/changes.atom").entries[0].summary == "<p>A bell  and  more</p>"


# Which changes a feed tells.


def test_feed_says_what_it_is(client, three):
    feed = feed_at(client, "/meetings.atom?body=ammtc&ordering=-date").feed

    assert (feed.title, feed.id) == (
        "ASEAN meetings: AMMTC: changes",
        f"{TAG}/meetings.atom?body=ammtc&ordering=-date",
    )
    assert (feed.updated, feed.author) == ("2026-11-24T12:00:00+00:00", "The ASEAN meetings record")
    assert {link.rel: link.href for link in feed.links} == {
        "alternate": f"{SITE}/?body=ammtc&ordering=-date",
        "self": f"{SITE}/meetings.atom?body=ammtc&ordering=-date",
    }


def test_feed_tells_the_changes_of_what_the_query_finds(client, three):
    change(three[1], at=LATER, status="cancelled")
    revised(MeetingFactory(body=BodyFactory(slug="somtc"), ordinal=1, host_id="MY"), at=LATER)

    assert entries_at(client, "/meetings.atom?status=cancelled") == [("ammtc-2", 2), ("ammtc-2", 1)]
    assert entries_at(client, "/meetings.atom?host=MY") == [("somtc-1", 1)]
    assert entries_at(client, "/bodies/somtc.atom") == [("somtc-1", 1)]
    assert entries_at(client, "/countries/MY.atom") == [("somtc-1", 1)]
    assert entries_at(client, "/changes.atom?kind=changed") == [("ammtc-2", 2)]


@pytest.mark.parametrize(
    ("query", "is_told"),
    [("host=ID", True), ("host=MY", False), ("status=held&body=ammtc", True), ("year=2001", False)],
)
def test_end_is_told_where_the_last_record_answers_the_query(client, three, query, is_told):
    delete(three[0], Change("It never sat", at=LATER))

    feed = feed_at(client, f"/meetings.atom?{query}")

    assert any(entry.title == "1st AMMTC: deleted" for entry in feed.entries) == is_told
    assert ("not told here" in feed.feed.subtitle) == (query == "year=2001")


def test_feed_comes_in_parts_that_hold_each_change_once(client, db):
    row = revised(MeetingFactory(ordinal=1), at=NOON)
    for number in range(2, 123):
        Meeting.objects.filter(pk=row.pk).update(notes=f"Note {number}")
        revise([row.pk], Change("Noted", at=NOON + timedelta(minutes=number)))

    for address in ("/changes.atom", "/meetings.atom?body=ammtc", "/meetings/ammtc-1.atom"):
        assert_comes_in_parts(client, address)


def assert_comes_in_parts(client, address):
    parts, nearest = [], address
    while nearest:
        parts.append(feed_at(client, nearest.removeprefix(SITE)))
        nearest = next(iter(linked(parts[-1], "next")), None)

    numbers = [int(entry.id.rpartition("/")[2]) for part in parts for entry in part.entries]
    assert (numbers, [len(part.entries) for part in parts]) == (list(range(122, 0, -1)), [50, 50, 22])
    assert {part.feed.id for part in parts} == {f"{TAG}{address}"}
    assert [linked(part, "first") for part in parts] == [[], [f"{SITE}{address}"], [f"{SITE}{address}"]]
    assert [len(linked(part, "previous")) for part in parts] == [0, 1, 1]


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(("address", "queries"), [("/changes.atom", 4), ("/meetings.atom?body=ammtc", 5)])
def test_feed_takes_few_queries_however_many_changes(client, db, number, address, queries, django_assert_num_queries):
    for ordinal in range(1, number + 1):
        change(revised(MeetingFactory(ordinal=ordinal)), status="cancelled")

    with django_assert_num_queries(queries):
        assert len(feed_at(client, address).entries) == 2 * number


# Whether anything changed.


@pytest.mark.parametrize("address", ADDRESSES)
def test_feed_stays_the_same_until_something_changes(client, three, address, django_assert_num_queries):
    first, second = client.get(address), client.get(address)
    with django_assert_num_queries(1) as asked:
        third = client.get(address, headers={"If-None-Match": first["ETag"]})

    assert first.content == second.content
    assert (third.status_code, third.content) == (304, b"")
    assert [query["sql"] for query in asked if "meetings_meeting" in query["sql"]] == []


def test_change_adds_an_entry_and_leaves_the_others(client, three):
    before = feed_at(client, "/changes.atom").entries

    change(three[1], at=LATER, status="cancelled")

    after = feed_at(client, "/changes.atom").entries
    assert (after[1:], after[0].title) == (before, "2nd AMMTC: changed")


def test_feed_of_an_empty_record_has_nothing_of_the_clock(client, db):
    feed = feed_at(client, "/changes.atom")

    assert (feed.entries, feed.feed.updated) == ([], "1970-01-01T00:00:00+00:00")


def test_every_change_of_the_shipped_record_is_told(client, record):
    assert len(feed_at(client, "/changes.atom").entries) == 50
    assert Revision.objects.count() == 155


# How it is asked for.


@pytest.mark.parametrize(
    ("address", "parameter"),
    [
        ("/meetings.atom?hots=ID", "hots"),
        ("/meetings.atom?limit=3", "limit"),
        ("/meetings.atom?cursor=x", "cursor"),
        ("/bodies/ammtc.atom?host=ID", "host"),
        ("/bodies/ammtc.atom?cursor=x", "cursor"),
        ("/meetings/ammtc-2.atom?a=1", "a"),
        ("/changes.atom?host=ID", "host"),
    ],
)
def test_feed_refuses_what_it_does_not_understand(client, three, address, parameter):
    response = client.get(address)

    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
    assert [error["parameter"] for error in response.json()["errors"]] == [parameter]


@pytest.mark.parametrize("address", ["/meetings/ammtc-9.atom", "/bodies/no-body.atom", "/countries/XX.atom"])
def test_feed_of_nothing_is_not_found(client, three, address):
    assert client.get(address).status_code == 404
