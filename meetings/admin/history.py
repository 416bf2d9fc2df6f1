"""What was, shown and never changed: the revisions of meetings."""

from dataclasses import dataclass

from django.contrib import admin
from django.db.models import Q
from django.utils.html import format_html_join

from meetings.admin import differing
from meetings.admin.desk import DeskAdmin
from meetings.admin.wording import label, told
from meetings.models import Revision
from meetings.search import MOST_WORDS


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
    return differing.changes(before.record if before else None, revision.record)


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
