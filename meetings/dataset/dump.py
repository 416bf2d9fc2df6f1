"""The record as dataset files: what was loaded comes back byte for byte."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import yaml

from meetings.dataset.tables import TABLES, Table
from meetings.models import Body, Meeting
from meetings.serializers import shape, without_empty
from meetings.serializers.shape import Record

WIDTH = 110
ONE_LINE = 1_000_000
BATCH = 500


class Dumper(yaml.CSafeDumper):
    """YAML's safe dumper, with coordinates as they are kept: three decimals."""


Dumper.add_representer(Decimal, lambda dumper, value: dumper.represent_scalar("tag:yaml.org,2002:float", str(value)))


def dump(folder: Path) -> dict[str, int]:
    """Write the whole record into `folder`; answers how many entries each file got.

    Files of bodies without meetings are removed, so that the folder holds the record and nothing older.
    """
    (folder / "meetings").mkdir(parents=True, exist_ok=True)
    counts = {table.file: dump_table(table, folder) for table in TABLES}
    for body in Body.objects.in_record_order():
        name = f"meetings/{body.slug}.yaml"
        counts[name] = write(folder / name, (entry_text(shape(meeting)) for meeting in meetings_of(body)))
    return {name: count for name, count in counts.items() if count}


def dump_table(table: Table, folder: Path) -> int:
    lines = (f"- {flow(table.to_line(table.to_entry(row)))}" for row in table.rows())
    return write(folder / table.file, lines, table.comment)


def flow(entry: dict) -> str:
    return yaml.dump(entry, Dumper=Dumper, default_flow_style=True, sort_keys=False, allow_unicode=True, width=ONE_LINE)


def meetings_of(body: Body) -> Iterator[Meeting]:
    return body.meetings.in_record_order().with_record().iterator(chunk_size=BATCH)


def entry_text(record: Record) -> str:
    """A meeting in the one shape as an entry of its file."""
    return yaml.dump([without_empty(record)], Dumper=Dumper, sort_keys=False, allow_unicode=True, width=WIDTH)


def write(path: Path, texts: Iterator[str], comment: str = "") -> int:
    """Write `texts` one after the other; the old file stands until the new one is whole."""
    count = 0
    fresh = path.with_suffix(".new")
    with fresh.open("w", encoding="utf-8", newline="\n") as file:
        file.write(comment)
        for text in texts:
            file.write(text)
            count += 1
    if count:
        fresh.replace(path)
    else:
        fresh.unlink()
        path.unlink(missing_ok=True)
    return count
