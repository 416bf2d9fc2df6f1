"""Drafts: what can be read of them, who decides on them, and that each is decided once.

A decision is stored in the transaction of what it does: a draft is accepted where its record was written, or neither;
and with it the reader's report is answered from which it was made.
"""

from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils import timezone
from rest_framework import serializers
from rest_framework.fields import empty

from meetings.history import Change, mark_corrections
from meetings.models import Body, Draft, Report, Revision
from meetings.models.rights import REVIEW, WRITE, Rights
from meetings.reconciling import merge
from meetings.serializers import MeetingSerializer
from meetings.serializers.meetings import known_codes, problem_list
from meetings.serializers.shape import Record

OWN = "This is your own draft, and deciding on that takes the role editor."
FOUR_EYES = "This is your own draft, and for the body {} somebody else decides. You may withdraw it."
WITHDRAWN = "Withdrawn by whoever proposed it"
Decision = Draft.Decision
NOTHING: dict[str, Any] = {"gaps": {}} | {name: [] for name in ("officers", "agenda", "documents", "citations")}


class Decided(Exception):  # noqa: N818 - it tells, it does not fail
    """Somebody has decided on the draft already; the text says what and when."""

    def __init__(self, draft: Draft):
        super().__init__(f"Draft {draft.pk} was {draft.get_decision_display()} on {draft.decided_at:%Y-%m-%d}.")


def against(rights: Rights, draft: Draft) -> str:
    """Why somebody with these rights may not decide on `draft`, in a sentence; empty where they may."""
    if not rights.may(REVIEW, draft.body):
        return rights.lack(REVIEW, draft.body)
    if draft.proposed_by_id is None or draft.proposed_by_id != rights.user.pk:
        return ""
    if body := next((body for body in bodies_of(draft) if body.four_eyes), None):
        return FOUR_EYES.format(body.slug)
    return "" if rights.may(WRITE, draft.body) else OWN


def bodies_of(draft: Draft) -> list[Body]:
    """The body that decides, and the one to which the proposal moves the meeting."""
    slug = draft.proposal.get("body") if isinstance(draft.proposal, dict) else None
    other = Body.objects.filter(slug=slug).first() if isinstance(slug, str) else None
    return [body for body in (draft.body, other) if body]


@transaction.atomic
def decide(draft: Draft, decision: str, change: Change, *, slug: str = "", among=(Decision.OPEN,)) -> Draft:
    """Note what was decided on a draft that is one of `among`; raises `Decided`. `slug` is the meeting it became."""
    locked = Draft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    if locked.decision not in among:
        raise Decided(locked)
    locked.decision, locked.answer = decision, change.reason
    locked.decided_by, locked.decided_at = change.editor, change.at
    locked.slug = slug or locked.slug
    locked.save(update_fields=["decision", "answer", "decided_by", "decided_at", "slug"])
    if decision == Decision.ACCEPTED and locked.report_id:
        correct(locked.report, change, since=locked.base or 0)
    return locked


def withdraw(draft: Draft, change: Change) -> Draft:
    """Note that whoever made a draft no longer proposes it: an open one, or one that was sent back and not amended."""
    if draft.decision == Decision.RETURNED and not draft.can_be_amended:
        raise Decided(draft)
    change = replace(change, reason=change.reason or WITHDRAWN)
    return decide(draft, Decision.WITHDRAWN, change, among=(Decision.OPEN, Decision.RETURNED))


@transaction.atomic
def correct(report: Report, change: Change, *, since: int = 0) -> bool:
    """Answer a report by the last revision of its meeting; False where somebody answered it, or nothing was written.

    The last revision is that of the same transaction; one of a number up to `since` corrected nothing.
    """
    locked = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    last = Revision.objects.of(locked.slug).order_by("number").last()
    if locked.decision != Report.Decision.OPEN or last is None or last.number <= since:
        return False
    locked.decision, locked.answer, locked.revision = Report.Decision.CORRECTED, change.reason, last
    # Nobody needs to ask the reader back any more.
    locked.decided_by, locked.decided_at, locked.email = change.editor, change.at or timezone.now(), ""
    locked.save()
    mark_corrections(locked.slug)
    return True


def readable(proposal: Any, standing: Record | None = None) -> tuple[Record, list[tuple[str, str]]]:
    """(the record with every key, what of it cannot be read as (key, sentence)); where it cannot, `standing` holds."""
    given = proposal if isinstance(proposal, dict) else {}
    serializer = MeetingSerializer(data=given, context={"known": known_codes()})
    problems = [(str(key), "This is no key of a record.") for key in given if key not in serializer.fields]
    record: Record = {}
    for key, field in serializer.fields.items():
        if field.read_only:
            continue
        try:
            record[key] = field.run_validation(given.get(key, empty))
        except serializers.ValidationError as error:
            record[key] = standing[key] if standing else NOTHING.get(key)
            problems += [(f"{key}.{path}".rstrip("."), sentence) for path, sentence in problem_list(error.detail)]
    record["chair"] = serializer.validate_chair(record["chair"])
    record["venue"] = serializer.validate_venue(record["venue"])
    return record, problems


def adds_of_its_own(before: Record | None, proposed: Record, saved: Record) -> bool:
    """Whether `saved` has a piece that neither stood `before` nor was `proposed`."""
    _, pieces = merge(before, proposed, saved)
    # How a source is described follows its row, which the proposal may not have known.
    told = [piece for piece in pieces if not (piece.path[2:] == ("source",) and piece.theirs and piece.mine)]
    return any(piece.mine not in (piece.base, piece.theirs) for piece in told)
