"""Full text over the record, without regard to case and accents: one folded column on either database."""

import re
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db import connections
from django.db.models import Q, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce, NullIf, StrIndex
from django.db.models.lookups import GreaterThan

from meetings.folding import fold
from meetings.languages import ALSO_CALLED, COUNTRIES
from meetings.models.places import Country

# More than anybody types; each word is a condition of the query, of which a database takes only so many.
MOST_WORDS = 20
# The codes of countries by what they are called in any language but that of the record, folded.
CALLED = {fold(name): code for names in COUNTRIES.values() for code, name in names.items()}
CALLED |= {fold(name): code for code, names in ALSO_CALLED.items() for name in names}
MOST_WORDS_OF_A_NAME = max(len(name.split()) for name in CALLED)


def words_of(query):
    """The words of a query, each once."""
    return list(dict.fromkeys(fold(query).split()))


def terms_of(query):
    """What must occur for each word of a query: a tuple of phrases, of which one is enough.

    Mostly the word alone; beside the name of a country in another language also that which the record uses.
    """
    words, found = words_of(query), []
    while words:
        size = next((size for size in range(MOST_WORDS_OF_A_NAME, 0, -1) if " ".join(words[:size]) in CALLED), 1)
        found.append(" ".join(words[:size]))
        words = words[size:]
    codes = {CALLED[phrase] for phrase in found if phrase in CALLED}
    names = {row.code: fold(row.name) for row in Country.objects.filter(code__in=codes)} if codes else {}
    return [tuple(dict.fromkeys((phrase, names.get(CALLED.get(phrase), phrase)))) for phrase in found]


def phrases_of(query):
    """All that may stand for a word of a query, to be marked where it does."""
    return [phrase for term in terms_of(query) for phrase in term]


def searchable(meeting, record):
    """The folded text under which a meeting is found; `record` is its one shape."""
    return fold("\n".join(text for text in texts_of(meeting, record) if text))


def texts_of(meeting, record):
    yield from (meeting.name, meeting.body.acronym, meeting.body.name, meeting.body.name_id)
    yield from (meeting.slug, meeting.where, record["theme"], record["notes"], *record["agenda"])
    yield meeting.host.name if meeting.host else ""
    yield from meeting.place.variants if meeting.place else []
    people = [meeting.chair_person, *(officer.person for officer in meeting.officers.all())]
    for person in filter(None, people):
        yield from (person.name, *person.variants)
    yield from (officer["office"] for officer in [record["chair"] or {"office": ""}, *record["officers"]])
    yield from (document["title"] for document in record["documents"])
    for citation in record["citations"]:
        yield from (citation["source"]["title"], citation["source"]["publisher"])


def matching(meetings, query):
    """Those of `meetings` in whose text every word of `query` occurs, be it inside another word."""
    terms = terms_of(query)
    indexed = [term for term in terms if len(term[0]) >= LEAST]
    # Short ones not by LIKE: for that PostgreSQL would read its whole index, to find nothing out.
    short = [GreaterThan(place_of(term), 0) for term in terms if len(term[0]) < LEAST]
    return meetings.filter(*INDEXED[connections[meetings.db].vendor](indexed), *short)


def holding(rows, query):
    """Those of `rows` in whose folded column every word of `query` occurs, without an index."""
    return rows.filter(*by_like(terms_of(query)))


def by_like(terms):
    return [reduce(or_, [Q(folded__contains=phrase) for phrase in term]) for term in terms]


def by_fts(terms):
    wanted = " AND ".join(f"({' OR '.join(map(quoted, term))})" for term in terms)
    return [Q(pk__in=RawSQL(FOUND, [wanted]))] if terms else []  # noqa: S611


# Three letters are the least that an index of trigrams knows.
LEAST = 3
INDEXED = {"postgresql": by_like, "sqlite": by_fts}
FOUND = "SELECT rowid FROM meetings_meeting_text WHERE meetings_meeting_text MATCH %s"


def quoted(phrase):
    """A phrase as FTS5 takes it literally."""
    return '"' + phrase.replace('"', '""') + '"'


def place_of(term):
    """Where in the text the first of these phrases stands that does; 0 where none does."""
    places = [StrIndex("folded", Value(phrase)) for phrase in term]
    return Coalesce(*[NullIf(place, 0) for place in places], 0) if places[1:] else places[0]


def ranked(meetings, query):
    """`meetings` with their `rank`: the less, the earlier in their text the words of `query` stand.

    A text begins with the name and ends with the sources, so what is called so comes before what only cites it.
    """
    places = [place_of(term) for term in terms_of(query)]
    return meetings.annotate(rank=sum(places[1:], places[0]))


@dataclass(frozen=True)
class Snippet:
    """A piece of the record as it is written, and where in it the words stand: [start, end) in characters."""

    text: str
    marks: list[tuple[int, int]]


AROUND = 60


def snippet(record, phrases):
    """Where a record tells most of these folded phrases; None where it names what it says in other words only."""
    told = [(text, marks_in(text, phrases)) for text in texts_in(record)]
    text, marks = max(told, key=lambda found: len({word for word, _, _ in found[1]}), default=("", []))
    return cut(text, [(start, end) for _, start, end in marks]) if marks else None


def texts_in(value):
    """Every text in a record."""
    if isinstance(value, str):
        yield value
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from texts_in(item)


def marks_in(text, words):
    """(word, start, end) of each place in `text` where one of the folded `words` stands, in order, none overlapping."""
    folded, origins = folded_with_origins(text)
    found = sorted(
        (origins[at], -origins[at + len(word) - 1], word) for word in words for at in occurrences(folded, word)
    )
    marks, last = [], 0
    for start, minus_end, word in found:
        if start >= last:
            last = end_of_letter(text, -minus_end)
            marks.append((word, start, last))
    return marks


def folded_with_origins(text):
    """`text` folded letter by letter, and for each letter of that the place in `text` that it comes from."""
    if text.isascii():
        return re.sub(r"\s", " ", text.lower()), range(len(text))
    pieces, origins = [], []
    for place, letter in enumerate(text):
        piece = " " if letter.isspace() else fold(letter)
        pieces.append(piece)
        origins += [place] * len(piece)
    return "".join(pieces), origins


def occurrences(text, word):
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + len(word))


def end_of_letter(text, place):
    """Where the letter at `place` ends, with the marks that follow it."""
    end = place + 1
    while end < len(text) and "\u0300" <= text[end] <= "\u036f":
        end += 1
    return end


def cut(text, marks):
    """So much of `text` as stands around its first mark, with the marks that it holds."""
    start = max(0, marks[0][0] - AROUND)
    end = min(len(text), max(marks[0][1], marks[0][0] + 3 * AROUND))
    before, after = "…" if start else "", "…" if end < len(text) else ""
    moved = len(before) - start
    held = [(first + moved, last + moved) for first, last in marks if last <= end]
    return Snippet(f"{before}{text[start:end]}{after}", held)
