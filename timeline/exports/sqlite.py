"""The record as one file of SQLite: plain tables for whoever asks in SQL, with names in place of keys.

Invariant: equal records give equal tables, row by row.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import Any

from meetings.answers import own
from meetings.dataset.tables import TABLES, source_entry, source_key_of
from meetings.models import Citation, Person, Place, Source
from meetings.models.revisions import as_text
from timeline.exports.selection import BATCH, Selection

SCHEMA = """
CREATE TABLE countries (
    code TEXT PRIMARY KEY, name TEXT NOT NULL, member_since TEXT, observer_since TEXT, partner INTEGER NOT NULL);
CREATE TABLE bodies (
    slug TEXT PRIMARY KEY, acronym TEXT NOT NULL, name TEXT NOT NULL, name_id TEXT, level TEXT NOT NULL,
    reports_to TEXT REFERENCES bodies, lead TEXT REFERENCES countries, core INTEGER NOT NULL,
    position INTEGER NOT NULL);
CREATE TABLE places (
    country TEXT NOT NULL REFERENCES countries, region TEXT NOT NULL, locality TEXT NOT NULL,
    latitude REAL, longitude REAL, also JSON NOT NULL, PRIMARY KEY (country, region, locality));
CREATE TABLE people (name TEXT PRIMARY KEY, slug TEXT NOT NULL, also JSON NOT NULL);
CREATE TABLE sources (
    key TEXT PRIMARY KEY, url TEXT, title TEXT, publisher TEXT, published TEXT, language TEXT, archive_url TEXT);
CREATE TABLE meetings (
    slug TEXT PRIMARY KEY, body TEXT NOT NULL REFERENCES bodies, ordinal INTEGER, kind TEXT NOT NULL,
    name TEXT NOT NULL, title TEXT, status TEXT NOT NULL, dates TEXT, earliest TEXT, latest TEXT,
    precision TEXT NOT NULL, programme TEXT, format TEXT, host TEXT REFERENCES countries,
    chair_country TEXT REFERENCES countries,
    chair_person TEXT REFERENCES people, chair_office TEXT, venue TEXT, locality TEXT, region TEXT,
    country TEXT REFERENCES countries, theme TEXT, reports_to TEXT REFERENCES meetings,
    alongside TEXT REFERENCES meetings, agenda JSON NOT NULL, notes TEXT, gaps JSON NOT NULL, record JSON NOT NULL);
CREATE TABLE officers (
    meeting TEXT NOT NULL REFERENCES meetings, position INTEGER NOT NULL, role TEXT NOT NULL,
    person TEXT REFERENCES people, office TEXT, country TEXT REFERENCES countries, PRIMARY KEY (meeting, position));
CREATE TABLE documents (
    meeting TEXT NOT NULL REFERENCES meetings, position INTEGER NOT NULL, title TEXT NOT NULL, kind TEXT NOT NULL,
    url TEXT, PRIMARY KEY (meeting, position));
CREATE TABLE citations (
    meeting TEXT NOT NULL REFERENCES meetings, position INTEGER NOT NULL, source TEXT NOT NULL REFERENCES sources,
    supports JSON NOT NULL, says JSON NOT NULL, note TEXT, PRIMARY KEY (meeting, position));
"""
INDEXES = """
CREATE INDEX meetings_by_day ON meetings (earliest, slug);
CREATE INDEX meetings_by_body ON meetings (body, earliest);
CREATE INDEX citations_by_source ON citations (source);
VACUUM;
"""
# Nobody else reads it while it is made.
ALONE = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF"
PLACE = ("country", "region", "locality", "latitude", "longitude", "variants")


def write_sqlite(path: Path, selection: Selection) -> None:
    """Write the file at `path`, where none is: the meetings of `selection`, and all that the record knows besides."""
    with closing(sqlite3.connect(path, isolation_level=None)) as file:
        file.executescript(f"{ALONE};{SCHEMA}BEGIN;")
        for name, rows in others(selection.database).items():
            put(file, name, rows)
        for texts in selection.ready():
            records = list(map(json.loads, texts))
            put(file, "meetings", map(meeting_row, texts, records))
            put(file, "officers", parts(records, "officers"))
            put(file, "documents", parts(records, "documents"))
        file.execute("COMMIT")
        file.executescript(INDEXES)


def put(file: sqlite3.Connection, name: str, rows: Iterable[tuple]) -> None:
    width = len(file.execute(f"SELECT * FROM {name} LIMIT 0").description)  # noqa: S608 - a name in SCHEMA
    command = f"INSERT INTO {name} VALUES ({', '.join('?' * width)})"  # noqa: S608
    file.executemany(command, (tuple(map(stored, row)) for row in rows))


def stored(value: Any) -> Any:
    """A value as SQLite keeps it: a list or a mapping as JSON, a day as text."""
    if isinstance(value, list | dict):
        return as_text(value)
    if isinstance(value, Decimal):
        return float(value)
    return value if isinstance(value, int | str | None) else str(value)


def others(database: str) -> dict[str, Iterable[tuple]]:
    entries = {table.kind: map(table.to_entry, table.rows()) for table in TABLES[:2]}
    places, people, sources, citations = (model.objects.using(database) for model in (Place, Person, Source, Citation))
    cited = citations.select_related("meeting", "source").order_by("meeting__slug", "position", "pk")
    return {
        "countries": (tuple(entry.values()) for entry in entries["country"]),
        "bodies": ((*entry.values(), place) for place, entry in enumerate(entries["body"], 1)),
        "places": places.in_record_order().values_list(*PLACE).iterator(chunk_size=BATCH),
        "people": people.in_record_order().values_list("name", "slug", "variants").iterator(chunk_size=BATCH),
        "sources": map(source_row, sources.in_record_order().iterator(chunk_size=BATCH)),
        "citations": citation_rows(cited.iterator(chunk_size=BATCH)),
    }


def source_row(source: Source) -> tuple:
    entry = source_entry(source)
    return source_key_of(entry), *entry.values()


def citation_rows(citations: Iterable[Citation]) -> Iterator[tuple]:
    for slug, cited in groupby(citations, key=lambda citation: citation.meeting.slug):
        for number, each in enumerate(cited, 1):
            yield slug, number, source_key_of(each.source.describe()), each.supports, each.says, each.note or None


def meeting_row(text: str, record: dict) -> tuple:
    when, chair, venue = (record[key] or {} for key in ("when", "chair", "venue"))
    return (
        *(record[key] for key in ("slug", "body", "ordinal", "kind", "name", "title", "status", "dates")),
        *(when.get(key) for key in ("earliest", "latest")),
        when.get("precision", "none"),
        *(record[key] for key in ("programme", "format", "host")),
        *(chair.get(key) for key in ("country", "person", "office")),
        *(venue.get(key) for key in ("name", "locality", "region", "country")),
        *(record[key] for key in ("theme", "reports_to", "alongside", "agenda", "notes", "gaps")),
        own(text),
    )


def parts(records: list[dict], key: str) -> Iterator[tuple]:
    for record in records:
        for number, part in enumerate(record[key], 1):
            yield record["slug"], number, *part.values()
