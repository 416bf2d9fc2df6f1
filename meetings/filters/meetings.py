"""The query over meetings: the same words mean the same on the timeline, the API, each feed and each export."""

from datetime import date

from django.db.models import Exists, OuterRef, Q

from meetings.filters.codes import BODY, COUNTRY, MEETING, PERSON
from meetings.filters.parameters import Code, Day, Number, Text, Truth, Word, exact
from meetings.filters.problems import Problem, Refusal
from meetings.filters.query import Column, Query
from meetings.models import Citation, Document, Meeting, Officer
from meetings.models.bodies import Chain
from meetings.models.meetings import Format, Kind, Role, Status
from meetings.search import MOST_WORDS, matching, words_of

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


def within(meetings, bodies, codes):
    chain = Chain(codes.of(BODY).values())
    return meetings.filter(body__in={below for body in bodies for below in (body, *chain.below(body))})


def in_years(meetings, years, codes):
    spans = Q()
    for year in years:
        spans |= Q(earliest__lte=date(year, 12, 31), latest__gte=date(year, 1, 1))
    return meetings.filter(spans)


def by_precision(meetings, words, codes):
    return meetings.filter(precision__in=[precision for word in words for precision in PRECISIONS[word]])


def searched(meetings, texts, codes):
    return matching(meetings, texts[0])


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


class Search(Text):
    """Words that all must occur, without regard to case and accents."""

    def read(self, text, codes):
        if not words_of(text):
            raise Refusal(f"{self.name} has no letters or digits to search for.")
        if len(words_of(text)) > MOST_WORDS:
            raise Refusal(f"{self.name} has too many words: {MOST_WORDS} at most.")
        return text


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
            by_precision, words={"day": "day", "month": "month", "year": "year", "none": "no date"},
        ),
        Search("q", "Words that all occur in it, without regard to case and accents.", searched),
        Truth("contested", "Whether sources differ on it.", contested, many=False),
        Word("has", "A key of the record that holds something; `venue.name` looks inside.", having, words=FIELDS),
        Word("missing", "A key of the record that holds nothing.", missing, words=FIELDS),
        Code("alongside", "Slug of the main meeting that it sat beside.", exact("alongside"), kind=MEETING),
        Code("reports_to", "Slug of the meeting that it reports to.", exact("reports_to"), kind=MEETING),
    )  # fmt: skip
    orderings = {
        "date": (Column("sorts_on"), Column("slug")),
        "ordinal": (Column("ordinal", nullable=True), Column("slug")),
        "body": (Column("body__position"), Column("body__slug"), Column("sorts_on"), Column("slug")),
        "updated": (Column("updated_at", nullable=True), Column("slug")),
    }
    default_ordering = "date"

    def contradictions(self):
        start, end = self.one("from"), self.one("to")
        if start and end and start.earliest > end.latest:
            return [Problem("to", f"to ({end.latest}) lies before from ({start.earliest}).")]
        return []

    def narrow(self, rows):
        rows = super().narrow(rows)
        start, end = self.one("from"), self.one("to")
        first, last = ("earliest", "latest") if self.one("match") == "within" else ("latest", "earliest")
        if self.is_valid and start:
            rows = rows.filter(**{f"{first}__gte": start.earliest})
        if self.is_valid and end:
            rows = rows.filter(**{f"{last}__lte": end.latest})
        return rows

    def meetings(self):
        """The meetings asked for, in order."""
        return self.ordered(self.narrow(Meeting.objects.all()))
