"""Which database a request reads: a visitor's the replica, an editor's the primary.

Whoever writes reads the primary, so that nobody misses what they just saved. Used only with DATABASE_REPLICA_URL.
"""

from contextvars import ContextVar

from django.conf import settings

reading = ContextVar("reading", default="default")


def choose_database(get_response):
    """Middleware: a request without session or key that only reads is a visitor's."""

    def middleware(request):
        known = settings.SESSION_COOKIE_NAME in request.COOKIES or "Authorization" in request.headers
        visitor = request.method in ("GET", "HEAD") and not known
        token = reading.set("replica" if visitor else "default")
        try:
            return get_response(request)
        finally:
            reading.reset(token)

    return middleware


class ReadsOfVisitors:
    """Database router: writes go to the primary, reads where the request was sent."""

    def db_for_read(self, model, **hints):
        return reading.get()

    def db_for_write(self, model, **hints):
        return "default"

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db == "default"
