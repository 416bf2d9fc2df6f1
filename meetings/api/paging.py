"""Keyset paging: a cursor names the row beside which a page begins, so a late page costs what the first costs.

Rows that stay where they are in the order are met exactly once, whatever is inserted or deleted meanwhile.
"""

from functools import reduce
from urllib.parse import unquote, urlsplit

from django.core.signing import BadSignature, Signer
from django.db.models import Q, Value
from django.utils.functional import cached_property
from rest_framework.pagination import BasePagination
from rest_framework.response import Response

from meetings.api.problems import InvalidQuery
from meetings.api.versions import kept
from meetings.filters.problems import Problem
from meetings.filters.query import Column, order_by

# How a page stands to the row that its cursor names. The first two do not hold that row; the others stand for
# the page beside an empty one, which has no row of its own to begin from.
AFTER, BEFORE, FROM, UP_TO = "after", "before", "from", "up-to"
BACKWARDS = (BEFORE, UP_TO)
INCLUSIVE = (FROM, UP_TO)
SIGNER = Signer(salt="meetings.api.paging")


class Page:
    """One page of the rows that `query` asks for, whose ordering is total."""

    def __init__(self, query, address, version=None):
        self.query, self.address, self.version = query, address, version
        self.at, self.key = self.place()

    def take(self, kinds):
        """The rows of the page, from querysets of one kind of rows each."""
        self.count = self.counted(kinds) if self.query.is_counted else None
        backwards = self.at in BACKWARDS
        found = self.found(kinds, backwards)
        self.has_more = len(found) > self.query.limit
        page = found[: self.query.limit]
        self.page = page[::-1] if backwards else page
        return self.page

    def counted(self, kinds):
        """How many rows there are; known from before where nothing was committed since."""
        if not (self.version and self.version[0]):
            return sum(rows.count() for rows in kinds)
        what = f"count {urlsplit(self.address).path} {self.query.asked}"
        return kept("counts", self.version, what, lambda: self.query.size(kinds))

    def found(self, kinds, backwards):
        """The rows that the page may hold, and one more."""
        if len(kinds) > 1:
            columns = self.query.columns
            return self.merged([self.passed(rows, columns, self.key, backwards) for rows in kinds], backwards)
        found = []
        for columns, rows in self.layers(kinds[0], backwards):
            ordered = rows.order_by(*(order_by(column, self.query.is_backwards, backwards) for column in columns))
            found += ordered[: self.query.limit + 1 - len(found)]
            if len(found) > self.query.limit:
                break
        return found

    def layers(self, rows, backwards):
        """(columns, rows) of those with a value in the first column, and then of those without, as far as they follow.

        Each by itself has an order that an index has too, so that it can be sought there.
        """
        first, *rest = self.query.columns
        if not first.nullable:
            return [(self.query.columns, self.passed(rows, self.query.columns, self.key, backwards))]
        filled, key = rows.filter(**{f"{first.name}__isnull": False}), self.key
        empty = rows.filter(**{f"{first.name}__isnull": True})
        begins_empty = key is not None and key[0] is None
        columns = [Column(first.name), *rest]
        if begins_empty:
            empty = self.passed(empty, rest, key[1:], backwards)
        else:
            filled = self.passed(filled, columns, key, backwards)
        layers = [(columns, filled), (rest, empty)]
        # What lies before the layer in which the page begins is passed.
        if backwards:
            return layers[::-1] if begins_empty else layers[:1]
        return layers[1:] if begins_empty else layers

    def passed(self, rows, columns, key, backwards):
        """Those of `rows` that come after `key` in the order of the page; all where it begins with none."""
        if key is None:
            return rows
        descending = self.query.is_backwards != backwards
        return rows.filter(beyond(columns, key, descending, inclusive=self.at in INCLUSIVE))

    def merged(self, kinds, backwards):
        """Rows of several kinds in one order. The database merges their keys: how it sorts texts is its own affair."""
        names = [column.name for column in self.query.columns]
        # Of each kind first those that the page may hold: an index finds them, and the merged whole would be sorted.
        pages = [self.query.ordered(rows, turned=backwards)[: self.query.limit + 1] for rows in kinds]
        nearest = [
            rows.filter(pk__in=list(page.values_list("pk", flat=True))) for rows, page in zip(kinds, pages, strict=True)
        ]
        first, *others = (rows.order_by().values_list(*names, Value(kind)) for kind, rows in enumerate(nearest))
        minus = "-" if self.query.is_backwards != backwards else ""
        keys = list(first.union(*others, all=True).order_by(*(minus + name for name in names))[: self.query.limit + 1])
        found = [
            {row.slug: row for row in rows.filter(slug__in=[key[-2] for key in keys if key[-1] == kind])}
            for kind, rows in enumerate(kinds)
        ]
        rows = [(key, found[key[-1]].get(key[-2])) for key in keys]
        # What was changed since its key was read stands further on now, and is met there.
        return [row for key, row in rows if row and self.key_of(row) == [as_kept(value) for value in key[:-1]]]

    def place(self):
        """(how the page stands to it, key of the row that the cursor names); (None, None) for the first page."""
        text = self.query.one("cursor")
        if text is None:
            return None, None
        try:
            order, at, *key = SIGNER.unsign_object(text)
        except (BadSignature, ValueError):
            raise broken("cursor is not one that this service gave. Follow next or previous as they are.") from None
        if order != self.order:
            raise broken("cursor belongs to another list or ordering. Begin again without it.")
        return at, key

    @property
    def order(self):
        return f"{self.query.name} {self.query.ordering}"

    def next_address(self):
        if self.at in BACKWARDS:
            return self.link(AFTER, self.page[-1]) if self.page else self.link_to(FROM, self.key)
        return self.link(AFTER, self.page[-1]) if self.has_more else None

    def previous_address(self):
        if self.at in BACKWARDS:
            return self.link(BEFORE, self.page[0]) if self.has_more else None
        if self.at is None:
            return None
        return self.link(BEFORE, self.page[0]) if self.page else self.link_to(UP_TO, self.key)

    def link(self, at, row):
        return self.link_to(at, self.key_of(row))

    def key_of(self, row):
        """The values that `row` is sorted by, as the cursor keeps them and as a lookup takes them."""
        return [as_kept(reduce(getattr, column.name.split("__"), row)) for column in self.query.columns]

    def link_to(self, at, key):
        # Of what base64 and a signature are made of, only the colon has to be escaped.
        return self.base + SIGNER.sign_object([self.order, at, *key]).replace(":", "%3A")

    @cached_property
    def base(self):
        """The address of every page of this list, up to its cursor."""
        address, _, query = self.address.partition("?")
        rest = [part for part in query.split("&") if part and unquote(part.partition("=")[0]) != "cursor"]
        return f"{address}?{'&'.join([*rest, 'cursor='])}"

    def links(self):
        return {"next": self.next_address(), "previous": self.previous_address()}


