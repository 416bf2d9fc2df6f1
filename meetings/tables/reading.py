"""From the cells of a table to records in the one shape; what cannot be read is named by row and column.

Whether a record is valid is not said here: what comes out is for `MeetingSerializer`, as from every other door.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from meetings.dates import DateError, parse, read
from meetings.suggestions import did_you_mean
from meetings.tables.cards import CellError, Pairs, lines_in, read_cards, read_items, read_pair, refuse_twice
from meetings.tables.columns import BY_NAME, CARDS, COLUMNS, NAMES, SOURCE, Record

# Of a number that anything here counts; Python itself reads none of thousands.
MOST_DIGITS = 18
HOLDERS = {"chair": ("country", "person", "office"), "venue": ("name", "locality", "region", "country")}


@dataclass(frozen=True)
class Flaw:
    """One thing wrong in a table: where it stands, as spreadsheets count rows, and a sentence on what to do."""

    row: int | None
    column: str
    message: str

    def __str__(self) -> str:
        row = f"row {self.row}" if self.row else ""
        return ": ".join(filter(None, [", ".join(filter(None, [row, self.column])), self.message]))


class TableError(ValueError):
    """A table, or a row of it, cannot be read; `flaws` says why."""

    def __init__(self, flaws: list[Flaw]):
        self.flaws = flaws
        super().__init__("\n".join(map(str, flaws)))


@dataclass(frozen=True)
class Row:
    """One meeting in a table: the number of its first row, and its cells by column; only columns that are there."""

    number: int
    cells: dict[str, str]


def named_columns(header: list[str], number: int = 1) -> list[str]:
    """The columns that a header names, "" where nothing stands above one; raises `TableError`."""
    names = [name.strip() for name in header]
    flaws = [
        Flaw(number, name, f"There is no such column.{did_you_mean(name, list(NAMES))}")
        for name in names
        if name and name not in BY_NAME
    ]
    flaws += [Flaw(number, name, "This column stands here twice.") for name in NAMES if names.count(name) > 1]
    if "slug" not in names:
        flaws.append(Flaw(number, "slug", "The first row must name the columns, and slug among them."))
    if flaws:
        raise TableError(flaws)
    return names


def rows_read(lines: Iterable[tuple[int, list[str]]]) -> Iterator[Row]:
    """The meetings of a table from its numbered lines of cells, of which the first is the header."""
    lines = iter(lines)
    number, header = next(lines, (1, []))
    names = named_columns(header, number)
    standing: Row | None = None
    for number, texts in lines:
        if not any(texts):
            continue
        row = Row(number, named_cells(names, number, texts))
        if standing and goes_on(standing, row):
            standing = joined(standing, row)
        else:
            if standing:
                yield standing
            standing = row
    if standing:
        yield standing


def named_cells(names: list[str], number: int, texts: list[str]) -> dict[str, str]:
    if len(texts) < len(names):
        message = f"The row has {len(texts)} cells, and the first row names {len(names)} columns."
        raise TableError([Flaw(number, "", message)])
    nameless = [text for place, text in enumerate(texts) if text and (place >= len(names) or not names[place])]
    if nameless:
        raise TableError([Flaw(number, "", f"No column is named above the cell “{nameless[0][:60]}”.")])
    return {name: text for name, text in zip(names, texts, strict=False) if name}


def goes_on(standing: Row, row: Row) -> bool:
    """Whether `row` holds nothing but more of the lists of the meeting above it."""
    filled = {name for name, text in row.cells.items() if text} - {"slug"}
    same = standing.cells["slug"] and standing.cells["slug"] == row.cells["slug"]
    return bool(same and filled and all(BY_NAME[name].kind == "list" for name in filled))


def joined(standing: Row, row: Row) -> Row:
    more = {name: text for name, text in row.cells.items() if text and name != "slug"}
    texts = {name: standing.cells[name] + BY_NAME[name].between + text for name, text in more.items()}
    return Row(standing.number, standing.cells | texts)


def place_of(path: tuple[Any, ...]) -> str:
    """Where the value at `path` of a record stands in its row: the column, and which card and key in it."""
    steps = [str(step) for step in path]
    for count in (2, 1):
        if ".".join(steps[:count]) in BY_NAME:
            column, rest = ".".join(steps[:count]), steps[count:]
            break
    else:
        return ".".join(steps)
    if rest and rest[0].isdigit():
        rest = [f"{'card' if column in CARDS else 'item'} {int(rest[0]) + 1}", *rest[1:]]
    return ", ".join([column, *rest[:1], *filter(None, [".".join(step for step in rest[1:] if step != "source")])])


def record_of(row: Row) -> Record:
    """The record in a row: only keys of which it has columns. Raises `TableError` for cells that cannot be read."""
    record: Record = {}
    flaws = []
    for column in COLUMNS:
        if column.derived or column.name not in row.cells:
            continue
        try:
            put(record, column.name, value_of(column.name, row.cells[column.name]))
        except CellError as error:
            flaws.append(Flaw(row.number, column.name, str(error)))
    if flaws:
        raise TableError(flaws)
    return record


def put(record: Record, name: str, value: Any) -> None:
    whole, dot, part = name.partition(".")
    if dot:
        record.setdefault(whole, dict.fromkeys(HOLDERS[whole]))[part] = value
    else:
        record[whole] = value


def value_of(name: str, text: str) -> Any:
    kind = BY_NAME[name].kind
    if kind == "list":
        return READ[name](text)
    if kind == "number":
        return number_in(text)
    return (dates_in(text) if kind == "dates" else text) or None


def number_in(text: str) -> int | str | None:
    """A number where it is one; else the text, of which the serializer says what is wrong."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else text or None


