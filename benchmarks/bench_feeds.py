"""How fast a calendar of everything is answered, beside the same one made at each request by the icalendar package.

    python benchmarks/bench_feeds.py [--on postgres|sqlite] [--count N] [--times N]

10,000 meetings unless told. The events of both are read and compared before anything is measured. Also: what an
unchanged poll costs, and the first part of the feed of changes.
"""

import argparse
import sys
from contextlib import ExitStack
from statistics import median

from icalendar import Calendar
from kept import beside_postgres, database, has_postgres
from measuring import Case, judged, measure, tell
from served import ask, asking, middle_time, production

CALENDAR, CHANGES = "/meetings.ics", "/changes.atom"
LEAST = 5
# What benchmarks/multiply.py copied has lines that it made longer, which both read alike but fold otherwise.
ORIGINAL = "body-"


def main(options):
    if options.on != "sqlite":
        beside_postgres()
    for vendor in ("postgres", "sqlite"):
        if options.on in (vendor, None) and (vendor == "sqlite" or has_postgres()):
            compare(vendor, options)


def compare(vendor, options):
    url = database(vendor, options.count)
    with ExitStack() as stack:
        ours = stack.enter_context(production(url))
        made = stack.enter_context(production(url, "benchmarks.peers.ordinary_wsgi:application"))
        answer = ask(ours, CALENDAR)
        refuse_other_events(answer.body, ask(made, CALENDAR).body)
        number, size = answer.body.count(b"BEGIN:VEVENT"), len(answer.body) / 1e6
        print(f"\n{options.count:,} meetings on {vendor}; a calendar of {number:,} events, {size:.1f} MB")
        beside(ours, made, options.times)
        unchanged = [asking(CALENDAR, If_None_Match=answer.header("ETag"))]
        cases = [Case("unchanged poll (304)", ours, unchanged), Case("changes, first part", ours, [asking(CHANGES)])]
        measure(cases, options.times, 0.5)
        tell(cases)


def beside(ours, made, times):
    """Both in turns, so that what else the machine does hits both."""
    request, ratios = asking(CALENDAR), []
    for _ in range(times):
        ready, built = (middle_time(port, request, 1, lambda: None) for port in (ours, made))
        ratios.append(built / ready)
        print(f"calendar: ready {ready * 1000:,.0f} ms, made at the request {built * 1000:,.0f} ms", flush=True)
    ratio = median(ratios)
    print(f"calendar: {ratio:.1f} × the speed of making it{judged(ratio >= LEAST, f'≥ {LEAST}')}")


def refuse_other_events(ours, made):
    """Who tells something else must not be compared."""
    one, other = (
        {
            event["UID"]: event.to_ical()
            for event in Calendar.from_ical(body).events
            if event["UID"].startswith(ORIGINAL)
        }
        for body in (ours, made)
    )
    if one != other or not one:
        different = [uid for uid in one.keys() | other.keys() if one.get(uid) != other.get(uid)]
        sys.exit(f"The calendars tell {len(different)} events differently, such as {different[:1]}.")


def options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--on", choices=["postgres", "sqlite"])
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--beside-postgres", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main(options())
