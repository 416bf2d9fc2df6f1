"""Bodies: who reports to whom, each one's series with its gaps, and addresses that can be guessed."""

from django.http import Http404, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from meetings.filters.others import NoQuery
from meetings.languages import ordinal_word
from meetings.models import Body, Meeting
from meetings.models.bodies import Chain
from meetings.models.meetings import numbered as numbered_name
from timeline.pages.frame import public, show, taking
from timeline.pages.lines import with_words
from timeline.pages.paging import MOST_ROWS, PAGE, page_of
from timeline.pages.sharing import social
from timeline.series import by_year, gaps_of


@public
@taking()
def bodies(request):
    chain = Chain(Body.objects.in_record_order().select_related("lead"))
    counts = Meeting.objects.counted_by_body()
    rows = list(chain.bodies.values())
    for body in rows:
        body.number = counts.get(body.pk, 0)
        body.above = chain.above(body)
    context = {"core": [body for body in rows if body.core], "others": [body for body in rows if not body.core]}
    return show(request, "bodies", context, today=timezone.localdate())


@public
def body(request, slug):
    today = timezone.localdate()
    found = body_or_404(slug)
    query = NoQuery(request.GET, allowed_extra=(PAGE,))
    problems = list(query.errors)
    page = page_of(
        found.meetings.with_line().with_sources_counted().newest_first(), request.GET, problems, size=MOST_ROWS
    )
    meetings = list(page.object_list) if page else []
    regular = [meeting for meeting in meetings if meeting.kind == "regular"]
    # What came before this part of the list stands in another one, and is no gap.
    gaps = [gap for gap in gaps_of(found, regular) if gap.after or not page.has_other_pages()]
    with_words(meetings, regular, today=today)
    context = {
        "body": found,
        "social": social(f"{found.acronym} – {found.full_name}"),
        "below": list(found.prepared_by.in_record_order()),
        "next": found.meetings.regular().expected(today).with_line().in_time_order().first(),
        "last": found.meetings.regular().held().dated().with_line().newest_first().first(),
        "gaps": gaps,
        "problems": problems,
        "page": page,
        "years": by_year(meetings, gaps, newest_first=True),
    }
    return show(request, "body", context, today=today, status=400 if problems else 200)


@public
@taking()
def numbered(request, slug, ordinal):
    found = body_or_404(slug)
    meeting = found.meetings.regular().filter(ordinal=ordinal).first()
    if meeting is None:
        name = numbered_name(ordinal_word(ordinal), found)
        raise Http404(_("No source is known for a %(meeting)s.") % {"meeting": name})
    return HttpResponseRedirect(meeting.get_absolute_url())


@never_cache
@public
@taking()
def following(request, slug):
    """The next meeting, for an address in an e-mail or on a wall: it is another one next year."""
    found = body_or_404(slug)
    meeting = found.meetings.regular().expected(timezone.localdate()).in_time_order().first()
    if meeting is None:
        raise Http404(_("No next %(body)s has been announced, as far as the record knows.") % {"body": found.acronym})
    return HttpResponseRedirect(meeting.get_absolute_url())


@never_cache
@public
@taking()
def latest(request, slug):
    found = body_or_404(slug)
    meeting = found.meetings.regular().held().dated().newest_first().first()
    if meeting is None:
        raise Http404(_("The record has no dated meeting of the %(body)s that was held.") % {"body": found.acronym})
    return HttpResponseRedirect(meeting.get_absolute_url())


def body_or_404(slug):
    found = Body.objects.select_related("reports_to", "lead").filter(slug=slug).first()
    if found is None:
        raise Http404(_("The record has no body at this address."))
    return found
