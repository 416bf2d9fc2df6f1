"""What was, shown and never changed: the revisions of a meeting, and drafts as they came."""

from dataclasses import dataclass

from django.contrib import admin
from django.contrib.admin.views.main import PAGE_VAR
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.utils.html import format_html_join

from meetings.admin.desk import DeskAdmin
from meetings.admin.wording import label, told, told_apart
from meetings.history import differences
from meetings.models import Draft, Revision
from meetings.search import MOST_WORDS

A_PAGE = 50


@dataclass(frozen=True)
class Step:
    """One revision, and what it changed as (field, before, after) in words."""

    revision: Revision
    changes: list


def steps(revisions):
    """Steps of one meeting's `revisions` (newest first), each against the one before it."""
    wanted = {(revision.slug, revision.number - 1) for revision in revisions}
    numbers = [number for _, number in wanted]
    found = Revision.objects.of_any(slug for slug, _ in wanted).filter(number__in=numbers)
    before = {(revision.slug, revision.number): revision for revision in found}
    return [
        Step(revision, changes(before.get((revision.slug, revision.number - 1)), revision)) for revision in revisions
    ]


def changes(before, revision):
    """What `revision` changed; one that takes a meeting away changes nothing in it."""
    if revision.is_gone:
        return []
    found = differences(before.record if before else None, revision.record)
    return [(label(change.field), *told_apart(change.before, change.after)) for change in found]


def history_page(model_admin, request, meeting, extra_context):
    """The revisions of a meeting in place of the log that Django keeps of its own pages."""
    paginator = Paginator(Revision.objects.of(meeting.slug).order_by("-number"), A_PAGE)
    page = paginator.get_page(request.GET.get(PAGE_VAR, 1))
    context = {
        **model_admin.admin_site.each_context(request),
        "title": f"History of {meeting}",
        "steps": steps(list(page)),
        "page": page,
        "page_range": paginator.get_elided_page_range(page.number),
        "page_var": PAGE_VAR,
        "object": meeting,
        "opts": model_admin.opts,
        "module_name": "Meetings",
        **(extra_context or {}),
    }
    request.current_app = model_admin.admin_site.name
    return TemplateResponse(request, "admin/meetings/meeting/history.html", context)


def answer_history(model_admin, request, object_id, extra_context=None):
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    meeting = model_admin.get_object(request, object_id)
    if meeting is None:
        return None
    if not model_admin.has_view_or_change_permission(request, meeting):
        raise PermissionDenied
    return history_page(model_admin, request, meeting, extra_context)


class KeptAdmin(DeskAdmin):
    """An admin that only shows: nobody adds, changes or deletes here, whatever their rights."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Revision)
class RevisionAdmin(KeptAdmin):
    list_display = ["slug", "number", "at", "editor_name", "kind", "reason", "minor"]
    list_display_links = ["slug", "number"]
    list_filter = ["kind", "minor"]
    search_fields = ["slug"]
    ordering = ["-at", "-id"]
    fields = [
        "slug", "number", "at", "editor_name", "kind", "merged_into", "reason", "minor", "changed", "whole",
    ]  # fmt: skip
    readonly_fields = ["changed", "whole"]

    def get_search_results(self, request, queryset, search_term):
        for word in search_term.replace("\x00", "").split()[:MOST_WORDS]:
            queryset = queryset.filter(Q(text__icontains=word) | Q(reason__icontains=word))
        return queryset, False

    @admin.display(description="what it changed")
    def changed(self, revision):
        [step] = steps([revision])
        return format_html_join("\n", "{}: {} → {}", step.changes) or "Nothing."

    @admin.display(description="the record after it")
    def whole(self, revision):
        return "\n".join(f"{label(key)}: {told(value)}" for key, value in revision.record.items() if value)


@admin.register(Draft)
class DraftAdmin(KeptAdmin):
    list_display = ["__str__", "origin", "proposed_by", "proposed_at", "decision", "decided_by", "decided_at"]
    list_filter = ["decision", "origin"]
    list_select_related = ["proposed_by", "decided_by"]
    search_fields = ["slug"]
    ordering = ["-proposed_at", "-id"]
    fields = [
        "slug", "origin", "comment", "proposed_by", "proposed_at", "decision", "decided_by", "decided_at", "whole",
    ]  # fmt: skip
    readonly_fields = ["whole"]

    def texts_of(self, draft):
        return [draft.slug, draft.comment]

    @admin.display(description="proposal")
    def whole(self, draft):
        proposal = draft.proposal if isinstance(draft.proposal, dict) else {"proposal": draft.proposal}
        return "\n".join(f"{label(key)}: {told(value)}" for key, value in proposal.items() if value)
