"""The queries over what meetings name: bodies, countries, places, people, sources, documents, and their history."""

import re
from datetime import UTC, datetime, time
from functools import cache

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meetings.filters.codes import BODY, COUNTRY, MEETING, distinct_of
from meetings.filters.parameters import Code, Day, Moment, Number, Parameter, Search, Truth, Word, exact
from meetings.filters.problems import Problem, ends_before
from meetings.filters.query import Column, Query
from meetings.filters.shown import ShownQuery
from meetings.models import Citation, Meeting, Officer, Revision, Source
from meetings.models.bodies import Level
from meetings.models.meetings import DocumentKind
from meetings.search import holding
from meetings.serializers import MeetingSerializer
from meetings.serializers.others import (
    EXPANDED,
    BodySerializer,
    ChangeSerializer,
    CountrySerializer,
    DocumentRowSerializer,
    PersonSerializer,
    PlaceSerializer,
    RevisionSerializer,
    SourceRowSerializer,
)

EXPANDED_NOW = "expand shows objects as they are now, so it cannot go with as_of. Leave one of them out."
MEMBER = Q(member_since__isnull=False)
LANGUAGE = distinct_of(Source, "language", gettext_lazy("language"))
PUBLISHER = distinct_of(Source, "publisher", gettext_lazy("publisher"))


def by_value(column):
    return lambda rows, values, codes: rows.filter(**{f"{column}__in": [getattr(value, column) for value in values]})


def true_of(condition):
    """That `condition` holds, or that it does not."""
    return lambda rows, words, codes: rows.filter(condition) if words == ["true"] else rows.exclude(condition)


def named_by(people, meetings, codes):
    as_officer = Officer.objects.filter(meeting__in=meetings).values("person")
    chairs = [meeting.chair_person_id for meeting in meetings if meeting.chair_person_id]
    return people.filter(Q(pk__in=as_officer) | Q(pk__in=chairs))


def cited_by(sources, meetings, codes):
    return sources.filter(pk__in=Citation.objects.filter(meeting__in=meetings).values("source"))


def cited_for(sources, bodies, codes):
    return sources.filter(pk__in=Citation.objects.filter(meeting__body__in=bodies).values("source"))


def searched(rows, texts, codes):
    return holding(rows, texts[0])


class NoQuery(Query):
    """The query of what takes no parameters."""


class SchemaQuery(Query):
    name = "schema"
    parameters = (Word("format", "yaml or json.", many=False, words={"yaml": "YAML", "json": "JSON"}),)


AS_OF = Moment("as_of", "RFC 3339 time: the record as it then stood.")


class PastQuery(Query):
    """The query of what is told of one meeting, now or as it once stood."""

    name = "meeting"
    parameters = (AS_OF,)


class OneMeetingQuery(ShownQuery):
    """The query of one meeting, now or as it once stood."""

    name = "meeting"
    parameters = (AS_OF,)
    shape, expands = MeetingSerializer, EXPANDED

    def contradictions(self):
        if self.one("as_of") and self.names("expand"):
            return [Problem("expand", EXPANDED_NOW)]
        return super().contradictions()


class RevisionQuery(ShownQuery):
    name = "history"
    parameters = (AS_OF,)
    shape = RevisionSerializer
    orderings = {"number": (Column("number"),)}
    default_ordering = "-number"


class ChangeQuery(ShownQuery):
    """The query of the feed of changes, which has one order and no end."""

    name = "changes"
    parameters = (
        Word("kind", "What was done.", exact("kind"), words=dict(Revision.Kind.choices)),
        Truth("minor", "Whether its editor called it minor.", true_of(Q(minor=True)), many=False),
        Word(
            "from",
            "Where to begin without a cursor: at the `beginning` (default), or at the `end`, with what comes next.",
            many=False, narrows=False, words={"beginning": "the beginning", "end": "the end"},
        ),
    )  # fmt: skip
    orderings = {"position": (Column("commit__position"), Column("id"))}
    default_ordering = "position"
    is_counted = False
    shape = ChangeSerializer

    @classmethod
    @cache
    def known(cls):
        return {name: each for name, each in super().known().items() if name not in ("ordering", "count")}


