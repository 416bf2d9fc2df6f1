"""How soon the axis shows its first mark and how smoothly it moves, beside vis-timeline and TimelineJS in one run.

    python benchmarks/bench_axis.py [--rounds N] [--most COUNT]

The same meetings for all: ours from the server as it runs in production, the others' from files, inline in a script, so
that they ask no server for data. Every load begins with an empty cache. Needs Chromium, and npm for the others, which
are installed under var/bench and are no part of the product.
"""

import argparse
import json
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from statistics import median
from threading import Thread
from urllib.parse import urljoin
from urllib.request import urlopen

from browsed import Contestant, browsing, chromium, frames, opened, p95, time_to_first, weight
from kept import HOME, ROOT, collect, database
from measuring import judged
from served import production

COMPARED, OURS_ALONE = (200, 1_000, 10_000), (100_000, 1_000_000)
# Seconds after which a page that shows nothing is given up, and meetings up to which each peer is tried.
PATIENCE = 90
TRIED = {"vis-timeline": 100_000, "TimelineJS": 1_000}
FLOOR = "ours with one mark and no more"
NODES = "document.querySelector('.drawing').querySelectorAll('*').length"
MEETINGS = """
    SELECT meeting.slug, body.slug, earliest, latest, meeting.slug FROM meetings_meeting meeting
    JOIN meetings_body body ON body.id = meeting.body_id WHERE earliest IS NOT NULL ORDER BY earliest
"""


class Silent(SimpleHTTPRequestHandler):
    def log_message(self, *parts):
        pass


def main(options):
    if not chromium():
        sys.exit("The axis was not measured: no Chromium was found; name it in CHROMIUM.")
    collect()
    peers = install_peers()
    firsts = {}
    sizes = [size for size in (*COMPARED, *OURS_ALONE) if size <= options.most]
    with files() as host, browsing() as browser:
        for size in sizes:
            url = database("sqlite", size)
            with production(url) as port:
                ours = Contestant("ours", f"http://127.0.0.1:{port}/", ".time .mark, .time .bin", ".time", "Control")
                others = [peer(host, name, size, url) for name in peers if size <= TRIED[name]]
                floor = [one_mark(host, ours)] if size == COMPARED[0] else []
                firsts[size] = compare(browser, size, ours, [*others, *floor], options.rounds)
                move(browser, ours, others)
    judge(firsts)


def install_peers():
    """The names of the peers, installed; none without npm."""
    npm = shutil.which("npm")
    if npm is None:
        print("vis-timeline and TimelineJS are not measured beside it: there is no npm.")
        return []
    place = HOME / "peers"
    place.mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / "benchmarks" / "peers" / "package.json", place)
    subprocess.run([npm, "install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts"], cwd=place, check=True)
    return list(TRIED)


@contextmanager
def files():
    """The host that serves what stands in the folder of the peers."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Silent, directory=HOME / "peers"))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def peer(host, name, size, url):
    page = {"vis-timeline": "vis.html", "TimelineJS": "timelinejs.html"}[name]
    folder = HOME / "peers" / str(size)
    folder.mkdir(exist_ok=True)
    shutil.copy(ROOT / "benchmarks" / "peers" / page, folder)
    rows = sqlite3.connect(url.removeprefix("sqlite:///")).execute(MEETINGS).fetchall()
    (folder / "meetings.js").write_text(f"const meetings = {json.dumps(rows)};")
    marks = {"vis-timeline": (".vis-item", ".vis-center"), "TimelineJS": (".tl-timemarker", ".tl-timenav")}
    return Contestant(name, f"{host}/{size}/{page}", *marks[name])


def one_mark(host, ours):
    """Our own page with a single mark, and neither lines nor list nor script: no drawing of marks can be sooner."""
    with urlopen(ours.address) as answer:
        page = answer.read().decode()
    page = page[: page.index("</figure>")] + "</figure></div></main>"
    _first, *rest = re.findall(r'<a [^>]*class="mark.*?</a>', page, flags=re.S)
    for each in (*rest, *re.findall(r"<line .*?/>|<script .*?</script>", page)):
        page = page.replace(each, "")
    style = re.search(r'href="(/static/[^"]*\.css)"', page)[1]
    with urlopen(urljoin(ours.address, style)) as answer:
        (HOME / "peers" / "one.css").write_bytes(answer.read())
    (HOME / "peers" / "one.html").write_text(page.replace(style, "one.css"))
    return Contestant(FLOOR, f"{host}/one.html", ours.mark, ours.plot)


def compare(browser, size, ours, others, rounds):
    """Milliseconds to the first mark by contestant, who take turns; None for one that never showed any."""
    found = {each.name: [] for each in (ours, *others)}
    time_to_first(browser, ours, PATIENCE)
    for _ in range(rounds):
        for each in (ours, *others):
            if None not in found[each.name]:
                found[each.name].append(time_to_first(browser, each, PATIENCE))
    middle = {name: None if None in times else median(times) for name, times in found.items()}
    told = [f"{name} {f'{time:,.0f} ms' if time else f'nothing in {PATIENCE} s'}" for name, time in middle.items()]
    print(f"\n{size:>9,} meetings, first mark after: {', '.join(told)}", flush=True)
    times = [time for name, time in middle.items() if name not in ("ours", FLOOR) and time]
    if times and size in COMPARED:
        ratio = middle["ours"] / min(times)
        print(f"          {ratio:.2f} of the better{judged(ratio <= 1 / 3, '≤ 0.33')}", flush=True)
    return middle


def move(browser, ours, others):
    """How long frames take while each is dragged and zoomed; and what ours weighs."""
    for each in (ours, *(other for other in others if other.name == "vis-timeline")):
        with opened(browser, each, PATIENCE) as (page, first):
            times = first and frames(page, each)
            if not times:
                continue
            mine = each is ours
            told = (
                judged(p95(times) <= 20, "≤ 20 ms") if mine else "",
                judged(max(times) <= 100, "≤ 100 ms") if mine else "",
            )
            print(
                f"          {each.name}: frames p95 {p95(times):.1f} ms{told[0]}, longest {max(times):.0f} ms{told[1]}"
            )
            if mine:
                nodes, bytes_ = page.evaluate(NODES), weight(page)
                print(f"          ours: {nodes:,} nodes{judged(nodes <= 1500, '≤ 1,500')}, ", end="")
                print(f"{bytes_ / 1000:.1f} kB of script and style{judged(bytes_ <= 25_000, '≤ 25 kB')}", flush=True)


def judge(firsts):
    base = firsts.get(10_000, {}).get("ours")
    for size in OURS_ALONE:
        if base and size in firsts:
            ratio = firsts[size]["ours"] / base
            print(f"{size:,} beside 10,000: {ratio:.2f} ×{judged(ratio <= 1.5, '≤ 1.5')}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5, help="loads of each page of which the median is told")
    parser.add_argument("--most", type=int, default=OURS_ALONE[-1], help="meetings up to which it is measured")
    main(parser.parse_args())
