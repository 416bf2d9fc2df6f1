"""What the list of meetings shows, or what is ticked in it, as a file: the same records that an import takes."""

import json

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect, StreamingHttpResponse
from django.urls import path
from django.utils import timezone

from meetings.admin.doors import rights_of
from meetings.dataset.dump import entry_text
from meetings.models.rights import PROPOSE
from meetings.serializers import derive, shape
from meetings.tables import csv_lines, xlsx_pieces

BATCH = 500
LABELS = {"xlsx": "workbook (.xlsx)", "csv": "CSV", "yaml": "YAML", "ndjson": "NDJSON", "json": "JSON"}
TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "yaml": "application/yaml; charset=utf-8",
    "ndjson": "application/x-ndjson; charset=utf-8",
    "json": "application/json; charset=utf-8",
}


def export_action(suffix):
    @admin.action(description=f"Export the selected as {LABELS[suffix]}", permissions=["view"])
    def export(model_admin, request, queryset):
        return exported(queryset, suffix)

    export.__name__ = f"export_{suffix}"
    return export


class ExportPages:
    """The exports, as part of the admin of meetings."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.export_view)
        return [path("export.<slug:suffix>", view, name="meetings_meeting_export"), *super().get_urls()]

    def get_actions(self, request):
        actions = super().get_actions(request)
        found = [self.get_action(export_action(suffix)) for suffix in LABELS]
        return actions | {name: (function, name, description) for function, name, description in found}

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(
            request, {"exports": LABELS, "may_import": rights_of(request).anywhere(PROPOSE), **(extra_context or {})}
        )

    def export_view(self, request, suffix):
        """All that the list finds by this query, on whatever page of it."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        if suffix not in LABELS:
            raise Http404("Meetings are not exported in this form.")
        try:
            found = self.get_changelist_instance(request).get_queryset(request)
        except IncorrectLookupParameters:
            return HttpResponseRedirect("./?e=1")
        return exported(found, suffix)


def exported(meetings, suffix):
    name = f"meetings-{timezone.localdate()}.{suffix}"
    found = meetings.with_record().iterator(chunk_size=BATCH)
    headers = {"Content-Type": TYPES[suffix], "Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(TEXTS[suffix](found), headers=headers)


def answered(meeting):
    """The record with what follows from it, as tables show it."""
    record = shape(meeting)
    return record | derive(meeting, record)


def sent(meeting):
    """The record as it is sent back: with the revision of which it is a change."""
    return json.dumps(shape(meeting) | {"_revision": meeting.revision}, ensure_ascii=False)


def json_list(meetings):
    first = True
    for meeting in meetings:
        yield f"{'[' if first else ','}\n{sent(meeting)}"
        first = False
    yield "[]\n" if first else "\n]\n"


TEXTS = {
    "xlsx": lambda meetings: xlsx_pieces(map(answered, meetings)),
    "csv": lambda meetings: csv_lines(map(answered, meetings)),
    "yaml": lambda meetings: (entry_text(shape(meeting)) for meeting in meetings),
    "ndjson": lambda meetings: (f"{sent(meeting)}\n" for meeting in meetings),
    "json": json_list,
}
