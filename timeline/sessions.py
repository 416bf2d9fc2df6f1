"""How long somebody stays signed in: never beyond a fixed time, and not without asking for something now and then."""

import time

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout

from meetings.addresses import client_address
from meetings.models.accounts import acting

# How exactly it is known when a session was last used: not each request writes its row.
SEEN_TO = 60


def remember_who_asks(get_response):
    """Middleware: what happens to accounts is told with who asked for it, and from where."""

    def middleware(request):
        request.client_address = client_address(request)
        token = acting.set(request)
        try:
            return get_response(request)
        finally:
            acting.reset(token)

    return middleware


def limit_sessions(get_response):
    """Middleware: ends a session that began too long ago, and keeps alive one that is used."""

    def middleware(request):
        if settings.SESSION_COOKIE_NAME in request.COOKIES and SESSION_KEY in request.session:
            now = int(time.time())
            if now - request.session.get("began", 0) >= settings.SESSION_LONGEST.total_seconds():
                logout(request)
            elif now - request.session.get("seen", 0) >= SEEN_TO:
                # Written, it has its whole time before it again.
                request.session["seen"] = now
        return get_response(request)

    return middleware
