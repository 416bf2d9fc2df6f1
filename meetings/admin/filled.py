"""A record in the one shape as the form of a meeting would send it: what the form shows of it, sent, is that record.

People, places, sources and meetings that are recorded are sent as chosen; others as typed, to be recorded with it.
"""

from dataclasses import dataclass

from django.http import QueryDict

from meetings.admin.fields import LinesField, SaysLines, typed
from meetings.dates import parse
from meetings.models import Body, Meeting, Person, Place, Source
from meetings.models.meetings import DocumentKind
from meetings.models.sources import normalise_address
from meetings.serializers import shape
from meetings.serializers.meetings import GAP_FIELDS

# The names of the controls of each key that has not just one of its own name.
CONTROLS = {
    "chair": ["chair_country", "chair_person", "chair_person-named", "chair_person-meant", "chair_office"],
    "venue": ["venue_name", "place", "place-named", "place-meant"],
    "reports_to": ["reports_to", "reports_to-named", "reports_to-meant"],
    "alongside": ["alongside", "alongside-named", "alongside-meant"],
    "gaps": [f"gaps-{field}" for field in GAP_FIELDS],
}
ROWS = ("officers", "documents", "citations")


@dataclass(frozen=True)
class Sent:
    """What a form sent: its data, the record that it types, and the forms of those rows of it that cannot be read."""

    data: QueryDict
    typed: dict
    unread: list

    @classmethod
    def by(cls, form, formsets, data):
        unread = [row for formset in formsets for row in formset.unread_forms()]
        return cls(data, typed_record(form, formsets), unread)

    def turned_into(self, record):
        """A copy of the data that types `record`; what could not be read of the rest is kept as it was sent."""
        data = self.data.copy()
        changed = [key for key in record if key in self.typed and record[key] != self.typed[key]]
        return filled(data, record, changed, unread=[(row.prefix, raw(data, row.prefix)) for row in self.unread])


def typed_record(form, formsets):
    """The meeting as it is typed, in the one shape; what cannot be read keeps its former value."""
    return shape(form.instance, {formset.prefix: formset.shapes() for formset in formsets})


def raw(data, prefix):
    return {name.removeprefix(f"{prefix}-"): data.getlist(name) for name in data if name.startswith(f"{prefix}-")}


def filled(data, record, keys=None, *, unread=()):
    """Bring `keys` of `record` (by default all) into `data`, a mutable QueryDict, in place of what was there.

    `unread` are rows, as (prefix, their cells), that stay as they were sent.
    """
    for key in record if keys is None else keys:
        for name in [name for name in data if belongs(name, key)]:
            del data[name]
        kept = [cells for prefix, cells in unread if prefix.startswith(f"{key}-")]
        for name, value in controls_of(key, record[key], kept).items():
            data.setlist(name, value if isinstance(value, list) else [text(value)])
    return data


def belongs(name, key):
    return name.startswith(f"{key}-") if key in ROWS else name in CONTROLS.get(key, [key])


def text(value):
    return "" if value is None else str(value)


def controls_of(key, value, kept=()):
    if key in ROWS:
        return rows(key, [*(ROW[key](row) for row in value), *kept])
    return SHAPES[key](value) if key in SHAPES else {key: value}


def rows(prefix, made):
    """The rows of a part, and one that is empty: without script, that is where another one is added."""
    counted = {"TOTAL_FORMS": len(made) + 1, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000}
    cells = {
        f"{number}-{name}": value
        for number, row in enumerate([*made, EMPTY.get(prefix, {})])
        for name, value in row.items()
    }
    return {f"{prefix}-{name}": value for name, value in {**counted, **cells}.items()}


def chosen(name, row, words):
    """A box for a name, as chosen where there is a row, else as typed."""
    return {name: row.pk if row else "", f"{name}-named": "" if row else words}


def person(name, words):
    return chosen(name, Person.objects.filter(name=words).first() if words else None, words)


def meeting(name, slug):
    return chosen(name, Meeting.objects.filter(slug=slug).first() if slug else None, slug)


def chair(value):
    value = value or {}
    return {"chair_country": value.get("country"), "chair_office": value.get("office")} | person(
        "chair_person", value.get("person")
    )


def venue(value):
    value = value or {}
    parts = {name: value.get(name) or "" for name in ("locality", "region")}
    found = Place.objects.filter(country=value["country"], **parts).first() if value.get("country") else None
    words = ", ".join([*parts.values(), value["country"]]) if value.get("country") else ""
    return {"venue_name": value.get("name")} | chosen("place", found, words)


def officer(row):
    return {"role": row["role"], "office": row["office"], "country": row["country"]} | person("person", row["person"])


def citation(row):
    described = row["source"]
    known = source_of(described)
    recorded = known.describe() if known else {}
    details = {
        f"source_{key}": described[key]
        for key in ("title", "publisher", "published", "language")
        if described[key] and described[key] != recorded.get(key)
    }
    return {
        "supports": [*row["supports"]], "says": SaysLines().write(row["says"]), "note": row["note"],
        **chosen("source", known, described["url"] or described["title"]), **details,
    }  # fmt: skip


def source_of(described):
    if described["url"]:
        return Source.objects.filter(address=normalise_address(described["url"])).first()
    of_title = {"title": described["title"] or "", "publisher": described["publisher"] or ""}
    return Source.objects.filter(address=None, **of_title).first()


# What a row has that nobody has touched.
EMPTY = {"documents": {"kind": DocumentKind.OTHER.value}}
ROW = {"officers": officer, "documents": dict, "citations": citation}
SHAPES = {
    "body": lambda slug: {"body": Body.objects.filter(slug=slug).values_list("pk", flat=True).first()},
    "dates": lambda edtf: {"dates": typed(parse(edtf)) if edtf else ""},
    "programme": lambda edtf: {"programme": typed(parse(edtf)) if edtf else ""},
    "chair": chair,
    "venue": venue,
    "agenda": lambda items: {"agenda": LinesField().write(items)},
    "gaps": lambda gaps: {f"gaps-{field}": gaps.get(field, "") for field in GAP_FIELDS},
    "reports_to": lambda slug: meeting("reports_to", slug),
    "alongside": lambda slug: meeting("alongside", slug),
}
