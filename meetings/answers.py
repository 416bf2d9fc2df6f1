"""The answers of the API kept ready: written with every change, so that reading takes neither joins nor serializers."""

from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import override
from rest_framework.renderers import JSONRenderer

from meetings.models import Answer, Commit, Meeting, Revision
from meetings.models.answers import later
from meetings.serializers import shape
from meetings.serializers.shape import Record, derive

BATCH = 500
# The last of these in a text is the meeting's own: no text inside a record can hold it, as its quotes are escaped.
HERE = b'"url":"/'
# And what follows from the record begins with the last of these.
FOLLOWS = ',"name":'


def text_of(meeting: Meeting, record: Record) -> str:
    """What is answered of `meeting`, loaded `with_record()`; `record` is its one shape."""
    # Whoever writes may read another language; programs read this one.
    with override("en"):
        whole = record | derive(meeting, record) | {"url": meeting.get_absolute_url()}
    return JSONRenderer().render(whole).decode()


def placed(texts: Iterable[str]) -> bytes:
    """Ready texts with commas between them, and the whole address of its meeting in each.

    In bytes from the first: whole pages of text that is not all ASCII take several times as long to put together.
    """
    there = f'"url":"{settings.PUBLIC_URL}/'.encode()
    return b",".join([there.join(text.encode().rsplit(HERE, 1)) for text in texts])


def own(text: str) -> str:
    """The record in a ready text, without what follows from it: what can be taken in again."""
    return text[: text.rindex(FOLLOWS)] + "}"


def keep_ready(meetings: list[Meeting], records: Iterable[Record]) -> int:
    """Bring the answers of these meetings in line with their `records`; how many changed.

    The meetings are loaded `with_record()` and locked, so that nobody writes their answers at the same time.
    """
    standing, now = Answer.objects.in_bulk([meeting.pk for meeting in meetings]), timezone.now()
    changed = []
    for meeting, record in zip(meetings, records, strict=True):
        text, before = text_of(meeting, record), standing.get(meeting.pk)
        if before is None or (before.text, before.revision) != (text, meeting.revision):
            changed.append(following(meeting, text, before, now))
    Answer.objects.bulk_create(
        changed,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["meeting"],
        update_fields=["text", "revision", "number", "at"],
    )
    return len(changed)


def following(meeting, text, before, now):
    """The answer that comes after `before`, or the first one of its meeting."""
    same_revision = before is not None and before.revision == meeting.revision
    return Answer(
        meeting=meeting,
        text=text,
        revision=meeting.revision,
        number=before.number + 1 if same_revision else 0,
        at=later(now, before.at if before else last_end(meeting)),
    )


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
        changed += keep_ready(meetings, map(shape, meetings))
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
