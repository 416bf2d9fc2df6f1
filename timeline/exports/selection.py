"""The meetings that a query finds, a batch at a time, from one question to the database.

One question sees one state of the record, however long its answer is read and whatever is written meanwhile: so no
meeting comes twice, and none that stands all the while is left out.
"""

import json
from collections.abc import Iterator
from contextlib import nullcontext
from itertools import islice

from django.conf import settings
from django.db import connections, router, transaction

from meetings.answers import at_site, line_of, own, text_of
from meetings.api.past import stood
from meetings.models import Meeting
from meetings.serializers import shape
from meetings.tables import csv_rows

BATCH = 500


class Selection:
    """What `query`, which is valid, asks for, in its order."""

    def __init__(self, query, *, batch=BATCH):
        self.query, self.at, self.batch = query, query.one("as_of"), batch
        # Chosen now: who reads where is known while the request is answered, and not while its answer is sent.
        self.database = router.db_for_read(Meeting)

    def texts(self) -> Iterator[list[str]]:
        """The records as JSON texts in the one shape, without what follows from them."""
        if self.at:
            yield from batches(self.standing().values_list("text", flat=True), self.batch)
        else:
            for texts in self.ready():
                yield list(map(own, texts))

    def records(self) -> Iterator[list[dict]]:
        """The records with what follows from them."""
        if self.at:
            for revisions in batches(self.standing(), self.batch):
                yield stood(revisions, self.at)
        else:
            for texts in self.ready():
                yield [at_whole_address(json.loads(text)) for text in texts]

    def standing(self):
        return self.query.ordered(self.query.then()).using(self.database)

    def lines(self) -> Iterator[str]:
        """The rows of a table, without those that name its columns."""
        if self.at:
            for records in self.records():
                yield "".join(map(csv_rows, records))
        else:
            for lines in self.kept("line__text", line_of):
                yield at_site("".join(lines))

    def ready(self) -> Iterator[list[str]]:
        """The texts that the API has ready."""
        return self.kept("answer__text", str)

    def kept(self, column, make) -> Iterator[list[str]]:
        """What is kept ready of each meeting; where it is not, it is made of the text that is to be ready."""
        rows = self.query.meetings().using(self.database).values_list("pk", column)
        for batch in batches(rows, self.batch):
            built = self.built([pk for pk, text in batch if text is None])
            # One that was deleted meanwhile, and was not ready, is left out.
            yield [ready or make(built[pk]) for pk, ready in batch if ready or pk in built]

    def built(self, pks):
        if not pks:
            return {}
        meetings = Meeting.objects.using(self.database).with_record().filter(pk__in=pks)
        return {meeting.pk: text_of(meeting, shape(meeting)) for meeting in meetings}


def batches(rows, size: int) -> Iterator[list]:
    """`rows` in lists of so many, read as they are asked for."""
    # PostgreSQL gives an answer bit by bit within a transaction only. SQLite always does, and would let nobody
    # write during one.
    is_postgres = connections[rows.db].vendor == "postgresql"
    with transaction.atomic(using=rows.db) if is_postgres else nullcontext():
        found = rows.iterator(chunk_size=size)
        while batch := list(islice(found, size)):
            yield batch


def at_whole_address(record):
    return record | {"url": f"{settings.PUBLIC_URL}{record['url']}"}
