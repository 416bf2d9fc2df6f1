"""Every setting, read from the environment; a wrong or missing value stops the start with one sentence that names it.

Nothing needs to be set: DEBUG=1 or `make serve` (which makes a secret key under var/) is enough to run.
"""

import os
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"


# Readers of the environment. An empty value counts as absent, as `docker compose` passes unset variables empty.


def text(name, default=""):
    return os.environ.get(name, "").strip() or default


def flag(name, *, default=False):
    words = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}
    word = text(name).lower()
    if word and word not in words:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(words)}, not {word!r}.")
    return words.get(word, default)


def one_of(name, *choices):
    """The one that is named, as it is spelt here; the first where none is."""
    given = text(name, choices[0])
    found = [choice for choice in choices if choice.lower() == given.lower()]
    if not found:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(choices)}, not {given!r}.")
    return found[0]


def words(name):
    return [word.strip() for word in text(name).split(",") if word.strip()]


def port(name, default):
    given = text(name, str(default))
    if not (given.isascii() and given.isdigit() and 1 <= int(given) <= 65535):
        raise ImproperlyConfigured(f"{name} must be a port from 1 to 65535, not {given!r}.")
    return int(given)


def number(name, default):
    given = text(name, str(default))
    if not (given.isascii() and given.isdigit() and len(given) <= 9):
        raise ImproperlyConfigured(f"{name} must be a number from 0, not {given!r}.")
    return int(given)


def numbers(name, default):
    given = words(name)
    if not all(word.isascii() and word.isdigit() and len(word) <= 9 for word in given):
        raise ImproperlyConfigured(f"{name} must be numbers from 0, parted by commas, not {text(name)!r}.")
    return [int(word) for word in given] or default


def parts(name, default, schemes):
    """The parts of a URL. A refusal never repeats the value, which may hold a password."""
    try:
        address = urlsplit(text(name, default))
        address.port  # noqa: B018 - reading it is what raises on a port that is none
    except ValueError as error:
        advice = "write special characters of a password as %XX"
        raise ImproperlyConfigured(f"{name} is no URL that can be read: {advice}.") from error
    if address.scheme not in schemes:
        raise ImproperlyConfigured(f"{name} must begin with one of {', '.join(s + ':' for s in schemes)}.")
    return address


def origin(name, default):
    address = parts(name, default, ["http", "https"])
    if not address.hostname or address.path.strip("/") or address.query or address.fragment or address.username:
        raise ImproperlyConfigured(f"{name} must be a scheme and a host only, as in https://meetings.example.org.")
    return address


def database(name, default):
    """SQLite or PostgreSQL, with the options under which concurrent workers met no lock error."""
    sqlite = parts(name, default, ["sqlite", "postgres", "postgresql"]).scheme == "sqlite"
    url = text(name, default)
    try:
        found = dj_database_url.parse(url, conn_max_age=60, conn_health_checks=not sqlite)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} is no database URL that can be read.") from error
    if not found["NAME"]:
        raise ImproperlyConfigured(f"{name} names no database: end it with /NAME.")
    usual = {"connect_timeout": 5}
    if sqlite:
        pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL"
        usual = {"transaction_mode": "IMMEDIATE", "timeout": 10, "init_command": pragmas}
    found["OPTIONS"] = usual | found.get("OPTIONS", {})
    return found


def cache(name):
    address = parts(name, "locmem:", ["locmem", "dummy", "database", "redis", "rediss"])
    backends = {
        "locmem": "locmem.LocMemCache",
        "dummy": "dummy.DummyCache",
        "database": "db.DatabaseCache",
        "redis": "redis.RedisCache",
        "rediss": "redis.RedisCache",
    }
    where = text(name) if address.scheme.startswith("redis") else address.netloc
    if address.scheme == "database" and not where:
        raise ImproperlyConfigured(f"{name} names no table: write database://cache and run manage.py createcachetable.")
    return {"BACKEND": f"django.core.cache.backends.{backends[address.scheme]}", "LOCATION": where}


