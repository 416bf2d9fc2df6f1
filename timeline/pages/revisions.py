"""What changed, by whom and why: in the whole record, and in one meeting from any state to any other."""

from dataclasses import dataclass, field
from itertools import groupby
from typing import Any
from urllib.parse import urlsplit

from django.core.paginator import InvalidPage, Paginator
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings import history
from meetings.api import paging
from meetings.api.problems import InvalidQuery
from meetings.filters import Problem
from meetings.filters.others import ChangePageQuery, TwoRevisionsQuery
from meetings.models import Body, Meeting, Revision
from meetings.models.revisions import read_text
from timeline import facts
from timeline.facts import Names
from timeline.pages.form import chips, options
from timeline.pages.frame import public, show, without_blanks
from timeline.pages.meetings import as_written, countries_by_code, meetings_in, whole_second_after
from timeline.pages.telling import about

REVISIONS_A_PAGE = 50


@dataclass(frozen=True)
class Changed:
    """One meeting in one change: what was done, and how its record differs from before."""

    revision: Revision
    meeting: Meeting
    address: str
    where: str
    differences: list[facts.Change]
    # What readers had reported before it, with their answers.
    reports: list[Any] = field(default_factory=list)


@dataclass(frozen=True)
class Occasion:
    """All that one person changed at one time for one reason."""

    revision: Revision
    changed: list[Changed]


@dataclass(frozen=True)
class Page:
    """A part of a list without end, as query strings that lead to the parts beside it."""

    rows: list[Any] = field(default_factory=list)
    newer: str = ""
    older: str = ""


@public
def changes(request):
    if "" in request.GET.values():
        return without_blanks(request)
    context, changed = asked(request, ChangePageQuery(request.GET), Revision.objects.all())
    context |= {"days": days(changed), "kinds": options(Revision.Kind.choices, request.GET.get("kind"))}
    return shown(request, "changes", context)


def asked(request, query, revisions):
    """(context of a list of changes, what its page tells of), of those of `revisions` that the query asks for."""
    problems = list(query.errors)
    page = page_of(request, query, revisions, problems=problems)
    bodies = Body.objects.in_record_order()
    records = [(revision, read_text(revision.text_before), revision.record) for revision in page.rows]
    names = names_in([record for _, before, after in records for record in (before, after) if record], bodies)
    context = {
        "chips": chips(query),
        "asked": f"?{query.querystring}" if query.querystring else "",
        "problems": problems,
        "page": page,
        "bodies": options([(body.slug, body.acronym) for body in bodies], request.GET.get("body")),
        "start": request.GET.get("from", ""),
        "end": request.GET.get("to", ""),
    }
    return context, [changed_by(*each, names) for each in records]


def shown(request, template, context):
    return show(request, template, context, today=timezone.localdate(), status=400 if context["problems"] else 200)


def page_of(request, query, revisions, *, problems):
    """The wanted part of the changes; what is wrong with its cursor joins `problems`."""
    if problems:
        return Page()
    try:
        page = paging.Page(query, request.build_absolute_uri())
    except InvalidQuery as error:
        problems += error.problems
        return Page()
    found = page.take([query.narrow(revisions.with_text_before())])
    return Page(found, query_of(page.previous_address()), query_of(page.next_address()))


def query_of(address):
    return f"?{urlsplit(address).query}" if address else ""


def changed_by(revision, before, after, names):
    meeting = about(after, names.bodies)
    is_change = revision.kind in (Revision.Kind.CHANGED, Revision.Kind.RESTORED)
    address = reverse("meeting-history", args=[revision.slug]) if revision.is_gone else meeting.get_absolute_url()
    return Changed(
        revision,
        meeting,
        address,
        facts.venue_words(after["venue"], names) if after["venue"] else "",
        facts.changes(history.differences(before, after), names) if is_change else [],
    )


def days(changed):
    """(day, occasions of that day), in the order in which the changes come."""
    occasions = [
        Occasion(group[0].revision, group) for _, each in groupby(changed, key=occasion_of) if (group := list(each))
    ]
    by_day = groupby(occasions, key=lambda occasion: occasion.revision.at.date())
    return [(day, list(each)) for day, each in by_day]


def occasion_of(changed):
    return changed.revision.at, changed.revision.editor_name, changed.revision.reason


def names_in(records, bodies):
    """What the codes in these records stand for (three queries with that of the bodies)."""
    return Names(countries_by_code(), {}, meetings_in(records), {body.slug: body for body in bodies})


@public
def meeting_history(request, slug):
    query = TwoRevisionsQuery(request.GET, allowed_extra=("page",))
    problems = list(query.errors)
    pages = Paginator(Revision.objects.of(slug).with_text_before().order_by("-number"), REVISIONS_A_PAGE)
    if not pages.count:
        raise Http404(_("The record never had a meeting at this address."))
    page = part_of(pages, request.GET.get("page", "1"), problems)
    pair = pair_of(slug, query, pages.count, problems)
    states = [(revision, read_text(revision.text_before)) for revision in page.object_list]
    records = [record for revision, before in states for record in (revision.record, before) if record]
    names = names_in([*records, *(revision.record for revision in pair)], Body.objects.all())
    last = states[0][0] if page.number == 1 else Revision.objects.of(slug).latest("number")
    context = {
        "slug": slug,
        "name": about(last.record, names.bodies).name,
        "problems": problems,
        "page": page,
        "total": pages.count,
        "is_gone": last.is_gone,
        "pair": pair,
        "chosen": [query.one("a") or max(1, pages.count - 1), query.one("b") or pages.count],
        "compared": facts.changes(history.differences(*(each.record for each in pair)), names) if pair else [],
        "revisions": [told(revision, before, names) for revision, before in states],
    }
    return show(request, "meeting_history", context, today=timezone.localdate(), status=400 if problems else 200)


def part_of(pages, number, problems):
    """The wanted part; the first one where there is no such part, which joins `problems`."""
    try:
        return pages.page(number)
    except InvalidPage:
        problems.append(Problem("page", _("There is no such page of this list."), "1"))
        return pages.page(1)


def pair_of(slug, query, total, problems):
    """The two revisions to compare, as asked for; none where none are, or where one is not there."""
    numbers = [query.one(name) for name in ("a", "b")]
    if problems or None in numbers:
        return []
    if max(numbers) > total:
        sentence = _("It has no revision %(number)s: the last is %(total)s.")
        problems.append(Problem("b", sentence % {"number": max(numbers), "total": total}, str(total)))
        return []
    found = {revision.number: revision for revision in Revision.objects.of(slug).filter(number__in=numbers)}
    return [found[number] for number in numbers]


def told(revision, before, names):
    """A revision with the time under which its state is found, and the differences in words.

    The first state is no change, it is what there was to begin with.
    """
    found = facts.changes(history.differences(before, revision.record), names) if before else []
    return revision, as_written(whole_second_after(revision.at)), found
