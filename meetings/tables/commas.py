"""Records as CSV: UTF-8 with a byte order mark, lines ended by CRLF, and no cell that spreadsheets would calculate.

A cell that begins as a formula does gets an apostrophe ahead, which is taken off again when it is read.
"""

import csv
import re
from codecs import iterdecode
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import IO

from meetings.tables.columns import NAMES, Cell, Record, rows
from meetings.tables.reading import Flaw, Row, TableError, rows_read

MARK = "\ufeff"
# What spreadsheets calculate, also in East Asian width; after apostrophes, so that none of a text is taken for ours.
FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs"}
OTHERS = {"|": "bars", ":": "colons"}
NO_TEXT = "Save it as “CSV UTF-8”, or send the workbook (.xlsx) itself."


class Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def csv_lines(records: Iterable[Record]) -> Iterator[str]:
    """The text of a CSV file, meeting by meeting; `records` may be any number."""
    yield HEADER
    for record in records:
        yield csv_rows(record)


def csv_rows(record: Record) -> str:
    """The rows of one meeting."""
    return "".join([line(map(neutral, row.values())) for row in rows(record)])


def line(cells: Iterable[str]) -> str:
    return csv.writer(Echo(), lineterminator="\r\n").writerow(cells)  # type: ignore[arg-type, return-value]


def neutral(cell: Cell) -> str:
    text = "" if cell is None else str(cell)
    return f"'{text}" if FORMULA.match(text) else text


def meant(text: str) -> str:
    return text[1:] if text.startswith("'") and FORMULA.match(text) else text


HEADER = MARK + line(NAMES)


def read_csv(file: IO[bytes]) -> Iterator[Row]:
    """The rows of a CSV file, with commas, semicolons or tabs between cells; raises `TableError`."""
    try:
        yield from rows_read(lines_of(iterdecode(file, "utf-8-sig")))
    except UnicodeDecodeError as error:
        raise TableError([Flaw(None, "", f"The file is not in UTF-8. {NO_TEXT}")]) from error


def lines_of(text: Iterator[str]) -> Iterator[tuple[int, list[str]]]:
    first = next(text, "")
    reader = csv.reader(chain([first], text), delimiter=separator_of(first), strict=True)
    number = 0
    try:
        for number, line in enumerate(reader, 1):
            yield number, [meant(cell).strip() for cell in line]
    except csv.Error as error:
        raise TableError([Flaw(number + 1, "", f"The row cannot be read as CSV: {error}.")]) from error


def separator_of(header: str) -> str:
    """What stands between the cells: spreadsheets write semicolons where numbers have commas."""
    names = set(NAMES)
    found = {each: len(names & {name.strip(' "\r\n') for name in header.split(each)}) for each in SEPARATORS | OTHERS}
    best = max(found, key=lambda each: found[each])
    if not found[best]:
        message = f"The first row names none of the columns, which are {', '.join(NAMES[:6])}, …"
        raise TableError([Flaw(1, "", message)])
    if best in OTHERS:
        message = f"The cells are separated by {OTHERS[best]}. Separate them by commas, semicolons or tabs."
        raise TableError([Flaw(1, "", message)])
    return best
