"""Problem details (RFC 9457) for every error: what went wrong in a sentence, and where in the request.

Every answer with a status of 400 or more under /api/ is one of these, whoever made it.
"""

import re
from http import HTTPStatus

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, JsonResponse
from rest_framework import exceptions, status
from rest_framework.response import Response

from meetings.api.headers import open_to_all
from meetings.filters.codes import Codes
from meetings.serializers.fields import shorten
from meetings.serializers.meetings import problem_paths
from meetings.suggestions import hint

# How many problems are told in one breath; `errors` tells all.
MOST_TOLD = 3
MEDIA_TYPE = "application/problem+json"
RECORDS_WRONG = "What was sent is not a record; each error says what is wrong with it."
MEANT = re.compile(r"Did you mean ([^?]+)\?")


class InvalidQuery(exceptions.APIException):
    """A query string that was not understood: `problems` names each parameter."""

    status_code = status.HTTP_400_BAD_REQUEST

    def __init__(self, problems):
        self.problems = problems
        super().__init__(told_short([problem.message for problem in problems]))


def told_short(messages):
    """A few of the messages, and how many more there are."""
    told = list(dict.fromkeys(messages))[:MOST_TOLD]
    more = len(messages) - len(told)
    return " ".join([*told, f"And {more} more problems."] if more else told)


class NotModified(exceptions.APIException):
    """The client has the state already that `headers` name."""

    status_code = status.HTTP_304_NOT_MODIFIED

    def __init__(self, headers):
        self.headers = headers
        super().__init__("This is as you know it.")


class Moved(exceptions.APIException):
    """Something that is found at another address for good."""

    status_code = status.HTTP_308_PERMANENT_REDIRECT

    def __init__(self, address):
        self.address = address
        super().__init__(f"This is found at {address}.")


class Gone(exceptions.APIException):
    """Something that was in the record, and was taken out of it."""

    status_code = status.HTTP_410_GONE


class Conflict(exceptions.APIException):
    """What was asked for does not go with how the record stands."""

    status_code = status.HTTP_409_CONFLICT


class ConditionMissing(exceptions.APIException):
    """A change that does not say which state it is a change of."""

    status_code = status.HTTP_428_PRECONDITION_REQUIRED


class ConditionFailed(exceptions.APIException):
    """A change of a state that is no more: `current` is the record as it stands, or None."""

    status_code = status.HTTP_412_PRECONDITION_FAILED

    def __init__(self, detail, current=None, parts=()):
        self.more, self.parts = {"current": current}, parts
        super().__init__(detail)


class TooLarge(exceptions.APIException):
    """More than is taken at once."""

    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE


class Busy(exceptions.APIException):
    """Others write so much at the moment that this one found no place between them."""

    status_code = status.HTTP_503_SERVICE_UNAVAILABLE
    wait = 1


class Wrong(exceptions.APIException):
    """What was sent cannot be taken: `parts` gives (where, sentence) for all that is wrong with it.

    Where is a path into the body, or the name of a header.
    """

    status_code = status.HTTP_400_BAD_REQUEST

    def __init__(self, parts, advice="", said=RECORDS_WRONG):
        self.parts = parts
        super().__init__(f"{said} {advice}".strip())


class Denied(exceptions.PermissionDenied):
    """Several things that the caller may not do, each as (path into the body, sentence)."""

    def __init__(self, parts):
        self.parts = parts
        super().__init__(told_short([message for _, message in parts]))


def handle(error, context):
    """DRF's exception handler. What it does not know goes on to Django, which logs it and answers 500."""
    error = as_api_error(error)
    if error is None:
        return None
    request = context["request"]
    if isinstance(error, NotModified):
        return Response(status=error.status_code, headers=error.headers)
    if isinstance(error, Moved):
        return Response(status=error.status_code, headers={"Location": error.address})
    headers = getattr(error, "auth_header", None) and {"WWW-Authenticate": error.auth_header}
    answer = problem(error.status_code, sentence(error, request, context), request, errors(error))
    answer |= getattr(error, "more", {})
    response = Response(answer, error.status_code, headers=headers, content_type=MEDIA_TYPE)
    if wait := getattr(error, "wait", None):
        response["Retry-After"] = str(int(wait))
    return response


def absent(kind, code):
    """That no row of `kind` has this code, with the one that was probably meant."""
    close = Codes({}).suggestion(kind, code)
    return exceptions.NotFound(f"There is no {kind.noun} {shorten(code)}.{hint(close, ())}")


def as_api_error(error):
    """The error as DRF's own kind, or None where it is none that a client can cause."""
    if isinstance(error, Http404):
        return exceptions.NotFound(*error.args)
    if isinstance(error, PermissionDenied):
        return exceptions.PermissionDenied(*error.args)
    if isinstance(error, SuspiciousOperation):
        return exceptions.ParseError("The request cannot be read.")
    return error if isinstance(error, exceptions.APIException) else None


def sentence(error, request, context):
    if isinstance(error, exceptions.MethodNotAllowed):
        possible = ", ".join(context["view"].allowed_methods)
        return f"{request.method} is not possible here. Possible are {possible}."
    if isinstance(error, exceptions.ValidationError):
        return RECORDS_WRONG
    if isinstance(error, exceptions.UnsupportedMediaType):
        taken = " or ".join(parser.media_type for parser in context["view"].get_parsers())
        return f"The body must be {taken}: say so in Content-Type."
    if isinstance(error, exceptions.NotAcceptable):
        return "This address answers in application/json; ask for that or for anything in Accept."
    return str(error.detail)


def errors(error):
    """The parts of the request that are wrong: parameters of the query, or pointers (RFC 6901) into the body."""
    if isinstance(error, InvalidQuery):
        return [
            {"parameter": each.parameter, "message": each.message, "suggestion": each.suggestion}
            for each in error.problems
        ]
    if isinstance(error, exceptions.ValidationError):
        return [part(*each) for each in problem_paths(error.detail)]
    return [part(*each) for each in getattr(error, "parts", ())]


def part(where, message):
    """One wrong part: a pointer where it is told by a path, a parameter where by the name of a header."""
    place = {"parameter": where} if isinstance(where, str) else {"pointer": pointer(where)}
    meant = MEANT.search(message)
    return place | {"message": message, "suggestion": meant and meant[1]}


def pointer(path):
    """A path into the body as RFC 6901 writes it."""
    return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in path)


def problem(code, detail, request, errors=()):
    return {
        "type": "about:blank",
        "title": HTTPStatus(code).phrase,
        "status": code,
        "detail": detail,
        "instance": request.path,
        "errors": list(errors),
    }


def answer(code, detail, request):
    """A problem as a plain Django response, for what never reaches a view of the API."""
    body = problem(code, detail, request)
    response = JsonResponse(body, status=code, content_type=MEDIA_TYPE, json_dumps_params={"ensure_ascii": False})
    return open_to_all(request, response)


def bad_request(request, exception=None):
    return answer(status.HTTP_400_BAD_REQUEST, "The request cannot be read.", request)


def permission_denied(request, exception=None):
    return answer(status.HTTP_403_FORBIDDEN, "This is not allowed.", request)


def page_not_found(request, exception=None):
    return answer(status.HTTP_404_NOT_FOUND, "There is nothing at this address. /api/v1/ lists what there is.", request)


def server_error(request):
    return answer(
        status.HTTP_500_INTERNAL_SERVER_ERROR, "Something went wrong here, and it is not your request's fault.", request
    )
