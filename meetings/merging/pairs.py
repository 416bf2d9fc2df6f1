"""Two rows that are about to become one, locked so that nobody changes either meanwhile."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.serializers import serialize

from meetings.models import Body
from meetings.models.rights import WRITE, Rights

GONE = "One of the two is no longer in the record. Go back to the list, and look for it there."
ITSELF = "An entry cannot be merged with itself."


class CannotMerge(ValueError):
    """Why two entries cannot become one, in a sentence for people."""


@dataclass(frozen=True)
class Pair:
    """Two rows of one table: `kept` keeps its address, and `other` is merged into it."""

    kept: Any
    other: Any

    @classmethod
    def found(cls, rows, kept: int, other: int) -> "Pair":
        """The two of `rows` that have these keys, locked where `rows` are. Raises `CannotMerge` where one is gone."""
        if kept == other:
            raise CannotMerge(ITSELF)
        found = {row.pk: row for row in rows.filter(pk__in=[kept, other]).order_by("pk")}
        if len(found) < 2:
            raise CannotMerge(GONE)
        return cls(found[kept], found[other])

    @property
    def keys(self) -> list[int]:
        return [self.kept.pk, self.other.pk]

    @property
    def state(self) -> str:
        """A word that is another one once either row has changed."""
        text = json.dumps([state_of(self.kept), state_of(self.other)], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:20]


def state_of(row) -> dict[str, Any]:
    """All columns of a row as plain JSON."""
    return json.loads(serialize("json", [row]))[0]["fields"]


def ask(rights: Rights | None, bodies: Iterable[int]) -> None:
    """Raise `CannotMerge` unless the meetings of all these bodies may be written; None is who need not be asked."""
    if rights is None:
        return
    for body in Body.objects.filter(pk__in=set(bodies)).in_record_order():
        if not rights.may(WRITE, body):
            raise CannotMerge(rights.lack(WRITE, body))