def changed_in(revisions, bodies, codes):
    """Revisions of what is a meeting of one of `bodies`, or was when it was taken out."""
    gone = Revision.objects.filter(kind__in=Revision.GONE).saying("body", [body.slug for body in bodies])
    living = Meeting.objects.filter(body__in=bodies)
    return revisions.filter(Q(slug__in=living.values("slug")) | Q(slug__in=gone.values("slug")))


def changed_from(revisions, dates, codes):
    return revisions.filter(at__gte=datetime.combine(dates[0].earliest, time.min, UTC))


def changed_to(revisions, dates, codes):
    return revisions.filter(at__lte=datetime.combine(dates[0].latest, time.max, UTC))


class ChangePageQuery(Query):
    """What a visitor asks of the changes: newest first, and paged by a cursor alone."""

    name = "changes-page"
    parameters = (
        Code("body", "Slug of the body whose meetings were changed.", changed_in, kind=BODY),
        Word("kind", "What was done.", exact("kind"), words=dict(Revision.Kind.choices)),
        Day("from", "Only changes made on this day or in this time, or later.", changed_from),
        Day("to", "Only changes made on this day or in this time, or earlier.", changed_to),
    )
    orderings = {"time": (Column("at"), Column("id"))}
    default_ordering = "-time"
    is_counted = False

    @classmethod
    @cache
    def known(cls):
        return {name: each for name, each in super().known().items() if name not in ("ordering", "limit", "count")}

    def contradictions(self):
        start, end = self.one("from"), self.one("to")
        if start and end and start.earliest > end.latest:
            return [ends_before(start, end)]
        return []


class CorrectionPageQuery(ChangePageQuery):
    """The same of the corrections, of which the kind tells nothing."""

    name = "corrections-page"
    parameters = tuple(parameter for parameter in ChangePageQuery.parameters if parameter.name != "kind")


class TwoRevisionsQuery(Query):
    """Which two states of one meeting a visitor puts side by side."""

    name = "two-revisions"
    parameters = (
        Number("a", "The number of one revision.", many=False),
        Number("b", "The number of the other.", many=False),
    )

    def contradictions(self):
        given = [name for name in ("a", "b") if self.one(name)]
        if len(given) == 1:
            other = "b" if given == ["a"] else "a"
            sentence = _("%(name)s needs %(other)s beside it: the number of another revision.")
            return [Problem(other, sentence % {"name": given[0], "other": other})]
        return []


class Named(Code):
    """A meeting by its slug, or as people call one of a series: 17th AMMTC, AMMTC ke-17."""

    def read(self, text, codes):
        number = next(filter(None, (way.fullmatch(text.strip()) for way in CALLED)), None)
        if number and text not in codes.of(self.kind):
            body = Q(body__acronym__iexact=number["body"]) | Q(body__slug__iexact=number["body"])
            called = self.kind.many().regular().filter(body, ordinal=int(number["ordinal"])).select_related("body")
            if found := called.first():
                return found
        return super().read(text, codes)


CALLED = (
    re.compile(r"(?P<ordinal>[0-9]{1,6})(?:st|nd|rd|th)? +(?P<body>\S.*)"),
    re.compile(r"(?P<body>\S.*?) +ke-(?P<ordinal>[0-9]{1,6})", re.IGNORECASE),
)


class TwoMeetingsQuery(Query):
    """Which two meetings a visitor puts side by side."""

    name = "two-meetings"
    parameters = (
        Named("a", "A meeting.", many=False, kind=MEETING),
        Named("b", "Another meeting.", many=False, kind=MEETING),
    )

    def contradictions(self):
        if self.one("a") and self.one("a") == self.one("b"):
            return [Problem("b", _("a and b are the same meeting. Choose another one."))]
        return []


