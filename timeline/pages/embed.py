"""The record in other people's pages: a small page for a frame, and what oEmbed (1.0) asks to find it by itself."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponsePermanentRedirect, JsonResponse, QueryDict
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings import history
from meetings.filters import PageQuery, Problem
from meetings.filters.others import NoQuery, OembedQuery
from meetings.models import Meeting
from timeline.pages.frame import public, show
from timeline.pages.lines import with_words
from timeline.pages.sharing import WIDTH, shared_list, shared_meeting
from timeline.security import content_security_policy

MOST_ROWS = 50
CACHE_AGE = 3600


@content_security_policy(frame_ancestors="*")
@public
def embed(request):
    today = timezone.localdate()
    query = PageQuery(request.GET, default_ordering="-date")
    rows = query.meetings().with_line().with_sources_counted()
    shared = shared_list(query) if query.is_valid else None
    context = {
        "problems": query.errors,
        "title": shared.title if shared else _("This list cannot be shown"),
        "full": shared.address if shared else settings.PUBLIC_URL,
        "meetings": with_words(list(rows[:MOST_ROWS]), today=today),
        "total": rows.count(),
    }
    return show(request, "embed", context, today=today, status=400 if query.errors else 200)


@content_security_policy(frame_ancestors="*")
@public
def embed_meeting(request, slug):
    today = timezone.localdate()
    if problems := NoQuery(request.GET).errors:
        return instead(request, _("This page cannot be asked for so"), problems, today=today, status=400)
    meeting = Meeting.objects.with_line().select_related("chair_country", "chair_person").filter(slug=slug).first()
    if meeting is None:
        if moved := history.now_at(slug):
            return HttpResponsePermanentRedirect(reverse("embed-meeting", args=[moved]))
        problem = Problem("slug", _("The record has no meeting at this address."))
        return instead(request, _("There is no such page"), [problem], today=today, status=404)
    with_words([meeting], today=today)
    chair = [meeting.chair_person, meeting.chair_office, meeting.chair_country]
    context = {
        "meeting": meeting,
        "title": meeting.name,
        "full": shared_meeting(slug, meeting.name).address,
        "chair": ", ".join(str(part) for part in chair if part),
    }
    return show(request, "embed_meeting", context, today=today)


def instead(request, title, problems, *, today, status):
    """Said within the frame: the site's own page of an error may not stand in one."""
    context = {"title": title, "full": settings.PUBLIC_URL, "problems": problems}
    return show(request, "embed", context, today=today, status=status)


@public
def oembed(request):
    query = OembedQuery(request.GET)
    if request.GET.get("format", "json") != "json":
        return answer({"error": "Only JSON is spoken here: ask with format=json."}, status=501)
    if query.errors:
        return answer({"error": " ".join(problem.message for problem in query.errors)}, status=400)
    shared = found_at(query.one("url"))
    if shared is None:
        return answer({"error": "Nothing of this record that can be shown in a frame is at that address."}, status=404)
    width = min(WIDTH, query.one("maxwidth", WIDTH))
    height = min(shared.height, query.one("maxheight", shared.height))
    return answer(
        {
            "type": "rich",
            "version": "1.0",
            "title": shared.title,
            "provider_name": "The ASEAN meetings record",
            "provider_url": settings.PUBLIC_URL,
            "cache_age": CACHE_AGE,
            "html": shared.iframe(width, height),
            "width": width,
            "height": height,
        }
    )


def answer(told, *, status=200):
    # Scripts of other pages may look for it themselves.
    return JsonResponse(told, status=status, headers={"Access-Control-Allow-Origin": "*"})


def found_at(address):
    """What stands at an address of ours; None where that is not ours, not there, or not made for a frame."""
    try:
        parts = urlsplit(address)
        match = resolve(parts.path) if f"{parts.scheme}://{parts.netloc}" == settings.PUBLIC_URL else None
    except (ValueError, Resolver404):
        return None
    if match and match.url_name == "home":
        query = PageQuery(QueryDict(parts.query), default_ordering="-date")
        return shared_list(query) if query.is_valid else None
    if match and match.url_name == "meeting" and not parts.query:
        meeting = Meeting.objects.select_related("body").filter(slug=match.kwargs["slug"]).first()
        return meeting and shared_meeting(meeting.slug, meeting.name)
    return None
