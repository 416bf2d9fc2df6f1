"""Imports at the desk: a file is brought and checked, looked through line by line, applied with a reason, and undone.

What is checked is kept, so that what is applied is what somebody has seen.
"""

from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, OperationalError, transaction
from django.db.models import Count
from django.http import FileResponse, Http404, HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from meetings.admin.desk import NEEDED, DeskAdmin, ReasonField, change_of
from meetings.admin.differing import changes
from meetings.admin.doors import is_staff, rights_of
from meetings.admin.paging import paged
from meetings.admin.streaming import End, streamed
from meetings.api.sent import MEGABYTE
from meetings.importing import (
    FORMS,
    MOST_BYTES,
    MOST_LINES,
    CannotApply,
    Unreadable,
    checked,
    form_of,
    steps_of_applying,
    steps_of_proposing,
    steps_of_undoing,
    storable,
)
from meetings.models import Import, ImportLine, Revision
from meetings.models.revisions import read_text
from meetings.models.rights import PROPOSE
from meetings.tables import COLUMNS, xlsx_pieces

KEPT = timedelta(days=30)
Outcome = ImportLine.Outcome
BUSY = "Somebody else was writing at the same moment, so nothing was changed. Try again."


class UploadForm(forms.Form):
    file = forms.FileField(
        label="File",
        help_text=f"A workbook (.xlsx), .csv, .yaml, .ndjson or .json of at most {MOST_LINES:,} meetings and "
        f"{MOST_BYTES // MEGABYTE} MB. Nothing is changed before you have seen what would be.",
        error_messages={
            "required": "Choose a file.",
            "empty": "The file is empty.",
            "max_length": "The name of the file has more than %(max)d characters. Give it a shorter one.",
        },
        max_length=200,
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            size, most = round(file.size / MEGABYTE, 1), MOST_BYTES // MEGABYTE
            raise forms.ValidationError(f"The file has {size} MB; at most {most} are taken. Bring it in parts.")
        try:
            self.form = form_of(file.name, file.read(8))
        except Unreadable as error:
            raise forms.ValidationError(error.sentences) from error
        file.seek(0)
        return file


class ConfirmForm(forms.Form):
    """Why an import is applied, or undone."""

    reason = ReasonField(missing=NEEDED, help_text="Readers see it in the history of each meeting.")
    minor = forms.BooleanField(
        label="Minor change",
        required=False,
        help_text="Slips of the pen, of which readers who follow the record need not be told.",
    )


def may_import(request):
    """Whether somebody may propose meetings of any body, or write them; of which ones is asked line by line."""
    return is_staff(request) and rights_of(request).anywhere(PROPOSE)


@admin.register(Import)
class ImportAdmin(DeskAdmin):
    list_display = ["__str__", "user", "state", "told_count", "reason"]
    list_filter = ["state"]
    list_select_related = ["user"]
    search_fields = ["name"]
    ordering = ["-at", "-id"]

    # Who may

    def get_queryset(self, request):
        rows = super().get_queryset(request).annotate(count=Count("lines"))
        return rows if request.user.is_superuser else rows.filter(user=request.user)

    def has_module_permission(self, request):
        # It is reached from the list of meetings: in the menu it would be looked up for every page of the desk.
        return False

    def has_add_permission(self, request):
        return may_import(request)

    def has_view_permission(self, request, obj=None):
        own = obj is None or request.user.is_superuser or obj.user_id == request.user.pk
        return own and may_import(request)

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description="meetings")
    def told_count(self, made):
        return made.count

    # The pages

    def get_urls(self):
        pages = {"template/": self.template_view, "<int:pk>/apply/": self.apply_view, "<int:pk>/undo/": self.undo_view}
        names = ("template", "apply", "undo")
        own = [
            path(where, self.admin_site.admin_view(view), name=f"meetings_import_{name}")
            for (where, view), name in zip(pages.items(), names, strict=True)
        ]
        return [*own, *super().get_urls()]

    def template_view(self, request):
        if not self.has_add_permission(request):
            raise PermissionDenied
        file = BytesIO(b"".join(xlsx_pieces([])))
        return FileResponse(file, as_attachment=True, filename="meetings-template.xlsx")

    def add_view(self, request, form_url="", extra_context=None):
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = UploadForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            upload = form.cleaned_data["file"]
            context = self.context(request, f"Checking {upload.name}")
            return streamed(request, context, checking(request, upload, form.form))
        context = self.context(request, "Import meetings") | {"form": form, "columns": COLUMNS}
        return TemplateResponse(request, "admin/meetings/import/add.html", context)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        return self.shown(request, self.found(request, object_id), ConfirmForm())

    def history_view(self, request, object_id, extra_context=None):
        return self.change_view(request, object_id)

    def apply_view(self, request, pk):
        made = self.found(request, pk)
        verb, steps = ("Proposing", steps_of_proposing) if made.proposes else ("Applying", steps_of_applying)
        return self.done(request, pk, verb, steps)

    def undo_view(self, request, pk):
        return self.done(request, pk, "Undoing", steps_of_undoing)

    def done(self, request, pk, verb, steps):
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        made = self.found(request, pk)
        form = ConfirmForm(request.POST)
        if not form.is_valid():
            return self.shown(request, made, form)
        work = steps(made.pk, change_of(request, form), rights=rights_of(request))
        return streamed(request, self.context(request, f"{verb} {made.name}", made), ending(work, address_of(made)))

    def found(self, request, pk):
        made = self.get_object(request, str(pk))
        if made is None or not self.has_view_permission(request, made):
            raise Http404("There is no such import.")
        return made

    def shown(self, request, made, form):
        counts = dict(made.lines.order_by().values_list("outcome").annotate(Count("pk")))
        outcome = request.GET.get("show", first_shown(counts))
        lines = made.lines.filter(outcome=outcome) if outcome in Outcome.values else made.lines.none()
        paging = paged(request, lines, show=outcome)
        context = self.context(request, str(made), made) | {
            "unit": FORMS[made.form].unit,
            "counts": [(each, counts.get(each.value, 0)) for each in Outcome],
            "outcome": outcome,
            "lines": told_lines(paging["page"]),
            **paging,
            "form": form,
            "can_be_applied": is_applicable(made, counts),
        }
        return TemplateResponse(request, "admin/meetings/import/import.html", context)

    def context(self, request, title, made=None):
        return {**self.admin_site.each_context(request), "title": title, "opts": self.opts, "made": made}


