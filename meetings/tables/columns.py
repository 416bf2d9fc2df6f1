"""The columns of the record as a table: stable in name and order, one row a meeting, each cell readable by itself.

Where a list does not fit into a cell of a spreadsheet, the rows right beneath go on with it under the same slug.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from meetings.tables.cards import one_line, write_card

Record = dict[str, Any]
Cell = str | int | None
# Of a cell in a spreadsheet: 32,767 units of UTF-16 and 253 line ends, less some room for what makes text of it.
MOST_UNITS, MOST_LINES = 32_000, 250
SOURCE = ("url", "title", "publisher", "published", "language")
CARDS = {
    "officers": ("role", "person", "office", "country"),
    "documents": ("title", "kind", "url"),
    "citations": (*SOURCE, "supports", "says.…", "note"),
}


@dataclass(frozen=True)
class Column:
    """One column: `kind` tells what a cell holds (text, number, dates, list, day, time), `about` tells people.

    A derived column follows from the others: it is for readers, and passed over when a table is read back.
    """

    name: str
    about: str
    kind: str = "text"
    derived: bool = False

    def items(self, record: Record) -> list[str]:
        """The texts of the items in a cell of kind list."""
        return WRITTEN[self.name](record[self.name])

    def cell(self, record: Record) -> Cell:
        if self.kind == "list":
            return self.between.join(self.items(record)) or None
        return DERIVED[self.name](record) if self.name in DERIVED else at(record, self.name)

    @property
    def between(self) -> str:
        """What stands between two items of a list."""
        return "\n\n" if self.name in CARDS else "\n"


def at(record: Record, path: str) -> Any:
    for step in path.split("."):
        record = (record or {}).get(step)  # type: ignore[assignment]
    return record


def officer_cards(officers: list[Record]) -> list[str]:
    return [write_card((key, item[key]) for key in CARDS["officers"] if item[key]) for item in officers]


def document_cards(documents: list[Record]) -> list[str]:
    return [write_card((key, item[key]) for key in CARDS["documents"] if item[key]) for item in documents]


def citation_cards(citations: list[Record]) -> list[str]:
    return [write_card(citation_pairs(citation)) for citation in citations]


def citation_pairs(citation: Record) -> Iterator[tuple[str, str]]:
    source = citation["source"]
    yield from ((key, source[key]) for key in SOURCE if source[key])
    if citation["supports"]:
        yield "supports", ", ".join(citation["supports"])
    yield from ((f"says.{fact}", str(said)) for fact, said in citation["says"].items())
    if citation["note"]:
        yield "note", citation["note"]


WRITTEN: dict[str, Callable[[Any], list[str]]] = {
    "officers": officer_cards,
    "documents": document_cards,
    "citations": citation_cards,
    "agenda": lambda texts: [one_line(text) for text in texts],
    "gaps": lambda gaps: [write_card([pair]) for pair in gaps.items()],
}
DERIVED: dict[str, Callable[[Record], Cell]] = {
    "earliest": lambda record: at(record, "when.earliest"),
    "latest": lambda record: at(record, "when.latest"),
    "contested": lambda record: ", ".join(record.get("contested") or []) or None,
    "updated_at": lambda record: str(at(record, "updated_at") or "") or None,
    "_revision": lambda record: record.get("revision"),
}

COLUMNS = (
    Column("slug", "The permanent name of the meeting: <body>-<ordinal>, else <body>-<first day>. Never changes."),
    Column("body", "The slug of the body, as in ammtc. A body is one numbered series."),
    Column("ordinal", "The number in the series of the body, from 1; empty where there is none.", "number"),
    Column("kind", "regular, special or preparatory."),
    Column("title", "Only where it is not made of number and body, as 17th AMMTC is."),
    Column("status", "planned, confirmed, held, postponed or cancelled. Announced is not held."),
    Column("dates", "The days of the meeting itself: 2023-08-21, 2023-08-20/2023-08-23, 2007-11, 2006, 2011-07-26/ (EDTF).", "dates"),
    Column("programme", "The days of the whole event, with arrivals and related meetings; written as dates are.", "dates"),
    Column("format", "in-person, virtual or hybrid."),
    Column("host", "The code of the hosting country, as in ID."),
    Column("chair.country", "The code of the country that chaired."),
    Column("chair.person", "Who chaired."),
    Column("chair.office", "The office of who chaired."),
    Column("officers", "One card an officer, with the lines role, person, office, country; an empty line between two cards.", "list"),
    Column("venue.name", "The house in which it was held."),
    Column("venue.locality", "The town."),
    Column("venue.region", "The province or region."),
    Column("venue.country", "The code of the country of the town."),
    Column("theme", "The motto."),
    Column("reports_to", "The slug of the meeting that receives its results."),
    Column("alongside", "The slug of the main meeting around which it was held."),
    Column("agenda", "One item a line, in order.", "list"),
    Column("documents", "One card a document, with the lines title, kind, url; an empty line between two cards.", "list"),
    Column("notes", "What else a reader must know."),
    Column("gaps", "Why a field is empty, one a line: “theme: unknown” where it was searched in vain, or “ordinal: not-applicable”.", "list"),
    Column("citations", "One card a source, with the lines url, title, publisher, published, language, supports, says.<fact>, note; "
           "an empty line between two cards. supports: the facts that it states as the record does, with commas between. "
           "says.dates: what it states otherwise, and so for each fact.", "list"),
    Column("name", "How the meeting is called.", derived=True),
    Column("earliest", "The first day that the dates can mean.", "day", derived=True),
    Column("latest", "The last day that the dates can mean.", "day", derived=True),
    Column("where", "The place in one line.", derived=True),
    Column("contested", "The facts on which sources differ.", derived=True),
    Column("url", "The page of the meeting.", derived=True),
    Column("updated_at", "When the record of the meeting was last changed.", "time", derived=True),
    Column("_revision", "The revision that this row shows. Leave it as it is: by it an import tells what somebody else changed meanwhile. "
           "Empty, nothing is compared.", "number", derived=True),
)  # fmt: skip
NAMES = tuple(column.name for column in COLUMNS)
BY_NAME = {column.name: column for column in COLUMNS}


def cells(record: Record) -> dict[str, Cell]:
    """The cells of a record by column, None where there is nothing; with the derived ones that `record` has."""
    return {column.name: column.cell(record) for column in COLUMNS}


def rows(record: Record) -> list[dict[str, Cell]]:
    """The rows of a record: one, or more where a list is too long for a cell."""
    first = cells(record)
    long = [BY_NAME[name] for name, cell in first.items() if isinstance(cell, str) and is_long(cell)]
    pieces = {column.name: pieces_of(column, record) for column in long if column.kind == "list"}
    count = max(map(len, pieces.values()), default=1)
    empty = dict.fromkeys(NAMES) | {"slug": record["slug"]}
    made = [first, *(dict(empty) for _ in range(count - 1))]
    for name, texts in pieces.items():
        for row, text in zip(made, texts, strict=False):
            row[name] = text
    return made


def is_long(text: str) -> bool:
    # Most are far too short for either.
    return len(text) > MOST_LINES and (units(text) > MOST_UNITS or text.count("\n") > MOST_LINES)


def units(text: str) -> int:
    """The length of `text` as spreadsheets count it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def pieces_of(column: Column, record: Record) -> list[str]:
    """The items of a list as the texts of as few cells as hold them."""
    first, *others = column.items(record)
    pieces = [first]
    for item in others:
        longer = f"{pieces[-1]}{column.between}{item}"
        if is_long(longer):
            pieces.append(item)
        else:
            pieces[-1] = longer
    return pieces
