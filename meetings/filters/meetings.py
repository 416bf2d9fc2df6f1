"""The query over meetings: the same words mean the same on the timeline, the API, each feed and each export."""

from datetime import date

from django.db.models import Exists, F, OuterRef, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meetings.filters.codes import BODY, COUNTRY, MEETING, PERSON, REGION, TOWN
from meetings.filters.others import EXPANDED_NOW
from meetings.filters.parameters import Code, Day, Moment, Number, Search, Truth, Word, exact
from meetings.filters.problems import Problem, ends_before
from meetings.filters.query import Column, Query
from meetings.filters.shown import ShownQuery
from meetings.models import Citation, Document, Meeting, Officer, Revision, Tally
from meetings.models.bodies import Chain
from meetings.models.meetings import Format, Kind, Role, Status
from meetings.search import matching, ranked
from meetings.serializers import MeetingSerializer
from meetings.serializers.others import EXPANDED, SnippetSerializer

PRECISIONS = {
    "day": ("day",),
    # A season or a quarter is known less closely than a month, and more closely than a year.
    "month": ("month", "season"),
    "year": ("year", "decade", "century"),
    "none": ("none",),
}
CHAIRING = (Role.CHAIR, Role.CO_CHAIR)


def involving(meetings, countries, codes):
    """Meetings that one of `countries` hosts, chairs or co-chairs, or that sat there."""
    chairing = Officer.objects.filter(country__in=countries, role__in=CHAIRING).values("meeting")
    return meetings.filter(
        Q(host__in=countries) | Q(place__country__in=countries) | Q(chair_country__in=countries) | Q(pk__in=chairing)
    )


def naming(meetings, people, codes):
    as_officer = Officer.objects.filter(person__in=people).values("meeting")
    return meetings.filter(Q(chair_person__in=people) | Q(pk__in=as_officer))


def at_place(column):
    """Keeps meetings at one of the places that have the same value there."""
    return lambda rows, values, codes: rows.filter(
        **{f"place__{column}__in": [getattr(value, column) for value in values]}
    )


def within(meetings, bodies, codes):
    return meetings.filter(body__in=bodies_within(bodies, codes))


def bodies_within(bodies, codes):
    chain = Chain(codes.of(BODY).values())
    return {below for body in bodies for below in (body, *chain.below(body))}


def in_years(meetings, years, codes):
    spans = Q()
    for year in years:
        spans |= Q(earliest__lte=date(year, 12, 31), latest__gte=date(year, 1, 1))
    return meetings.filter(spans)


def by_precision(meetings, words, codes):
    return meetings.filter(precision__in=[precision for word in words for precision in PRECISIONS[word]])


def searched(meetings, texts, codes):
    return matching(meetings, texts[0])


def updated_since(meetings, times, codes):
    return meetings.filter(updated_at__gte=times[0])


def contested(meetings, words, codes):
    return meetings.contested() if words == ["true"] else meetings.filter(contested=[])


def rows_of(model):
    return Q(Exists(model.objects.filter(meeting=OuterRef("pk"))))


def linked(column):
    return Q(**{f"{column}__isnull": False})


def text_in(column):
    return ~Q(**{column: ""})


CHAIR = {
    "chair.country": linked("chair_country"),
    "chair.person": linked("chair_person"),
    "chair.office": text_in("chair_office"),
}
VENUE = {
    "venue.name": text_in("venue_name"),
    "venue.locality": linked("place") & ~Q(place__locality=""),
    "venue.region": linked("place") & ~Q(place__region=""),
    "venue.country": linked("place"),
}
ALWAYS = Q(pk__isnull=False)
# Each key of the one shape → that it holds something.
FILLED = {
    "slug": ALWAYS,
    "body": ALWAYS,
    "ordinal": linked("ordinal"),
    "kind": ALWAYS,
    "title": text_in("title"),
    "status": ALWAYS,
    "dates": linked("dates"),
    "programme": linked("programme"),
    "format": text_in("format"),
    "host": linked("host"),
    "chair": CHAIR["chair.country"] | CHAIR["chair.person"] | CHAIR["chair.office"],
    **CHAIR,
    "officers": rows_of(Officer),
    "venue": VENUE["venue.name"] | VENUE["venue.country"],
    **VENUE,
    "theme": text_in("theme"),
    "reports_to": linked("reports_to"),
    "alongside": linked("alongside"),
    "agenda": ~Q(agenda=[]),
    "documents": rows_of(Document),
    "notes": text_in("notes"),
    "gaps": ~Q(gaps={}),
    "citations": rows_of(Citation),
}
FIELDS = {name: name for name in FILLED}


def any_filled(names):
    filled = Q()
    for name in names:
        filled |= FILLED[name]
    return filled


