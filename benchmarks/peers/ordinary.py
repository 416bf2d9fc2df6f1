"""The same answers as an ordinary project gives them: a ModelViewSet, nested serializers, numbered pages, a count."""

from django.urls import include, path
from rest_framework import pagination, routers, serializers, viewsets

from benchmarks.peers.calendars import calendar
from meetings.dates import say
from meetings.models import Citation, Document, Meeting, Officer, Source
from meetings.models.sources import FACTS


class OrNull(serializers.CharField):
    """A text, null where it is empty."""

    def to_representation(self, value):
        return super().to_representation(value) or None


class ChairSerializer(serializers.ModelSerializer):
    country = serializers.PrimaryKeyRelatedField(source="chair_country", read_only=True)
    person = serializers.SlugRelatedField("name", source="chair_person", read_only=True)
    office = OrNull(source="chair_office")

    class Meta:
        model = Meeting
        fields = ["country", "person", "office"]


class OfficerSerializer(serializers.ModelSerializer):
    person = serializers.SlugRelatedField("name", read_only=True)
    office = OrNull()

    class Meta:
        model = Officer
        fields = ["role", "person", "office", "country"]


class VenueSerializer(serializers.ModelSerializer):
    name = OrNull(source="venue_name")
    locality = OrNull(source="place.locality")
    region = OrNull(source="place.region")
    country = serializers.CharField(source="place.country_id")

    class Meta:
        model = Meeting
        fields = ["name", "locality", "region", "country"]


class DocumentSerializer(serializers.ModelSerializer):
    url = OrNull()

    class Meta:
        model = Document
        fields = ["title", "kind", "url"]


class SourceSerializer(serializers.ModelSerializer):
    url, title, publisher, language = OrNull(), OrNull(), OrNull(), OrNull()
    published = OrNull()

    class Meta:
        model = Source
        fields = ["url", "title", "publisher", "published", "language"]


class CitationSerializer(serializers.ModelSerializer):
    source = SourceSerializer()
    says = serializers.DictField()
    note = OrNull()

    class Meta:
        model = Citation
        fields = ["source", "supports", "says", "note"]


class MeetingSerializer(serializers.ModelSerializer):
    body = serializers.SlugRelatedField("slug", read_only=True)
    title, format, theme, notes = OrNull(), OrNull(), OrNull(), OrNull()
    dates, programme = OrNull(), OrNull()
    chair = ChairSerializer(source="*")
    officers = OfficerSerializer(many=True)
    venue = VenueSerializer(source="*")
    reports_to = serializers.SlugRelatedField("slug", read_only=True)
    alongside = serializers.SlugRelatedField("slug", read_only=True)
    documents = DocumentSerializer(many=True)
    citations = CitationSerializer(many=True)
    url = serializers.HyperlinkedIdentityField("meeting", lookup_field="slug")
    when = serializers.SerializerMethodField()
    where = OrNull()
    prepared_by = serializers.SlugRelatedField("slug", many=True, read_only=True)
    sourced = serializers.SerializerMethodField()

    class Meta:
        model = Meeting
        fields = [
            "slug", "body", "ordinal", "kind", "title", "status", "dates", "programme", "format", "host", "chair",
            "officers", "venue", "theme", "reports_to", "alongside", "agenda", "documents", "notes", "gaps",
            "citations", "name", "url", "when", "where", "prepared_by", "contested", "sourced", "revision",
            "updated_at",
        ]  # fmt: skip

    def get_when(self, meeting):
        return meeting.dates and {
            "edtf": str(meeting.dates),
            "earliest": meeting.earliest.isoformat(),
            "latest": meeting.latest.isoformat(),
            "precision": meeting.precision,
            "display": say(meeting.dates),
        }

    def get_sourced(self, meeting):
        return [fact for fact in FACTS if any(fact in citation.supports for citation in meeting.citations.all())]


class Pages(pagination.PageNumberPagination):
    page_size = 50


class MeetingViewSet(viewsets.ModelViewSet):
    queryset = (
        Meeting.objects.select_related("body", "place", "chair_person", "reports_to", "alongside")
        .prefetch_related("officers__person", "documents", "citations__source", "prepared_by")
        .order_by("sorts_on", "slug")
    )
    serializer_class = MeetingSerializer
    pagination_class = Pages
    lookup_field = "slug"


router = routers.SimpleRouter()
router.register("meetings", MeetingViewSet)
# The other addresses are there to be linked to.
urlpatterns = [
    path("api/v1/", include(router.urls)),
    path("meetings.ics", calendar),
    path("", include("timeline.urls")),
]
