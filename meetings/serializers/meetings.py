"""The one shape of a meeting, read and written: validation of what comes in, derived keys on what goes out."""

from typing import Any

from django.core.validators import RegexValidator
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from meetings.claims import value_of
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
    OptionalDictField,
    OptionalListField,
    OptionalTextField,
    OrdinalField,
    Strict,
    TextField,
    shorten,
)
from meetings.serializers.referents import SourceKey, source_key
from meetings.serializers.shape import Record, derive, shape
from meetings.suggestions import did_you_mean

Path = tuple[str | int, ...]
GAPS = ("unknown", "not-applicable")
IS_SLUG = RegexValidator("^[a-z0-9-]*[a-z0-9][a-z0-9-]*$", "A slug has only small letters, digits and hyphens.")
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


@extend_schema_field(
    {
        "type": "object",
        "properties": {
            fact: {"type": "integer", "minimum": 1, "maximum": 9999}
            if fact == "ordinal"
            else {"type": "string", "format": "edtf"}
            if fact in ("dates", "programme")
            else {"type": "string", "minLength": 1, "maxLength": 500, "pattern": TextField.PLAIN}
            for fact in FACTS
        },
        "additionalProperties": False,
    }
)
class SaysField(OptionalDictField):
    """What a source says instead: dates as EDTF, an ordinal as a number, the rest in its words."""

    default_error_messages = {"not_a_dict": "This must be a mapping of facts to what is said."}

    WORDS = TextField(max_length=500)
    FIELDS = {
        "ordinal": OrdinalField(),
        "dates": DatesField(allow_null=False),
        "programme": DatesField(allow_null=False),
    }

    def checked(self, key: str, value: Any) -> Any:
        if key not in FACTS:
            raise serializers.ValidationError(f"Unknown fact {shorten(key)}.{did_you_mean(shorten(key), list(FACTS))}")
        return self.FIELDS.get(key, self.WORDS).run_validation(value)


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


class CitationsField(OptionalListField):
    child = CitationSerializer()

    def to_internal_value(self, data: Any) -> list[Any]:
        citations = super().to_internal_value(data)
        cited: dict[SourceKey, int] = {}
        errors: dict[Any, Any] = {}
        for index, citation in enumerate(citations):
            first = cited.setdefault(source_key(citation["source"]), index)
            if first != index:
                errors[index] = {"source": f"citations.{first} cites this source too; a record cites each once."}
        if errors:
            raise serializers.ValidationError(errors)
        return citations


@extend_schema_field({"type": "object", "propertyNames": {"enum": GAP_FIELDS}, "additionalProperties": {"enum": GAPS}})
class GapsField(OptionalDictField):
    """Why a field is empty, where that is known: searched in vain, or not applicable."""

    child = ChoiceField(choices=GAPS)
    default_error_messages = {"not_a_dict": "This must be a mapping of fields to a kind of gap."}

    def checked(self, key: str, value: Any) -> str:
        if key not in GAP_FIELDS:
            raise serializers.ValidationError(
                f"Unknown field {shorten(key)}.{did_you_mean(shorten(key), list(GAP_FIELDS))}"
            )
        return self.child.run_validation(value)

    def to_internal_value(self, data: Any) -> Record:
        return dict(sorted(super().to_internal_value(data).items()))


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

    slug = TextField(max_length=120, validators=[IS_SLUG])
    body = CodeField("body")
    ordinal = OrdinalField(required=False, allow_null=True, default=None)
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
    citations = CitationsField(max_length=500)

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

    def validate(self, attrs: Record) -> Record:
        filled = [name for name in attrs["gaps"] if value_of(attrs, name)]
        if filled:
            raise serializers.ValidationError(
                {"gaps": [f"{name} is filled in, so it cannot be marked as a gap." for name in filled]}
            )
        return attrs

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


def problem_list(detail: Any) -> list[tuple[str, str]]:
    """A serializer's nested errors as (path, sentence) pairs: ("citations.2.says", "…")."""
    return [(".".join(map(str, path)), sentence) for path, sentence in problem_paths(detail)]


def problem_paths(detail: Any, path: Path = ()) -> list[tuple[Path, str]]:
    """The same with each path as the steps that lead there: ("citations", 2, "says")."""
    if isinstance(detail, dict):
        items = [(key, value) for key, value in detail.items()]
    elif isinstance(detail, list) and not all(isinstance(item, str) for item in detail):
        items = list(enumerate(detail))
    else:
        texts = detail if isinstance(detail, list) else [detail]
        return [(path, str(text)) for text in texts]
    return [
        pair
        for key, value in items
        for pair in problem_paths(value, path if key == "non_field_errors" else (*path, key))
    ]
