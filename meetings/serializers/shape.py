"""From rows to the one shape: `shape` gives what is stored, `derive` what follows from it.

Both are plain functions over a meeting loaded `with_record()`, so that they run no query.
"""

from typing import Any

from django.conf import settings

from meetings.claims import contested, sourced
from meetings.dates import Edtf, say
from meetings.models import Citation, Document, Meeting, Officer

Record = dict[str, Any]


def shape(meeting: Meeting, parts: Record | None = None) -> Record:
    """The record of `meeting` with every key: null, [] or {} where nothing is known; `parts` go before its rows."""
    parts = parts or {
        "officers": [officer_shape(officer) for officer in meeting.officers.all()],
        "documents": [document_shape(document) for document in meeting.documents.all()],
        "citations": [citation_shape(citation) for citation in meeting.citations.all()],
    }
    return {
        "slug": meeting.slug,
        "body": meeting.body.slug,
        "ordinal": meeting.ordinal,
        "kind": meeting.kind,
        "title": meeting.title or None,
        "status": meeting.status,
        "dates": edtf_text(meeting.dates),
        "programme": edtf_text(meeting.programme),
        "format": meeting.format or None,
        "host": meeting.host_id,
        "chair": chair_shape(meeting),
        "officers": parts["officers"],
        "venue": venue_shape(meeting),
        "theme": meeting.theme or None,
        "reports_to": meeting.reports_to.slug if meeting.reports_to else None,
        "alongside": meeting.alongside.slug if meeting.alongside else None,
        "agenda": list(meeting.agenda),
        "documents": parts["documents"],
        "notes": meeting.notes or None,
        "gaps": dict(sorted(meeting.gaps.items())),
        "citations": parts["citations"],
    }


def edtf_text(value: Edtf | None) -> str | None:
    return str(value) if value else None


def chair_shape(meeting: Meeting) -> Record | None:
    chair = {
        "country": meeting.chair_country_id,
        "person": meeting.chair_person.name if meeting.chair_person else None,
        "office": meeting.chair_office or None,
    }
    return chair if any(chair.values()) else None


def officer_shape(officer: Officer) -> Record:
    return {
        "role": officer.role,
        "person": officer.person.name if officer.person else None,
        "office": officer.office or None,
        "country": officer.country_id,
    }


def venue_shape(meeting: Meeting) -> Record | None:
    place = meeting.place
    venue = {
        "name": meeting.venue_name or None,
        "locality": place.locality or None if place else None,
        "region": place.region or None if place else None,
        "country": place.country_id if place else None,
    }
    return venue if any(venue.values()) else None


def document_shape(document: Document) -> Record:
    return {"title": document.title, "kind": document.kind, "url": document.url or None}


def citation_shape(citation: Citation) -> Record:
    return {
        "source": citation.describe(),
        "supports": list(citation.supports),
        "says": dict(citation.says),
        "note": citation.note or None,
    }


def derive(meeting: Meeting, record: Record) -> Record:
    """What follows from the record: added on output, refused on input."""
    return {
        "name": meeting.name,
        "url": f"{settings.PUBLIC_URL}{meeting.get_absolute_url()}",
        "when": when(meeting.dates),
        "where": meeting.where or None,
        "prepared_by": [below.slug for below in meeting.prepared_by.all()],
        "contested": contested(record),
        "sourced": sourced(record),
        "revision": meeting.revision,
        "updated_at": meeting.updated_at,
    }


def when(dates: Edtf | None) -> Record | None:
    """A date as a program and as a reader needs it; bounds are ISO days, null where there are none."""
    if dates is None:
        return None
    return {
        "edtf": str(dates),
        "earliest": dates.earliest and dates.earliest.isoformat(),
        "latest": dates.latest and dates.latest.isoformat(),
        "precision": dates.precision,
        "display": say(dates),
    }


def without_empty(value: Any) -> Any:
    """`value` as the dataset writes it: keys that hold nothing are left out, at every depth."""
    if isinstance(value, dict):
        pruned = {key: without_empty(item) for key, item in value.items()}
        return {key: item for key, item in pruned.items() if item not in (None, "", [], {})}
    if isinstance(value, list):
        return [without_empty(item) for item in value]
    return value
