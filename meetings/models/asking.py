"""What is asked for in SQL as it stands: the few questions that come with nearly every request.

Invariant: texts come as bytes, since whoever asks sends them on. PostgreSQL plans each question once a connection.
"""

import re
from contextlib import contextmanager, suppress
from datetime import UTC
from itertools import count
from weakref import WeakKeyDictionary

from django.db import Error, connections
from psycopg2 import Error as DriverError
from psycopg2.extensions import BYTES, register_type

# What stands for each question, by connection. What is asked in more ways than this is not planned.
PLANS, MOST_PLANS = WeakKeyDictionary(), 100


def all_rows(database, sql, parameters=()):
    """The rows that `sql` finds.

    As it is the first thing asked in a request, it finds out as well whether the connection still lives.
    """
    connection = connections[database]
    if not connection.in_atomic_block:
        connection.health_check_done = True
        ask = ask_planned if connection.vendor == "postgresql" else ask_plainly
        # A pooler may have lent another session than the one that planned, so that is no mistake either.
        with suppress(Error, DriverError):
            return ask(connection, sql, parameters)
        connection.close()
    return ask_plainly(connection, sql, parameters)


def first_row(database, sql, parameters=()):
    return next(iter(all_rows(database, sql, parameters)), None)


def ask_plainly(connection, sql, parameters):
    with connection.cursor() as cursor, texts_as_bytes(connection, cursor):
        cursor.execute(sql, parameters)
        return cursor.fetchall()


@contextmanager
def texts_as_bytes(connection, cursor):
    """While the block runs, `cursor` decodes no text."""
    if connection.vendor == "postgresql":
        register_type(BYTES, cursor.cursor)
        yield
        return
    driver = connection.connection
    factory, driver.text_factory = driver.text_factory, bytes
    try:
        yield
    finally:
        driver.text_factory = factory


def ask_planned(connection, sql, parameters):
    """By the driver itself: what Django does around a question takes as long as the answer to a planned one."""
    connection.ensure_connection()
    plans = PLANS.setdefault(connection.connection, {})
    with connection.connection.cursor() as cursor:
        register_type(BYTES, cursor)
        if sql not in plans and len(plans) < MOST_PLANS:
            plans[sql] = plan(cursor, f"asked_{len(plans)}", sql)
        cursor.execute(plans.get(sql, sql), parameters)
        return cursor.fetchall()


def plan(cursor, name, sql):
    """Has the database plan `sql`; the SQL that asks it by its name from then on."""
    numbers = count(1)
    numbered = re.sub("%s", lambda mark: f"${next(numbers)}", sql)
    # Else PostgreSQL would plan anew each time, in the hope of a plan that is better for just these values.
    cursor.execute(f"SET plan_cache_mode = force_generic_plan; PREPARE {name} AS {numbered}")
    marks = ", ".join(["%s"] * sql.count("%s"))
    return f"EXECUTE {name} ({marks})" if marks else f"EXECUTE {name}"


def as_time(value):
    """A time as it was stored: SQLite keeps no zone with it."""
    return value.replace(tzinfo=UTC) if value and value.tzinfo is None else value
