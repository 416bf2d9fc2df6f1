"""The form of a meeting as a proposal: filled in by those who may not write, and again by those who decide on it.

What is proposed goes through all that a meeting goes through which is saved, and is undone: so a draft is a record that
could have been written, and nothing public has changed. Accepting it is saving the same form.
"""

from copy import copy

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from meetings.admin.conflicts import FORM, Conflict, renewed, state
from meetings.admin.desk import Refused, change_of
from meetings.admin.doors import act_of, key_in, lack_where_it_goes, rights_of, stood_in
from meetings.admin.filled import filled
from meetings.admin.reopening import Reopened
from meetings.deciding import Decided, adds_of_its_own, against, decide, readable
from meetings.models import Draft, Meeting, Revision
from meetings.models.rights import PROPOSE, REVIEW, WRITE
from meetings.reconciling import merge
from meetings.serializers import shape

SAME = "This is what the record says already. Propose what differs."
WHY = "Say why you propose this: those who decide read it."
WHY_ACCEPTED = "Say why you accept this: readers see it in the history, and whoever proposed it reads it too."
ALTERED = (
    "Here stands something that was not proposed, and writing of one's own takes the role editor. "
    "Leave out what is wrong, or send the draft back."
)
MOVED_ON = (
    "The record has changed since this was proposed. What changed stands in the form beside the proposal; "
    "say what shall stand where both changed the same."
)


class Proposed(Exception):  # noqa: N818 - it tells, it does not fail
    """What was typed is a whole record that may be proposed; all that was written to know that is undone."""

    def __init__(self, record, base, body, comment):
        self.draft = {"proposal": record, "base": base, "body": body, "comment": comment}
        super().__init__()


