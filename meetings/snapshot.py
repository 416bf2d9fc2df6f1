"""Reading in one state: what many questions find within a block fits together, and nobody waits to write."""

from contextlib import contextmanager

from django.db import connections, transaction

ONE_STATE = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"


@contextmanager
def one_state(database):
    """A block that reads `database` as it stands when it begins. Within a transaction it is what that is."""
    connection = connections[database]
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(using=database):
            connection.cursor().execute(ONE_STATE)
            yield
    else:
        # Django's own would take the lock of writers at once.
        connection.cursor().execute("BEGIN")
        try:
            yield
        finally:
            connection.cursor().execute("ROLLBACK")
