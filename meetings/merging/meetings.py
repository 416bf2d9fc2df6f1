"""Two meetings that are one: the address of the other leads to the one that stays, as its revisions do."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from meetings import history
from meetings.history import Change
from meetings.merging.pairs import CannotMerge, Pair, ask
from meetings.models import Body, Double, Draft, Meeting, Report, Revision
from meetings.models.rights import Rights
from meetings.serializers.writing import LINKS, Refused

Record = dict[str, Any]


@transaction.atomic
def merge_meetings(
    pair: Pair, record: Record, change: Change, *, today: date, rights: Rights | None = None
) -> Revision:
    """Make one meeting of two: `pair.kept`, whose validated `record` then holds; answers the other's last revision.

    What pointed at the other points at it. Raises `CannotMerge` where a right is missing, and
    `serializers.writing.Refused` where a rule would be broken.
    """
    if record["slug"] != pair.kept.slug:
        raise CannotMerge(f"A slug never changes: this meeting is {pair.kept.slug}.")
    change = replace(change, at=change.at or timezone.now())
    pointing = set(Meeting.objects.pointing_at(pair.other).values_list("pk", flat=True)) - {*pair.keys}
    ask(rights, bodies_touched(pair, record, pointing))
    # Its own links come with the record: as they were, they might close a circle that is not meant.
    Meeting.objects.filter(pk=pair.kept.pk).update(**dict.fromkeys(LINKS))
    Double.objects.naming("meeting", pair.other.pk).delete()
    tombstone = history.delete(pair.other, change, merged_into=pair.kept)
    history.write([record], change, today=today)
    if errors := history.misled([pair.kept.pk, *Meeting.objects.pointing_at(pair.kept).values_list("pk", flat=True)]):
        raise Refused(errors)
    kept = Meeting.objects.get(pk=pair.kept.pk)
    lead_drafts(tombstone.slug, kept)
    Report.objects.open().of(tombstone.slug).update(slug=kept.slug, body=kept.body_id)
    return tombstone


def bodies_touched(pair: Pair, record: Record, pointing: set[int]) -> set[int]:
    """The bodies whose meetings a merger writes."""
    others = Meeting.objects.filter(pk__in=pointing).order_by().values_list("body", flat=True)
    named = Body.objects.filter(slug=record["body"]).values_list("pk", flat=True)
    return {pair.kept.body_id, pair.other.body_id, *others, *named}


def lead_drafts(slug: str, kept: Meeting) -> None:
    """Proposals that wait and name the meeting `slug` name `kept`; what they were built on is no state of it."""
    keys = ("slug", *LINKS)
    named = Q(slug=slug)
    for key in keys:
        named |= Q(**{f"proposal__{key}": slug})
    for draft in Draft.objects.select_for_update().open().filter(named).order_by("pk"):
        draft.proposal |= {key: kept.slug for key in keys if draft.proposal.get(key) == slug}
        if draft.slug == slug:
            draft.slug, draft.body_id, draft.base = kept.slug, kept.body_id, None
        draft.save(update_fields=["proposal", "slug", "body", "base"])
