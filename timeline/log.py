"""Log records of one line, each with the id of the request that it was written for."""

import logging
import re
import secrets
from contextvars import ContextVar

current_request = ContextVar("current_request", default="-")

# What a proxy may hand in; anything else could forge lines of the log.
ACCEPTED = re.compile(r"[A-Za-z0-9._-]{1,64}")


def id_of(environ):
    given = environ.get("HTTP_X_REQUEST_ID", "")
    return given if ACCEPTED.fullmatch(given) else secrets.token_hex(16)


def identify_request(get_response):
    """Middleware: gives each request an id, its own or the proxy's, and echoes it as X-Request-ID."""

    def middleware(request):
        request.id = id_of(request.META)
        token = current_request.set(request.id)
        try:
            response = get_response(request)
        finally:
            current_request.reset(token)
        response["X-Request-ID"] = request.id
        return response

    return middleware


class WithRequestId(logging.Filter):
    """Passes every record, with `request_id` on it."""

    def filter(self, record):
        # Django logs a failed request after the middleware is through, with the request at hand.
        request = getattr(record, "request", None)
        record.request_id = getattr(request, "id", None) or current_request.get()
        return True


class OneLine(logging.Formatter):
    """Folds a traceback or a message of several lines into one."""

    def format(self, record):
        return super().format(record).replace("\r", "").replace("\n", "\\n")
