"""What there is to do, as lists: each a page at a time, in a stable order, by queries that read no more than the page.

Each list is one `WorkList`: what it holds, how its rows are told, and how many there are.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Max
from django.db.models.expressions import Window
from django.db.models.functions import Lag
from django.urls import reverse

from meetings.admin.wording import label
from meetings.claims import unsourced
from meetings.dates import say
from meetings.languages import ordinal_word
from meetings.models import Citation, Double, Draft, Meeting, Person, Place, Report, Source, Tally
from meetings.models.doubles import Kind
from meetings.models.rights import PROPOSE, WRITE
from meetings.serializers import shape


@dataclass(frozen=True)
class Asked:
    """Who asks for which list of which body (None is all) on which day."""

    rights: Any
    today: Any
    body: Any = None


@dataclass(frozen=True)
class Line:
    """One thing to do: cells in words, with the address where it is done."""

    cells: list[str]
    address: str = ""
    other: tuple[str, str] | None = None
    key: int | None = None


@dataclass(frozen=True)
class WorkList:
    """What there is to do of one kind; `rows` answers a queryset in its order, `tell` the lines of one page of it."""

    name: str
    title: str
    about: str
    heads: list[str]
    rows: Callable[[Asked], Any]
    tell: Callable[[list], list[Line]]
    count: Callable[[Asked], int] | None = None
    takes_body: bool = True
    unit: str = "to look at"
    # What one must be allowed to do of some body for the addresses of its lines to open.
    act: str = ""

    def number(self, asked):
        if self.count:
            return self.count(asked)
        return self.rows(asked).order_by().count()


def of_body(rows, asked, path="body"):
    return rows.filter(**{path: asked.body}) if asked.body else rows


def edit(row):
    return reverse(f"admin:meetings_{row._meta.model_name}_change", args=[row.pk])


def when(meeting):
    return say(meeting.dates) if meeting.dates else "no date"


def meetings_in_order(rows, asked):
    return of_body(rows, asked).select_related("body").order_by("-sorts_on", "slug")


# Facts without a source


def unsourced_rows(asked):
    return meetings_in_order(Meeting.objects.with_unsourced_facts(), asked)


def tell_unsourced(meetings):
    whole = {meeting.pk: meeting for meeting in Meeting.objects.with_record().filter(pk__in=[m.pk for m in meetings])}
    return [
        Line([str(row), when(row), ", ".join(map(label, unsourced(shape(whole[row.pk]))))], edit(row))
        for row in meetings
    ]


# What sources differ on


def contested_rows(asked):
    return meetings_in_order(Meeting.objects.contested(), asked)


def count_contested(asked):
    if asked.body:
        return contested_rows(asked).order_by().count()
    return Tally.objects.sums("contested")["contested"].get("true", 0)


def tell_contested(meetings):
    return [Line([str(row), when(row), ", ".join(map(label, row.contested))], edit(row)) for row in meetings]


# Announced and past


def past_rows(asked):
    return meetings_in_order(Meeting.objects.announced_and_past(asked.today), asked)


def tell_past(meetings):
    return [Line([str(row), when(row), row.get_status_display()], edit(row)) for row in meetings]


# Gaps in series


def numbered(asked):
    return of_body(Meeting.objects.regular().filter(ordinal__isnull=False), asked)


def gap_rows(asked):
    before = Window(Lag("ordinal", default=0), partition_by=F("body"), order_by=F("ordinal").asc())
    found = numbered(asked).annotate(before=before).filter(ordinal__gt=F("before") + 1)
    return found.select_related("body").order_by("body__position", "body__slug", "ordinal")


def count_gaps(asked):
    """How many numbers are missing, from the index of numbers alone."""
    rows = numbered(asked).order_by().values("body").annotate(most=Max("ordinal"), there=Count("pk"))
    return sum(row["most"] - row["there"] for row in rows)


def tell_gaps(meetings):
    add = reverse("admin:meetings_meeting_add")
    return [
        Line(
            [str(row.body), numbers(row.before + 1, row.ordinal - 1), f"{row} of {when(row)}"],
            f"{add}?body={row.body_id}&ordinal={row.ordinal - 1}",
        )
        for row in meetings
    ]


def numbers(first, last):
    return ordinal_word(first) if first == last else f"{ordinal_word(first)}–{ordinal_word(last)}"


# Pages that are gone


def dead_rows(asked):
    rows = Source.objects.dead()
    if asked.body:
        rows = rows.filter(pk__in=Citation.objects.filter(meeting__body=asked.body).values("source"))
    return rows.order_by("publisher", "title", "id")


def tell_dead(sources):
    return [
        Line(
            [str(row), row.link_told, str(row.checked_on), "yes" if row.archive_url else "no archived copy"],
            edit(row),
            ("Open the page", row.url),
        )
        for row in sources
    ]


# Probable doubles

MODELS = {Kind.MEETING: Meeting, Kind.PERSON: Person, Kind.PLACE: Place, Kind.SOURCE: Source}


def double_rows(asked):
    return Double.objects.open().likeliest_first()


def tell_doubles(doubles):
    """The lines of these pairs; of one that was deleted since, what is left."""
    named = {kind: names_of(kind, doubles) for kind in MODELS}
    return [tell_double(row, named[row.kind]) for row in doubles]


def names_of(kind, doubles):
    keys = {key for row in doubles if row.kind == kind for key in (row.first, row.second)}
    rows = MODELS[kind].objects.filter(pk__in=keys)
    if kind in (Kind.MEETING, Kind.PLACE):
        rows = rows.select_related("body" if kind == Kind.MEETING else "country")
    return {row.pk: told_apart(row) for row in rows}


def told_apart(row):
    """The name of a row with what tells it from one of the same name."""
    apart = row.address if isinstance(row, Source) else getattr(row, "slug", "")
    return f"{row} ({apart})" if apart else str(row)


def tell_double(row, names):
    cells = [*(names.get(key, "gone since") for key in (row.first, row.second)), row.get_kind_display(), str(row.score)]
    address = f"{reverse(f'admin:meetings_{row.kind}_merge', args=[row.first])}?with={row.second}"
    return Line(cells, address if {row.first, row.second} <= names.keys() else "", key=row.pk)


# Drafts that wait


def draft_rows(asked):
    rows = of_body(Draft.objects.open().seen_by(asked.rights), asked)
    return rows.select_related("body", "proposed_by").order_by("-proposed_at", "-id")


def tell_drafts(drafts):
    return [
        Line(
            [str(row), str(row.body or "no known body"), str(row.proposed_by or "–"), f"{row.proposed_at:%-d %B %Y}"],
            edit(row),
        )
        for row in drafts
    ]


# Reports that wait


def report_rows(asked):
    rows = of_body(Report.objects.open().seen_by(asked.rights), asked)
    return rows.select_related("body").order_by("sent_at", "id")


def tell_reports(reports):
    return [
        Line(
            [str(row), str(row.body or "no known body"), label(row.fact), f"{row.sent_at:%-d %B %Y}"],
            edit(row),
        )
        for row in reports
    ]


LISTS = {
    found.name: found
    for found in (
        WorkList(
            "unsourced", "Facts without a source",
            "Meetings of which something is known that no cited source supports. Find a source, or take the fact away.",
            ["Meeting", "When", "Without a source"], unsourced_rows, tell_unsourced,
        ),
        WorkList(
            "contested", "What sources differ on",
            "Meetings of which a source says something else than the record. Note beside the citation why the record "
            "does not follow it.",
            ["Meeting", "When", "Contested"], contested_rows, tell_contested, count_contested,
        ),
        WorkList(
            "past", "Announced and past",
            "Meetings of which only an announcement was seen, though their days are over. Look for a report.",
            ["Meeting", "When", "Status"], past_rows, tell_past,
        ),
        WorkList(
            "gaps", "Missing numbers",
            "Numbers of a series of which no meeting is recorded. Each leads to a new meeting with the last of them.",
            ["Body", "Missing", "Before"], gap_rows, tell_gaps, count_gaps, unit="numbers", act=PROPOSE,
        ),
        WorkList(
            "dead", "Pages that are gone",
            "Sources whose page was not found when it was last asked for. Add an archived copy, or another source.",
            ["Source", "What its host said", "Asked on", "Archived"], dead_rows, tell_dead,
        ),
        WorkList(
            "doubles", "Probable doubles",
            "Entries much alike, found by their likeness alone. Compare them: two may bear one name.",
            ["One", "Other", "Kind", "Alike (of 100)"], double_rows, tell_doubles, takes_body=False, act=WRITE,
        ),
        WorkList(
            "drafts", "Drafts that wait",
            "What was proposed, and on which nobody has decided.",
            ["Draft", "Body", "Proposed by", "On"], draft_rows, tell_drafts,
        ),
        WorkList(
            "reports", "Reports of readers that wait",
            "What readers say is wrong, the oldest first. Each leads to the form of its meeting, and gets an answer.",
            ["Report", "Body", "On", "Sent"], report_rows, tell_reports,
        ),
    )
}  # fmt: skip
