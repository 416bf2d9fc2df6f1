"""Databases of generated meetings, kept under var/bench between runs and made anew when what makes them changed."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import psycopg2

ROOT = Path(__file__).resolve().parent.parent
HOME = Path(os.environ.get("BENCH_HOME") or ROOT / "var" / "bench")
POSTGRES = ROOT / "scripts" / "throwaway-postgres"
MAKERS = ("meetings/migrations/*.py", "benchmarks/build.py", "benchmarks/generate.py", "benchmarks/multiply.py")


def beside_postgres():
    """Begin this program again beside the kept cluster, unless it is, or there is no server on this machine."""
    if "--beside-postgres" in sys.argv or subprocess.run([POSTGRES, "--present"], capture_output=True).returncode:
        return
    HOME.mkdir(parents=True, exist_ok=True)
    program = [sys.executable, *sys.argv, "--beside-postgres"]
    os.execv(POSTGRES, [str(POSTGRES), "--keep", str(HOME / "postgres"), *program])


def has_postgres():
    return "--beside-postgres" in sys.argv


def database(vendor, count):
    """The URL of the database of that vendor with `count` meetings."""
    HOME.mkdir(parents=True, exist_ok=True)
    stamp = HOME / f"{vendor}-{count}.made"
    url = os.environ["DATABASE_URL"] + f"_{count}" if vendor == "postgres" else f"sqlite:///{HOME}/{count}.sqlite3"
    if not stamp.is_file() or stamp.read_text() != digest():
        stamp.unlink(missing_ok=True)
        forget(url)
        print(f"Making {count:,} meetings on {vendor}, which is kept under var/bench.", flush=True)
        subprocess.run([sys.executable, "benchmarks/build.py", str(count)], cwd=ROOT, env=environment(url), check=True)
        stamp.write_text(digest())
    return url


def digest():
    files = [path for pattern in MAKERS for path in sorted(ROOT.glob(pattern))]
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def forget(url):
    """Leave an empty database at this URL."""
    if url.startswith("sqlite"):
        for end in ("", "-wal", "-shm"):
            Path(url.removeprefix("sqlite:///") + end).unlink(missing_ok=True)
        return
    with_others, _, name = url.rpartition("/")
    connection = psycopg2.connect(f"{with_others}/postgres")
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name}")
        cursor.execute(f"CREATE DATABASE {name}")
    connection.close()


def environment(url):
    """What a program needs to run on this database as in production, without limits on how often it is asked."""
    return os.environ | {
        "DATABASE_URL": url,
        "DEBUG": "0",
        "SECRET_KEY": "of use to nobody, as nothing here is a secret",
        "THROTTLE_READ": "0",
        "THROTTLE_WRITE": "0",
        "PYTHONPATH": str(ROOT),
    }


def collect():
    """Bring the static files to where a server finds them."""
    command = [sys.executable, "manage.py", "collectstatic", "--noinput", "--clear", "--verbosity", "0"]
    subprocess.run(command, cwd=ROOT, env=environment("sqlite:///unused"), check=True)