def mail(name):
    """Django's EMAIL_ settings from `console:` or smtp[s]://user:password@host:port?from=address."""
    address = parts(name, "console:", ["console", "smtp", "smtps"])
    if address.scheme == "console":
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    if not address.hostname:
        raise ImproperlyConfigured(f"{name} names no mail server: write smtp://user:password@host:587.")
    sender = parse_qs(address.query).get("from")
    return {
        "EMAIL_HOST": address.hostname,
        "EMAIL_PORT": address.port or (465 if address.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(address.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(address.password or ""),
        "EMAIL_USE_SSL": address.scheme == "smtps",
        # A server on this machine, without a user, is spoken to in clear.
        "EMAIL_USE_TLS": address.scheme == "smtp" and bool(address.username),
        "EMAIL_TIMEOUT": 20,
    } | ({"DEFAULT_FROM_EMAIL": sender[0]} if sender else {})


def secret_key(name, *, debug):
    kept = VAR_DIR / "secret-key"
    try:
        key = text(name) or (kept.read_text().strip() if kept.is_file() else "")
    except PermissionError as error:
        raise ImproperlyConfigured(f"{name} is kept in {kept}, which this user may not read.") from error
    if debug:
        return key or "not a secret: for development and tests only"
    advice = "set it to 50 random characters, let `make serve` make one under var/, or set DEBUG=1"
    if len(key) < 32:
        raise ImproperlyConfigured(f"{name} is {'too short' if key else 'missing'}: {advice}.")
    return key


# Where and how it runs

# pytest sets this variable; it stands here because settings are read before any conftest.
UNDER_TEST = "PYTEST_VERSION" in os.environ
DEBUG = flag("DEBUG")
SECRET_KEY = secret_key("SECRET_KEY", debug=DEBUG or UNDER_TEST)
PORT = port("PORT", 8000)
_public = origin("PUBLIC_URL", f"http://127.0.0.1:{PORT}")
PUBLIC_URL = f"{_public.scheme}://{_public.netloc}"
HTTPS = _public.scheme == "https"
# The site's own server speaks plain HTTP, so an https address means that a proxy stands before it.
BEHIND_PROXY = flag("BEHIND_PROXY", default=HTTPS)
PROXY_HEADER = one_of("PROXY_HEADER", "X-Forwarded-For", "Forwarded")
ALLOWED_HOSTS = [*(words("ALLOWED_HOSTS") or ["127.0.0.1", "localhost", "[::1]"]), _public.hostname]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

ROOT_URLCONF = "timeline.urls"
WSGI_APPLICATION = "timeline.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORMS_URLFIELD_ASSUME_HTTPS = True  # Django 6's behaviour; the setting goes with the upgrade
APPEND_SLASH = True
# A meeting with a hundred citations is one form of some thousands of fields.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
LOGIN_URL = "admin:login"

DATABASES = {"default": database("DATABASE_URL", f"sqlite:///{VAR_DIR / 'record.sqlite3'}")}
DATABASE_ROUTERS = []
if text("DATABASE_REPLICA_URL"):
    DATABASES["replica"] = database("DATABASE_REPLICA_URL", "") | {"TEST": {"MIRROR": "default"}}
    DATABASE_ROUTERS = ["timeline.replica.ReadsOfVisitors"]
CACHES = {
    "default": cache("CACHE_URL"),
    # How many rows a query finds, by the state of the record: never out of date, so each worker keeps its own.
    "counts": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "counts",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    },
    # Each process keeps its own, apart from what counts requests: a page there is as good as the one it was made from.
    "pages": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "pages"},
    # And which rows those are; an entry may take 160 KB.
    "found": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "found",
        "OPTIONS": {"MAX_ENTRIES": 200},
    },
    # And pages of lists as the API sent them; the one longest unasked goes first. Of 50 meetings it takes 100 KB.
    "answers": {
        "BACKEND": "meetings.api.memory.Memory",
        "LOCATION": "answers",
        "OPTIONS": {"MAX_ENTRIES": number("ANSWERS_KEPT", 100)},
    },
}
DEFAULT_FROM_EMAIL = f"ASEAN meetings <meetings@{_public.hostname}>"
globals().update(mail("EMAIL_URL"))
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# Hosts with their ports that may be asked though they lie in no public network (meetings/fetching.py).
PRIVATE_TARGETS = set(words("PRIVATE_TARGETS"))
# How many seconds after each failed try of a webhook the next one comes; after the last, it is given up.
WEBHOOK_RETRIES = numbers("WEBHOOK_RETRIES", [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400])

