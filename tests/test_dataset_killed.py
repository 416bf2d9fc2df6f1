"""A load that is killed leaves the database as it was: real processes, a real SIGKILL, either database."""

import os
import random
import re
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from time import sleep

import psycopg2
import pytest
from django.apps import apps
from django.db import connection

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parent.parent
COUNT = 600
LOAD = """
import os, signal, sys
from datetime import date
from pathlib import Path
import django
django.setup()
from meetings.dataset import load
from meetings.history import Change

def kill_at(*reached):
    if "/".join(map(str, reached)) == sys.argv[2]:
        os.kill(os.getpid(), signal.SIGKILL)

load(Path(sys.argv[1]), Change("Killed"), today=date(2026, 11, 24), progress=kill_at)
"""


class Database:
    """What a process of an installation works on."""

    def take_in(self, tables):
        """Make the shipped dataset, which stands beside these `tables`, the record."""
        with closing(self.connect()) as connection:
            cursor = connection.cursor()
            for table in tables:
                cursor.execute(f"INSERT INTO {table} SELECT * FROM shipped_{table}")
            for table in tables:
                cursor.execute(f"DROP TABLE shipped_{table}")
            connection.commit()


class Postgres(Database):
    """A database of its own on the server that the tests run on."""

    def __init__(self, folder, template="template0"):
        self.server = os.environ["DATABASE_URL"]
        self.name = f"killed_{os.getpid()}_{folder.name}"
        self.url = f"{self.server.rpartition('/')[0]}/{self.name}"
        self.run(f'DROP DATABASE IF EXISTS "{self.name}"')
        self.run(f'CREATE DATABASE "{self.name}" TEMPLATE "{template}"')

    def copy(self, folder):
        return Postgres(folder, template=self.name)

    def run(self, sql):
        connection = self.connect(self.server)
        connection.autocommit = True
        connection.cursor().execute(sql)
        connection.close()

    def connect(self, url=None):
        return psycopg2.connect(url or self.url)

    def remove(self):
        self.run(f'DROP DATABASE "{self.name}" WITH (FORCE)')


class SQLite(Database):
    """A file of its own."""

    def __init__(self, folder, template=""):
        self.path = folder / "killed.sqlite3"
        self.url = f"sqlite:///{self.path}"
        with closing(sqlite3.connect(template, uri=True)) as source, closing(self.connect()) as copied:
            source.backup(copied)

    def copy(self, folder):
        return SQLite(folder, template=self.url.replace("sqlite:///", "file:"))

    def connect(self):
        connection = sqlite3.connect(self.path)
        # As Django defines it, for the constraints.
        connection.create_function("REGEXP", 2, lambda pattern, text: bool(re.search(pattern, str(text))))
        return connection

    def remove(self):
        self.path.unlink()


class Installation:
    """A database with the shipped dataset, and processes of their own that work on it."""

    def __init__(self, database):
        self.database = database
        self.environment = os.environ | {
            "DATABASE_URL": database.url,
            "SECRET_KEY": "k" * 50,
            "DJANGO_SETTINGS_MODULE": "timeline.settings",
            "PYTHONPATH": str(ROOT),
        }

    def start(self, *arguments):
        return subprocess.Popen([sys.executable, *arguments], env=self.environment, cwd=ROOT)

    def run(self, *arguments):
        return self.start(*arguments).wait()

    def told(self, *arguments):
        """What a process prints."""
        done = subprocess.run(
            [sys.executable, *arguments], env=self.environment, cwd=ROOT, capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    def state(self):
        """Every row of every table of the record."""
        connection = self.database.connect()
        cursor = connection.cursor()
        rows = {}
        for model in apps.get_app_config("meetings").get_models():
            cursor.execute(f"SELECT * FROM {model._meta.db_table}")
            rows[model.__name__] = sorted(map(str, cursor.fetchall()))
        connection.close()
        return rows


@pytest.fixture(scope="module")
def installation(tmp_path_factory, shipped):
    # Of the tests' own database, as migrations left it: a template is copied while nobody is connected to it.
    connection.close()
    kind = SQLite if connection.vendor == "sqlite" else Postgres
    database = kind(tmp_path_factory.mktemp("killed"), template=connection.settings_dict["NAME"])
    database.take_in(shipped)
    yield Installation(database)
    database.remove()


@pytest.fixture
def copied_installation(installation, tmp_path):
    """One that a test may leave changed, as tests come in any order."""
    database = installation.database.copy(tmp_path)
    yield Installation(database)
    database.remove()


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    folder = tmp_path_factory.mktemp("many")
    subprocess.run([sys.executable, "benchmarks/generate.py", str(folder), str(COUNT)], cwd=ROOT, check=True)
    return folder


@pytest.mark.parametrize("point", ["read/500", f"read/{COUNT}", "recorded/500", f"recorded/{COUNT}"])
def test_a_load_killed_at_any_step_leaves_the_database_as_it_was(installation, many, point):
    before = installation.state()

    ended = installation.run("-c", LOAD, str(many), point)

    assert ended == -signal.SIGKILL
    assert installation.state() == before


def test_a_load_killed_at_any_moment_can_be_run_again(copied_installation, many):
    installation = copied_installation
    before = installation.state()
    process = installation.start("-c", LOAD, str(many), "never")
    sleep(random.uniform(0.6, 1.2))

    process.kill()
    process.wait()

    assert installation.state() == before
    assert installation.run("-c", LOAD, str(many), "never") == 0
    assert len(installation.state()["Meeting"]) == len(before["Meeting"]) + COUNT
