"""A meeting's past at the desk: its revisions, any two side by side, the state of any time, and bringing one back.

It is found by slug, so that what is no longer in the record has its past too. Bringing back is a revision of its own.
"""

from dataclasses import dataclass
from datetime import timedelta

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, OperationalError
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from meetings import history
from meetings.admin.desk import LOST_RACE, ReasonField, change_of
from meetings.admin.differing import changes
from meetings.admin.doors import rights_of
from meetings.admin.history import steps
from meetings.admin.paging import paged
from meetings.admin.wording import label, told
from meetings.models import Body, Meeting, Revision
from meetings.models.revisions import read_text
from meetings.models.rights import WRITE
from meetings.restoring import CannotRestore, restore
from meetings.serializers.writing import LINKS

# Of the numbers that the column of revisions holds.
MOST = 2**31 - 1
A_DAY = timedelta(days=1, microseconds=-1)
SLUG = "past/<slug:slug>/"


class TwoStatesForm(forms.Form):
    """Which two revisions to set side by side, or at what time a state stood."""

    a = forms.IntegerField(min_value=1, max_value=MOST, required=False, label="Revision")
    b = forms.IntegerField(min_value=1, max_value=MOST, required=False, label="with revision")
    at = forms.DateTimeField(
        required=False,
        label="As of",
        widget=forms.DateTimeInput(attrs={"placeholder": "2026-11-01 12:00"}),
        help_text="A day, or a time in UTC.",
    )

    def clean_at(self):
        """A day means what stood when it ended."""
        at = self.cleaned_data["at"]
        return at + A_DAY if at and len(self["at"].value()) <= len("2026-11-01") else at


class RestoreForm(forms.Form):
    """Why a former state is brought back, and which revision was the last when that was decided."""

    reason = ReasonField(
        label="Reason for bringing it back",
        missing="Say why you bring this back: readers see it in the history.",
        help_text="Readers see it in the history.",
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)


@dataclass(frozen=True)
class Past:
    """A meeting by its slug, whether it is in the record or no longer."""

    slug: str
    last: Revision
    meeting: Meeting | None
    body: Body | None

    @property
    def name(self):
        return str(self.meeting) if self.meeting else name_of(self.last.record, self.body)

    def may_be_written(self, request):
        return rights_of(request).may(WRITE, self.body)


def past_of(slug):
    last = Revision.objects.of(slug).order_by("number").last()
    if last is None:
        raise Http404("The record never had a meeting of this slug.")
    meeting = Meeting.objects.select_related("body").filter(slug=slug).first()
    body = meeting.body if meeting else Body.objects.filter(slug=last.record["body"]).first()
    return Past(slug, last, meeting, body)


def name_of(record, body):
    """What people call a meeting that is in no table."""
    body = body or Body(acronym=record["body"], name=record["body"])
    known = {name: record[name] for name in ("slug", "ordinal", "kind")}
    return Meeting(body=body, title=record["title"] or "", **known).name


