"""What a meeting's form refuses: each time with a sentence, nothing saved, and all that was typed still there."""

import pytest

from meetings.models import Meeting, Revision
from tests.desk import ADD, change_address, controls, editor, errors_of, full_meeting, record_of, sent, typed_meeting
from tests.factories import BodyFactory, MeetingFactory, SourceFactory, revised

NO_CHOICE = "Select a valid choice. That choice is not one of the available choices."


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"dates": "31 February 2023"}, {"dates": ["February 2023 has no day 31."]}),
        (
            {"dates": "2023-08-23/2023-08-20"},
            {"dates": ["The interval ends (2023-08-20) before it begins (2023-08-23)."]},
        ),
        (
            {"dates": "soon"},
            {"dates": ["Cannot read “soon” as a date; write it like “18–19 May 2023” or “2023-05-18”."]},
        ),
        (
            {"dates": "2023-08-21", "programme": "2023-08-22/2023-08-23"},
            {
                "programme": [
                    "The programme (2023-08-22/2023-08-23) must include the days of the meeting itself (2023-08-21)."
                ]
            },
        ),
        ({"ordinal": "0"}, {"__all__": ["An ordinal counts from 1."]}),
        ({"ordinal": "10000"}, {"ordinal": ["An ordinal is at most 9999."]}),
        ({"ordinal": "3"}, {"__all__": ["Another regular meeting of this body has this ordinal."]}),
        ({"slug": "ammtc-3"}, {"slug": ["Meeting with this Slug already exists."]}),
        ({"slug": "AMMTC 17"}, {"__all__": ["A slug has only small letters, digits and hyphens."]}),
        (
            {"ordinal": "", "dates": ""},
            {"slug": ["Give an ordinal or a date, from which the slug is made, or type one."]},
        ),
        ({"theme": "zero\x00byte"}, {"theme": ["Null characters are not allowed."]}),
        ({"agenda": "zero\x00byte"}, {"agenda": ["Null characters are not allowed."]}),
        ({"theme": "form\x0cfeed"}, {"theme": ["Control characters are not allowed here."]}),
        ({"reason": "form\x0cfeed"}, {"reason": ["Control characters are not allowed here."]}),
        ({"reason": ""}, {"reason": ["Say why you make this change: readers see it in the history."]}),
        ({"title": "x" * 1_000_000}, {"title": ["Ensure this value has at most 300 characters (it has 1000000)."]}),
        ({"gaps-dates": "unknown"}, {"gaps": ["dates is filled in, so it cannot be marked as a gap."]}),
        ({"agenda": "x" * 1001}, {"agenda": ["agenda.0: This is too long: it may have 1000 characters."]}),
        ({"officers-0-role": "chair"}, {"officers-0-__all__": ["Name a person, an office or a country."]}),
        ({"documents-0-title": "t", "documents-0-url": "javascript:alert(1)"}, {
            "documents-0-url": ["Give a whole web address that begins with http:// or https://."]}),
        ({"documents-0-url": "https://asean.example/"}, {"documents-0-title": ["This field is required."]}),
        ({"citations-0-note": "a note"}, {
            "citations-0-source": ["This field is required."],
            "citations-0-__all__": ["Say which facts the source supports, or what it says instead."]}),
        ({"citations-0-says": "dates: 31 February 2023"}, {
            "citations-0-source": ["This field is required."],
            "citations-0-says": ["dates: February 2023 has no day 31."]}),
        ({"citations-0-says": "ordinal: second", "citations-0-supports": ["dates"]}, {
            "citations-0-source": ["This field is required."],
            "citations-0-says": ["ordinal: An ordinal is a number from 1."]}),
    ],
)  # fmt: skip
def test_what_cannot_be_saved_is_answered_with_a_sentence_and_kept_in_the_form(db, typed, errors):
    client = editor()
    MeetingFactory(ordinal=3)

    response = sent(client, ADD, **typed_meeting(**typed))

    assert response.status_code == 200
    assert errors_of(response) == errors
    assert Meeting.objects.count() == 1
    assert Revision.objects.count() == 0
    form = controls(response)
    assert {name: form[name] for name in typed} == {name: html_newlines(text) for name, text in typed.items()}


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"body": "4711"}, {"body": [NO_CHOICE]}),
        ({"body": ""}, {"body": ["This field is required."]}),
        ({"host": "\x00"}, {"host": ["Null characters are not allowed."]}),
        ({"place": "<b>"}, {"place": [NO_CHOICE]}),
        ({"chair_person": "9" * 30}, {"chair_person": [NO_CHOICE]}),
        ({"alongside-named": "zero\x00byte"}, {"alongside": ["Control characters are not allowed here."]}),
        ({"chair_person-named": "bell\x07"}, {"chair_person": ["Control characters are not allowed here."]}),
        ({"gaps-theme": "unkown"}, {"gaps": ["theme: unkown is not known here. Did you mean unknown?"]}),
        ({"kind": "secret"}, {"kind": ["Select a valid choice. secret is not one of the available choices."]}),
        (
            {"citations-0-supports": ["colour"]},
            {
                "citations-0-source": ["This field is required."],
                "citations-0-supports": ["Select a valid choice. colour is not one of the available choices."],
            },
        ),
        (
            {"officers-TOTAL_FORMS": ""},
            {
                "officers": [
                    "ManagementForm data is missing or has been tampered with. Missing fields: "
                    "officers-TOTAL_FORMS. You may need to file a bug report if the issue persists."
                ]
            },
        ),
    ],
)
def test_what_no_form_offers_is_refused(db, typed, errors):
    response = sent(editor(), ADD, **typed_meeting(**typed))

    assert errors_of(response) == errors
    assert not Meeting.objects.exists()


