"""What the dataset keeps beside meetings: countries, bodies, places, people and sources, entry and row."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q
from rest_framework import serializers

from meetings.dates import parse
from meetings.models import Body, Country, Meeting, Person, Place, Source
from meetings.models.bodies import Level
from meetings.models.sources import normalise_address
from meetings.serializers import without_empty
from meetings.serializers.fields import (
    AddressField,
    ChoiceField,
    CodeField,
    OptionalCodeField,
    OptionalListField,
    OptionalTextField,
    Strict,
    TextField,
)
from meetings.serializers.meetings import SourceSerializer

Data = dict[str, Any]


class CountryEntry(Strict):
    code = TextField(max_length=2)
    name = TextField(max_length=100)
    member_since = serializers.DateField(required=False, allow_null=True, default=None)
    observer_since = serializers.DateField(required=False, allow_null=True, default=None)
    partner = serializers.BooleanField(required=False, default=False)


class BodyEntry(Strict):
    slug = TextField(max_length=60)
    acronym = TextField(max_length=60)
    name = TextField(max_length=200)
    name_id = OptionalTextField(max_length=200)
    level = ChoiceField(choices=Level.choices)
    reports_to = OptionalTextField(max_length=60)
    lead = OptionalCodeField("country")
    core = serializers.BooleanField(required=False, default=False)


class Coordinate(serializers.DecimalField):
    def __init__(self, bound: int):
        super().__init__(
            max_digits=6, decimal_places=3, min_value=-bound, max_value=bound,
            required=False, allow_null=True, default=None,
        )  # fmt: skip


class PlaceEntry(Strict):
    locality = TextField(max_length=100)
    region = OptionalTextField(max_length=100)
    country = CodeField("country")
    latitude = Coordinate(90)
    longitude = Coordinate(180)
    also = OptionalListField(child=TextField(max_length=100))


class PersonEntry(Strict):
    name = TextField(max_length=200)
    also = OptionalListField(child=TextField(max_length=200))


class SourceEntry(SourceSerializer):
    archive_url = AddressField(max_length=2000)


def country_entry(country: Country) -> Data:
    return {
        "code": country.code,
        "name": country.name,
        "member_since": country.member_since,
        "observer_since": country.observer_since,
        "partner": country.partner,
    }


def body_entry(body: Body) -> Data:
    return {
        "slug": body.slug,
        "acronym": body.acronym,
        "name": body.name,
        "name_id": body.name_id or None,
        "level": body.level,
        "reports_to": body.reports_to.slug if body.reports_to else None,
        "lead": body.lead_id,
        "core": body.core,
    }


def place_entry(place: Place) -> Data:
    return {
        "locality": place.locality,
        "region": place.region or None,
        "country": place.country_id,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "also": list(place.variants),
    }


def person_entry(person: Person) -> Data:
    return {"name": person.name, "also": list(person.variants)}


def source_entry(source: Source) -> Data:
    return source.describe() | {"archive_url": source.archive_url or None}


def country_row(entry: Data) -> Country:
    return Country(**entry)


def body_row(entry: Data) -> Body:
    plain = {key: entry[key] for key in ("slug", "acronym", "name", "level", "core")}
    return Body(**plain, name_id=entry["name_id"] or "", lead_id=entry["lead"])


def place_row(entry: Data) -> Place:
    return Place(
        country_id=entry["country"],
        region=entry["region"] or "",
        locality=entry["locality"],
        latitude=entry["latitude"],
        longitude=entry["longitude"],
        variants=entry["also"],
    )


def person_row(entry: Data) -> Person:
    return Person(name=entry["name"], variants=entry["also"])


def source_row(entry: Data) -> Source:
    texts = {key: entry[key] or "" for key in ("url", "title", "publisher", "language", "archive_url")}
    published = parse(entry["published"]) if entry["published"] else None
    return Source(**texts, published=published, address=normalise_address(texts["url"]) or None)


def country_line(entry: Data) -> Data:
    return {key: value for key, value in entry.items() if value}


def body_line(entry: Data) -> Data:
    return {key: value for key, value in entry.items() if key != "name_id" or value}


def place_line(entry: Data) -> Data:
    return entry | {key: degrees(entry[key]) for key in ("latitude", "longitude")}


def degrees(value: Decimal | None) -> Decimal | None:
    return value if value is None else Decimal(value).quantize(Decimal("0.001"))


def same(entry: Data) -> Data:
    return entry


def source_key_of(entry: Data) -> str:
    """As sources are told apart: by the address without what does not matter, else by title and publisher."""
    return normalise_address(entry["url"]) if entry["url"] else f"{entry['title']}/{entry['publisher'] or ''}"


@dataclass(frozen=True)
class Table:
    """One file of the dataset: how its entries are checked, keyed, compared and written."""

    kind: str
    file: str
    model: Any
    serializer: type[Strict]
    key: tuple[str, ...]
    to_entry: Any
    to_row: Any
    to_line: Any
    comment: str
    named_by: Any = None
    keyed: Any = None

    def key_of(self, entry: Data) -> str:
        if self.keyed:
            return self.keyed(entry)
        return "/".join(entry[part] or "" for part in self.key)

    def rows(self) -> Iterable[Any]:
        """The rows that the file lists, in its order."""
        rows = self.model.objects.in_record_order()
        return LISTED[self.kind](rows) if self.kind in LISTED else rows


LISTED = {
    "body": lambda rows: rows.select_related("reports_to"),
    "place": lambda rows: rows.towns(),
    # What meetings say of people and of sources is said there.
    "person": lambda rows: rows.filter(~Q(variants=[]) | Q(chaired=None, offices=None)).distinct(),
    "source": lambda rows: rows.filter(~Q(archive_url="") | Q(citations=None)),
}

TABLES = (
    Table(
        "country", "countries.yaml", Country, CountryEntry, ("code",), country_entry, country_row, country_line,
        "# Code: ISO 3166-1 alpha-2, and EU (exceptionally reserved there) for the European Union.\n"
        "# member_since: accession to ASEAN. observer_since / partner: standing of the others in these meetings.\n",
    ),
    Table(
        "body", "bodies.yaml", Body, BodyEntry, ("slug",), body_entry, body_row, body_line,
        "# The bodies whose meetings the record holds. A body is one numbered series: ordinals are unique within it.\n"
        "# level: ministerial | senior-officials | working-group | experts-group | consultation | dialogue | task-force | workshop\n"
        "# reports_to: the body that receives its results. lead: the country that leads it standing (voluntary lead shepherd), where a source says so.\n"
        "# core: the three that the record exists for.\n",
    ),
    Table(
        "place", "places.yaml", Place, PlaceEntry, ("country", "region", "locality"), place_entry, place_row, place_line,
        "# Towns where meetings were held. Coordinates: WGS 84, decimal degrees, the town's centre. also: other spellings and names that sources use for it.\n",
        named_by=lambda place: Meeting.objects.filter(place=place),
    ),
    Table(
        "person", "people.yaml", Person, PersonEntry, ("name",), person_entry, person_row, same,
        "# People whose names sources spell in more than one way. also: the other spellings.\n",
        named_by=lambda person: Meeting.objects.naming(person),
    ),
    Table(
        "source", "sources.yaml", Source, SourceEntry, ("url",), source_entry, source_row, without_empty,
        "# Sources of which an archived copy is known, and such as no meeting cites yet. The others stand with the meetings that cite them.\n",
        named_by=lambda source: Meeting.objects.citing(source),
        keyed=source_key_of,
    ),
)  # fmt: skip
