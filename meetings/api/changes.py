"""The feed of changes: every revision once, in the order of commits, and always a next page to ask for."""

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.utils.urls import remove_query_param

from meetings.api.paging import AFTER, KeysetPagination, Page, header_of
from meetings.api.views import RecordViewSet
from meetings.filters.others import ChangeQuery
from meetings.history import differences
from meetings.models import Revision
from meetings.models.revisions import read_text
from meetings.serializers.others import ChangeSerializer

BEFORE_ALL = [0, 0]


class Feed(Page):
    """Goes forwards only. After the last page, `next` leads to what is not there yet."""

    def take(self, kinds):
        if self.query.one("from") == "end" and self.at is None:
            last = Revision.objects.committed().order_by("-commit__position", "-id").first()
            self.page, self.key = [], last and self.key_of(last)
            return self.page
        return super().take(kinds)

    def links(self):
        key = self.key_of(self.page[-1]) if self.page else self.key or BEFORE_ALL
        return {"next": remove_query_param(self.link_to(AFTER, key), "from")}


class FeedPagination(KeysetPagination):
    page_class = Feed

    def get_paginated_response(self, results):
        links = self.page.links()
        return Response(links | {"results": results}, headers=header_of(links))

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
