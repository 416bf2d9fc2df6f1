"""What a query finds, in numbers: by each value of its parameters, and by stretches of time for drawing."""

from datetime import date, timedelta

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from meetings.api.problems import InvalidQuery
from meetings.api.versions import kept
from meetings.api.views import ApiView
from meetings.filters.sums import BINS, CountsQuery, DensityQuery
from meetings.models import Body, Country
from meetings.models.meetings import Format, Kind, Status
from meetings.serializers.sums import CountsSerializer, DensitySerializer

WORDS = {
    "status": dict(Status.choices),
    "kind": dict(Kind.choices),
    "format": dict(Format.choices),
    "contested": {"true": "yes", "false": "no"},
}


class Counts(ApiView):
    """How many meetings have each value of each parameter, with the other parameters as they are given."""

    query_class = CountsQuery
    is_public = True

    @extend_schema(summary="How many meetings have each value", responses=CountsSerializer)
    def get(self, request):
        return Response(kept("found", self.version, request.get_full_path(), self.told))

    def told(self):
        facets, labels = self.query.facets(), labels_by_facet()
        told = {facet: told_of(numbers, labels.get(facet, {})) for facet, numbers in facets.items()}
        return {"count": self.query.number(facets), "facets": told}


def labels_by_facet():
    """What people call the values, for the facets whose values are codes or words (two queries)."""
    countries = dict(Country.objects.order_by().values_list("code", "name"))
    bodies = dict(Body.objects.order_by().values_list("slug", "acronym"))
    return WORDS | {"body": bodies} | dict.fromkeys(["host", "chair", "country"], countries)


def told_of(numbers, labels):
    """The most frequent first."""
    ordered = sorted(numbers.items(), key=lambda item: (-item[1], item[0]))
    return [{"value": value, "label": labels.get(value, value), "count": number} for value, number in ordered]


class Density(ApiView):
    """How many meetings each body had in each stretch of time."""

    query_class = DensityQuery
    is_public = True

    @extend_schema(summary="How many meetings in each stretch of time", responses=DensitySerializer)
    def get(self, request):
        return Response(kept("found", self.version, request.get_full_path(), self.told))

    def told(self):
        first, last = self.query.bounds()
        if first and (problem := self.query.too_many(first, last)):
            raise InvalidQuery([problem])
        cells = self.query.cells() if first else {}
        bins = bins_between(first, last, self.query.bin) if first else []
        bodies = {body: [cells[body].get(name, 0) for name in bins] for body in sorted(cells)}
        return {"bin": self.query.bin, "bins": bins, "bodies": bodies}


def bins_between(first, last, kind):
    """The names of all bins from the first to the last, those without meetings too."""
    if kind == "year":
        return [f"{year:04}" for year in range(first.year, last.year + 1)]
    if kind == "month":
        months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
        return [date(month // 12, month % 12 + 1, 1).isoformat()[: BINS["month"]] for month in months]
    return [(first + timedelta(days=number)).isoformat() for number in range((last - first).days + 1)]
