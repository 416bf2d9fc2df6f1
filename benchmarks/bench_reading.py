"""How well articles are read, and how fast.

    python benchmarks/bench_reading.py FOLDER [--misses]

FOLDER has texts (001.txt) and labels (001.json) as tests/scoring.py describes them. Precision is how much of what is
given is right, recall how much of what the labels hold is found.
"""

import argparse
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import yaml  # noqa: E402

from meetings.reading import Town  # noqa: E402
from tests.scoring import FIELDS, score  # noqa: E402


def main(options):
    if options.folder is None:
        print("\nThe reading of articles was not measured: name a folder of texts and labels.")
        return
    sizes = [path.stat().st_size for path in options.folder.glob("[0-9]*.txt")]
    score(options.folder, towns())
    begin = time.process_time()
    found = score(options.folder, towns())
    taken = time.process_time() - begin
    print(f"\n{len(sizes)} articles, {taken / len(sizes) * 1000:.0f} ms each, {taken / sum(sizes) * 1e6:.0f} ms a kB")
    print(f"{'':<16}precision  recall")
    print(f"{'meetings':<16}{found.precision:9.2f}{found.recall:8.2f}")
    for field in FIELDS:
        precision, recall = found.of(field)
        print(f"{field:<16}{precision:9.2f}{recall:8.2f}   of {found.wanted[field]} labelled")
    for miss in found.misses if options.misses else ():
        print(*miss)


def towns():
    """Those of the shipped record."""
    rows = yaml.safe_load((ROOT / "data" / "places.yaml").read_text(encoding="utf-8"))
    return tuple(
        Town(row["locality"], row["country"], row["region"] or "", tuple(row["also"]))
        for row in rows
        if row["locality"]
    )


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder", nargs="?", type=Path)
    arguments.add_argument("--misses", action="store_true", help="tell each")
    main(arguments.parse_args())
