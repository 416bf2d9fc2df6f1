"""What the page of a meeting tells, from a record in the one shape: of now, or of any day before."""

from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from meetings.claims import EXPECTED
from meetings.dates import parse
from meetings.models import Body, Meeting
from meetings.models.meetings import DocumentKind, Format, Role
from meetings.models.meetings import Kind as MeetingKind
from timeline.facts import LABELS, missing, rows
from timeline.pages.lines import standing_sentence

PLACE = ("venue", "locality", "region")
# Languages in which sources are written and that Django does not name.
LANGUAGES = {
    "zh": _("Chinese"),
    "lo": _("Lao"),
    "tet": _("Tetum"),
    "tl": _("Filipino"),
    "fil": _("Filipino"),
    "jv": _("Javanese"),
}
# What is known of a date whose days are not.
CLOSENESS = {
    "month": _("Known to the month only."),
    "season": _("Known to the season only."),
    "year": _("Known to the year only."),
    "decade": _("Known to the decade only."),
    "century": _("Known to the century only."),
}
# What a meeting is that is not one of its series.
KINDS = {MeetingKind.SPECIAL: _("A special meeting."), MeetingKind.PREPARATORY: _("A preparatory meeting.")}
# The page says of each fact of `EXPECTED` why it is not there.


def about(record, bodies):
    """A meeting that is in no table, made from its record: for its name, and how it stands."""
    body = bodies.get(record["body"]) or Body(slug=record["body"], acronym=record["body"], name=record["body"])
    row = Meeting(
        slug=record["slug"],
        body=body,
        ordinal=record["ordinal"],
        kind=record["kind"],
        title=record["title"] or "",
        status=record["status"],
        dates=edtf(record["dates"]),
    )
    row.measure_dates()
    return row


def tell(row, record, names, *, today):
    """The context of the page that does not depend on what else is in the record."""
    told = rows(record, names)
    return {
        "meeting": row,
        "record": record,
        "standing": standing_sentence(row.status, row.latest, today=today),
        "dates": edtf(record["dates"]),
        "closeness": closeness(edtf(record["dates"])),
        "programme": edtf(record["programme"]),
        "kind": KINDS.get(record["kind"], ""),
        "host": names.countries.get(record["host"]),
        "chair": person(record["chair"], names) if record["chair"] else None,
        "officers": [officer(each, names) for each in record["officers"]],
        "place": place(record["venue"], names),
        "format": Format(record["format"]).label if record["format"] else "",
        "reports_to": names.meetings.get(record["reports_to"]),
        "main_meeting": names.meetings.get(record["alongside"]),
        "documents": [document(each) for each in record["documents"]],
        "rows": told,
        "refs": {row.name: row.numbers for row in told},
        "disputed": {row.name: row.is_contested for row in told},
        "differing": [row for row in told if row.differences],
        "missing": {name: missing(name, record) for name in EXPECTED if is_empty(name, record)},
        "place_refs": place_refs(told),
        "place_disputed": any(row.is_contested for row in told if row.name in PLACE),
        "absent": absent(record),
        "sources": [source(number, each) for number, each in enumerate(record["citations"], 1)],
    }


def edtf(text):
    return parse(text) if text else None


def closeness(dates):
    return CLOSENESS.get(dates.precision, "") if dates else ""


def person(said, names):
    known = names.people.get(said["person"])
    country = names.countries.get(said["country"])
    return {"person": known, "name": said["person"], "office": said["office"], "country": country}


def officer(said, names):
    return {"role": Role(said["role"]).label} | person(said, names)


def place(venue, names):
    """Venue, town and region as text, and the country, which has a page."""
    if not venue:
        return None
    country = names.countries.get(venue["country"])
    parts = dict.fromkeys(part for part in (venue["name"], venue["locality"], venue["region"]) if part)
    # Singapore lies in Singapore, and needs to be said once.
    text = ", ".join(part for part in parts if not country or part != country.name)
    return {"text": text, "country": country}


def document(said):
    return said | {"kind": DocumentKind(said["kind"]).label}


def source(number, citation):
    return citation["source"] | {
        "number": number,
        "published": edtf(citation["source"]["published"]),
        "note": citation["note"],
        "language_name": language_name(citation["source"]["language"]),
    }


def language_name(tag):
    """The name of a language by its tag; the tag itself where no name is known."""
    if not tag:
        return ""
    try:
        return LANGUAGES.get(tag) or get_language_info(tag)["name_translated"]
    except KeyError:
        return tag


def place_refs(told):
    """The sources of venue, town and region, each once."""
    return sorted({number for row in told if row.name in PLACE for number in row.numbers})


def is_empty(name, record):
    if name in ("venue", "locality"):
        return not (record["venue"] or {}).get("name" if name == "venue" else name)
    return record[name] in (None, [], {})


def absent(record):
    """What the record does not have, by the reason why: (reason, names in words) for each that occurs."""
    reasons = {}
    for name in EXPECTED:
        if is_empty(name, record):
            reasons.setdefault(missing(name, record), []).append(LABELS[name].lower())
    return list(reasons.items())
