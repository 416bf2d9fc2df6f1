"""A briefing: what a query asks for on a page or two of paper, with the fewest sources that bear it out."""

from dataclasses import dataclass, field

from django.utils import timezone

from meetings.claims import contested
from meetings.filters import PageQuery
from meetings.models import Meeting
from meetings.serializers import shape
from timeline.facts import LABELS, Names, chair_words, venue_words
from timeline.pages.endnotes import Endnotes
from timeline.pages.form import chips
from timeline.pages.frame import public, show, without_blanks
from timeline.pages.lines import named_bodies, with_words
from timeline.pages.meetings import countries_by_code

# More fill more than two sheets of paper with their sources.
MOST_ROWS = 18
TOLD = ("dates", "host", "chair", "venue", "locality", "region", "theme", "reports_to")


@dataclass(frozen=True)
class Entry:
    """A meeting in a few lines: in words what a record says, what sources differ on, and the numbers of its sources."""

    meeting: Meeting
    place: str
    chair: str
    disputed: list[str] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)


@public
def briefing(request):
    if "" in request.GET.values():
        return without_blanks(request)
    today = timezone.localdate()
    query = PageQuery(request.GET, default_ordering="-date")
    rows = query.meetings().with_record().select_related("reports_to__body")
    meetings = with_words(list(rows[:MOST_ROWS]), today=today)
    names, notes = Names(countries_by_code()), Endnotes()
    context = {
        "asked": f"?{query.querystring}" if query.querystring else "",
        "problems": query.errors,
        "chips": chips(query),
        "entries": [entry(meeting, shape(meeting), names, notes) for meeting in meetings],
        "named": named_bodies(meetings),
        "total": rows.count(),
        "sources": notes.sources,
    }
    return show(request, "briefing", context, today=today, status=400 if query.errors else 200)


def entry(meeting, record, names, notes):
    return Entry(
        meeting,
        venue_words(record["venue"], names) if record["venue"] else "",
        chair_words(record["chair"], names) if record["chair"] else "",
        [LABELS[name] for name in contested(record) if name in TOLD],
        sorted(notes.number(citation) for citation in bearing(record["citations"])),
    )


def bearing(citations):
    """The fewest of these that support all that any of them supports of what is told, near enough: the best first."""
    waiting = {name for citation in citations for name in citation["supports"]} & set(TOLD)
    chosen = []
    while waiting:
        best = max(citations, key=lambda citation: len(waiting & set(citation["supports"])))
        waiting -= set(best["supports"])
        chosen.append(best)
    return chosen
