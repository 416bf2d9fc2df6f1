"""A record in the one shape as people read it: codes as names, dates as words, what is missing as what it is.

A state of a year ago and the state of now are told by the same functions.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from meetings.claims import COMPATIBLE, DIFFERS, PROGRAMME, SUPPORTS, Claim, facts
from meetings.dates import DateError, parse
from meetings.languages import ordinal_word, said
from meetings.models import Report
from meetings.models.meetings import DocumentKind, Format, Kind, Role, Status

LABELS = {
    "slug": _("Address"),
    "body": _("Body"),
    "ordinal": _("Number"),
    "kind": _("Kind"),
    "title": _("Title"),
    "status": _("Status"),
    "dates": _("Date"),
    "programme": _("Programme"),
    "format": _("Format"),
    "host": _("Host"),
    "chair": _("Chair"),
    "officers": _("Officers"),
    "venue": _("Venue"),
    "locality": _("Town"),
    "region": _("Region"),
    "theme": _("Theme"),
    "reports_to": _("Reports to"),
    "alongside": _("Alongside"),
    "agenda": _("Agenda"),
    "documents": _("Documents"),
    "notes": _("Notes"),
    "gaps": _("Known gaps"),
    "citations": _("Sources"),
}
# What a reader may report to be wrong: each fact that a page tells, and what is none of them.
REPORTED = {name: LABELS.get(name, _("Something else")) for name in Report.TOLD}
GAPS = {"unknown": _("searched for, not found"), "not-applicable": _("not applicable")}
NOT_RESEARCHED = _("not researched yet")
# Facts that are told in the words in which the record has them.
QUOTED = ("title", "theme", "agenda", "notes")
STANCES = {
    SUPPORTS: _("agrees"),
    PROGRAMME: _("names the whole programme"),
    COMPATIBLE: _("agrees, less exactly or more exactly"),
    DIFFERS: _("differs"),
}


@dataclass(frozen=True)
class Names:
    """What codes stand for: countries by code, people by name, meetings by slug, bodies by slug."""

    countries: dict[str, Any] = field(default_factory=dict)
    people: dict[str, Any] = field(default_factory=dict)
    meetings: dict[str, Any] = field(default_factory=dict)
    bodies: dict[str, Any] = field(default_factory=dict)


def words(name: str, value: Any, names: Names) -> list[str]:
    """A value of the one shape as lines of plain text; none where it is empty."""
    if value in (None, "", [], {}):
        return []
    lines = WORDS[name](value, names) if name in WORDS else value
    return [str(line) for line in lines] if isinstance(lines, list) else [str(lines)]


def date_words(value: str, _names: Names) -> str:
    try:
        return said(parse(value))
    except DateError:
        return value


def country_words(code: str, names: Names) -> str:
    return str(names.countries.get(code, code))


def somebody(person: dict, names: Names) -> str:
    """Name, office and country in one line; a chair and an officer have the same keys."""
    country = country_words(person["country"], names) if person["country"] else None
    return ", ".join(filter(None, [person["person"], person["office"], country]))


def chair_words(value: Any, names: Names) -> str:
    return value if isinstance(value, str) else somebody(value, names)


def officers_words(value: Any, names: Names) -> Any:
    if isinstance(value, str):
        return value
    return [f"{Role(officer['role']).label}: {somebody(officer, names)}" for officer in value]


def venue_words(value: Any, names: Names) -> str:
    if isinstance(value, str):
        return value
    # Singapore lies in Singapore, and needs to be said once.
    country = names.countries.get(value["country"])
    parts = [
        part for part in (value["name"], value["locality"], value["region"]) if part != getattr(country, "name", "")
    ]
    parts.append(country_words(value["country"], names) if value["country"] else "")
    return ", ".join(dict.fromkeys(part for part in parts if part))


def meeting_words(slug: str, names: Names) -> str:
    return str(names.meetings.get(slug, slug))


def documents_words(value: Any, _names: Names) -> Any:
    if isinstance(value, str):
        return value
    return [f"{document['title']} ({DocumentKind(document['kind']).label})" for document in value]


def gaps_words(value: dict, _names: Names) -> list[str]:
    return [f"{LABELS[name]}: {GAPS[gap]}" for name, gap in value.items()]


def citations_words(value: list[dict], names: Names) -> list[str]:
    return [citation_words(citation, names) for citation in value]


def citation_words(citation: dict, names: Names) -> str:
    source = citation["source"]
    name = ", ".join(filter(None, [source["publisher"], source["title"] or source["url"]]))
    supports = ", ".join(LABELS[fact].lower() for fact in citation["supports"])
    says = [
        f"{LABELS[fact].lower()} “{'; '.join(words(fact, said, names))}”" for fact, said in citation["says"].items()
    ]
    told = [
        gettext("supports %(facts)s") % {"facts": supports} if supports else "",
        gettext("says %(facts)s") % {"facts": ", ".join(says)} if says else "",
        citation["note"] or "",
    ]
    return f"{name} – {'; '.join(filter(None, told))}"


WORDS: dict[str, Callable[[Any, Names], Any]] = {
    "body": lambda slug, names: names.bodies.get(slug, slug),
    "ordinal": lambda number, names: ordinal_word(number),
    "kind": lambda value, names: Kind(value).label,
    "status": lambda value, names: Status(value).label if value in Status.values else value,
    "format": lambda value, names: Format(value).label if value in Format.values else value,
    "dates": date_words,
    "programme": date_words,
    "host": country_words,
    "chair": chair_words,
    "officers": officers_words,
    "venue": venue_words,
    "reports_to": meeting_words,
    "alongside": meeting_words,
    "documents": documents_words,
    "gaps": gaps_words,
    "citations": citations_words,
}


@dataclass(frozen=True)
class Cell:
    """What one source says of one fact; an empty `stance` where it says nothing of it."""

    number: int
    stance: str = ""
    stance_words: str = ""
    said: str = ""
    note: str = ""


@dataclass(frozen=True)
class Row:
    """One fact: what the record has, the numbers of the sources behind it, and each source's word on it."""

    name: str
    label: str
    lines: list[str]
    numbers: list[int]
    is_contested: bool
    cells: list[Cell]
    missing: str = ""

    @property
    def is_quoted(self) -> bool:
        """Whether it is told in the words of the record, which are English, and not in those of the reader."""
        return self.name in QUOTED

    @property
    def differences(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.said]


