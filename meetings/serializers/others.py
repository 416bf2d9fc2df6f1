"""What the API says of all that meetings name, and of their history: every key is always there."""

from typing import Any

from django.conf import settings
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from meetings.claims import COMPATIBLE, DIFFERS, PROGRAMME, SUPPORTS, Claim, Fact, facts
from meetings.models import Meeting, Revision, Source
from meetings.serializers.fields import DatesField
from meetings.serializers.meetings import SourceSerializer, WhenSerializer
from meetings.serializers.shape import Record, when

EXPLANATIONS = {
    SUPPORTS: "The source says what the record says.",
    PROGRAMME: "The source names the whole programme, which is no contradiction.",
    COMPATIBLE: "The source says the same, less exactly or more exactly.",
    DIFFERS: "The source says otherwise.",
}


@extend_schema_field({"type": "string"})
class Told(serializers.Field):
    """Text as it is kept; null where it is empty."""

    def __init__(self, **kwargs: Any):
        super().__init__(**{"allow_null": True} | kwargs)

    def to_representation(self, value: Any) -> str | None:
        return str(value) or None


@extend_schema_field({"description": "A value of the one shape, of whatever type it has there."})
class Anything(serializers.ReadOnlyField):
    """A value as it is, null included."""


@extend_schema_field({"type": "string", "format": "uri"})
class PageField(serializers.ReadOnlyField):
    """The address of an object's page."""

    def __init__(self, **kwargs: Any):
        super().__init__(**{"source": "*"} | kwargs)

    def to_representation(self, value: Any) -> str:
        return f"{settings.PUBLIC_URL}{value.get_absolute_url()}"


@extend_schema_field({"type": "array", "items": {"type": "string"}})
class Slugs(serializers.Field):
    """The slugs of rows that were loaded beforehand."""

    def to_representation(self, value: Any) -> list[str]:
        return [row.slug for row in value.all()]


class BodySerializer(serializers.Serializer):
    slug = serializers.CharField()
    acronym = serializers.CharField()
    name = serializers.CharField()
    name_id = Told()
    level = serializers.CharField()
    reports_to = serializers.CharField(source="reports_to.slug", allow_null=True)
    lead = serializers.CharField(source="lead_id", allow_null=True)
    core = serializers.BooleanField()
    prepared_by = Slugs()
    meetings = serializers.IntegerField(source="sittings")
    url = PageField()


class NamedBodySerializer(BodySerializer):
    """A body in place of its slug, without the number of its meetings: that would be counted for every answer."""

    meetings = None  # type: ignore[assignment]


class CountrySerializer(serializers.Serializer):
    code = serializers.CharField()
    name = serializers.CharField()
    member_since = serializers.DateField(allow_null=True)
    observer_since = serializers.DateField(allow_null=True)
    partner = serializers.BooleanField()
    url = PageField()


class PlaceSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    locality = Told()
    region = Told()
    country = serializers.CharField(source="country_id")
    latitude = serializers.FloatField(allow_null=True)
    longitude = serializers.FloatField(allow_null=True)
    also = serializers.ListField(child=serializers.CharField(), source="variants")
    meetings = serializers.IntegerField(source="sittings")


class PersonSerializer(serializers.Serializer):
    slug = serializers.CharField()
    name = serializers.CharField()
    also = serializers.ListField(child=serializers.CharField(), source="variants")
    url = PageField()


class SourceRowSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    url = Told()
    title = Told()
    publisher = Told()
    published = DatesField()
    language = Told()
    archive_url = Told()
    cited_by = serializers.SerializerMethodField()

    def get_cited_by(self, source: Source) -> list[str]:
        return [citation.meeting.slug for citation in source.citations.all()]


class DocumentRowSerializer(serializers.Serializer):
    title = serializers.CharField()
    kind = serializers.CharField()
    url = Told()
    meeting = serializers.CharField(source="meeting.slug")
    dates = DatesField(source="meeting.dates")


class LineSerializer(serializers.Serializer):
    """A meeting in a line: which it is, how it stands, when and where."""

    slug = serializers.CharField()
    name = serializers.CharField()
    body = serializers.CharField(source="body.slug")
    ordinal = serializers.IntegerField(allow_null=True)
    kind = serializers.CharField()
    status = serializers.CharField()
    when = serializers.SerializerMethodField()
    host = serializers.CharField(source="host_id", allow_null=True)
    where = Told()
    url = PageField()

    @extend_schema_field(WhenSerializer(allow_null=True))
    def get_when(self, meeting: Meeting) -> Record | None:
        return when(meeting.dates)


