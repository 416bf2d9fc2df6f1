"""Full text over the record, without regard to case and accents: one folded column on either database."""

import re
import unicodedata

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
    """Those of `meetings` in whose text every word of `query` occurs."""
    for word in words_of(query):
        meetings = meetings.filter(folded__contains=word)
    return meetings
