"""What follows from the record alone is not made again while nothing was committed: who has it is told so by a 304."""

from functools import wraps
from http import HTTPStatus

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from meetings.api.versions import headers_of, is_unchanged, tag_of, version_now


def unless_unchanged(view):
    """Answers 304, or what `view` answers at the version of the record that it is given, and by what to ask again."""

    @require_safe
    @wraps(view)
    def wrapped(request, *args, **kwargs):
        version = version_now()
        tag = tag_of(version, request)
        headers = headers_of(tag, version[1])
        if is_unchanged(request, tag, version[1]):
            return HttpResponse(status=HTTPStatus.NOT_MODIFIED, headers=headers)
        response = view(request, *args, version=version, **kwargs)
        for name, value in headers.items():
            response[name] = value
        return response

    return wrapped
