"""Thousands of requests made from the API's own description: none fails, and each answer is one that it describes.

schemathesis sends them to the real server, with a token that may write: all checks, sequences of requests too. What it
is told, and which of its failures are none, stands in schemathesis.toml and fuzzed.py.
"""

import os
import re
import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.utils import timezone

from meetings.dataset import load
from meetings.history import Change
from meetings.models import Draft, Revision, Token
from tests.conftest import DATA, TODAY
from tests.factories import UserFactory

ROOT = DATA.parent
KINDS = Revision.Kind
UNLIMITED = dict.fromkeys(("THROTTLE_READ", "THROTTLE_WRITE", "THROTTLE_EXTRACT", "THROTTLE_FAILED"), "0")


def database_url():
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


@pytest.fixture
def token(database):
    load(DATA, Change("Loaded from the dataset"), today=TODAY)
    return Token.objects.make(UserFactory(is_superuser=True), at=timezone.now(), scope="write", bodies=[])[1]


@pytest.fixture
def server(token):
    """The address of the server as it runs in production, at the database of this test."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = os.environ | UNLIMITED | {"DATABASE_URL": database_url(), "PORT": str(port)}
    with subprocess.Popen(
        [sys.executable, "scripts/serve"], cwd=ROOT, env=environment, stderr=subprocess.DEVNULL
    ) as process:
        yield f"http://127.0.0.1:{port}"
        process.terminate()


def fuzz(server, token, *options):
    """(how many requests were sent, what is said of them); fails where one of them failed."""
    program, settings = Path(sys.executable).with_name("schemathesis"), ROOT / "tests" / "schemathesis.toml"
    done = subprocess.run(
        [program, "--config-file", settings, "run", f"{server}/api/v1/schema/", "--wait-for-schema", "30",
         "--header", f"Authorization: Bearer {token}", "--checks", "all", "--seed", "1", *options],
        cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return int(re.search(r"(\d+) generated", done.stdout)[1]), done.stdout


def written():
    """What was done to the record beside loading it, and to drafts."""
    return {*Revision.objects.exclude(reason="Loaded from the dataset").values_list("kind", flat=True)}, {
        *Draft.objects.values_list("decision", flat=True)
    }


def test_some_hundred_requests_are_answered_as_described(server, token):
    number, _ = fuzz(server, token, "--phases", "examples,fuzzing,stateful", "--max-examples", "3")

    assert number >= 150
    assert written()[0] >= {KINDS.CREATED, KINDS.CHANGED}


@pytest.mark.stress
def test_thousands_of_requests_at_random_are_answered_as_described(server, token):
    number, _ = fuzz(server, token, "--phases", "examples,fuzzing,stateful", "--max-examples", "60")

    assert number >= 2000
    assert written() == ({*KINDS} - {KINDS.MERGED}, {*Draft.Decision.values})


@pytest.mark.stress
def test_thousands_of_requests_at_each_bound_are_answered_as_described(server, token):
    number, _ = fuzz(server, token, "--phases", "coverage")

    assert number >= 2000
