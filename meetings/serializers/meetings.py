"""The one shape of a meeting, read and written: validation of what comes in, derived keys on what goes out."""

from typing import Any

from rest_framework import serializers

from meetings.dates import DateError, parse
from meetings.models import Body, Country, Meeting
from meetings.models.meetings import DocumentKind, Format, Kind, Role, Status
from meetings.models.sources import FACTS
from meetings.serializers.fields import (
    AddressField,
    ChoiceField,
    CodeField,
    DatesField,
    OptionalChoiceField,
    OptionalCodeField,
    OptionalListField,
    OptionalTextField,
    Strict,
    TextField,
    did_you_mean,
    shorten,
)
from meetings.serializers.shape import Record, derive, shape

GAPS = ("unknown", "not-applicable")
GAP_FIELDS = (*FACTS, "notes")


class ChairSerializer(Strict):
    country = OptionalCodeField("country")
    person = OptionalTextField(max_length=200)
    office = OptionalTextField(max_length=300)


class OfficerSerializer(Strict):
    role = ChoiceField(choices=Role.choices)
    person = OptionalTextField(max_length=200)
    office = OptionalTextField(max_length=300)
    country = OptionalCodeField("country")

    def validate(self, attrs: Record) -> Record:
        if not (attrs["person"] or attrs["office"] or attrs["country"]):
            raise serializers.ValidationError("Name a person, an office or a country.")
        return attrs


class VenueSerializer(Strict):
    name = OptionalTextField(max_length=200)
    locality = OptionalTextField(max_length=100)
    region = OptionalTextField(max_length=100)
    country = OptionalCodeField("country")

    def validate(self, attrs: Record) -> Record:
        if (attrs["locality"] or attrs["region"]) and not attrs["country"]:
            raise serializers.ValidationError({"country": "A town or region needs its country."})
        return attrs


class DocumentSerializer(Strict):
    title = TextField(max_length=500)
    kind = ChoiceField(choices=DocumentKind.choices)
    url = AddressField(max_length=2000)


class SourceSerializer(Strict):
    url = AddressField(max_length=2000)
    title = OptionalTextField(max_length=500)
    publisher = OptionalTextField(max_length=200)
    published = DatesField()
    language = OptionalTextField(max_length=12)

    def validate(self, attrs: Record) -> Record:
        if not (attrs["url"] or attrs["title"]):
            raise serializers.ValidationError("Give a source an address, or at least a title.")
        return attrs


class SaysField(serializers.DictField):
    """What a source says instead: dates as EDTF, an ordinal as a number, the rest in its words."""

    default_error_messages = {"not_a_dict": "This must be a mapping of facts to what is said."}

    def __init__(self, **kwargs: Any):
        super().__init__(required=False, allow_null=True, default=dict, **kwargs)

    def run_validation(self, data: Any = serializers.empty) -> Record:
        return super().run_validation(data) or {}

    def to_internal_value(self, data: Any) -> Record:
        said = super().to_internal_value(data)
        errors = {fact: problem for fact, value in said.items() if (problem := wrong_claim(fact, value))}
        if errors:
            raise serializers.ValidationError(errors)
        return {fact: canonical_claim(fact, value) for fact, value in said.items()}


def wrong_claim(fact: str, value: Any) -> str | None:
    if fact not in FACTS:
        return f"Unknown fact {shorten(fact)}.{did_you_mean(fact, list(FACTS))}"
    if fact == "ordinal":
        return None if type(value) is int and value > 0 else "An ordinal is a number from 1."
    if not isinstance(value, str) or not value.strip():
        return "Write what the source says as text in quotes."
    if len(value) > 500 or "\x00" in value:
        return "This is too long, or has characters that are not allowed."
    return wrong_date(value) if fact in ("dates", "programme") else None


def wrong_date(value: str) -> str | None:
    try:
        parse(value)
    except DateError as error:
        return str(error)
    return None


def canonical_claim(fact: str, value: Any) -> Any:
    return str(parse(value)) if fact in ("dates", "programme") else value


class CitationSerializer(Strict):
    source = SourceSerializer()  # type: ignore[assignment]
    supports = OptionalListField(child=ChoiceField(choices=FACTS))
    says = SaysField()
    note = OptionalTextField(max_length=1000)

    def validate(self, attrs: Record) -> Record:
        if not (attrs["supports"] or attrs["says"]):
            raise serializers.ValidationError("Say which facts the source supports, or what it says instead.")
        if len(set(attrs["supports"])) < len(attrs["supports"]):
            raise serializers.ValidationError({"supports": "Name each fact once."})
        return attrs


