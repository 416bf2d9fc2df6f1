"""Beside each field of a meeting's form: who supports what stands there, who says otherwise, and whether nobody does.

A difference that is explained – the programme, a less exact date, a spelling – is told apart from a real one.
"""

from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from meetings.admin.wording import label, told
from meetings.claims import COMPATIBLE, DIFFERS, PROGRAMME, SUPPORTS, facts
from meetings.dates import DateError, parse, say
from meetings.search import fold

SPELLING = "spelling"
EXPLAINED = {
    PROGRAMME: "the days of the programme",
    COMPATIBLE: "the same, known less or more exactly",
    SPELLING: "another spelling",
}
# The field of the form under which each fact is told; facts of whole parts are told above their rows.
UNDER = {"chair": "chair_country", "venue": "venue_name", "locality": "place", "region": "place"}
WORDS = {"locality": "town"}
PARTS = ("officers", "documents")
# Where a difference of a letter or two is one of spelling, and how alike the whole must then be.
SPELT, CLOSE = ("title", "venue", "locality", "region", "theme", "chair", "officers"), 88


@dataclass(frozen=True)
class Said:
    """What one citation says of a fact: `row` counts from 0 in the form, `button` takes its value over."""

    row: int
    source: str
    stance: str
    value: str = ""
    note: str = ""
    button: str = ""

    @property
    def number(self):
        return self.row + 1

    @property
    def explained(self):
        return EXPLAINED.get(self.stance, "")


@dataclass(frozen=True)
class Beside:
    """What is said of one fact, and whether it stands in the record without any source."""

    fact: str
    supporting: list
    differing: list
    is_unsourced: bool

    @property
    def words(self):
        return WORDS.get(self.fact, label(self.fact))


def in_words(fact, value):
    if fact in ("dates", "programme") and isinstance(value, str):
        try:
            return say(parse(value))
        except DateError:
            return value
    return told(value)


def is_spelling(fact, value, said):
    """Whether two texts differ by their spelling alone: letters, accents and signs, but never numbers."""
    if fact not in SPELT or not isinstance(said, str):
        return False
    texts = [value] if isinstance(value, str) else spellings(value)
    return any(alike(fold(text), fold(said)) for text in texts)


def spellings(value):
    rows = value if isinstance(value, list) else [value]
    return [row["person"] for row in rows if isinstance(row, dict) and row.get("person")]


def alike(one, other):
    return numbers(one) == numbers(other) and fuzz.ratio(one, other) >= CLOSE


def numbers(text):
    return [mark for mark in text if mark.isdigit()]


def told_beside(record, rows=None):
    """{fact: Beside} of a record; `rows` are the places of its citations in the form, which has others between."""
    rows = rows or range(len(record["citations"]))
    return {fact.field: beside(record, fact, rows) for fact in facts(record)}


def beside(record, fact, rows):
    said = [said_of(record, fact, claim, rows) for claim in fact.claims]
    return Beside(
        fact.field,
        [one for one in said if one.stance == SUPPORTS],
        sorted((one for one in said if one.stance != SUPPORTS), key=lambda one: one.stance != DIFFERS),
        fact.value not in (None, "", [], {}) and not fact.is_sourced and fact.field != "status",
    )


def said_of(record, fact, claim, rows):
    source = record["citations"][claim.citation]["source"]
    name = " – ".join(filter(None, [source["publisher"], source["title"] or source["url"]]))
    said = Said(rows[claim.citation], name, claim.stance)
    if claim.stance == SUPPORTS:
        return said
    stance = SPELLING if is_spelling(fact.field, fact.value, claim.value) else claim.stance
    button = f"{said.row}:{fact.field}" if fact.field in TAKEN else ""
    words = in_words(fact.field, claim.value)
    return replace(said, stance=stance, value=words, note=claim.note or "", button=button)


# The facts whose value can be taken over as a source says it; those of several parts are typed.
TAKEN = (
    "ordinal", "title", "status", "dates", "programme", "format", "host", "venue", "locality", "region", "theme",
    "reports_to", "alongside",
)  # fmt: skip


def put_beside(record, form, formsets, rows=None):
    """Attach to each field of the form, and to each part, what is said of its facts."""
    found = told_beside(record, rows)
    for fact, one in found.items():
        field = form.fields.get(UNDER.get(fact, fact))
        if field is not None and fact not in PARTS:
            field.beside = [*getattr(field, "beside", []), one]
    for formset in formsets:
        formset.beside = [found[formset.prefix]] if formset.prefix in found else []
