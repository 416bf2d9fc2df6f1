"""The way in: what the API has, its description for programs, and its description for people."""

from django.http import HttpResponse
from django.urls import reverse
from drf_spectacular.renderers import (
    OpenApiJsonRenderer,
    OpenApiJsonRenderer2,
    OpenApiYamlRenderer,
    OpenApiYamlRenderer2,
)
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularSwaggerSplitView
from rest_framework.response import Response

from meetings.api.schema import written
from meetings.api.views import ApiView
from meetings.filters.others import SchemaQuery

PARTS = ("meetings", "bodies", "countries", "places", "people", "sources", "documents", "changes", "drafts")


class Index(ApiView):
    """The parts of the API by name."""

    @extend_schema(exclude=True)
    def get(self, request):
        addresses = {name: reverse(f"api:{name}-list") for name in PARTS}
        addresses |= {name: reverse(f"api:{name}") for name in ("counts", "density", "extract", "schema", "docs")}
        return Response({name: request.build_absolute_uri(address) for name, address in addresses.items()})


class Description(ApiView):
    """The description of the API: YAML, or JSON where `format` or the Accept header asks for it."""

    renderer_classes = [OpenApiYamlRenderer, OpenApiYamlRenderer2, OpenApiJsonRenderer, OpenApiJsonRenderer2]
    query_class = SchemaQuery

    @extend_schema(exclude=True)
    def get(self, request):
        text, media_type = written(self.query.one("format", request.accepted_renderer.format))
        return HttpResponse(text, content_type=media_type, headers={"Vary": "Accept"})


class Reading(ApiView, SpectacularSwaggerSplitView):
    """The same for people. Its script comes by an address of its own, as the security policy wants it."""

    # Its own script is asked for by a parameter without a value.
    query_class = None
    url_name = "api:schema"
    template_name = "meetings/api_docs.html"
