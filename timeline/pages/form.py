"""The filter form: what can be chosen, what is chosen and can be taken away, and what it must carry along unseen."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from meetings.models import Country
from meetings.models.meetings import Kind, Status
from timeline.facts import LABELS
from timeline.pages.paging import PAGE

# What a visitor calls a parameter.
CHIPS = {
    "q": _("Words"),
    "body": _("Body"),
    "within": _("Within"),
    "host": _("Host"),
    "chair": _("Chair"),
    "country": _("Country"),
    "status": _("Status"),
    "kind": _("Kind"),
    "format": _("Format"),
    "year": _("Year"),
    "ordinal": _("Number"),
    "person": _("Person"),
    "from": _("From"),
    "to": _("To"),
    "precision": _("Precision"),
    "contested": _("Contested"),
    "has": _("Has"),
    "missing": _("Missing"),
    "alongside": _("Alongside"),
    "reports_to": _("Reports to"),
    "updated_since": _("Updated since"),
    "locality": _("Town"),
    "region": _("Region"),
    "language": _("Language"),
    "publisher": _("Publisher"),
    "meeting": _("Meeting"),
}
FIELDS = ("q", "body", "country", "from", "to", "status", "kind")


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class FilterForm:
    bodies: list[Option]
    others: list[Option]
    countries: list[Option]
    statuses: list[Option]
    kinds: list[Option]
    q: str
    start: str
    end: str
    hidden: list[tuple[str, str]]


def filter_form(given, query, bodies):
    chosen = {name: given.get(name, "") for name in FIELDS}
    return FilterForm(
        bodies=options([(body.slug, body.acronym) for body in bodies if body.core], chosen["body"]),
        others=options([(body.slug, body.acronym) for body in bodies if not body.core], chosen["body"]),
        countries=options(
            [(country.code, str(country)) for country in Country.objects.in_record_order()], chosen["country"]
        ),
        statuses=options(Status.choices, chosen["status"]),
        kinds=options(Kind.choices, chosen["kind"]),
        q=chosen["q"],
        start=chosen["from"],
        end=chosen["to"],
        hidden=hidden(given, wrong={problem.parameter for problem in query.errors}),
    )


def options(pairs, chosen):
    return [Option(value, label, value == chosen) for value, label in pairs]


def hidden(given, wrong, fields=FIELDS):
    """What the address says and no field of the form shows; without what was wrong, and without the old list's page."""
    return [
        (name, value)
        for name, values in given.lists()
        for value in (values[:-1] if name in fields else values)
        if name != PAGE and name not in wrong
    ]


@dataclass(frozen=True)
class Chip:
    """A filter that is set, and the query without it."""

    label: str
    without: str


def chips(query):
    return [
        Chip(f"{chip_name(name)}: {key_name(value) if name in KEYED else label}", query.without(name, value))
        for name, value, label in query.active
    ]


def chip_name(parameter):
    return CHIPS.get(parameter, parameter)


# Parameters whose value is a key of the record.
KEYED = ("has", "missing")


def key_name(key):
    return LABELS[key].lower() if key in LABELS else key
