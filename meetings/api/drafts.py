"""Drafts: those who may not write propose, those who decide accept, send back or refuse, with a reason.

Nobody learns of a draft who neither made it nor sees those of its body: to them there is none at its address.
"""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound, PermissionDenied
from rest_framework.response import Response

from meetings import history
from meetings.api.authentication import rights_for
from meetings.api.conditions import conditions_of
from meetings.api.meetings_written import stored
from meetings.api.problems import Conflict, Wrong
from meetings.api.sent import NO_REASON, RecordParser, object_of, optional_object_of, why_of
from meetings.api.views import RecordViewSet
from meetings.api.writing import Broken, Write, advice_on, done, in_one_piece, locked, refuse_moved
from meetings.deciding import Decided, against, decide, withdraw
from meetings.filters.writing import DraftQuery
from meetings.history import Change, differences
from meetings.models import Draft, Revision
from meetings.models.revisions import as_text
from meetings.models.rights import PROPOSE, REVIEW
from meetings.models.tokens import Scope
from meetings.serializers import MeetingSerializer, shape
from meetings.serializers.meetings import known_codes, problem_paths
from meetings.serializers.writing import Refused
from meetings.serializers.written import DraftSerializer, DraftWithDifferencesSerializer, ProposalSerializer

NOT_OWN = "Only whoever proposed a draft withdraws it."
SAME = "This is what the record says already. Propose what differs."


class DraftViewSet(RecordViewSet):
    """Proposals, to those who made them and those who decide."""

    queryset = Draft.objects.select_related("body", "proposed_by", "decided_by", "amended_by")
    serializer_class = DraftSerializer
    parser_classes = (RecordParser,)
    queries = {"list": DraftQuery}
    is_public = False
    lookup_value_regex = "[0-9]{1,18}"

    def get_queryset(self):
        return self.queryset.seen_by(rights_for(self.request, Scope.READ))

    def told(self, page):
        return DraftSerializer(page, many=True).data

    @extend_schema(summary="Your drafts, and those of bodies whose drafts you see")
    def list(self, request):
        return super().list(request)

    @extend_schema(summary="One draft, and what it would change", responses=DraftWithDifferencesSerializer)
    def retrieve(self, request, pk):
        return Response(told(self.seen(pk)))

    def seen(self, pk):
        """The draft, where the caller may know of it."""
        draft = self.get_queryset().filter(pk=pk).first()
        if draft is None:
            raise NotFound(f"There is no draft {pk} that you may see.")
        return draft

    @extend_schema(summary="Propose a meeting, or a change of one", request=ProposalSerializer,
                   responses={201: DraftWithDifferencesSerializer})  # fmt: skip
    def create(self, request):
        rights = rights_for(request, Scope.PROPOSE)
        sent = ProposalSerializer(data=object_of(request, "a proposal"), context={"known": known_codes()})
        if not sent.is_valid():
            parts = problem_paths(sent.errors)
            raise Wrong(parts, advice_on(parts))
        values, conditions = sent.validated_data, conditions_of(request)
        draft = done(lambda: proposed(values, rights, conditions))
        address = reverse("api:drafts-detail", args=[draft.pk])
        return Response(told(draft), status.HTTP_201_CREATED, headers={"Location": address})

    @extend_schema(summary="Accept a draft: the record is written", responses=MeetingSerializer)
    @action(detail=True, methods=["post"])
    def accept(self, request, pk):
        rights, why, conditions = self.deciding(request)

        def accepted():
            draft = self.open(pk, rights)
            write = Write(slug_of(draft), rights, why.change(request.user), conditions, act=REVIEW)
            answer = written(write, draft)
            decide(draft, Draft.Decision.ACCEPTED, write.change, slug=write.slug)
            return answer

        return stored(*in_one_piece(accepted))

    @extend_schema(summary="Refuse a draft", responses=DraftWithDifferencesSerializer)
    @action(detail=True, methods=["post"])
    def refuse(self, request, pk):
        return self.put_aside(request, pk, Draft.Decision.REFUSED)

    @extend_schema(summary="Send a draft back to whoever proposed it", responses=DraftWithDifferencesSerializer)
    @action(detail=True, methods=["post"], url_path="return", url_name="return")
    def send_back(self, request, pk):
        return self.put_aside(request, pk, Draft.Decision.RETURNED)

    @extend_schema(summary="Withdraw a draft of your own", responses=DraftWithDifferencesSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request, pk):
        rights, why, _ = self.deciding(request, Scope.PROPOSE, needs_reason=False)

        def withdrawn():
            draft = self.seen(pk)
            if draft.proposed_by_id is None or draft.proposed_by_id != rights.user.pk:
                raise PermissionDenied(NOT_OWN)
            return done_once(lambda: withdraw(draft, why.change(request.user)))

        return Response(told(in_one_piece(withdrawn)))

    def put_aside(self, request, pk, decision):
        rights, why, _ = self.deciding(request)
        return Response(told(in_one_piece(lambda: decide(self.open(pk, rights), decision, why.change(request.user)))))

    def deciding(self, request, scope=Scope.WRITE, *, needs_reason=True):
        """(rights, why, conditions) of a decision."""
        rights = rights_for(request, scope)
        why, rest = why_of(request, optional_object_of(request, "the reason"))
        wrong = [part for part in why.parts if needs_reason or part[1] != NO_REASON]
        parts = [*wrong, *[((key,), "A decision takes _reason and _minor only.") for key in rest]]
        if parts:
            raise Wrong(parts)
        return rights, why, conditions_of(request)

    def open(self, pk, rights):
        """The draft, locked, on which the caller may decide and nobody has."""
        self.seen(pk)
        draft = self.queryset.select_for_update(of=("self",)).get(pk=pk)
        if sentence := against(rights, draft):
            raise PermissionDenied(sentence)
        if not draft.is_open:
            raise Conflict(str(Decided(draft)))
        return draft


