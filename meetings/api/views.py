"""How every view of the API answers: strict about its query string, open to read, each error a problem."""

from django.http import HttpResponse
from rest_framework.exceptions import MethodNotAllowed
from rest_framework.mixins import RetrieveModelMixin
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.permissions import AllowAny
from rest_framework.renderers import JSONRenderer
from rest_framework.settings import APISettings
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from meetings.api.authentication import BrowserAuthentication, TokenAuthentication
from meetings.api.expanding import expand
from meetings.api.headers import open_to_all
from meetings.api.paging import KeysetPagination
from meetings.api.problems import InvalidQuery, NotModified, absent
from meetings.api.ready import Ready
from meetings.api.schema import RecordSchema
from meetings.api.throttling import ByCaller
from meetings.api.versions import headers_of, holds, is_unchanged, tag_of, version_now
from meetings.filters.others import NoQuery


class ByAccept(DefaultContentNegotiation):
    """Only the Accept header chooses: the parameter `format` asks how people met."""

    settings = APISettings({"URL_FORMAT_OVERRIDE": None})


class ApiView(APIView):
    """Reading is for everybody, without a key."""

    authentication_classes = (TokenAuthentication, BrowserAuthentication)
    throttle_classes = (ByCaller,)
    permission_classes = (AllowAny,)
    content_negotiation_class = ByAccept
    schema = RecordSchema()
    # What the query string may hold; None where somebody else reads it.
    query_class = NoQuery
    # Whether its answers follow from the address and the record alone.
    is_public = False
    # What its requests are counted as that do not read.
    throttled_as = "write"
    version = None

    def initial(self, request, *args, **kwargs):
        # First of all: whoever may not read must still learn that nobody can write here.
        if request.method not in self.allowed_methods:
            raise MethodNotAllowed(request.method)
        super().initial(request, *args, **kwargs)
        if self.is_public and request.method in ("GET", "HEAD"):
            self.version = version_now()
            tag = tag_of(self.version, request)
            # By its tag only: a date may come with an address that was never answered.
            if holds(request, tag):
                raise NotModified(headers_of(tag, self.version[1]))
        if request.method != "OPTIONS" and self.query_class:
            self.query = self.query_class(request.query_params)
            if not self.query.is_valid:
                raise InvalidQuery(self.query.errors)

    def options(self, request, *args, **kwargs):
        answer = HttpResponse(status=204)
        del answer["Content-Type"]
        return answer

    def finalize_response(self, request, response, *args, **kwargs):
        if self.version and response.status_code == 200:
            response = self.versioned(response)
        response = super().finalize_response(request, response, *args, **kwargs)
        if getattr(response, "exception", False):
            response.accepted_renderer = JSONRenderer()
        return open_to_all(request, response)

    def versioned(self, response):
        """`response` with the tag and the time of the record, or 304 where the client has it."""
        at = self.version[1]
        tag = response.get("ETag") or tag_of(self.version, self.request)
        if is_unchanged(self.request, tag, at):
            return Ready(304, headers_of(tag, at)).response()
        for name, value in headers_of(tag, at).items():
            response.headers.setdefault(name, value)
        return response


class RecordViewSet(ApiView, GenericViewSet):
    """A list of one kind of rows, asked for by the query that `queries` gives for each action."""

    pagination_class = KeysetPagination
    queries = {}
    is_public = True

    @property
    def query_class(self):
        return self.queries.get(self.action, NoQuery)

    def filter_queryset(self, rows):
        return self.query.narrow(rows) if self.action == "list" else rows

    def list(self, request):
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(self.told(page))

    def told(self, page):
        """What a list says of the rows of a page."""
        return self.shown(self.get_serializer(page, many=True).data)

    def shown(self, results):
        """`results` as far as they are asked for, with objects in place of codes where those are."""
        expanded = expand(results, self.query.names("expand"))
        return [self.query.shown(result) for result in expanded]


class FoundByCode(RetrieveModelMixin, RecordViewSet):
    """A list whose rows have a code each; `kind` says how a code is told that names nothing."""

    kind = None
    lookup_value_regex = "[A-Za-z0-9_-]{1,200}"

    def get_object(self):
        code = self.kwargs[self.lookup_field]
        row = self.get_queryset().filter(**{self.lookup_field: code}).first()
        if row is None:
            raise absent(self.kind, code)
        return row
