"""Pages kept for as long as the record stands as it did: who asks the same again is answered at once.

Invariant: as with the answers of the API, a page is never older than the last commit to the record.
"""

from functools import wraps

from django.conf import settings
from django.core.cache import caches
from django.utils import timezone
from django.utils.translation import get_language

from meetings.models import Commit


def kept(view):
    """A page that says the same to everybody; whoever has a session is served afresh."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        position, at = Commit.objects.version() if settings.PAGES_KEPT else (0, None)
        if not position or settings.SESSION_COOKIE_NAME in request.COOKIES:
            return view(request, *args, **kwargs)
        key = hash((position, at, timezone.localdate(), get_language(), *asked(request)))
        response = caches["pages"].get(key)
        if response is None:
            response = view(request, *args, **kwargs)
            if response.status_code == 200:
                caches["pages"].set(key, response)
        return response

    return wrapped


def asked(request):
    encoding, theme = request.headers.get("Accept-Encoding", ""), request.COOKIES.get("theme")
    return request.method, request.get_host(), request.get_full_path(), encoding, theme
