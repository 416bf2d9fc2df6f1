"""The record as a table: what is written to CSV and XLSX is read back as the same record, also where people typed."""

import hashlib
import io
import re
from datetime import date, datetime
from zipfile import ZipFile

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from meetings.models import Meeting
from meetings.models.sources import FACTS
from meetings.serializers import MeetingSerializer, shape
from meetings.serializers.meetings import GAP_FIELDS
from meetings.tables import (
    NAMES,
    TableError,
    cells,
    csv_lines,
    read_csv,
    read_xlsx,
    record_of,
    rows,
    sheets,
    xlsx_pieces,
)

EMPTY = {
    "slug": "ammtc-17", "body": "ammtc", "ordinal": None, "kind": "regular", "title": None, "status": "held",
    "dates": None, "programme": None, "format": None, "host": None, "chair": None, "officers": [], "venue": None,
    "theme": None, "reports_to": None, "alongside": None, "agenda": [], "documents": [], "notes": None, "gaps": {},
    "citations": [],
}  # fmt: skip
# Whatever a text of the record can hold: no control characters, and nothing to trim at its ends.
CONTROLS = {chr(number) for number in (*range(32), 127)} - {"\t", "\n", "\r"}
letters = st.characters(exclude_categories=["Cs"], exclude_characters=CONTROLS) | st.sampled_from("\\\n\r='<>:_x0")
texts = st.text(letters, min_size=1, max_size=30).map(str.strip).filter(bool)
maybe = st.none() | texts
sources = st.fixed_dictionaries(
    {"url": texts, "title": maybe, "publisher": maybe, "published": st.sampled_from([None, "2023-08", "2006"]),
     "language": maybe}
)  # fmt: skip
citations = st.fixed_dictionaries(
    {
        "source": sources,
        "supports": st.lists(st.sampled_from(FACTS), unique=True, max_size=3),
        "says": st.dictionaries(st.sampled_from(["theme", "host"]), texts, max_size=2),
        "note": maybe,
    }
)  # fmt: skip
officers = st.fixed_dictionaries(
    {"role": st.sampled_from(["chair", "secretary"]), "person": texts, "office": maybe, "country": st.none()}
)
holders = st.none() | st.fixed_dictionaries({"country": st.just("ID"), "person": maybe, "office": maybe})
records = st.fixed_dictionaries(
    {
        "slug": st.just("ammtc-17"), "ordinal": st.none() | st.integers(1, 9999), "title": maybe, "theme": maybe,
        "notes": maybe, "dates": st.sampled_from([None, "2023-08-21", "1899-12-31", "2007-11~", "2011-07-26/"]),
        "programme": st.sampled_from([None, "2023-08-20/2023-08-23", "2006"]), "chair": holders,
        "officers": st.lists(officers, max_size=3), "agenda": st.lists(texts, max_size=4),
        "documents": st.lists(st.fixed_dictionaries({"title": texts, "kind": texts, "url": maybe}), max_size=3),
        "gaps": st.dictionaries(st.sampled_from(GAP_FIELDS), st.sampled_from(["unknown", "not-applicable"])),
        "citations": st.lists(citations, max_size=3),
    }
).map(EMPTY.__or__)  # fmt: skip


def as_csv(records):
    return "".join(csv_lines(records)).encode()


def as_xlsx(records):
    return b"".join(xlsx_pieces(records))


def from_csv(data):
    return [whole(record_of(row)) for row in read_csv(io.BytesIO(data))]


def from_xlsx(data):
    return [whole(record_of(row)) for row in read_xlsx(io.BytesIO(data))]


def whole(record):
    """`record` with null where a chair or a venue is empty, as the serializer has it."""
    return record | {key: record[key] if any((record[key] or {}).values()) else None for key in ("chair", "venue")}


def flaws(read, data):
    with pytest.raises(TableError) as refused:
        [record_of(row) for row in read(io.BytesIO(data))]
    return [str(flaw) for flaw in refused.value.flaws]


