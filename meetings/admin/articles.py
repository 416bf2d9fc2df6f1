"""Read an article: what is pasted is shown as the meetings it tells of, each to be filled into the ordinary form.

Nothing is stored here. Whatever was typed is shown again, and the number of queries does not grow with the meetings.
"""

from dataclasses import dataclass, field, replace
from functools import reduce
from operator import or_

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import MaxLengthValidator
from django.db.models import Q
from django.http import HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.urls import path

from meetings.admin.beside import EXPLAINED, is_spelling
from meetings.admin.citing import COARSER, EARLIER, FILLS, compared, words
from meetings.admin.doors import rights_of
from meetings.admin.fields import DatesField, ProseField
from meetings.admin.imports import may_import
from meetings.admin.reading import DESCRIBING, carried, form_for, spellings
from meetings.admin.wording import NOTHING, label, told
from meetings.articles import reading_of
from meetings.claims import DIFFERS, SUPPORTS
from meetings.dates import parse, say
from meetings.models import Body, Country, Meeting
from meetings.models.fields import check_address
from meetings.models.rights import PROPOSE
from meetings.reading import parse_article
from meetings.serializers import shape
from meetings.serializers.extracted import LONGEST, whole

MOST_SHOWN, MOST_ALIKE = 50, 5
TOO_LONG = f"The text has more than {LONGEST:,} characters. Leave out what does not tell of the meetings."
UNCITED = "Give the address of the article, or at least its title: whatever is filled in cites it."
NO_DAY = "Give the day on which it was published, or leave this empty."
NO_BODY = "{} is not in the record: choose its body in the form."
VERDICTS = {
    SUPPORTS: "They agree.",
    FILLS: "The record lacks it: it is filled in.",
    DIFFERS: "They differ: the record stays, and the citation says so.",
    EARLIER: "The record stays: an announcement says nothing of what came of it.",
    COARSER: "The record stays: it names the town, the article its region.",
}


