"""The same calendar as it is made without anything ready: rows, then the library, at each request."""

from django.http import HttpResponse
from icalendar import Calendar, Event

from meetings.events import Site, description, moves_of, properties
from meetings.models import Meeting
from meetings.serializers import shape


def calendar(request):
    made = Calendar()
    made.add("prodid", "-//Made at each request//EN")
    made.add("version", "2.0")
    rows = Meeting.objects.with_record().filter(precision="day").order_by("sorts_on", "slug")
    moves = moves_of(Meeting.objects.filter(revision__gt=1).values_list("slug", flat=True))
    site = Site()
    for row in rows:
        made.add_component(event(row, site, moves.get(row.slug, 0)))
    return HttpResponse(made.to_ical(), content_type="text/calendar; charset=utf-8")


def event(row, site, sequence):
    made, record = Event(), shape(row)
    address = f"{site.before}{row.slug}{site.after}"
    for name, value in properties(row):
        made.add(name, value)
    made.add("uid", f"{row.slug}@{site.host}")
    made.add("dtstamp", row.updated_at)
    made.add("last-modified", row.updated_at)
    made.add("url", address)
    made.add("sequence", sequence)
    if row.reports_to:
        made.add("related-to", f"{row.reports_to.slug}@{site.host}", parameters={"reltype": "PARENT"})
    made.add("description", "\n".join([*description(row, record), "", address]))
    return made
