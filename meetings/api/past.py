"""The record of a meeting as it once stood, with what followed from it then: told by revisions alone."""

from django.conf import settings

from meetings.claims import contested, sourced
from meetings.dates import parse
from meetings.models import Body, Country, Meeting, Place, Revision
from meetings.models.meetings import NEVER
from meetings.serializers.shape import when


def stood(revision, at):
    """The record and its derived keys as they were at the time `at` (at most five queries)."""
    record = revision.record
    meeting = meeting_of(record)
    return record | {
        "name": meeting.name,
        "url": f"{settings.PUBLIC_URL}{meeting.get_absolute_url()}",
        "when": when(meeting.dates),
        "where": meeting.where or None,
        "prepared_by": prepared_by(meeting.slug, at),
        "contested": contested(record),
        "sourced": sourced(record),
        "revision": revision.number,
        "updated_at": revision.at,
    }


def meeting_of(record):
    """A meeting, never saved, that knows its name and place as `record` has them."""
    venue = record["venue"] or {}
    return Meeting(
        slug=record["slug"],
        body=Body.objects.get(slug=record["body"]),
        ordinal=record["ordinal"],
        kind=record["kind"],
        title=record["title"] or "",
        dates=date_of(record),
        venue_name=venue.get("name") or "",
        place=place_of(venue),
    )


def place_of(venue):
    if not venue.get("country"):
        return None
    country = Country.objects.get(code=venue["country"])
    return Place(country=country, region=venue["region"] or "", locality=venue["locality"] or "")


def date_of(record):
    return parse(record["dates"]) if record["dates"] else None


def prepared_by(slug, at):
    """Slugs of the meetings that reported to `slug` at the time `at`, in the order in which they sat."""
    # A record's text is canonical JSON, so this finds all that name it, and a few that only quote it.
    naming = Revision.objects.until(at).latest_each().filter(text__contains=f'"reports_to":"{slug}"')
    records = [revision.record for revision in naming if not revision.is_gone]
    days = {record["slug"]: day_of(record) for record in records if record["reports_to"] == slug}
    # Where an undated meeting lies among its neighbours is worked out for now, and not kept for each state.
    undated = [slug for slug, day in days.items() if day is None]
    placed = dict(Meeting.objects.filter(slug__in=undated).values_list("slug", "sorts_on"))
    return sorted(days, key=lambda each: (days[each] or placed.get(each, NEVER), each))


def day_of(record):
    dates = date_of(record)
    return dates and dates.earliest
