"""Calendars in a real calendar server, asked by a real client: what is cancelled or moved arrives as such."""

from datetime import date
from threading import Thread
from wsgiref.simple_server import WSGIRequestHandler, make_server

import caldav
import pytest
from radicale import Application, config

from meetings.models import Meeting
from tests.factories import MeetingFactory, revised
from tests.test_events import KHMER, THAI, change


class Silent(WSGIRequestHandler):
    def log_message(self, *arguments):
        pass


@pytest.fixture
def calendar(tmp_path):
    """An empty calendar on a server of its own."""
    configuration = config.load()
    told = {"auth": {"type": "none"}, "storage": {"filesystem_folder": str(tmp_path)}, "logging": {"level": "critical"}}
    configuration.update(told, "test")
    with make_server("127.0.0.1", 0, Application(configuration), handler_class=Silent) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        client = caldav.DAVClient(f"http://127.0.0.1:{server.server_port}/", username="reader", password="x")
        try:
            yield client.principal().make_calendar(name="Meetings", cal_id="meetings")
        finally:
            client.close()
            server.shutdown()
            thread.join()


def fetch(calendar, client, address):
    """Put the whole feed in place of what the server holds, as a subscription does; what it holds then, by UID."""
    text = client.get(address).getvalue()
    answer = calendar.client.put(str(calendar.url), text, {"Content-Type": "text/calendar; charset=utf-8"})
    assert answer.status in (200, 201, 204)
    return {event["UID"].removesuffix("@127.0.0.1"): event for event in held(calendar)}


def held(calendar, **between):
    found = calendar.search(event=True, **between) if between else calendar.events()
    return [component for each in found for component in each.icalendar_instance.events]


def between(calendar, first, last):
    return [event["UID"].removesuffix("@127.0.0.1") for event in held(calendar, start=first, end=last)]


def test_server_holds_every_meeting_that_has_a_day(calendar, client, record):
    events = fetch(calendar, client, "/meetings.ics")

    assert events.keys() == set(Meeting.objects.filter(precision="day").values_list("slug", flat=True))
    assert (events["ammtc-17"]["SUMMARY"], events["ammtc-17"].start) == ("17th AMMTC", date(2023, 8, 21))
    assert between(calendar, date(2023, 8, 21), date(2023, 8, 22)) == ["ammtc-17"]


def test_what_is_cancelled_and_what_is_moved_arrives_as_such(calendar, client, db):
    rows = [revised(MeetingFactory(ordinal=n, title=title)) for n, title in ((1, THAI * 2), (2, KHMER * 2), (3, ""))]
    before = fetch(calendar, client, "/bodies/ammtc.ics")

    change(rows[0], status="cancelled")
    change(rows[1], dates="2023-08-22/2023-08-24")
    after = fetch(calendar, client, "/bodies/ammtc.ics")

    told = [(event["SUMMARY"], event["STATUS"], event["SEQUENCE"]) for event in map(after.get, sorted(after))]
    assert told == [
        (f"CANCELLED: {THAI * 2}", "CANCELLED", 1),
        (KHMER * 2, "CONFIRMED", 1),
        ("3rd AMMTC", "CONFIRMED", 0),
    ]
    assert (after["ammtc-2"].start, after["ammtc-2"].end) == (date(2023, 8, 22), date(2023, 8, 25))
    assert between(calendar, date(2023, 8, 24), date(2023, 8, 25)) == ["ammtc-2"]
    assert between(calendar, date(2002, 8, 21), date(2002, 8, 22)) == []
    assert after["ammtc-3"].to_ical() == before["ammtc-3"].to_ical()
