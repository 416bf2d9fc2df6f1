"""The record as a table, for CSV and XLSX: one row a meeting in stable columns, and back to the same record."""

from meetings.tables.columns import COLUMNS, NAMES, Column, cells, rows
from meetings.tables.commas import HEADER, csv_lines, csv_rows, read_csv
from meetings.tables.reading import Flaw, Row, TableError, number_in, place_of, record_of
from meetings.tables.workbooks import read_xlsx, xlsx_pieces

__all__ = [
    "COLUMNS",
    "HEADER",
    "NAMES",
    "Column",
    "Flaw",
    "Row",
    "TableError",
    "cells",
    "csv_lines",
    "csv_rows",
    "number_in",
    "place_of",
    "read_csv",
    "read_xlsx",
    "record_of",
    "rows",
    "xlsx_pieces",
]
