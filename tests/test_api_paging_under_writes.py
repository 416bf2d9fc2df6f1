"""A reader pages by cursor through 10,000 meetings while four writers work among them, each in its own transactions."""

from collections import Counter
from datetime import date, timedelta
from threading import Event

import pytest

from meetings.history import Change, write
from meetings.models import Meeting
from tests.conftest import TODAY
from tests.threads import at_once
from tests.writing import MEETINGS, chain_of_bodies, planned, program

MANY, WRITERS, EACH = 10_000, 4, 10

pytestmark = pytest.mark.stress


def day(number):
    """Days on which several meetings sit, in another order than that of their slugs."""
    return (date(1000, 1, 1) + timedelta(days=number * 7 % 4001)).isoformat()


def record(slug, number, **keys):
    return planned(slug, None, kind="special", dates=day(number)) | keys


@pytest.fixture
def anna(database, settings):
    settings.REQUESTS_A_MINUTE = dict.fromkeys(("read", "write", "failed"), 0)
    chain_of_bodies()
    write([record(f"m-{n:05}", n) for n in range(MANY)], Change("First recorded"), today=TODAY)
    return program("editor of ammtc")


class Writer:
    """Deletes meetings, changes others and inserts new ones between, all over the list, until the reader has finished.

    Of ten numbers each writer deletes the meeting of one and changes that of another.
    """

    def __init__(self, program, number, change):
        self.program, self.number, self.change = program, number, change
        self.deleted, self.codes = set(), Counter()

    def work(self, finished):
        turn = 0
        while not finished.is_set() or turn < EACH:
            # Coprime to the number of tens, so that it comes everywhere before it comes anywhere again.
            self.step(turn * 617 % (MANY // 10) * 10 + self.number)
            turn += 1

    def step(self, place):
        self.deleted.add(f"m-{place:05}")
        self.codes["delete", self.program.delete(f"m-{place:05}/", match="*").status_code] += 1
        slug = f"m-{place + WRITERS:05}"
        self.codes["change", self.program.patch(f"{slug}/", self.change(place), match="*").status_code] += 1
        new = record(f"m-{place:05}-{self.number}", place + 1)
        self.codes["insert", self.program.post(data=new).status_code] += 1


def paged(program, address):
    """The slugs that are met from `address` on."""
    while address:
        answer = program.get(address.removeprefix("http://testserver")).json()
        yield from (result["slug"] for result in answer["results"])
        address = answer["next"]


# A change may move what it changes; where it moved in the order, a page has it where it stands then.
@pytest.mark.parametrize(
    ("ordering", "change"),
    [("slug", lambda place: {"dates": day(place * 3)}), ("-date", lambda place: {"theme": f"Theme {place}"})],
    ids=["slug", "date"],
)
def test_paging_while_others_write_meets_each_that_stays_exactly_once(anna, ordering, change):
    writers, finished = [Writer(anna, number, change) for number in range(WRITERS)], Event()

    def run(n):
        if n < WRITERS:
            return writers[n].work(finished)
        try:
            return list(paged(anna, f"{MEETINGS}?ordering={ordering}&limit=100&count=none"))
        finally:
            finished.set()

    *_, met = at_once(WRITERS + 1, run)

    stayed = {f"m-{n:05}" for n in range(MANY)}.difference(*(writer.deleted for writer in writers))
    assert {slug for slug, times in Counter(met).items() if times > 1} == set()
    assert stayed - set(met) == set()
    for writer in writers:
        assert writer.codes.keys() == {("delete", 204), ("change", 200), ("insert", 201)}
        assert min(writer.codes.values()) >= EACH
    assert Meeting.objects.count() == MANY
