"""A load that is killed leaves the database as it was: real processes, a real SIGKILL, either database."""

import os
import random
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from time import sleep

import pytest
from django.conf import settings
from django.db import connection

from tests.conftest import DATA

ROOT = Path(__file__).resolve().parent.parent
COUNT = 700
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
STATE = """
import django
django.setup()
from django.apps import apps
for model in apps.get_app_config("meetings").get_models():
    print(model.__name__, model.objects.count(), sorted(map(str, model.objects.values_list())))
"""


@contextmanager
def fresh_database(tmp_path):
    """The URL of an empty database of the kind that the tests run on."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{tmp_path / 'killed.sqlite3'}"
        return
    name = f"killed_{os.getpid()}"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name}")
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE template0")
    address, _, _ = os.environ["DATABASE_URL"].rpartition("/")
    yield f"{address}/{name}"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def run(transactional_db, tmp_path):
    """Run Python in a process of its own against a fresh database that holds the shipped dataset."""
    with fresh_database(tmp_path) as url:
        environment = os.environ | {
            "DATABASE_URL": url,
            "SECRET_KEY": settings.SECRET_KEY.ljust(50, "-"),
            "DJANGO_SETTINGS_MODULE": "timeline.settings",
            "PYTHONPATH": str(ROOT),
        }

        def run(*arguments, start=subprocess.run, **options):
            return start([sys.executable, *arguments], env=environment, cwd=ROOT, text=True, **options)

        run("manage.py", "migrate", "-v0", check=True)
        run("-c", LOAD, str(DATA), "never", check=True)
        yield run


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    folder = tmp_path_factory.mktemp("many")
    subprocess.run([sys.executable, "benchmarks/generate.py", str(folder), str(COUNT)], cwd=ROOT, check=True)
    return folder


def state(run):
    return run("-c", STATE, check=True, capture_output=True).stdout


@pytest.mark.parametrize("point", ["read/500", f"read/{COUNT}", "recorded/500", f"recorded/{COUNT}"])
def test_a_load_killed_at_any_step_leaves_the_database_as_it_was(run, many, point):
    before = state(run)

    killed = run("-c", LOAD, str(many), point)

    assert killed.returncode == -signal.SIGKILL
    assert state(run) == before


def test_a_load_killed_at_any_moment_can_be_run_again(run, many):
    before = state(run)
    process = run("-c", LOAD, str(many), "never", start=subprocess.Popen)
    sleep(random.uniform(0.6, 1.2))

    process.kill()
    process.wait()

    assert state(run) == before
    run("-c", LOAD, str(many), "never", check=True)
    assert f"Meeting {155 + COUNT} " in state(run)