def address_of(made):
    return reverse("admin:meetings_import_change", args=[made.pk])


def first_shown(counts):
    """What is looked at first: what is wrong, else what would change."""
    return next((each.value for each in Outcome if counts.get(each.value)), Outcome.WRONG.value)


def is_applicable(made, counts):
    changing = counts.get(Outcome.NEW, 0) + counts.get(Outcome.CHANGED, 0)
    return made.state == Import.State.CHECKED and changing and not counts.get(Outcome.WRONG) and not made.problems


@dataclass(frozen=True)
class Told:
    """A line of an import, and what it would change as (what, before, after) in words."""

    line: ImportLine
    changes: list


def told_lines(page):
    lines = list(page)
    wanted = [line for line in lines if line.outcome == Outcome.CHANGED]
    found = Revision.objects.of_any(line.slug for line in wanted).filter(number__in={line.base for line in wanted})
    before = {(each.slug, each.number): each.record for each in found}
    return [Told(line, changes_of(line, before.get((line.slug, line.base)))) for line in lines]


def changes_of(line, before):
    return changes(before, read_text(line.text)) if line.outcome in (Outcome.NEW, Outcome.CHANGED) else []


def checking(request, upload, form):
    """Read and check an upload step by step, and keep what was found."""
    made = Import(user=request.user, name=upload.name, form=form.suffix, at=timezone.now())
    lines = []
    try:
        with NamedTemporaryFile() as file:
            for chunk in upload.chunks():
                file.write(chunk)
            file.flush()
            steps = checked(form, form.read(Path(file.name)), rights_of(request), today=timezone.localdate())
            lines = yield from counted(steps, "Checked", "Tried to write", "Tried to record")
    except Unreadable as error:
        made.problems = error.sentences
    except (IntegrityError, OperationalError):
        made.problems = [BUSY]
    made.proposes = any(line.is_proposed for line in lines if line.outcome != Outcome.UNCHANGED)
    keep(made, lines)
    return End(["Checked."], address_of(made), is_done=True)


@transaction.atomic
def keep(made, lines):
    """Keep an import with its lines; those of the same person that were never applied go after a while."""
    old = Import.objects.filter(user=made.user, state=Import.State.CHECKED, at__lt=made.at - KEPT)
    old.delete()
    made.problems = list(map(storable, made.problems))
    made.save()
    for line in lines:
        line.brought = made
        line.problems = [tuple(map(storable, problem)) for problem in line.problems]
    ImportLine.objects.bulk_create(lines, batch_size=500)


def counted(steps, *verbs):
    """`steps` that yield counts, as steps that yield what is told of them; each verb until it counts from new."""
    verb, *verbs = verbs
    last = 0
    while True:
        try:
            count = next(steps)
        except StopIteration as end:
            return end.value
        if count <= last and verbs:
            verb, *verbs = verbs
        last = count
        yield f"{verb}: {count}"


def ending(steps, address):
    """Steps that write, and how they ended."""
    try:
        yield from counted(steps, "Written", "Recorded", "Taken out")
    except CannotApply as error:
        return End(error.sentences, address, is_done=False)
    except (IntegrityError, OperationalError):
        return End([BUSY], address, is_done=False)
    return End(["Done."], address, is_done=True)
