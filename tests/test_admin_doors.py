"""Who passes which door of the desk: every role at every door, of its own body and of another, allowed and refused."""

import re
from dataclasses import dataclass
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from meetings.models import BodyRight, Draft, Meeting, Person, Place, Remark, Revision, Source
from tests.desk import ADD, boss, change_address, controls, editor, full_meeting, opened, record_of
from tests.factories import BodyFactory, MeetingFactory, OfficerFactory, PersonFactory, PlaceFactory, revised
from tests.test_docs import section

ROLES = ("none", "reader", "proposer", "reviewer", "editor")
ALL, PROPOSERS, DECIDERS, EDITOR = ROLES, ROLES[2:], ROLES[3:], ROLES[4:]

# The table of docs/editing.md: who passes at a meeting of their own body. At one of another all are as those without
# a role; what is said of a person, place or source is of one that a meeting of the body names.
TABLE = {
    "see a meeting": ALL,
    "see its history": ALL,
    "change a meeting": EDITOR,
    "change a row of it": EDITOR,
    "add a meeting": EDITOR,
    "delete a meeting": EDITOR,
    "move a meeting here": EDITOR,
    "move a meeting away": EDITOR,
    "bring back a former state": EDITOR,
    "merge two meetings": EDITOR,
    "change a person": EDITOR,
    "change a place": EDITOR,
    "change a source": EDITOR,
    "propose a change": PROPOSERS,
    "propose a meeting": PROPOSERS,
    "see drafts of others": ("reader", *DECIDERS),
    "remark on a draft": DECIDERS,
    "accept a draft": DECIDERS,
    "send a draft back": DECIDERS,
    "refuse a draft": DECIDERS,
    "accept a draft of one’s own": EDITOR,
}
# What these say is public, so it is no matter of a body.
OPEN = ("see a meeting", "see its history")


@dataclass
class Tried:
    """Somebody at a door: the browser they are logged in with, a meeting of the body, and one of their own body."""

    client: Any
    meeting: Meeting
    own: Meeting


def sends(client, address, **changes):
    """What is typed into the form at `address`, or sent to it blindly where that shows no form."""
    page = client.get(address)
    return client.post(address, (controls(page) if page.status_code == 200 else {}) | {"reason": "Read"} | changes)


def sees(tried):
    page = tried.client.get(change_address(tried.meeting))
    return page.status_code == 200 and "Labuan Bajo Declaration" in page.content.decode()


def sees_history(tried):
    page = tried.client.get(reverse("admin:meetings_meeting_history", args=[tried.meeting.pk]))
    return page.status_code == 200 and "First recorded" in page.content.decode()


def changes(tried):
    sends(tried.client, change_address(tried.meeting), theme="New")
    return record_of(tried.meeting)["theme"] == "New"


def changes_row(tried):
    data = {"documents-0-title": "Another", "documents-0-kind": "report", "opened": tried.meeting.revision}
    sends(tried.client, change_address(tried.meeting), **data)
    return [row["title"] for row in record_of(tried.meeting)["documents"]] == ["Another"]


def adds(tried):
    typed = {"body": tried.meeting.body.pk, "ordinal": "18", "kind": "regular", "status": "planned"}
    sends(tried.client, ADD, **typed)
    return Meeting.objects.filter(slug=f"{tried.meeting.body.slug}-18").exists()


def deletes(tried):
    sends(tried.client, reverse("admin:meetings_meeting_delete", args=[tried.meeting.pk]), post="yes")
    return not Meeting.objects.filter(pk=tried.meeting.pk).exists()


def moves_here(tried):
    sends(tried.client, change_address(tried.own), body=tried.meeting.body.pk, ordinal="99")
    return Meeting.objects.get(pk=tried.own.pk).body == tried.meeting.body


def moves_away(tried):
    sends(tried.client, change_address(tried.meeting), body=tried.own.body.pk, ordinal="99")
    return Meeting.objects.get(pk=tried.meeting.pk).body == tried.own.body


def brings_back(tried):
    Meeting.objects.filter(pk=tried.meeting.pk).update(theme="Later")
    revised(tried.meeting, "Later")
    sends(tried.client, reverse("admin:meetings_meeting_restore", args=[tried.meeting.slug, 1]), seen=2)
    return record_of(tried.meeting)["theme"] is None


def merges(tried):
    other = revised(MeetingFactory(body=tried.meeting.body, slug="double", ordinal=77))
    page = reverse("admin:meetings_meeting_merge", args=[tried.meeting.pk])
    sends(tried.client, f"{page}?with={other.pk}")
    return not Meeting.objects.filter(pk=other.pk).exists()


def changes_person(tried):
    person = Person.objects.get(offices__meeting=tried.meeting)
    sends(tried.client, reverse("admin:meetings_person_change", args=[person.pk]), name="Otherwise")
    return Person.objects.filter(pk=person.pk, name="Otherwise").exists()


