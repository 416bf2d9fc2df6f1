"""What the API has ready is sent before Django's own machinery is set going.

Each answer is the one that the view would give, with the headers that the middleware would set: tests compare them.
"""

from functools import cache, lru_cache
from http import HTTPStatus
from io import BytesIO

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.core.handlers.wsgi import WSGIRequest
from django.db import DatabaseError
from django.http import HttpResponse
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.middleware.security import SecurityMiddleware

from meetings.api.ready import ready_answer
from timeline.log import id_of
from timeline.security import send_policies

START = "/api/v1/"
# What tells to which host and how safely a request came.
BY_WAY = (
    "HTTP_HOST", "HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_PORT", "HTTP_X_FORWARDED_PROTO",
    "SERVER_NAME", "SERVER_PORT", "wsgi.url_scheme",
)  # fmt: skip


def answer_at_once(application):
    """WSGI middleware: answers what anybody may read and is ready, and leaves all else to `application`."""

    def answer(environ, start_response):
        ready = ready_for(environ) if is_plain(environ) else None
        if ready is None:
            return application(environ, start_response)
        headers = ready.headers | site_headers(environ["wsgi.url_scheme"], environ.get("HTTP_X_FORWARDED_PROTO"))
        if ready.status == HTTPStatus.OK:
            headers["Content-Length"] = str(len(ready.body))
        headers["X-Request-ID"] = id_of(environ)
        start_response(f"{ready.status} {HTTPStatus(ready.status).phrase}", list(headers.items()))
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [ready.body]

    return answer


def is_plain(environ):
    """Whether this is a read of the API for JSON, by somebody who gives no key."""
    return (
        environ["PATH_INFO"].startswith(START)
        and environ["REQUEST_METHOD"] in ("GET", "HEAD")
        and environ.get("HTTP_ACCEPT", "*/*") in ("*/*", "application/json")
        and "HTTP_AUTHORIZATION" not in environ
        and not environ.get("HTTP_COOKIE")
    )


def ready_for(environ):
    try:
        if not is_welcome(tuple(settings.ALLOWED_HOSTS), settings.SECURE_SSL_REDIRECT, *map(environ.get, BY_WAY)):
            return None
        return ready_answer(WSGIRequest(environ))
    except (DatabaseError, UnicodeError):
        # The view meets the same, and tells it as it tells everything.
        return None


@lru_cache(maxsize=1000)
def is_welcome(hosts, is_redirected, *way):
    """Whether requests that come this way are answered: to one of the `hosts`, and safely where that is asked for."""
    given = {name: value for name, value in zip(BY_WAY, way, strict=True) if value is not None}
    request = WSGIRequest({"REQUEST_METHOD": "GET", "wsgi.input": BytesIO(), **given})
    try:
        request.get_host()
    except DisallowedHost:
        return False
    return request.is_secure() or not is_redirected


@cache
def site_headers(*scheme):
    """What the middleware adds to every answer, asked of it once for each way in which requests come."""
    names = ("wsgi.url_scheme", "HTTP_X_FORWARDED_PROTO")
    environ = {name: value for name, value in zip(names, scheme, strict=True) if value}
    request = WSGIRequest({"REQUEST_METHOD": "GET", "wsgi.input": BytesIO(), **environ})
    response = send_policies(lambda request: HttpResponse())(request)
    for middleware in (SecurityMiddleware, XFrameOptionsMiddleware):
        response = middleware(lambda request: None).process_response(request, response)
    return {name: value for name, value in response.items() if name != "Content-Type"}
