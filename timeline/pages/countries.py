"""Countries: what each hosted and chaired, and since when it belongs to ASEAN."""

from django.db.models import Count
from django.http import Http404, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.filters.others import NoQuery
from meetings.models import Country, Meeting
from timeline.pages.frame import public, show, taking
from timeline.pages.lines import named_bodies, with_words
from timeline.pages.paging import MOST_ROWS, PAGE, page_of
from timeline.pages.sharing import social


@public
@taking()
def countries(request):
    today = timezone.localdate()
    rows = Country.objects.in_record_order().annotate(number=Count("hosted"))
    rows = sorted(rows, key=str)
    context = {
        "members": [country for country in rows if country.is_member(today)],
        "others": [country for country in rows if not country.is_member(today)],
    }
    return show(request, "countries", context, today=today)


@public
def country(request, code):
    today = timezone.localdate()
    if code != code.upper():
        address = reverse("country", args=[code.upper()], query=request.GET)
        return HttpResponsePermanentRedirect(address)
    found = Country.objects.filter(code=code).prefetch_related("leads").first()
    if found is None:
        raise Http404(_("The record has no country with this code."))
    query = NoQuery(request.GET, allowed_extra=(PAGE,))
    problems = list(query.errors)
    concerning = Meeting.objects.concerning(found).with_line().with_sources_counted().newest_first()
    page = page_of(concerning, request.GET, problems, size=MOST_ROWS)
    meetings = list(page.object_list) if page else []
    with_words(meetings, today=today)
    for meeting in meetings:
        meeting.before_membership = bool(found.member_since and meeting.latest and meeting.latest < found.member_since)
    hosted = [meeting for meeting in meetings if meeting.host_id == code]
    context = {
        "country": found,
        "social": social(str(found)),
        "is_member": found.is_member(today),
        "problems": problems,
        "page": page,
        "hosted": hosted,
        "sat_there": [row for row in meetings if row.place and row.place.country_id == code and row.host_id != code],
        "named": named_bodies(meetings),
        "first_day": first_day(),
        "chaired": [meeting for meeting in meetings if meeting.chair_country_id == code],
    }
    return show(request, "country", context, today=today, status=400 if problems else 200)


def first_day():
    """The day of the oldest meeting of the record: who joined later was not a member at some of them."""
    return Meeting.objects.dated().in_time_order().values_list("earliest", flat=True).first()
