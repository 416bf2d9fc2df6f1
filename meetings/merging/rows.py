"""Two people, places or sources that are one: each meeting that named either names the one that stays.

What the other was called leads to it: a person's page redirects, a name is a variant, a source's address is recognised.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from meetings.history import Change, revising
from meetings.merging.pairs import CannotMerge, Pair, ask, state_of
from meetings.merging.remembered import remembered
from meetings.models import (
    Citation,
    Double,
    FormerPerson,
    FormerPlace,
    FormerSource,
    Meeting,
    Officer,
    Person,
    Place,
    Source,
)
from meetings.models.rights import Rights

Values = dict[str, Any]
SAME_COUNTRY = "They are in different countries. Put right the country of one of them first, and merge them after that."
SAME_DEPTH = "One is a town and the other a whole region or country: where a meeting sat would be lost or invented."


def merge_rows(pair: Pair, values: Values, change: Change, *, rights: Rights | None = None) -> None:
    """Make one row of two: `pair.kept` with these `values`, under its own address.

    Raises `CannotMerge` where they cannot become one, or the right to write a meeting that names them is missing.
    """
    merger = MERGERS[type(pair.kept)](pair)
    merger.refuse()
    meetings = merger.naming(pair.keys)
    former = merger.former.objects.filter(**{f"{merger.link}__in": pair.keys})
    with remembered(pair, former, meetings, change), revising(change, pair.kept, meetings):
        ask(rights, meetings.order_by().values_list("body", flat=True).distinct())
        before = [Row(row, merger.names_of(row), state_of(row)) for row in (pair.kept, pair.other)]
        merger.lead()
        merger.former.objects.filter(**{merger.link: pair.other}).update(**{merger.link: pair.kept})
        Double.objects.naming(pair.other._meta.model_name, pair.other.pk).delete()
        pair.other.delete()
        for name, value in values.items():
            setattr(pair.kept, name, value)
        merger.complete(before)
        pair.kept.save()
        merger.settle()
        remember(merger, before, change)


@dataclass(frozen=True)
class Row:
    """One of the two as it was: `names` are the columns by which it was found."""

    row: Any
    names: Values
    state: Values


def remember(merger: "Merger", before: list[Row], change: Change) -> None:
    """Keep what either was called and the one that stays is not."""
    now = merger.names_of(merger.kept)
    told = {
        "reason": change.reason,
        "editor_name": change.editor.get_username() if change.editor else "",
        "at": change.at or timezone.now(),
    }
    merger.former.objects.filter(**now).delete()
    for was in before:
        if was.names != now:
            merger.former.objects.create(**was.names, **told, state=was.state, **{merger.link: merger.kept})


class Merger:
    """How two rows of one table become one."""

    model: Any
    former: Any
    link: str

    def __init__(self, pair: Pair):
        self.kept, self.other = pair.kept, pair.other

    def refuse(self) -> None:
        """Raise `CannotMerge` where the two cannot be one."""

    @staticmethod
    def naming(keys: list[int]) -> QuerySet:
        """The meetings whose records name one of the rows of these keys."""
        raise NotImplementedError

    def names_of(self, row) -> Values:
        """The columns by which a row is found when a record names it."""
        raise NotImplementedError

    def lead(self) -> None:
        """Lead what points at the other to the one that stays."""
        raise NotImplementedError

    def complete(self, before: list[Row]) -> None:
        """Take over what the other had besides the values that were chosen."""

    def settle(self) -> None:
        """Bring in line what depends on the row as it is now."""


class PersonMerger(Merger):
    model, former, link = Person, FormerPerson, "person"

    @staticmethod
    def naming(keys: list[int]) -> QuerySet:
        served = Officer.objects.filter(person__in=keys).values("meeting")
        return Meeting.objects.filter(Q(chair_person__in=keys) | Q(pk__in=served))

    def names_of(self, row) -> Values:
        return {"slug": row.slug}

    def lead(self) -> None:
        Meeting.objects.filter(chair_person=self.other).update(chair_person=self.kept)
        Officer.objects.filter(person=self.other).update(person=self.kept)
        seen = set()
        for officer in Officer.objects.filter(person=self.kept).order_by("meeting", "position", "id"):
            told = (officer.meeting_id, officer.role, officer.office, officer.country_id)
            if told in seen:
                officer.delete()
            seen.add(told)

    def complete(self, before: list[Row]) -> None:
        names = [name for was in before for name in (was.state["name"], *was.row.variants)]
        self.kept.variants = [name for name in dict.fromkeys(names) if name != self.kept.name]


class PlaceMerger(Merger):
    model, former, link = Place, FormerPlace, "place"

    def refuse(self) -> None:
        if self.kept.country_id != self.other.country_id:
            raise CannotMerge(SAME_COUNTRY)
        if bool(self.kept.locality) != bool(self.other.locality):
            raise CannotMerge(SAME_DEPTH)

    @staticmethod
    def naming(keys: list[int]) -> QuerySet:
        return Meeting.objects.filter(place__in=keys)

    def names_of(self, row) -> Values:
        return {"country_id": row.country_id, "region": row.region, "locality": row.locality}

    def lead(self) -> None:
        Meeting.objects.filter(place=self.other).update(place=self.kept)

    def complete(self, before: list[Row]) -> None:
        names = [name for was in before for name in (was.names["locality"], *was.row.variants)]
        self.kept.variants = [name for name in dict.fromkeys(names) if name not in ("", self.kept.locality)]


class SourceMerger(Merger):
    model, former, link = Source, FormerSource, "source"

    @staticmethod
    def naming(keys: list[int]) -> QuerySet:
        cited = Citation.objects.filter(source__in=keys).values("meeting")
        return Meeting.objects.filter(pk__in=cited)

    def names_of(self, row) -> Values:
        if row.address:
            return {"address": row.address}
        return {"address": None, "title": row.title, "publisher": row.publisher}

    def lead(self) -> None:
        standing = {row.meeting_id: row for row in Citation.objects.filter(source=self.kept)}
        for citation in Citation.objects.filter(source=self.other).order_by("pk"):
            if citation.meeting_id in standing:
                first = standing[citation.meeting_id]
                citation.delete()
                first.take_in(citation)
                first.save()
        Citation.objects.filter(source=self.other).update(source=self.kept)

    def settle(self) -> None:
        """No citation keeps as its own wording what the source says itself, nor the address of the copy."""
        described = self.kept.describe()
        changed = []
        for citation in Citation.objects.filter(source=self.kept).exclude(described={}).order_by("pk"):
            own = {key: value for key, value in citation.described.items() if key != "url" and value != described[key]}
            if own != citation.described:
                citation.described = own
                changed.append(citation)
        Citation.objects.bulk_update(changed, ["described"], batch_size=500)


MERGERS: dict[type, type[Merger]] = {merger.model: merger for merger in (PersonMerger, PlaceMerger, SourceMerger)}


def naming(row) -> QuerySet:
    """The meetings whose records name `row`."""
    return MERGERS[type(row)].naming([row.pk])
