"""The answers kept ready: written with every change, so that API and calendars read neither joins nor serializers."""

import json
from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import override
from rest_framework.renderers import JSONRenderer

from meetings.events import event_of, is_moved, moves_of
from meetings.models import Answer, Commit, Line, Meeting, Revision
from meetings.models.answers import later
from meetings.serializers import shape
from meetings.serializers.shape import Record, derive
from meetings.tables import csv_rows

BATCH = 500
# The last of these in a text is the meeting's own: no text inside a record can hold it, as its quotes are escaped.
HERE = b'"url":"/'
# And what follows from the record begins with the last of these.
FOLLOWS = ',"name":'
# Stands for the address of this site in a line of CSV.
SITE = "\x02"


def text_of(meeting: Meeting, record: Record) -> str:
    """What is answered of `meeting`, loaded `with_record()`; `record` is its one shape."""
    # Whoever writes may read another language; programs read this one.
    with override("en"):
        whole = record | derive(meeting, record) | {"url": meeting.get_absolute_url()}
    return JSONRenderer().render(whole).decode()


def placed(texts: Iterable[bytes], *, ahead: bytes = b"", behind: bytes = b"") -> bytes:
    """Ready texts with commas between them, and the whole address of its meeting in each.

    In bytes, and put together once: a page is long, and texts that are not all ASCII take several times as long.
    """
    there = f'"url":"{settings.PUBLIC_URL}/'.encode()
    pieces = [ahead]
    for text in texts:
        begin, end = text.rsplit(HERE, 1)
        pieces += (begin, there, end, b",")
    pieces[-1] = behind if len(pieces) > 1 else ahead + behind
    return b"".join(pieces)


def own(text: str) -> str:
    """The record in a ready text, without what follows from it: what can be taken in again."""
    return text[: text.rindex(FOLLOWS)] + "}"


def line_of(text: str) -> str:
    """The rows of CSV for a ready text, with a mark ahead of what begins at the site's root."""
    record = json.loads(text)
    here = f"{SITE}{record['url']}"
    before, _, after = csv_rows(record | {"url": here}).rpartition(here)
    # The desk keeps no control character out of what is typed there.
    return here.join(part.replace(SITE, "\ufffd") for part in (before, after))


def at_site(lines: str) -> str:
    return lines.replace(SITE, settings.PUBLIC_URL)


def keep_ready(meetings: list[Meeting], records: Iterable[Record]) -> tuple[int, set[int]]:
    """Bring the answers of these meetings in line with their `records`.

    Answers how many changed, and the keys of meetings that name one of these by a name that it has no more. The
    meetings are loaded `with_record()` and locked, so that nobody writes their answers at the same time.
    """
    ready = Answer.objects.annotate(line=F("meeting__line__text"))
    standing, now = ready.in_bulk([meeting.pk for meeting in meetings]), timezone.now()
    all_answers = made(meetings, records, standing)
    answers = [answer for answer in all_answers if answer.differs(standing.get(answer.pk))]
    for answer in answers:
        follow(answer, standing.get(answer.pk), now)
    lines = [Line(meeting=answer.meeting, text=line_of(answer.text)) for answer in all_answers]
    lines = [line for line in lines if line.pk not in standing or standing[line.pk].line != line.text]
    put(answers, Answer.WRITTEN), put(lines, ["text"])
    renamed = [answer.pk for answer in answers if answer.pk in standing and is_renamed(answer, standing[answer.pk])]
    below = Meeting.objects.filter(reports_to__in=renamed).values_list("pk", flat=True) if renamed else ()
    return len({row.pk for row in (*answers, *lines)}), set(below)


def put(rows, columns):
    if rows:
        type(rows[0]).objects.bulk_create(
            rows, batch_size=BATCH, update_conflicts=True, unique_fields=["meeting"], update_fields=columns
        )


def made(meetings, records, standing):
    """The answers that these meetings should have; `standing` are those that they have."""
    pairs = list(zip(meetings, records, strict=True))
    sequences = sequences_of(pairs, standing)
    return [
        Answer(
            meeting=meeting,
            text=text_of(meeting, record),
            event=event_of(meeting, record, sequences[meeting.pk]),
            sequence=sequences[meeting.pk],
            revision=meeting.revision,
        )
        for meeting, record in pairs
    ]


def sequences_of(pairs, standing):
    """How often each was moved, by key; counted anew from the revisions where the answer before does not tell it."""
    found = {meeting.pk: sequence_after(standing.get(meeting.pk), meeting, record) for meeting, record in pairs}
    unknown = [meeting for meeting, _ in pairs if found[meeting.pk] is None]
    moves = moves_of(meeting.slug for meeting in unknown) if unknown else {}
    return found | {meeting.pk: moves.get(meeting.slug, 0) for meeting in unknown}


def sequence_after(before, meeting, record):
    if meeting.revision <= 1:
        return 0
    if before is None or before.sequence is None or meeting.revision - before.revision not in (0, 1):
        return None
    has_new_revision = meeting.revision > before.revision
    return before.sequence + (has_new_revision and is_moved(json.loads(before.text), record))


def follow(answer, before, now):
    """Give `answer` its number and times, as the one after `before`, or as the first of its meeting."""
    meeting, same_revision = answer.meeting, before is not None and before.revision == answer.revision
    answer.number, answer.at = before.number if same_revision else 0, before.at if same_revision else None
    if not same_revision or before.text != answer.text:
        answer.number += same_revision
        answer.at = later(now, before.at if before else last_end(meeting))
    answer.event_at = meeting.updated_at or now
    if same_revision and before.event is not None:
        answer.event_at = before.event_at if before.event == answer.event else now


def is_renamed(answer, before):
    return name_in(answer.text) != name_in(before.text)


def name_in(text):
    """The name in a ready text, which stands before the address there."""
    return text.rpartition(HERE.decode())[0].rpartition(FOLLOWS)[2]


def last_end(meeting):
    """When a meeting of this slug was last taken out of the record; None for most."""
    if meeting.revision <= 1:
        return None
    ends = Revision.objects.of(meeting.slug).filter(kind__in=Revision.GONE)
    return ends.order_by("-number").values_list("at", flat=True).first()


@transaction.atomic
def make_ready(pks: Iterable[int]) -> int:
    """Bring the answers of these meetings in line with the rows; how many changed."""
    pks, changed = sorted(set(pks)), 0
    for start in range(0, len(pks), BATCH):
        # Locked, so that what another transaction adds below them is not forgotten by either.
        meetings = Meeting.objects.filter(pk__in=pks[start : start + BATCH]).locked_whole()
        changed += keep_ready(meetings, map(shape, meetings))[0]
    return changed


def refresh() -> int:
    """The same for all meetings, some at a time, so that nobody waits for long; how many changed."""
    pks, changed = list(Meeting.objects.order_by("pk").values_list("pk", flat=True)), 0
    for start in range(0, len(pks), BATCH):
        with transaction.atomic():
            if some := make_ready(pks[start : start + BATCH]):
                Commit.objects.create()
            changed += some
    return changed