class OembedQuery(Query):
    """What oEmbed asks: whose frame, and how large it may be."""

    name = "oembed"
    parameters = (
        Parameter("url", "The address of a page of the record.", many=False, longest=None),
        Word("format", "json alone is spoken.", many=False, words={"json": "JSON"}),
        Number("maxwidth", "How wide the frame may be, in pixels.", many=False),
        Number("maxheight", "How high the frame may be, in pixels.", many=False),
        # Consumers send it to ask that visitors are not followed, and none is.
        Word("dnt", "Do not track.", many=False, words={"0": "no", "1": "yes", "true": "yes", "false": "no"}),
    )

    def contradictions(self):
        return [] if self.one("url") else [Problem("url", "url is missing: the address of a page of the record.")]


class BodyQuery(ShownQuery):
    name = "bodies"
    shape = BodySerializer
    parameters = (
        Truth("core", "Whether the record exists for it.", true_of(Q(core=True)), many=False),
        Word("level", "At which level it meets.", exact("level"), words=dict(Level.choices)),
        Code("reports_to", "Slug of the body above it.", exact("reports_to"), kind=BODY),
        Code("lead", "Code of the country that leads it standing.", exact("lead"), kind=COUNTRY),
    )
    orderings = {"position": (Column("position"), Column("slug")), "slug": (Column("slug"),)}
    default_ordering = "position"


class CountryQuery(ShownQuery):
    name = "countries"
    shape = CountrySerializer
    parameters = (
        Truth("member", "Whether a day of its membership is recorded.", true_of(MEMBER), many=False),
        Truth("partner", "Whether it is a dialogue partner.", true_of(Q(partner=True)), many=False),
    )
    orderings = {"code": (Column("code"),), "name": (Column("name"), Column("code"))}
    default_ordering = "code"


class PlaceQuery(ShownQuery):
    name = "places"
    shape = PlaceSerializer
    parameters = (
        Code("country", "Code of the country it lies in.", exact("country"), kind=COUNTRY),
        Truth("located", "Whether its coordinates are known.", true_of(Q(latitude__isnull=False)), many=False),
    )
    orderings = {"country": (Column("country_id"), Column("locality"), Column("region"), Column("id"))}
    default_ordering = "country"


class PersonQuery(ShownQuery):
    name = "people"
    shape = PersonSerializer
    parameters = (
        Code("meeting", "Slug of a meeting that names them.", named_by, kind=MEETING),
        Search("q", "Words that all occur in a spelling of their name, without regard to case and accents.", searched),
    )
    orderings = {"name": (Column("name"), Column("slug"))}
    default_ordering = "name"


class SourceQuery(ShownQuery):
    name = "sources"
    shape = SourceRowSerializer
    parameters = (
        Code("meeting", "Slug of a meeting that cites it.", cited_by, kind=MEETING),
        Code("body", "Slug of a body for whose meetings it is cited.", cited_for, kind=BODY),
        Code("publisher", "Its publisher.", by_value("publisher"), kind=PUBLISHER),
        Code("language", "Its language tag, such as id.", by_value("language"), kind=LANGUAGE),
        Search("q", "Words that all occur in its title, publisher or address, case and accents apart.", searched),
    )
    orderings = {"id": (Column("id"),), "publisher": (Column("publisher"), Column("title"), Column("id"))}
    default_ordering = "id"


class DocumentQuery(ShownQuery):
    name = "documents"
    shape = DocumentRowSerializer
    parameters = (
        Word("kind", "What kind of text it is.", exact("kind"), words=dict(DocumentKind.choices)),
        Code("body", "Slug of the body whose meeting adopted or issued it.", exact("meeting__body"), kind=BODY),
        Code("host", "Code of the country that hosted that meeting.", exact("meeting__host"), kind=COUNTRY),
        Code("meeting", "Slug of that meeting.", exact("meeting"), kind=MEETING),
        Search("q", "Words that all occur in its title, without regard to case and accents.", searched),
    )
    orderings = {
        "date": (Column("meeting__sorts_on"), Column("meeting__slug"), Column("position"), Column("id")),
        "title": (Column("title"), Column("id")),
    }
    default_ordering = "date"
