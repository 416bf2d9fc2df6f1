"""What is handed on: locks that hold, files that name no registry and no machine, a compose file without secrets."""

import re
import subprocess
from pathlib import Path

import brotli
import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
TARGETS = [
    "help",
    "serve",
    "admin",
    "release",
    "dev",
    "test",
    "stress",
    "browser",
    "bench",
    "check",
    "format",
    "messages",
    "setup",
    "lock",
    "clean",
]
LOCKS = ["requirements.txt", "requirements-dev.txt", "requirements-browser.txt"]
# Written so that this file does not name what it forbids.
FORBIDDEN = "p[y]pi[.]org|python[h]osted|registry[.]np[m]js|deb[.]deb[i]an|(^|[^a-z.:/])/(root|work|farm)/"


def pins(lock):
    text = (ROOT / lock).read_text()
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", text, re.MULTILINE))


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_pins_and_hashes_every_package(lock):
    entries = (ROOT / lock).read_text().replace("\\\n", " ").splitlines()

    assert entries
    for entry in entries:
        assert re.match(r"[a-z0-9-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", entry), entry


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_holds_every_package_asked_for(lock):
    asked = re.findall(r"^[A-Za-z][\w-]*", (ROOT / lock).with_suffix(".in").read_text(), re.MULTILINE)

    assert [name for name in asked if name.lower() not in pins(lock)] == []


def test_locks_agree_and_that_for_developing_holds_that_for_running():
    run, dev, browser = (pins(lock) for lock in LOCKS)

    assert {name: dev.get(name) for name in run} == run
    assert {name: dev[name] for name in browser if name in dev} == {n: v for n, v in browser.items() if n in dev}


def test_files_name_no_registry_and_no_path_of_a_machine():
    found = subprocess.run(
        ["git", "grep", "-nIE", "--untracked", "--exclude-standard", FORBIDDEN, "--", ".", ":!tests/test_packaging.py"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if found.returncode > 1:
        pytest.skip("not a git checkout")

    assert found.stdout == ""


def test_make_lists_every_target_it_explains():
    listed = subprocess.run(
        ["make", "--no-print-directory"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    names = [line.split()[1] for line in listed.splitlines()]

    assert names == TARGETS


def test_compose_brings_no_password_and_waits_for_the_database():
    text = (ROOT / "docker-compose.yml").read_text()
    services = yaml.load(text, Loader=yaml.CSafeLoader)["services"]

    assert set(services) == {"web", "work", "database"}
    assert services["web"]["depends_on"] == {"database": {"condition": "service_healthy"}}
    assert "pg_isready" in services["database"]["healthcheck"]["test"][1]
    for name in ("POSTGRES_PASSWORD", "SECRET_KEY"):
        assert re.findall(rf"\${{{name}(?!:\?)", text) == []


def test_image_runs_as_a_user_and_watches_its_health():
    lines = (ROOT / "Dockerfile").read_text().splitlines()

    assert "USER record" in lines
    assert any(line.startswith("HEALTHCHECK") for line in lines)
    assert any("--require-hashes" in line for line in lines)


def test_script_and_style_weigh_little_all_together():
    files = [path for path in (ROOT / "timeline" / "static").rglob("*") if path.suffix in (".css", ".js")]

    assert [path.name for path in files if len(path.read_text(encoding="utf-8").splitlines()) > 400] == []
    # As browsers are sent them, each compressed by itself.
    assert sum(len(brotli.compress(path.read_bytes())) for path in files) <= 25_000
