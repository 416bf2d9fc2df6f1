"""A lease on the version of the record: for so long it is taken for the last one, without asking the database again.

Whoever commits waits until every lease from before has run out, and only then says that it is done. So nobody who knows
of a write is answered from before it, in whichever process; and as only lengths of time are compared, clocks need not
agree.
"""

from functools import partial
from time import monotonic, sleep

from django.db import connections, transaction

SECONDS = 0.005
# (end, version) of the lease on each database.
LEASES = {}


def leased(database, ask):
    """The version that `ask()` gives, or gave so lately that no later one has been told to anybody yet."""
    if connections[database].in_atomic_block:
        return ask()
    now = monotonic()
    end, version = LEASES.get(database, (now, None))
    if now >= end:
        version = ask()
        LEASES[database] = now + SECONDS, version
    return version


def wait_for_leases(database):
    """Has whoever commits the transaction wait until nobody takes what was before it for the last."""
    transaction.on_commit(partial(sleep, SECONDS), using=database)
