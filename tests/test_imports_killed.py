"""An import of a thousand meetings, its undoing and a restoring, each killed midway: nothing happened."""

import signal
import subprocess
import sys

import pytest

from tests.conftest import DATA
from tests.test_dataset_killed import LOAD, ROOT, installation  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
COUNT = 1000
# Does what it is told to, and kills itself at a step of that or once the first revision is written.
WORK = """
import os, signal, sys
from datetime import date, datetime, timezone
from pathlib import Path
import django
django.setup()
from django.contrib.auth import get_user_model
from django.db import connection
from meetings import history
from meetings.admin.imports import keep
from meetings.history import Change
from meetings.importing import FORMS, checked, steps_of_applying, steps_of_undoing
from meetings.models import Import, Revision
from meetings.models.rights import Rights
from meetings.restoring import restore

act, file, point = sys.argv[1:]
user, _ = get_user_model().objects.get_or_create(username="boss", is_superuser=True, is_staff=True)
rights, today, steps = Rights(user), date(2026, 11, 24), []
change = Change("Many", editor=user, at=datetime(2026, 11, 24, tzinfo=timezone.utc))

def kill():
    os.kill(os.getpid(), signal.SIGKILL)

def step(count):
    steps.append(count)
    if point == str(len(steps)):
        kill()

def asked(execute, sql, *others):
    answer = execute(sql, *others)
    if point == "revision" and sql.startswith('INSERT INTO "meetings_revision"'):
        kill()
    return answer

with connection.execute_wrapper(asked):
    if act == "check":
        form = FORMS["yaml"]
        lines = history.run(checked(form, form.read(Path(file)), rights, today=today), step)
        keep(Import(user=user, name="many", form="yaml", at=change.at), lines)
    elif act == "restore":
        restore(Revision.objects.get(slug="ammtc-17", number=1), change, seen=2, today=today, rights=rights)
    else:
        work = {"apply": steps_of_applying, "undo": steps_of_undoing}[act]
        history.run(work(Import.objects.latest("pk").pk, change, rights=rights), step)
"""
# The rows that tell of the import itself are no part of the record.
STATES = ("Meeting", "Revision", "Commit", "Answer", "Citation", "Officer", "Document", "Tally", "Import")


@pytest.fixture(scope="module")
def file(installation, tmp_path_factory):  # noqa: F811
    """A thousand new meetings and what is changed of the shipped ones; their bodies are in the record already."""
    folder = tmp_path_factory.mktemp("many")
    subprocess.run([sys.executable, "benchmarks/generate.py", str(folder), str(COUNT)], cwd=ROOT, check=True)
    texts = [path.read_text(encoding="utf-8") for path in sorted((folder / "meetings").glob("*.yaml"))]
    shipped = [path.read_text(encoding="utf-8") for path in sorted((DATA / "meetings").glob("*.yaml"))]
    texts += [text.replace("format: in-person", "format: hybrid") for text in shipped]
    for path in [*(folder / "meetings").glob("*.yaml"), folder / "countries.yaml"]:
        path.unlink()
    assert installation.run("-c", LOAD, str(folder), "never") == 0
    many = folder / "many.yaml"
    many.write_text("".join(texts), encoding="utf-8")
    return many


def states(installation):  # noqa: F811
    found = installation.state()
    return {name: found[name] for name in STATES}


@pytest.mark.stress
def test_what_is_killed_midway_did_not_happen_and_can_be_done_again(installation, file):  # noqa: F811
    def work(act, point="never"):
        return installation.run("-c", WORK, act, str(file), point)

    killed, before = -signal.SIGKILL, states(installation)
    assert work("check", "revision") == killed
    assert states(installation) == before

    assert work("check") == 0
    checked = states(installation)
    assert (len(checked.pop("Import")), checked) == (1, {name: before[name] for name in checked})
    checked = states(installation)
    assert [work("apply", point) for point in ("3", "revision", "4")] == [killed] * 3
    assert states(installation) == checked

    assert work("apply") == 0
    applied = states(installation)
    assert len(applied["Meeting"]) == len(before["Meeting"]) + COUNT
    assert [work("restore", "revision"), work("undo", "revision"), work("undo", "2")] == [killed] * 3
    assert states(installation) == applied

    assert work("undo") == 0
    undone = states(installation)
    assert len(undone["Meeting"]) == len(before["Meeting"])
    assert len(undone["Revision"]) == 2 * len(applied["Revision"]) - len(before["Revision"])
