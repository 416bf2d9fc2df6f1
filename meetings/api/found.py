"""What a query finds, in order, kept until something is committed: each page of it is then a slice."""

from array import array

from meetings.api.paging import AFTER, BEFORE, FROM, UP_TO, as_kept
from meetings.api.versions import kept
from meetings.models import Answer, Meeting

# More than anybody pages through; a list of so many keys takes 160 KB.
MOST = 20_000
TOO_MANY = b"?"
# Where a page begins, by how it stands to the row at `place`, and how long it is.
BEGINS = {
    AFTER: lambda place, length: place + 1,
    BEFORE: lambda place, length: place - length,
    FROM: lambda place, length: place,
    UP_TO: lambda place, length: place + 1 - length,
}


def keys_found(query, version):
    """The keys of all meetings that `query` finds, in order; None where they are too many, or not worth keeping."""
    if not (version and version[0] and query.active):
        return None
    found = kept("found", version, f"keys {query.asked}", lambda: find(query))
    return None if found == TOO_MANY else array("q", found)


def find(query):
    keys = array("q", query.meetings().values_list("pk", flat=True)[: MOST + 1])
    return TOO_MANY if len(keys) > MOST else keys.tobytes()


def place_of(query, key, keys):
    """Where in `keys` the row stands that a cursor names by `key`; None where it stands there no more."""
    names = [column.name for column in query.columns]
    row = Answer.objects.place(names, key[-1]) if is_plain(query) else in_query(query, key, names)
    if row is None or list(map(as_kept, row[1:])) != key:
        return None
    return keys.index(row[0]) if row[0] in keys else None


def in_query(query, key, names):
    rows = query.narrow(Meeting.objects.filter(slug=key[-1]))
    return rows.order_by().values_list("pk", *names).first()


# Columns of the meetings that either database stores as a cursor keeps them.
PLAIN = {"sorts_on", "slug", "ordinal"}


def is_plain(query):
    """Whether its rows can be asked for, and compared with a cursor, in SQL as it stands."""
    return {column.name for column in query.columns} <= PLAIN
