"""The history of a meeting at the desk, and its end: shown, never changed, and nothing goes without a reason."""

import pytest
from django.urls import reverse

from meetings.history import Change, revise
from meetings.models import Draft, Meeting, Revision
from tests.desk import HTML, boss, change_address, controls, editor, full_meeting, said, sent
from tests.factories import MeetingFactory, revised


def address(row, page="change"):
    return reverse(f"admin:meetings_{row._meta.model_name}_{page}", args=[row.pk])


def test_deletion_needs_a_reason_and_keeps_the_history(db):
    client, meeting = editor(), full_meeting()
    below = revised(MeetingFactory(ordinal=3, alongside=meeting))
    address = reverse("admin:meetings_meeting_delete", args=[meeting.pk])

    asked = client.get(address)
    refused = client.post(address, controls(asked))
    moved = client.post(address, controls(asked) | {"opened": "0", "reason": "Never held"})

    assert "They will report to, or sit alongside, no meeting from then on." in asked.content.decode()
    assert refused.context["deletion"].errors == {"reason": ["Say why you delete this: readers see it in the history."]}
    assert moved.context["deletion"].errors == {
        "__all__": [
            "It was changed since you opened this page, so nothing was deleted. Look at it, then confirm again."
        ]
    }
    assert Meeting.objects.count() == 2

    response = client.post(address, controls(moved) | {"reason": "Never held"})

    assert said(response)[-1] == "The meeting “17th AMMTC” was deleted successfully."
    assert list(Meeting.objects.values_list("slug", "alongside")) == [("ammtc-3", None)]
    last = Revision.objects.of("ammtc-17").latest("number")
    assert (last.kind, last.reason, last.editor) == ("deleted", "Never held", client.user)
    assert Revision.objects.of(below.slug).latest("number").reason == "Never held"


def test_bulk_deletion_is_not_offered(db):
    client = boss()
    meeting = full_meeting()

    client.post(
        "/admin/meetings/meeting/", {"action": "delete_selected", "_selected_action": meeting.pk, "post": "yes"}
    )

    assert Meeting.objects.get() == meeting


def test_history_shows_revisions_newest_first(db):
    client, meeting = editor(), full_meeting()
    sent(client, change_address(meeting), dates="20–23 August 2023", theme="One", reason="Fixed the days", minor="on")

    response = client.get(reverse("admin:meetings_meeting_history", args=[meeting.pk]))

    newest, oldest = response.context["steps"]
    assert (newest.revision.number, newest.revision.reason, newest.revision.minor) == (2, "Fixed the days", True)
    assert newest.changes == [
        ("dates", "2023-08-21", "2023-08-20/2023-08-23"),
        ("theme", "–", "One"),
    ]
    assert oldest.revision.kind == "created"
    assert ("officers", "–", "role: opening-speaker, person: Joko Widodo") in oldest.changes


def test_history_of_nothing_leads_back(db):
    response = editor().get("/admin/meetings/meeting/4711/history/")

    assert response.status_code == 302


@pytest.mark.parametrize("rows", [1, 3])
def test_history_asks_as_often_for_three_revisions_as_for_one(db, django_assert_num_queries, rows):
    client = boss()
    meeting = MeetingFactory()
    for number in range(rows):
        Meeting.objects.update(theme=f"Theme {number}")
        revise([meeting.pk], Change("Again"))

    with django_assert_num_queries(9):
        response = client.get(address(meeting, "history"))

    assert len(response.context["steps"]) == rows


def test_revisions_and_drafts_are_only_shown(db):
    client = boss()
    revised(MeetingFactory(ordinal=1, title=HTML))
    draft = Draft.objects.create(proposal={"title": HTML}, comment=HTML, proposed_at=Revision.objects.get().at)

    pages = [client.get(address(row)) for row in (Revision.objects.get(), draft)]

    for page in pages:
        assert 'name="_save"' not in page.content.decode()
        assert HTML not in page.content.decode()
        assert "&lt;b onclick" in page.content.decode()
