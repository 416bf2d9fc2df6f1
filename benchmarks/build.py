"""Fills the database that DATABASE_URL names with COUNT generated meetings, written as the product writes them.

    DATABASE_URL=… python benchmarks/build.py COUNT

Some thousands are loaded as a dataset is; the others are copies of them, made by SQL. COUNT is rounded down.
"""

import os
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path

import django
import generate
from django.contrib.auth import get_user_model
from django.core.management import call_command

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "timeline.settings")
django.setup()

from multiply import multiply  # noqa: E402 - models can be read only now

from meetings.dataset import load  # noqa: E402
from meetings.history import Change  # noqa: E402
from meetings.models import Tally  # noqa: E402

SEED = 10_000
AT = datetime(2026, 1, 2, tzinfo=UTC)


def main(count):
    began = time.perf_counter()
    call_command("migrate", verbosity=0)
    copies = max(2, count // SEED)
    with tempfile.TemporaryDirectory() as folder:
        generate.main(folder, count // copies)
        load(Path(folder), Change("Generated", at=AT), today=date(2026, 1, 2))
    Tally.objects.settle()
    print(f"{count // copies:,} meetings loaded after {time.perf_counter() - began:.0f} s", flush=True)
    multiply(copies - 1)
    get_user_model().objects.create_superuser("bench")
    print(f"{copies} times as many after {time.perf_counter() - began:.0f} s", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
