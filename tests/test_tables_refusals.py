"""Tables that cannot be read: each is refused with its row and column, and a sentence on what to do."""

import io
import zipfile
from datetime import date

import pytest

from meetings.tables import read_csv, read_xlsx, workbooks
from tests.test_tables import EMPTY, as_csv, as_xlsx, flaws, workbook

HEADER = "slug,title,agenda,gaps,citations\r\n"
NOT_XLSX = (
    "This is no workbook (.xlsx) that can be read. Save it anew from a spreadsheet as “Excel workbook”, "
    "without a password."
)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("", ["row 1: The first row names none of the columns, which are slug, body, ordinal, kind, title, status, …"]),
        ("a,b\r\n", ["row 1: The first row names none of the columns, which are slug, body, ordinal, kind, title, status, …"]),
        ("slug|title\r\n", ["row 1: The cells are separated by bars. Separate them by commas, semicolons or tabs."]),
        ("slug,titel\r\n", ["row 1, titel: There is no such column. Did you mean title?"]),
        ("title,theme\r\n", ["row 1, slug: The first row must name the columns, and slug among them."]),
        ("slug,title,title\r\n", ["row 1, title: This column stands here twice."]),
        ("slug,title\r\nx\r\n", ["row 2: The row has 1 cells, and the first row names 2 columns."]),
        ("slug,title\r\nx,y,z\r\n", ["row 2: No column is named above the cell “z”."]),
        ("slug,title\r\nx,y\r\nx,\"y\r\n", ["row 3: The row cannot be read as CSV: unexpected end of data."]),
        (HEADER + "x,,,theme,\r\n", ["row 2, gaps: Line 1: write “key: value”; “theme” has no key."]),
        (HEADER + "x,,,\"theme: unknown\ntheme: unknown\",\r\n", ["row 2, gaps: Line 2: theme stands here twice."]),
        (HEADER + "x,,,,\"url: a\nurl: b\"\r\n", ["row 2, citations: Line 2: url stands here twice. An empty line begins the next card."]),
        ("slug,dates\r\nx,31 February 2023\r\n", ["row 2, dates: February 2023 has no day 31."]),
        (HEADER + "x,,,,\"url: a\npublished: soon\"\r\n", ["row 2, citations: Cannot read “soon” as a date; write it like “18–19 May 2023” or “2023-05-18”."]),
        (HEADER + "x,,,,publishr: a\r\n", ["row 2, citations: Unknown key publishr. Did you mean publisher?"]),
    ],
)  # fmt: skip
def test_csv_that_cannot_be_read_is_refused_by_row_and_column(text, sentences):
    assert flaws(read_csv, text.encode()) == sentences


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16"])
def test_csv_in_another_encoding_is_named(encoding):
    data = "slug,title\r\nx,Français\r\n".encode(encoding)

    [sentence] = flaws(read_csv, data)

    assert sentence == "The file is not in UTF-8. Save it as “CSV UTF-8”, or send the workbook (.xlsx) itself."


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (["x", "=1+1"], "row 2, B: The cell holds a formula. Paste its value in its place."),
        (["x", date(2007, 11, 1)], "row 2, B: The spreadsheet made the day 2007-11-01 of what shows no day. Format the cell as text and type it anew."),
    ],
)  # fmt: skip
def test_cells_that_only_a_spreadsheet_knows_are_refused(line, sentence):
    assert flaws(read_xlsx, workbook(["slug", "dates"], line, formats="mmm-yy")) == [sentence]


@pytest.mark.parametrize("data", [b"", b"slug,title\r\n", b"PK\x03\x04 broken", as_csv([EMPTY])])
def test_what_is_no_workbook_is_refused(data):
    assert flaws(read_xlsx, data) == [NOT_XLSX]


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.9])
def test_broken_workbook_is_refused(cut):
    data = as_xlsx([EMPTY])

    assert flaws(read_xlsx, data[: int(len(data) * cut)]) == [NOT_XLSX]


def changed(data, part, change):
    """A workbook of which one part is another text."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return file.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def test_workbook_that_unpacks_to_more_than_memory_is_refused():
    bomb = changed(as_xlsx([EMPTY]), SHEET, lambda text: b" " * (workbooks.MOST_UNPACKED + 2**20))

    assert len(bomb) < 2**20
    assert flaws(read_xlsx, bomb) == ["Unpacked, this workbook has 201 MB; at most 200 are taken. Send it in parts."]


@pytest.mark.parametrize(
    "change",
    [
        lambda text: b"<worksheet",
        lambda text: b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + text.partition(b"?>")[2].replace(b"held", b"&a;"),
        lambda text: b"\x00" * 100,
    ],
)
def test_workbook_with_a_broken_or_dangerous_sheet_is_refused(change):
    assert flaws(read_xlsx, changed(as_xlsx([EMPTY]), SHEET, change)) == [NOT_XLSX]


def test_workbook_that_counts_rows_without_end_is_refused():
    endless = changed(as_xlsx([EMPTY]), SHEET, lambda text: text.replace(b'<row r="2"', b'<row r="99999999999"'))

    assert flaws(read_xlsx, endless) == ["row 1048577: A sheet has at most 1048576 rows."]
