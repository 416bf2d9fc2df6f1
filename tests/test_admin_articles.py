"""Articles at the desk: who may read them, what is shown of them, and that nothing is stored or lost by it."""

import pytest
from django.urls import reverse

from meetings.models import Draft, Meeting, Revision
from tests.desk import HTML, boss, controls, editor
from tests.factories import (
    BodyFactory,
    CitationFactory,
    CountryFactory,
    MeetingFactory,
    PersonFactory,
    PlaceFactory,
    revised,
)
from tests.test_admin_drafts import somebody

pytestmark = pytest.mark.django_db
PAGE = "/admin/meetings/meeting/article/"
URL = "https://press.example/ammtc"
HELD = (
    "The 17th ASEAN Ministerial Meeting on Transnational Crime (AMMTC) was held in Labuan Bajo, Indonesia, "
    "on 21 August 2023. It was chaired by General Listyo Sigit Prabowo."
)
GIVEN = {"url": URL, "title": "AMMTC opens", "publisher": "The Press", "published": "21 August 2023", "text": HELD}


@pytest.fixture(autouse=True)
def codes():
    CountryFactory(code="ID"), CountryFactory(code="LA", name="Lao PDR")
    return BodyFactory(slug="ammtc")


def recorded(**fields):
    return revised(MeetingFactory(**{"slug": "ammtc-17", "ordinal": 17, "dates": "2023-08-21"} | fields))


def read(client, **given):
    return client.post(PAGE, GIVEN | given)


def told(response):
    """Each meeting that was read: its name, and of each form that it fills in the slug, if there is one."""
    return [
        (meeting.name, [filling.meeting and filling.meeting.slug for filling in meeting.fillings])
        for meeting in response.context["meetings"]
    ]


def lines(response):
    """The rows of the one form that the one meeting fills in, without the sentences."""
    [meeting] = response.context["meetings"]
    return [(line.words, line.stands, line.said, line.outcome) for line in meeting.fillings[0].lines]


def fill(client, response):
    """The form that the button of the one meeting opens."""
    [meeting] = response.context["meetings"]
    return client.post(meeting.fillings[0].address, {"read": meeting.carried})


def errors(client, **given):
    response = read(client, **given)
    assert controls(response)["text"].replace("\r\n", "\n") == given.get("text", HELD)
    return response.context["form"].errors


def test_new_meeting_is_shown_fact_by_fact_with_the_sentences_it_was_read_from():
    response = read(boss())

    [meeting] = response.context["meetings"]
    held, chaired = HELD.split(". ")[0] + ".", "It was chaired by General Listyo Sigit Prabowo."
    assert told(response) == [("17th AMMTC", [None])]
    assert [(line.words, line.said, line.quotes) for line in meeting.fillings[0].lines] == [
        ("body", "AMMTC", []),
        ("ordinal", "17", []),
        ("kind", "regular", []),
        ("status", "held", []),
        ("dates", "21 August 2023 (2023-08-21)", [held]),
        ("host", "Indonesia", [held]),
        ("chair", "Listyo Sigit Prabowo, Indonesia", [chaired]),
        ("town", "Labuan Bajo", [held]),
        ("country of the venue", "Indonesia", []),
    ]
    assert (Meeting.objects.count(), Draft.objects.count(), Revision.objects.count()) == (0, 0, 0)


def test_known_meeting_is_shown_with_what_differs():
    person = PersonFactory(name="Gen. Listyo", variants=["Listyo Sigit Prabowo"])
    recorded(dates="2023-08-22", programme="2023-08-20/2023-08-23", chair_person=person, status="planned")

    response = read(boss())

    agree, lacks = "They agree.", "The record lacks it: it is filled in."
    differ = "They differ: the record stays, and the citation says so."
    assert told(response) == [("17th AMMTC", ["ammtc-17"])]
    assert lines(response) == [
        ("ordinal", "17", "17", agree),
        ("status", "planned", "held", differ),
        ("dates", "22 August 2023 (2023-08-22)", "21 August 2023 (2023-08-21)", differ),
        ("host", "–", "Indonesia", lacks),
        ("chair", "Gen. Listyo", "Listyo Sigit Prabowo, Indonesia", lacks),
        ("town", "–", "Labuan Bajo", lacks),
    ]


