"""People: all whom the record names, and what each did where."""

import pytest

from tests.factories import CountryFactory, MeetingFactory, OfficerFactory, PersonFactory
from tests.reading import links, read, texts


def people(client, query=""):
    return texts(read(client.get(f"/people/{query}")), ".//ul[@class='bodies']/li")


def test_people_are_listed_by_name_with_offices_and_meetings(client, record):
    listed = people(client)

    assert len(listed) == 73
    assert listed[:2] == [
        "Abdullah Ahmad Badawi – 1 meeting Deputy Prime Minister and Minister for Home Affairs, Malaysia",
        "Adanan Yusof – 1 meeting Minister of Home Affairs, Brunei Darussalam",
    ]
    assert links(read(client.get("/people/")), ".//ul[@class='bodies']/li/a")[0] == "/people/abdullah-ahmad-badawi/"


def test_people_count_a_meeting_once_whatever_they_do_there(client, db):
    person, country = PersonFactory(name="Hamidin"), CountryFactory()
    both = MeetingFactory(ordinal=1, chair_person=person, chair_office="General", chair_country=country)
    OfficerFactory(meeting=both, person=person, office="General", country=country)
    opened = MeetingFactory(ordinal=2)
    for office in ("Deputy", ""):
        OfficerFactory(meeting=opened, person=person, office=office)
    PersonFactory(name="Unnamed")

    assert people(client) == ["Hamidin – 2 meetings Deputy General, Indonesia", "Unnamed – 0 meetings"]


def test_people_are_found_by_all_words_of_any_spelling(client, db):
    PersonFactory(name="Nguyễn Tân Dũng", variants=["Nguyen T. Dung"])
    PersonFactory(name="Tân Sơn")

    assert people(client, "?q=TAN+dũng") == ["Nguyễn Tân Dũng – 0 meetings"]
    assert people(client, "?q=t.") == ["Nguyễn Tân Dũng – 0 meetings"]
    page = read(client.get("/people/?q=nobody"))
    assert texts(page, ".//p[@class='lead']")[1] == "Nobody matches. Take away a filter."
    assert page.find(".//input[@id='q']").get("value") == "nobody"
    assert client.get("/people/?q=").headers["Location"] == "/people/"


def test_people_come_in_parts(client, db):
    for number in range(201):
        PersonFactory(name=f"P{number:03}")

    page = read(client.get("/people/?page=2"))

    assert texts(page, ".//ul[@class='bodies']/li") == ["P200 – 0 meetings"]
    assert texts(page, ".//nav[@class='paging']/*") == ["Earlier part of the list", "Part 2 of 2"]


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("?nam=x", "Unknown parameter nam. Known are: meeting, q, ordering, limit, cursor, count, fields, omit, page."),
        ("?page=9", "There is no such page of this list. Did you mean 1?"),
        ("?fields=name", "fields is for programs: /api/v1/people/ takes it, and a page does not. Leave it out."),
    ],
)
def test_people_refuse_what_is_not_understood(client, record, query, sentence):
    response = client.get(f"/people/{query}")

    assert (response.status_code, texts(read(response), ".//div[@role='alert']/p")) == (400, [sentence])


@pytest.mark.parametrize("rows", [1, 3])
def test_people_ask_the_same_number_of_queries(client, db, django_assert_num_queries, rows):
    for number in range(1, rows + 1):
        meeting = MeetingFactory(ordinal=number, chair_person=PersonFactory(), chair_country=CountryFactory())
        OfficerFactory(meeting=meeting, country=CountryFactory())

    with django_assert_num_queries(6):
        client.get("/people/")


def test_person_tells_what_they_did_where(client, db):
    person = PersonFactory(name="Hamidin", variants=["Hamiddin"])
    MeetingFactory(ordinal=1, dates="2001", chair_person=person, chair_office="General")
    OfficerFactory(meeting=MeetingFactory(ordinal=2, dates="2002"), person=person, office="Deputy")

    page = read(client.get("/people/hamidin/"))

    assert texts(page, ".//p[@class='lead']") == ["Sources also write: Hamiddin."]
    assert texts(page, ".//ol[@class='lines']/li") == [
        "2002 2nd AMMTC opening speaker, as Deputy",
        "2001 1st AMMTC chair, as General",
    ]


@pytest.mark.parametrize("rows", [1, 3])
def test_person_asks_the_same_number_of_queries(client, db, django_assert_num_queries, rows):
    person = PersonFactory(name="Hamidin")
    for number in range(1, rows + 1):
        meeting = MeetingFactory(ordinal=number, host=CountryFactory(), chair_country=CountryFactory())
        OfficerFactory(meeting=meeting, person=person, country=CountryFactory())

    with django_assert_num_queries(4):
        client.get("/people/hamidin/")
