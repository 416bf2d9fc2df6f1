"""Keyset paging: a cursor names the row beside which a page begins, so a late page costs what the first costs.

Rows that stay where they are in the order are met exactly once, whatever is inserted or deleted meanwhile.
"""

from functools import cached_property, reduce
from urllib.parse import quote, urlsplit

from django.core.signing import BadSignature, Signer
from django.db.models import Q, Value
from rest_framework.pagination import BasePagination
from rest_framework.response import Response
from rest_framework.utils.urls import remove_query_param

from meetings.api.problems import InvalidQuery
from meetings.api.versions import kept
from meetings.filters.problems import Problem

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
        what = f"count {urlsplit(self.address).path} {self.query.querystring}"
        return kept("counts", self.version, what, lambda: self.query.size(kinds))

    def found(self, kinds, backwards):
        """The rows that the page may hold, and one more."""
        if self.at:
            passed = beyond(self.query, self.key, backwards, inclusive=self.at in INCLUSIVE)
            kinds = [rows.filter(passed) for rows in kinds]
        if len(kinds) > 1:
            return self.merged(kinds, backwards)
        return list(self.query.ordered(kinds[0], turned=backwards)[: self.query.limit + 1])

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
        return [value_of(row, column.name) for column in self.query.columns]

    def link_to(self, at, key):
        return self.base + quote(SIGNER.sign_object([self.order, at, *key]), safe="")

    @cached_property
    def base(self):
        """The address of every page of this list, up to its cursor."""
        address = remove_query_param(self.address, "cursor")
        return f"{address}{'&' if urlsplit(address).query else '?'}cursor="

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


def value_of(row, name):
    """The value that `row` is sorted by, as the cursor keeps it and as a lookup takes it."""
    return as_kept(getattr(row, name) if isinstance(row, tuple) else reduce(getattr, name.split("__"), row))


def as_kept(value):
    return value.isoformat() if hasattr(value, "isoformat") else value


def beyond(query, key, backwards, *, inclusive):
    """The rows that come after `key` in the order of `query`; before it, where `backwards`."""
    passed, level = Q(pk__in=[]), Q()
    for column, value in zip(query.columns, key, strict=True):
        passed |= level & past(column, value, query.is_backwards, backwards)
        level &= Q(**{column.name: value}) if value is not None else Q(**{f"{column.name}__isnull": True})
    return bound(query, key, backwards) & (passed | level if inclusive else passed)


def past(column, value, descending, backwards):
    """That a row stands beyond `value` by this column alone; rows without a value stand last."""
    if value is None:
        return Q(**{f"{column.name}__isnull": False}) if backwards else Q(pk__in=[])
    beyond_it = Q(**{f"{column.name}__{'lt' if descending != backwards else 'gt'}": value})
    if column.nullable and not backwards:
        beyond_it |= Q(**{f"{column.name}__isnull": True})
    return beyond_it


def bound(query, key, backwards):
    """What follows from `beyond` for the first column alone: the part of it that an index can seek."""
    column = query.columns[0]
    if column.nullable:
        return Q()
    return Q(**{f"{column.name}__{'lte' if query.is_backwards != backwards else 'gte'}": key[0]})
