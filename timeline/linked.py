"""Meetings as linked data: each an Event of schema.org, made of the one shape and what follows from it.

Days are told as closely as they are known (ISO 8601: to the day, the month or the year), and never more so.
"""

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import mark_safe

from meetings.api.past import naming
from meetings.dates import Edtf, parse
from meetings.dates.edtf import Point
from meetings.models import Body, Country, Meeting, Place, Revision
from meetings.models.meetings import Format, Status

CONTEXT = "https://schema.org"
STATUS = {Status.CANCELLED: "EventCancelled", Status.POSTPONED: "EventPostponed"}
# What may still be moved: a change of the days of one that was held only puts right what was known of it.
AHEAD = (Status.PLANNED, Status.CONFIRMED, Status.POSTPONED)
MODES = {
    Format.IN_PERSON: "OfflineEventAttendanceMode",
    Format.VIRTUAL: "OnlineEventAttendanceMode",
    Format.HYBRID: "MixedEventAttendanceMode",
}
# As much of a day in ISO 8601 as is known of it.
LENGTHS = {"day": 10, "month": 7, "season": 7, "year": 4, "decade": 4, "century": 4}
# A script ends at the first </script>, wherever that stands.
HARMLESS = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&"}
Record = dict[str, Any]


@dataclass
class Around:
    """What records name and do not hold: by slug, by code, by (country, region, town).

    `beside` has the slugs of what sat alongside a meeting, `before` the days on which it was to begin before it moved.
    """

    bodies: dict[str, Any] = field(default_factory=dict)
    countries: dict[str, Any] = field(default_factory=dict)
    places: dict[tuple, Any] = field(default_factory=dict)
    beside: dict[str, list[str]] = field(default_factory=dict)
    before: dict[str, list[str]] = field(default_factory=dict)


def around(records: list[Record], database: str, at: datetime | None = None) -> Around:
    """What stands around these records, or stood at the time `at` (five or six queries, however many they are)."""
    slugs = [record["slug"] for record in records]
    towns = {(record["venue"] or {}).get("locality") for record in records} - {None}
    return Around(
        bodies={body.slug: body for body in Body.objects.using(database).all()},
        countries={country.code: country for country in Country.objects.using(database).all()},
        places={key_of(place): place for place in Place.objects.using(database).filter(locality__in=towns)},
        beside=naming(slugs, "alongside", at) if at else sat_beside(slugs, database),
        before=moves(records, database),
    )