class GapsField(serializers.DictField):
    """Why a field is empty, where that is known: searched in vain, or not applicable."""

    child = ChoiceField(choices=GAPS)
    default_error_messages = {"not_a_dict": "This must be a mapping of fields to a kind of gap."}

    def __init__(self, **kwargs: Any):
        super().__init__(required=False, allow_null=True, default=dict, **kwargs)

    def run_validation(self, data: Any = serializers.empty) -> Record:
        return super().run_validation(data) or {}

    def to_internal_value(self, data: Any) -> Record:
        gaps = super().to_internal_value(data)
        for name in gaps:
            if name not in GAP_FIELDS:
                hint = did_you_mean(name, list(GAP_FIELDS))
                raise serializers.ValidationError(f"Unknown field {shorten(name)}.{hint}")
        return dict(sorted(gaps.items()))


class WhenSerializer(serializers.Serializer):
    edtf = serializers.CharField()
    earliest = serializers.DateField(allow_null=True)
    latest = serializers.DateField(allow_null=True)
    precision = serializers.CharField()
    display = serializers.CharField()


class MeetingSerializer(Strict):
    """A meeting in the one shape. Validated data is the record itself, every key present.

    The context's `known` holds the bodies by slug and the countries by code (see `known_codes`).
    """

    slug = TextField(max_length=120)
    body = CodeField("body")
    ordinal = serializers.IntegerField(
        required=False, allow_null=True, default=None, min_value=1, max_value=9999,
        error_messages={"invalid": "An ordinal is a number from 1.", "min_value": "An ordinal counts from 1."},
    )  # fmt: skip
    kind = ChoiceField(choices=Kind.choices)
    title = OptionalTextField(max_length=300)
    status = ChoiceField(choices=Status.choices)
    dates = DatesField()
    programme = DatesField()
    format = OptionalChoiceField(choices=Format.choices)
    host = OptionalCodeField("country")
    chair = ChairSerializer(required=False, allow_null=True, default=None)
    officers = OptionalListField(child=OfficerSerializer(), max_length=100)
    venue = VenueSerializer(required=False, allow_null=True, default=None)
    theme = OptionalTextField(max_length=500)
    reports_to = OptionalTextField(max_length=120)
    alongside = OptionalTextField(max_length=120)
    agenda = OptionalListField(child=TextField(max_length=1000), max_length=200)
    documents = OptionalListField(child=DocumentSerializer(), max_length=200)
    notes = OptionalTextField(max_length=10_000)
    gaps = GapsField()
    citations = OptionalListField(child=CitationSerializer(), max_length=500)

    name = serializers.CharField(read_only=True)
    url = serializers.CharField(read_only=True)
    when = WhenSerializer(read_only=True, allow_null=True)
    where = serializers.CharField(read_only=True, allow_null=True)
    prepared_by = serializers.ListField(child=serializers.CharField(), read_only=True)
    contested = serializers.ListField(child=serializers.CharField(), read_only=True)
    sourced = serializers.ListField(child=serializers.CharField(), read_only=True)
    revision = serializers.IntegerField(read_only=True)
    updated_at = serializers.DateTimeField(read_only=True)

    def to_representation(self, instance: Meeting) -> Record:
        record = shape(instance)
        return record | derive(instance, record)

    def validate_slug(self, slug: str) -> str:
        if not slug.isascii() or slug != slug.lower() or not slug.replace("-", "").isalnum():
            raise serializers.ValidationError("A slug has only small letters, digits and hyphens.")
        return slug

    def validate_chair(self, chair: Record | None) -> Record | None:
        return chair if chair and any(chair.values()) else None

    def validate_venue(self, venue: Record | None) -> Record | None:
        return venue if venue and any(venue.values()) else None


def known_codes() -> dict[str, dict[str, Any]]:
    """The rows that records name by a code, read once for a batch of records."""
    return {
        "body": {body.slug: body for body in Body.objects.in_record_order()},
        "country": {country.code: country for country in Country.objects.all()},
    }


def problem_list(detail: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str, str]]:
    """A serializer's nested errors as (path, sentence) pairs: ("citations.2.says", "…")."""
    if isinstance(detail, dict):
        items = [(key, value) for key, value in detail.items()]
    elif isinstance(detail, list) and not all(isinstance(item, str) for item in detail):
        items = list(enumerate(detail))
    else:
        texts = detail if isinstance(detail, list) else [detail]
        return [(".".join(map(str, path)), str(text)) for text in texts]
    return [
        pair
        for key, value in items
        for pair in problem_list(value, path if key == "non_field_errors" else (*path, key))
    ]