def having(meetings, names, codes):
    return meetings.filter(any_filled(names))


def missing(meetings, names, codes):
    lacking = Q()
    for name in names:
        lacking |= ~FILLED[name]
    return meetings.filter(lacking)


class MeetingQuery(Query):
    """What a query string asks of the meetings."""

    name = "meetings"
    parameters = (
        Code("body", "A body's slug.", exact("body"), kind=BODY),
        Code("within", "A body's slug: it and all bodies below it in the reporting chain.", within, kind=BODY),
        Code("host", "Code of the country that hosts it.", exact("host"), kind=COUNTRY),
        Code("chair", "Code of the country that chairs it.", exact("chair_country"), kind=COUNTRY),
        Code(
            "country", "Code of a country that hosts, chairs or co-chairs it, or where it sat.", involving, kind=COUNTRY
        ),
        Code("locality", "Town where it sat, as the record names it.", at_place("locality"), kind=TOWN),
        Code("region", "Region where it sat, as the record names it.", at_place("region"), kind=REGION),
        Word("status", "How it stands.", exact("status"), words=dict(Status.choices)),
        Word("kind", "A regular meeting of its series, or another.", exact("kind"), words=dict(Kind.choices)),
        Word("format", "How people met.", exact("format"), words=dict(Format.choices)),
        Number("year", "A year on a day of which it may have sat.", in_years, least=1000),
        Number("ordinal", "Its number in its series.", exact("ordinal")),
        Code("person", "Slug of a person who chairs it or is one of its officers.", naming, kind=PERSON),
        Day("from", "EDTF or a day: only meetings from its first day on. Undated ones are left out."),
        Day("to", "EDTF or a day: only meetings up to its last day. Undated ones are left out."),
        Word(
            "match", "How `from` and `to` are met: `overlap` by a possible day (default), `within` by all of them.",
            many=False, narrows=False, words={"overlap": "overlap", "within": "within"},
        ),
        Word(
            "precision", "How closely the date is known. `month` has seasons and quarters too, `year` has decades.",
            by_precision, words={
                "day": gettext_lazy("day"), "month": gettext_lazy("month"),
                "year": gettext_lazy("year"), "none": gettext_lazy("no date"),
            },
        ),
        Search("q", "Words that all occur in it, without regard to case and accents.", searched),
        Truth("contested", "Whether sources differ on it.", contested, many=False),
        Word("has", "A key of the record that holds something; `venue.name` looks inside.", having, words=FIELDS),
        Word("missing", "A key of the record that holds nothing.", missing, words=FIELDS),
        Code("alongside", "Slug of the main meeting that it sat beside.", exact("alongside"), kind=MEETING),
        Code("reports_to", "Slug of the meeting that it reports to.", exact("reports_to"), kind=MEETING),
        Moment("updated_since", "RFC 3339 time: only meetings whose last change was then or later.", updated_since),
    )  # fmt: skip
    orderings = {
        "date": (Column("sorts_on"), Column("slug")),
        "ordinal": (Column("ordinal", nullable=True), Column("slug")),
        "body": (Column("body__position"), Column("body__slug"), Column("sorts_on"), Column("slug")),
        "updated": (Column("updated_at", nullable=True), Column("slug")),
        "relevance": (Column("rank"), Column("slug")),
        "slug": (Column("slug"),),
    }
    default_ordering = "date"

    @property
    def is_ranked(self):
        return self.ordering.removeprefix("-") == "relevance"

    def contradictions(self):
        if self.is_ranked and not self.one("q"):
            return [Problem("ordering", _("ordering=relevance tells how well q is met. Give q, or another ordering."))]
        start, end = self.one("from"), self.one("to")
        if start and end and start.earliest > end.latest:
            return [ends_before(start, end)]
        return []

    def narrow(self, rows, *, but=None):
        rows = super().narrow(rows, but=but)
        start, end = self.one("from"), self.one("to")
        first, last = ("earliest", "latest") if self.one("match") == "within" else ("latest", "earliest")
        if self.is_valid and start:
            rows = rows.filter(**{f"{first}__gte": start.earliest})
        if self.is_valid and end:
            rows = rows.filter(**{f"{last}__lte": end.latest})
        if self.is_valid and start and end and first == "earliest":
            # Follows from the rest, and bounds the index of first days on either side.
            rows = rows.filter(earliest__lte=end.latest)
        return ranked(rows, self.one("q")) if self.is_valid and self.is_ranked else rows

    def size(self, kinds):
        if self.active or len(kinds) > 1 or kinds[0].model is not Meeting:
            return super().size(kinds)
        # Each meeting has one kind, and nothing narrows them.
        return sum(Tally.objects.sums("kind")["kind"].values())

    def meetings(self):
        """The meetings asked for, in order."""
        return self.ordered(self.narrow(Meeting.objects.all()))


