"""Records as a workbook (XLSX): days as dates of the spreadsheet, all else as text; and read back without running it.

Neither writing nor reading keeps more than a row in memory, and what is written is handed on as it is made. A formula
is never calculated, and none is written.
"""

import re
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime, time
from io import BytesIO
from itertools import count
from typing import IO, Any
from zipfile import BadZipFile, ZipFile

import openpyxl
import xlsxwriter
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from meetings.models.meetings import Format, Kind, Status
from meetings.tables.columns import COLUMNS, Column, Record, rows
from meetings.tables.reading import Flaw, Row, TableError, rows_read
from meetings.tables.sheets import MOST_ROWS, Left, Outlet, Sheet, part_named

SHEET, EXPLANATIONS = "meetings", "explanations"
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
CHOICES = {"kind": Kind.values, "status": Status.values, "format": Format.values}
WIDTHS = {"text": 18, "number": 9, "dates": 22, "day": 11, "time": 19, "list": 40}
SAMPLES = ("text", "number", "day", "time")
LOOKS = {
    "bold": {"bold": True},
    "derived": {"bold": True, "italic": True, "font_color": "#595959"},
    "text": {"num_format": "@", "valign": "top"},
    "number": {"valign": "top"},
    "day": {"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"},
    "time": {"num_format": "yyyy-mm-dd hh:mm:ss", "valign": "top", "align": "left"},
}
# A workbook has to say when it was made. This says nothing.
MADE = datetime(1980, 1, 1, tzinfo=UTC)
MOST_NUMBER = 2**20
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


def xlsx_pieces(records: Iterable[Record]) -> Iterator[bytes]:
    """A workbook, piece by piece: the records, and a sheet that explains the columns. Without records, a template."""
    outlet, left = Outlet(), Left(map(rows, records))
    with ZipFile(outlet, "w") as packed:  # type: ignore[call-overload]
        for number in count(1):
            frame = framed(number)
            own = [name_of(each) for each in range(1, number + 1)]
            yield from sheet_in(frame[own[-1]]).written(packed, own[-1], left, outlet)
            if left.next is None:
                break
        for name, data in frame.items():
            if name not in own:
                packed.writestr(part_named(name), data)
    yield outlet.taken()


def name_of(number: int) -> str:
    return f"xl/worksheets/sheet{number}.xml"


def framed(number: int) -> dict[str, bytes]:
    """The parts of a workbook with so many sheets for records, each of which has a sample of each kind of cell."""
    file = BytesIO()
    with closing(xlsxwriter.Workbook(file, OPTIONS)) as book:
        book.set_properties({"created": MADE})
        formats = {kind: book.add_format(look) for kind, look in LOOKS.items()}
        for each in range(1, number + 1):
            begin(book.add_worksheet(SHEET if each == 1 else f"{SHEET} {each}"), formats)
        explain(book)
    with ZipFile(file) as packed:
        return {part.filename: packed.read(part) for part in packed.infolist()}


def begin(sheet: Any, formats: dict[str, Any]) -> None:
    """Name the columns, and show beneath them how the cells of each kind look."""
    sheet.freeze_panes(1, 1)
    for place, column in enumerate(COLUMNS):
        # As text also where nothing stands yet: a spreadsheet makes a day of a month that is typed there.
        sheet.set_column(place, place, WIDTHS[column.kind], formats["number" if column.kind == "number" else "text"])
        sheet.write_string(0, place, column.name, formats["derived" if column.derived else "bold"])
        if column.name in CHOICES:
            choice = {"validate": "list", "source": CHOICES[column.name]}
            sheet.data_validation(1, place, MOST_ROWS, place, choice)
    for place, kind in enumerate(SAMPLES):
        sheet.write_blank(1, place, None, formats[kind])


def sheet_in(data: bytes) -> Sheet:
    """An empty sheet of that kind, cut where its rows are to stand."""
    head, _, rest = data.partition(b'<row r="2"')
    samples, end, foot = rest.partition(b"</sheetData>")
    styles = [number.decode() for number in re.findall(rb' s="(\d+)"', samples)]
    # How far the rows reach is known to nobody yet.
    head = re.sub(rb"<dimension [^>]*/>", b"", head)
    return Sheet(head, end + foot, dict(zip(SAMPLES, styles, strict=True)))


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
