"""How fast the API answers, beside the limit and beside an ordinary project, on the same server in the same run.

    python benchmarks/bench_api.py [--on postgres|sqlite] [--count N] [--rounds N] [--seconds S]

1,000,000 meetings on PostgreSQL and 100,000 on SQLite unless told. The contestants take turns in short rounds, so that
what else the machine does hits all alike; a figure is the median of the rounds, a ratio that of the rates of one round.
"""

import argparse
import json
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

from kept import beside_postgres, database, has_postgres
from measuring import Case, measure, tell, tell_time
from served import ask, asking, production
from written import Writer

LIST, MOST_PAGES = "/api/v1/meetings/", 50
WORDS = {"rare": "quarantine", "middling": "extradition", "common": "sitting"}
REPORTED = {
    "with fields=slug,name,dates,host": "fields=slug,name,dates,host",
    "with omit=citations": "omit=citations",
    "with expand=body,host": "expand=body,host",
    "of one host": "host=ID",
    "of one body": "body=body-1",
    "of a year, one status": "year=2010&status=held",
    "that a country is concerned with": "country=ID",
    "by change, latest first": "ordering=-updated",
}
# Each one after another: address, the target in milliseconds.
TIMED = {
    "counts/ of everything": ("/api/v1/counts/", 100),
    "density/ of everything": ("/api/v1/density/", 100),
    "density/ of everything by month": ("/api/v1/density/?bin=month", 100),
    "counts/ of one host": ("/api/v1/counts/?host=ID", None),
    "density/ of one host": ("/api/v1/density/?host=ID", None),
}
# It reads every revision, so it comes last: where nobody waits for it any longer, it still goes on.
AS_OF = f"{LIST}?as_of=2026-02-01T00:00:00Z"


def main(options):
    if options.on != "sqlite":
        beside_postgres()
    for vendor, count in {"postgres": 1_000_000, "sqlite": 100_000}.items():
        if options.on in (vendor, None) and (vendor == "sqlite" or has_postgres()):
            compare(vendor, options.count or count, options)


def compare(vendor, count, options):
    url = database(vendor, count)
    with ExitStack() as stack, tempfile.TemporaryDirectory() as folder:
        # It makes each page anew, as if something had changed; the other keeps pages, as it does in production.
        ours = stack.enter_context(production(url, ANSWERS_KEPT="0"))
        keeping = stack.enter_context(production(url))
        ordinary = stack.enter_context(production(url, "benchmarks.peers.ordinary_wsgi:application"))
        pages = walk(ours, LIST, MOST_PAGES)
        known = Path(folder) / "pages.json"
        known.write_text(json.dumps(by_heart(pages)))
        thin = stack.enter_context(production(url, "benchmarks.peers.thin:application", PAGES=str(known)))
        refuse_other_bytes(pages, ours, thin, ordinary)
        print(f"\n{count:,} meetings on {vendor}; one worker each, pages of 50 ({len(pages[0].body) / 1000:.0f} kB)")
        cases = [*lists(pages, ours, keeping, thin, ordinary), *details(pages, ours, thin, ordinary), *others(ours)]
        measure(cases, options.rounds, options.seconds)
        # The aims are of PostgreSQL.
        judging = vendor == "postgres"
        tell(cases, judging=judging)
        for name, (address, target) in TIMED.items():
            tell_time(name, ours, asking(address), times=2 * options.rounds + 1, target=judging and target)
        after_writing(ours, Writer(ours, url), options.rounds)
        tell_time("list as it stood on a day", ours, asking(AS_OF), times=1)


class Page:
    """A page of the list: its address, its body as sent and as read."""

    def __init__(self, port, address):
        answer = ask(port, address)
        self.address, self.body, self.etag = address, answer.body, answer.header("ETag")
        self.read = json.loads(answer.body)
        self.results = self.read["results"]


def walk(port, address, most):
    """The first pages of a list, by following `next`."""
    pages = []
    while address and len(pages) < most:
        pages.append(Page(port, address))
        address = pages[-1].read["next"]
    return pages


def by_heart(pages):
    """What the limit knows of each page by its query: the row that it begins after, and what surrounds its results."""
    known, after = {}, ["0001-01-01", ""]
    for page in pages:
        head, opening, _ = page.body.decode().partition('"results":[')
        known[page.address.partition("?")[2]] = [after, head + opening, "]}"]
        after = [page.results[-1]["when"]["earliest"], page.results[-1]["slug"]]
    return known


def refuse_other_bytes(pages, ours, thin, ordinary):
    """Who answers something else must not be compared."""
    for page in (pages[0], pages[-1]):
        if ask(thin, page.address).body != page.body:
            sys.exit(f"The limit sends other bytes for {page.address}.")
    detail = address_of(pages[-1].results[0])
    if ask(thin, detail).body != ask(ours, detail).body:
        sys.exit(f"The limit sends other bytes for {detail}.")
    if json.loads(ask(ordinary, LIST).body)["results"] != pages[0].results:
        sys.exit(f"The ordinary project answers otherwise for {LIST}.")


def address_of(record):
    return f"{LIST}{record['slug']}/"


def lists(pages, ours, keeping, thin, ordinary):
    asked = [asking(page.address) for page in pages]
    # A cursor is of an ordering, whatever the filter: those of the last month lead to the last pages of all.
    last_month = walk(ours, f"{LIST}?from=2025-12-01", 30)
    cursors = [parse_qs(urlsplit(page.address).query)["cursor"][0] for page in last_month[1:]]
    last = [asking(f"{LIST}?{urlencode({'cursor': cursor})}") for cursor in cursors]
    polls = [asking(page.address, If_None_Match=page.etag) for page in pages]
    return [
        Case("list", ours, asked, {"limit": 0.7, "ordinary list": 10}),
        Case("list, asked for again", keeping, asked, {"limit": None, "list": None}),
        Case("limit", thin, asked),
        Case("ordinary list", ordinary, [asking(f"{LIST}?page={number}") for number in range(1, len(pages) + 1)]),
        Case("last pages by cursor", ours, last or asked[-1:], {"list": 0.8}),
        Case("unchanged (304)", ours, polls, {"list": 8}),
        Case("empty answer of the same server", thin, [asking("/")], {"limit": None, "list": None}),
    ]


def details(pages, ours, thin, ordinary):
    asked = [asking(address_of(record)) for page in pages for record in page.results[::5]]
    return [
        Case("one meeting", ours, asked, {"limit of one": 0.7, "ordinary one": None}),
        Case("limit of one", thin, asked),
        Case("ordinary one", ordinary, asked),
    ]


def others(ours):
    found = {f"search for a {kind} word": (f"q={word}", 0.3) for kind, word in WORDS.items()}
    found |= {f"list {name}": (query, None) for name, query in REPORTED.items()}
    return [
        Case(name, ours, [asking(page.address) for page in walk(ours, f"{LIST}?{query}", 20)], {"list": target})
        for name, (query, target) in found.items()
    ]


def after_writing(ours, writer, times):
    """What the first to ask pays after a change, when nothing that was kept may be sent."""
    queries = {"list": ""} | {f"search for a {kind} word": f"?q={word}" for kind, word in WORDS.items()}
    for name, query in queries.items():
        tell_time(f"{name}, first after a write", ours, asking(LIST + query), times=times, before=writer.write)


def options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--on", choices=["postgres", "sqlite"])
    parser.add_argument("--count", type=int)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=0.7)
    parser.add_argument("--beside-postgres", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main(options())
