"""A worker that is killed while it delivers loses nothing: real processes, a real SIGKILL, either database."""

import random
import signal
from itertools import groupby
from time import monotonic, sleep

import pytest
from django.conf import settings

from tests.receiving import receiver
from tests.test_dataset_killed import Installation, Postgres, SQLite

pytestmark = pytest.mark.stress
KILLS, PATIENCE = 50, 240
FOLLOW = """
import sys, django
django.setup()
from django.contrib.auth import get_user_model
from django.utils import timezone
from timeline.models import Webhook
webhook = Webhook(owner=get_user_model().objects.create(username="theirs"), name="Theirs", url=sys.argv[1])
webhook.begin(timezone.now())
webhook.save()
print(webhook.secret)
"""
CHANGE = """
import django
django.setup()
from meetings.history import Change, revise
from meetings.models import Meeting
pks = list(Meeting.objects.values_list("pk", flat=True))
for number in range(7):
    Meeting.objects.update(notes=f"Note {number}")
    revise(pks[:143], Change(f"Note {number}"))
"""
WAITING = """
import django
django.setup()
from timeline.models import Delivery
print(Delivery.objects.waiting().count())
"""


class Failing:
    """Takes about half of what comes, and dies now and then having taken it."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def __call__(self, tried):
        return self.random.choices([204, 500, None], [6, 3, 1])[0]


@pytest.fixture
def installation(tmp_path):
    database = (SQLite if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3") else Postgres)(tmp_path)
    there = Installation(database)
    assert there.run("manage.py", "migrate", "-v0") == 0
    assert there.run("manage.py", "load_dataset", "data") == 0
    yield there
    database.remove()


def test_worker_killed_fifty_times_delivers_every_change_in_order(installation):
    with receiver() as program:
        there = installation.environment
        there |= {"PRIVATE_TARGETS": program.host, "WEBHOOK_RETRIES": ",".join(["0"] * 60)}
        program.secret = installation.told("-c", FOLLOW, f"http://{program.host}/")
        assert installation.run("-c", CHANGE) == 0
        program.answer = Failing(2026)

        for _ in range(KILLS):
            kill_amid(installation, program)
        assert installation.run("manage.py", "work", "--once") == 0
        end = monotonic() + PATIENCE
        while installation.told("-c", WAITING) != "0" and monotonic() < end:
            sleep(1)
            assert installation.run("manage.py", "work", "--once") == 0

    changes = sorted((told["data"]["slug"], told["data"]["number"]) for _name, told in program.taken)
    assert len(set(changes)) == 7 * 143
    for slug in {slug for slug, _number in changes}:
        came = [told["data"]["number"] for _name, told in program.taken if told["data"]["slug"] == slug]
        assert [number for number, _ in groupby(came)] == [2, 3, 4, 5, 6, 7, 8]


def kill_amid(installation, program):
    """Start a worker, and kill it once it has tried a few more."""
    enough, end = program.tried + random.randint(1, 15), monotonic() + 30
    process = installation.start("manage.py", "work")
    while program.tried < enough and process.poll() is None and monotonic() < end:
        sleep(0.002)
    process.kill()
    assert process.wait() == -signal.SIGKILL
