"""The sheets of a workbook as they are sent: the XML of one row after another (SpreadsheetML, ECMA-376).

A sheet grows within a file that nobody goes back in, and no row is kept once it is written.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import count
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl.utils import get_column_letter

from meetings.tables.columns import COLUMNS, Cell, Column

Cells = dict[str, Cell]
# The first day that all spreadsheets count alike: some know a 29 February 1900.
FIRST_DAY = date(1900, 3, 1)
ZERO = datetime.combine(date(1899, 12, 30), time())
DAY = re.compile(r"\d{4}-\d\d-\d\d")
# A sheet has 1,048,576 rows: one is the header, and a long record takes several at once.
MOST_ROWS = 1_048_000
# A part of a file of the old kind, which all spreadsheets read, has less than 2 GiB.
MOST_BYTES = 1_900_000_000
PIECE = 1 << 16
# What XML cannot hold, and what spreadsheets would take for it.
UNHELD = re.compile("_x[0-9A-Fa-f]{4}_|[\x00-\x08\x0b-\x1f\ufffe\uffff]")
PLACES = [(get_column_letter(place), column) for place, column in enumerate(COLUMNS, 1)]


def part_named(name: str) -> ZipInfo:
    """A part of the file that does not tell when it was made: the same record gives the same bytes."""
    part = ZipInfo(name)
    part.compress_type = ZIP_DEFLATED
    return part


class Outlet:
    """A file that is only written to, and hands on what came."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        self.parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing waits."""

    def taken(self) -> bytes:
        data = b"".join(self.parts)
        self.parts.clear()
        return data


class Left:
    """The rows that are still to be written, those of one record together."""

    def __init__(self, groups: Iterable[list[Cells]]) -> None:
        self.groups = iter(groups)
        self.next = next(self.groups, None)

    def take(self) -> list[Cells]:
        group, self.next = self.next or [], next(self.groups, None)
        return group


@dataclass(frozen=True)
class Sheet:
    """The XML around the rows, and the numbers of the styles in which cells are shown."""

    head: bytes
    foot: bytes
    styles: dict[str, str]

    def written(self, packed: ZipFile, name: str, left: Left, outlet: Outlet) -> Iterator[bytes]:
        """Write as many of the rows as this sheet holds into the part `name`, handing on what the outlet has."""
        with packed.open(part_named(name), "w") as part:
            part.write(self.head)
            for text in self.texts(left):
                part.write(text)
                if sum(map(len, outlet.parts)) > PIECE:
                    yield outlet.taken()
            part.write(self.foot)

    def texts(self, left: Left) -> Iterator[bytes]:
        at, size = 2, 0
        while left.next and at + len(left.next) - 1 <= MOST_ROWS and size < MOST_BYTES:
            group = left.take()
            text = "".join(map(self.row, count(at), group)).encode()
            at, size = at + len(group), size + len(text)
            yield text

    def row(self, number: int, cells: Cells) -> str:
        told = [
            self.cell(f"{letter}{number}", column, cells[column.name])
            for letter, column in PLACES
            if cells[column.name] is not None
        ]
        return f'<row r="{number}">{"".join(told)}</row>'

    def cell(self, at: str, column: Column, cell: Cell) -> str:
        typed = typed_of(column, cell)
        if isinstance(typed, int):
            return f'<c r="{at}" s="{self.styles["number"]}"><v>{typed}</v></c>'
        if isinstance(typed, datetime):
            style = self.styles["time" if column.kind == "time" else "day"]
            return f'<c r="{at}" s="{style}"><v>{serial(typed)}</v></c>'
        space = ' xml:space="preserve"' if typed != typed.strip() else ""
        return f'<c r="{at}" s="{self.styles["text"]}" t="inlineStr"><is><t{space}>{held(typed)}</t></is></c>'


def typed_of(column: Column, cell: Cell) -> int | str | datetime:
    """A cell as the spreadsheet should know it: a day as a date, where it is a whole one."""
    text = str(cell)
    if column.kind == "number" and isinstance(cell, int):
        return cell
    if column.kind in ("dates", "day") and DAY.fullmatch(text) and date.fromisoformat(text) >= FIRST_DAY:
        return datetime.combine(date.fromisoformat(text), time())
    if column.kind == "time":
        return datetime.fromisoformat(text).replace(tzinfo=None, microsecond=0)
    return text


def serial(at: datetime) -> str:
    """The days since the one that spreadsheets count from."""
    since = at - ZERO
    return f"{since.days + since.seconds / 86_400:.16g}"


def held(text: str) -> str:
    return UNHELD.sub(lambda found: escaped(found[0]), escape(text))


def escaped(sign: str) -> str:
    return f"_x005F{sign}" if sign.startswith("_") else f"_x{ord(sign):04X}_"
