"""The record as it once stood, with what followed from it then: told by revisions alone.

What people call a body or a country is told as they call it now: revisions name these by code.
"""

from django.conf import settings

from meetings.claims import contested, sourced
from meetings.dates import parse
from meetings.models import Body, Country, Meeting, Place, Revision
from meetings.models.meetings import NEVER
from meetings.serializers.others import LineSerializer, StepSerializer
from meetings.serializers.shape import when

MOST_STEPS = 20


def stood(revisions, at):
    """The records and their derived keys as they were at the time `at` (at most four queries, however many)."""
    records = [revision.record for revision in revisions]
    meetings = meetings_of(records)
    reporting = naming([record["slug"] for record in records], "reports_to", at)
    return [told(*each, reporting.get(each[0].slug, [])) for each in zip(revisions, records, meetings, strict=True)]


def told(revision, record, meeting, reporting):
    return record | {
        "name": meeting.name,
        "url": f"{settings.PUBLIC_URL}{meeting.get_absolute_url()}",
        "when": when(meeting.dates),
        "where": meeting.where or None,
        "prepared_by": reporting,
        "contested": contested(record),
        "sourced": sourced(record),
        "revision": revision.number,
        "updated_at": revision.at,
    }


def meetings_of(records):
    """Meetings, never saved, that know their name and place as `records` have them (two queries)."""
    bodies = {body.slug: body for body in Body.objects.filter(slug__in={record["body"] for record in records})}
    codes = {(record["venue"] or {}).get("country") for record in records} - {None}
    countries = {country.code: country for country in Country.objects.filter(code__in=codes)} if codes else {}
    return [meeting_of(record, bodies, countries) for record in records]


def meeting_of(record, bodies, countries):
    venue = record["venue"] or {}
    return Meeting(
        slug=record["slug"],
        body=bodies.get(record["body"]) or Body(slug=record["body"], acronym=record["body"]),
        ordinal=record["ordinal"],
        kind=record["kind"],
        status=record["status"],
        title=record["title"] or "",
        dates=date_of(record),
        host_id=record["host"],
        venue_name=venue.get("name") or "",
        place=place_of(venue, countries),
    )


def place_of(venue, countries):
    code = venue.get("country")
    if not code:
        return None
    country = countries.get(code) or Country(code=code, name=code)
    return Place(country=country, region=venue["region"] or "", locality=venue["locality"] or "")


def date_of(record):
    return parse(record["dates"]) if record["dates"] else None


def naming(slugs, link, at):
    """{slug: slugs of those that named it in the key `link` at the time `at`, in the order in which they sat}."""
    if not slugs:
        return {}
    found = {}
    for record in in_time_order(pointing(slugs, link, at)):
        found.setdefault(record[link], []).append(record["slug"])
    return found


def pointing(slugs, link, at):
    """The records that named any of `slugs` in the key `link` at the time `at` (one query)."""
    return [revision.record for revision in Revision.objects.standing(at).saying(link, slugs)]


def in_time_order(records):
    """Where an undated meeting lies among its neighbours is worked out for now, and not kept for each state."""
    days = {record["slug"]: day_of(record) for record in records}
    undated = [slug for slug, day in days.items() if day is None]
    placed = dict(Meeting.objects.filter(slug__in=undated).values_list("slug", "sorts_on")) if undated else {}
    return sorted(
        records, key=lambda record: (days[record["slug"]] or placed.get(record["slug"], NEVER), record["slug"])
    )


def day_of(record):
    dates = date_of(record)
    return dates and dates.earliest


def chain_then(record, at):
    """The chain of a meeting at the time `at`: a query for each step, and some for the names."""
    above, below, cluster = above_then(record, at), below_then(record, at), beside_then(record, at)
    return {
        "meeting": lines([record])[0],
        "above": steps(above),
        "below": steps(below),
        "alongside": lines(cluster),
    }


def above_then(record, at):
    """(steps away, record) of each that received its results."""
    found, seen = [], {record["slug"]}
    while record["reports_to"] and record["reports_to"] not in seen and len(found) < MOST_STEPS:
        seen.add(record["reports_to"])
        revision = Revision.objects.standing(at).of(record["reports_to"]).first()
        if revision is None:
            break
        record = revision.record
        found.append((len(found) + 1, record))
    return found


def below_then(record, at):
    """(steps away, record) of each whose results came up to it."""
    found, seen, level = [], {record["slug"]}, [record["slug"]]
    for distance in range(1, MOST_STEPS + 1):
        records = [each for each in in_time_order(pointing(level, "reports_to", at)) if each["slug"] not in seen]
        if not records:
            break
        level = [each["slug"] for each in records]
        seen.update(level)
        found += [(distance, each) for each in records]
    return found


def beside_then(record, at):
    main = record["alongside"] or record["slug"]
    standing = Revision.objects.standing(at)
    cluster = [revision.record for revision in [*standing.of(main), *standing.saying("alongside", [main])]]
    return in_time_order([each for each in cluster if each["slug"] != record["slug"]])


def lines(records):
    return LineSerializer(meetings_of(records), many=True).data if records else []


def steps(found):
    meetings = meetings_of([record for _, record in found]) if found else []
    for (distance, _), meeting in zip(found, meetings, strict=True):
        meeting.steps = distance
    return StepSerializer(meetings, many=True).data
