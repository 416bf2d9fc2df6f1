"""Meetings counted: by each value of a parameter, and by stretches of time. The rows counted are those of the list.

Where nothing narrows what is counted, the tallies answer, which are kept up with every change; else the rows do.
"""

from collections import Counter
from datetime import date
from functools import cache, cached_property

from django.db.models import Count, Max, Min

from meetings.filters.meetings import CHAIRING, PRECISIONS, MeetingQuery
from meetings.filters.parameters import Word
from meetings.filters.problems import Problem
from meetings.filters.query import OF_PAGING
from meetings.models import Meeting, Officer, Tally

# Each facet that is a column of a meeting.
COLUMNS = {
    "body": "body__slug",
    "host": "host",
    "chair": "chair_country",
    "status": "status",
    "kind": "kind",
    "format": "format",
    "precision": "precision",
}
FACETS = ("body", "host", "chair", "country", "status", "kind", "format", "year", "precision", "contested")
WORD_OF = {precision: word for word, precisions in PRECISIONS.items() for precision in precisions}
# As many as can be drawn beside one another.
MOST_BINS = 1200
# How much of an ISO day names a bin.
BINS = {"year": 4, "month": 7, "day": 10}


class SumQuery(MeetingQuery):
    """A query of which the rows are counted, and so neither put in order nor paged."""

    @classmethod
    @cache
    def known(cls):
        unused = OF_PAGING | {"ordering"}
        return {name: each for name, each in super().known().items() if name not in unused}

    def is_all(self, but=None):
        """Whether nothing narrows the rows, apart from the parameter `but`."""
        return {name for name, _, _ in self.active} <= {but}

    def rows(self, but=None):
        return self.narrow(Meeting.objects.order_by(), but=but)


class CountsQuery(SumQuery):
    name = "counts"

    def facets(self):
        """{facet: {value: number}}; each facet is counted as if its own parameter were not given."""
        whole = [facet for facet in FACETS if self.is_all(but=facet)]
        sums = Tally.objects.sums(*whole) if whole else {}
        return {facet: worded(facet, sums[facet] if facet in sums else self.counted(facet)) for facet in FACETS}

    def number(self, facets):
        """How many meetings are asked for, of which each has one kind."""
        return sum(facets["kind"].values()) if not self.params.getlist("kind") else self.rows().count()

    def counted(self, facet):
        rows = self.rows(but=facet)
        if facet in COLUMNS:
            return dict(rows.values_list(COLUMNS[facet]).annotate(Count("pk")))
        return {"country": by_country, "year": by_year, "contested": by_contest}[facet](rows)


def worded(facet, numbers):
    """The numbers under the words that the parameter takes; what has no value is not counted."""
    found = Counter()
    for value, number in numbers.items():
        found[WORD_OF[value] if facet == "precision" else value] += number
    return {value: number for value, number in found.items() if value and number}


def by_contest(rows):
    contested = rows.contested().count()
    return {"true": contested, "false": rows.count() - contested}


def by_year(rows):
    """A meeting counts in each year on a day of which it may have sat."""
    found = Counter()
    for first, last, number in rows.dated().values_list("earliest__year", "latest__year").annotate(Count("pk")):
        found.update({str(year): number for year in range(first, last + 1)})
    return found


def by_country(rows):
    """A meeting counts once for each country that hosts, chairs or co-chairs it, or where it sat."""
    found = Counter()
    columns = ("host", "place__country", "chair_country")
    for *countries, number in rows.values_list(*columns).annotate(Count("pk")):
        found.update(dict.fromkeys(set(countries) - {None}, number))
    chairing = Officer.objects.filter(role__in=CHAIRING, country__isnull=False, meeting__in=rows.values("pk"))
    named = chairing.order_by().values_list("country", *(f"meeting__{column}" for column in columns))
    for country, *countries, number in named.annotate(Count("meeting", distinct=True)):
        found[country] += number if country not in countries else 0
    return found


class DensityQuery(SumQuery):
    """Counts by body and by stretches of time. A meeting counts in the one that its first possible day lies in."""

    name = "density"
    parameters = (
        *MeetingQuery.parameters,
        Word(
            "bin", "How long each stretch of time is: `year` unless told.",
            many=False, narrows=False, words={"year": "year", "month": "month", "day": "day"},
        ),
    )  # fmt: skip

    @property
    def bin(self):
        return self.one("bin", "year")

    def bounds(self):
        """The first days of the first and of the last meeting, (None, None) where none has a day."""
        if self.is_summed:
            days = [name.split(" ")[1] for name in self.sums]
            return (day_in(min(days)), day_in(max(days))) if days else (None, None)
        found = self.rows().dated().aggregate(first=Min("earliest"), last=Max("earliest"))
        return found["first"], found["last"]

    def too_many(self, first, last):
        """The problem with so many bins, or None."""
        wide = {"year": last.year - first.year, "month": (last.year - first.year) * 12, "day": (last - first).days}
        if wide[self.bin] < MOST_BINS:
            return None
        message = (
            f"There are more than {MOST_BINS} {self.bin}s in this. Choose a longer bin, or narrow it by from and to."
        )
        return Problem("bin", message, "month" if self.bin == "day" and wide["month"] < MOST_BINS else "year")

    def cells(self):
        """{body: {bin: number}}"""
        found = {}
        for body, name, number in self.summed() if self.is_summed else self.counted():
            bins = found.setdefault(body, Counter())
            bins[name] += number
        return found

    @property
    def is_summed(self):
        return self.is_all() and self.bin != "day"

    @cached_property
    def sums(self):
        facet = f"{self.bin}-of-body"
        return Tally.objects.sums(facet)[facet]

    def summed(self):
        return ((*name.split(" "), number) for name, number in self.sums.items())

    def counted(self):
        rows = self.rows().dated().values_list("body__slug", "earliest").annotate(Count("pk"))
        return ((body, day.isoformat()[: BINS[self.bin]], number) for body, day, number in rows)


def day_in(name):
    """A day in the bin of this name."""
    return date(*map(int, f"{name}-01-01".split("-")[:3]))
