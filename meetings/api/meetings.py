"""Meetings: the list, each one now or as it once stood, its chain, its history, and what its sources say."""

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.response import Response

from meetings.api import ready
from meetings.api.conditions import etag
from meetings.api.meetings_written import WritesMeetings
from meetings.api.past import chain_then, stood
from meetings.api.problems import Gone, Moved, absent
from meetings.api.versions import tag_of
from meetings.api.views import FoundByCode
from meetings.filters.codes import MEETING
from meetings.filters.meetings import MeetingListQuery
from meetings.filters.others import OneMeetingQuery, PastQuery, RevisionQuery
from meetings.filters.writing import BulkQuery
from meetings.history import as_of, differences, now_at
from meetings.models import Meeting, Revision
from meetings.models.chains import ABOVE, BELOW, walk
from meetings.search import phrases_of, snippet
from meetings.serializers import MeetingSerializer, shape
from meetings.serializers.others import (
    ChainSerializer,
    ClaimsSerializer,
    LineSerializer,
    RevisionSerializer,
    StepSerializer,
    claims_shape,
)


class MeetingViewSet(WritesMeetings, FoundByCode):
    """The meetings of the record."""

    kind = MEETING
    lookup_field = "slug"
    queryset = Meeting.objects.all()
    serializer_class = MeetingSerializer
    queries = {
        "list": MeetingListQuery,
        "retrieve": OneMeetingQuery,
        "chain": PastQuery,
        "claims": PastQuery,
        "history": RevisionQuery,
        "bulk": BulkQuery,
    }

    def get_queryset(self):
        return Meeting.objects.with_line() if self.action == "chain" else Meeting.objects.with_record()

    def get_object(self):
        slug = self.kwargs["slug"]
        meeting = self.get_queryset().filter(slug=slug).first()
        if meeting is None:
            raise self.lost(slug)
        return meeting

    def lost(self, slug):
        """Why there is no meeting at this address: it never was, or is elsewhere, or is gone."""
        last = Revision.objects.of(slug).order_by("number").last()
        if last is None or not last.is_gone:
            return absent(MEETING, slug)
        if moved_to := now_at(slug):
            return Moved(self.address_of(moved_to))
        day, past = date_format(last.at, "j F Y"), reverse("api:meetings-history", args=[slug])
        reason = last.reason.rstrip(".")
        return Gone(f"The meeting {slug} was taken out of the record on {day}: {reason}. What it was stands in {past}.")

    def address_of(self, slug):
        """The address asked for, of another meeting."""
        address = reverse(self.request.resolver_match.view_name, args=[slug])
        query = self.request.META["QUERY_STRING"]
        return f"{address}?{query}" if query else address

    @extend_schema(summary="Find meetings")
    def list(self, request):
        if self.query.is_plain:
            page = ready.ReadyPage(self.query, request.build_absolute_uri(), self.version)
            return ready.page_answer(page, tag_of(self.version, request)).response()
        return super().list(request)

    def shown(self, results):
        if "snippet" in self.query.names("expand"):
            phrases = phrases_of(self.query.one("q"))
            results = [result | {"snippet": told_snippet(snippet(result, phrases))} for result in results]
        return super().shown(results)

    def filter_queryset(self, rows):
        is_past = self.action == "list" and self.query.one("as_of")
        return self.query.then() if is_past else super().filter_queryset(rows)

    def told(self, page):
        if at := self.query.one("as_of"):
            return self.shown(stood(page, at))
        living = iter(super().told([row for row in page if isinstance(row, Meeting)]))
        return [next(living) if isinstance(row, Meeting) else tombstone(row) for row in page]

    @extend_schema(summary="One meeting")
    def retrieve(self, request, slug):
        at = self.query.one("as_of")
        if self.query.is_plain and (answer := ready.meeting_of(slug, request)):
            return answer.response()
        if at is None:
            meeting = self.get_object()
            number, answer = meeting.revision, self.shown([self.get_serializer(meeting).data])[0]
        else:
            revision = then(slug, at)
            number, answer = revision.number, self.query.shown(stood([revision], at)[0])
        return Response(answer, headers={"ETag": etag(slug, number, version=self.version)})

    @extend_schema(summary="What it reported to, and what was reported to it", responses=ChainSerializer)
    @action(detail=True)
    def chain(self, request, slug):
        if at := self.query.one("as_of"):
            return Response(chain_then(then(slug, at).record, at))
        meeting = self.get_object()
        return Response(
            {
                "meeting": LineSerializer(meeting).data,
                "above": steps(ABOVE, meeting),
                "below": steps(BELOW, meeting),
                "alongside": LineSerializer(beside(meeting), many=True).data,
            }
        )

    @extend_schema(summary="What its sources say of each fact", responses=ClaimsSerializer)
    @action(detail=True)
    def claims(self, request, slug):
        at = self.query.one("as_of")
        return Response(claims_shape(then(slug, at).record if at else shape(self.get_object())))

    @extend_schema(summary="Its revisions, newest first", responses=RevisionSerializer(many=True))
    @action(detail=True)
    def history(self, request, slug):
        at = self.query.one("as_of")
        revisions = Revision.objects.of(slug).until(at) if at else Revision.objects.of(slug)
        page = with_differences(self.paginate_queryset(revisions))
        if not page and not revisions.exists():
            raise absent(MEETING, slug)
        return self.get_paginated_response(self.shown(RevisionSerializer(page, many=True).data))


def then(slug, at):
    """The revision of `slug` that stood at the time `at`."""
    revision = as_of(slug, at)
    if revision is None:
        raise NotFound(f"There was no meeting {slug} in the record at {at:%Y-%m-%dT%H:%M:%SZ}.")
    return revision


def told_snippet(found):
    return found and {"text": found.text, "marks": found.marks}


def tombstone(revision):
    """What is left of a meeting in a list: that it is gone, when, and where it is found instead."""
    told = {"slug": revision.slug, "deleted": True, "updated_at": revision.at}
    return told | {"merged_into": revision.merged_into} if revision.merged_into else told


def steps(sql, meeting):
    """The meetings that `sql` reaches, nearest first, each with how many steps away it is (two queries)."""
    found = walk(sql, meeting)
    for distance, row in found:
        row.steps = distance
    return StepSerializer([row for _, row in found], many=True).data


def beside(meeting):
    """The other meetings of its cluster: the main one, and those that sat alongside that."""
    main = meeting.alongside_id or meeting.pk
    cluster = Meeting.objects.with_line().filter(Q(pk=main) | Q(alongside=main))
    return cluster.exclude(pk=meeting.pk).in_time_order()


def with_differences(revisions):
    """The revisions of one meeting, each with its `differences` to the one before it (at most one query)."""
    records = {revision.number: revision.record for revision in revisions}
    lacking = {number - 1 for number in records} - records.keys() - {0}
    if lacking:
        before = Revision.objects.of(revisions[0].slug).filter(number__in=lacking)
        records |= {revision.number: revision.record for revision in before}
    for revision in revisions:
        revision.differences = differences(records.get(revision.number - 1), records[revision.number])
    return revisions
