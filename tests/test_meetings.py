"""Meetings: their constraints, what they are called and what saving derives."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from meetings.dates import parse
from meetings.languages import ordinal_word
from meetings.models import Document, Meeting, Officer
from meetings.models.meetings import NEVER
from tests.factories import (
    BodyFactory,
    CountryFactory,
    MeetingFactory,
    OfficerFactory,
    PersonFactory,
    PlaceFactory,
    revised,
)
from tests.refusals import refusal


@pytest.mark.parametrize(
    ("column", "value", "sentence"),
    [
        ("slug", "AMMTC-17", "A slug has only small letters, digits and hyphens."),
        ("slug", "ammtc 17", "A slug has only small letters, digits and hyphens."),
        ("slug", "", "A slug has only small letters, digits and hyphens."),
        ("ordinal", 0, "An ordinal counts from 1."),
        ("kind", "regulr", "Choose one of the known kinds."),
        ("status", "", "Choose one of the known statuses."),
        ("format", "unknown", "Choose one of the known formats."),
    ],
)
def test_meeting_column_is_as_its_constraint_says(db, column, value, sentence):
    meeting = Meeting(**{"slug": "ammtc-17", "body": BodyFactory(), "ordinal": 17, column: value})

    assert refusal(meeting) == [sentence]


@pytest.mark.parametrize(
    ("link", "sentence"),
    [
        ("reports_to", "A meeting cannot report to itself."),
        ("alongside", "A meeting cannot sit alongside itself."),
    ],
)
def test_meeting_does_not_point_at_itself(db, link, sentence):
    meeting = MeetingFactory()
    setattr(meeting, link, meeting)

    assert refusal(meeting) == [sentence]


@pytest.mark.parametrize(
    ("earliest", "latest"),
    [(date(2023, 8, 21), date(2023, 8, 20)), (date(2023, 8, 21), None), (None, date(2023, 8, 21))],
)
def test_meeting_ends_after_it_begins(db, earliest, latest):
    meeting = MeetingFactory()
    meeting.earliest, meeting.latest = earliest, latest

    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.update(earliest=earliest, latest=latest)
    with pytest.raises(ValidationError) as error:
        meeting.validate_constraints()

    assert error.value.messages == ["A meeting cannot end before it begins."]


def test_meeting_ordinal_is_used_once_in_its_series(db):
    MeetingFactory(ordinal=17)

    again = Meeting(slug="ammtc-seventeen", body=BodyFactory(), ordinal=17)

    assert refusal(again) == ["Another regular meeting of this body has this ordinal."]


def test_meeting_ordinal_may_recur_in_other_series_and_kinds(db):
    MeetingFactory(ordinal=17)
    MeetingFactory(ordinal=17, body__slug="somtc")
    MeetingFactory(ordinal=17, slug="special", kind="special")
    MeetingFactory(ordinal=17, slug="special-too", kind="special")
    MeetingFactory(ordinal=None, slug="unnumbered", dates=None)
    MeetingFactory(ordinal=None, slug="unnumbered-too", dates=None)

    assert Meeting.objects.count() == 6


def test_meeting_slug_is_used_once(db):
    meeting = MeetingFactory()

    with pytest.raises(ValidationError) as error:
        Meeting(slug=meeting.slug, body=BodyFactory(slug="somtc")).full_clean()

    assert error.value.message_dict == {"slug": ["Meeting with this Slug already exists."]}


def test_officer_role_is_known(db):
    officer = Officer(meeting=MeetingFactory(), role="host", office="Police")

    assert refusal(officer) == ["Choose one of the known roles."]


def test_officer_is_somebody(db):
    officer = Officer(meeting=MeetingFactory(), role="chair")

    assert refusal(officer) == ["Name a person, an office or a country."]


def test_officer_may_be_known_by_one_thing_alone(db):
    meeting = MeetingFactory()
    OfficerFactory(meeting=meeting, role="chair", person=PersonFactory(name="Hamidin"))
    OfficerFactory(meeting=meeting, role="secretary", person=None, office="Police")
    OfficerFactory(meeting=meeting, role="opening-speaker", person=None, country=CountryFactory())

    assert [str(officer) for officer in meeting.officers.all()] == [
        "chair: Hamidin", "secretary: Police", "opening speaker: Indonesia",
    ]  # fmt: skip


def test_document_kind_is_known(db):
    document = Document(meeting=MeetingFactory(), title="Declaration", kind="decree")

    assert refusal(document) == ["Choose one of the known kinds of document."]


def test_document_needs_a_title_and_a_web_address(db):
    with pytest.raises(ValidationError) as error:
        Document(meeting=MeetingFactory(), title="", url="ftp://a.org").full_clean()

    assert error.value.message_dict == {
        "title": ["This field cannot be blank."],
        "url": ["Give a whole web address that begins with http:// or https://."],
    }


# What a meeting is called, where and when it sat


@pytest.mark.parametrize(
    ("number", "word"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (10, "10th"), (11, "11th"), (12, "12th"), (13, "13th"),
     (20, "20th"), (21, "21st"), (22, "22nd"), (23, "23rd"), (101, "101st"), (111, "111th"), (112, "112th"),
     (113, "113th"), (1011, "1011th")]
)  # fmt: skip
def test_ordinal_word(number, word):
    assert ordinal_word(number) == word


@pytest.mark.parametrize(
    ("columns", "name"),
    [
        ({"ordinal": 17}, "17th AMMTC"),
        ({"ordinal": 17, "title": "Emergency AMMTC"}, "Emergency AMMTC"),
        ({"ordinal": 2, "kind": "special"}, "2nd AMMTC"),
        ({"ordinal": None, "dates": "2023-08-20/2023-08-23"}, "AMMTC, 20–23 August 2023"),
        ({"ordinal": None, "kind": "special", "dates": "2015-10-02"}, "Special AMMTC, 2 October 2015"),
        ({"ordinal": None, "kind": "preparatory", "dates": None}, "Preparatory AMMTC"),
        ({"ordinal": None, "dates": None}, "AMMTC"),
    ],
)
def test_meeting_name(db, columns, name):
    meeting = MeetingFactory(slug="a", **columns)

    assert (meeting.name, str(meeting)) == (name, name)


@pytest.mark.parametrize(
    ("venue", "has_place", "where"),
    [
        ("Hotel Meruorah", True, "Hotel Meruorah, Labuan Bajo, East Nusa Tenggara, Indonesia"),
        ("", True, "Labuan Bajo, East Nusa Tenggara, Indonesia"),
        ("Hotel Meruorah", False, "Hotel Meruorah"),
        ("", False, ""),
    ],
)
def test_meeting_is_told_where(db, venue, has_place, where):
    place = PlaceFactory(locality="Labuan Bajo") if has_place else None

    assert MeetingFactory(venue_name=venue, place=place).where == where


@pytest.mark.parametrize(
    ("dates", "measured"),
    [
        ("2023-08-20/2023-08-23", (date(2023, 8, 20), date(2023, 8, 23), "day", date(2023, 8, 20))),
        ("2007-11~", (date(2007, 11, 1), date(2007, 11, 30), "month", date(2007, 11, 1))),
        ("2011-07-26/", (date(2011, 7, 26), date(2011, 7, 26), "day", date(2011, 7, 26))),
        ("/2011-07-26", (date(2011, 7, 26), date(2011, 7, 26), "day", date(2011, 7, 26))),
        ("2006", (date(2006, 1, 1), date(2006, 12, 31), "year", date(2006, 1, 1))),
        ("XXXX-05-08", (None, None, "none", NEVER)),
        (None, (None, None, "none", NEVER)),
    ],
)
def test_saving_measures_the_dates(db, dates, measured):
    meeting = MeetingFactory(dates=dates)

    stored = Meeting.objects.get(pk=meeting.pk)

    assert (stored.earliest, stored.latest, stored.precision, stored.sorts_on) == measured


def test_a_meeting_that_loses_its_dates_stands_nowhere_in_time(db):
    meeting = MeetingFactory(ordinal=None, slug="special", kind="special", dates="2023-08-21")

    meeting.dates = None
    meeting.save()

    assert revised(meeting).sorts_on == NEVER


@pytest.mark.parametrize(
    ("dates", "answer"), [("2023-08-20/2023-08-23", False), ("2023-08-22", True), ("2023", False), (None, False)]
)
def test_meeting_is_past_once_its_last_day_is(db, dates, answer):
    assert MeetingFactory(dates=dates).is_past(date(2023, 8, 23)) is answer


def test_dates_are_kept_as_edtf(db):
    meeting = MeetingFactory(dates="2007-11~", programme="2007-11-05/2007-11-08")

    stored = Meeting.objects.get(pk=meeting.pk)

    assert (stored.dates, stored.programme) == (parse("2007-11~"), parse("2007-11-05/2007-11-08"))
    assert Meeting.objects.filter(dates=parse("2007-11~")).get() == meeting
