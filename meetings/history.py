"""The history of the record: every change writes one revision in the same transaction, or nothing.

Whoever changes rows calls `revise` before the transaction ends. It compares each meeting with its last
revision, so that saving what is already there writes nothing, whichever door it came through.
"""

from collections.abc import Generator, Iterable
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import override

from meetings.answers import keep_ready, make_ready
from meetings.claims import contested, unsourced
from meetings.corrections import corrects
from meetings.models import Commit, Draft, Meeting, Report, Revision, Tally
from meetings.models.bodies import Chain
from meetings.models.revisions import as_text
from meetings.models.rules import circle, wrong_receiver
from meetings.models.series import place_undated
from meetings.search import searchable
from meetings.serializers import MeetingSerializer, Writer, shape
from meetings.serializers.meetings import known_codes
from meetings.serializers.writing import LINKS, Refused, given_twice

BATCH = 500
Record = dict[str, Any]
# Yields how many meetings were dealt with so far, and returns the slugs of those that changed.
Steps = Generator[int, None, list[str]]


@dataclass(frozen=True)
class Change:
    """Who changes the record, when and why: what each revision of one change has in common."""

    reason: str
    editor: Any = None
    at: datetime | None = None
    minor: bool = False
    # Whether it brings back what was, so that its revisions say so.
    restores: bool = False

    def revision(self, **fields: Any) -> Revision:
        return Revision(
            editor=self.editor,
            editor_name=self.editor.get_username() if self.editor else "",
            reason=self.reason,
            minor=self.minor,
            at=self.at or timezone.now(),
            **fields,
        )


@transaction.atomic
def revise(pks: Iterable[int], change: Change, *, report=None) -> list[str]:
    """Write a revision of each of these meetings that differs from its last one; answers their slugs.

    `report(n)` is called after each batch with the number of meetings looked at so far.
    """
    return run(steps_of_revising(pks, change), report)


def run(steps: Steps, report=None) -> list[str]:
    """Go through `steps` to their end; answers what they return."""
    while True:
        try:
            count = next(steps)
        except StopIteration as end:
            return end.value
        if report:
            report(count)


def steps_of_revising(pks: Iterable[int], change: Change) -> Steps:
    """`revise` in steps, within the transaction of who goes through them."""
    change = replace(change, at=change.at or timezone.now())
    made = Made()
    pks = sorted(set(pks))
    for start in range(0, len(pks), BATCH):
        # Locked, so that two changes at once count on from one another, and none brings back what is deleted.
        batch = Meeting.objects.filter(pk__in=pks[start : start + BATCH]).locked_whole()
        revise_batch(batch, change, made)
        yield start + len(batch)
    tell_others(made)
    return made.slugs


@dataclass
class Made:
    """What a change has done so far."""

    slugs: list[str] = field(default_factory=list)
    commit: Commit | None = None
    bodies: set[int] = field(default_factory=set)
    # How many answers changed, and the meetings of which others may now be told differently.
    answers: int = 0
    others: set[int] = field(default_factory=set)
    ready: set[int] = field(default_factory=set)


# Names are searched and told to programs in this language, whoever's it is that writes.
@override("en")
def revise_batch(meetings: list[Meeting], change: Change, made: Made) -> None:
    last = {
        revision.slug: revision
        for revision in Revision.objects.of_any(meeting.slug for meeting in meetings).latest_each()
    }
    revisions, records = [], [shape(meeting) for meeting in meetings]
    for meeting, record in zip(meetings, records, strict=True):
        if revision := next_revision(record, last.get(meeting.slug), change):
            revisions.append(revision)
            meeting.revision, meeting.updated_at = revision.number, revision.at
        meeting.contested, meeting.unsourced = contested(record), len(unsourced(record))
        meeting.folded = searchable(meeting, record)
    made.commit = record_all(revisions, last, made.commit)
    Meeting.objects.rewrite(meetings, ["revision", "updated_at", "contested", "unsourced", "folded"])
    changed, misnaming = keep_ready(meetings, records)
    made.answers += changed
    made.slugs += [revision.slug for revision in revisions]
    made.bodies |= {meeting.body_id for meeting in meetings}
    made.ready |= {meeting.pk for meeting in meetings}
    before = {revision.slug: last[revision.slug].record for revision in revisions if revision.slug in last}
    made.others |= {meeting.reports_to_id for meeting in meetings} | left(before) | misnaming
    follow(meetings, before)


def left(before: dict[str, Record]) -> set[int]:
    """The meetings to which those of these former records reported, and perhaps do no more."""
    slugs = {record["reports_to"] for record in before.values()} - {None}
    return set(Meeting.objects.filter(slug__in=slugs).values_list("pk", flat=True)) if slugs else set()


