"""The benchmarks run, at a size at which their figures say nothing."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg2
import pytest

ROOT = Path(__file__).resolve().parent.parent
COUNT = 200
ON_POSTGRES = os.environ.get("DATABASE_URL", "").startswith("postgres")


@pytest.fixture
def database(tmp_path_factory):
    """What the programs run with, and the URL of the database that they make and keep."""
    home = tmp_path_factory.mktemp("bench")
    if not ON_POSTGRES:
        yield {"BENCH_HOME": str(home)}, f"sqlite:///{home}/{COUNT}.sqlite3"
        return
    server = psycopg2.connect(os.environ["DATABASE_URL"])
    server.autocommit = True
    with server.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        if not cursor.fetchone()[0]:
            pytest.skip("copying rows without their triggers takes a superuser")
        yield {"BENCH_HOME": str(home)}, f"{os.environ['DATABASE_URL']}_{COUNT}"
        cursor.execute(f"DROP DATABASE IF EXISTS {server.info.dbname}_{COUNT}")
    server.close()


def run(*arguments, **variables):
    environment = {name: value for name, value in os.environ.items() if name != "PYTEST_VERSION"} | variables
    command = [sys.executable, *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.stress
def test_bench_api_compares_those_who_send_the_same(database):
    variables, url = database
    where = ("--on", "postgres", "--beside-postgres") if ON_POSTGRES else ("--on", "sqlite")

    told = run(
        "benchmarks/bench_api.py", *where, f"--count={COUNT}", "--rounds=1", "--seconds=0.01", **variables
    )  # fmt: skip

    assert f"\n{COUNT} meetings on " in told
    for name in ("list", "limit", "ordinary list", "unchanged (304)", "limit of one", "density/ of everything"):
        assert f"\n{name} " in told
    # The copies are summed as if each had been written.
    assert run("manage.py", "recount", DATABASE_URL=url, DEBUG="1") == "Sums that were wrong: none.\n"


@pytest.mark.stress
def test_bench_feeds_compares_those_who_tell_the_same(database):
    variables, _url = database
    where = ("--on", "postgres", "--beside-postgres") if ON_POSTGRES else ("--on", "sqlite")

    told = run("benchmarks/bench_feeds.py", *where, f"--count={COUNT}", "--times=1", **variables)

    assert f"\n{COUNT} meetings on " in told
    for name in ("calendar", "unchanged poll (304)", "changes, first part"):
        assert f"\n{name}" in told


@pytest.mark.stress
@pytest.mark.skipif(not ON_POSTGRES, reason="COPY is PostgreSQL's")
def test_bench_exports_compares_with_copy(database):
    variables, _url = database

    told = run("benchmarks/bench_exports.py", f"--count={COUNT}", "--rounds=1", "--beside-postgres", **variables)

    assert [line.split()[0] for line in told.splitlines() if "× COPY" in line] == ["csv", "ndjson"]
    assert told.count("memory at most") == 2


@pytest.mark.stress
def test_bench_desk_times_every_page(database):
    variables, _url = database
    where = ("--on", "postgres", "--beside-postgres") if ON_POSTGRES else ("--on", "sqlite")

    told = run("benchmarks/bench_desk.py", *where, f"--count={COUNT}", "--times=1", **variables)

    for name in ("the list", "with a rare word", "contested facts", "a meeting"):
        assert f"\n{name}" in told
