"""The forms in which a file may come, each read into lines one by one; a line knows where its parts stand in it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import IO, Any

from rest_framework.exceptions import ParseError

from meetings.api.sent import MEGABYTE, read_json
from meetings.dataset.files import DatasetError, Entry, entries
from meetings.serializers.meetings import Path
from meetings.tables import Row, TableError, cells, number_in, place_of, read_csv, read_xlsx, record_of

MOST_BYTES = 20 * MEGABYTE
Record = dict[str, Any]
Problem = tuple[str, str]


class Unreadable(ValueError):
    """The file cannot be read at all: `sentences` says why, and where."""

    def __init__(self, sentences: list[str]):
        self.sentences = sentences
        super().__init__(" ".join(sentences))


def storable(text: str) -> str:
    """`text` with a sign in place of each NUL, of which a file may be full, and which PostgreSQL keeps nowhere."""
    return text.replace("\0", "�")


@dataclass
class Line:
    """One meeting in a file: `data` as it came, unless `problems` says why it cannot be read."""

    number: int
    data: Any = None
    problems: list[Problem] = field(default_factory=list)

    @property
    def slug(self) -> str:
        slug = self.data.get("slug") if isinstance(self.data, dict) else None
        return storable(slug) if isinstance(slug, str) else ""

    def over(self, standing: Record | None) -> Any:
        """What the meeting would be, where `standing` is what it is; the line is whole, so that does not matter."""
        return self.data

    def where(self, path: Path) -> str:
        return ".".join(map(str, path))


@dataclass
class EntryLine(Line):
    entry: Entry | None = None

    def where(self, path: Path) -> str:
        problem = self.entry.problem("", ".".join(map(str, path)), "")  # type: ignore[union-attr]
        return f"line {problem.line}, {problem.field}" if problem.field else f"line {problem.line}"


@dataclass
class RowLine(Line):
    row: Row | None = None

    @property
    def slug(self) -> str:
        return storable(self.row.cells["slug"])  # type: ignore[union-attr]

    def over(self, standing: Record | None) -> Record:
        """A column that is not there stays as it stands."""
        given = self.row.cells  # type: ignore[union-attr]
        kept = cells(standing) if standing else {}
        texts = {name: "" if cell is None else str(cell) for name, cell in kept.items()}
        record = record_of(Row(self.number, texts | given))
        revision = number_in(given.get("_revision", ""))
        return record if revision is None else record | {"_revision": revision}

    def where(self, path: Path) -> str:
        return place_of(path)


def rows(read: Callable[[IO[bytes]], Iterator[Row]]) -> Callable[[FilePath], Iterator[Line]]:
    def read_rows(path: FilePath) -> Iterator[Line]:
        with path.open("rb") as file:
            try:
                for row in read(file):
                    yield RowLine(row.number, row=row)
            except TableError as error:
                raise Unreadable([str(flaw) for flaw in error.flaws]) from error

    return read_rows


def yaml_entries(path: FilePath) -> Iterator[Line]:
    try:
        for entry in entries(path, ""):
            yield EntryLine(entry.line, entry.data, entry=entry)
    except DatasetError as error:
        raise Unreadable([said(problem) for problem in error.problems]) from error


def said(problem: Any) -> str:
    return f"line {problem.line}: {problem.message}" if problem.line else problem.message


def ndjson_lines(path: FilePath) -> Iterator[Line]:
    """One record a line; a line that cannot be read does not keep the others from being checked."""
    with path.open("rb") as file:
        for number, raw in enumerate(file, 1):
            if not raw.strip():
                continue
            try:
                yield Line(number, read_json(raw, "The line"))
            except ParseError as error:
                yield Line(number, problems=[("", str(error.detail))])


def json_items(path: FilePath) -> Iterator[Line]:
    try:
        found = read_json(path.read_bytes(), "The file")
    except ParseError as error:
        raise Unreadable([str(error.detail)]) from error
    if not isinstance(found, list):
        raise Unreadable(["The file must be a list of records, in brackets."])
    yield from (Line(number, data) for number, data in enumerate(found, 1))


@dataclass(frozen=True)
class Form:
    """One form of file; `unit` is what its lines are called."""

    suffix: str
    name: str
    unit: str
    read: Callable[[FilePath], Iterator[Line]]
    also: tuple[str, ...] = ()


FORMS = {
    form.suffix: form
    for form in (
        Form("xlsx", "workbook", "row", rows(read_xlsx)),
        Form("csv", "CSV", "row", rows(read_csv), ("tsv", "txt")),
        Form("yaml", "YAML", "line", yaml_entries, ("yml",)),
        Form("ndjson", "NDJSON", "line", ndjson_lines, ("jsonl",)),
        Form("json", "JSON", "record", json_items),
    )
}
ZIP, OLD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
NOT_KNOWN = "Files of this kind are not read. Bring a workbook (.xlsx), .csv, .yaml, .ndjson or .json."
OLD_BOOK = (
    "This is a workbook of an old kind (.xls), or one with a password. "
    "Save it as “Excel workbook” (.xlsx), without one."
)


def form_of(name: str, beginning: bytes) -> Form:
    """The form of a file by what it begins with, else by its name; raises `Unreadable`."""
    if not beginning:
        raise Unreadable(["The file is empty."])
    if beginning.startswith(OLD):
        raise Unreadable([OLD_BOOK])
    if beginning.startswith(ZIP):
        return FORMS["xlsx"]
    suffix = name.rpartition(".")[2].lower()
    for form in FORMS.values():
        if suffix in (form.suffix, *form.also):
            return form
    raise Unreadable([NOT_KNOWN])
