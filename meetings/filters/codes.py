"""The rows that a query names by a code (a body's slug, a country's code): one question to the database a kind."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from meetings.models import Body, Country, Meeting, Person, Place
from meetings.suggestions import closest


# Known by itself alone, as its noun is another one in another language.
@dataclass(frozen=True, eq=False)
class Kind:
    """What a code names: `rows` answers those that may be asked for by any of the wanted codes."""

    noun: str
    rows: Callable[[set[str]], QuerySet]
    code: str = "slug"
    label: str = "name"
    # Where there are too many rows to read them all for a suggestion: all rows, of which a few are looked at.
    many: Callable[[], QuerySet] | None = None


BODY = Kind(_("body"), lambda wanted: Body.objects.in_record_order(), label="acronym")
COUNTRY = Kind(_("country"), lambda wanted: Country.objects.in_record_order(), code="code", label="full_name")
PERSON = Kind(_("person"), lambda wanted: Person.objects.filter(slug__in=wanted), many=Person.objects.all)
MEETING = Kind(
    _("meeting"),
    lambda wanted: Meeting.objects.filter(slug__in=wanted).select_related("body").defer("folded", "notes", "agenda"),
    many=Meeting.objects.all,
)


def distinct_of(model, column, noun):
    """The distinct values of a text column, as rows that a code may name."""

    def rows(wanted):
        return model.objects.exclude(**{column: ""}).order_by(column).values_list(column, named=True).distinct()

    return Kind(noun, rows, code=column, label=column)


TOWN, REGION = distinct_of(Place, "locality", _("town")), distinct_of(Place, "region", _("region"))


class Codes:
    """The rows by code that one query may name; `wanted` gives the codes asked for, by kind."""

    def __init__(self, wanted):
        self.wanted = wanted
        self.read = {}

    def of(self, kind):
        if kind not in self.read:
            rows = kind.rows(self.wanted.get(kind, set()))
            self.read[kind] = {getattr(row, kind.code): row for row in rows}
        return self.read[kind]

    def suggestion(self, kind, code):
        """The known code that `code` most likely meant, by its letters or by the name of what it stands for."""
        if kind.many:
            meant = {known: known for known in alike(kind, code)}
        else:
            meant = {str(getattr(row, kind.label)).casefold(): known for known, row in self.of(kind).items()}
            meant |= {known.casefold(): known for known in self.of(kind)}
        return meant.get(closest(code.casefold(), list(meant)))


def alike(kind, code):
    """A few codes that begin as `code` does."""
    begun = kind.many().filter(**{f"{kind.code}__startswith": code[:3].lower()})
    return begun.order_by(kind.code).values_list(kind.code, flat=True)[:1000]
