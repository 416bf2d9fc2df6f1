"""Records as a workbook (XLSX): days as dates of the spreadsheet, all else as text; and read back without running it.

Neither writing nor reading keeps more than a row in memory. A formula is never calculated, and none is written.
"""

import re
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import date, datetime, time
from typing import IO, Any
from zipfile import BadZipFile, ZipFile

import openpyxl
import xlsxwriter
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from meetings.models.meetings import Format, Kind, Status
from meetings.tables.columns import COLUMNS, Cell, Column, Record, rows
from meetings.tables.reading import Flaw, Row, TableError, rows_read

SHEET, EXPLANATIONS = "meetings", "explanations"
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "yyyy-mm-dd",
}
CHOICES = {"kind": Kind.values, "status": Status.values, "format": Format.values}
WIDTHS = {"text": 18, "number": 9, "dates": 22, "day": 11, "time": 19, "list": 40}
# The first day that all spreadsheets count alike: some know a 29 February 1900.
FIRST_DAY = date(1900, 3, 1)
DAY = re.compile(r"\d{4}-\d\d-\d\d")
# A sheet has 1,048,576 rows: one is the header, and a long record takes several at once.
MOST_ROWS, MOST_NUMBER = 1_048_000, 2**20
MOST_FLAWS = 50
MOST_UNPACKED = 200 * 1024 * 1024
NOT_XLSX = (
    "This is no workbook (.xlsx) that can be read. Save it anew from a spreadsheet as “Excel workbook”, "
    "without a password."
)
# What a broken workbook makes the reader stumble over, told in one sentence.
BROKEN = (
    BadZipFile, InvalidFileException, LookupError, ValueError, TypeError, AttributeError, OSError, SyntaxError,
    RuntimeError, zlib.error,
)  # fmt: skip
ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


def write_xlsx(file: IO[bytes], records: Iterable[Record]) -> None:
    """Write a workbook: the records, and a sheet that explains the columns. Without records it is a template."""
    with closing(xlsxwriter.Workbook(file, OPTIONS)) as book:
        sheets = Sheets(book)
        for record in records:
            sheets.write(rows(record))
        explain(book)


class Sheets:
    """The sheets of a workbook that hold records: one, or more where one is full."""

    def __init__(self, book: Any):
        self.book, self.count = book, 0
        self.bold = book.add_format({"bold": True})
        self.derived = book.add_format({"bold": True, "italic": True, "font_color": "#595959"})
        self.text = book.add_format({"num_format": "@", "valign": "top"})
        self.day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"})
        self.time = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss", "valign": "top", "align": "left"})
        self.number = book.add_format({"valign": "top"})
        self.begin()

    def begin(self) -> None:
        self.count += 1
        self.at = 1
        self.sheet = self.book.add_worksheet(SHEET if self.count == 1 else f"{SHEET} {self.count}")
        self.sheet.freeze_panes(1, 1)
        for place, column in enumerate(COLUMNS):
            # As text also where nothing stands yet: a spreadsheet makes a day of a month that is typed there.
            form = self.number if column.kind == "number" else self.text
            self.sheet.set_column(place, place, WIDTHS[column.kind], form)
            self.sheet.write_string(0, place, column.name, self.derived if column.derived else self.bold)
            if column.name in CHOICES:
                choice = {"validate": "list", "source": CHOICES[column.name]}
                self.sheet.data_validation(1, place, MOST_ROWS, place, choice)

    def write(self, made: list[dict[str, Cell]]) -> None:
        if self.at + len(made) > MOST_ROWS:
            self.begin()
        for row in made:
            for place, column in enumerate(COLUMNS):
                if row[column.name] is not None:
                    self.write_cell(place, column, row[column.name])
            self.at += 1

    def write_cell(self, place: int, column: Column, cell: Cell) -> None:
        typed = typed_of(column, cell)
        if isinstance(typed, int):
            self.sheet.write_number(self.at, place, typed, self.number)
        elif isinstance(typed, datetime):
            form = self.time if column.kind == "time" else self.day
            self.sheet.write_datetime(self.at, place, typed, form)
        else:
            self.sheet.write_string(self.at, place, plain(typed), self.text)


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