def changes_place(tried):
    place = Place.objects.get(meetings=tried.meeting)
    sends(tried.client, reverse("admin:meetings_place_change", args=[place.pk]), locality="Otherwise")
    return Place.objects.filter(pk=place.pk, locality="Otherwise").exists()


def changes_source(tried):
    source = Source.objects.get(citations__meeting=tried.meeting)
    sends(tried.client, reverse("admin:meetings_source_change", args=[source.pk]), title="Otherwise")
    return Source.objects.filter(pk=source.pk, title="Otherwise").exists()


def drafted(tried, by=None):
    """A draft of somebody else, or of this one, that gives the meeting a theme."""
    return Draft.objects.create(
        slug=tried.meeting.slug, body=tried.meeting.body, base=1, proposed_by=by, proposed_at=timezone.now(),
        proposal=record_of(tried.meeting) | {"theme": "New"},
    )  # fmt: skip


def draft_page(draft):
    return reverse("admin:meetings_draft_change", args=[draft.pk])


def proposes(tried):
    sends(tried.client, f"{change_address(tried.meeting)}", theme="New")
    found = Draft.objects.filter(slug=tried.meeting.slug, proposed_by=tried.client.user).exists()
    # Whoever may write the meeting has written it: they propose by the API.
    return found or record_of(tried.meeting)["theme"] == "New"


def proposes_new(tried):
    typed = {"body": tried.meeting.body.pk, "ordinal": "18", "kind": "regular", "status": "planned"}
    sends(tried.client, ADD, **typed)
    return Draft.objects.filter(slug="").exists() or Meeting.objects.filter(ordinal=18).exists()


def sees_draft(tried):
    return tried.client.get(draft_page(drafted(tried))).status_code == 200


def remarks(tried):
    tried.client.post(draft_page(drafted(tried)), {"text": "Which day?", "remark": "1"})
    return Remark.objects.exists()


def accepts(tried, by=None):
    draft = drafted(tried, by)
    sends(tried.client, f"{change_address(tried.meeting)}?draft={draft.pk}")
    draft.refresh_from_db()
    assert (draft.decision == "accepted") == (record_of(tried.meeting)["theme"] == "New")
    return draft.decision == "accepted"


def decides(verb, decision):
    def door(tried):
        draft = drafted(tried)
        tried.client.post(draft_page(draft), {"text": "Which day?", verb: "1"})
        return Draft.objects.get(pk=draft.pk).decision == decision

    return door


DOORS = {
    "see a meeting": sees,
    "see its history": sees_history,
    "change a meeting": changes,
    "change a row of it": changes_row,
    "add a meeting": adds,
    "delete a meeting": deletes,
    "move a meeting here": moves_here,
    "move a meeting away": moves_away,
    "bring back a former state": brings_back,
    "merge two meetings": merges,
    "change a person": changes_person,
    "change a place": changes_place,
    "change a source": changes_source,
    "propose a change": proposes,
    "propose a meeting": proposes_new,
    "see drafts of others": sees_draft,
    "remark on a draft": remarks,
    "accept a draft": accepts,
    "send a draft back": decides("return", "returned"),
    "refuse a draft": decides("refuse", "refused"),
    "accept a draft of one’s own": lambda tried: accepts(tried, by=tried.client.user),
}


def somebody(role, body):
    client = editor(role, group=None)
    if role != "none":
        BodyRight.objects.create(user=client.user, body=body, role=role)
    return client


@pytest.fixture
def meeting(db):
    return full_meeting(place=PlaceFactory())


def elsewhere(client):
    """A meeting of a body that is all theirs, so that what is refused is refused for the other body's sake."""
    own = revised(MeetingFactory(slug="own-1", ordinal=1, body=BodyFactory(slug="own")))
    BodyRight.objects.create(user=client.user, body=own.body, role="editor")
    return own


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("door", DOORS)
def test_door_is_passed_by_the_roles_of_the_body(meeting, door, role):
    client = somebody(role, meeting.body)
    # Only a meeting that moves is of two bodies.
    own = elsewhere(client) if door.startswith("move") else meeting

    assert DOORS[door](Tried(client, meeting, own)) is (role in TABLE[door])


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("door", DOORS)
def test_door_of_another_body_is_as_shut_as_to_those_without_a_role(meeting, door, role):
    client = somebody(role, BodyFactory(slug="own"))
    own = revised(MeetingFactory(slug="own-1", ordinal=1, body=BodyFactory(slug="own")))
    revisions = Revision.objects.count()

    passed = DOORS[door](Tried(client, meeting, own))

    assert passed is (door in OPEN)
    # What a try sets up for itself apart, nothing was written.
    assert Revision.objects.filter(editor=client.user).count() == 0
    assert Revision.objects.count() - revisions == (door in ("bring back a former state", "merge two meetings"))


