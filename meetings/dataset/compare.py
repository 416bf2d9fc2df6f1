"""What a load does with each entry: three states decide, the file now, the file as last loaded, and the record.

An entry is new, same, changed, kept (an editor changed the record, the file brings nothing new) or in
conflict (both changed it).
"""

import enum
import hashlib
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from meetings.models import LoadedEntry
from meetings.models.revisions import as_text


class Conflicts(enum.Enum):
    """What to do where the file and an editor both changed an entry."""

    REFUSE = "refuse"
    KEEP = "keep"
    OVERWRITE = "overwrite"


class Outcome(enum.Enum):
    NEW = "create"
    CHANGED = "change"
    DELETED = "delete"
    KEPT = "keep"
    SAME = "leave"
    CONFLICT = "conflict"


@dataclass(frozen=True)
class Step:
    """What is done with one entry; `fields` are those that change."""

    kind: str
    key: str
    outcome: Outcome
    fields: tuple[str, ...] = ()

    def __str__(self):
        fields = f": {', '.join(self.fields)}" if self.fields else ""
        return f"{self.outcome.value} {self.kind} {self.key}{fields}"


@dataclass
class Report:
    """What a load did, or would do: counts by kind and outcome, and each step that is not `SAME`."""

    counts: Counter = field(default_factory=Counter)
    steps: list[Step] = field(default_factory=list)

    def add(self, step: Step) -> None:
        self.counts[step.kind, step.outcome] += 1
        if step.outcome is not Outcome.SAME:
            self.steps.append(step)

    def count(self, kind: str, outcome: Outcome) -> int:
        return self.counts[kind, outcome]


def digest_of(data: Any) -> str:
    text = data if isinstance(data, str) else as_text(plain(data))
    return hashlib.sha256(text.encode()).hexdigest()


def plain(data: dict[str, Any]) -> dict[str, Any]:
    """`data` with days and decimal degrees as text, so that equal entries give equal JSON."""
    simple = (str, int, bool, list, dict, type(None))
    return {key: value if isinstance(value, simple) else str(value) for key, value in data.items()}


def decide(digest: str, base: LoadedEntry | None, stands: str | None) -> Outcome:
    """The outcome for an entry, from its digest, what was last loaded, and the digest of what stands."""
    if stands == digest:
        return Outcome.SAME
    if base is None:
        return Outcome.NEW if stands is None else Outcome.CONFLICT
    brings_news = base.digest != digest
    if base.stands == stands:
        return Outcome.CHANGED if brings_news else Outcome.SAME
    return Outcome.CONFLICT if brings_news else Outcome.KEPT


def settle(outcome: Outcome, stands: str | None, conflicts: Conflicts) -> Outcome:
    """A conflict as the one who loads wants it; it stays one where they want it refused."""
    if outcome is not Outcome.CONFLICT or conflicts is Conflicts.REFUSE:
        return outcome
    if conflicts is Conflicts.KEEP:
        return Outcome.KEPT
    return Outcome.NEW if stands is None else Outcome.CHANGED


class Bases:
    """The entries as last loaded, of one kind, read and written in bulk."""

    def __init__(self, kind: str, keys: list[str] | None = None):
        self.kind = kind
        rows = LoadedEntry.objects.filter(kind=kind)
        rows = rows if keys is None else rows.filter(key__in=keys)
        self.rows = {row.key: row for row in rows}

    def get(self, key: str) -> LoadedEntry | None:
        return self.rows.get(key)

    def remember(self, entries: dict[str, tuple[str, str]]) -> None:
        """Keep {key: (digest of the entry, digest of what stands)} where either is new."""
        fresh = [
            LoadedEntry(kind=self.kind, key=key, digest=digest, stands=stands)
            for key, (digest, stands) in entries.items()
            if (row := self.rows.get(key)) is None or (row.digest, row.stands) != (digest, stands)
        ]
        LoadedEntry.objects.bulk_create(
            fresh, update_conflicts=True, unique_fields=["kind", "key"], update_fields=["digest", "stands"],
            batch_size=300,
        )  # fmt: skip

    def forget(self, keys: list[str]) -> None:
        LoadedEntry.objects.filter(kind=self.kind, key__in=keys).delete()
