"""Coverage: what is known, sourced, contested and missing, by body and number, and what there is to do about it."""

from collections import defaultdict
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.db.models import BooleanField, Case, Count, F, Max, Q, Value, When, Window
from django.db.models.functions import Lag
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from meetings.claims import EXPECTED
from meetings.filters.meetings import FILLED
from meetings.filters.others import NoQuery
from meetings.models import Body, Citation, Meeting
from meetings.models.meetings import Kind, Status
from timeline.facts import LABELS
from timeline.pages.frame import public, show
from timeline.pages.kept import kept
from timeline.pages.paging import PAGE, page_of
from timeline.series import Gap

NUMBERS_A_PAGE = 30
MOST_GAPS = 200
# What every meeting could have, by the fact as sources support it: the key of the record that a query asks for.
KEYS = {name: f"venue.{name}" if name == "locality" else name for name in EXPECTED} | {"venue": "venue.name"}
CONTESTED, SOURCED, PARTLY, UNSOURCED, MISSING = "contested", "sourced", "partly", "unsourced", "missing"
MARKS = {CONTESTED: "≠", SOURCED: "●", PARTLY: "◐", UNSOURCED: "○", MISSING: "?"}
WORDS = {
    CONTESTED: gettext_lazy("sources differ on a fact"),
    SOURCED: gettext_lazy("every known fact has a source"),
    PARTLY: gettext_lazy("some known fact has no source yet"),
    UNSOURCED: gettext_lazy("no source is cited"),
    MISSING: gettext_lazy("missing: no source is known for this number"),
}


@kept
@public
def coverage(request):
    today = timezone.localdate()
    query = NoQuery(request.GET, allowed_extra=(PAGE,))
    problems = list(query.errors)
    bodies = {body.pk: body for body in Body.objects.in_record_order()}
    tallies = tallies_of(bodies, today)
    most = max((tally.highest for tally in tallies), default=0)
    page = page_of(range(1, most + 1), request.GET, problems, size=NUMBERS_A_PAGE)
    context = {
        "problems": problems,
        "page": page,
        "tallies": tallies,
        "rows": rows(tallies, list(page.object_list)) if page else [],
        "marks": [(mark, WORDS[state], state) for state, mark in MARKS.items()],
        "facts": [LABELS[name] for name in KEYS],
        "all_facts": len(KEYS),
        "total": total_of(tallies),
        "tasks": tasks(today),
        "gaps": gaps(bodies),
    }
    return show(request, "coverage", context, today=today, status=400 if problems else 200)


@dataclass
class Tally:
    """The meetings of one body, or of all where it has none, in numbers; `known` by fact."""

    body: Body | None
    meetings: int = 0
    contested: int = 0
    unsourced: int = 0
    past: int = 0
    numbered: int = 0
    highest: int = 0
    known: dict[str, int] = field(default_factory=dict)

    @property
    def missing(self):
        """How many numbers below the highest one no source is known for."""
        return self.highest - self.numbered

    @property
    def facts(self):
        """For each fact how many meetings have it, and the address of those that have not."""
        return [(self.known[name], self.listing(missing=key)) for name, key in KEYS.items()]

    def listing(self, **query):
        return on_timeline(body=self.body.slug, **query) if self.body else on_timeline(**query)

    @property
    def of_contested(self):
        return self.listing(contested="true")

    @property
    def of_unsourced(self):
        return self.listing(missing="citations")


def on_timeline(**query):
    return f"{reverse('home')}?{urlencode(query, doseq=True)}#list"


def tallies_of(bodies, today):
    """A tally for each body that has met, in record order; one question, however many meetings."""
    is_numbered = Q(kind=Kind.REGULAR, ordinal__isnull=False)
    is_past = Q(status__in=[Status.PLANNED, Status.CONFIRMED], latest__lt=today)
    found = Meeting.objects.order_by().values("body").annotate(
        meetings=Count("pk"),
        disputed=Count("pk", filter=~Q(contested=[])),
        unsourced=Count("pk", filter=~FILLED["citations"]),
        past=Count("pk", filter=is_past),
        numbered=Count("pk", filter=is_numbered),
        highest=Max("ordinal", filter=is_numbered, default=0),
        **{f"known_{name}": Count("pk", filter=FILLED[key]) for name, key in KEYS.items()},
    )  # fmt: skip
    counted = {row["body"]: row for row in found}
    return [tally_of(body, counted[key]) for key, body in bodies.items() if key in counted]


