"""Two meetings side by side: fact by fact, what they share and where they differ, and on whose word."""

from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.claims import ORDER
from meetings.filters.others import TwoMeetingsQuery
from meetings.models import Meeting
from meetings.serializers import shape
from timeline.facts import LABELS, QUOTED, Names, Row, missing, rows
from timeline.pages.endnotes import Endnotes
from timeline.pages.frame import public, show, without_blanks
from timeline.pages.lines import with_words
from timeline.pages.meetings import countries_by_code, related_to


@dataclass(frozen=True)
class Told:
    """What the record says of one fact of one meeting: (line, whether the other says it too), and its sources."""

    lines: list[tuple[str, bool]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    is_contested: bool = False
    missing: str = ""


@dataclass(frozen=True)
class Compared:
    """One fact of two meetings, and in a word how they stand to each other."""

    label: str
    verdict: str
    is_same: bool
    sides: list[Told]
    is_quoted: bool = False


@public
def compare(request):
    if "" in request.GET.values():
        return without_blanks(request)
    today = timezone.localdate()
    query = TwoMeetingsQuery(request.GET)
    chosen = [query.one(name) for name in ("a", "b")]
    rows = Meeting.objects.with_record().select_related("reports_to__body", "alongside__body")
    found = rows.in_bulk([row.pk for row in chosen if row])
    pair = with_words([found[row.pk] for row in chosen if row], today=today) if query.is_valid else []
    related = related_to(pair[0]) if pair else []
    notes = Endnotes()
    context = {
        "problems": query.errors,
        "asked": [request.GET.get(name, "") for name in ("a", "b")],
        "pair": pair,
        "compared": compared(pair, related, notes) if len(pair) == 2 else [],
        "offered": [row for row in related if row not in pair],
        "sources": notes.sources,
    }
    return show(request, "compare", context, today=today, status=400 if query.errors else 200)


def compared(pair, related, notes):
    records = [shape(row) for row in pair]
    named = [*related, *pair, *(row.reports_to for row in pair), *(row.alongside for row in pair)]
    names = Names(countries_by_code(), {}, {row.slug: row for row in named if row})
    told = [{row.name: renumbered(row, record, notes) for row in rows(record, names)} for record in records]
    return [of_fact(name, told, records) for name in ORDER if any(name in side for side in told)]


def renumbered(row, record, notes):
    """The row, and the numbers of its sources among the endnotes of both meetings."""
    return row, sorted({notes.number(record["citations"][number - 1]) for number in row.numbers})


def of_fact(name, told, records):
    empty = (Row(name, LABELS[name], [], [], is_contested=False, cells=[]), [])
    pair = [side.get(name, empty) for side in told]
    lines = [row.lines for row, _numbers in pair]
    sides = [
        Told(
            [(line, line in other) for line in row.lines],
            numbers,
            row.is_contested,
            "" if row.lines else missing(name, record),
        )
        for (row, numbers), other, record in zip(pair, reversed(lines), records, strict=True)
    ]
    return Compared(LABELS[name], verdict(*lines), lines[0] == lines[1], sides, name in QUOTED)


def verdict(first, second):
    if not (first and second):
        return _("known of one only") if first or second else _("known of neither")
    if first == second:
        return _("the same")
    return _("partly the same") if set(first) & set(second) else _("different")
