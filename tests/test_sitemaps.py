"""Sitemaps: every page once with its last change, in parts; and what robots are asked to leave alone."""

import re
from xml.etree import ElementTree

import pytest
from django.urls import reverse

from meetings.models import Meeting, Person
from tests.conftest import end_transaction
from tests.factories import MeetingFactory, PersonFactory, revised
from tests.reading import links, read
from timeline import sitemaps

SITE = "http://127.0.0.1:8000"


def entries(response):
    """{path: time of the last change or None} as a search engine reads it."""
    root = ElementTree.fromstring(response.content)
    texts = [{child.tag.rpartition("}")[2]: child.text for child in entry} for entry in root]
    assert root.tag.startswith(f"{{{sitemaps.SCHEMA}}}")
    found = {text["loc"].removeprefix(SITE): text.get("lastmod") for text in texts}
    assert len(found) == len(texts)
    return found


def told(client):
    """All pages of all parts that the index names."""
    found = {}
    for path in entries(client.get("/sitemap.xml")):
        part = entries(client.get(path))
        assert not part.keys() & found.keys()
        found |= part
    return found


def test_sitemaps_name_every_page_once_and_each_answers(client, record):
    found = told(client)

    assert {path for path in found if path.startswith("/meetings/")} == {
        meeting.get_absolute_url() for meeting in Meeting.objects.all()
    }
    assert {path for path in found if path.startswith("/people/")} == {
        "/people/", *(person.get_absolute_url() for person in Person.objects.all()),
    }  # fmt: skip
    others = [path for path in found if not re.match("/(meetings|people)/.", path)]
    assert {"/", "/bodies/ammtc/", "/countries/ID/", "/chain/2023/", "/about/"} < set(others)
    assert {client.get(path).status_code for path in others} == {200}


def test_sitemap_tells_when_a_meeting_was_last_changed(client, db):
    meeting = revised(MeetingFactory(ordinal=1), at="2026-11-24T12:00:00Z")
    MeetingFactory(ordinal=2)

    assert told(client)[meeting.get_absolute_url()] == "2026-11-24T12:00:00Z"
    assert entries(client.get(f"/sitemap-meetings-{meeting.pk // sitemaps.MOST}.xml"))["/meetings/ammtc-2/"] is None


def test_sitemap_comes_in_parts_of_as_many_as_are_allowed(client, db):
    for n in (sitemaps.MOST - 1, sitemaps.MOST, 3 * sitemaps.MOST):
        MeetingFactory(pk=n, ordinal=n % 9973)

    parts = [path for path in entries(client.get("/sitemap.xml")) if "meetings" in path]

    assert parts == [f"/sitemap-meetings-{number}.xml" for number in (0, 1, 3)]
    assert [len(entries(client.get(path))) for path in parts] == [1, 1, 1]
    assert [client.get(f"/sitemap-{name}.xml").status_code for name in ("meetings-2", "people-0", "bodies-0")] == [
        404
    ] * 3


@pytest.mark.parametrize("rows", [1, 3])
def test_sitemaps_ask_the_same_number_of_queries(client, db, django_assert_num_queries, rows):
    for ordinal in range(1, rows + 1):
        revised(MeetingFactory(ordinal=ordinal, chair_person=PersonFactory()))
    end_transaction()
    number = Meeting.objects.first().pk // sitemaps.MOST

    with django_assert_num_queries(3):
        client.get("/sitemap.xml")
    with django_assert_num_queries(4):
        client.get("/sitemap-pages.xml")
    with django_assert_num_queries(2):
        client.get(f"/sitemap-meetings-{number}.xml")


def test_unchanged_sitemap_is_not_sent_again(client, db, django_assert_num_queries):
    revised(MeetingFactory(ordinal=1))
    end_transaction()
    tag = client.get("/sitemap.xml")["ETag"]

    with django_assert_num_queries(1):
        again = client.get("/sitemap.xml", headers={"if-none-match": tag})

    assert (again.status_code, again.content) == (304, b"")


def test_robots_are_led_to_the_sitemap_and_past_selections(client, db):
    lines = client.get("/robots.txt").content.decode().splitlines()

    assert lines[0] == "User-agent: *"
    assert lines[-1] == f"Sitemap: {SITE}/sitemap.xml"
    assert "Disallow: /search/" in lines
    shut = [line.removeprefix("Disallow: ") for line in lines if line.startswith("Disallow: ")]
    assert [name for name in sitemaps.SINGLE if reverse(name).startswith(tuple(shut))] == []


@pytest.mark.parametrize(
    ("address", "canonical"),
    [
        ("/", "/"),
        ("/?body=ammtc&ordering=date", "/"),
        ("/people/?page=1", "/people/?page=1"),
        ("/meetings/ammtc-17/", "/meetings/ammtc-17/"),
        ("/meetings/ammtc-17/?as_of=2099-01-01", "/meetings/ammtc-17/"),
    ],
)
def test_page_names_the_address_under_which_it_should_be_known(client, record, address, canonical):
    assert links(read(client.get(address)), "head/link[@rel='canonical']") == [f"{SITE}{canonical}"]