class ArticleForm(forms.Form):
    """A text and where it stood; a text may begin with the lines “URL: …” and “PUBLISHED: …” instead."""

    url = forms.CharField(label="Address", max_length=2000, required=False, validators=[check_address])
    title = forms.CharField(label="Title", max_length=500, required=False)
    publisher = forms.CharField(label="Publisher", max_length=200, required=False)
    published = DatesField(label="Day of publication", help_text="From it, a year that the text leaves out is told.")
    # No max_length: a browser would cut off the end of what is pasted, and say nothing.
    text = ProseField(
        label="Text of the article",
        validators=[MaxLengthValidator(LONGEST, TOO_LONG)],
        widget=forms.Textarea(attrs={"rows": 16, "class": "vLargeTextField"}),
        error_messages={"required": "Paste the text of the article."},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("url", "title", "publisher"):
            self.fields[name].widget.attrs["class"] = "vTextField"

    def clean_published(self):
        published = self.cleaned_data["published"]
        if published and str(published) != str(published.earliest):
            raise ValidationError(NO_DAY)
        return published

    def clean(self):
        cleaned = super().clean()
        pasted = parse_article(cleaned.get("text", ""))
        for name in ("url", "published"):
            if name not in self.errors and not cleaned.get(name) and getattr(pasted, name):
                self.take(name, getattr(pasted, name))
        if not self.errors and not (cleaned["url"] or cleaned["title"]):
            self.add_error("url", UNCITED)
        if not self.errors:
            given = {name: cleaned[name] or None for name in ("url", "title", "publisher")}
            published = str(cleaned["published"]) if cleaned["published"] else None
            self.article = replace(pasted, **given, published=published)
        return cleaned

    def take(self, name, text):
        """Take what stands above the pasted text for what was not typed."""
        try:
            self.cleaned_data[name] = self.fields[name].clean(text)
            if name == "published":
                self.clean_published()
        except ValidationError as error:
            self.add_error(name, error)


@dataclass(frozen=True)
class Line:
    """A fact in words, as the record has it and as the article does, what comes of it, and the sentences read."""

    words: str
    stands: str
    said: str
    outcome: str
    quotes: list


@dataclass(frozen=True)
class Filling:
    """A form that can be filled in: of `meeting`, or of a new one; `lack` says why it is shut."""

    meeting: Meeting | None
    lines: list
    address: str
    lack: str


@dataclass(frozen=True)
class Told:
    """A meeting that was found in an article: its name, what the page carries along, and what it can fill in."""

    name: str
    carried: str
    is_known: bool
    fillings: list = field(default_factory=list)


class Known:
    """What of the record is needed to tell what was found in an article, looked up once for all of it."""

    def __init__(self, found, rights):
        self.rights = rights
        self.bodies = {body.slug: body for body in Body.objects.in_record_order()}
        self.countries = Country.objects.in_bulk()
        self.meetings = list(standing(found))

    def name(self, read):
        body = self.bodies.get(read["body"])
        if body is None:
            return " ".join(filter(None, [f"{read['ordinal'] or ''}", read["body"] or "A meeting of an unknown body"]))
        dates = parse(read["dates"]) if read["dates"] else None
        parts = {"kind": read["kind"] or "regular", "title": read["title"] or ""}
        return Meeting(body=body, ordinal=read["ordinal"], dates=dates, **parts).name

    def same(self, read):
        """The meetings that `read` may be, and whether it surely is: by its number or slug, else by body and days."""
        of_body = [meeting for meeting in self.meetings if meeting.body.slug == read["body"]]
        sure = [meeting for meeting in of_body if read["ordinal"] and meeting.ordinal == read["ordinal"]]
        sure += [meeting for meeting in self.meetings if meeting.slug == read["slug"] and meeting not in sure]
        if sure:
            return sure, True
        unnumbered = [meeting for meeting in of_body if not (meeting.ordinal and read["ordinal"])]
        return [meeting for meeting in unnumbered if overlap(meeting, read["dates"])][:MOST_ALIKE], False

    def in_words(self, fact, value):
        if value in (None, "", [], {}):
            return NOTHING
        if fact in ("dates", "programme"):
            return told_dates(value)
        if fact == "host":
            return self.country(value)
        if fact == "chair":
            person, office = value.get("person"), value.get("office")
            return ", ".join(filter(None, [person, office, self.country(value.get("country"))]))
        return told(value)

    def country(self, code):
        return str(self.countries.get(code) or code or "")


def told_dates(text):
    words = say(parse(text))
    return words if words == text else f"{words} ({text})"


def overlap(meeting, text):
    days = bounds(text)
    return bool(days and meeting.earliest and meeting.earliest <= days[1] and meeting.latest >= days[0])


def bounds(text):
    """The first and the last day that dates may mean; None where they name no year."""
    dates = parse(text) if text else None
    return (dates.earliest, dates.latest) if dates and dates.earliest else None


def standing(found):
    """The meetings of the record that one of those `found` may be."""
    asked = [condition for each in found for condition in conditions(whole(each.record))]
    rows = Meeting.objects.with_record().order_by("-sorts_on", "slug")
    return rows.filter(reduce(or_, asked)) if asked else rows.none()


def conditions(read):
    of_body = Q(body__slug=read["body"])
    if read["slug"]:
        yield Q(slug=read["slug"])
    if read["body"] and read["ordinal"]:
        yield of_body & Q(ordinal=read["ordinal"])
    if read["body"] and (days := bounds(read["dates"])):
        yield of_body & Q(earliest__lte=days[1], latest__gte=days[0])


def tell(found, source, known):
    read = whole(found.record)
    meetings, is_sure = known.same(read)
    fillings = [filling_of(meeting, found, known) for meeting in meetings]
    if not is_sure:
        fillings.append(filling_new(found, known))
    return Told(known.name(read), carried(found.record, source), is_sure, fillings)


def filling_of(meeting, found, known):
    read = whole(found.record)
    lines = [line(one, known, found.quotes) for one in compared(shape(meeting), read, spellings(meeting))]
    return Filling(meeting, lines, form_for(meeting), known.rights.lacks(PROPOSE, [meeting.body]))


def line(one, known, quotes):
    outcome = VERDICTS.get(one.stance) or f"{EXPLAINED[one.stance].capitalize()}: the citation says so."
    if one.stance == DIFFERS and is_spelling(one.fact, one.stands, words(one)):
        outcome = f"{EXPLAINED['spelling'].capitalize()}: the citation says so."
    stands, said = known.in_words(one.fact, one.stands), known.in_words(one.fact, one.said)
    return Line(WORDS.get(one.fact, label(one.fact)), stands, said, outcome, sentences(quotes, pointer(one.fact)))


def filling_new(found, known):
    read = whole(found.record)
    body = known.bodies.get(read["body"])
    named = str(body or NO_BODY.format(read["body"] or "a body without a name"))
    values = {"body": named, **{key: read[key] for key in TOLD}, **(read["venue"] or {})}
    values["country"] = known.country(values.get("country"))
    lines = [
        Line(WORDS.get(key, label(key)), "", known.in_words(key, value), "", sentences(found.quotes, pointer(key)))
        for key, value in values.items()
        if value
    ]
    return Filling(None, lines, form_for(), known.rights.lacks(PROPOSE, [body]) if body else "")


# The keys that are told of a new meeting besides its body and its place.
TOLD = (
    "ordinal", "kind", "title", "status", "dates", "programme", "format", "host", "chair", "officers", "theme",
    "reports_to", "alongside", "agenda", "documents", "notes",
)  # fmt: skip
WORDS = {"name": "venue", "locality": "town", "country": "country of the venue"}
POINTERS = {"venue": "/venue/name"} | {part: f"/venue/{part}" for part in ("name", "locality", "region", "country")}


def pointer(key):
    return POINTERS.get(key, f"/{key}")


def sentences(quotes, pointer):
    """The sentences from which what stands at `pointer` was read, each once."""
    beneath = [text for place, text in quotes.items() if place == pointer or place.startswith(f"{pointer}/")]
    above = quotes.get(pointer.rpartition("/")[0])
    return list(dict.fromkeys(beneath or filter(None, [above])))


def article_page(model_admin, request):
    if not may_import(request):
        raise PermissionDenied
    if request.method not in ("GET", "HEAD", "POST"):
        return HttpResponseNotAllowed(["GET", "POST"])
    form = ArticleForm(request.POST if request.method == "POST" else None)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": "Read an article",
        "opts": model_admin.opts,
        "form": form,
        **(what_was_read(request, form.article) if form.is_bound and form.is_valid() else {}),
    }
    request.current_app = model_admin.admin_site.name
    return TemplateResponse(request, "admin/meetings/meeting/article.html", context)


def what_was_read(request, article):
    reading = reading_of(article)
    shown = reading.meetings[:MOST_SHOWN]
    known = Known(shown, rights_of(request))
    source = {name: getattr(article, name) for name in DESCRIBING} | {"language": reading.language}
    return {
        "is_read": True,
        "meetings": [tell(found, source, known) for found in shown],
        "left_out": len(reading.meetings) - len(shown),
        "empty": carried({}, source),
        "empty_form": form_for(),
    }


def url(model_admin):
    view = model_admin.admin_site.admin_view(lambda request: article_page(model_admin, request))
    return path("article/", view, name="meetings_meeting_article")
