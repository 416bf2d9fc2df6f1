"""Settings from the environment: what each variable does, and the one sentence with which a wrong one is refused."""

import json
import os
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parent.parent
SECRET = "a-secret-key-for-this-test-only-of-more-than-fifty-letters"


@pytest.fixture
def read(monkeypatch, tmp_path):
    """Settings as they are in a fresh checkout with exactly these variables set."""
    (tmp_path / "timeline").mkdir()
    copy = shutil.copy(ROOT / "timeline" / "settings.py", tmp_path / "timeline")

    def read(**environment):
        with monkeypatch.context() as patch:
            for name in list(os.environ):
                patch.delenv(name)
            for name, value in environment.items():
                patch.setenv(name, value)
            return runpy.run_path(copy)

    return read


def run(*arguments, **environment):
    """A command run outside of pytest, where the site is as in production."""
    environment = {"PATH": os.environ["PATH"], "SECRET_KEY": SECRET} | environment
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


def test_debug_alone_is_enough_to_develop(read):
    settings = read(DEBUG="1")

    assert settings["DEBUG"] is True
    assert settings["PUBLIC_URL"] == "http://127.0.0.1:8000"
    assert settings["DATABASES"]["default"]["ENGINE"] == "django.db.backends.sqlite3"
    assert settings["DATABASES"]["default"]["NAME"] == str(settings["BASE_DIR"] / "var" / "record.sqlite3")


def test_debug_is_off_unless_asked_for(read):
    assert read(SECRET_KEY=SECRET)["DEBUG"] is False


def test_secret_key_is_read_from_var_when_not_set(read, tmp_path):
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "secret-key").write_text(SECRET + "\n")

    assert read()["SECRET_KEY"] == SECRET


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY is missing: "),
        ({"SECRET_KEY": "changeme"}, "SECRET_KEY is too short: "),
        ({"DEBUG": "maybe"}, "DEBUG must be one of 1, true, yes, on, 0, false, no, off, not 'maybe'."),
        ({"BEHIND_PROXY": "2"}, "BEHIND_PROXY must be one of 1, true, yes, on, 0, false, no, off, not '2'."),
        ({"PROXY_HEADER": "X-Real-IP"}, "PROXY_HEADER must be one of X-Forwarded-For, Forwarded, not 'X-Real-IP'."),
        ({"PORT": "http"}, "PORT must be a port from 1 to 65535, not 'http'."),
        ({"PORT": "65536"}, "PORT must be a port from 1 to 65535, not '65536'."),
        ({"PUBLIC_URL": "meetings.example.org"}, "PUBLIC_URL must begin with one of http:, https:."),
        ({"PUBLIC_URL": "https://example.org/meetings"}, "PUBLIC_URL must be a scheme and a host only, "),
        ({"PUBLIC_URL": "https://example.org:port"}, "PUBLIC_URL is no URL that can be read: "),
        (
            {"DATABASE_URL": "mysql://u:hunter2@h/db"},
            "DATABASE_URL must begin with one of sqlite:, postgres:, postgresql:.",
        ),
        ({"DATABASE_URL": "postgres://u:hunter2@h:port/db"}, "DATABASE_URL is no URL that can be read: "),
        ({"DATABASE_URL": "postgres://u:hunter2@h"}, "DATABASE_URL names no database: end it with /NAME."),
        ({"DATABASE_REPLICA_URL": "replica"}, "DATABASE_REPLICA_URL must begin with one of sqlite:, "),
        (
            {"CACHE_URL": "memcached://h"},
            "CACHE_URL must begin with one of locmem:, dummy:, database:, redis:, rediss:.",
        ),
        ({"CACHE_URL": "database:"}, "CACHE_URL names no table: "),
        ({"EMAIL_URL": "mail.example.org"}, "EMAIL_URL must begin with one of console:, smtp:, smtps:."),
        ({"EMAIL_URL": "smtp:"}, "EMAIL_URL names no mail server: "),
    ],
)
def test_wrong_value_is_refused_in_one_sentence(read, environment, sentence):
    with pytest.raises(ImproperlyConfigured) as refusal:
        read(**{"SECRET_KEY": SECRET} | environment)

    assert str(refusal.value).startswith(sentence)
    assert "hunter2" not in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_lists_are_stripped_and_empty_items_dropped(read):
    settings = read(SECRET_KEY=SECRET, ALLOWED_HOSTS=" a.example , ,b.example,")

    assert settings["ALLOWED_HOSTS"] == ["a.example", "b.example", "127.0.0.1"]


