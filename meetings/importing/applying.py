"""What was checked becomes the record, and can be taken back: each in one transaction, or not at all.

Between the check and the word to go ahead others may have written: then nothing is applied, and they are named.
"""

import json
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction

from meetings import history, restoring
from meetings.history import Change, Steps
from meetings.models import Body, Draft, Import, ImportLine, Revision
from meetings.models.rights import PROPOSE, Rights
from meetings.restoring import CannotRestore
from meetings.serializers.writing import Refused

Records = dict[str, Any]
Outcome = ImportLine.Outcome
CHANGING = (Outcome.NEW, Outcome.CHANGED)
AGAIN = "Bring the file again, to see what it would change now."


class CannotApply(ValueError):
    """The import cannot be applied or undone: `sentences` says why, and nothing was changed."""

    def __init__(self, sentences: list[str]):
        self.sentences = sentences
        super().__init__(" ".join(sentences))


def steps_of_applying(pk: int, change: Change, *, rights: Rights) -> Steps:
    """Write what the import `pk` would change, as one commit; raises `CannotApply`."""
    at = moment(change)
    with transaction.atomic():
        made = locked(pk, Import.State.CHECKED)
        lines = list(made.lines.filter(outcome__in=CHANGING))
        refuse_wrong(made, lines)
        records = [json.loads(line.text) for line in lines]
        before = restoring.locked({line.slug for line in lines})
        refuse_moved(lines, before)
        try:
            restoring.ask(rights, [*records, *(last.record for last in before.values() if not last.is_gone)])
            written = yield from history.steps_of_writing(records, change, today=at.date())
        except (CannotRestore, Refused) as error:
            raise CannotApply(sentences_of(error)) from error
        made.commit = commit_of(written, lines)
        made.state, made.reason, made.applied_at = Import.State.APPLIED, change.reason, at
        made.save()
        return written


def steps_of_proposing(pk: int, change: Change, *, rights: Rights) -> Steps:
    """Make a draft of each line of the import `pk` that would change something; raises `CannotApply`."""
    at = moment(change)
    with transaction.atomic():
        made = locked(pk, Import.State.CHECKED)
        lines = list(made.lines.filter(outcome__in=CHANGING))
        refuse_wrong(made, lines)
        records = {line.slug: json.loads(line.text) for line in lines}
        before = restoring.locked(records)
        refuse_moved(lines, before)
        standing = {slug: last.record for slug, last in before.items() if not last.is_gone}
        try:
            restoring.ask(rights, [*records.values(), *standing.values()], PROPOSE)
        except CannotRestore as error:
            raise CannotApply(error.sentences) from error
        Draft.objects.bulk_create(drafts_of(lines, records, standing, replace(change, at=at)), batch_size=500)
        made.state, made.reason, made.applied_at = Import.State.PROPOSED, change.reason, at
        made.save()
    yield len(lines)
    return list(records)


def drafts_of(lines: list[ImportLine], records: Records, standing: Records, change: Change) -> list[Draft]:
    """A draft of each line, to be decided on by those of the body where its meeting stands, or will."""
    bodies = {body.slug: body for body in Body.objects.all()}
    told = {"origin": Draft.Origin.IMPORTED, "comment": change.reason}
    return [
        Draft(
            slug=line.slug if line.slug in standing else "",
            base=line.base if line.slug in standing else None,
            body=bodies[standing.get(line.slug, records[line.slug])["body"]],
            proposal=records[line.slug],
            proposed_by=change.editor,
            proposed_at=change.at,
            **told,
        )
        for line in lines
    ]


def steps_of_undoing(pk: int, change: Change, *, rights: Rights) -> Steps:
    """Bring back what stood before the import `pk` was applied; raises `CannotApply`."""
    at = moment(change)
    with transaction.atomic():
        made = locked(pk, Import.State.APPLIED)
        try:
            undone = yield from restoring.steps_of_undoing(made.commit, change, today=at.date(), rights=rights)
        except CannotRestore as error:
            raise CannotApply(error.sentences) from error
        made.state, made.undone_at = Import.State.UNDONE, at
        made.save()
        return undone


def moment(change: Change) -> datetime:
    if change.at is None:
        raise ValueError("A change of many says when it is made.")
    return change.at


def locked(pk: int, state: str) -> Import:
    made = Import.objects.select_for_update().get(pk=pk)
    if made.state != state:
        raise CannotApply([f"This import is {made.get_state_display()} already."])
    return made


def refuse_wrong(made: Import, lines: list[ImportLine]) -> None:
    if made.problems or made.lines.filter(outcome=Outcome.WRONG).exists():
        raise CannotApply(["Nothing is applied of a file in which something is wrong. Mend it and bring it again."])
    if not lines:
        raise CannotApply(["The file says what stands already: there is nothing to apply."])


def refuse_moved(lines: list[ImportLine], last: dict[str, Revision]) -> None:
    moved = [line.slug for line in lines if line.base != (last[line.slug].number if line.slug in last else 0)]
    if moved:
        raise CannotApply([f"Changed since the file was checked: {restoring.told(moved)}. {AGAIN}"])


def commit_of(written: list[str], lines: list[ImportLine]):
    """The commit of what was written; raises `CannotApply` where somebody else wrote one of them at the same moment."""
    base = {line.slug: line.base for line in lines}
    last = list(Revision.objects.of_any(written).latest_each().select_related("commit"))
    overtaken = [revision.slug for revision in last if revision.number != base[revision.slug] + 1]
    if overtaken or not last:
        raise CannotApply([f"Changed at the same moment: {restoring.told(overtaken or list(base))}. {AGAIN}"])
    return last[0].commit


def sentences_of(error: CannotRestore | Refused) -> list[str]:
    return error.sentences if isinstance(error, CannotRestore) else restoring.sentences_of(error)
