"""Bringing back what was: one former state, or all that one change did; whole, or with the reasons why it cannot be.

Nothing is taken back over what somebody did since: whoever asks says which revision they saw.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from rest_framework.serializers import ValidationError

from meetings import history
from meetings.history import Change, Record
from meetings.models import Body, Commit, Meeting, Revision
from meetings.models.rights import WRITE, Rights
from meetings.serializers.meetings import problem_list
from meetings.serializers.writing import LINKS, Refused

MOST_TOLD = 20


class CannotRestore(ValueError):
    """A former state cannot be brought back: `sentences` says why, and nothing was changed."""

    def __init__(self, sentences: list[str]):
        self.sentences = sentences
        super().__init__(" ".join(sentences))


@transaction.atomic
def restore(revision: Revision, change: Change, *, seen: int, today: date, rights: Rights) -> list[str]:
    """Bring back the state that `revision` holds; `seen` is the number of the revision that was the last one.

    Answers the slugs of what changed: none where that state stands already. Raises `CannotRestore`.
    """
    last = locked({revision.slug})[revision.slug]
    if last.number != seen:
        who = last.editor_name or "somebody"
        raise CannotRestore([f"{revision.slug} was changed meanwhile, by {who}: “{last.reason}”. Look at it again."])
    ask(rights, [revision.record, last.record])
    try:
        return history.restore(revision, change, today=today)
    except (ValidationError, Refused) as error:
        raise CannotRestore(sentences_of(error)) from error


def locked(slugs: Iterable[str]) -> dict[str, Revision]:
    """The last revision of each slug, after which nobody writes another one until this transaction ends."""
    list(Meeting.objects.filter(slug__in=slugs).order_by("pk").select_for_update().values_list("pk", flat=True))
    return {last.slug: last for last in Revision.objects.of_any(slugs).latest_each()}


def ask(rights: Rights, records: Iterable[Record], act: str = WRITE) -> None:
    """Raises `CannotRestore` where `act` is not allowed on meetings of one of the bodies in `records`."""
    slugs = sorted({record["body"] for record in records})
    bodies = {body.slug: body for body in Body.objects.filter(slug__in=slugs)}
    # Of a body that is gone the one shape says so itself.
    known = [bodies[slug] for slug in slugs if slug in bodies]
    lacking = [rights.lack(act, body) for body in known if not rights.may(act, body)]
    if lacking:
        raise CannotRestore(lacking)


def sentences_of(error: ValidationError | Refused) -> list[str]:
    if isinstance(error, ValidationError):
        return [f"{path}: {said}" for path, said in problem_list(error.detail)]
    return [f"{slug}: {said}" for slug, fields in error.errors.items() for said in fields.values()]


@transaction.atomic
def undo(commit: Commit, change: Change, *, today: date, rights: Rights) -> list[str]:
    """Bring back what stood before each revision of `commit`; answers the slugs of what changed.

    Raises `CannotRestore` where one of its meetings was changed since, or is pointed at by others.
    """
    return history.run(steps_of_undoing(commit, change, today=today, rights=rights))


def steps_of_undoing(commit: Commit, change: Change, *, today: date, rights: Rights) -> history.Steps:
    """`undo` in steps, within the transaction of who goes through them."""
    change = replace(change, at=change.at or timezone.now(), restores=True)
    done = list(commit.revisions.order_by("slug"))
    slugs = [revision.slug for revision in done]
    refuse_moved(done, locked(slugs))
    before = states_before(done)
    records = [record for record in before.values() if record]
    ask(rights, [*records, *(revision.record for revision in done)])
    made = Meeting.objects.filter(slug__in=[slug for slug in slugs if before[slug] is None]).order_by("pk")
    refuse_pointed_at(made, slugs)
    try:
        # Their numbers may be those that others had before.
        made.update(ordinal=None)
        yield from history.steps_of_writing(records, change, today=today)
        take_out(list(made), change)
        yield len(slugs)
    except Refused as error:
        raise CannotRestore(sentences_of(error)) from error
    return slugs


def take_out(meetings: list[Meeting], change: Change) -> None:
    """Delete all of these at once; none that stays points at one of them."""
    pks = [meeting.pk for meeting in meetings]
    above = set(Meeting.objects.filter(prepared_by__in=pks).exclude(pk__in=pks).values_list("pk", flat=True))
    last = {each.slug: each for each in Revision.objects.of_any(meeting.slug for meeting in meetings).latest_each()}
    tombstones = [
        change.revision(slug=slug, number=each.number + 1, kind=Revision.Kind.DELETED, text=each.text)
        for slug, each in last.items()
    ]
    commit = history.record_all(tombstones, last)
    doomed = Meeting.objects.filter(pk__in=pks)
    doomed.update(**dict.fromkeys(LINKS))
    doomed.delete()
    history.tell_others(history.Made(commit=commit, bodies={meeting.body_id for meeting in meetings}, others=above))


def refuse_moved(done: list[Revision], last: dict[str, Revision]) -> None:
    moved = [
        f"{slug} (by {last[slug].editor_name or 'somebody'}: “{last[slug].reason}”)" for slug in moved_in(done, last)
    ]
    if moved:
        raise CannotRestore([f"Changed since, so nothing was undone: {told(moved)}."])


def moved_in(done: list[Revision], last: dict[str, Revision]) -> list[str]:
    return [revision.slug for revision in done if last[revision.slug].number != revision.number]


def refuse_pointed_at(made, slugs: list[str]) -> None:
    """Raises `CannotRestore` where a meeting that would be taken out is named by one that is none of these."""
    pointing = Meeting.objects.filter(Q(reports_to__in=made) | Q(alongside__in=made)).exclude(slug__in=slugs)
    others = list(pointing.order_by("slug").values_list("slug", flat=True))
    if others:
        raise CannotRestore([f"These point at a meeting that would be taken out: {told(others)}. Change them first."])


def states_before(done: list[Revision]) -> dict[str, Record | None]:
    """What stood before each of these revisions by slug, None where the meeting was not in the record."""
    numbers = {revision.slug: revision.number - 1 for revision in done}
    found = Revision.objects.of_any(numbers).filter(number__in=set(numbers.values()))
    before = {each.slug: each for each in found if each.number == numbers[each.slug]}
    return {slug: history.standing(before.get(slug)) for slug in numbers}


def told(names: list[str]) -> str:
    more = f" and {len(names) - MOST_TOLD} more" if len(names) > MOST_TOLD else ""
    return ", ".join(names[:MOST_TOLD]) + more
