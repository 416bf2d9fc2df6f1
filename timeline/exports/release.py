"""A release: the whole record as files that outlive this site, with all that is needed to check and to read them.

Invariant: the same record gives the same bytes, and `load_dataset` makes an equal record of them.
"""

import hashlib
import json
import shutil
from pathlib import Path

from django.conf import settings
from django.db import router
from django.http import QueryDict

from meetings.api.schema import document
from meetings.dataset import dump
from meetings.filters.exports import ExportQuery
from meetings.models import Commit, Meeting, Source
from meetings.snapshot import one_state
from timeline.exports.forms import csv, ndjson
from timeline.exports.selection import Selection
from timeline.exports.sqlite import write_sqlite

SUMS = "SHA256SUMS"
BLOCK = 1 << 20
COMPONENTS = "#/components/schemas/"
README = """# The ASEAN meetings record

How the bodies of ASEAN against transnational crime met: when, where, who hosted and chaired, what led to what, and on
whose word. {meetings:,} meetings with {sources:,} sources, as of {day}.

From {site}/ – dedicated to the public domain (CC0 1.0, https://creativecommons.org/publicdomain/zero/1.0/). Sources
are quoted for facts only; the pages themselves belong to their publishers.

| file | holds |
|---|---|
| record.sqlite3 | everything as plain tables, for SQL (SQLite) |
| meetings.csv | a row for each meeting, for spreadsheets |
| meetings.ndjson | a meeting on each line as JSON, as meeting.schema.json (JSON Schema) describes it |
| dataset/ | everything as YAML, from which the site is set up |
| SHA256SUMS | what the files are checked by: sha256sum --check SHA256SUMS |

An installation of the site that holds nothing yet becomes equal to this one by: python manage.py load_dataset dataset
"""


class NoRelease(ValueError):
    """The folder given holds something else, which is not to be written over."""


def release(folder: Path) -> int:
    """Write the record into `folder`, in place of the release that stands there; how many files it has."""
    folder = folder.resolve()
    if folder.exists() and any(folder.iterdir()) and not (folder / SUMS).is_file():
        raise NoRelease(f"{folder} holds something that is no release. Name a new folder, or empty this one.")
    fresh = folder.with_name(f"{folder.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    database = router.db_for_read(Meeting)
    with one_state(database):
        write_all(fresh, Selection(ExportQuery(QueryDict("ordering=slug"))))
    count = write_sums(fresh)
    shutil.rmtree(folder, ignore_errors=True)
    fresh.rename(folder)
    return count


def write_all(folder: Path, selection: Selection) -> None:
    for name, form in (("meetings.ndjson", ndjson), ("meetings.csv", csv)):
        with (folder / name).open("wb") as file:
            file.writelines(form(selection))
    dump(folder / "dataset")
    write_sqlite(folder / "record.sqlite3", selection)
    (folder / "meeting.schema.json").write_text(f"{json.dumps(meeting_schema(), indent=2)}\n", encoding="utf-8")
    (folder / "README.md").write_text(readme(), encoding="utf-8")


def readme() -> str:
    _position, at = Commit.objects.version()
    day = f"{at:%Y-%m-%d}" if at else "no day yet"
    counts = {"meetings": Meeting.objects.count(), "sources": Source.objects.count()}
    return README.format(site=settings.PUBLIC_URL, day=day, **counts)


def meeting_schema() -> dict:
    """What the description of the API says of a meeting that is sent, as a schema of its own."""
    schemas = document()["components"]["schemas"]
    found, wanted = {}, ["MeetingRequest"]
    while wanted:
        name = wanted.pop()
        if name not in found:
            found[name] = schemas[name]
            wanted += names_in(schemas[name])
    whole = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "A meeting"}
    whole |= found.pop("MeetingRequest") | {"$defs": dict(sorted(found.items()))}
    return json.loads(json.dumps(whole).replace(COMPONENTS, "#/$defs/"))


def names_in(schema: dict) -> list[str]:
    return [text.partition('"')[0] for text in json.dumps(schema).split(COMPONENTS)[1:]]


def write_sums(folder: Path) -> int:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    lines = [f"{digest_of(path)}  {path.relative_to(folder).as_posix()}\n" for path in files]
    (folder / SUMS).write_text("".join(lines), encoding="utf-8")
    return len(lines) + 1


def digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
