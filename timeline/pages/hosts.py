"""Hosts: which member hosted which meeting of a body, and whose turn it would be, told as the inference it is."""

from dataclasses import dataclass

from django.utils import timezone

from meetings.filters.codes import BODY
from meetings.filters.pages import HostsQuery
from meetings.models import Country, Meeting
from meetings.models.meetings import NEVER, Kind, Status
from meetings.rotation import turn_after
from timeline.pages.frame import public, show
from timeline.pages.lines import with_words
from timeline.pages.paging import MOST_ROWS


@public
def hosts(request):
    today = timezone.localdate()
    query = HostsQuery(request.GET)
    bodies = list(query.codes.of(BODY).values())
    body = (query.one("body") or next(iter(bodies), None)) if query.is_valid else None
    meetings = newest_of(body) if body else []
    countries = list(Country.objects.in_record_order())
    series = [meeting for meeting in meetings if meeting.kind == Kind.REGULAR]
    with_words(meetings, series, today=today)
    years = sorted({year_of(meeting) for meeting in meetings}, key=newest_year_first)
    context = {
        "problems": query.errors,
        "body": body,
        "bodies": [each for each in bodies if each.core],
        "others": [each for each in bodies if not each.core],
        "is_cut": len(meetings) == MOST_ROWS,
        "years": [None if year == NEVER.year else year for year in years],
        "rows": rows(meetings, countries, years, today),
        "series": series[::-1],
        "next": next((meeting for meeting in series if is_expected(meeting, today)), None),
        "turn": turn_after([row for row in series if row.status == Status.HELD], countries, today=today),
        "announced": announced_elsewhere(body, today) if body else [],
    }
    return show(request, "hosts", context, today=today, status=400 if query.errors else 200)


def newest_of(body):
    """The newest meetings of a body, more than any has had, in the order of time."""
    newest = body.meetings.with_line().with_sources_counted().defer("folded", "notes", "agenda").newest_first()
    return list(newest[:MOST_ROWS])[::-1]


def year_of(meeting):
    """The year in which it stands; that of NEVER where no date is known, so that such come last."""
    return meeting.earliest.year if meeting.earliest else NEVER.year


def newest_year_first(year):
    return year == NEVER.year, -year


def is_expected(meeting, today):
    return meeting.status in (Status.PLANNED, Status.CONFIRMED) and meeting.latest and meeting.latest >= today


@dataclass(frozen=True)
class Cell:
    """What a country hosted in a year, and whether it was a member of ASEAN by the end of it."""

    year: int
    meetings: list[Meeting]
    is_member: bool


@dataclass(frozen=True)
class Row:
    """What one country hosted; the row without a country holds the meetings whose host is not known."""

    country: Country | None
    number: int
    cells: list[Cell]


def rows(meetings, countries, years, today):
    """A row for each member by name, then one for each other host, and one for what has no known host."""
    codes = {meeting.host_id for meeting in meetings}
    shown = [country for country in countries if country.is_member(today) or country.code in codes]
    shown.sort(key=lambda country: (not country.is_member(today), str(country)))
    unknown = [None] if None in codes else []
    return [row(country, meetings, years) for country in (*shown, *unknown)] if meetings else []


def row(country, meetings, years):
    code = country.code if country else None
    hosted = [meeting for meeting in meetings if meeting.host_id == code]
    return Row(country, len(hosted), [cell(country, hosted, year) for year in years])


def cell(country, hosted, year):
    joined = country.member_since if country else None
    is_member = country is None or country.partner or bool(joined and joined.year <= year)
    return Cell(year, [meeting for meeting in hosted if year_of(meeting) == year], is_member)


def announced_elsewhere(body, today):
    """What is announced of the other core bodies with its host: it may speak for or against a turn."""
    others = Meeting.objects.regular().filter(body__core=True, host__isnull=False).exclude(body=body)
    return list(others.expected(today).with_line().in_time_order()[:5])