class PastPages:
    """The pages of the past, as part of the admin of meetings."""

    def get_urls(self):
        pages = {"deleted/": self.deleted_view, SLUG: self.past_view, f"{SLUG}<int:number>/": self.restore_view}
        names = ("deleted", "past", "restore")
        own = [
            path(where, self.admin_site.admin_view(view), name=f"meetings_meeting_{name}")
            for (where, view), name in zip(pages.items(), names, strict=True)
        ]
        return [*own, *super().get_urls()]

    def history_view(self, request, object_id, extra_context=None):
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        meeting = self.get_object(request, object_id)
        if meeting is None:
            return super().history_view(request, object_id, extra_context)
        return self.past_view(request, meeting.slug)

    def past_view(self, request, slug):
        self.ask_to_see(request)
        past = past_of(slug)
        paging = paged(request, Revision.objects.of(slug).order_by("-number"))
        asked = {"a", "b", "at"} & request.GET.keys()
        form = TwoStatesForm(request.GET if asked else None, initial=nearest_two(past.last.number))
        context = {
            "title": f"History of {past.name}",
            "steps": steps(list(paging["page"])),
            **paging,
            "form": form,
            "compared": compared(past, form) if asked and form.is_valid() else None,
            "may_restore": past.may_be_written(request),
        }
        return self.show_past(request, "history", past, context)

    def restore_view(self, request, slug, number):
        self.ask_to_see(request)
        past = past_of(slug)
        revision = get_object_or_404(Revision, slug=slug, number=number)
        if not past.may_be_written(request):
            raise PermissionDenied
        form = RestoreForm(request.POST if request.method == "POST" else None, initial={"seen": past.last.number})
        if form.is_bound and form.is_valid() and self.restored(request, revision, form):
            return HttpResponseRedirect(reverse("admin:meetings_meeting_past", args=[slug]))
        now = None if past.last.is_gone else past.last.record
        context = {
            "title": f"Bring back revision {number} of {past.name}",
            "revision": revision,
            "form": form,
            "last": past.last,
            "changes": changes(now, revision.record),
            "pointed": pointed_at(past.last) if past.last.is_gone else [],
        }
        return self.show_past(request, "restore", past, context)

    def restored(self, request, revision, form):
        """Whether the state of `revision` was brought back, or stood already; why not joins the errors of `form`."""
        try:
            written = restore(
                revision,
                change_of(request, form),
                seen=form.cleaned_data["seen"],
                today=timezone.localdate(),
                rights=rights_of(request),
            )
        except CannotRestore as refused:
            form.add_error(None, refused.sentences)
        except (IntegrityError, OperationalError):
            form.add_error(None, LOST_RACE)
        else:
            said = f"Revision {revision.number} was brought back." if written else "That state stands already."
            self.message_user(request, said, messages.SUCCESS if written else messages.INFO)
        if form.errors:
            # What the editor sees now is what stands now.
            form.data = form.data.copy()
            form.data["seen"] = Revision.objects.of(revision.slug).latest("number").number
        return not form.errors

    def deleted_view(self, request):
        self.ask_to_see(request)
        paging = paged(request, Revision.objects.tombstones().newest_first())
        bodies = {body.slug: body for body in Body.objects.all()}
        rights = rights_of(request)
        context = {
            **self.admin_site.each_context(request),
            "title": "Meetings no longer in the record",
            "rows": [gone(revision, bodies.get(revision.record["body"]), rights) for revision in paging["page"]],
            **paging,
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/meetings/meeting/deleted.html", context)

    def ask_to_see(self, request):
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied

    def show_past(self, request, page, past, context):
        context = {**self.admin_site.each_context(request), "past": past, "opts": self.opts, **context}
        request.current_app = self.admin_site.name
        return TemplateResponse(request, f"admin/meetings/meeting/{page}.html", context)


@dataclass(frozen=True)
class Gone:
    """A meeting that was taken out, by its last revision."""

    revision: Revision
    name: str
    may_restore: bool


def gone(revision, body, rights):
    return Gone(revision, name_of(revision.record, body), rights.may(WRITE, body))


def nearest_two(number):
    return {"a": max(1, number - 1), "b": number}


@dataclass(frozen=True)
class Compared:
    """Two revisions and what differs, or one and its whole record."""

    a: Revision | None
    b: Revision | None
    lines: list
    at: object = None


def compared(past, form):
    """What the form asks for; a revision that is not there is an error of the form, and None."""
    at, numbers = form.cleaned_data["at"], (form.cleaned_data["a"], form.cleaned_data["b"])
    if at:
        return as_of(past, form, at)
    wanted = [number for number in numbers if number]
    found = {each.number: each for each in Revision.objects.of(past.slug).filter(number__in=wanted)}
    for name, number in zip("ab", numbers, strict=True):
        if number not in found:
            form.add_error(name, f"Give a number from 1 to {past.last.number}.")
    if form.errors:
        return None
    a, b = (found[number] for number in numbers)
    return Compared(a, b, changes(a.record, b.record))


def as_of(past, form, at):
    revision = history.as_of(past.slug, at)
    if revision is None:
        form.add_error("at", "At that time the meeting was not in the record.")
        return None
    lines = [(label(key), told(value)) for key, value in revision.record.items() if value]
    return Compared(None, revision, lines, at)


def pointed_at(tombstone):
    """The slugs of meetings that pointed at one until it was taken out."""
    same = Revision.objects.filter(at=tombstone.at, editor=tombstone.editor).exclude(slug=tombstone.slug)
    before = {each.slug: read_text(each.text_before) or {} for each in same.with_text_before()}
    return [slug for slug, record in before.items() if tombstone.slug in [record.get(link) for link in LINKS]]
