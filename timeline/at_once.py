"""What the API has ready is answered before the machinery for sessions, forms and views is set going.

Each answer is the one that the view would give, with the same headers: it stands behind the middleware that sets them.
"""

from django.conf import settings
from django.core.exceptions import DisallowedHost

from meetings.api.ready import ready_answer


def answer_at_once(get_response):
    """Middleware: answers what anybody may read and is ready."""

    def middleware(request):
        response = ready_answer(request) if is_plain(request) else None
        if response is None:
            return get_response(request)
        response["X-Frame-Options"] = settings.X_FRAME_OPTIONS
        if response.status_code == 200:
            response["Content-Length"] = str(len(response.content))
        return response

    return middleware


def is_plain(request):
    """Whether this is a read of the API for JSON, by somebody who gives no key, at a host that is ours."""
    meta = request.META
    if not (
        request.path_info.startswith("/api/v1/")
        and request.method in ("GET", "HEAD")
        and meta.get("HTTP_ACCEPT", "*/*") in ("*/*", "application/json")
        and "HTTP_AUTHORIZATION" not in meta
        and not meta.get("HTTP_COOKIE")
    ):
        return False
    try:
        return bool(request.get_host())
    except DisallowedHost:
        return False
