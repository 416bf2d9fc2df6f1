"""The next meeting of a series: what is carried over, and what is only suggested."""

import pytest

from meetings.models import Meeting
from tests.desk import ADD, boss, change_address, editor, opened, sent
from tests.factories import BodyFactory, CountryFactory, MeetingFactory, SourceFactory, revised

UNDERSTAND = "/admin/meetings/meeting/understand/"
MEMBERS = {"ID": "Indonesia", "LA": "Laos", "MY": "Malaysia"}


@pytest.fixture
def members(db):
    for code, name in MEMBERS.items():
        CountryFactory(code=code, name=name, member_since="1967-08-08")


@pytest.fixture
def group(members):
    """A working group whose last three meetings followed the alphabet."""
    above = BodyFactory(slug="somtc", level="senior-officials")
    body = BodyFactory(slug="group", level="working-group", reports_to=above, lead=CountryFactory(code="ID"))
    for number, host in enumerate(MEMBERS, start=17):
        meeting = MeetingFactory(
            body=body, ordinal=number, host=CountryFactory(code=host), theme="Its own", chair_office="Director"
        )
        revised(meeting)
    return body


def hints(response):
    fields = response.context["adminform"].form.fields
    return {name: field.suggestion for name, field in fields.items() if hasattr(field, "suggestion")}


def test_next_meeting_begins_with_what_is_carried_over_alone(group):
    client, empty = editor(), opened(editor("ben"), ADD)

    form = opened(client, f"{ADD}?after=group-18")

    assert {name: text for name, text in form.items() if text != empty[name]} == {
        "body": str(group.pk),
        "ordinal": "20",
    }


def test_suggestions_are_told_beside_the_fields_and_fill_none(group):
    response = editor().get(f"{ADD}?after=group-19")

    assert hints(response) == {
        "host": "By the alphabet it would be the turn of Indonesia: the series kept to it 2 of 2 times.",
        "chair_country": "Indonesia leads the GROUP standing; who chairs a meeting is another fact.",
        "reports_to": "The GROUP reports to the SOMTC. None of its meetings is recorded.",
        "ordinal": "Recorded up to the 19th: the next would be 20.",
    }
    assert response.content.decode().count("Suggestion, not a fact:") == 4


def test_receiver_that_is_expected_is_suggested_first(group):
    for number, day, status in [
        (22, "2020-06-20", "held"),
        (23, "2999-06-20", "planned"),
        (24, "2999-09-20", "planned"),
    ]:
        revised(MeetingFactory(body=group.reports_to, ordinal=number, dates=day, status=status))

    told = hints(editor().get(f"{ADD}?after=group-19"))["reports_to"]

    assert told == "The GROUP reports to the SOMTC. Next recorded there is 23rd SOMTC (somtc-23)."


def test_special_meeting_carries_no_number_on(group):
    revised(MeetingFactory(body=group, ordinal=None, slug="group-2023", kind="special", dates="2023"))

    form = opened(editor(), f"{ADD}?after=group-2023")

    assert (form["body"], form["ordinal"], form["kind"]) == (str(group.pk), "", "special")


def test_unknown_meeting_carries_nothing_over_and_says_so(group):
    response = editor().get(f"{ADD}?after=group-99")

    assert [str(message) for message in response.context["messages"]] == [
        "There is no meeting group-99, so nothing is carried over."
    ]


def test_meeting_and_body_lead_to_the_next_one(group):
    meeting = Meeting.objects.get(slug="group-19")
    client = boss()
    pages = [change_address(meeting), f"/admin/meetings/body/{group.pk}/change/"]

    for page in pages:
        assert f'href="{ADD}?after=group-19"' in client.get(page).content.decode()


def test_number_name_and_address_are_proposed_while_typing(group):
    client = editor()
    asked = {"of": "proposal", "body": group.pk, "ordinal": "20"}

    assert client.get(UNDERSTAND, asked).json() == {
        "said": "Recorded up to the 19th: the next would be 20. It will be called “20th GROUP”, at group-20."
    }
    assert client.get(UNDERSTAND, asked | {"ordinal": "", "dates": "May 2027"}).json() == {
        "said": "Recorded up to the 19th: the next would be 20. It will be called “GROUP, May 2027”, at group-2027-05."
    }
    assert client.get(UNDERSTAND, {"of": "proposal", "body": "x"}).json() == {}


@pytest.mark.parametrize("key", ["²", "9" * 5000, "10000000000000000000000000", "x"])
def test_what_is_no_key_of_a_body_proposes_nothing(group, key):
    client = editor()

    assert client.get(UNDERSTAND, {"of": "proposal", "body": key}).json() == {}
    assert client.get(ADD, {"body": key}).status_code == 200


def test_name_and_address_are_shown_without_script(group):
    shown = sent(editor(), f"{ADD}?after=group-19", look="1")

    assert "It will be called “20th GROUP”, at group-20." in shown.content.decode()


def test_names_are_recognised_while_typing(db):
    SourceFactory(url="https://press.example/17", title="It opens")
    revised(MeetingFactory(ordinal=17))
    client = editor()

    asked = [
        ("source", "http://www.press.example/17/?utm_source=x"),
        ("source", "https://other.example/1"),
        ("meeting", "17th AMMTC"),
        ("place", "Nowhere"),
        ("source", "ftp://x.example/"),
        ("person", ""),
    ]
    assert [client.get(UNDERSTAND, {"of": of, "text": text}).json() for of, text in asked] == [
        {"said": "Recorded: The Press – It opens."},
        {"said": "New: recorded with the meeting when you save."},
        {"said": "Recorded: 17th AMMTC."},
        {"error": "Write a place from the town outwards, its country last, as in “Kuta, Bali, Indonesia”."},
        {"error": "Give a whole web address that begins with http:// or https://."},
        {},
    ]