def test_hosts_are_this_machine_and_the_public_one_unless_named(read):
    settings = read(SECRET_KEY=SECRET, PUBLIC_URL="https://meetings.example.org")

    assert settings["ALLOWED_HOSTS"] == ["127.0.0.1", "localhost", "[::1]", "meetings.example.org"]


def test_sqlite_is_opened_for_several_writers(read):
    database = read(SECRET_KEY=SECRET, DATABASE_URL="sqlite:////tmp/record")["DATABASES"]["default"]

    assert database["NAME"] == "/tmp/record"
    assert database["OPTIONS"] == {
        "transaction_mode": "IMMEDIATE",
        "timeout": 10,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL",
    }


def test_postgresql_keeps_connections_and_checks_them(read):
    url = "postgres://record:p%40ss@%2Ftmp%2Fpg/record?sslmode=require"
    database = read(SECRET_KEY=SECRET, DATABASE_URL=url)["DATABASES"]["default"]

    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert (database["HOST"], database["USER"], database["PASSWORD"]) == ("/tmp/pg", "record", "p@ss")
    assert (database["CONN_MAX_AGE"], database["CONN_HEALTH_CHECKS"]) == (60, True)
    assert database["OPTIONS"] == {"connect_timeout": 5, "sslmode": "require"}


def test_replica_is_read_only_when_it_is_named(read):
    alone = read(SECRET_KEY=SECRET)
    paired = read(SECRET_KEY=SECRET, DATABASE_REPLICA_URL="postgres://reader@replica/record")

    assert (list(alone["DATABASES"]), alone["DATABASE_ROUTERS"]) == (["default"], [])
    assert paired["DATABASES"]["replica"]["HOST"] == "replica"
    assert paired["DATABASE_ROUTERS"] == ["timeline.replica.ReadsOfVisitors"]
    assert "timeline.replica.choose_database" in paired["MIDDLEWARE"]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("", {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": ""}),
        ("database://cache", {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}),
        (
            "redis://h:6379/1",
            {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://h:6379/1"},
        ),
    ],
)
def test_cache_follows_its_url(read, url, expected):
    assert read(SECRET_KEY=SECRET, CACHE_URL=url)["CACHES"]["default"] == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://localhost:1025", {"EMAIL_PORT": 1025, "EMAIL_USE_TLS": False, "EMAIL_USE_SSL": False}),
        ("smtp://u:p%40ss@mail.example", {"EMAIL_PORT": 587, "EMAIL_USE_TLS": True, "EMAIL_HOST_PASSWORD": "p@ss"}),
        ("smtps://u:p@mail.example?from=r@example.org", {"EMAIL_PORT": 465, "DEFAULT_FROM_EMAIL": "r@example.org"}),
    ],
)
def test_mail_follows_its_url(read, url, expected):
    settings = read(SECRET_KEY=SECRET, EMAIL_URL=url)

    assert {name: settings[name] for name in expected} == expected


def test_https_makes_everything_strict_and_http_nothing(read):
    names = ["SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "BEHIND_PROXY"]
    plain = read(SECRET_KEY=SECRET)
    strict = read(SECRET_KEY=SECRET, PUBLIC_URL="https://meetings.example.org")

    assert [plain[name] for name in names] == [False, False, False, False]
    assert (plain["SECURE_HSTS_SECONDS"], plain["SECURE_PROXY_SSL_HEADER"]) == (0, None)
    assert [strict[name] for name in names] == [True, True, True, True]
    assert strict["SECURE_HSTS_SECONDS"] == 365 * 24 * 60 * 60
    assert strict["SECURE_PROXY_SSL_HEADER"] == ("HTTP_X_FORWARDED_PROTO", "https")


def test_deploy_check_finds_nothing():
    done = run("manage.py", "check", "--deploy", "--fail-level", "WARNING", PUBLIC_URL="https://meetings.example.org")

    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("start", [("manage.py", "check"), ("-c", "import timeline.wsgi")])
def test_mistake_stops_the_start_with_its_sentence_alone(start):
    done = run(*start, DEBUG="maybe")

    assert done.returncode == 1
    assert done.stderr == "DEBUG must be one of 1, true, yes, on, 0, false, no, off, not 'maybe'.\n"


def test_production_serves_hashed_and_compressed_files():
    done = run("-c", "import json, timeline.settings as s; print(json.dumps([s.STORAGES['staticfiles'], s.DEBUG]))")

    assert json.loads(done.stdout) == [
        {"BACKEND": "timeline.files.StaticFiles"},
        False,
    ]