def rows(record: dict, names: Names) -> list[Row]:
    """A row for each fact that has a value or a claim, in the order in which a page tells them."""
    return [row(fact, record, names) for fact in facts(record)]


def row(fact: Any, record: dict, names: Names) -> Row:
    return Row(
        name=fact.field,
        label=LABELS[fact.field],
        lines=words(fact.field, fact.value, names),
        numbers=[claim.citation + 1 for claim in fact.claims if claim.stance == SUPPORTS],
        is_contested=fact.is_contested,
        cells=cells(fact, len(record["citations"]), names),
    )


def cells(fact: Any, sources: int, names: Names) -> list[Cell]:
    claims: dict[int, Claim] = {claim.citation: claim for claim in fact.claims}
    return [cell(fact.field, number, claims.get(number - 1), names) for number in range(1, sources + 1)]


def cell(name: str, number: int, claim: Claim | None, names: Names) -> Cell:
    if claim is None:
        return Cell(number)
    said = "; ".join(words(name, claim.value, names))
    return Cell(number, claim.stance, STANCES[claim.stance], said, claim.note or "")


def missing(name: str, record: dict) -> str:
    """Why the record has nothing on this: one of three different states."""
    return GAPS.get(record["gaps"].get(name, ""), NOT_RESEARCHED)


@dataclass(frozen=True)
class Change:
    """One key that two states do not share: the lines that went and the lines that came."""

    label: str
    gone: list[str]
    come: list[str]


def changes(found: list[Any], names: Names) -> list[Change]:
    """`history.differences` in words."""
    return [change(difference, names) for difference in found]


def change(difference: Any, names: Names) -> Change:
    before = words(difference.field, difference.before, names)
    after = words(difference.field, difference.after, names)
    gone = [line for line in before if line not in after]
    come = [line for line in after if line not in before]
    # A new order of the same lines is a change too.
    return Change(LABELS[difference.field], gone or (before if not come else []), come or (after if not gone else []))
