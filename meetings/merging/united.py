"""Two records of one meeting as one: pure, so that a page can show what would come of a choice before it is made.

What a source supported of the value that gives way, it says from then on: no source is made to back another's word.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from meetings.claims import value_of
from meetings.models.sources import FACTS
from meetings.serializers.referents import source_key
from meetings.serializers.writing import LINKS

Record = dict[str, Any]
KEPT, OTHER, BOTH = "kept", "other", "both"
NOT_CHOSEN = ("slug", "citations", "gaps")
MOST_SAID = 500


@dataclass(frozen=True)
class Line:
    """A field on which two entries differ, and whose value stays unless somebody says otherwise."""

    field: str
    kept: Any
    other: Any
    chosen: str = KEPT
    can_unite: bool = False

    @property
    def choices(self) -> tuple[str, ...]:
        return (KEPT, OTHER, BOTH) if self.can_unite else (KEPT, OTHER)


def lines(kept: Record, other: Record) -> list[Line]:
    """The fields on which two records differ, and what one of their sources says two things of."""
    found = [line(key, kept[key], other[key]) for key in kept if key not in NOT_CHOSEN and kept[key] != other[key]]
    return [*found, *clashes(kept, other)]


def line(field: str, kept: Any, other: Any) -> Line:
    if field in UNITED and kept and other:
        return Line(field, kept, other, BOTH, can_unite=True)
    return Line(field, kept, other, OTHER if kept in (None, "", []) else KEPT)


def clashes(kept: Record, other: Record) -> list[Line]:
    """What a source that both cite says in one record, where it says something else in the other."""
    cited = {source_key(citation["source"]): citation for citation in kept["citations"]}
    found = []
    for number, citation in enumerate(other["citations"]):
        says = cited[key]["says"] if (key := source_key(citation["source"])) in cited else {}
        for fact, said in citation["says"].items():
            if fact in says and says[fact] != said:
                found.append(Line(f"citations.{number}.{fact}", says[fact], said))
    return found


def united(kept: Record, other: Record, chosen: dict[str, str]) -> Record:
    """The one record of both; `chosen` names whose value stays of each field of which `lines` has one."""
    record = dict(kept)
    choices = {each.field: chosen.get(each.field, each.chosen) for each in lines(kept, other)}
    for field in choices.keys() & kept.keys():
        record[field] = value_chosen(field, choices[field], kept[field], other[field])
    for link in LINKS:
        if record[link] in (kept["slug"], other["slug"]):
            record[link] = None
    record["citations"] = citations_of(record, kept, other, choices)
    gaps = other["gaps"] | kept["gaps"]
    record["gaps"] = {name: gap for name, gap in sorted(gaps.items()) if not value_of(record, name)}
    return record


def value_chosen(field: str, choice: str, kept: Any, other: Any) -> Any:
    if choice == BOTH and field in UNITED:
        return UNITED[field](kept, other)
    return other if choice == OTHER else kept


def lists_united(kept: list, other: list) -> list:
    """Both lists, without those of either that say nothing which another of them does not say too."""
    rows = [*kept, *other]
    return [
        row
        for place, row in enumerate(rows)
        if not any(says_all(better, row) and (better != row or at < place) for at, better in enumerate(rows))
    ]


def says_all(better: Any, row: Any) -> bool:
    """Whether `better` says all that `row` says."""
    if isinstance(row, dict):
        return all(value in (None, "") or better[key] == value for key, value in row.items())
    return bool(better == row)


def texts_united(kept: str, other: str) -> str:
    return kept if other in kept else f"{kept}\n\n{other}"


UNITED: dict[str, Callable[[Any, Any], Any]] = {
    "officers": lists_united,
    "agenda": lists_united,
    "documents": lists_united,
    "notes": texts_united,
}


def citations_of(record: Record, kept: Record, other: Record, choices: dict[str, str]) -> list[Record]:
    """The citations of both, those of one source combined, each true of `record`."""
    found = {source_key(citation["source"]): restated(citation, kept, record) for citation in kept["citations"]}
    for number, citation in enumerate(other["citations"]):
        key, again = source_key(citation["source"]), restated(citation, other, record)
        if key in found:
            wins = {fact for fact in again.says if choices.get(f"citations.{number}.{fact}") == OTHER}
            again = found[key].combined(again, wins)
        found[key] = again
    return [restated.citation() for restated in found.values()]


@dataclass(frozen=True)
class Restated:
    """A citation as it is true of another record; `moved` is what it supported and now says."""

    whole: Record
    supports: list[str]
    says: Record
    moved: Record

    def combined(self, other: "Restated", wins: set[str]) -> "Restated":
        """Two citations of one source as one: what it supports in either it supports, and `wins` says as the other."""
        supports = [fact for fact in FACTS if fact in self.supports or fact in other.supports]
        source, notes = self.whole["source"], dict.fromkeys(filter(None, [self.whole["note"], other.whole["note"]]))
        whole = {
            "source": {key: value or other.whole["source"][key] for key, value in source.items()},
            "note": "; ".join(notes) or None,
        }
        says = other.says | self.says | {fact: other.says[fact] for fact in wins}
        moved = {fact: told for fact, told in (other.moved | self.moved).items() if fact not in supports}
        return Restated(whole, supports, says, moved)

    def citation(self) -> Record:
        # That a meeting was planned is no other word than that it was held: it was said before.
        kept = {fact: told for fact, told in self.moved.items() if fact != "status"}
        says = kept | self.says
        if not (self.supports or says):
            says = self.moved
        return {"source": self.whole["source"], "supports": self.supports, "says": says, "note": self.whole["note"]}


def restated(citation: Record, record: Record, result: Record) -> Restated:
    """`citation` of `record` as it is true of `result`."""
    supports, moved = [], {}
    for fact in citation["supports"]:
        value, now = value_of(record, fact), value_of(result, fact)
        if value in (None, "", []) or value == now or is_part(value, now):
            supports.append(fact)
        else:
            moved[fact] = said(value)
    says = {fact: told for fact, told in citation["says"].items() if told != value_of(result, fact)}
    supports += [fact for fact in citation["says"] if fact not in says and fact not in supports]
    return Restated(citation, supports, says, moved)


def is_part(value: Any, now: Any) -> bool:
    return isinstance(value, list) and all(any(says_all(row, each) for row in now) for each in value)


def said(value: Any) -> Any:
    """A value of the record as a source says it: an ordinal as a number, all else in words."""
    if isinstance(value, dict):
        return ", ".join(filter(None, value.values()))
    if isinstance(value, list):
        return "; ".join(said(each) for each in value)[:MOST_SAID]
    return value
