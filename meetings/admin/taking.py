"""One click takes over what a source says: the record follows it, those who said what stood before say so from then on.

Nothing is saved by it: the form is shown again with the value, the citations turned about, and a reason to look at.
"""

from meetings.admin.beside import in_words
from meetings.admin.finding import bearing
from meetings.admin.wording import label
from meetings.claims import value_of
from meetings.models import Country
from meetings.models.meetings import Format, Status
from meetings.suggestions import did_you_mean

LONGEST = 500
GONE = "No source says that any more, so nothing was taken over."


class NotTaken(ValueError):
    """What a source says is in words that the record cannot keep as they are; the message says what to do."""


def taken(record, row, fact):
    """`record` as its citation at `row` has it, and the reason for that."""
    citation = record["citations"][row]
    said, stood = citation["says"][fact], value_of(record, fact)
    changed = {**record, **with_fact(record, fact, said)}
    changed["citations"] = [turned(other, fact, said, stood) for other in record["citations"]]
    source = citation["source"]
    name = source["publisher"] or source["title"] or source["url"]
    before = f" instead of {in_words(fact, stood)}" if stood else ""
    return changed, f"{label(fact).capitalize()} as {name} says: {in_words(fact, said)}{before}"[:LONGEST]


def turned(citation, fact, said, stood):
    """A citation once the record says of `fact` what was `said`, and no more what `stood`."""
    supports = [other for other in citation["supports"] if other != fact]
    says = {other: value for other, value in citation["says"].items() if other != fact}
    if citation["says"].get(fact) == said:
        supports.append(fact)
    elif fact in citation["says"]:
        says[fact] = citation["says"][fact]
    elif fact in citation["supports"] and stood:
        says[fact] = stood
    # The note tells why the record does not follow a source; there is nothing left that it does not follow.
    note = citation["note"] if says or not citation["says"] else None
    return {**citation, "supports": supports, "says": says, "note": note}


def with_fact(record, fact, said):
    if fact in PLACED:
        nowhere = dict.fromkeys(("name", "locality", "region", "country"))
        return {"venue": (record["venue"] or nowhere) | {PLACED[fact]: said}}
    return {fact: CODES[fact](said) if fact in CODES else said}


PLACED = {"venue": "name", "locality": "locality", "region": "region"}


def country(said):
    found = bearing(said, {row.code: [row.code, row.name, str(row)] for row in Country.objects.all()})
    if not found:
        raise NotTaken(f"“{said}” is no country that is recorded. Choose it yourself.")
    return found[0]


def choice(choices):
    def code(said):
        known = {**{label.lower(): value for value, label in choices.choices}, **{v: v for v in choices.values}}
        if said.lower() not in known:
            raise NotTaken(f"“{said}” cannot be chosen here.{did_you_mean(said, choices.values)}")
        return known[said.lower()]

    return code


CODES = {"host": country, "status": choice(Status), "format": choice(Format)}


def with_taken(sent, place_of, button):
    """What was sent with the value of a button, “3:dates”, taken over, and the reason; `place_of` knows its row.

    Raises `NotTaken` where there is no such value any more, or it cannot be kept as it is said.
    """
    row, _, fact = button.partition(":")
    try:
        record, reason = taken(sent.typed, place_of(int(row)), fact)
    except (ValueError, KeyError, IndexError) as error:
        raise error if isinstance(error, NotTaken) else NotTaken(GONE) from error
    data = sent.turned_into(record)
    data["reason"] = data.get("reason") or reason
    return data, reason
