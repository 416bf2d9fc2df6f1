"""Problem details (RFC 9457) for every error: what went wrong in a sentence, and where in the request.

Every answer with a status of 400 or more under /api/ is one of these, whoever made it.
"""

from http import HTTPStatus

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, JsonResponse
from rest_framework import exceptions, status
from rest_framework.response import Response

from meetings.api.headers import open_to_all
from meetings.filters.codes import Codes
from meetings.serializers.fields import shorten
from meetings.serializers.meetings import problem_list
from meetings.suggestions import hint

# How many problems are told in one breath; `errors` tells all.
MOST_TOLD = 3
MEDIA_TYPE = "application/problem+json"


class InvalidQuery(exceptions.APIException):
    """A query string that was not understood: `problems` names each parameter."""

    status_code = status.HTTP_400_BAD_REQUEST

    def __init__(self, problems):
        self.problems = problems
        told = [problem.message for problem in problems[:MOST_TOLD]]
        more = len(problems) - len(told)
        super().__init__(" ".join([*told, f"And {more} more problems."] if more else told))


class Moved(exceptions.APIException):
    """Something that is found at another address for good."""

    status_code = status.HTTP_308_PERMANENT_REDIRECT

    def __init__(self, address):
        self.address = address
        super().__init__(f"This is found at {address}.")


class Gone(exceptions.APIException):
    """Something that was in the record, and was taken out of it."""

    status_code = status.HTTP_410_GONE


def handle(error, context):
    """DRF's exception handler. What it does not know goes on to Django, which logs it and answers 500."""
    error = as_api_error(error)
    if error is None:
        return None
    request = context["request"]
    if isinstance(error, Moved):
        return Response(status=error.status_code, headers={"Location": error.address})
    headers = getattr(error, "auth_header", None) and {"WWW-Authenticate": error.auth_header}
    answer = problem(error.status_code, sentence(error, request, context), request, errors(error))
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
        return "What was sent is not a record; each error says what is wrong with it."
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
        return [
            {"pointer": pointer(path), "message": message, "suggestion": None}
            for path, message in problem_list(error.detail)
        ]
    return []


def pointer(path):
    return "".join(f"/{step}" for step in path.split(".") if step)


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