class NamedChairSerializer(serializers.Serializer):
    country = CountrySerializer(allow_null=True)
    person = PersonSerializer(allow_null=True)
    office = serializers.CharField(allow_null=True)


class NamedVenueSerializer(serializers.Serializer):
    name = serializers.CharField(allow_null=True)
    locality = serializers.CharField(allow_null=True)
    region = serializers.CharField(allow_null=True)
    country = CountrySerializer(allow_null=True)
    latitude = serializers.FloatField(allow_null=True)
    longitude = serializers.FloatField(allow_null=True)


class StepSerializer(LineSerializer):
    """A meeting so many steps away in the chain of reports."""

    steps = serializers.IntegerField(min_value=1)


class SnippetSerializer(serializers.Serializer):
    text = serializers.CharField()
    marks = serializers.ListField(child=serializers.ListField(child=serializers.IntegerField()))


# What `expand` puts in place of a code, by the key that holds the code.
EXPANDED = {
    "body": NamedBodySerializer,
    "host": CountrySerializer,
    "chair": NamedChairSerializer,
    "venue": NamedVenueSerializer,
    "reports_to": LineSerializer,
    "alongside": LineSerializer,
    "prepared_by": LineSerializer,
}


class ChainSerializer(serializers.Serializer):
    meeting = LineSerializer()
    above = StepSerializer(many=True)
    below = StepSerializer(many=True)
    alongside = LineSerializer(many=True)


class DifferenceSerializer(serializers.Serializer):
    field = serializers.CharField()
    before = Anything()
    after = Anything()


class RevisionSerializer(serializers.Serializer):
    """One state, by what it changed: `differences` to the state before it."""

    number = serializers.IntegerField()
    at = serializers.DateTimeField()
    kind = serializers.ChoiceField(choices=Revision.Kind.choices)
    editor = Told(source="editor_name")
    reason = serializers.CharField()
    minor = serializers.BooleanField()
    merged_into = Told()
    differences = DifferenceSerializer(many=True)


class ChangeSerializer(RevisionSerializer):
    """A revision in the feed of all of them; `record` is the meeting after it, null where that was taken out."""

    record = serializers.SerializerMethodField()

    @extend_schema_field({"type": ["object", "null"], "description": "The record in the one shape."})
    def get_record(self, revision: Revision) -> Record | None:
        return None if revision.is_gone else revision.record

    def get_fields(self) -> dict[str, Any]:
        return {"slug": serializers.CharField(), **super().get_fields()}


class ClaimSerializer(serializers.Serializer):
    source = SourceSerializer()  # type: ignore[assignment]
    stance = serializers.ChoiceField(choices=list(EXPLANATIONS))
    value = Anything()
    note = serializers.CharField(allow_null=True)
    explanation = serializers.CharField()


class FactSerializer(serializers.Serializer):
    field = serializers.CharField()
    value = Anything()
    is_contested = serializers.BooleanField()
    is_sourced = serializers.BooleanField()
    claims = ClaimSerializer(many=True)


class ClaimsSerializer(serializers.Serializer):
    slug = serializers.CharField()
    facts = FactSerializer(many=True)


def claims_shape(record: Record) -> Record:
    """What each source says of each fact of a record."""
    return {"slug": record["slug"], "facts": [fact_shape(fact, record) for fact in facts(record)]}


def fact_shape(fact: Fact, record: Record) -> Record:
    return {
        "field": fact.field,
        "value": fact.value,
        "is_contested": fact.is_contested,
        "is_sourced": fact.is_sourced,
        "claims": [claim_shape(claim, fact, record) for claim in fact.claims],
    }


def claim_shape(claim: Claim, fact: Fact, record: Record) -> Record:
    return {
        "source": record["citations"][claim.citation]["source"],
        "stance": claim.stance,
        # Whoever supports a fact says what the record says.
        "value": fact.value if claim.value is None else claim.value,
        "note": claim.note,
        "explanation": EXPLANATIONS[claim.stance],
    }
