"""The chain: what each ministerial meeting rested on, as a tree, and honestly what is linked to nothing."""

from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.models import Body, Meeting
from timeline.pages.frame import public, show, taking
from timeline.pages.lines import named_bodies, with_words
from timeline.series import Year

# The three core bodies make two steps below the ministers; a preparatory meeting may add one.
STEPS_DOWN = 3


@dataclass
class Step:
    """A meeting, and the steps that report to it."""

    meeting: Meeting
    below: list["Step"] = field(default_factory=list)


@public
@taking()
def chain(request):
    today = timezone.localdate()
    tops = list(at_the_top().dated().newest_first())
    trees, _linked = trees_of(tops, today)
    by_year = groupby(trees, key=lambda step: step.meeting.sorts_on.year)
    context = {
        "years": [Year(number, list(steps)) for number, steps in by_year],
        "all_years": [day.year for day in core_meetings().dates("earliest", "year", order="DESC")],
        "bodies": core_bodies(),
    }
    return show(request, "chain", context, today=today)


@public
@taking()
def chain_of_year(request, year):
    today = timezone.localdate()
    if not date.min.year <= year <= date.max.year:
        raise Http404(_("There is no such year."))
    first, last = date(year, 1, 1), date(year, 12, 31)
    tops = list(at_the_top().overlapping(first, last).in_time_order())
    trees, linked = trees_of(tops, today)
    core = Meeting.objects.filter(body__core=True).overlapping(first, last)
    loose = list(core.exclude(pk__in=linked).with_line().select_related("reports_to__body").in_time_order())
    beside = list(Meeting.objects.filter(alongside__in=tops).exclude(pk__in=linked).with_line().in_time_order())
    if not (tops or loose):
        raise Http404(_("The record has no meeting of the core bodies in %(year)s.") % {"year": year})
    context = {
        "year": year,
        "trees": trees,
        "loose": with_words(loose, today=today),
        "beside": with_words(beside, today=today),
        "named": named_bodies(beside),
        "years": neighbouring_years(first, last),
        "bodies": core_bodies(),
    }
    return show(request, "chain_of_year", context, today=today)


def at_the_top():
    """Meetings of the core body that reports to no other."""
    return Meeting.objects.filter(body__core=True, body__reports_to=None).with_line()


def core_meetings():
    return Meeting.objects.filter(body__core=True).dated()


def core_bodies():
    return list(Body.objects.core().in_record_order())


def trees_of(tops, today):
    """A tree for each of these meetings, and the keys of all that stand in one; a query for each step."""
    steps = {meeting.pk: Step(meeting) for meeting in tops}
    trees, level = list(steps.values()), tops
    for _step in range(STEPS_DOWN):
        level = list(Meeting.objects.filter(reports_to__in=level).with_line().in_time_order())
        level = [meeting for meeting in level if meeting.pk not in steps]
        for meeting in level:
            steps[meeting.pk] = Step(meeting)
            steps[meeting.reports_to_id].below.append(steps[meeting.pk])
    with_words([step.meeting for step in steps.values()], today=today)
    return trees, set(steps)


def neighbouring_years(first, last):
    """(the year before, the year after) in which a core body met, each None where there is none."""
    core = core_meetings()
    before = core.filter(earliest__lt=first).newest_first().values_list("earliest", flat=True).first()
    after = core.filter(earliest__gt=last).in_time_order().values_list("earliest", flat=True).first()
    return before and before.year, after and after.year