def sat_beside(slugs: list[str], database: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    pairs = Meeting.objects.using(database).filter(alongside__slug__in=slugs).in_time_order()
    for main, slug in pairs.values_list("alongside__slug", "slug"):
        found.setdefault(main, []).append(slug)
    return found


def key_of(place: Place) -> tuple:
    return place.country_id, place.region or None, place.locality or None


def moves(records: list[Record], database: str) -> dict[str, list[str]]:
    """By slug the days on which a meeting was once to begin, where it was moved to others (at most one query)."""
    changed = {
        record["slug"]: parse(record["dates"]) for record in records if record["dates"] and record["revision"] > 1
    }
    found: dict[str, list[str]] = {}
    last = {record["slug"]: record["revision"] for record in records}
    revisions = Revision.objects.using(database).of_any(changed).order_by("slug", "number")
    for slug, number, text in revisions.values_list("slug", "number", "text"):
        then = json.loads(text)
        is_earlier = number < last[slug] and then["dates"] and then["status"] in AHEAD
        dates = parse(then["dates"]) if is_earlier else None
        if dates and not dates.overlaps(changed[slug]) and (start := days(dates)[0]):
            found[slug] = [*dict.fromkeys([*found.get(slug, []), start])]
    return found


def days(dates: Edtf) -> tuple[str | None, str | None]:
    """When it begins and ends, as closely as is known; None for an end that is open or unknown."""
    return known_day(dates.start, 0), known_day(dates.end if dates.is_interval else dates.start, 1)


def known_day(point: Any, which: int) -> str | None:
    bounds = point.bounds if isinstance(point, Point) else None
    return bounds[which].isoformat()[: LENGTHS[point.precision]] if bounds else None


def event(record: Record, about: Around) -> Record:
    """A record as an Event; it has `name`, `url` and `prepared_by` beside its own keys."""
    start, end = days(parse(record["dates"])) if record["dates"] else (None, None)
    before = about.before.get(record["slug"], [])
    usual = "EventRescheduled" if before else "EventScheduled"
    told = {
        "@type": "Event",
        "@id": record["url"],
        "url": record["url"],
        "identifier": record["slug"],
        "name": record["name"],
        "description": record["theme"],
        "startDate": start,
        "endDate": end,
        "previousStartDate": before,
        "eventStatus": f"{CONTEXT}/{STATUS.get(record['status'], usual)}",
        "eventAttendanceMode": record["format"] and f"{CONTEXT}/{MODES[record['format']]}",
        "location": location(record, about),
        "organizer": organizer(record["body"], about),
        "contributor": contributors(record, about),
        "superEvent": others([record["reports_to"], record["alongside"]]),
        "subEvent": others([*record["prepared_by"], *about.beside.get(record["slug"], [])]),
        "keywords": record["agenda"],
        "workFeatured": [work(document) for document in record["documents"]],
        "citation": [source(citation["source"]) for citation in record["citations"]],
        # Works cite, as schema.org has it: of an event, what is cited for it is a work about it.
        "subjectOf": [{"@id": each["source"]["url"]} for each in record["citations"] if each["source"]["url"]],
    }
    return filled(told)


def filled(told: Record) -> Record:
    return {key: value for key, value in told.items() if value not in (None, "", [], {})}


def address(name: str, code: str) -> str:
    return f"{settings.PUBLIC_URL}{reverse(name, args=[code])}"


def others(slugs: list[str | None]) -> list[Record]:
    return [{"@type": "Event", "@id": address("meeting", slug)} for slug in dict.fromkeys(slugs) if slug]


def organizer(slug: str, about: Around) -> Record:
    body = about.bodies.get(slug)
    names = {"name": body.name, "alternateName": body.acronym} if body else {"name": slug}
    return {"@type": "Organization", "@id": address("body", slug)} | names


def country(code: str, about: Around) -> Record:
    """A country that acts as people and organizations do: it hosts, and others speak for it."""
    known = about.countries.get(code)
    return {"@type": ["Country", "Organization"], "name": known.name if known else code, "identifier": code}


def location(record: Record, about: Around) -> list[Record]:
    found = [place(record["venue"], about)] if record["venue"] else []
    if record["format"] in (Format.VIRTUAL, Format.HYBRID):
        found.append({"@type": "VirtualLocation", "url": record["url"]})
    return found


def place(venue: Record, about: Around) -> Record:
    land = venue["country"] and country(venue["country"], about)["name"]
    return filled(
        {
            "@type": "Place",
            "name": venue["name"] or venue["locality"] or venue["region"] or land,
            "address": filled(
                {
                    "@type": "PostalAddress",
                    "addressLocality": venue["locality"],
                    "addressRegion": venue["region"],
                    "addressCountry": venue["country"],
                }
            ),
            "geo": coordinates(about.places.get((venue["country"], venue["region"], venue["locality"]))),
        }
    )


def coordinates(place: Place | None) -> Record | None:
    if place is None or place.latitude is None:
        return None
    return {"@type": "GeoCoordinates", "latitude": float(place.latitude), "longitude": float(place.longitude)}


def contributors(record: Record, about: Around) -> list[Record]:
    """Host, chair and officers, each in its role."""
    found = [("host", country(record["host"], about))] if record["host"] else []
    chair = [{"role": "chair"} | record["chair"]] if record["chair"] else []
    found += [(said["role"], somebody(said, about)) for said in [*chair, *record["officers"]]]
    return [{"@type": "Role", "roleName": role, "contributor": who} for role, who in found]


def somebody(said: Record, about: Around) -> Record:
    """A person by name, or somebody who is known by an office; else the country alone."""
    land = said["country"] and country(said["country"], about)
    if not (said["person"] or said["office"]):
        return land
    known = {"name": said["person"], "jobTitle": said["office"], "affiliation": land}
    return {"@type": "Person"} | filled(known)


def work(document: Record) -> Record:
    return filled(
        {"@type": "CreativeWork", "name": document["title"], "genre": document["kind"], "url": document["url"]}
    )


def source(said: Record) -> Record:
    published = parse(said["published"]) if said["published"] else None
    return filled(
        {
            "@type": "CreativeWork",
            "@id": said["url"],
            "url": said["url"],
            "name": said["title"],
            "publisher": said["publisher"] and {"@type": "Organization", "name": said["publisher"]},
            "datePublished": published and days(published)[0],
            "inLanguage": said["language"],
        }
    )


def text_of(told: Record) -> str:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def data_block(told: Record) -> str:
    """What stands within a script element of data: no text in it can end that."""
    return mark_safe(text_of({"@context": CONTEXT} | told).translate(HARMLESS))  # noqa: S308 - nothing is left to escape