def tally_of(body, row):
    numbers = {name: row[name] for name in ("meetings", "unsourced", "past", "numbered", "highest")}
    return Tally(body, contested=row["disputed"], known={name: row[f"known_{name}"] for name in KEYS}, **numbers)


def total_of(tallies):
    numbers = {
        name: sum(getattr(tally, name) for tally in tallies)
        for name in ("meetings", "contested", "unsourced", "past", "numbered", "highest")
    }
    return Tally(None, known={name: sum(tally.known[name] for tally in tallies) for name in KEYS}, **numbers)


@dataclass(frozen=True)
class Cell:
    """One number of a series: how it stands, and its meeting with so many facts `known`; None of it past the last."""

    state: str = ""
    meeting: Meeting | None = None
    known: int = 0

    @property
    def mark(self):
        return MARKS[self.state]

    @property
    def words(self):
        return WORDS[self.state]


def rows(tallies, numbers):
    """(body, its cells) of each body that has a numbered series, for these numbers."""
    numbered = [tally for tally in tallies if numbers and tally.highest >= numbers[0]]
    found = meetings_by_number(numbered, numbers)
    supported = supported_facts(found.values())
    return [(tally.body, [cell(tally, number, found, supported) for number in numbers]) for tally in numbered]


def meetings_by_number(tallies, numbers):
    """The regular meetings of these by (body, number), each with a truth for every fact that it has."""
    if not tallies:
        return {}
    has = {f"has_{name}": is_true(FILLED[key]) for name, key in KEYS.items()}
    series = Meeting.objects.regular().filter(body__in=[tally.body for tally in tallies])
    found = series.filter(ordinal__range=(numbers[0], numbers[-1])).annotate(**has).order_by("body", "ordinal")
    return {(row.body_id, row.ordinal): row for row in found.only("slug", "body", "ordinal", "contested")}


def is_true(condition):
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())


def supported_facts(meetings):
    """By meeting the facts that a source supports; empty where sources are cited that support none of them."""
    found = defaultdict(set)
    cited = Citation.objects.filter(meeting__in=[meeting.pk for meeting in meetings]).order_by()
    for meeting, supports in cited.values_list("meeting", "supports"):
        found[meeting] |= set(supports)
    return found


def cell(tally, number, found, supported):
    meeting = found.get((tally.body.pk, number))
    if meeting is None:
        return Cell(MISSING) if number < tally.highest else Cell()
    known = {name for name in KEYS if getattr(meeting, f"has_{name}")}
    return Cell(state(meeting, known, supported), meeting, len(known))


def state(meeting, known, supported):
    if meeting.contested:
        return CONTESTED
    if meeting.pk not in supported:
        return UNSOURCED
    return SOURCED if known <= supported[meeting.pk] else PARTLY


def gaps(bodies):
    """The first so many gaps of all series, as the database finds them: a number whose predecessor is not one less."""
    before = Window(Lag("ordinal", default=0), partition_by=F("body"), order_by=F("ordinal").asc())
    numbered = Meeting.objects.regular().filter(ordinal__isnull=False).annotate(before=before)
    found = numbered.filter(ordinal__gt=F("before") + 1).order_by("body__position", "body__slug", "ordinal")
    rows = found.values_list("body", "before", "ordinal")[:MOST_GAPS]
    return [Gap(bodies[body], before + 1, ordinal - 1) for body, before, ordinal in rows]


def tasks(today):
    """The addresses of what a list of the timeline can show to whoever wants to mend it."""
    yesterday = today.fromordinal(today.toordinal() - 1)
    return {
        "unsourced": on_timeline(missing="citations"),
        "contested": on_timeline(contested="true"),
        "past": on_timeline(status=[Status.PLANNED, Status.CONFIRMED], to=yesterday, match="within"),
    }
