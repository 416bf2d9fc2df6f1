"""Pages kept for as long as the record stands as it did: who asks the same again is answered at once.

Invariant: a page is never older than `LONGEST` seconds. A new revision and a new entry of the desk show at once; what
changes without either, such as a body loaded anew from the dataset, or commits late, shows after that.
"""

from functools import wraps

from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.core.cache import caches
from django.utils import timezone
from django.utils.translation import get_language

from meetings.models import Revision

LONGEST = 60


def kept(view):
    """A page for everybody that says the same to everybody; whoever has a session is served afresh."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        if not settings.PAGES_KEPT or settings.SESSION_COOKIE_NAME in request.COOKIES:
            return view(request, *args, **kwargs)
        key = key_of(request)
        response = caches["pages"].get(key)
        if response is None:
            response = view(request, *args, **kwargs)
            if response.status_code == 200:
                caches["pages"].set(key, response, LONGEST)
        return response

    return wrapped


def key_of(request):
    asked = (request.method, request.get_host(), request.get_full_path(), request.headers.get("Accept-Encoding", ""))
    return hash((*asked, get_language(), timezone.localdate(), last(Revision), last(LogEntry)))


def last(model):
    return model.objects.order_by("-pk").values_list("pk", flat=True).first()
