"""Contested facts across the record: what stands, what each source says, and which of the differences are explained.

A page at a time, in a stable order, by a number of queries that does not grow with the rows.
"""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db.models import TextField
from django.db.models.functions import Cast
from django.http import Http404
from django.template.response import TemplateResponse
from django.urls import path, reverse

from meetings.admin.beside import UNDER, in_words, told_beside
from meetings.admin.paging import paged
from meetings.claims import value_of
from meetings.models import Body, Meeting
from meetings.models.sources import FACTS
from meetings.serializers import shape


@dataclass(frozen=True)
class Contested:
    """One fact of one meeting on which sources differ, with the address of its field."""

    meeting: str
    words: str
    stands: str
    differing: list
    address: str


def contested_meetings(body=None, fact=None):
    rows = Meeting.objects.contested().order_by("-sorts_on", "slug")
    if body:
        rows = rows.filter(body=body)
    # A list in JSON is searched as text: SQLite knows no other way.
    return rows.annotate(told=Cast("contested", TextField())).filter(told__contains=f'"{fact}"') if fact else rows


def facts_of(meeting, fact=None):
    record = shape(meeting)
    found = told_beside(record)
    address = reverse("admin:meetings_meeting_change", args=[meeting.pk])
    return [
        Contested(
            meeting.name, found[name].words, in_words(name, value_of(record, name)), found[name].differing,
            f"{address}#id_{UNDER.get(name, name)}",
        )
        for name in meeting.contested
        if name in found and fact in (None, name)
    ]  # fmt: skip


def chosen(request, name, known):
    """The one of `known` ({word: row}) that the address asks for; None for all."""
    word = request.GET.get(name, "")
    if word and word not in known:
        raise Http404(f"There is no {name} {word[:60]}.")
    return known.get(word)


def contested_page(model_admin, request):
    if not model_admin.has_view_or_change_permission(request):
        raise PermissionDenied
    bodies = {body.slug: body for body in Body.objects.in_record_order()}
    body, fact = chosen(request, "body", bodies), chosen(request, "field", dict(zip(FACTS, FACTS, strict=True)))
    meetings = contested_meetings(body, fact)
    paging = paged(request, meetings, body=body and body.slug, field=fact)
    page = paging["page"]
    whole = {row.pk: row for row in Meeting.objects.with_record().filter(pk__in=[row.pk for row in page])}
    context = {
        **model_admin.admin_site.each_context(request),
        "title": "Contested facts",
        "opts": model_admin.opts,
        "facts": [found for row in page for found in facts_of(whole[row.pk], fact)],
        **paging,
        "bodies": bodies,
        "fields": FACTS,
        "body": body,
        "field": fact,
    }
    request.current_app = model_admin.admin_site.name
    return TemplateResponse(request, "admin/meetings/meeting/contested.html", context)


def url(model_admin):
    view = model_admin.admin_site.admin_view(lambda request: contested_page(model_admin, request))
    return path("contested/", view, name="meetings_meeting_contested")