def test_differences_that_are_none_are_told_as_such():
    recorded(dates="2023-08-20", programme="2023-08-21", status="cancelled")
    recorded(slug="ammtc-18", ordinal=18, dates="2024-08-28")

    PlaceFactory(locality="Bali", region="")
    recorded(slug="ammtc-16", ordinal=16, place=PlaceFactory(locality="Kuta", region="Bali"))

    rows = [lines(read(boss())), lines(read(editor(), text="The 18th AMMTC was held in 2024."))]
    town = lines(read(editor("otto"), text="The 16th AMMTC was held in Bali, Indonesia, in 2023."))[-1]

    assert town == ("town", "Kuta", "Bali", "The record stays: it names the town, the article its region.")
    assert [line[3] for line in rows[0][1:3]] == [
        "The record stays: an announcement says nothing of what came of it.",
        "The days of the programme: the citation says so.",
    ]
    assert [line for line in rows[1] if line[0] == "dates"] == [
        ("dates", "28 August 2024 (2024-08-28)", "2024", "The same, known less or more exactly: the citation says so.")
    ]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"slug": "ammtc-2023", "dates": "2020-01-01"}, ["ammtc-2023"]),
        ({"ordinal": None, "kind": "special", "dates": "2020-01-01"}, ["ammtc-17"]),
        ({"slug": "ammtc-2023", "ordinal": None, "dates": "2023-08-20/2023-08-22"}, ["ammtc-2023", None]),
        ({"slug": "ammtc-2023", "ordinal": None, "dates": "2023-08-22"}, [None]),
        ({"slug": "ammtc-16", "ordinal": 16}, [None]),
        ({"slug": "somtc-17", "body__slug": "somtc"}, [None]),
    ],
)
def test_meeting_is_known_by_its_number_its_slug_or_its_days(fields, expected):
    recorded(**fields)

    response = read(boss())

    assert told(response) == [("17th AMMTC", expected)]


def test_body_that_is_not_recorded_is_left_to_be_chosen():
    client = boss()

    response = read(client, title="Officials meet", text="The 23rd SOMTC was held in Yogyakarta, Indonesia.")
    form = controls(fill(client, response))

    assert told(response) == [("23 somtc", [None])]
    assert (form["body"], form["ordinal"]) == ("", "23")
    assert "somtc is not in the record: choose its body in the form." in response.content.decode()


@pytest.mark.parametrize("known", [1, 3])
def test_reading_asks_a_fixed_number_of_queries(django_assert_num_queries, known):
    client, numbers = boss(), ["15th", "16th", "17th"][:known]
    for ordinal in (15, 16, 17):
        CitationFactory(meeting=recorded(slug=f"ammtc-{ordinal}", ordinal=ordinal))
    text = " ".join(f"The {number} AMMTC was held in Indonesia in 2023." for number in numbers)

    with django_assert_num_queries(10):
        response = read(client, text=text)

    assert len(response.context["meetings"]) == known


def test_what_is_read_is_shown_escaped_and_nothing_typed_is_lost():
    text = f"The 17th AMMTC was held in {HTML} Labuan Bajo, Indonesia, on 21 August 2023."

    response = read(boss(), text=text, title=HTML)

    assert HTML not in response.content.decode()
    assert {name: controls(response)[name] for name in GIVEN} == GIVEN | {"text": text, "title": HTML}


