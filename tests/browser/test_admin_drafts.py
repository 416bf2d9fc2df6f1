"""Drafts in a browser: nothing for axe to object to, and one is accepted by keyboard."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from meetings.models import Draft, Meeting
from meetings.serializers import shape
from tests.browser.test_admin import both_schemes, meeting, objections  # noqa: F401 - fixtures


@pytest.fixture
def draft(meeting):  # noqa: F811
    record = shape(Meeting.objects.with_record().get()) | {"theme": "Together"}
    return Draft.objects.create(
        slug=meeting.slug, body=meeting.body, base=1, comment="Seen", proposal=record, proposed_at=timezone.now()
    )


@both_schemes
@pytest.mark.parametrize("viewport", ["phone", "desk"], indirect=True)
def test_pages_of_drafts_pass_axe(desk, page_errors, meeting, draft):  # noqa: F811
    form = reverse("admin:meetings_meeting_change", args=[meeting.pk])
    pages = [reverse("admin:meetings_draft_changelist"), reverse("admin:meetings_draft_change", args=[draft.pk])]

    for place in (*pages, f"{form}?draft={draft.pk}"):
        desk.goto(place)
        desk.wait_for_load_state("networkidle")
        assert page_errors == []
        assert (place, objections(desk)) == (place, [])
        page_errors.clear()


def test_draft_is_accepted_by_keyboard(desk, page_errors, draft):
    desk.goto(reverse("admin:meetings_draft_change", args=[draft.pk]))
    desk.get_by_role("link", name="Open the form filled in, to accept it").press("Enter")
    reason = desk.get_by_label("Why you accept this")
    expect(reason).to_have_value("Seen")
    reason.press("Enter")

    desk.get_by_text("was accepted").wait_for()
    assert (Meeting.objects.get().theme, Draft.objects.get().decision) == ("Together", "accepted")
    assert page_errors == []
