"""The benchmarks run, at a size at which their figures say nothing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("bench")


def run(home, *arguments):
    environment = os.environ | {"BENCH_HOME": str(home)}
    environment.pop("PYTEST_VERSION", None)
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_bench_api_compares_everybody_who_sends_the_same(home):
    told = run(
        home, "benchmarks/bench_api.py", "--on", "sqlite", "--count", "200", "--rounds", "1", "--seconds", "0.01"
    )

    assert "200 meetings on sqlite" in told
    for name in ("limit", "ordinary list", "last pages by cursor", "unchanged (304)", "density/ of everything"):
        assert f"\n{name} " in told


def test_copies_hold_what_loading_them_would(home): ...