def done_once(decision):
    """What `decision` answers; a draft on which somebody decided before is a conflict."""
    try:
        return decision()
    except Decided as decided:
        raise Conflict(str(decided)) from decided


def amended(values, rights):
    """The draft in whose place the proposal stands, locked, or None; it is one's own, and was sent back."""
    key = values["amends"]
    if key is None:
        return None
    draft = Draft.objects.select_for_update(of=("self",)).filter(pk=key, proposed_by=rights.user).first()
    if draft is None:
        raise Wrong([(("amends",), f"There is no draft {key} of yours.")])
    if not draft.can_be_amended:
        said = "was amended already" if draft.decision == Draft.Decision.RETURNED else "was not sent back"
        raise Wrong([(("amends",), f"Draft {key} {said}, so nothing stands in its place.")])
    if draft.slug and draft.slug != values["proposal"]["slug"]:
        raise Wrong([(("proposal", "slug"), f"Draft {key} is of {draft.slug}.")])
    return draft


def proposed(values, rights, conditions):
    """The new draft of a record that could be written now."""
    former = amended(values, rights)
    record = dict(values["proposal"])
    meeting = locked([record["slug"]]).get(record["slug"])
    body = known_codes()["body"][record["body"]]
    for each in {body, meeting.body} if meeting else {body}:
        if not rights.may(PROPOSE, each):
            raise PermissionDenied(rights.lack(PROPOSE, each))
    if meeting and conditions.match:
        conditions.refuse_for(meeting, lambda: MeetingSerializer(meeting).data)
    if meeting and as_text(shape(meeting)) == as_text(record):
        raise Wrong([(("proposal",), SAME)])
    refuse_moved(record["slug"], Revision.objects.of(record["slug"]).order_by("number").last())
    tried(record)
    return Draft.objects.create(
        slug=meeting.slug if meeting else "",
        body=meeting.body if meeting else body,
        base=meeting.revision if meeting else None,
        proposal=record,
        comment=values["comment"] or "",
        proposed_by=rights.user,
        proposed_at=timezone.now(),
        amends=former,
        report=former.report if former else None,
    )


def tried(record):
    """Raises where a rule keeps the record from being written as it is."""
    try:
        with transaction.atomic():
            history.write([record], Change("A trial"), today=timezone.localdate())
            transaction.set_rollback(True)
    except Refused as error:
        raise Broken(error, {("proposal",): record}) from error


def written(write, draft):
    """(the meeting that the draft makes, whether it is new)."""
    try:
        return write.replace(draft.proposal)
    except (Wrong, Broken) as error:
        sentences = [message for _, message in error.parts] if isinstance(error, Wrong) else [str(error)]
        advice = "Send it back, or write the record yourself."
        raise Conflict(
            f"The record has moved on and cannot take draft {draft.pk}: {' '.join(sentences)} {advice}"
        ) from error


def slug_of(draft):
    """The slug of the proposal; empty where it has none, as a draft by another door may."""
    slug = draft.proposal.get("slug") if isinstance(draft.proposal, dict) else None
    return slug if isinstance(slug, str) else ""


def told(draft):
    """A draft with what it would change, and its remarks."""
    last = Revision.objects.of(slug_of(draft)).order_by("number").last()
    proposal = draft.proposal if isinstance(draft.proposal, dict) else {}
    draft.differences = differences(last.record if last and not last.is_gone else None, proposal)
    return DraftWithDifferencesSerializer(draft).data
