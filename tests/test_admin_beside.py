"""Beside the fields of a meeting's form: who supports them, who says otherwise; and taking over what one says."""

import re

import pytest

from meetings.admin.beside import told_beside
from meetings.admin.taking import taken
from meetings.models import Meeting, Revision
from tests.desk import ADD, boss, change_address, controls, editor, errors_of, opened, record_of, sent, typed_meeting
from tests.factories import CitationFactory, CountryFactory, MeetingFactory, PlaceFactory, revised


@pytest.fixture
def meeting(db):
    made = MeetingFactory(
        slug="ammtc-17", ordinal=17, dates="2023-08-21", programme="2023-08-20/2023-08-23",
        place=PlaceFactory(locality="Hà Nội", region=""), venue_name="Hotel", theme="One",
    )  # fmt: skip
    says = [
        {},
        {"dates": "2023-08-22"},
        {"dates": "2023-08-20/2023-08-23"},
        {"dates": "2023-08"},
        {"locality": "Ha Noi"},
    ]
    for number, other in enumerate(says):
        CitationFactory(
            meeting=made, position=number, source__title=f"Report {number}", says=other,
            supports=[] if other else ["dates", "locality"], note="plenary alone" if number == 1 else "",
        )  # fmt: skip
    return revised(made)


def test_each_fact_tells_who_supports_it_and_who_says_otherwise(meeting):
    found = told_beside(record_of(meeting))

    dates = found["dates"]
    assert [(said.number, said.source) for said in dates.supporting] == [(1, "The Press – Report 0")]
    assert [(said.number, said.value, said.explained, said.note) for said in dates.differing] == [
        (2, "22 August 2023", "", "plenary alone"),
        (3, "20–23 August 2023", "the days of the programme", ""),
        (4, "August 2023", "the same, known less or more exactly", ""),
    ]
    assert [(said.value, said.explained) for said in found["locality"].differing] == [("Ha Noi", "another spelling")]
    assert {fact: one.is_unsourced for fact, one in found.items()} == {
        "ordinal": True, "status": False, "dates": False, "programme": True, "venue": True, "locality": False,
        "theme": True,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("stood", "said", "explained"),
    [
        ("Royal Ambarrukmo", "Royal Ambarukmo", True),
        ("Hotel 17", "Hotel 18", False),
        ("Hotel", "Palace", False),
    ],
)
def test_spelling_is_told_from_a_difference(db, stood, said, explained):
    meeting = MeetingFactory(venue_name=stood)
    CitationFactory(meeting=meeting, says={"venue": said})

    [told] = told_beside(record_of(meeting))["venue"].differing

    assert bool(told.explained) is explained


def test_form_shows_what_is_said_beside_each_field(meeting):
    page = editor().get(change_address(meeting)).content.decode()

    shown = [re.sub(r"<[^>]+>|\s+", " ", part.split("</ul>")[0]) for part in page.split('data-fact="dates"')[1:]]
    [told] = [" ".join(part.split()) for part in shown]
    assert "Dates supported by 1" in told
    assert "The Press – Report 1 says of dates: 22 August 2023 ; plenary alone Take over 22 August 2023" in told
    assert "(the days of the programme)" in told
    assert page.count("No source for") == 4


def test_form_of_many_citations_asks_a_fixed_number_of_questions(meeting, django_assert_num_queries):
    client, address = boss(), change_address(meeting)
    for number in range(5, 12):
        CitationFactory(meeting=meeting, position=number)
    revised(meeting)
    client.get(address)

    with django_assert_num_queries(17):
        response = client.get(address)

    assert len(response.context["inline_admin_formsets"][2].formset.forms) == 13


def test_value_is_taken_over_and_saved_with_its_reason(meeting):
    client = editor()

    shown = client.post(change_address(meeting), opened(client, change_address(meeting)) | {"take": "1:dates"})
    form = controls(shown)
    saved = client.post(change_address(meeting), form)

    assert errors_of(shown) == {}
    assert form["dates"] == "22 August 2023"
    assert form["reason"] == "Dates as The Press says: 22 August 2023 instead of 21 August 2023"
    assert Revision.objects.of("ammtc-17").count() == 2
    record = record_of(meeting)
    assert saved.status_code == 302
    assert record["dates"] == "2023-08-22"
    assert [(row["supports"], row["says"], row["note"]) for row in record["citations"][:3]] == [
        (["locality"], {"dates": "2023-08-21"}, None),
        (["dates"], {}, None),
        ([], {"dates": "2023-08-20/2023-08-23"}, None),
    ]


def test_taking_over_saves_nothing_and_keeps_what_was_typed(meeting):
    client, before = editor(), record_of(meeting)
    typed = {"theme": "Typed", "citations-5-source-named": "https://other.example/1", "reason": "Mine"}

    shown = client.post(
        change_address(meeting), opened(client, change_address(meeting)) | typed | {"take": "4:locality"}
    )

    assert record_of(meeting) == before
    assert controls(shown) | typed == controls(shown)


@pytest.mark.parametrize("button", ["9:dates", "1:host", "none", "1:", "x:dates"])
def test_what_no_source_says_is_not_taken_over(meeting, button):
    client = editor()

    shown = client.post(change_address(meeting), opened(client, change_address(meeting)) | {"take": button})

    assert errors_of(shown) == {"__all__": ["No source says that any more, so nothing was taken over."]}


@pytest.mark.parametrize(
    ("said", "host", "errors"),
    [
        ("Indonesia", "ID", {}),
        ("Atlantis", "", {"__all__": ["“Atlantis” is no country that is recorded. Choose it yourself."]}),
    ],
)
def test_host_is_taken_over_as_the_country_that_is_named(db, said, host, errors):
    CountryFactory()
    meeting = MeetingFactory()
    CitationFactory(meeting=meeting, says={"host": said})
    client = editor()
    address = change_address(revised(meeting))

    shown = client.post(address, opened(client, address) | {"take": "0:host"})

    assert (controls(shown)["host"], errors_of(shown)) == (host, errors)


def test_part_of_a_place_is_taken_over_alone(meeting):
    record, reason = taken(record_of(meeting), 4, "locality")

    assert record["venue"] == {"name": "Hotel", "locality": "Ha Noi", "region": None, "country": "ID"}
    assert reason == "Locality as The Press says: Ha Noi instead of Hà Nội"
    assert record["citations"][0]["says"] == {"locality": "Hà Nội"}


def test_form_is_looked_at_without_being_saved(db):
    client = editor()

    shown = sent(client, ADD, **typed_meeting(dates="19 พ.ค. 2566"), look="1")

    assert "Understood as 19 May 2023 (2023-05-19)" in shown.content.decode()
    assert errors_of(shown) == {}
    assert not Meeting.objects.exists()


@pytest.mark.parametrize("asked", [{"look": "1"}, {"take": "0:dates"}])
def test_look_at_an_empty_form_says_what_is_wrong_with_it(db, asked):
    shown = sent(editor(), ADD, **asked)

    assert errors_of(shown)["body"] == ["This field is required."]