def follow(meetings: list[Meeting], before: dict[str, Record]) -> None:
    """What waits on a meeting that moved to another body is decided and answered by that one's people from then on."""
    for meeting in meetings:
        if meeting.slug in before and before[meeting.slug]["body"] != meeting.body.slug:
            for waiting in (Draft, Report):
                waiting.objects.open().filter(slug=meeting.slug).update(body=meeting.body_id)


def tell_others(made: Made) -> None:
    """Bring in line what follows from a change elsewhere: where the undated stand, who reported to whom, and names."""
    moved = place_undated(made.bodies)
    made.answers += make_ready((made.others - made.ready | {row.reports_to_id for row in moved}) - {None})
    if (made.answers or moved) and not made.commit:
        Commit.objects.create()


def record_all(revisions: list[Revision], last: dict[str, Revision], commit: Commit | None = None) -> Commit | None:
    """Write these revisions, each after the `last` of its slug, and keep the sums up with them; answers their commit.

    When this transaction ends, they take their place in the order of commits.
    """
    if revisions:
        commit = commit or Commit.objects.create()
        for revision in revisions:
            revision.commit = commit
            revision.corrects = is_correction(revision, last.get(revision.slug))
            revision.reports_to, revision.alongside = (revision.record[link] or "" for link in Revision.LINKS)
        Revision.objects.bulk_create(revisions)
        Tally.objects.add((standing(last.get(revision.slug)), standing(revision)) for revision in revisions)
    return commit


def is_correction(revision: Revision, last: Revision | None) -> bool:
    """Whether those who relied on what stood before should be told; a meeting taken out or brought back is one."""
    if last is None or revision.minor:
        return False
    return revision.is_gone or last.is_gone or corrects(last.record, revision.record)


def mark_corrections(slug: str | None = None) -> int:
    """Mark anew which revisions, of `slug` or of all, are corrections; answers how many were marked wrongly.

    One to which a reader's report led is among them, whatever it changed.
    """
    wrong, last = [], None
    by_report = set(Report.objects.filter(revision__isnull=False).values_list("revision", flat=True))
    revisions = Revision.objects.of(slug) if slug else Revision.objects.all()
    for revision in revisions.order_by("slug", "number").iterator(BATCH):
        last = last if last and last.slug == revision.slug else None
        true = is_correction(revision, last) or revision.pk in by_report
        if true != revision.corrects:
            wrong.append(revision.pk)
        last = revision
    for start in range(0, len(wrong), BATCH):
        Revision.objects.filter(pk__in=wrong[start : start + BATCH]).update(corrects=~F("corrects"))
    return len(wrong)


def standing(revision: Revision | None) -> Record | None:
    """The record that stands after `revision`; None where there is none."""
    return None if revision is None or revision.is_gone else revision.record


def next_revision(record: Record, last: Revision | None, change: Change) -> Revision | None:
    text = as_text(record)
    if last and last.text == text and not last.is_gone:
        return None
    kind, number = Revision.Kind.CREATED, 1
    if last:
        brought_back = last.is_gone or change.restores
        kind, number = Revision.Kind.RESTORED if brought_back else Revision.Kind.CHANGED, last.number + 1
    return change.revision(slug=record["slug"], number=number, kind=kind, text=text)


@contextmanager
def revising(change: Change, named, meetings):
    """Revise, once the block is done, all that `meetings` holds before or after it.

    For a change to what records name: a person renamed, a source retitled, a place moved. `named` is its row, which
    no meeting begins to name meanwhile.
    """
    with transaction.atomic():
        lock_named(named)
        before = set(meetings.values_list("pk", flat=True))
        yield
        after = set(meetings.all().values_list("pk", flat=True))
        if not revise(before | after, change):
            # Who is found by which name, and which body stands below which, are in no record.
            Commit.objects.create()


def lock_named(row) -> None:
    """Let nobody begin to name `row` until this transaction ends: a foreign key to it waits for this lock."""
    type(row).objects.select_for_update().filter(pk=row.pk).order_by("pk").values_list("pk").first()


@transaction.atomic
def delete(meeting: Meeting, change: Change, *, merged_into: Meeting | None = None) -> Revision:
    """Take a meeting out of the record; its revisions stay, and its address answers 410 or redirects.

    Meetings that point at it point at `merged_into` from then on, or at nothing. Raises
    `serializers.writing.Refused` where that would break a rule.
    """
    if merged_into and merged_into.pk == meeting.pk:
        raise ValueError("A meeting cannot be merged into itself.")
    change = replace(change, at=change.at or timezone.now())
    slug, pk, body = meeting.slug, meeting.pk, meeting.body_id
    above = set(Meeting.objects.filter(prepared_by=pk).values_list("pk", flat=True))
    pointing = set(Meeting.objects.pointing_at(meeting).values_list("pk", flat=True)) - {pk}
    redirect(meeting, merged_into)
    tombstone = bury(slug, change, merged_into)
    Meeting.objects.filter(pk=pk).delete()
    if errors := misled(pointing):
        raise Refused(errors)
    revise(pointing, change)
    tell_others(Made(commit=tombstone.commit, bodies={body}, others=above))
    return tombstone


