"""How feeds are answered: a poll that finds nothing new reads no meeting, and no answer depends on the clock."""

from functools import wraps
from http import HTTPStatus

from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from meetings.api.problems import InvalidQuery
from meetings.api.ready import is_admitted
from meetings.api.versions import headers_of, holds, is_unchanged, tag_of, version_now
from timeline.exports.sending import MINUTE, OPEN, refusal, unchanged, wrong


def polled(view):
    """A feed for everybody: `view` reads the request and gives what makes the answer, which is called where it is due.

    It raises `InvalidQuery` or `Http404`, having read no meeting.
    """

    @wraps(view)
    @require_safe
    @gzip_page
    def wrapped(request, *args, **kwargs):
        if not is_admitted(request):
            return refusal(request, HTTPStatus.TOO_MANY_REQUESTS, "Reading is limited. Ask again in a minute.", MINUTE)
        version = version_now()
        tag = tag_of(version, request)
        # That tag was given for this very address, so what it asks is understood.
        if holds(request, tag):
            return unchanged(tag, version)
        try:
            answer = view(request, *args, **kwargs)
        except InvalidQuery as error:
            return wrong(request, error)
        if is_unchanged(request, tag, version[1]):
            return unchanged(tag, version)
        response = answer()
        if request.method == "HEAD" and response.streaming:
            # Nothing is read for what is not sent.
            response.streaming_content = ()
        for name, value in (headers_of(tag, version[1]) | OPEN).items():
            response[name] = value
        return response

    return wrapped


def understood(query):
    """`query`, or InvalidQuery."""
    if query.errors:
        raise InvalidQuery(query.errors)
    return query