class ProposingAdmin(admin.ModelAdmin):
    """An admin of meetings whose form proposes, for those who may not write, and accepts (`?draft=`, `?amends=`)."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if not hasattr(request, "act"):
            draft = asked_for(request)
            if draft and not draft.is_open and request.draft and request.method != "POST":
                self.message_user(request, str(Decided(draft)), messages.WARNING)
                return HttpResponseRedirect(page_of(draft))
            if draft:
                fill_in(request, draft, object_id)
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Proposed as proposed:
            draft = kept(request, proposed)
        request.outcome = f"{draft} was proposed. Nothing public changes until somebody accepts it.", messages.SUCCESS
        self.message_user(request, "")
        return HttpResponseRedirect(page_of(draft))

    def has_add_permission(self, request):
        return rights_of(request).anywhere(PROPOSE)

    def purpose(self, request, obj=None):
        """What the form is for other than to write: "Accept", "Propose", or nothing."""
        if getattr(request, "draft", None):
            return "Accept"
        if not self.may_write(request, obj):
            return ""
        rights = rights_of(request)
        writes = rights.may(WRITE, obj.body) if obj and obj.pk else rights.anywhere(WRITE)
        return "" if writes and not getattr(request, "amended", None) else "Propose"

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        if purpose := self.purpose(request, obj):
            reason = form.base_fields["reason"] = copy(form.base_fields["reason"])
            reason.label = f"Why you {purpose.lower()} this"
            reason.help_text = WHY_ACCEPTED if purpose == "Accept" else WHY
        return form

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if purpose := self.purpose(request, obj):
            context |= {"purpose": purpose, "title": f"{purpose} {'a change' if obj else 'a new meeting'}"}
            context["draft"] = request.draft or request.amended
            context["unread"] = getattr(request, "unread", [])
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_model(self, request, obj, form, change):
        if act_of(request) != REVIEW and not request.amended:
            request.act = WRITE if not without(request, obj, WRITE) else PROPOSE
        if sentence := lack_where_it_goes(request, obj):
            raise Refused({"body": sentence})
        super().save_model(request, obj, form, change)

    def response_post_save_add(self, request, obj):
        return self.back_to_draft(request) or super().response_post_save_add(request, obj)

    def response_post_save_change(self, request, obj):
        return self.back_to_draft(request) or super().response_post_save_change(request, obj)

    def back_to_draft(self, request):
        draft = getattr(request, "draft", None)
        return HttpResponseRedirect(page_of(draft)) if draft else None


def without(request, meeting, act):
    """What somebody lacks to do `act` wherever the form takes `meeting`."""
    request.act, before = act, act_of(request)
    sentence = lack_where_it_goes(request, meeting)
    request.act = before
    return sentence


def page_of(draft):
    return reverse("admin:meetings_draft_change", args=[draft.pk])


def form_of(draft, name="draft"):
    """The address of the form that is filled in with `draft`: to accept it, or to amend it."""
    meeting = Meeting.objects.filter(slug=draft.proposed_slug).values_list("pk", flat=True).first()
    page = (
        reverse("admin:meetings_meeting_change", args=[meeting]) if meeting else reverse("admin:meetings_meeting_add")
    )
    return f"{page}?{name}={draft.pk}"


def asked_for(request):
    """The draft that the form is opened with, or None; says on the request what is to be done with it."""
    request.draft, request.amended = found(request, "draft"), found(request, "amends")
    request.act = REVIEW if request.draft else PROPOSE
    if request.draft and (sentence := against(rights_of(request), request.draft)):
        raise PermissionDenied(sentence)
    if request.amended and not may_amend(request, request.amended):
        raise PermissionDenied("Only whoever proposed a draft that was sent back may amend it, and once.")
    return request.draft or request.amended


def found(request, name):
    key = request.GET.get(name, "")
    if not key:
        return None
    rows = Draft.objects.seen_by(rights_of(request)).select_related("body")
    draft = rows.filter(pk=key_in(key)).first()
    if draft is None:
        raise Http404("There is no such draft that you may see.")
    return draft


def may_amend(request, draft):
    return draft.proposed_by_id == request.user.pk and draft.can_be_amended


def fill_in(request, draft, object_id):
    """Open the form as if the proposal had been typed into it and sent, to be looked at."""
    meeting = Meeting.objects.with_record().filter(slug=draft.proposed_slug).first()
    if object_id != (str(meeting.pk) if meeting else None):
        raise Http404("This draft is of another meeting.")
    record, request.unread = readable(draft.proposal, shape(meeting) if meeting else None)
    if request.method != "GET":
        return
    record, conflict = with_later(draft, meeting, record)
    # What was sent is read first, or Django would read it again, and over this.
    data = filled(request.POST.copy(), record)
    data["opened"] = str(meeting.revision) if meeting else ""
    data["reason"] = draft.comment[:500]
    request.POST = renewed(data, conflict) if conflict else data
    request.method = "POST"
    request.reopened = Reopened(request.POST, conflict, held=True, refused=MOVED_ON if conflict else None)


def with_later(draft, meeting, record):
    """The proposal with what was written since it was made, and the two as a conflict, where anything was."""
    if meeting is None:
        return record, None
    record = record | {"slug": meeting.slug}
    if draft.base == meeting.revision:
        return record, None
    now = Revision.objects.of(meeting.slug).latest("number").record
    whole, pieces = merge(state(meeting.slug, draft.base), now, record)
    chosen = ["" if piece.is_conflict else FORM for piece in pieces]
    return whole, Conflict(meeting.slug, draft.base or 0, meeting.revision, record, pieces, chosen)


def propose_instead(request, form, meeting):
    """Raises `Proposed` where what was saved a moment ago is to be proposed only; None is that nothing changed."""
    if act_of(request) != PROPOSE:
        return
    if meeting is None:
        raise Refused({None: SAME})
    if not form.cleaned_data["reason"]:
        raise Refused({"reason": WHY})
    raise Proposed(shape(meeting), form.opened_with, stood_in(form.instance), form.cleaned_data["reason"])


@transaction.atomic
def kept(request, proposed):
    slug = proposed.draft["proposal"]["slug"] if proposed.draft["base"] else ""
    report = request.report or (request.amended.report if request.amended else None)
    made = {"proposed_by": request.user, "proposed_at": timezone.now(), "amends": request.amended, "report": report}
    made["origin"] = request.origin
    return Draft.objects.create(slug=slug, **made, **proposed.draft)


def accept_with(request, form, meeting):
    """Note that the draft from which the form was filled in is accepted, in the transaction that wrote `meeting`."""
    draft = getattr(request, "draft", None)
    if draft is None:
        return
    if not form.cleaned_data["reason"]:
        raise Refused({"reason": WHY_ACCEPTED})
    if without(request, meeting, WRITE) and is_altered(request, draft, meeting):
        raise Refused({None: ALTERED})
    try:
        decide(draft, Draft.Decision.ACCEPTED, change_of(request, form), slug=meeting.slug)
    except Decided as decided:
        raise Refused({None: str(decided)}) from decided
    sentence, level = request.outcome
    request.outcome = f"Draft {draft.pk} was accepted. {sentence}", level


def is_altered(request, draft, meeting):
    saved, opened = shape(meeting), request.POST.get("opened", "")
    before = state(meeting.slug, key_in(opened))
    proposed, _ = readable(draft.proposal, before)
    proposed["slug"] = proposed["slug"] or meeting.slug
    if before and draft.base:
        proposed, _ = merge(state(meeting.slug, draft.base), before, proposed | {"slug": meeting.slug})
    return adds_of_its_own(before, proposed, saved)
