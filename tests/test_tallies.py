"""The sums counted anew: what was wrong is told and put right, also while others write."""

import pytest
from django.core.management import call_command

from meetings.history import Change, delete
from meetings.models import Meeting, Tally
from tests.factories import CountryFactory, MeetingFactory, revised
from tests.threads import at_once
from tests.writing import chain_of_bodies, planned, program

SUMS = ("body", "host", "status", "year")


@pytest.fixture
def two(db):
    """Two meetings in the record, one that was deleted, and one that was never revised and so is in no sum."""
    CountryFactory(code="ID")
    for number in (1, 2, 3):
        revised(MeetingFactory(slug=f"m-{number}", ordinal=number, host_id="ID", dates="2023-08-21"))
    delete(Meeting.objects.get(slug="m-3"), Change("It never was"))
    MeetingFactory(ordinal=4)


def recounted(capsys):
    call_command("recount")
    return capsys.readouterr().out.splitlines()


def test_recount_says_what_was_wrong_and_puts_it_right(two, capsys):
    before = Tally.objects.sums(*SUMS)
    Tally.objects.filter(facet="host").delete()
    Tally.objects.create(facet="status", value="held", number=5)
    Tally.objects.create(facet="year", value="1066", number=1, is_sum=True)

    said = recounted(capsys)

    assert said == ["host ID: 2, not 0", "status held: 2, not 7", "year 1066: 0, not 1", "Sums that were wrong: 3."]
    assert Tally.objects.sums(*SUMS) == before == {
        "body": {"ammtc": 2}, "host": {"ID": 2}, "status": {"held": 2}, "year": {"2023": 2},
    }  # fmt: skip


def test_recount_finds_nothing_wrong_where_every_change_was_counted(record, capsys):
    assert recounted(capsys) == ["Sums that were wrong: none."]
    assert not Tally.objects.filter(is_sum=False).exists()


@pytest.mark.stress
def test_recount_loses_no_step_of_those_who_write_meanwhile(database, settings, capsys):
    settings.REQUESTS_A_MINUTE = dict.fromkeys(("read", "write", "failed"), 0)
    chain_of_bodies()
    anna = program("editor of ammtc")

    def work(n):
        if not n:
            return [call_command("recount") for _ in range(20)]
        return [anna.post(data=planned(f"m-{n}-{i}", 100 * n + i)).status_code for i in range(1, 21)]

    _, *codes = at_once(5, work)

    assert {code for each in codes for code in each} == {201}
    assert Tally.objects.sums("body")["body"] == {"ammtc": 80}
    assert set(capsys.readouterr().out.splitlines()) == {"Sums that were wrong: none."}
