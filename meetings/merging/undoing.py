"""A merger of two people, places or sources is taken back: both rows stand again, named by what named them before.

All of it in one transaction, and not over what somebody did since: then a sentence says what stands in the way.
"""

import json
from dataclasses import replace
from datetime import date
from typing import Any

from django.core.serializers import deserialize
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from rest_framework.serializers import ValidationError

from meetings import history, restoring
from meetings.history import Change, revising
from meetings.merging.pairs import CannotMerge, state_of
from meetings.merging.rows import MERGERS
from meetings.models import Merge, Revision
from meetings.models.rights import Rights
from meetings.restoring import CannotRestore
from meetings.serializers import MeetingSerializer
from meetings.serializers.meetings import known_codes
from meetings.serializers.writing import Refused

# What is found out about a page from time to time is no later change of its source.
FOUND_OUT = ("link", "link_told", "checked_on", "failing_since")
DONE = "This merger was taken back already."
LATER = "“{}” was merged with another entry since. Take that back first."
CHANGED = "“{}” was changed since, so nothing was taken back. Change it back first, or write the other entry anew."
GONE = "The entry that stayed is no longer in the record, so there is nothing to take back."
TAKEN = "Another entry has taken the name or address of one of the two since. Change that first."
MOVED = "Changed since, so nothing was taken back: {}. What is wrong there is put right by hand."
UNKNOWN = "Of these the state before is not known: {}."


@transaction.atomic
def take_back(merge: Merge, change: Change, *, today: date, rights: Rights | None = None) -> Any:
    """Make two rows of one again; answers the row that was merged. Raises `CannotMerge`."""
    change = replace(change, at=change.at or timezone.now(), restores=True)
    model = MODELS[merge.kind]
    kept = model.objects.select_for_update().filter(pk=merge.kept).first()
    merge = Merge.objects.select_for_update().get(pk=merge.pk)
    refuse_later(merge, kept)
    records = records_before(merge)
    try:
        if rights is not None:
            restoring.ask(rights, [*records, *records_named(MERGERS[model].naming([merge.kept]))])
        with revising(change, kept, MERGERS[model].naming([merge.kept, merge.other])):
            rebuild(merge, MERGERS[model])
            history.write(records, change, today=today)
    except (CannotRestore, Refused, ValidationError) as error:
        raise CannotMerge(" ".join(sentences_of(error))) from error
    merge.undone_at = change.at
    merge.save(update_fields=["undone_at"])
    return model.objects.get(pk=merge.other)


def sentences_of(error: CannotRestore | Refused | ValidationError) -> list[str]:
    return error.sentences if isinstance(error, CannotRestore) else restoring.sentences_of(error)


def refuse_later(merge: Merge, kept: Any) -> None:
    """Raise `CannotMerge` where the row that stayed is another one since, or this merger does not stand."""
    if merge.undone_at:
        raise CannotMerge(DONE)
    if kept is None:
        raise CannotMerge(GONE)
    later = Merge.objects.standing().filter(Q(kept=merge.kept) | Q(other=merge.kept), kind=merge.kind, pk__gt=merge.pk)
    if later.exists():
        raise CannotMerge(LATER.format(kept))
    now = state_of(kept)
    if any(now[name] != value for name, value in merge.after.items() if name not in FOUND_OUT):
        raise CannotMerge(CHANGED.format(kept))


def records_before(merge: Merge) -> list[Any]:
    """The validated records of the meetings that named either before; none of them says anything else since."""
    last = restoring.locked(merge.meetings)
    after = revisions_of({slug: number for slug, (_, number) in merge.meetings.items()})
    if moved := [slug for slug in after if last[slug].is_gone or last[slug].text != after[slug].text]:
        raise CannotMerge(MOVED.format(restoring.told(moved)))
    before = revisions_of({slug: number for slug, (number, _) in merge.meetings.items()})
    if unknown := [slug for slug in merge.meetings if slug not in before]:
        raise CannotMerge(UNKNOWN.format(restoring.told(unknown)))
    known = known_codes()
    serializers = [MeetingSerializer(data=row.record, context={"known": known}) for row in before.values()]
    for serializer in serializers:
        serializer.is_valid(raise_exception=True)
    return [serializer.validated_data for serializer in serializers]


def revisions_of(numbers: dict[str, int]) -> dict[str, Revision]:
    found = Revision.objects.of_any(numbers).filter(number__in=set(numbers.values())).order_by("slug")
    return {row.slug: row for row in found if row.number == numbers[row.slug]}


def records_named(meetings: Any) -> list[Any]:
    """What the rights are asked of: the bodies of these meetings."""
    slugs = meetings.order_by().values_list("body__slug", flat=True).distinct()
    return [{"body": slug} for slug in slugs]


def rebuild(merge: Merge, merger: Any) -> None:
    """Put both rows back, the one that stayed first, since it may bear the other's name, and what led to either."""
    merger.former.objects.filter(**{f"{merger.link}__in": [merge.kept, merge.other]}).delete()
    rows = [*merge.before["rows"], *merge.before["former"], *merge.before["doubles"]]
    try:
        with transaction.atomic():
            for row in deserialize("json", json.dumps(rows)):
                row.save()
    except IntegrityError as error:
        raise CannotMerge(TAKEN) from error


MODELS = {merger.model._meta.model_name: merger.model for merger in MERGERS.values()}
