"""The forms in which records are taken away: each turns a selection into pieces of bytes."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from meetings.dataset.dump import entry_text
from meetings.tables import HEADER, xlsx_pieces
from timeline.exports.selection import Selection
from timeline.linked import CONTEXT, around, event, text_of

Pieces = Iterator[bytes]


@dataclass(frozen=True)
class Form:
    """One form: the end of its address, what it is told as, what people call it, and how it is made."""

    suffix: str
    media_type: str
    label: str
    pieces: Callable[[Selection], Pieces]
    is_packed: bool = False

    @property
    def address(self) -> str:
        return f"meetings.{self.suffix}"

    @property
    def kind(self) -> str:
        """Its media type without parameters, as links name it."""
        return self.media_type.partition(";")[0]


def csv(selection: Selection) -> Pieces:
    yield HEADER.encode()
    for lines in selection.lines():
        yield lines.encode()


def xlsx(selection: Selection) -> Pieces:
    return xlsx_pieces(record for records in selection.records() for record in records)


def ndjson(selection: Selection) -> Pieces:
    for texts in selection.texts():
        yield "".join([f"{text}\n" for text in texts]).encode()


def json_list(selection: Selection) -> Pieces:
    return listed(b"[", (",\n".join(texts) for texts in selection.texts()), b"]")


def listed(opening: bytes, batches: Iterator[str], end: bytes) -> Pieces:
    """Batches of items, each batch joined already, with commas between them."""
    yield opening
    between = "\n"
    for batch in batches:
        yield f"{between}{batch}".encode()
        between = ",\n"
    yield b"\n%b\n" % end


def yaml(selection: Selection) -> Pieces:
    """As the files of the dataset are written."""
    found = False
    for texts in selection.texts():
        found = True
        yield "".join([entry_text(json.loads(text)) for text in texts]).encode()
    if not found:
        yield b"[]\n"


def jsonld(selection: Selection) -> Pieces:
    opening = b'{"@context":"%b","@graph":[' % CONTEXT.encode()
    return listed(opening, (linked(records, selection) for records in selection.records()), b"]}")


def linked(records: list[dict], selection: Selection) -> str:
    about = around(records, selection.database, selection.at)
    return ",\n".join([text_of(event(record, about)) for record in records])


FORMS = (
    Form("csv", "text/csv; charset=utf-8", "CSV", csv),
    Form("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Excel", xlsx, is_packed=True),
    Form("ndjson", "application/x-ndjson", "NDJSON", ndjson),
    Form("json", "application/json", "JSON", json_list),
    Form("yaml", "application/yaml", "YAML", yaml),
    Form("jsonld", "application/ld+json", "JSON-LD", jsonld),
)