def plain(text: str) -> str:
    # The writer takes such a text for markup of its own; the blank is taken off when it is read.
    return f"{text} " if text.startswith("<r>") and text.endswith("</r>") else text


def explain(book: Any) -> None:
    sheet = book.add_worksheet(EXPLANATIONS)
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 100)
    lines = [(column.name, told(column)) for column in COLUMNS]
    for at, (name, about) in enumerate([("column", "what it holds"), *lines, *NOTES]):
        sheet.write_string(at, 0, name, wrapped if at else bold)
        sheet.write_string(at, 1, about, wrapped if at else bold)


def told(column: Column) -> str:
    passed_over = " For readers: an import passes over it." if column.derived and column.name != "_revision" else ""
    return column.about + passed_over


NOTES = [
    ("", ""),
    ("A row", "is one meeting, whole. An empty cell means that nothing is known. A column left out stays as it is."),
    ("A long list", "goes on in the rows right beneath, with the slug and the list alone."),
    ("In lists", "a text with lines of its own has \\n between them, and a backslash is doubled."),
]  # fmt: skip


def read_xlsx(file: IO[bytes]) -> Iterator[Row]:
    """The rows of a workbook's first sheet, or of all that are named meetings, meetings 2, …; raises `TableError`."""
    refuse_bomb(file)
    try:
        book = openpyxl.load_workbook(file, read_only=True, data_only=False, keep_links=False)
        with closing(book):
            named = [sheet for sheet in book.worksheets if sheet.title.split(" ")[0].lower() == SHEET]
            for sheet in named or book.worksheets[:1]:
                sheet.reset_dimensions()
                yield from rows_read(lines_of(sheet))
    except TableError:
        raise
    except BROKEN as error:
        raise TableError([Flaw(None, "", NOT_XLSX)]) from error


def refuse_bomb(file: IO[bytes]) -> None:
    """Refuse what would not fit into memory once it is unpacked; no part of a file can hold more than it says."""
    try:
        with ZipFile(file) as packed:
            size = sum(part.file_size for part in packed.infolist())
    except (BadZipFile, OSError, ValueError) as error:
        raise TableError([Flaw(None, "", NOT_XLSX)]) from error
    if size > MOST_UNPACKED:
        most = MOST_UNPACKED // 2**20
        message = f"Unpacked, this workbook has {size // 2**20} MB; at most {most} are taken. Send it in parts."
        raise TableError([Flaw(None, "", message)])
    file.seek(0)


def lines_of(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    width, flaws = 0, []
    for number, row in enumerate(sheet.iter_rows(), 1):
        if number > MOST_NUMBER:
            raise TableError([Flaw(number, "", f"A sheet has at most {MOST_NUMBER} rows.")])
        texts = texts_of(row, number, flaws)
        while texts and not texts[-1]:
            texts.pop()
        width = width or len(texts)
        yield number, texts + [""] * (width - len(texts))
    if flaws:
        raise TableError(flaws)


def texts_of(row: Any, number: int, flaws: list[Flaw]) -> list[str]:
    """The cells of a row as texts; those that cannot be read join `flaws`, and are empty here."""
    texts = []
    for cell in row:
        try:
            texts.append(text_of(cell, number))
        except TableError as error:
            flaws += error.flaws[: MOST_FLAWS - len(flaws)]
            texts.append("")
    return texts


def text_of(cell: Any, number: int) -> str:
    """A cell as text; raises `TableError` where it holds what only the spreadsheet knows."""
    value = cell.value
    wrong = None
    if cell.data_type == "f":
        wrong = "The cell holds a formula. Paste its value in its place."
    elif cell.data_type == "e":
        wrong = f"The cell holds an error of the spreadsheet: {value}."
    elif isinstance(value, (datetime, date)):
        wrong = wrong_day(value, cell.number_format)
    if wrong:
        raise TableError([Flaw(number, get_column_letter(cell.column), wrong)])
    if isinstance(value, datetime):
        return value.isoformat() if value.time() != time() else value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = "" if value is None else str(value)
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)), text).strip()


def wrong_day(value: date, shown: str) -> str | None:
    if "d" in shown.lower():
        return None
    return (
        f"The spreadsheet made the day {value:%Y-%m-%d} of what shows no day. Format the cell as text and type it anew."
    )