def html_newlines(text):
    return text.replace("\n", "\r\n") if isinstance(text, str) else text


def test_nothing_is_saved_where_one_row_is_wrong(db):
    client, meeting = editor(), full_meeting()
    before = record_of(meeting)
    typed = {"theme": "New", "officers-0-role": "chair", "citations-0-says": "colour: red", "reason": "All of it"}

    response = sent(client, change_address(meeting), **typed)

    [sentence] = errors_of(response)["citations-0-says"]
    assert sentence.startswith("colour: Unknown fact colour.")
    assert record_of(meeting) == before
    assert Revision.objects.count() == 1
    assert controls(response) | typed == controls(response)


def test_held_in_the_future_is_refused(db):
    client = editor()

    response = sent(client, ADD, **typed_meeting(dates="21 August 2999"))

    [sentence] = errors_of(response)["status"]
    assert sentence.startswith("A meeting that begins on 2999-08-21 cannot be held yet: today is ")
    assert not Meeting.objects.exists()
    assert "Understood as 21 August 2999 (2999-08-21)" in response.content.decode()


def test_source_is_cited_once(db):
    client, source = editor(), SourceFactory(title="Report", publisher="Press")
    rows = {"citations-TOTAL_FORMS": "2"}
    for row in "01":
        rows |= {f"citations-{row}-source": source.pk, f"citations-{row}-supports": ["dates"]}

    response = sent(client, ADD, **typed_meeting(**rows))

    assert errors_of(response) == {"citations": ["“Press – Report” is cited twice; a meeting cites each source once."]}


def test_chain_may_not_close_a_circle(db):
    client = editor()
    top = revised(MeetingFactory(ordinal=1))
    below = revised(MeetingFactory(body=BodyFactory(slug="somtc", reports_to=BodyFactory()), ordinal=2, alongside=top))

    response = sent(client, change_address(top), alongside=below.pk, reports_to=below.pk, reason="Wrongly")

    assert errors_of(response) == {
        "alongside": ["This closes a circle: ammtc-1 sits alongside somtc-2, which sits alongside ammtc-1."],
        "reports_to": ["ammtc-1 cannot report to somtc-2: the SOMTC does not stand above the AMMTC."],
    }
