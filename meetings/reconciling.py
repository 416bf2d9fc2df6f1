"""Two changes of one record made at once, put together piece by piece: what only one side changed is taken as changed.

A piece is the least that is chosen whole: a field, a part of the chair, a row of a list, one fact of a citation. Where
both sides changed a piece otherwise, it is in conflict, and `merge` keeps that of `mine` until somebody chooses.
Records come in the one shape; nothing here reads or writes one.
"""

from dataclasses import dataclass
from typing import Any

Record = dict[str, Any]
Path = tuple[Any, ...]
MINE, THEIRS = "mine", "theirs"
LISTS = ("officers", "agenda", "documents", "citations")


@dataclass(frozen=True)
class Piece:
    """One piece that somebody changed, in three states; None is that there is none."""

    path: Path
    base: Any
    theirs: Any
    mine: Any

    @property
    def is_conflict(self) -> bool:
        return self.base not in (self.theirs, self.mine) and self.theirs != self.mine


def merge(base: Record | None, theirs: Record, mine: Record) -> tuple[Record, list[Piece]]:
    """`mine` with all that only `theirs` changed, and every piece that either changed, in the record's order."""
    found: list[Piece] = []
    base = base or dict.fromkeys(mine) | {name: [] for name in LISTS}
    return unfolded(merged(folded(base), folded(theirs), folded(mine), (), found)), found


def with_piece(record: Record, path: Path, value: Any) -> Record:
    """`record` with this piece set; None takes it out."""
    return unfolded(set_in(folded(record), path, value))


def set_in(whole: Any, path: Path, value: Any) -> Any:
    if not path:
        return value
    whole = whole or {}
    return {**whole, path[0]: set_in(whole.get(path[0]), path[1:], value)}


def merged(base: Any, theirs: Any, mine: Any, path: Path, found: list[Piece]) -> Any:
    if not all(isinstance(state, dict) for state in (theirs, mine)) or is_whole(path):
        if theirs != mine:
            found.append(Piece(path, base, theirs, mine))
        return mine if mine != base else theirs
    base = base if isinstance(base, dict) else {}
    first, second = (theirs, mine) if order(mine) == order(base) else (mine, theirs)
    return {
        name: merged(base.get(name), theirs.get(name), mine.get(name), (*path, name), found)
        for name in {**first, **second}
    }


def order(state: Any) -> list[Any]:
    return list(state) if isinstance(state, dict) else []


def is_whole(path: Path) -> bool:
    """Whether what stands at `path` is chosen as one: a row, but for citations, whose facts are chosen each alone."""
    return len(path) == 2 and path[0] != "citations" or path[2:] == ("source",)


# Where lists become mappings, so that rows meet by what they are and not by where they stand.


def folded(record: Record) -> Record:
    kept = dict(record)
    for name in LISTS:
        kept[name] = keyed(record[name], KEYS[name])
    for key, row in kept["citations"].items():
        kept["citations"][key] = {**row, "supports": keyed(row["supports"], str)}
    kept["chair"] = {name: part for name, part in (record["chair"] or {}).items() if part}
    kept["venue"] = venue_folded(record["venue"] or {})
    kept["gaps"] = record["gaps"] or {}
    return kept


def venue_folded(venue: Record) -> Record:
    place = {name: venue.get(name) for name in ("locality", "region", "country")}
    return {name: part for name, part in {"name": venue.get("name"), "place": place}.items() if any_of(part)}


def any_of(part: Any) -> bool:
    return any(part.values()) if isinstance(part, dict) else bool(part)


def keyed(rows: list[Any], key: Any) -> dict[Any, Any]:
    """Rows by what tells them apart; the second of two alike has its number beside it."""
    found: dict[Any, Any] = {}
    for row in rows:
        name, number = key(row), 1
        while (name if number == 1 else f"{name} ({number})") in found:
            number += 1
        found[name if number == 1 else f"{name} ({number})"] = row
    return found


KEYS = {
    "officers": lambda row: f"{row['role']} {row['person'] or row['office'] or row['country']}",
    "agenda": str,
    "documents": lambda row: row["title"],
    "citations": lambda row: row["source"]["url"] or f"{row['source']['publisher']} – {row['source']['title']}",
}


def unfolded(kept: Record) -> Record:
    record = dict(kept)
    for name in LISTS:
        rows = [row for row in kept[name].values() if row is not None]
        record[name] = [citation(row) for row in rows if row.get("source")] if name == "citations" else rows
    record["gaps"] = present(kept["gaps"])
    chair, venue = present(kept["chair"]), present(kept["venue"])
    record["chair"] = {name: chair.get(name) for name in ("country", "person", "office")} if chair else None
    place = venue.get("place") or dict.fromkeys(("locality", "region", "country"))
    record["venue"] = {"name": venue.get("name"), **place} if venue else None
    return record


def citation(row: Record) -> Record:
    return {**row, "supports": list(present(row["supports"])), "says": present(row["says"])}


def present(parts: Record) -> Record:
    return {name: part for name, part in parts.items() if part is not None}
