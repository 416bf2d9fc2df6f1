"""The scripts behind the Makefile: each mistake is told in one sentence, and nothing is left behind."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.request import urlopen

import pytest

SCRIPTS = Path(__file__).resolve().parent.parent / "scripts"
NO_SERVER = subprocess.run([SCRIPTS / "throwaway-postgres", "--present"], capture_output=True, check=False).returncode
needs_server = pytest.mark.skipif(NO_SERVER and "CI" not in os.environ, reason="no PostgreSQL server on this machine")


def run(script, *arguments, **environment):
    environment = os.environ | environment
    return subprocess.run([SCRIPTS / script, *arguments], env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("given", ["abc", "0", "65536", "-1", "8000 ", "８０００"])
def test_port_that_is_none_is_refused(given):
    done = run("check-port", PORT=given)

    assert done.returncode == 1
    assert done.stderr == f"PORT must be a number from 1 to 65535, not {given!r}: try make serve PORT=8000\n"


def test_port_that_is_taken_is_refused():
    with socket.create_server(("127.0.0.1", 0)) as server:
        taken = server.getsockname()[1]
        done = run("check-port", PORT=str(taken))

    assert done.returncode == 1
    assert done.stderr.startswith(f"Port {taken} is taken by another program: ")
    assert done.stderr.count("\n") == 1


def test_python_that_is_too_old_is_not_taken(tmp_path):
    old = tmp_path / "python3"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)

    done = run("find-python", PYTHON=str(old))

    assert done.returncode == 1
    assert done.stderr.startswith("Python 3.11 or newer was not found: ")
    assert done.stderr.count("\n") == 1


@needs_server
def test_throwaway_postgres_answers_and_goes(tmp_path):
    done = run("throwaway-postgres", "sh", "-c", 'echo "$DATABASE_URL"; exit 7')
    home = Path(done.stdout.strip().removeprefix("postgres://postgres@").removesuffix("/postgres").replace("%2F", "/"))

    assert done.returncode == 7
    assert home.name.startswith("pg.")
    assert not home.exists()


@needs_server
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_throwaway_postgres_goes_when_interrupted(tmp_path, sent):
    note = tmp_path / "url"
    command = ["sh", "-c", f'echo "$DATABASE_URL" >{note}.new && mv {note}.new {note}; exec sleep 60']
    with subprocess.Popen([SCRIPTS / "throwaway-postgres", *command]) as running:
        deadline = time.monotonic() + 30
        while not note.exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        running.send_signal(sent)
        status = running.wait(timeout=30)

    home = Path(note.read_text().split("@")[1].removesuffix("/postgres\n").replace("%2F", "/"))
    assert status == 128 + sent
    assert not home.exists()


@needs_server
def test_throwaway_postgres_keeps_a_cluster_on_demand(tmp_path):
    # Where the server's own user may come too, unlike the folders of pytest.
    with tempfile.TemporaryDirectory(prefix="kept.", dir="/tmp") as home:
        os.chmod(home, 0o755)
        keep = ["throwaway-postgres", "--keep", f"{home}/cluster"]
        beside = f"{SCRIPTS}/throwaway-postgres --keep {home}/cluster true"
        make = run(*keep, sys.executable, "-c", SQL, "CREATE TABLE kept AS SELECT 17 AS number")
        seen = run(*keep, sys.executable, "-c", SQL, "SELECT number FROM kept")
        in_use = run(*keep, "sh", "-c", f'{beside}; echo "$?"')

    assert (make.returncode, seen.stdout) == (0, "[(17,)]\n")
    assert (in_use.stdout, in_use.stderr) == ("1\n", f"The cluster kept in {home}/cluster is in use.\n")


SQL = """
import os, sys, psycopg2
connection = psycopg2.connect(os.environ["DATABASE_URL"])
connection.autocommit = True
cursor = connection.cursor()
cursor.execute(sys.argv[1])
print(cursor.fetchall() if cursor.description else "")
"""


def test_mistake_in_the_settings_is_told_once_before_serving():
    # As outside tests, where any key does.
    environment = {name: value for name, value in os.environ.items() if name != "PYTEST_VERSION"}
    done = subprocess.run(
        [sys.executable, SCRIPTS / "serve"], env=environment | {"SECRET_KEY": "short", "DEBUG": "0"},
        capture_output=True, text=True, timeout=30,
    )  # fmt: skip

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("SECRET_KEY is too short: ")
    assert done.stderr.count("\n") == 1


@pytest.mark.stress
def test_worker_that_is_killed_is_begun_anew_and_all_end_together(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    database = {"DATABASE_URL": f"sqlite:///{tmp_path / 'record.sqlite3'}", "SECRET_KEY": "k" * 60}
    environment = os.environ | database | {"PORT": str(port)}
    with subprocess.Popen([sys.executable, SCRIPTS / "serve"], env=environment, stderr=subprocess.DEVNULL) as server:
        alive(port)
        first = workers(server)

        os.kill(first[0], signal.SIGKILL)
        alive(port)
        second = workers(server)

        server.terminate()
        assert server.wait(timeout=15) == 0
    assert (len(first), len(second), first == second) == (1, 1, False)
    assert [worker for worker in second if Path(f"/proc/{worker}").exists()] == []


def alive(port):
    """Waits until the site answers."""
    for _ in range(100):
        time.sleep(0.2)
        with contextlib.suppress(OSError), urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
            return answer.status
    pytest.fail("The server does not answer.")


def workers(server):
    return [int(pid) for pid in Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()]
