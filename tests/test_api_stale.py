"""While others write, nobody is told what was so before: neither by a poll, nor by what is kept ready."""

import pytest

from meetings.answers import text_of
from meetings.history import Change, write
from meetings.models import Answer, Commit, Meeting
from meetings.serializers import shape
from tests.conftest import TODAY
from tests.threads import at_once
from tests.writing import MEETINGS, Program, chain_of_bodies, planned, program

# Readers stop at the last turn; the bound is for the day on which a writer fails.
READERS, TURNS, MOST_POLLS = 4, 15, 20_000
ADDRESSES = (MEETINGS, f"{MEETINGS}ammtc-1/")

pytestmark = pytest.mark.stress


@pytest.fixture
def anna(database, settings):
    settings.REQUESTS_A_MINUTE = dict.fromkeys(("read", "write", "failed"), 0)
    chain_of_bodies()
    write([planned("ammtc-1", 1), planned("ammtc-2", 2)], Change("First"), today=TODAY)
    return program("editor of ammtc", name="anna")


class Poller:
    """Asks for one address again and again, and keeps what it was last told: the turn that each meeting is at."""

    def __init__(self, address):
        self.address, self.tag, self.turns = address, None, {}

    def poll(self):
        answer = Program().get(self.address, If_None_Match=self.tag)
        self.tag = answer["ETag"]
        if answer.status_code == 200:
            told = answer.json()
            self.turns = {each["slug"]: int(each["theme"] or 0) for each in told.get("results", [told])}


def test_no_poll_is_told_less_than_was_written_before_it(anna):
    written = {"ammtc-1": 0, "ammtc-2": 0}

    def change(slug):
        for turn in range(1, TURNS + 1):
            assert anna.patch(f"{slug}/", {"theme": f"{turn}"}, match="*").status_code == 200
            written[slug] = turn

    def read(address):
        poller = Poller(address)
        for _ in range(MOST_POLLS):
            if min(written.values()) == TURNS:
                break
            known = dict(written)
            poller.poll()
            assert [slug for slug, turn in poller.turns.items() if turn < known[slug]] == []
        return poller.turns

    work = [*((change, slug) for slug in written), *((read, ADDRESSES[n % 2]) for n in range(READERS))]
    at_once(len(work), lambda n: work[n][0](work[n][1]))

    last = Poller(MEETINGS)
    last.poll()
    assert last.turns == {"ammtc-1": TURNS, "ammtc-2": TURNS}


def test_all_that_begin_to_report_to_one_meeting_at_once_are_told_by_it(anna):
    above = Meeting.objects.get(slug="ammtc-1")
    officials = program("editor of somtc", name="ben")

    answers = at_once(
        8, lambda n: officials.post(data=planned(f"somtc-{n}", n + 1, body="somtc", reports_to="ammtc-1"))
    )

    assert [answer.status_code for answer in answers] == [201] * 8
    told = Program().get("ammtc-1/").json()["prepared_by"]
    assert sorted(told) == [f"somtc-{n}" for n in range(8)]
    meeting = Meeting.objects.with_record().get(pk=above.pk)
    assert Answer.objects.get(meeting=above).text == text_of(meeting, shape(meeting))
    seconds = [at.replace(microsecond=0) for at in Commit.objects.order_by("position").values_list("at", flat=True)]
    assert seconds == sorted(set(seconds))
