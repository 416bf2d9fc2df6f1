"""How long it takes to load a dataset, beside the least that it could take: parsing the same YAML.

    python benchmarks/bench_load.py [COUNT]        # 100,000 generated meetings unless told

Runs on SQLite, and on PostgreSQL too where its server is on the machine. Peak memory is of the loading process.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PARSE = """
import sys, yaml
from pathlib import Path
for path in sorted(Path(sys.argv[1]).rglob("*.yaml")):
    entries = []
    for line in path.open(encoding="utf-8"):
        if line.startswith("- ") and entries:
            yaml.load("".join(entries), yaml.CSafeLoader)
            entries = []
        entries.append(line)
"""


def main(count):
    with tempfile.TemporaryDirectory() as folder:
        python("benchmarks/generate.py", f"{folder}/data", str(count))
        parse, _ = python("-c", PARSE, f"{folder}/data")
        print(f"{count:,} meetings; parsing their YAML alone takes {parse:.0f} s")
        measure("SQLite", parse, f"{folder}/data", DATABASE_URL=f"sqlite:///{folder}/load.sqlite3")
        if "--on-postgresql" in sys.argv:
            measure("PostgreSQL", parse, f"{folder}/data", DATABASE_URL=os.environ["DATABASE_URL"])


def measure(name, parse, folder, **environment):
    python("manage.py", "migrate", "--verbosity", "0", **environment)
    first, memory = python("manage.py", "load_dataset", folder, **environment)
    again, _ = python("manage.py", "load_dataset", folder, **environment)
    print(
        f"{name}: loaded in {first:.0f} s ({first / parse:.1f} × parsing), peak memory {memory:.0f} MB; "
        f"loaded again, unchanged, in {again:.0f} s ({again / parse:.1f} ×)"
    )


def python(*arguments, **environment):
    """Seconds and peak megabytes of a Python process of its own."""
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *arguments], cwd=ROOT, env=os.environ | environment, stdout=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{' '.join(arguments)} failed")
    return time.perf_counter() - began, usage.ru_maxrss / 1024


if __name__ == "__main__":
    numbers = [word for word in sys.argv[1:] if word.isdigit()]
    postgres = ROOT / "scripts" / "throwaway-postgres"
    there = subprocess.run([postgres, "--present"], capture_output=True).returncode == 0
    if there and "--on-postgresql" not in sys.argv:
        os.execv(postgres, [str(postgres), sys.executable, *sys.argv, "--on-postgresql"])
    main(int(numbers[0]) if numbers else 100_000)
