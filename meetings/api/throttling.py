"""How often somebody may ask, counted in the cache: as many workers as share it count together.

Requests are counted by the minute, readers’ reports by the hour: of a token, else a user, else an address. A limit of 0
is none.
"""

import time

from django.conf import settings
from django.core.cache import cache
from rest_framework.exceptions import Throttled
from rest_framework.permissions import SAFE_METHODS
from rest_framework.throttling import BaseThrottle

from meetings.addresses import client_address
from meetings.models import Token

WINDOW, HOUR = 60, 60 * 60
SAID = {
    "read": "Reading",
    "write": "Writing",
    "extract": "Reading articles",
    "failed": "Trying keys that are not known",
}


def wait_of(kind, who, every=WINDOW):
    """Counts one request of `who`; how many seconds to wait where it is beyond the limit of its kind, else None."""
    most = settings.REPORTS_AN_HOUR if kind == "report" else settings.REQUESTS_A_MINUTE[kind]
    if not most:
        return None
    now = time.time()
    window = int(now // every)
    key = f"throttle:{kind}:{who}:{window}"
    cache.add(key, 0, 2 * every)
    try:
        number = cache.incr(key)
    except ValueError:  # A cache that keeps nothing, or that let it go at once.
        return None
    return (window + 1) * every - now if number > most else None


def too_many(kind, wait):
    most = settings.REQUESTS_A_MINUTE[kind]
    return Throttled(wait, f"{SAID[kind]} is limited to {most} requests a minute.")


class ByCaller(BaseThrottle):
    """Reading is counted apart from all else, and that by what its view says it is."""

    def allow_request(self, request, view):
        self.kind = "read" if request.method in SAFE_METHODS else view.throttled_as
        self.seconds = wait_of(self.kind, self.caller(request))
        if self.seconds is not None:
            raise too_many(self.kind, self.seconds)
        return True

    def caller(self, request):
        if isinstance(request.auth, Token):
            return f"token:{request.auth.prefix}"
        return f"user:{request.user.pk}" if request.user.is_authenticated else f"address:{client_address(request)}"


def count_failure(request):
    """Counts one failed authentication from this address; raises Throttled where there were too many."""
    wait = wait_of("failed", f"address:{client_address(request)}")
    if wait is not None:
        raise too_many("failed", wait)
