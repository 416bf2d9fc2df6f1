"""The timeline: what is next in words, the axis, and the ordered list that both come from."""

from dataclasses import dataclass

from django.db.models import Case, OuterRef, Subquery, When
from django.http import QueryDict
from django.utils import timezone

from meetings.filters import PageQuery
from meetings.models import Body, Meeting
from timeline.pages.drawing import MOST_MARKS, dense_drawing, drawing, parted
from timeline.pages.form import chips, filter_form
from timeline.pages.frame import public, show, without_blanks
from timeline.pages.kept import kept
from timeline.pages.lines import named_bodies, with_words
from timeline.pages.paging import MOST_ROWS, PAGE, page_of
from timeline.pages.sharing import shared_list
from timeline.series import Year, by_year, gaps_by_body

BY_DATE = ("-date", "date")


@kept
@public
def home(request):
    if "" in request.GET.values():
        return without_blanks(request)
    today = timezone.localdate()
    query = PageQuery(request.GET, default_ordering="-date", allowed_extra=(PAGE,))
    problems = list(query.errors)
    rows = query.meetings().with_line().with_sources_counted()
    page = page_of(rows, request.GET, problems, size=MOST_ROWS)
    bodies = bodies_with_next_and_last(today)
    meetings = list(page.object_list) if page else []
    series = series_of(meetings, is_whole=has_whole_series(query))
    with_words(meetings, series, today=today)
    ordering = query.ordering
    gaps = gaps_within(series, page) if has_whole_series(query) else []
    context = {
        "query": query,
        "problems": problems,
        "page": page,
        "glances": glances(bodies),
        "drawing": drawing_of(page, meetings, gaps, bodies, query, today=today),
        "years": years(meetings, gaps, ordering),
        "ordering": ordering,
        "is_by_date": ordering in BY_DATE,
        "chips": chips(query),
        "named": named_bodies(meetings),
        "form": filter_form(request.GET, query, bodies),
        "turned": turned(request, ordering),
        "shared": shared_list(query) if query.is_valid else None,
    }
    return show(request, "home", context, today=today, status=400 if problems else 200)


def drawing_of(page, meetings, gaps, bodies, query, *, today):
    """Every meeting that is asked for where all of them have room, whichever part of the list is shown; else counts."""
    if page is None or page.paginator.count <= MOST_MARKS:
        return drawing(meetings, gaps, bodies, today=today, is_whole=is_whole(query))
    given = QueryDict(query.querystring, mutable=True)
    given.pop("ordering", None)
    return dense_drawing(given, bodies, today=today, is_whole=is_whole(query))


def is_whole(query):
    return query.is_valid and not query.active


def has_whole_series(query):
    """Whether the list leaves out no meeting of the bodies it shows: only then is a missing number a gap."""
    return query.is_valid and {parameter for parameter, *_rest in query.active} <= {"body"}


def series_of(meetings, *, is_whole):
    """The regular meetings by which these are judged: what is missing, and where the undated ones lie.

    In a whole list those of its own span do; in a narrowed one only undated meetings need their neighbours.
    """
    rows = Meeting.objects.regular().select_related("body").defer("folded", "notes", "agenda").in_time_order()
    if not (is_whole and meetings):
        return list(rows.filter(body__in={meeting.body_id for meeting in meetings if not meeting.dates}))
    days = [meeting.sorts_on for meeting in meetings]
    return list(rows.filter(body__in={meeting.body_id for meeting in meetings}, sorts_on__range=(min(days), max(days))))


def gaps_within(series, page):
    """The gaps in this part of the list; what came before it may stand in another part, and is no gap."""
    return [gap for gap in gaps_by_body(series) if gap.after or not page.has_other_pages()]


def years(meetings, gaps, ordering):
    if ordering not in BY_DATE:
        return [Year(None, meetings)] if meetings else []
    return by_year(meetings, gaps, newest_first=ordering == "-date")


def turned(request, ordering):
    """The address of the same list the other way round."""
    given = request.GET.copy()
    given.pop("page", None)
    given["ordering"] = "-date" if ordering == "date" else "date"
    return f"?{given.urlencode()}"


@dataclass(frozen=True)
class Glance:
    """The next and the last meeting of one core body; None where none is known."""

    body: Body
    next: Meeting | None
    last: Meeting | None


def bodies_with_next_and_last(today):
    """All bodies in record order, the core ones with the keys of their next and their last regular meeting."""
    regular = Meeting.objects.regular().filter(body=OuterRef("pk"))
    following = regular.expected(today).in_time_order().values("pk")[:1]
    latest = regular.held().dated().in_time_order().reverse().values("pk")[:1]
    return list(Body.objects.in_record_order().annotate(next_pk=of_core(following), last_pk=of_core(latest)))


def of_core(key):
    """That key for a core body; of the others, of which there may be hundreds, nothing is asked."""
    return Case(When(core=True, then=Subquery(key)))


def glances(bodies):
    core, _ = parted(bodies)
    wanted = {pk for body in core for pk in (body.next_pk, body.last_pk)}
    found = Meeting.objects.with_line().in_bulk(wanted - {None})
    return [Glance(body, found.get(body.next_pk), found.get(body.last_pk)) for body in core]
