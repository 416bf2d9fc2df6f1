"""What is asked for in SQL as it stands: the few questions that come with nearly every request."""

from contextlib import suppress
from datetime import UTC

from django.db import InterfaceError, OperationalError, connections
from django.utils.dateparse import parse_datetime


def first_row(database, sql, parameters=()):
    """The first row that `sql` finds, or None.

    As it is the first thing asked in a request, it finds out as well whether the connection still lives.
    """
    connection = connections[database]
    if not connection.in_atomic_block:
        connection.health_check_done = True
        with suppress(OperationalError, InterfaceError):
            return fetched(connection, sql, parameters)
        connection.close()
    return fetched(connection, sql, parameters)


def fetched(connection, sql, parameters):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchone()


def all_rows(database, sql, parameters=()):
    with connections[database].cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def as_time(value):
    """A time as it was stored: SQLite answers it as text."""
    return parse_datetime(value).replace(tzinfo=UTC) if isinstance(value, str) else value
