"""Many programs at one meeting at once: exactly one wins each round, and nothing is lost, doubled or left half done."""

import pytest

from meetings.history import Change, write
from meetings.models import Meeting, Person, Revision
from meetings.serializers import shape
from tests.conftest import TODAY
from tests.threads import at_once
from tests.writing import chain_of_bodies, planned, program

CLIENTS, ROUNDS = 50, 3

pytestmark = pytest.mark.stress


@pytest.fixture
def anna(database, settings):
    settings.REQUESTS_A_MINUTE = dict.fromkeys(("read", "write", "failed"), 0)
    chain_of_bodies()
    write([planned()], Change("First recorded"), today=TODAY)
    return program("editor of ammtc", name="anna")


def codes(answers):
    return sorted(answer.status_code for answer in answers)


def stored(slug="ammtc-17"):
    return shape(Meeting.objects.with_record().get(slug=slug))


def test_of_fifty_changes_of_one_state_exactly_one_wins_each_round(anna):
    themes = [None]
    for turn in range(ROUNDS):
        tag = f'"ammtc-17.{turn + 1}"'

        answers = at_once(
            CLIENTS, lambda n, turn=turn, tag=tag: anna.patch("ammtc-17/", {"theme": f"{turn} {n}"}, match=tag)
        )

        assert codes(answers) == [200] + [412] * (CLIENTS - 1)
        [won] = [answer.json() for answer in answers if answer.status_code == 200]
        themes.append(won["theme"])
        # Everybody else is shown the very state that won.
        assert {answer.json()["current"]["theme"] for answer in answers if answer.status_code == 412} == {won["theme"]}

    revisions = Revision.objects.of("ammtc-17").order_by("number")
    assert [revision.number for revision in revisions] == [*range(1, ROUNDS + 2)]
    assert [revision.record["theme"] for revision in revisions] == themes
    assert stored()["theme"] == themes[-1]


def test_of_many_creations_of_one_slug_one_wins(anna):
    answers = at_once(20, lambda n: anna.put("x/", planned("x", 18, theme=f"{n % 2}"), new=True))

    assert codes(answers) == [201] + [412] * 19
    assert Revision.objects.of("x").count() == 1


def test_of_many_meetings_that_want_one_number_one_wins(anna):
    answers = at_once(10, lambda n: anna.post(data=planned(f"x-{n}", 18)))

    assert codes(answers) == [201] + [400] * 9
    assert Meeting.objects.filter(ordinal=18).count() == 1


def test_records_that_name_one_new_person_at_once_are_all_written(anna):
    def record(n):
        chair = {"country": None, "person": "Hamidin", "office": None}
        return planned(f"ammtc-{n}", n, chair=chair)

    answers = at_once(3, lambda n: anna.post(data=record(100 + n)))

    assert codes(answers) == [201] * 3
    assert Person.objects.filter(name="Hamidin").count() == 1


def test_a_deletion_and_changes_at_once_leave_one_of_both(anna):
    def ask(n):
        if n:
            return anna.patch("ammtc-17/", {"theme": f"{n}"}, match='"ammtc-17.1"')
        return anna.delete("ammtc-17/", match='"ammtc-17.1"')

    answers = at_once(10, ask)

    won = [answer.status_code for answer in answers if answer.status_code < 300]
    assert won in ([200], [204])
    assert {answer.status_code for answer in answers if answer.status_code > 300} <= {410, 412}
    assert list(Revision.objects.order_by("number").values_list("number", flat=True)) == [1, 2]


def test_bulk_writes_of_the_same_lines_in_two_orders_do_not_lock_each_other_out(anna):
    records = [planned(f"ammtc-{n}", n) for n in range(1, 41) if n != 17]
    anna.post("bulk/", records)

    def ask(n):
        lines = [record | {"theme": f"{n}"} for record in records]
        return anna.post("bulk/", lines if n % 2 else lines[::-1])

    answers = at_once(6, ask)

    assert codes(answers) == [200] * 6
    assert len(set(Meeting.objects.exclude(slug="ammtc-17").values_list("theme", flat=True))) == 1


def test_tries_and_writes_at_once_leave_what_was_written(anna):
    def ask(n):
        return anna.post("bulk/?dry_run=true", [planned(theme=f"{n}")]) if n else anna.put(
            "ammtc-17/", planned(theme="Written"), match="*"
        )  # fmt: skip

    answers = at_once(10, ask)

    assert codes(answers) == [200] * 10
    assert (stored()["theme"], Revision.objects.of("ammtc-17").count()) == ("Written", 2)


def test_of_bulk_writes_that_create_the_same_none_is_lost(anna):
    records = [planned(f"ammtc-{n}", n, _revision=0) for n in range(30, 40)]

    answers = at_once(5, lambda n: anna.post("bulk/", [record | {"theme": f"{n % 2}"} for record in records]))

    assert codes(answers) == [200] + [412] * 4
    assert Revision.objects.filter(number=1).count() == 11