def test_address_and_day_may_stand_above_the_text():
    text = f"URL: {URL}\nPUBLISHED: 2023-08-21\nThe 17th AMMTC opens in Labuan Bajo, Indonesia, on 21 August."

    client = boss()

    response = read(client, url="", published="", title="", publisher="", text=text)

    assert [line[2] for line in lines(response) if line[0] == "dates"] == ["21 August 2023 (2023-08-21)"]
    assert f"Read in {URL}" == controls(fill(client, response))["reason"]


def test_text_without_a_meeting_leads_to_an_empty_form_that_cites_it():
    client = boss()
    response = read(client, title="Weather", text="Nothing of the kind.")

    form = controls(client.post(response.context["empty_form"], {"read": response.context["empty"]}))

    shown = [response, client.get(response.context["empty_form"])]
    assert ["No meeting was found" in page.content.decode() for page in shown] == [True, False]
    assert "of an article is filled in" not in shown[1].content.decode()
    assert (form["body"], form["ordinal"], form["reason"]) == ("", "", "Read in The Press – Weather")
    assert (form["citations-0-source-named"], form["citations-0-source_title"]) == (URL, "Weather")
    assert form["citations-0-supports_all"] == ["on"]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"text": " "}, {"text": ["Paste the text of the article."]}),
        ({"text": "a\x00b"}, {"text": ["Null characters are not allowed."]}),
        (
            {"text": "ไ" * 100_001},
            {"text": ["The text has more than 100,000 characters. Leave out what does not tell of the meetings."]},
        ),
        (
            {"url": "javascript:alert(1)"},
            {"url": ["Give a whole web address that begins with http:// or https://."]},
        ),
        (
            {"url": "", "title": ""},
            {"url": ["Give the address of the article, or at least its title: whatever is filled in cites it."]},
        ),
        (
            {"published": "someday"},
            {"published": ["Cannot read “someday” as a date; write it like “18–19 May 2023” or “2023-05-18”."]},
        ),
        (
            {"published": "August 2023"},
            {"published": ["Give the day on which it was published, or leave this empty."]},
        ),
        (
            {"published": "", "text": f"PUBLISHED: 2023-08\n{HELD}"},
            {"published": ["Give the day on which it was published, or leave this empty."]},
        ),
    ],
)
def test_what_cannot_be_taken_is_told_at_its_field_and_nothing_is_lost(given, expected):
    assert errors(boss(), **given) == expected
    assert Revision.objects.count() == 0


# Who may


@pytest.mark.parametrize(
    ("roles", "expected"),
    [
        (["editor of ammtc"], (200, 200, [])),
        (["proposer of ammtc"], (200, 200, [])),
        (["reviewer of ammtc"], (200, 200, [])),
        (["editor of somtc"], (200, 403, ["You may not propose changes of its meetings"])),
        (["reader of ammtc"], (403, 403, [])),
        ([], (403, 403, [])),
    ],
)
@pytest.mark.parametrize("known", [True, False])
def test_page_is_open_to_those_who_may_propose_and_says_what_is_lacking(roles, expected, known):
    meeting = recorded() if known else None
    client, page = somebody("anna", *roles), read(boss())
    [meeting_read] = page.context["meetings"]

    seen = [client.get(PAGE), read(client)]
    form = client.post(meeting_read.fillings[0].address, {"read": meeting_read.carried})
    lacks = [each.fillings[0].lack.split(":")[0] for each in (seen[1].context or {}).get("meetings", [])]

    listed = client.get(reverse("admin:meetings_meeting_changelist")).content.decode()
    # Whoever writes for another body opens an empty form; for this body it is refused where it is saved.
    opened = 200 if meeting is None and roles == ["editor of somtc"] else expected[1]
    assert ([answer.status_code for answer in seen], form.status_code) == ([expected[0]] * 2, opened)
    assert [lack for lack in lacks if lack] == expected[2]
    assert (PAGE in listed) == (expected[0] == 200)


def test_page_answers_strangers_with_the_login_and_other_methods_with_405(client):
    assert client.get(PAGE)["Location"] == f"/admin/login/?next={PAGE}"
    assert boss().put(PAGE).status_code == 405
