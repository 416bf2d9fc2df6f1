"""How fast all meetings are sent as CSV and NDJSON, beside PostgreSQL's own COPY of the same rows; and in what memory.

    python benchmarks/bench_exports.py [--count N] [--rounds N]

COPY sends the texts from which the files are made, in the same order, to this program, which counts them and lets them
go. The server is one worker as it runs in production. Needs the programs of a PostgreSQL server.
"""

import argparse
import os
import re
import sys
import time
from functools import partial
from pathlib import Path
from statistics import median

import psycopg2
from kept import beside_postgres, database, has_postgres
from measuring import judged
from served import PIECE, Connection, asking, production

COPY = """
    COPY (SELECT kept.text FROM meetings_meeting AS meeting
    JOIN meetings_{table} AS kept ON kept.meeting_id = meeting.id ORDER BY meeting.sorts_on, meeting.slug) TO STDOUT"""
# Each form with the table of its texts, and the least ratio to COPY.
FORMS = {"csv": ("line", 0.25), "ndjson": ("answer", 0.5)}
MOST_MEMORY = 150
MEMORY = f"≤ {MOST_MEMORY}"


class Sink:
    def __init__(self):
        self.size = 0

    def write(self, data):
        self.size += len(data)


def main(options):
    if not has_postgres():
        sys.exit("Exports were not measured: there is no PostgreSQL server on this machine.")
    url = database("postgres", options.count)
    print(f"\n{options.count:,} meetings on PostgreSQL, of which all are sent", flush=True)
    connection = psycopg2.connect(url)
    with production(url) as port:
        received(port, "/meetings.csv?body=body-1")
        idle = memory()
        for form, (table, least) in FORMS.items():
            ways = partial(copied, connection, table), partial(received, port, f"/meetings.{form}")
            compare(form, options, ways, least)
            grown = memory("VmHWM") - idle
            print(f"{'':<10}memory at most {grown:.0f} MB above {idle:.0f}{judged(grown <= MOST_MEMORY, MEMORY)}")
    connection.close()


def compare(form, options, ways, least):
    """Print the rates of both ways, taken in turns."""
    taken = [[], []]
    for number in range(options.rounds + 1):
        for seconds, way in zip(taken, ways, strict=True):
            began = time.perf_counter()
            size = way()
            # The first round warms the caches of the database.
            if number:
                seconds.append(time.perf_counter() - began)
    copy, ours = (options.count / median(seconds) for seconds in taken)
    ratio = median(theirs / mine for theirs, mine in zip(*taken, strict=True))
    print(f"{form:<10}{ours:>10,.0f} rows/s {size / 1e6:>8,.0f} MB   COPY {copy:>10,.0f} rows/s", end="   ")
    print(f"{ratio:.2f} × COPY{judged(ratio >= least, f'≥ {least}')}", flush=True)


def copied(connection, table):
    sink = Sink()
    with connection.cursor() as cursor:
        cursor.copy_expert(COPY.format(table=table), sink)
    connection.rollback()
    return sink.size


def received(port, path):
    """How many bytes come as the answer, which is not kept."""
    connection, size, end = Connection(port), 0, b""
    connection.send(asking(path))
    while not end.endswith(b"\r\n0\r\n\r\n"):
        data = connection.socket.recv(PIECE)
        if not data or (not size and not data.startswith(b"HTTP/1.1 200")):
            sys.exit(f"{path} was answered by {data[:200]!r}.")
        size, end = size + len(data), (end + data)[-7:]
    connection.socket.close()
    return size


def memory(what="VmRSS"):
    """The megabytes of the server's worker, which has more than its master."""
    return max(told(pid, what) for pid in below(os.getpid()))


def told(pid, what):
    found = re.search(rf"^{what}:\s+(\d+)", Path(f"/proc/{pid}/status").read_text(), re.MULTILINE)
    return int(found[1]) / 1024 if found else 0


def below(pid):
    """The processes that this one began, and those that they began."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [each for child in children for each in (child, *below(child))]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=1_000_000, help="how many meetings there are")
    parser.add_argument("--rounds", type=int, default=3, help="times each is sent, of which the median is told")
    parser.add_argument("--beside-postgres", action="store_true", help=argparse.SUPPRESS)
    beside_postgres()
    main(parser.parse_args())