def dates_in(text: str) -> str:
    """Dates as EDTF, also where they are typed as people write them; raises `CellError`."""
    try:
        parse(text)
    except DateError:
        return dates_typed(text) if text else ""
    return text


def dates_typed(text: str) -> str:
    try:
        return str(read(text))
    except DateError as error:
        raise CellError(str(error)) from error


def cards_in(name: str, text: str) -> list[dict[str, str]]:
    """The cards of a cell, each with keys that are known; `says.…` stands for one key a fact."""
    cards = read_cards(text)
    for card in cards:
        refuse_keys(name, card)
    return [dict(card) for card in cards]


def refuse_keys(name: str, card: Pairs) -> None:
    known = CARDS[name]
    for key, _ in card:
        if key not in known and not (name == "citations" and key.startswith("says.")):
            hint = did_you_mean(key, list(known)) or f" Known are {', '.join(known)}."
            raise CellError(f"Unknown key {key[:60]}.{hint}")


def part_of(name: str) -> Callable[[str], list[Record]]:
    return lambda text: [{key: card.get(key) or None for key in CARDS[name]} for card in cards_in(name, text)]


def citations_in(text: str) -> list[Record]:
    return [citation_in(card) for card in cards_in("citations", text)]


def citation_in(card: dict[str, str]) -> Record:
    source = {key: card.get(key) or None for key in SOURCE}
    says = {key.removeprefix("says."): said for key, said in card.items() if key.startswith("says.")}
    return {
        "source": source | {"published": dates_in(card.get("published", "")) or None},
        "supports": [fact.strip() for fact in card.get("supports", "").split(",") if fact.strip()],
        "says": {fact: said_in(fact, said) for fact, said in says.items()},
        "note": card.get("note") or None,
    }


def said_in(fact: str, said: str) -> Any:
    if fact == "ordinal":
        return number_in(said)
    return dates_in(said) if fact in ("dates", "programme") else said


def gaps_in(text: str) -> dict[str, str]:
    pairs: Pairs = []
    for number, line in lines_in(text):
        if line.strip():
            pairs.append(read_pair(number, line))
            refuse_twice(pairs, number)
    return dict(pairs)


READ: dict[str, Callable[[str], Any]] = {
    "agenda": read_items,
    "gaps": gaps_in,
    "officers": part_of("officers"),
    "documents": part_of("documents"),
    "citations": citations_in,
}
