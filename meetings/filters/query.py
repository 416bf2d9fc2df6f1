"""A query string read strictly: what it asks for, or all that is wrong with it.

A query with one problem answers no rows at all, so that nobody takes the whole for the part they asked for.
"""

from dataclasses import dataclass
from functools import cache

from django.db.models import F
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from meetings.filters.codes import Codes
from meetings.filters.parameters import Code, Number, Ordering, Parameter, Word, check_text
from meetings.filters.problems import Problem, Refusal
from meetings.serializers.fields import shorten
from meetings.suggestions import closest, hint

LIMIT, MOST = 50, 500


@dataclass(frozen=True)
class Column:
    """A column that rows are sorted by, named as in a lookup; without a value they come last, either way round."""

    name: str
    nullable: bool = False


def order_by(column, is_backwards, turned):
    """The sorting by one column; `turned` turns the whole order, and with it the place of rows without a value."""
    nulls = {f"nulls_{'first' if turned else 'last'}": True} if column.nullable else {}
    return F(column.name).desc(**nulls) if is_backwards != turned else F(column.name).asc(**nulls)


PAGING = (
    Number("limit", f"How many results a page has: {LIMIT} unless told, at most {MOST}.", many=False, most=MOST),
    Parameter("cursor", "Where the page begins: taken from `next` or `previous` as it is.", many=False, longest=None),
    Word(
        "count", "`none` leaves out the number of all results.", many=False, words={"exact": "exact", "none": "none"}
    ),
)  # fmt: skip
OF_PAGING = {parameter.name for parameter in PAGING}


class Query:
    """What a query string asks of one kind of rows. A subclass names its parameters and its orderings."""

    name = ""
    parameters = ()
    # The last column of each is unique, so that the order is total.
    orderings = {}
    default_ordering = ""

    def __init__(self, params, *, default_ordering=None, allowed_extra=()):
        self.params = params
        self.extra = set(allowed_extra)
        self.default = default_ordering or self.default_ordering
        self.errors = []
        # By parameter: each value read, and the text it was read from.
        self.values, self.texts = {}, {}
        for name, texts in params.lists():
            if name not in self.extra:
                self.take(name, texts)
        if self.is_valid:
            self.errors += self.contradictions()

    @classmethod
    @cache
    def known(cls):
        """Every parameter by its name, in the order in which they are described."""
        if not cls.orderings:
            return {parameter.name: parameter for parameter in cls.parameters}
        ways = {way: way for ordering in cls.orderings for way in (ordering, f"-{ordering}")}
        about = f"`{cls.default_ordering}` unless told. A minus turns it round; ties are broken in a fixed way."
        ordering = Ordering("ordering", about, many=False, narrows=False, words=ways)
        return {parameter.name: parameter for parameter in (*cls.parameters, ordering, *PAGING)}

    @cached_property
    def codes(self):
        wanted = {}
        for name, texts in self.params.lists():
            parameter = self.known().get(name)
            if isinstance(parameter, Code):
                wanted.setdefault(parameter.kind, set()).update(text for text in texts if "\x00" not in text)
        return Codes(wanted)

    def take(self, name, texts):
        parameter = self.known().get(name)
        if parameter is None:
            self.errors.append(self.unknown(name))
        elif len(texts) > 1 and not parameter.many:
            self.errors.append(Problem(name, _("%(name)s can be given only once.") % {"name": name}))
        else:
            for text in dict.fromkeys(texts):
                self.take_value(parameter, text)

    def take_value(self, parameter, text):
        try:
            check_text(parameter, text)
            value = parameter.read(text, self.codes)
        except Refusal as refusal:
            self.errors.append(Problem(parameter.name, refusal.message, refusal.suggestion))
            return
        self.values.setdefault(parameter.name, []).append(value)
        self.texts.setdefault(parameter.name, []).append(text)

    def unknown(self, name):
        names = [*self.known(), *sorted(self.extra)]
        close = closest(name.lower(), names)
        where = hint(close, names) or " " + _("No parameters are known here.")
        return Problem(shorten(name), _("Unknown parameter %(name)s.") % {"name": shorten(name)} + where, close)

    def contradictions(self):
        """Problems between values that are each understood."""
        return []

    @property
    def is_valid(self):
        return not self.errors

    def one(self, name, default=None):
        """The value of a parameter that is given at most once."""
        return self.values[name][0] if self.values.get(name) else default

    @cached_property
    def ordering(self):
        return self.one("ordering", self.default)

    @cached_property
    def columns(self):
        return self.orderings[self.ordering.removeprefix("-")]

    @cached_property
    def is_backwards(self):
        return self.ordering.startswith("-")

    @cached_property
    def limit(self):
        return self.one("limit", LIMIT)

    @property
    def is_counted(self):
        return self.one("count", "exact") == "exact"

    def narrow(self, rows, *, but=None):
        """Those of `rows` that are asked for, in no order; none where anything is wrong. `but` is not looked at."""
        if not self.is_valid:
            return rows.none()
        for name, values in self.values.items():
            rows = rows if name == but else self.known()[name].narrow(rows, values, self.codes)
        return rows

    def beside(self):
        """Rows of other kinds that are listed among those asked for, as querysets with the columns of the ordering."""
        return []

    def size(self, kinds):
        """How many rows these querysets of one kind each hold."""
        return sum(rows.count() for rows in kinds)

    def ordered(self, rows, *, turned=False):
        """`rows` in the order asked for, or exactly the other way round."""
        return rows.order_by(*(order_by(column, self.is_backwards, turned) for column in self.columns))

    @property
    def active(self):
        """(parameter, value, label) for each value that narrows the rows, as chips show it."""
        return [
            (name, text, parameter.label(value))
            for name, values in self.values.items()
            if (parameter := self.known()[name]).narrows and name not in OF_PAGING
            for text, value in zip(self.texts[name], values, strict=True)
        ]

    @property
    def asked(self):
        """What is asked for, as a text that tells one question from another: without where one has paged to."""
        return str([(name, texts) for name, texts in self.texts.items() if name not in OF_PAGING])

    @property
    def querystring(self):
        """What is asked for and in which order, without where one has paged to."""
        return self.written({name: self.params.getlist(name) for name in self.params})

    def without(self, parameter, value):
        """The same query string less one value of one parameter."""
        lists = {name: self.params.getlist(name) for name in self.params}
        lists[parameter] = [text for text in lists.get(parameter, []) if text != value]
        return self.written(lists)

    def written(self, lists):
        kept = QueryDict(mutable=True)
        for name, texts in lists.items():
            if texts and name not in OF_PAGING | self.extra:
                kept.setlist(name, texts)
        return kept.urlencode()
