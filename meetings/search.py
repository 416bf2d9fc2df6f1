"""Full text over the record, without regard to case and accents: one folded column on either database."""

import re
import unicodedata
from dataclasses import dataclass

from django.db import connections
from django.db.models import Q, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan

# More than anybody types; each word is a condition of the query, of which a database takes only so many.
MOST_WORDS = 20


def fold(text):
    """`text` as search compares it: caseless, without marks, đ as d, single spaces.

    Thai, Khmer, Lao and Burmese keep their vowel signs: there they are letters, not accents.
    """
    # Case goes last: what stands for letters (™, ℌ) becomes capitals.
    plain = unicodedata.normalize("NFKD", text).casefold().replace("đ", "d")
    kept = "".join(mark for mark in plain if not "\u0300" <= mark <= "\u036f")
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", kept)).strip()


def words_of(query):
    """The words of a query, each once."""
    return list(dict.fromkeys(fold(query).split()))


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
    words = words_of(query)
    indexed = [word for word in words if len(word) >= LEAST]
    # Short ones not by LIKE: for that PostgreSQL would read its whole index, to find nothing out.
    short = [GreaterThan(StrIndex("folded", Value(word)), 0) for word in words if len(word) < LEAST]
    return meetings.filter(*INDEXED[connections[meetings.db].vendor](indexed), *short)


def by_like(words):
    return [Q(folded__contains=word) for word in words]


def by_fts(words):
    return [Q(pk__in=RawSQL(FOUND, [" ".join(map(quoted, words))]))] if words else []  # noqa: S611


# Three letters are the least that an index of trigrams knows.
LEAST = 3
INDEXED = {"postgresql": by_like, "sqlite": by_fts}
FOUND = "SELECT rowid FROM meetings_meeting_text WHERE meetings_meeting_text MATCH %s"


def quoted(word):
    """A word as FTS5 takes it literally."""
    return '"' + word.replace('"', '""') + '"'


def ranked(meetings, query):
    """`meetings` with their `rank`: the less, the earlier in their text the words of `query` stand.

    A text begins with the name and ends with the sources, so what is called so comes before what only cites it.
    """
    places = [StrIndex("folded", Value(word)) for word in words_of(query)]
    return meetings.annotate(rank=sum(places[1:], places[0]))


@dataclass(frozen=True)
class Snippet:
    """A piece of the record as it is written, and where in it the words stand: [start, end) in characters."""

    text: str
    marks: list[tuple[int, int]]


AROUND = 60


def snippet(record, query):
    """Where a record tells most of the words of `query`; None where it names what it says in other words only."""
    words = words_of(query)
    told = [(text, marks_in(text, words)) for text in texts_in(record)]
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
