"""Questions in plain SQL are answered in bytes, planned once a connection, and survive the loss of either."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections

from meetings.models.asking import MOST_PLANS, all_rows, first_row

NAMED = "SELECT 'Đà Nẵng', %s || ''"
PLANNED = "SELECT count(*) FROM pg_prepared_statements WHERE name LIKE 'asked%%'"
on_postgresql = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite plans by itself")


@pytest.fixture
def beside(db):
    """Runs a function on a connection of its own, where no transaction is under way."""
    with ThreadPoolExecutor(1) as pool:
        yield lambda function: pool.submit(function).result()
        pool.submit(connections.close_all).result()


def ask():
    return first_row("default", NAMED, ["ä"])


def planned():
    return all_rows("default", PLANNED)[0][0]


def test_texts_come_as_bytes_in_a_transaction_or_out_of_it(beside):
    assert ask() == beside(ask) == ("Đà Nẵng".encode(), "ä".encode())


def test_question_that_is_wrong_is_refused_in_or_out_of_a_transaction(beside):
    with pytest.raises(Exception, match="nowhere"):
        beside(lambda: all_rows("default", "SELECT * FROM nowhere"))

    assert beside(ask) == ask()


@on_postgresql
def test_each_question_is_planned_once_a_connection(beside):
    def twice():
        return ask(), ask(), planned(), planned()

    answer = ("Đà Nẵng".encode(), "ä".encode())
    # The second is the question itself.
    assert beside(twice) == (answer, answer, 2, 2)


@on_postgresql
def test_no_more_than_some_questions_are_planned(beside):
    def many():
        return [all_rows("default", f"SELECT {number}") for number in range(MOST_PLANS + 5)], planned()

    answers, count = beside(many)

    assert answers == [[(number,)] for number in range(MOST_PLANS + 5)]
    assert count == MOST_PLANS


@on_postgresql
@pytest.mark.parametrize("loss", ["DEALLOCATE ALL", "SELECT pg_terminate_backend(pg_backend_pid())"])
def test_plan_or_connection_that_is_lost_is_made_anew(beside, loss):
    def lose():
        first = ask()
        with connection.connection.cursor() as cursor:
            try:
                cursor.execute(loss)
            except connection.Database.Error:
                assert "terminate" in loss
        return first, ask(), ask()

    first, *again = beside(lose)

    assert again == [first, first]