def workbook(*lines, formats=None):
    """A workbook as somebody types it: each line a list of values."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet()
    shown = book.add_format({"num_format": formats}) if formats else None
    for number, line in enumerate(lines):
        for place, value in enumerate(line):
            sheet.write(number, place, value, *([shown] if isinstance(value, date) else []))
    book.close()
    return file.getvalue()


@pytest.mark.parametrize(("write", "read"), [(as_csv, from_csv), (as_xlsx, from_xlsx)])
def test_tables_hold_the_shipped_record_whole(record, write, read):
    standing = [shape(meeting) for meeting in Meeting.objects.in_record_order().with_record()]

    found = read(write(standing))

    assert len(found) == 155
    assert found == standing


def test_tables_hold_what_the_api_answers_with_what_is_derived(record):
    meeting = Meeting.objects.with_record().get(slug="ammtc-17")
    answered = MeetingSerializer(meeting).data

    row = cells(answered)

    assert list(row) == list(NAMES)
    assert (row["name"], row["earliest"], row["_revision"]) == ("17th AMMTC", "2023-08-21", 1)
    assert from_csv(as_csv([answered])) == from_xlsx(as_xlsx([answered])) == [shape(meeting)]


@settings(deadline=None)
@given(records)
def test_tables_hold_any_record(record):
    assert from_csv(as_csv([record])) == [record]
    assert from_xlsx(as_xlsx([record])) == [record]


def test_workbook_is_handed_on_while_its_records_are_read():
    taken = []
    long = (EMPTY | {"notes": hashlib.shake_256(bytes([number])).hexdigest(4_000)} for number in range(200))

    pieces = xlsx_pieces(taken.append(record) or record for record in long)

    first = next(pieces)
    assert len(first) > 2**16
    assert len(taken) < 50
    assert from_xlsx(first + b"".join(pieces)) == taken


def test_workbook_does_not_tell_when_it_was_made():
    packed = ZipFile(io.BytesIO(as_xlsx([EMPTY])))

    assert {part.date_time for part in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert re.findall(rb"\d{4}-\d\d-\d\dT[^<]*", packed.read("docProps/core.xml")) == [b"1980-01-01T00:00:00Z"] * 2


def test_records_that_one_sheet_does_not_hold_go_on_in_the_next(monkeypatch):
    monkeypatch.setattr(sheets, "MOST_ROWS", 3)
    records = [EMPTY | {"slug": f"ammtc-{number}"} for number in range(5)]

    data = as_xlsx(records)

    assert from_xlsx(data) == records
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["meetings", "meetings 2", "meetings 3", "explanations"]
    assert [sheet.max_row for sheet in book][:3] == [3, 3, 2]


def test_lists_too_long_for_a_cell_go_on_beneath():
    agenda = [f"{number} {'x' * 900}" for number in range(200)]
    documents = [{"title": f"{number}", "kind": "other", "url": None} for number in range(200)]
    long = EMPTY | {"agenda": agenda, "documents": documents}

    made = rows(long)

    assert [sum(cell is not None for cell in row.values()) for row in made[:2]] == [6, 3]
    assert max(len(str(cell)) for row in made for cell in row.values()) <= 32_767
    both = [long, EMPTY | {"slug": "ammtc-18"}]
    assert from_csv(as_csv(both)) == from_xlsx(as_xlsx(both)) == both


def test_csv_is_what_spreadsheets_open_as_it_is():
    data = as_csv([EMPTY | {"title": '=HYPERLINK("x")', "theme": "'-1", "notes": "Hà Nội\nnext"}])

    assert data.startswith(b"\xef\xbb\xbfslug,body,ordinal,")
    assert data.endswith(b"\r\n")
    assert b',"\'=HYPERLINK(""x"")",' in data
    assert b",''-1," in data
    assert "Hà Nội\nnext".encode() in data


def test_workbook_types_days_and_calculates_nothing():
    texts = {"title": "=1+1", "theme": "https://a.example", "notes": "<r><b/></r>", "programme": "2023-08"}
    data = as_xlsx([EMPTY | texts | {"ordinal": 17, "dates": "2023-08-21"}])

    book = openpyxl.load_workbook(io.BytesIO(data))
    row = {cell.value: book["meetings"].cell(2, cell.column) for cell in book["meetings"][1]}

    assert book.sheetnames == ["meetings", "explanations"]
    assert [(name, row[name].data_type, row[name].value) for name in ("ordinal", "dates", "programme", "title")] == [
        ("ordinal", "n", 17),
        ("dates", "d", datetime(2023, 8, 21)),  # noqa: DTZ001 - spreadsheets know no zones
        ("programme", "s", "2023-08"),
        ("title", "s", "=1+1"),
    ]
    assert row["theme"].hyperlink is None
    assert from_xlsx(data)[0]["notes"] == "<r><b/></r>"
    assert [cell.value for cell in book["explanations"]["A"]][1 : len(NAMES) + 1] == list(NAMES)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_columns_may_be_fewer_and_in_any_order(separator):
    data = f"dates{separator}slug{separator}chair.person\r\n18–19 May 2023{separator}ammtc-17{separator}\r\n"

    [row] = read_csv(io.BytesIO(data.encode()))

    assert record_of(row) == {
        "slug": "ammtc-17",
        "dates": "2023-05-18/2023-05-19",
        "chair": {"country": None, "person": None, "office": None},
    }


def test_workbook_may_be_typed_by_hand():
    data = workbook(
        ["slug", "ordinal", "dates", "title", "agenda"],
        ["ammtc-17", 17.0, date(2023, 8, 21), 2006, "one\r\n\n two "],
        [],
        ["ammtc-18", "", 2024, True, ""],
        formats="dd/mm/yyyy",
    )

    assert [record_of(row) for row in read_xlsx(io.BytesIO(data))] == [
        {"slug": "ammtc-17", "ordinal": 17, "dates": "2023-08-21", "title": "2006", "agenda": ["one", "two"]},
        {"slug": "ammtc-18", "ordinal": None, "dates": "2024", "title": "True", "agenda": []},
    ]