def redirect(meeting: Meeting, target: Meeting | None) -> None:
    """Lead what points at `meeting` to `target` or nowhere; the target itself is not led to itself."""
    for link in LINKS:
        pointing = Meeting.objects.filter(**{link: meeting})
        if target:
            pointing.filter(pk=target.pk).update(**{link: None})
        pointing.update(**{link: target})


def misled(pks: Iterable[int]) -> dict[str, dict[str, str]]:
    """What is wrong with the links of these meetings, as {slug: {link: sentence}}."""
    chain, errors = Chain(), {}
    for meeting in Meeting.objects.filter(pk__in=pks).select_related(*LINKS):
        found = {"reports_to": wrong_receiver(meeting, chain), "alongside": circle(meeting, "alongside")}
        if wrong := {link: sentence for link, sentence in found.items() if sentence}:
            errors[meeting.slug] = wrong
    return errors


def bury(slug: str, change: Change, merged_into: Meeting | None) -> Revision:
    last = Revision.objects.of(slug).latest("number")
    tombstone = change.revision(
        slug=slug,
        number=last.number + 1,
        kind=Revision.Kind.MERGED if merged_into else Revision.Kind.DELETED,
        merged_into=merged_into.slug if merged_into else "",
        text=last.text,
    )
    record_all([tombstone], {slug: last})
    return tombstone


@transaction.atomic
def write(records: list[Record], change: Change, *, today: date) -> list[str]:
    """Create or replace the meetings of validated `records`; answers the slugs that changed.

    Raises `serializers.writing.Refused` where a record breaks a rule.
    """
    return run(steps_of_writing(records, change, today=today))


def steps_of_writing(records: list[Record], change: Change, *, today: date) -> Steps:
    """`write` in steps, within the transaction of who goes through them: first all are stored, then recorded."""
    writer = Writer(known_codes(), today=today)
    writer.refuse(given_twice(records))
    pks: list[int] = []
    errors: dict[str, dict[str, str]] = {}
    for start in range(0, len(records), BATCH):
        try:
            pks += [meeting.pk for meeting in writer.write(records[start : start + BATCH]).values()]
        except Refused as error:
            # Nothing of that batch was stored. What the others say is told in the same breath.
            errors |= error.errors
        yield min(start + BATCH, len(records))
    writer.refuse(errors)
    writer.link({record["slug"]: {link: record[link] for link in LINKS} for record in records})
    return (yield from steps_of_revising(pks, change))


def restore(revision: Revision, change: Change, *, today: date) -> list[str]:
    """Bring back the state that `revision` holds, as a new revision.

    Raises `rest_framework.serializers.ValidationError` where that state names a body or country that is gone,
    and `serializers.writing.Refused` where it points at a meeting that is gone or breaks a rule.
    """
    serializer = MeetingSerializer(data=revision.record, context={"known": known_codes()})
    serializer.is_valid(raise_exception=True)
    return write([serializer.validated_data], replace(change, restores=True), today=today)


def as_of(slug: str, at: datetime) -> Revision | None:
    """The revision of `slug` that stood at the time `at`, or None where there was no meeting then."""
    last = Revision.objects.of(slug).until(at).order_by("number").last()
    return None if last is None or last.is_gone else last


def now_at(slug: str) -> str | None:
    """The slug under which a merged meeting is found today, or None where it was not merged."""
    seen = {slug}
    last = Revision.objects.of(slug).order_by("number").last()
    while last and last.kind == Revision.Kind.MERGED and last.merged_into not in seen:
        seen.add(last.merged_into)
        slug = last.merged_into
        last = Revision.objects.of(slug).order_by("number").last()
    return slug if len(seen) > 1 and last and not last.is_gone else None


@dataclass(frozen=True)
class Difference:
    """One key of the one shape that two states of a record do not share."""

    field: str
    before: Any
    after: Any


def differences(before: Record | None, after: Record | None) -> list[Difference]:
    """What changed from `before` to `after`, in the order of the one shape; None is no record."""
    before, after = before or {}, after or {}
    return [
        Difference(key, before.get(key), after.get(key))
        for key in {**after, **before}
        if (before.get(key) or None) != (after.get(key) or None)
    ]
