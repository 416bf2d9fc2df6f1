"""The pictures of pages: of each meeting what it is, when, where, how it stands and what it is in the chain."""

from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from meetings import history
from meetings.api.versions import kept
from meetings.languages import said
from meetings.models import Body, Meeting
from meetings.models.bodies import Level
from timeline.pages.meetings import steps
from timeline.pages.sharing import social
from timeline.pictures import Told, drawn
from timeline.unchanged import unless_unchanged

SITE = "The ASEAN meetings record"
# As in the stylesheet, on light paper.
COLOURS = {
    Level.MINISTERIAL: "#8a1538",
    Level.SENIOR_OFFICIALS: "#1d5c87",
    Level.WORKING_GROUP: "#56641a",
    Level.EXPERTS_GROUP: "#56641a",
    Level.TASK_FORCE: "#56641a",
}
OTHER = "#5b5470"


@unless_unchanged
def picture(request, version):
    """That of every page that has none of its own."""
    return as_png(kept("pages", version, "picture", lambda: drawn(of_record())))


@unless_unchanged
def meeting_picture(request, slug, version):
    row = Meeting.objects.with_line().filter(slug=slug).first()
    if row is None:
        if moved := history.now_at(slug):
            return HttpResponsePermanentRedirect(reverse("meeting-picture", args=[moved]))
        raise Http404
    return as_png(kept("pages", version, f"picture/{slug}", lambda: drawn(of_meeting(row))))


def as_png(image):
    return HttpResponse(image, content_type="image/png")


def of_record():
    told, bodies = social(), Body.objects.in_record_order().core()
    return Told(SITE, told.title, (told.description,), " · ".join(body.acronym for body in bodies))


def of_meeting(row):
    day = said(row.dates) if row.dates else _("no date known").capitalize()
    standing = row.get_status_display().capitalize()
    chain = steps(row, row.above(), row.below())
    return Told(
        head=f"{row.body.name} ({row.body.acronym})",
        title=row.name,
        lines=tuple(filter(None, [day, row.where or str(row.host or ""), standing])),
        # One of each step, as there is one line.
        foot=" › ".join(next((step for step in side if step.ordinal), side[0]).name for side in chain) or SITE,
        colour=COLOURS.get(row.body.level, OTHER),
    )
