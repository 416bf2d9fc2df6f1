"""Drafts: proposals in the one shape, in a table of their own that no query of the record reads."""

from datetime import UTC, datetime

import pytest

from meetings.models import Draft, Meeting
from tests.factories import UserFactory
from tests.refusals import refusal
from tests.shapes import entry

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("decision", "decided_at"), [("open", NOON), ("accepted", None), ("returned", None), ("refused", None)]
)
def test_a_decision_has_its_time_and_an_open_draft_has_none(db, decision, decided_at):
    draft = Draft(proposal=entry(), proposed_at=NOON, decision=decision, decided_at=decided_at)

    assert refusal(draft) == ["A decision has its time, and an open draft has none."]


def test_open_drafts_are_those_not_decided_newest_first(db):
    for hour, decision in ((1, "open"), (2, "accepted"), (3, "open"), (4, "returned"), (5, "refused")):
        Draft.objects.create(
            proposal=entry(), proposed_at=NOON.replace(hour=hour), decision=decision,
            decided_at=None if decision == "open" else NOON,
        )  # fmt: skip

    assert [draft.proposed_at.hour for draft in Draft.objects.open()] == [3, 1]
    assert [draft.proposed_at.hour for draft in Draft.objects.all()] == [5, 4, 3, 2, 1]


def test_a_draft_keeps_its_proposal_whatever_it_holds(db):
    proposal = {"hots": "ID", "ordinal": "17", "theme": "Hà Nội 🇻🇳", "agenda": [None, {"a": 1.5}]}

    Draft.objects.create(proposal=proposal, proposed_at=NOON, origin="article")

    assert Draft.objects.get().proposal == proposal


def test_a_draft_is_no_meeting(db):
    Draft.objects.create(proposal=entry(), proposed_at=NOON)

    assert Meeting.objects.count() == 0


@pytest.mark.parametrize(("slug", "told"), [("ammtc-17", "ammtc-17"), ("", "a new meeting")])
def test_a_draft_tells_which_meeting_it_would_change(db, slug, told):
    draft = Draft.objects.create(slug=slug, proposal=entry(), proposed_at=NOON)

    assert str(draft) == f"Draft {draft.pk} of {told}"


def test_a_draft_stays_when_its_people_leave(db):
    proposer, decider = UserFactory(), UserFactory()
    Draft.objects.create(
        proposal=entry(), proposed_at=NOON, proposed_by=proposer, decided_by=decider, decided_at=NOON,
        decision="accepted",
    )  # fmt: skip

    proposer.delete(), decider.delete()

    assert list(Draft.objects.values_list("proposed_by", "decided_by", "decision")) == [(None, None, "accepted")]
