"""How many meetings have each value of each facet: kept up with every revision, so that counting all reads no meeting.

Invariant: the sum of the numbers of a value is the number of meetings in the record that have it.
"""

import json
from collections import Counter

from django.db import connection, models, transaction
from django.db.models import Q

from meetings.claims import contested
from meetings.dates import parse
from meetings.models.revisions import Revision

# How many small steps may stand before they are added up.
MOST_STEPS = 1000
CHAIRING = ("chair", "co-chair")


def facets_of(record):
    """(facet, value) of each value under which a meeting is counted; `record` is its one shape."""
    for facet in ("body", "status", "kind", "format", "host"):
        yield facet, record[facet]
    yield "chair", (record["chair"] or {}).get("country")
    yield from (("country", code) for code in countries_of(record))
    yield "contested", "true" if contested(record) else "false"
    dates = parse(record["dates"]) if record["dates"] else None
    yield "precision", dates.precision if dates else "none"
    if dates and dates.earliest:
        yield from (("year", str(year)) for year in range(dates.earliest.year, dates.latest.year + 1))
        yield "year-of-body", f"{record['body']} {dates.earliest:%Y}"
        yield "month-of-body", f"{record['body']} {dates.earliest:%Y-%m}"


def countries_of(record):
    """Those that host, chair or co-chair it, or where it sat."""
    chairing = {officer["country"] for officer in record["officers"] if officer["role"] in CHAIRING}
    others = {record["host"], (record["chair"] or {}).get("country"), (record["venue"] or {}).get("country")}
    return (chairing | others) - {None}


def steps(changes):
    """What (record before, record after) pairs change in the sums; None is no record."""
    counted = Counter()
    for before, after in changes:
        counted.update(facets_of(after) if after else ())
        counted.subtract(facets_of(before) if before else ())
    return {(facet, value): number for (facet, value), number in counted.items() if number and value}


class TallyQuerySet(models.QuerySet):
    def sums(self, *facets):
        """The number of meetings by value, for each of these facets."""
        found = {facet: {} for facet in facets}
        rows = self.filter(facet__in=facets).order_by().values_list("facet", "value").annotate(models.Sum("number"))
        for facet, value, number in rows:
            if number:
                found[facet][value] = number
        return found

    def add(self, changes):
        """Take (record before, record after) pairs into the sums."""
        new = steps(changes)
        if not new:
            return
        self.bulk_create(
            [Tally(facet=facet, value=value, number=number) for (facet, value), number in sorted(new.items())],
            batch_size=500,
        )
        if self.filter(is_sum=False)[MOST_STEPS : MOST_STEPS + 1].exists():
            self.settle()

    def settle(self):
        """Add up the steps that stand. One transaction at a time may; another leaves its own for the next."""
        if connection.vendor == "postgresql" and not locked():
            return
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM meetings_tally WHERE NOT is_sum RETURNING facet, value, number")
            added = Counter()
            for facet, value, number in cursor.fetchall():
                added[facet, value] += number
            cursor.executemany(ADD, [(facet, value, number) for (facet, value), number in added.items() if number])

    @transaction.atomic
    def recount(self):
        """Count the record anew; answers (facet, value, what was kept, what is true) of each sum that was wrong.

        Whoever writes waits until this is done, so that no step is lost or taken twice.
        """
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("LOCK TABLE meetings_tally IN SHARE ROW EXCLUSIVE MODE")
        rows = self.order_by().values_list("facet", "value").annotate(models.Sum("number"))
        kept = {(facet, value): number for facet, value, number in rows if number}
        counted = counted_anew()
        self.all().delete()
        self.bulk_create(
            [Tally(facet=facet, value=value, number=n, is_sum=True) for (facet, value), n in sorted(counted.items())],
            batch_size=500,
        )
        wrong = {key for key, _ in kept.items() ^ counted.items()}
        return [(*key, kept.get(key, 0), counted[key]) for key in sorted(wrong)]


def counted_anew():
    """How many of the records that stand have each (facet, value)."""
    texts = Revision.objects.latest_each().exclude(kind__in=Revision.GONE).order_by().values_list("text", flat=True)
    counted = Counter()
    for text in texts.iterator(chunk_size=2000):
        counted.update(pair for pair in facets_of(json.loads(text)) if pair[1])
    return counted


ADD = """
    INSERT INTO meetings_tally (facet, value, number, is_sum) VALUES (%s, %s, %s, TRUE)
    ON CONFLICT (facet, value) WHERE is_sum DO UPDATE SET number = meetings_tally.number + excluded.number"""


def locked():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext('meetings_tally'))")
        return cursor.fetchone()[0]


class Tally(models.Model):
    """How many meetings have a value of a facet: a sum, or a step that a transaction adds to it.

    Steps are only ever inserted, so that writers never wait for one another here.
    """

    facet = models.CharField(max_length=20)
    value = models.CharField(max_length=100)
    number = models.BigIntegerField()
    is_sum = models.BooleanField(default=False)

    objects = TallyQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["facet", "value"], include=["number"], name="tally_by_facet"),
            models.Index(fields=["id"], condition=Q(is_sum=False), name="tally_that_is_a_step"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["facet", "value"], condition=Q(is_sum=True), name="tally_sums_a_value_once")
        ]

    def __str__(self):
        return f"{self.facet} {self.value}: {self.number}"
