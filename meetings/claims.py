"""What each source says about each fact of a record, and whether the sources agree.

A record comes in the one shape. A source's date is no contradiction where it names the programme or
differs only in precision; every other value that a citation `says` differs from the record.
"""

from dataclasses import dataclass, field
from typing import Any

from meetings.dates import DateError, parse

SUPPORTS, PROGRAMME, COMPATIBLE, DIFFERS = "supports", "programme", "compatible", "differs"


@dataclass(frozen=True)
class Claim:
    """That the citation at `citation` (counted from 0) takes a `stance` on a fact."""

    citation: int
    stance: str
    value: Any = None
    note: str | None = None


@dataclass(frozen=True)
class Fact:
    """One fact of a record, its value there, and what the sources say of it."""

    field: str
    value: Any
    claims: list[Claim] = field(default_factory=list)

    @property
    def is_contested(self) -> bool:
        return any(claim.stance == DIFFERS for claim in self.claims)

    @property
    def is_sourced(self) -> bool:
        return any(claim.stance == SUPPORTS for claim in self.claims)


VALUES = {
    "venue": lambda record: (record["venue"] or {}).get("name"),
    "locality": lambda record: (record["venue"] or {}).get("locality"),
    "region": lambda record: (record["venue"] or {}).get("region"),
}
ORDER = (
    "title", "ordinal", "status", "dates", "programme", "format", "host", "chair", "officers",
    "venue", "locality", "region", "theme", "reports_to", "alongside", "agenda", "documents",
)  # fmt: skip


# What every meeting could have, and ought to have from a source.
EXPECTED = ("dates", "format", "host", "chair", "officers", "venue", "locality", "theme", "agenda", "documents")


def value_of(record: dict, fact: str) -> Any:
    return VALUES[fact](record) if fact in VALUES else record[fact]


def facts(record: dict) -> list[Fact]:
    """Every fact that has a value or a claim, in the order in which a page tells them."""
    told = [Fact(name, value_of(record, name), claims_on(record, name)) for name in ORDER]
    return [fact for fact in told if fact.claims or fact.value not in (None, "", [], {})]


def claims_on(record: dict, fact: str) -> list[Claim]:
    return [
        claim
        for index, citation in enumerate(record["citations"])
        for claim in claims_of(record, fact, index, citation)
    ]


def claims_of(record: dict, fact: str, index: int, citation: dict) -> list[Claim]:
    note = citation["note"]
    claims = [Claim(index, SUPPORTS)] if fact in citation["supports"] else []
    if fact in citation["says"]:
        said = citation["says"][fact]
        claims.append(Claim(index, stance(record, fact, said), said, note))
    return claims


def stance(record: dict, fact: str, said: Any) -> str:
    if said == value_of(record, fact):
        return SUPPORTS
    if fact == "dates" and said == record["programme"]:
        return PROGRAMME
    if fact in ("dates", "programme") and is_compatible(said, record[fact]):
        return COMPATIBLE
    return DIFFERS


def is_compatible(said: str, dates: str | None) -> bool:
    if dates is None:
        return False
    try:
        return parse(said).is_compatible(parse(dates))
    except DateError:
        return False


def contested(record: dict) -> list[str]:
    """The facts on which sources differ and which the programme does not explain."""
    return [fact.field for fact in facts(record) if fact.is_contested]


def unsourced(record: dict) -> list[str]:
    """The facts of `EXPECTED` that are known, and that no source supports."""
    wanted = [fact for fact in facts(record) if fact.field in EXPECTED and fact.value not in (None, "", [], {})]
    return [fact.field for fact in wanted if not fact.is_sourced]


def sourced(record: dict) -> list[str]:
    """The facts that at least one source supports."""
    return [fact.field for fact in facts(record) if fact.is_sourced]
