"""Drafts at the desk: seen by whoever made them and by those who decide, remarked on, and decided once with a reason.

The page of a draft shows what it would change of the record, and beside it what changed since it was proposed.
"""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from meetings.admin.answering import open_reports
from meetings.admin.conflicts import state
from meetings.admin.desk import ReasonField
from meetings.admin.differing import changes
from meetings.admin.doors import rights_of
from meetings.admin.history import KeptAdmin
from meetings.admin.proposing import form_of, may_amend, page_of
from meetings.deciding import Decided, against, decide, readable, withdraw
from meetings.history import Change, now_at
from meetings.models import Draft, Meeting, Remark, Revision
from meetings.models.rights import REVIEW, SEE

Decision = Draft.Decision
DECISIONS = {"return": Decision.RETURNED, "refuse": Decision.REFUSED, "withdraw": Decision.WITHDRAWN}
NEEDED = "Say why: whoever proposed it reads it."


class AnswerForm(forms.Form):
    """What is said of a draft, with a remark or with a decision."""

    text = ReasonField(label="What you have to say", help_text="Whoever proposed it and those who decide read it.")

    def __init__(self, *args, verb="", **kwargs):
        super().__init__(*args, **kwargs)
        self.verb = verb

    def clean_text(self):
        text = self.cleaned_data["text"]
        if not text and self.verb != "withdraw":
            raise forms.ValidationError(NEEDED)
        return text


@dataclass(frozen=True)
class Reviewed:
    """A draft beside the record: what it would change, what changed since it was made, and what cannot be read."""

    meeting: Meeting | None
    merged_into: str
    changes: list[Any]
    since: list[Any]
    revisions: list[Revision]
    unread: list[tuple[str, str]]


def reviewed(draft):
    slug = draft.proposed_slug
    meeting = Meeting.objects.select_related("body").filter(slug=slug).first() if slug else None
    base = state(slug, draft.base) if draft.base else None
    later = list(Revision.objects.of(slug).filter(number__gt=draft.base or 0).order_by("number")) if slug else []
    later = later if draft.is_open else []
    record, unread = readable(draft.proposal, base)
    since = changes(base, later[-1].record) if later and base else []
    return Reviewed(
        meeting, (now_at(slug) or "") if slug and not meeting else "", changes(base, record), since, later, unread
    )


def report_of(request, draft):
    """The report from which `draft` was made, for those who see it."""
    return draft.report if draft.report and rights_of(request).may(SEE, draft.report.body) else None


class WhoseFilter(admin.SimpleListFilter):
    title = "whose"
    parameter_name = "whose"

    def lookups(self, request, model_admin):
        return [("mine", "my drafts"), ("others", "to decide on")]

    def queryset(self, request, queryset):
        if self.value() == "mine":
            return queryset.filter(proposed_by=request.user)
        if self.value() == "others":
            bodies = rights_of(request).bodies(REVIEW)
            return queryset.open().filter(body__in=bodies).exclude(proposed_by=request.user)
        return queryset


@admin.register(Draft)
class DraftAdmin(KeptAdmin):
    list_display = ["__str__", "body", "proposed_by", "proposed_at", "decision", "answer", "decided_by", "meeting"]
    list_filter = [WhoseFilter, "decision", "origin", "body"]
    list_select_related = ["body", "proposed_by", "decided_by"]
    search_fields = ["slug"]
    ordering = ["-proposed_at", "-id"]

    def get_queryset(self, request):
        return super().get_queryset(request).seen_by(rights_of(request))

    def texts_of(self, draft):
        return [draft.slug, draft.comment]

    @admin.display(description="meeting")
    def meeting(self, draft):
        if not draft.slug:
            return None
        return format_html('<a href="{}">{}</a>', reverse("admin:meetings_meeting_past", args=[draft.slug]), draft.slug)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        draft = self.get_object(request, object_id)
        if draft is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if request.method == "GET":
            return self.review_page(request, draft, AnswerForm())
        if request.method != "POST":
            return HttpResponseNotAllowed(["GET", "POST"])
        verb = next((verb for verb in ("remark", *DECISIONS) if verb in request.POST), "")
        if not self.may(request, draft, verb):
            raise PermissionDenied(against(rights_of(request), draft))
        form = AnswerForm(request.POST, verb=verb)
        if form.is_valid() and self.is_done(request, draft, form):
            return HttpResponseRedirect(page_of(draft))
        return self.review_page(request, draft, form)

    def may(self, request, draft, verb):
        own = draft.proposed_by_id == request.user.pk
        if verb == "remark":
            return own or rights_of(request).may(REVIEW, draft.body)
        if verb == "withdraw":
            return own
        return verb in DECISIONS and not against(rights_of(request), draft)

    def is_done(self, request, draft, form):
        """Whether the remark or decision is stored; why not joins the errors of `form`."""
        text, now = form.cleaned_data["text"], timezone.now()
        if form.verb == "remark":
            Remark.objects.create(draft=draft, author=request.user, at=now, text=text)
            self.message_user(request, "Your remark stands beneath the draft.", messages.SUCCESS)
            return True
        change = Change(text, request.user, now)
        try:
            made = withdraw(draft, change) if form.verb == "withdraw" else decide(draft, DECISIONS[form.verb], change)
        except Decided as decided:
            form.add_error(None, str(decided))
            return False
        self.message_user(request, f"{made} was {made.get_decision_display()}.", messages.SUCCESS)
        return True

    def review_page(self, request, draft, form):
        seen, sentence = reviewed(draft), against(rights_of(request), draft)
        decides = not sentence
        own = draft.proposed_by_id == request.user.pk
        may_accept = decides and draft.is_open and not seen.merged_into
        context = {
            **self.admin_site.each_context(request),
            "title": str(draft),
            "draft": draft,
            "seen": seen,
            "remarks": draft.remarks.select_related("author"),
            "reports": open_reports(request, seen.meeting),
            "answers": report_of(request, draft),
            "form": form,
            "accept": form_of(draft) if may_accept else "",
            "amend": form_of(draft, "amends") if may_amend(request, draft) else "",
            "may_decide": decides and draft.is_open,
            "may_remark": self.may(request, draft, "remark"),
            "may_withdraw": own and (draft.is_open or draft.can_be_amended),
            "against": sentence if draft.is_open and rights_of(request).may(REVIEW, draft.body) else "",
            "opts": self.opts,
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/meetings/draft/review.html", context)
