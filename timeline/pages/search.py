"""Search: where in the record the words stand, the best places first, and what to try where they stand nowhere."""

import re
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.html import format_html, format_html_join

from meetings.filters import PageQuery
from meetings.models import Body, Country, Meeting, Person, Place
from meetings.search import Snippet, fold, marks_in, matching, phrases_of, snippet, terms_of, words_of
from meetings.serializers import shape
from meetings.suggestions import closest
from timeline.facts import LABELS
from timeline.pages.frame import public, show, without_blanks
from timeline.pages.lines import with_words
from timeline.pages.paging import PAGE, page_of

RESULTS_A_PAGE = 20
# Of more bodies and countries than these, none is what somebody looked for.
MOST_NAMED = 6
# So many words are looked at one by one, and so many rows are read for words to suggest.
MOST_TRIED, MOST_READ = 6, 2000
TOLD = ("theme", "agenda", "notes", "documents", "chair", "officers", "citations")


@dataclass(frozen=True)
class Result:
    """A meeting that was found: its name and place with the words marked, and where else they stand."""

    meeting: Meeting
    name: str
    where: str
    label: str
    text: str


@public
def search(request):
    if "" in request.GET.values():
        return without_blanks(request)
    today = timezone.localdate()
    asked = request.GET.get("q", "")
    query = PageQuery(request.GET, default_ordering="relevance" if asked else None, allowed_extra=(PAGE,))
    problems = list(query.errors)
    rows = query.meetings().with_record()
    page = page_of(rows, request.GET, problems, size=RESULTS_A_PAGE) if asked else None
    meetings = with_words(list(page.object_list) if page is not None else [], today=today)
    phrases = phrases_of(asked)
    bodies, countries = list(Body.objects.in_record_order()), list(Country.objects.in_record_order())
    context = {
        "asked": asked,
        "query": query,
        "problems": problems,
        "page": page,
        "results": [result(meeting, phrases) for meeting in meetings],
        "named": named(asked, bodies, countries) if page is not None else [],
        "advice": advice(asked, bodies, countries) if page is not None and not meetings else None,
        "narrowed": [each for each in query.active if each[0] != "q"],
        "hidden": [each for each in request.GET.items() if each[0] not in ("q", PAGE)],
        "whole": urlencode({"q": asked}),
    }
    return show(request, "search", context, today=today, status=400 if problems else 200)


def result(meeting, phrases):
    where = meeting.where or str(meeting.host or "")
    shown = {phrase for phrase, _start, _end in marks_in(f"{meeting.name} {where}", phrases)}
    label, found = best_place(shape(meeting), phrases, shown)
    return Result(meeting, marked_words(meeting.name, phrases), marked_words(where, phrases), label, found)


def best_place(record, phrases, shown):
    """(label, text with marks) of the fact that tells most that is not `shown`; empty texts where none does."""
    found = [(name, snippet(texts_of(name, record[name]), phrases)) for name in TOLD if record[name]]
    told = [(name, piece) for name, piece in found if piece]
    if not told:
        return "", ""
    name, piece = max(told, key=lambda each: (len(marked_in(each[1]) - shown), len(marked_in(each[1]))))
    return LABELS[name], marked(piece)


def texts_of(name, value):
    """What people read of a fact: without addresses, and without the codes that a program reads."""
    if name == "documents":
        return [document["title"] for document in value]
    if name != "citations":
        return value
    return [[each["source"]["title"], each["source"]["publisher"], each["note"]] for each in value]


def marked_in(piece):
    return {fold(piece.text[start:end]) for start, end in piece.marks}


def marked_words(text, phrases):
    return marked(Snippet(text, [(start, end) for _phrase, start, end in marks_in(text, phrases)]))


def marked(piece):
    """The text as HTML, with <mark> around each place."""
    ends = [0, *(end for _start, end in piece.marks)]
    starts = [*(start for start, _end in piece.marks), len(piece.text)]
    plain = [piece.text[end:start] for end, start in zip(ends, starts, strict=True)]
    told = format_html_join(
        "", "{}<mark>{}</mark>", ((before, piece.text[s:e]) for before, (s, e) in zip(plain, piece.marks, strict=False))
    )
    return format_html("{}{}", told, plain[-1])


def named(asked, bodies, countries):
    """Bodies and countries that are called so, where they are few."""
    terms = terms_of(asked)
    rows = [(row, row.acronym, f"{row.acronym} {row.name} {row.name_id}") for row in bodies]
    rows += [(row, str(row), f"{row.name} {row}") for row in countries]
    found = [(row, name) for row, name, text in rows if all(names_one(fold(text), term) for term in terms)]
    return found if len(found) <= MOST_NAMED else []


def names_one(text, term):
    return any(phrase in text for phrase in term)


@dataclass(frozen=True)
class Advice:
    """What to try where nothing was found: the query with its words put right, and words that are found alone."""

    corrected: str
    alone: list[str]


def advice(asked, bodies, countries):
    words = words_of(asked)[:MOST_TRIED]
    found = {word: is_found(word) for word in words}
    known = vocabulary(bodies, countries) if not all(found.values()) else {}
    meant = [word if found[word] else known.get(closest(word, list(known)), word) for word in words]
    corrected = " ".join(meant)
    alone = [word for word in words if found[word]] if len(words) > 1 else []
    return Advice(corrected if meant != words and is_found(corrected) else "", alone)


def is_found(text):
    return matching(Meeting.objects.all(), text).exists()


def vocabulary(bodies, countries):
    """Words of the record as they are written, by their folded form."""
    texts = [text for row in bodies for text in (row.acronym, row.name, row.name_id)]
    texts += [row.name for row in countries]
    for rows in (
        Place.objects.values_list("locality", "region"),
        Person.objects.values_list("name"),
        Meeting.objects.newest_first().values_list("theme", "agenda"),
    ):
        texts += [str(value) for row in rows[:MOST_READ] for value in row]
    return {fold(word): word for text in texts for word in re.findall(r"\w{3,}", text)}