INSTALLED_APPS = [
    "timeline",
    "meetings",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "axes",
]

MIDDLEWARE = [
    "timeline.log.identify_request",
    "django.middleware.security.SecurityMiddleware",
    "timeline.security.send_policies",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    *(["timeline.replica.choose_database"] if DATABASE_ROUTERS else []),
    "django.contrib.sessions.middleware.SessionMiddleware",
    "timeline.sessions.remember_who_asks",
    "timeline.languages.choose_language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "timeline.sessions.limit_sessions",
    "axes.middleware.AxesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # Searched before every application's own, so templates/admin/ overrides the admin's.
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# Language and time

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("id", "Bahasa Indonesia")]
# What a visitor chose, kept for a year; script has no use for it.
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_AGE = int(timedelta(days=365).total_seconds())
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# Static files

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
# Hashed names need collectstatic, which neither the reloading server nor the tests run.
_plain = DEBUG or UNDER_TEST
_static = "django.contrib.staticfiles.storage.StaticFilesStorage" if _plain else "timeline.files.StaticFiles"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": _static},
}
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = _plain
# Whether pages are kept until the record changes (timeline/pages/kept.py); who works on a template wants to see it.
PAGES_KEPT = not _plain

# Security (the content security policy is in timeline/security.py)

SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
# Whoever asks whether the site is alive asks the server itself, past the proxy.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds()) if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
# The desk says so itself (timeline/security.py).
SECURE_CROSS_ORIGIN_OPENER_POLICY = None
# Whether other names under this host speak https, now and for ever, is for the owner of the domain to say.
# SQLite leaves out what an index of PostgreSQL carries along, and finds the same.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021", "models.W040"]
# Signed out after so long without a request, and after so long in any case.
SESSION_COOKIE_AGE = 60 * 60 * number("SESSION_IDLE_HOURS", 12)
SESSION_LONGEST = timedelta(hours=number("SESSION_HOURS", 7 * 24))
# No script of ours reads it.
CSRF_COOKIE_HTTPONLY = True
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
AUTH_PASSWORD_VALIDATORS[1]["OPTIONS"] = {"min_length": 12}

# The guard of the login form: ten failures of one name from one address lock that pair out for a quarter of an hour.
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "timeline.errors.locked_out"
AXES_CLIENT_IP_CALLABLE = "meetings.addresses.client_address"
AXES_VERBOSE = False

# The API

REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.DjangoModelPermissionsOrAnonReadOnly"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "meetings.api.problems.handle",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
    # Dates stay dates until a form is written: a spreadsheet wants a typed cell, not text.
    "DATE_FORMAT": None,
    "DATETIME_FORMAT": None,
    "TIME_FORMAT": None,
}
# By token, else user, else address, and failures by address; 0 is no limit. Counted in the cache.
REQUESTS_A_MINUTE = {
    "read": number("THROTTLE_READ", 6000),
    "write": number("THROTTLE_WRITE", 300),
    "extract": number("THROTTLE_EXTRACT", 60),
    "failed": number("THROTTLE_FAILED", 30),
    "letters": number("THROTTLE_LETTERS", 10),
}
# From one address, whose readers may be many: an office, a university.
REPORTS_AN_HOUR = number("THROTTLE_REPORT", 20)
SPECTACULAR_SETTINGS = {
    "TITLE": "The ASEAN meetings record",
    "DESCRIPTION": "Who met, when and where, by which source.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    # It knows nothing of the settings with which meetings/api/schema.py makes the description; tests check that.
    "ENABLE_DJANGO_DEPLOY_CHECK": False,
}

# One line a record, on stderr, with the request's id

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request": {"()": "timeline.log.WithRequestId"}},
    "formatters": {
        "line": {
            # Developers read tracebacks, collectors of logs read lines.
            "()": "logging.Formatter" if DEBUG else "timeline.log.OneLine",
            "format": "{asctime} {levelname} {name} [{request_id}] {message}",
            "style": "{",
        },
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["request"]}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {"django": {"handlers": [], "level": "INFO"}, "axes": {"level": "WARNING"}},
}
