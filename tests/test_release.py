"""A release: whole, checkable, the same bytes for the same record, and an equal record where it is loaded."""

import csv
import hashlib
import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from jsonschema import Draft202012Validator

from meetings.dataset import load
from meetings.history import Change
from meetings.models import Body, Country, Meeting, Person, Place, Source
from meetings.serializers import shape
from meetings.snapshot import one_state
from tests.conftest import TODAY
from tests.factories import MeetingFactory, PersonFactory, PlaceFactory, SourceFactory, revised
from tests.threads import at_once
from timeline.exports.release import release

FILES = ["README.md", "SHA256SUMS", "meeting.schema.json", "meetings.csv", "meetings.ndjson", "record.sqlite3"]
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
# What names the installation that it comes from, or the times at which that one was written.
OWN = ("README.md", "SHA256SUMS", "meetings.csv")


def contents(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def enriched(record):
    """The shipped record with what no meeting says: an archived copy, and what nothing names yet."""
    Source.objects.filter(url__contains="mha.gov.sg").update(archive_url="https://archive.example/1")
    SourceFactory(title="Nobody cites it", url="https://press.example/alone", published="2023-08")
    SourceFactory(title="A paper", url="", publisher="Archive")
    PersonFactory(name="Nguyễn Văn A"), PersonFactory(name="Hamidin (2)", variants=["Hamidin the other"])
    PlaceFactory(country=Country.objects.get(code="VN"), region="", locality="Huế", variants=["Hue"])


def emptied():
    tables = [model._meta.db_table for model in apps.get_app_config("meetings").get_models()]
    with transaction.atomic(), connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"DELETE FROM {table}")


def test_release_loaded_into_an_empty_installation_makes_an_equal_record(enriched, tmp_path):
    release(tmp_path / "first")
    emptied()

    load(tmp_path / "first/dataset", Change("Loaded", at=NOON), today=TODAY)
    release(tmp_path / "second")

    first, second = contents(tmp_path / "first"), contents(tmp_path / "second")
    assert list(first) == list(second)
    assert {name for name in first if first[name] != second[name]} <= set(OWN)
    counts = {model.__name__: model.objects.count() for model in (Meeting, Body, Country, Place, Person, Source)}
    assert (counts["Meeting"], counts["Source"]) == (155, 265)
    assert Source.objects.exclude(archive_url="").count() > 0
    assert Person.objects.filter(name__in=["Nguyễn Văn A", "Hamidin (2)"]).count() == 2


def test_release_of_the_same_record_has_the_same_bytes(record, tmp_path):
    release(tmp_path / "a"), release(tmp_path / "b")

    assert contents(tmp_path / "a") == contents(tmp_path / "b")


def test_release_has_what_its_sums_and_its_readme_say(record, tmp_path):
    count = release(tmp_path / "out")
    found = contents(tmp_path / "out")

    assert count == len(found)
    assert sorted(name for name in found if "/" not in name) == FILES
    sums = {name: hashlib.sha256(held).hexdigest() for name, held in found.items() if name != "SHA256SUMS"}
    assert found["SHA256SUMS"].decode().splitlines() == [f"{sums[name]}  {name}" for name in sorted(sums)]
    assert b"155 meetings with 263 sources, as of 20" in found["README.md"]
    assert "dataset/meetings/ammtc.yaml" in found


def test_lines_of_a_release_are_as_its_schema_says(record, tmp_path):
    release(tmp_path)
    validator = Draft202012Validator(json.loads((tmp_path / "meeting.schema.json").read_text()))
    records = [json.loads(line) for line in (tmp_path / "meetings.ndjson").read_text(encoding="utf-8").splitlines()]

    assert records == [shape(meeting) for meeting in Meeting.objects.with_record().order_by("slug")]
    assert [error.message for each in records for error in validator.iter_errors(each)] == []
    assert [error.validator for error in validator.iter_errors(records[0] | {"status": "perhaps"})] == ["enum"]


def test_tables_of_a_release_hold_the_record(enriched, tmp_path):
    release(tmp_path)

    with closing(sqlite3.connect(tmp_path / "record.sqlite3")) as file:
        ask = lambda sql: file.execute(sql).fetchall()  # noqa: E731
        assert ask("PRAGMA foreign_key_check") == []
        assert ask("SELECT count(*) FROM meetings") == [(155,)]
        assert ask("SELECT name, locality, earliest FROM meetings WHERE slug = 'ammtc-17'") == [
            ("17th AMMTC", "Labuan Bajo", "2023-08-21")
        ]
        assert [(json.loads(text)["slug"],) for (text,) in ask("SELECT record FROM meetings ORDER BY slug")] == ask(
            "SELECT slug FROM meetings ORDER BY slug"
        )
        assert ask("SELECT count(DISTINCT key) FROM sources JOIN citations ON source = key") == [(263,)]
        assert ask("SELECT archive_url FROM sources WHERE archive_url IS NOT NULL LIMIT 1") == [
            ("https://archive.example/1",)
        ]


def test_rows_of_a_release_are_those_of_the_record(record, tmp_path):
    release(tmp_path)

    with (tmp_path / "meetings.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["slug"] for row in csv.DictReader(file)] == sorted(Meeting.objects.values_list("slug", flat=True))


def test_release_takes_the_place_of_the_one_before_and_of_nothing_else(db, tmp_path, capsys):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/letter.txt").write_text("dear")
    revised(MeetingFactory(ordinal=1))

    call_command("release", tmp_path / "out")
    revised(MeetingFactory(ordinal=2))
    call_command("release", tmp_path / "out")

    assert (
        capsys.readouterr().out.splitlines()[-1] == f"{len(contents(tmp_path / 'out'))} files written to {tmp_path}/out"
    )
    assert len((tmp_path / "out/meetings.ndjson").read_text().splitlines()) == 2
    with pytest.raises(CommandError, match="holds something that is no release"):
        call_command("release", tmp_path / "mine")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine", "out"]


def test_one_state_is_read_whatever_is_written_meanwhile(database):
    MeetingFactory(ordinal=1)

    with one_state("default"):
        before = Meeting.objects.count()
        at_once(1, lambda number: MeetingFactory(ordinal=2).pk)
        within = Meeting.objects.count()

    assert (before, within, Meeting.objects.count()) == (1, 1, 2)
