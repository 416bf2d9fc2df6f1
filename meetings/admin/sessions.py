"""Where somebody is signed in, for themselves to see; with one button they sign out everywhere else.

The key of a session opens it, so none stands on a page.
"""

from datetime import UTC, datetime

from django.contrib import admin, messages
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils import timezone

from meetings.models import AccountEvent
from meetings.models.accounts import note


def of_user(user, at):
    """The (key, data) of each session of `user` that has not ended; only who is signed in has one, so all are read."""
    live = Session.objects.filter(expire_date__gt=at).order_by("expire_date", "pk")
    found = [(session.session_key, session.get_decoded()) for session in live.iterator()]
    return [(key, data) for key, data in found if data.get(SESSION_KEY) == str(user.pk)]


@admin.site.admin_view
def sessions(request):
    here, found = request.session.session_key, of_user(request.user, timezone.now())
    if request.method == "POST":
        return sign_out(request, [key for key, _ in found if key != here])
    context = {
        **admin.site.each_context(request),
        "title": "Where you are signed in",
        "sessions": [told(data, is_this=key == here) for key, data in reversed(found)],
    }
    return TemplateResponse(request, "admin/sessions.html", context)


def sign_out(request, keys):
    with transaction.atomic():
        Session.objects.filter(pk__in=keys).delete()
        note(AccountEvent.Kind.SIGNED_OUT, request.user.get_username(), f"everywhere else: {len(keys)}")
    messages.success(request, f"Signed out elsewhere: {len(keys)}.")
    return HttpResponseRedirect(request.path)


def told(data, *, is_this):
    times = {name: datetime.fromtimestamp(data.get(name, 0), UTC) for name in ("began", "seen")}
    return times | {"address": data.get("from", ""), "browser": data.get("with", ""), "is_this": is_this}
