"""Accepting a draft is one transaction: a process killed between its statements has written nothing of it."""

import signal

import pytest

from tests.test_dataset_killed import copied_installation, installation  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db
ACCEPT = """
import os, signal, sys
import django
django.setup()
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.utils import timezone
from meetings.models import Draft, Meeting
from meetings.serializers import shape
from tests.desk import controls

boss, _ = get_user_model().objects.get_or_create(username="boss", is_staff=True, is_superuser=True)
meeting = Meeting.objects.with_record().get(slug="ammtc-17")
draft, _ = Draft.objects.get_or_create(
    slug=meeting.slug, body=meeting.body, base=meeting.revision, comment="Seen",
    defaults={"proposed_at": timezone.now(), "proposal": shape(meeting) | {"theme": "Accepted"}},
)
client = Client(headers={"host": "localhost"})
client.force_login(boss)
address = f"/admin/meetings/meeting/{meeting.pk}/change/?draft={draft.pk}"
form = controls(client.get(address)) | {"reason": "Looked it up"}
reached = []

def kill_at(execute, sql, params, many, context):
    if not sql.startswith(sys.argv[1]):
        return execute(sql, params, many, context)
    reached.append(sql)
    if sys.argv[2] == "before":
        os.kill(os.getpid(), signal.SIGKILL)
    answer = execute(sql, params, many, context)
    if sys.argv[2] == "after":
        os.kill(os.getpid(), signal.SIGKILL)
    return answer

with connection.execute_wrapper(kill_at):
    answer = client.post(address, form)
assert answer.status_code == 302, answer.content
assert len(reached) == 1
"""
RECORD = ("Meeting", "Revision", "Commit", "Draft", "Citation", "Officer", "Document", "Answer", "Tally")


def state(installation):  # noqa: F811
    found = installation.state()
    return {name: found[name] for name in RECORD}


@pytest.fixture(scope="module")
def drafted(installation):  # noqa: F811
    """The draft is made by a process that ends before it accepts anything."""
    assert installation.run("-c", ACCEPT.replace("client = Client", "sys.exit(); client = Client")) == 0
    return installation


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("table", ["revision", "draft"])
def test_acceptance_that_is_killed_midway_has_written_nothing(drafted, table, moment):
    verb = {"revision": 'INSERT INTO "meetings_revision"', "draft": 'UPDATE "meetings_draft"'}[table]
    before = state(drafted)

    ended = drafted.run("-c", ACCEPT, verb, moment)

    assert ended == -signal.SIGKILL
    assert state(drafted) == before


def test_the_same_acceptance_left_alive_is_whole(copied_installation):  # noqa: F811
    before = state(copied_installation)

    ended = copied_installation.run("-c", ACCEPT, 'UPDATE "meetings_draft"', "never")

    after = state(copied_installation)
    assert ended == 0
    assert len(after["Revision"]) == len(before["Revision"]) + 1
    assert [("accepted" in row) for row in after["Draft"]] == [True]
