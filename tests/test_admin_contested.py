"""Contested facts across the record: fact by fact, by body and field, in a fixed number of queries."""

import pytest
from django.test import Client

from tests.desk import boss, change_address, editor
from tests.factories import BodyFactory, CitationFactory, MeetingFactory, revised

CONTESTED = "/admin/meetings/meeting/contested/"


def contested(number, body=None, **says):
    meeting = MeetingFactory(
        ordinal=number, slug=f"m-{number}", dates=f"{2000 + number}-08-21", body=body or BodyFactory()
    )
    CitationFactory(meeting=meeting, supports=[], says=says, note="another day")
    return revised(meeting)


def told(client, **query):
    return [(fact.meeting, fact.words) for fact in client.get(CONTESTED, query).context["facts"]]


def test_each_contested_fact_is_told_with_what_stands_and_what_is_said(db):
    meeting = contested(17, dates="2017-08-22", ordinal=16)
    contested(18, dates="2018-08")

    facts = editor().get(CONTESTED).context["facts"]

    assert [(fact.meeting, fact.words, fact.stands) for fact in facts] == [
        ("17th AMMTC", "ordinal", "17"),
        ("17th AMMTC", "dates", "21 August 2017"),
    ]
    [said] = facts[1].differing
    assert (said.value, said.note, said.explained) == ("22 August 2017", "another day", "")
    assert facts[1].address == f"{change_address(meeting)}#id_dates"


def test_list_is_narrowed_by_body_and_field(db):
    contested(17, dates="2017-08-22", ordinal=16)
    contested(3, body=BodyFactory(slug="somtc"), ordinal=2)
    client = editor()

    assert told(client, body="somtc") == [("3rd SOMTC", "ordinal")]
    assert told(client, field="dates") == [("17th AMMTC", "dates")]
    assert told(client, body="somtc", field="dates") == []
    assert [client.get(CONTESTED, wrong).status_code for wrong in ({"body": "x"}, {"field": "x"})] == [404, 404]


@pytest.mark.parametrize("rows", [1, 3])
def test_list_asks_a_fixed_number_of_questions(db, rows, django_assert_num_queries):
    for number in range(1, rows + 1):
        contested(number, ordinal=90)
    client = boss()

    with django_assert_num_queries(10):
        assert len(client.get(CONTESTED).context["facts"]) == rows


def test_strangers_are_led_to_the_door(db):
    assert Client().get(CONTESTED)["Location"] == f"/admin/login/?next={CONTESTED}"