class KeysetPagination(BasePagination):
    """Pages the rows of a view by its `query`."""

    page_class = Page

    def paginate_queryset(self, rows, request, view=None):
        self.page = self.page_class(view.query, request.build_absolute_uri(), view.version)
        return self.page.take([rows, *view.query.beside()])

    def get_paginated_response(self, results):
        links = self.page.links()
        return Response(links | {"count": self.page.count, "results": results}, headers=header_of(links))

    def get_paginated_response_schema(self, schema):
        address = {"type": ["string", "null"], "format": "uri"}
        count = {"type": ["integer", "null"], "minimum": 0, "description": "All results; null with `count=none`."}
        return {
            "type": "object",
            "required": ["next", "previous", "count", "results"],
            "properties": {"next": address, "previous": address, "count": count, "results": schema},
        }


def header_of(links):
    """The header Link (RFC 8288) that tells the same."""
    relations = {"next": "next", "previous": "prev"}
    told = [f'<{address}>; rel="{relations[name]}"' for name, address in links.items() if address]
    return {"Link": ", ".join(told)} if told else {}


def broken(message):
    return InvalidQuery([Problem("cursor", message)])


def as_kept(value):
    """As JSON holds it; rows that were asked for in SQL have texts as bytes."""
    if isinstance(value, bytes):
        return value.decode()
    return value.isoformat() if hasattr(value, "isoformat") else value


def beyond(columns, key, descending, *, inclusive):
    """The rows that come after `key` where these columns sort them, each of which has a value."""
    further, inclusively = ("lt", "lte") if descending else ("gt", "gte")
    passed, level = Q(pk__in=[]), Q()
    for column, value in zip(columns, key, strict=True):
        passed |= level & Q(**{f"{column.name}__{further}": value})
        level &= Q(**{column.name: value})
    # What follows from it for the first column alone: the part that an index can seek.
    bound = Q(**{f"{columns[0].name}__{inclusively}": key[0]})
    return bound & (passed | level if inclusive else passed)
