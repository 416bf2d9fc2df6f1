"""How fast the API answers beside Datasette, on the same SQLite file, for the same page and the same filter.

    python benchmarks/bench_datasette.py [--count N] [--rounds N] [--seconds S]

Datasette tells the columns of the table of meetings, ours whole records with officers, documents and citations. It is
installed for this alone, under var/bench. Where it would give up on a facet, it is given more time.
"""

import argparse
import json
import subprocess
import sys
from contextlib import ExitStack

from kept import HOME, database
from measuring import Case, measure, tell
from served import ask, asking, production, serving

VERSION = "datasette==0.65.2"
PATIENT = ["--setting", "sql_time_limit_ms", "60000", "--setting", "facet_time_limit_ms", "60000"]
FACETS = ("body_id", "host_id", "chair_country_id", "status", "kind", "format", "precision")
# The same filter, as ours and as theirs.
FILTERS = {"of all": ("", ""), "of one host": ("?host=ID", "&host_id=ID")}
LIST, COUNTS, MOST_PAGES = "/api/v1/meetings/", "/api/v1/counts/", 40


def main(options):
    url = database("sqlite", options.count)
    with ExitStack() as stack:
        # It makes each page anew, as Datasette does.
        ours = stack.enter_context(production(url, ANSWERS_KEPT="0"))
        theirs = stack.enter_context(serving(datasette(options.count)))
        table = f"/{options.count}/meetings_meeting.json?_shape=objects&_size=50&_sort=sorts_on"
        cases = [
            case
            for kind, (mine, other) in FILTERS.items()
            for case in compared(kind, ours, LIST + mine, COUNTS + mine, theirs, table + other)
        ]
        print(f"\n{options.count:,} meetings on SQLite, one process each, pages of 50")
        measure(cases, options.rounds, options.seconds)
        tell(cases)


def compared(kind, ours, meetings, counts, theirs, table):
    mine = walk(ours, meetings, lambda page: page["next"])
    other = walk(theirs, table, lambda page: page["next_url"])
    faceted = [page + "".join(f"&_facet={facet}" for facet in FACETS) for page in other]
    both = [address for page in mine for address in (page, counts)]
    plain, with_facets = f"Datasette's list {kind}", f"Datasette's list {kind} with facets"
    return [
        Case(f"list {kind}", ours, [asking(page) for page in mine], {plain: 3}),
        Case(plain, theirs, [asking(page) for page in other]),
        Case(f"list and counts/ {kind}", ours, [asking(page) for page in both], {with_facets: 10}, each=2),
        Case(with_facets, theirs, [asking(page) for page in faceted]),
    ]


def walk(port, address, following):
    """The addresses of the first pages of a list."""
    found = []
    while address and len(found) < MOST_PAGES:
        found.append(address)
        address = following(json.loads(ask(port, address).body))
    return found


def datasette(count):
    """The command that serves the file of `count` meetings, with Datasette installed where it is not yet."""
    program = HOME / "datasette" / "bin" / "datasette"
    if not program.is_file():
        subprocess.run([sys.executable, "-m", "venv", HOME / "datasette"], check=True)
        subprocess.run([HOME / "datasette" / "bin" / "pip", "install", "--quiet", VERSION], check=True)
    return [str(program), "serve", str(HOME / f"{count}.sqlite3"), "--port", "{port}", *PATIENT]


def options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=0.7)
    return parser.parse_args()


if __name__ == "__main__":
    main(options())