@pytest.mark.parametrize("who", ["boss", "group"])
@pytest.mark.parametrize("door", DOORS)
def test_doors_of_all_bodies_are_open_to_editors_of_all(meeting, door, who):
    client = boss() if who == "boss" else editor()
    own = revised(MeetingFactory(slug="own-1", ordinal=1, body=BodyFactory(slug="own")))

    assert DOORS[door](Tried(client, meeting, own))


def test_docs_hold_this_very_table():
    lines = [line.strip("| ").split("|") for line in section("docs/editing.md", "By body").splitlines() if "|" in line]
    head, _, *rows = [[cell.strip() for cell in line] for line in lines]

    assert head[1:] == [f"`{role}`" if role != "none" else "none" for role in ROLES]
    assert {row[0]: tuple(role for role, cell in zip(ROLES, row[1:], strict=True) if cell) for row in rows} == TABLE
    assert {cell for row in rows for cell in row[1:]} <= {"yes", ""}


# What is of several bodies at once


@pytest.fixture
def anna(meeting):
    """An editor of the ministers' body alone."""
    client = editor("anna", group=None)
    BodyRight.objects.create(user=client.user, body=meeting.body, role="editor")
    return client


def test_meeting_that_moves_is_refused_with_the_right_that_is_missing(anna, meeting):
    other = BodyFactory(slug="somtc")

    response = sends(anna, change_address(meeting), body=other.pk)

    # Who may not write there could still propose, and she may not even do that.
    sentence = (
        "You may not propose changes of its meetings: "
        "for the body somtc that takes the role editor or proposer or reviewer."
    )
    assert response.context["adminform"].form.errors["body"] == [sentence]
    assert controls(response)["reason"] == "Read"


def test_page_that_is_only_looked_at_says_which_right_is_missing(anna, meeting):
    elsewhere = revised(MeetingFactory(body=BodyFactory(slug="somtc"), chair_person=PersonFactory()))
    person = reverse("admin:meetings_person_change", args=[elsewhere.chair_person_id])

    pages = [anna.get(page).content.decode() for page in (change_address(elsewhere), person, change_address(meeting))]

    roles = "for the body somtc that takes the role editor"
    assert [roles in page for page in pages] == [True, True, False]
    assert ["Look at it without saving" in page for page in pages] == [False, False, True]


def test_person_whom_a_meeting_of_another_body_names_is_not_changed(anna, meeting):
    person = Person.objects.get()
    OfficerFactory(meeting=revised(MeetingFactory(slug="somtc-1", body=BodyFactory(slug="somtc"))), person=person)
    page = reverse("admin:meetings_person_change", args=[person.pk])

    assert 'name="_save"' not in anna.get(page).content.decode()
    assert anna.post(page, {"name": "Otherwise", "reason": "x"}).status_code == 403
    assert anna.post(reverse("admin:meetings_person_delete", args=[person.pk]), {"post": "yes"}).status_code == 403
    assert Person.objects.get().name == "Joko Widodo"


def test_person_whom_no_meeting_names_is_of_all_editors(anna):
    person = PersonFactory(name="Nobody yet")

    assert sends(anna, reverse("admin:meetings_person_change", args=[person.pk]), name="Somebody").status_code == 302


def test_meeting_is_not_deleted_where_one_of_another_body_would_change(anna, meeting):
    below = revised(MeetingFactory(slug="somtc-1", ordinal=1, body=BodyFactory(slug="somtc"), reports_to=meeting))
    page = reverse("admin:meetings_meeting_delete", args=[meeting.pk])

    asked, sent = anna.get(page), anna.post(page, {"post": "yes", "reason": "x", "opened": meeting.revision})

    assert "for the body somtc that takes the role editor" in asked.content.decode()
    assert 'type="submit" value="Delete it"' not in asked.content.decode()
    assert sent.status_code == 403
    assert record_of(below)["reports_to"] == meeting.slug


def test_bodies_and_countries_are_the_administrators_alone(anna, meeting):
    pages = [reverse(f"admin:meetings_{model}_change", args=[row.pk]) for model, row in
             (("body", meeting.body), ("country", Place.objects.get().country))]  # fmt: skip

    assert [anna.get(page).status_code for page in pages] == [200, 200]
    assert [anna.post(page, {}).status_code for page in pages] == [403, 403]


def test_forms_and_search_boxes_are_open_to_an_editor_of_one_body(anna, meeting):
    boxes = [("officer", "person"), ("meeting", "place"), ("citation", "source"), ("meeting", "reports_to")]
    found = [
        anna.get("/admin/autocomplete/", {"app_label": "meetings", "model_name": model, "field_name": field})
        for model, field in boxes
    ]

    assert [answer.status_code for answer in found] == [200] * 4
    assert re.search("_save", anna.get(ADD).content.decode())
    assert opened(anna, change_address(meeting))["theme"] == ""
