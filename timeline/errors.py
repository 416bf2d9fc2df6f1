"""Answers to what no view could answer: problem details under /api/, a page everywhere else."""

from django.conf import settings
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views import defaults

from meetings.api import problems


def either(page, problem):
    """A handler that answers with `problem` where programs ask, and with `page` where people do."""

    def handler(request, *args, **kwargs):
        answer = problem if request.path.startswith("/api/") else page
        return answer(request, *args, **kwargs)

    return handler


bad_request = either(defaults.bad_request, problems.bad_request)
permission_denied = either(defaults.permission_denied, problems.permission_denied)
page_not_found = either(defaults.page_not_found, problems.page_not_found)
server_error = either(defaults.server_error, problems.server_error)


def locked_out(request, response, credentials):
    """The page for whoever tried too many passwords for one name."""
    wait = settings.AXES_COOLOFF_TIME
    sentence = _("Signing in failed too often for this name from your address. Try again in %(minutes)s minutes.")
    context = {"title": _("Locked for a while"), "text": sentence % {"minutes": int(wait.total_seconds() // 60)}}
    page = render(request, "timeline/problem.html", context, status=429)
    page["Retry-After"] = str(int(wait.total_seconds()))
    return page
