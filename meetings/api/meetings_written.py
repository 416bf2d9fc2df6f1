"""Meetings by POST, PUT, PATCH and DELETE: each answers with the record as it stands then, and its ETag."""

from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.response import Response

from meetings.api.authentication import rights_for
from meetings.api.bulk import LinesParser, ListParser, bulk
from meetings.api.conditions import conditions_of, etag
from meetings.api.sent import PatchParser, RecordParser, object_of, optional_object_of, why_of
from meetings.api.writing import Write, done, told
from meetings.models.tokens import Scope
from meetings.serializers.written import BulkSerializer


class WritesMeetings:
    """What of a viewset changes the record."""

    def get_parsers(self):
        if self.action_map and "bulk" in self.action_map.values():
            return [LinesParser(), ListParser()]
        kinds = [PatchParser, RecordParser] if getattr(self.request, "method", "") == "PATCH" else [RecordParser]
        return [kind() for kind in kinds]

    @extend_schema(summary="Create or replace many meetings, all or none", responses=BulkSerializer)
    @action(detail=False, methods=["post"])
    def bulk(self, request):
        rights = rights_for(request, Scope.WRITE)
        return bulk(request, rights, dry_run=self.query.one("dry_run") == "true")

    @extend_schema(summary="Create a meeting")
    def create(self, request):
        write, data = self.write_of(request, None)
        return stored(*done(lambda: write.create(data)))

    @extend_schema(summary="Create or replace a meeting")
    def update(self, request, slug):
        write, data = self.write_of(request, slug)
        return stored(*done(lambda: write.replace(data)))

    @extend_schema(summary="Change some keys of a meeting (merge patch, RFC 7396)")
    def partial_update(self, request, slug):
        write, data = self.write_of(request, slug)
        return stored(*done(lambda: write.patch(data)))

    @extend_schema(summary="Take a meeting out of the record")
    def destroy(self, request, slug):
        rights = rights_for(request, Scope.WRITE)
        why, rest = why_of(request, optional_object_of(request, "the reason"))
        parts = [((key,), "A deletion takes _reason and _minor only.") for key in rest]
        conditions = conditions_of(request)
        write = Write(slug, rights, why.change(request.user), conditions, [*why.parts, *parts])
        done(write.delete)
        return Response(status=status.HTTP_204_NO_CONTENT)

    def write_of(self, request, slug):
        """(the change that is asked for, the record or patch to make it with)."""
        rights = rights_for(request, Scope.WRITE)
        why, data = why_of(request, object_of(request))
        conditions = conditions_of(request)
        named = data.get("slug") if isinstance(data.get("slug"), str) else ""
        # A slug that no meeting can have finds none, and is refused with the rest.
        write = Write(slug or named.replace("\0", ""), rights, why.change(request.user), conditions, [*why.parts])
        return write, data


def stored(meeting, is_new):
    headers = {"ETag": etag(meeting.slug, meeting.revision)}
    if is_new:
        headers["Location"] = reverse("api:meetings-detail", args=[meeting.slug])
    return Response(told(meeting), status.HTTP_201_CREATED if is_new else status.HTTP_200_OK, headers=headers)