BY_TIME = (Column("updated_at"), Column("slug"))


def slugs(rows, codes):
    return [row.slug for row in rows]


def country_codes(rows, codes):
    return [row.code for row in rows]


def as_given(values, codes):
    return values


# What a record says by itself, by the parameter that asks for it: where it says so, and the values that it takes.
THEN = {
    "body": ("body", slugs),
    "within": ("body", lambda bodies, codes: slugs(bodies_within(bodies, codes), codes)),
    "host": ("host", country_codes),
    "chair": ("chair__country", country_codes),
    "status": ("status", as_given),
    "kind": ("kind", as_given),
    "format": ("format", as_given),
    "ordinal": ("ordinal", as_given),
    "alongside": ("alongside", slugs),
    "reports_to": ("reports_to", slugs),
}


def past_problems(query):
    """What cannot be asked of the record as it once stood."""
    wrong = {name for name, _, _ in query.active} - THEN.keys()
    told = f"as_of goes with {', '.join(THEN)} only: the rest is worked out for the record of now. Leave {{}} out."
    problems = [Problem(name, told.format(name)) for name in query.values if name in wrong]
    if query.ordering.removeprefix("-") != "slug":
        problems.append(Problem("ordering", "as_of lists by slug: that needs ordering=slug or -slug.", "slug"))
    if query.is_with_deleted:
        problems.append(
            Problem("include_deleted", "as_of lists what was in the record then. Leave include_deleted out.")
        )
    if query.names("expand"):
        problems.append(Problem("expand", EXPANDED_NOW))
    return problems


NEEDS_ORDER = (
    "include_deleted merges deleted meetings in by the time of their change: that needs ordering=updated or -updated."
)


class MeetingListQuery(ShownQuery, MeetingQuery):
    """What a program asks of the meetings: also which keys it wants, and what is no longer there."""

    parameters = (
        *MeetingQuery.parameters,
        Truth(
            "include_deleted",
            "Whether deleted and merged meetings are listed too, each as its slug and the time of its end. "
            "Orders by `updated` unless told.",
            many=False, narrows=False,
        ),
        Moment(
            "as_of", "RFC 3339 time: the record as it then stood, ordered by `slug`. "
            "Goes with the parameters that the record itself answers.", narrows=False,
        ),
    )  # fmt: skip
    shape, expands = MeetingSerializer, EXPANDED | {"snippet": SnippetSerializer}

    @cached_property
    def is_with_deleted(self):
        return self.one("include_deleted") == "true"

    @property
    def is_plain(self):
        return super().is_plain and not self.is_with_deleted

    @cached_property
    def ordering(self):
        default = "slug" if self.one("as_of") else "updated" if self.is_with_deleted else self.default
        return self.one("ordering", default)

    @cached_property
    def columns(self):
        # Whatever has a time since then has a time, and an index can seek it.
        timed = self.is_with_deleted or self.one("updated_since")
        return BY_TIME if timed and super().columns == self.orderings["updated"] else super().columns

    def contradictions(self):
        problems = super().contradictions()
        if self.one("as_of"):
            return problems + past_problems(self)
        if "snippet" in self.names("expand") and not self.one("q"):
            problems.append(Problem("expand", "snippet shows where the words of q stand. Give q, or leave it out."))
        if not self.is_with_deleted:
            return problems
        if self.ordering.removeprefix("-") != "updated":
            problems.append(Problem("ordering", NEEDS_ORDER, "updated"))
        # A meeting that a change takes out of a narrower list leaves no tombstone there, and a copy would keep it.
        return problems + [
            Problem(name, f"include_deleted keeps a copy of the whole record: it cannot go with {name}. Leave one out.")
            for name in dict.fromkeys(name for name, _, _ in self.active)
            if name != "updated_since"
        ]

    def narrow(self, rows, *, but=None):
        rows = super().narrow(rows, but=but)
        return rows.filter(updated_at__isnull=False) if self.is_with_deleted else rows

    def beside(self):
        if not (self.is_valid and self.is_with_deleted):
            return []
        gone = Revision.objects.tombstones().annotate(updated_at=F("at"))
        since = self.one("updated_since")
        return [gone.filter(at__gte=since) if since else gone]

    def size(self, kinds):
        if self.one("as_of") and not self.active:
            return Revision.objects.number_standing(self.one("as_of"))
        return super().size(kinds)

    def then(self):
        """The revisions that stood at the time `as_of` and are asked for."""
        standing = Revision.objects.standing(self.one("as_of"))
        for name, values in self.values.items():
            if name in THEN:
                path, read = THEN[name]
                standing = standing.saying(path, read(values, self.codes))
        return standing
