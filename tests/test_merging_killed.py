"""A merger that is killed leaves the record as it was: a real process, a real SIGKILL, either database."""

import signal

import pytest

from tests.test_dataset_killed import copied_installation, installation  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db
MERGE = """
import os, signal, sys
from datetime import date
import django
django.setup()
from django.db import connection, transaction
from meetings.history import Change
from meetings.merging import Pair, merge_meetings, merge_rows, take_back, united
from meetings.models import Meeting, Merge, Person
from meetings.serializers import shape

statements = 0

def kill_at(execute, sql, params, many, context):
    global statements
    statements += not sql.startswith("SELECT")
    if str(statements) == sys.argv[1]:
        os.kill(os.getpid(), signal.SIGKILL)
    return execute(sql, params, many, context)

with connection.execute_wrapper(kill_at), transaction.atomic():
    kept, other = Meeting.objects.with_record().filter(slug__in=["ammtc-17", "ammtc-18"]).order_by("slug")
    record = united(shape(kept), shape(other), {})
    merge_meetings(Pair(kept, other), record, Change("Killed"), today=date(2026, 11, 24))
    people = Person.objects.filter(name__contains="Serapio").order_by("name")
    merge_rows(Pair(*people), {}, Change("Killed"))
    if sys.argv[2:] == ["back"]:
        take_back(Merge.objects.get(), Change("Killed"), today=date(2026, 11, 24))
print(statements)
"""


@pytest.mark.parametrize("point", [2, 8, 25, 40, 80])
def test_a_merger_killed_at_any_statement_leaves_the_record_as_it_was(installation, point):  # noqa: F811
    before = installation.state()

    ended = installation.run("-c", MERGE, str(point), "back")

    assert ended == -signal.SIGKILL
    assert installation.state() == before


def test_the_same_merger_left_alive_is_done(copied_installation):  # noqa: F811
    before = copied_installation.state()

    ended = copied_installation.run("-c", MERGE, "never")

    after = copied_installation.state()
    assert (ended, len(after["Meeting"]), len(after["Person"]), len(after["FormerPerson"])) == (
        0, len(before["Meeting"]) - 1, len(before["Person"]) - 1, 1,
    )  # fmt: skip
