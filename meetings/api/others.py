"""What meetings name: bodies, countries, places, people, sources and documents, each a list of its own."""

from django.db.models import Count, Prefetch
from django.urls import reverse
from rest_framework.exceptions import NotFound

from meetings.api.problems import Moved
from meetings.api.views import FoundByCode, RecordViewSet
from meetings.filters.codes import BODY, COUNTRY, PERSON
from meetings.filters.others import (
    BodyQuery,
    CountryQuery,
    DocumentQuery,
    PersonQuery,
    PlaceQuery,
    SourceQuery,
)
from meetings.models import Body, Citation, Country, Document, FormerPerson, Person, Place, Source
from meetings.serializers.others import (
    BodySerializer,
    CountrySerializer,
    DocumentRowSerializer,
    PersonSerializer,
    PlaceSerializer,
    SourceRowSerializer,
)


class FoundByNumber(FoundByCode):
    """A list whose rows have no code but their number."""

    lookup_field = "pk"
    lookup_value_regex = "[0-9]{1,18}"

    def get_object(self):
        row = self.get_queryset().filter(pk=self.kwargs["pk"]).first()
        if row is None:
            raise NotFound(f"There is no {self.queryset.model._meta.verbose_name} {self.kwargs['pk']}.")
        return row


class BodyViewSet(FoundByCode):
    """The bodies that meet, each one numbered series."""

    kind, lookup_field = BODY, "slug"
    queryset = (
        Body.objects.select_related("reports_to", "lead")
        .prefetch_related("prepared_by")
        .annotate(sittings=Count("meetings"))
    )
    serializer_class = BodySerializer
    queries = {"list": BodyQuery}


class CountryViewSet(FoundByCode):
    """Member states and partners."""

    kind, lookup_field = COUNTRY, "code"
    queryset = Country.objects.all()
    serializer_class = CountrySerializer
    queries = {"list": CountryQuery}


class PlaceViewSet(FoundByNumber):
    """Where meetings sat."""

    queryset = Place.objects.annotate(sittings=Count("meetings"))
    serializer_class = PlaceSerializer
    queries = {"list": PlaceQuery}


class PersonViewSet(FoundByCode):
    """The people whom meetings name."""

    kind, lookup_field = PERSON, "slug"
    queryset = Person.objects.all()
    serializer_class = PersonSerializer
    queries = {"list": PersonQuery}

    def get_object(self):
        moved = FormerPerson.objects.filter(slug=self.kwargs["slug"]).select_related("person").first()
        if moved:
            raise Moved(reverse("api:people-detail", args=[moved.person.slug]))
        return super().get_object()


class SourceViewSet(FoundByNumber):
    """The pages and papers on whose word the record stands."""

    queryset = Source.objects.prefetch_related(
        Prefetch(
            "citations",
            Citation.objects.select_related("meeting").only("source_id", "meeting__slug").order_by("meeting__slug"),
        )
    )
    serializer_class = SourceRowSerializer
    queries = {"list": SourceQuery}


class DocumentViewSet(RecordViewSet):
    """The texts that meetings adopted or issued. They have no identity of their own, and so no address."""

    queryset = Document.objects.select_related("meeting").defer("meeting__folded", "meeting__notes", "meeting__agenda")
    serializer_class = DocumentRowSerializer
    queries = {"list": DocumentQuery}
