"""The feed of changes: every revision once, in the order of commits, and always a next page to ask for."""

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.utils.urls import remove_query_param

from meetings.api.paging import AFTER, KeysetPagination
from meetings.api.views import RecordViewSet
from meetings.filters.others import ChangeQuery
from meetings.history import differences
from meetings.models import Revision
from meetings.models.revisions import read_text
from meetings.serializers.others import ChangeSerializer

BEFORE_ALL = [0, 0]


class FeedPagination(KeysetPagination):
    """Pages forwards only. After the last page, `next` leads to what is not there yet."""

    def paginate_queryset(self, rows, request, view=None):
        if view.query.one("from") == "end" and view.query.one("cursor") is None:
            self.query, self.address = view.query, request.build_absolute_uri()
            last = Revision.objects.committed().order_by("-commit__position", "-id").first()
            self.page, self.key = [], last and self.key_of(last)
            return self.page
        return super().paginate_queryset(rows, request, view)

    def next_address(self):
        key = self.key_of(self.page[-1]) if self.page else self.key or BEFORE_ALL
        return remove_query_param(self.link_to(AFTER, key), "from")

    def get_paginated_response(self, results):
        following = self.next_address()
        return Response({"next": following, "results": results}, headers={"Link": f'<{following}>; rel="next"'})

    def get_paginated_response_schema(self, schema):
        address = {"type": "string", "format": "uri", "description": "Ask for it later where there are no results."}
        return {
            "type": "object",
            "required": ["next", "results"],
            "properties": {"next": address, "results": schema},
        }


class ChangeViewSet(RecordViewSet):
    """Every change to a meeting."""

    queryset = Revision.objects.committed().with_text_before()
    serializer_class = ChangeSerializer
    pagination_class = FeedPagination
    queries = {"list": ChangeQuery}

    @extend_schema(summary="Every change, in the order of commits")
    def list(self, request):
        return super().list(request)

    def told(self, page):
        for revision in page:
            revision.differences = differences(read_text(revision.text_before), revision.record)
        return super().told(page)
