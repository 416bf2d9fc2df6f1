"""Objects in place of codes, for as many results as there are in a number of queries that does not grow with them.

Works on finished records, wherever they come from: a key that holds a code is given what the code stands for.
"""

from collections import defaultdict

from meetings.models import Body, Country, Meeting, Person, Place
from meetings.serializers.others import (
    CountrySerializer,
    LineSerializer,
    NamedBodySerializer,
    PersonSerializer,
)


def expand(records, names):
    """`records` with objects in the keys `names`, as far as those hold codes."""
    names = [name for name in names if name in PUT]
    if not names or not records:
        return records
    named = Named(records, names)
    return [record | {name: PUT[name](record[name], named) for name in names if name in record} for record in records]


class Named:
    """What the codes in some keys of some records stand for, read once a kind."""

    def __init__(self, records, names):
        self.wanted = defaultdict(set)
        for name in names:
            for record in records:
                for kind, code in CODES[name](record.get(name)):
                    self.wanted[kind].add(code)
        self.found = {kind: READ[kind](codes) for kind, codes in self.wanted.items()}

    def __call__(self, kind, code):
        return self.found[kind].get(code) if code else None


def codes_of_one(kind):
    return lambda code: [(kind, code)] if code else []


def codes_of_chair(chair):
    return [(kind, chair[kind]) for kind in ("country", "person") if chair and chair[kind]]


def codes_of_venue(venue):
    if not (venue and venue["country"]):
        return []
    return [("country", venue["country"]), ("place", place_key(venue))]


def place_key(venue):
    return venue["country"], venue["region"] or "", venue["locality"] or ""


CODES = {
    "body": codes_of_one("body"),
    "host": codes_of_one("country"),
    "chair": codes_of_chair,
    "venue": codes_of_venue,
    "reports_to": codes_of_one("meeting"),
    "alongside": codes_of_one("meeting"),
    "prepared_by": lambda slugs: [("meeting", slug) for slug in slugs or []],
}


def bodies(slugs):
    rows = Body.objects.filter(slug__in=slugs).select_related("reports_to").prefetch_related("prepared_by")
    return {row.slug: NamedBodySerializer(row).data for row in rows}


def countries(codes):
    return {row.code: CountrySerializer(row).data for row in Country.objects.filter(code__in=codes)}


def people(names):
    return {row.name: PersonSerializer(row).data for row in Person.objects.filter(name__in=names)}


def places(keys):
    """Coordinates of the places by country, region and town."""
    rows = Place.objects.filter(country__in={key[0] for key in keys}, locality__in={key[2] for key in keys})
    located = {
        (row.country_id, row.region, row.locality): (row.latitude, row.longitude)
        for row in rows.filter(latitude__isnull=False)
    }
    return {key: tuple(map(float, located[key])) for key in keys & located.keys()}


def meetings(slugs):
    rows = Meeting.objects.filter(slug__in=slugs).with_line()
    return {row.slug: LineSerializer(row).data for row in rows}


READ = {"body": bodies, "country": countries, "person": people, "place": places, "meeting": meetings}


def one_of(kind):
    return lambda code, named: named(kind, code)


def chair(held, named):
    if held is None:
        return None
    return held | {"country": named("country", held["country"]), "person": named("person", held["person"])}


def venue(held, named):
    if held is None:
        return None
    latitude, longitude = named("place", place_key(held)) or (None, None) if held["country"] else (None, None)
    return held | {"country": named("country", held["country"]), "latitude": latitude, "longitude": longitude}


PUT = {
    "body": one_of("body"),
    "host": one_of("country"),
    "chair": chair,
    "venue": venue,
    "reports_to": one_of("meeting"),
    "alongside": one_of("meeting"),
    # One that was deleted since the record was read is left out.
    "prepared_by": lambda slugs, named: [found for slug in slugs if (found := named("meeting", slug))],
}
