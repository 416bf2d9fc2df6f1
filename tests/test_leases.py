"""A version that is not asked for each time is still never older than what anybody was told."""

from itertools import count

import pytest
from django.db import transaction

from meetings.history import Change, write
from meetings.models import leases
from meetings.models.leases import leased
from tests.conftest import TODAY
from tests.writing import MEETINGS, Program, chain_of_bodies, planned, program


@pytest.fixture
def lasting(monkeypatch):
    """Has leases last for so many seconds."""

    def last(seconds):
        monkeypatch.setattr(leases, "SECONDS", seconds)

    leases.LEASES.clear()
    yield last
    leases.LEASES.clear()


@pytest.fixture
def ask():
    """Each time it is asked there is a later version."""
    return count(1).__next__


def test_version_is_asked_for_once_while_its_lease_lasts(database, lasting, ask):
    lasting(60)

    assert [leased("default", ask) for _ in range(3)] == [1, 1, 1]


def test_version_is_asked_for_anew_once_its_lease_has_run_out(database, lasting, ask):
    lasting(0)

    assert [leased("default", ask) for _ in range(3)] == [1, 2, 3]


def test_within_a_transaction_each_version_is_asked_for(database, lasting, ask):
    lasting(60)

    with transaction.atomic():
        within = [leased("default", ask) for _ in range(3)]

    assert (within, leased("default", ask)) == ([1, 2, 3], 4)


def test_write_is_told_only_when_no_lease_from_before_it_lasts(database, lasting):
    chain_of_bodies()
    write([planned("ammtc-1", 1)], Change("First"), today=TODAY)
    anna = program("editor of ammtc", name="anna")
    # Longer than writing takes, so that without the wait the last poll would be told what was so before.
    lasting(0.5)
    before = Program().get(MEETINGS)

    changed = anna.patch("ammtc-1/", {"theme": "Later"}, match="*")
    after = Program().get(MEETINGS, If_None_Match=before["ETag"])

    assert (changed.status_code, after.status_code) == (200, 200)
    assert [each["theme"] for each in after.json()["results"]] == ["Later"]
