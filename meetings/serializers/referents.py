"""The places, people and sources that a batch of records names: found by name, made where new."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Q

from meetings.dates import parse
from meetings.models import Citation, FormerPlace, FormerSource, Person, Place, Source
from meetings.models.people import free_slug, slugs_like
from meetings.models.sources import normalise_address

Record = dict[str, Any]


class Referents:
    """Rows for the names in `records`, looked up and made in a number of queries that does not grow."""

    def __init__(self, records: list[Record]):
        self.places = find_places(filter(None, (record["venue"] for record in records)))
        self.people = find_people(names_in(records))
        self.sources = find_sources(citation["source"] for record in records for citation in record["citations"])

    def person(self, name: str | None) -> Person | None:
        return self.people[name] if name else None

    def place(self, venue: Record | None) -> Place | None:
        return self.places[place_key(venue)] if venue and venue["country"] else None

    def source(self, described: Record) -> Source:
        return self.sources[source_key(described)]


def names_in(records: list[Record]) -> Iterator[str]:
    for record in records:
        for holder in [record["chair"] or {}, *record["officers"]]:
            if holder.get("person"):
                yield holder["person"]


def find_people(names: Iterable[str]) -> dict[str, Person]:
    """Each name → the person who bears it as name or variant; unknown names become new people."""
    wanted = set(names)
    found = {person.name: person for person in Person.objects.filter(name__in=wanted)}
    if missing := wanted - found.keys():
        for person in Person.objects.exclude(variants=[]):
            found |= {variant: person for variant in person.variants if variant in missing}
    found |= make_people(sorted(wanted - found.keys()))
    return found


def make_people(names: list[str]) -> dict[str, Person]:
    taken, made = slugs_like(*names) if names else set(), []
    for name in names:
        made.append(Person(name=name, slug=free_slug(name, taken=taken)))
        taken.add(made[-1].slug)
    Person.objects.bulk_create(made, batch_size=500)
    return {person.name: person for person in made}


PlaceKey = tuple[str, str, str]
SourceKey = tuple[str, ...]


def place_key(venue: Record) -> PlaceKey:
    return venue["country"], venue["region"] or "", venue["locality"] or ""


def find_places(venues: Iterable[Record]) -> dict[PlaceKey, Place]:
    """Each (country, region, town) → its place, by name or by another spelling of the town."""
    wanted = {place_key(venue) for venue in venues if venue["country"]}
    standing = Place.objects.filter(country__in={country for country, _, _ in wanted})
    found = {(row.country_id, row.region, row.locality): row for row in standing.select_related("country")}
    by_variant = {(row.country_id, variant): row for row in found.values() for variant in row.variants}
    found |= merged_places(wanted - found.keys())
    for key in wanted - found.keys():
        country, region, locality = key
        known = by_variant.get((country, locality))
        if known and region in ("", known.region):
            found[key] = known
    return found | make_places(sorted(wanted - found.keys()))


def merged_places(keys: set[PlaceKey]) -> dict[PlaceKey, Place]:
    """Those of `keys` under which a place was recorded before it was merged, each with the place that it is now."""
    if not keys:
        return {}
    rows = FormerPlace.objects.filter(country__in={key[0] for key in keys}).select_related("place__country")
    return {key: row.place for row in rows if (key := (row.country_id, row.region, row.locality)) in keys}


def make_places(keys: list[PlaceKey]) -> dict[PlaceKey, Place]:
    made = [Place(country_id=country, region=region, locality=town) for country, region, town in keys]
    Place.objects.bulk_create(made)
    return dict(zip(keys, made, strict=True))


def source_key(described: Record) -> SourceKey:
    if described["url"]:
        return (normalise_address(described["url"]),)
    return described["title"] or "", described["publisher"] or ""


def find_sources(descriptions: Iterable[Record]) -> dict[SourceKey, Source]:
    """Each source by its normalised address, or by title and publisher where it has none."""
    descriptions = list(descriptions)
    wanted: dict[SourceKey, Record] = {source_key(described): described for described in reversed(descriptions)}
    addresses = [key[0] for key in wanted if len(key) == 1]
    titles = [key[0] for key in wanted if len(key) == 2]
    named = Q(address__in=addresses) | Q(address__isnull=True, title__in=titles)
    found: dict[SourceKey, Source] = {key_of(row): row for row in Source.objects.filter(named)}
    if wanted.keys() - found.keys():
        rows = {row.pk: row for row in found.values()}
        for former in FormerSource.objects.filter(named).select_related("source"):
            found.setdefault(key_of(former), rows.setdefault(former.source_id, former.source))
    found |= make_sources({key: value for key, value in wanted.items() if key not in found})
    complete(found, descriptions)
    return found


def key_of(row: Source | FormerSource) -> SourceKey:
    return (row.address,) if row.address else (row.title, row.publisher)


def complete(sources: dict[SourceKey, Source], descriptions: list[Record]) -> None:
    """Fill what a source's row lacks and a description has; earlier citations keep saying nothing of it."""
    completed: dict[int, tuple[Source, list[str]]] = {}
    for described in descriptions:
        source = sources[source_key(described)]
        lacking = [key for key, value in described.items() if value and not source.describe()[key]]
        for key in lacking:
            setattr(source, key, parse(described[key]) if key == "published" else described[key])
            completed.setdefault(source.pk, (source, []))[1].append(key)
    Source.objects.bulk_update(
        [source for source, _ in completed.values()], ["title", "publisher", "published", "language", "folded"]
    )
    citations = list(Citation.objects.filter(source__in=completed))
    for citation in citations:
        citation.described = dict.fromkeys(completed[citation.source_id][1]) | citation.described
    Citation.objects.bulk_update(citations, ["described"], batch_size=500)


def make_sources(wanted: dict[SourceKey, Record]) -> dict[SourceKey, Source]:
    made = {key: source_row(described) for key, described in wanted.items()}
    Source.objects.bulk_create(made.values(), batch_size=500)
    return made


def source_row(described: Record) -> Source:
    source = Source(**{key: value or "" for key, value in described.items() if key != "published"})
    source.published = parse(described["published"]) if described["published"] else None
    source.clean()
    return source
