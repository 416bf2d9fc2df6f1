"""Exports as they are asked for: refused where the query is wrong, 304 where nothing changed, else sent as made."""

from http import HTTPStatus
from threading import BoundedSemaphore

from django.http import HttpResponse, JsonResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from meetings.api.problems import MEDIA_TYPE, InvalidQuery, errors, problem
from meetings.api.ready import is_admitted
from meetings.api.versions import headers_of, holds, is_unchanged, tag_of, version_now
from meetings.filters.exports import ExportQuery
from timeline.exports.selection import Selection

# Scripts of other origins may read what everybody may.
OPEN = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "Content-Disposition, ETag, Last-Modified"}
# Of the eight threads of a worker, so that those who take much away slowly leave some to the others.
PLACES = BoundedSemaphore(4)
# Small files are soon sent, so a place may be free within a second.
WAIT = 1
PATIENCE, MINUTE = "5", "60"
LONGEST_NAME = 80


@require_safe
def export(request, form):
    """The meetings that the query asks for, in `form`."""
    if not is_admitted(request):
        return refusal(request, HTTPStatus.TOO_MANY_REQUESTS, "Reading is limited. Ask again in a minute.", MINUTE)
    version = version_now()
    tag = tag_of(version, request)
    # A tag was given for this very address, so what it asks for is known to be right.
    if holds(request, tag):
        return unchanged(tag, version)
    query = ExportQuery(request.GET)
    if query.errors:
        return wrong(request, InvalidQuery(query.errors))
    if is_unchanged(request, tag, version[1]):
        return unchanged(tag, version)
    headers = headers_of(tag, version[1]) | OPEN | named(form, query, version)
    if request.method == "HEAD":
        return StreamingHttpResponse((), headers=headers)
    return (sent if form.is_packed else gzip_page(sent))(request, form, query, headers)


def unchanged(tag, version):
    response = HttpResponse(status=HTTPStatus.NOT_MODIFIED, headers=headers_of(tag, version[1]) | OPEN)
    del response["Content-Type"]
    return response


def sent(request, form, query, headers):
    pieces = form.pieces(Selection(query))
    if not PLACES.acquire(timeout=WAIT):
        busy = "Others are taking much away just now. Ask again in some seconds."
        return refusal(request, HTTPStatus.SERVICE_UNAVAILABLE, busy, PATIENCE)
    return StreamingHttpResponse(Pieces(pieces), headers=headers)


class Pieces:
    """The pieces of one export, whose place is given back when it is sent, or nobody reads on."""

    def __init__(self, pieces):
        self.pieces = pieces

    def __iter__(self):
        return self.pieces

    def close(self):
        self.pieces.close()
        PLACES.release()


def named(form, query, version):
    """What it is, and the name under which it is kept: what it was narrowed to, and the day of the last change."""
    narrowed = [slugify(text) for _name, text, _label in query.active]
    day = query.one("as_of") or version[1]
    stem = "-".join(filter(None, ["asean-meetings", *narrowed]))[:LONGEST_NAME].strip("-")
    name = f"{stem}-{day:%Y-%m-%d}.{form.suffix}" if day else f"{stem}.{form.suffix}"
    told = {"Content-Type": form.media_type, "Content-Disposition": content_disposition_header(True, name)}
    return told if form.is_packed else told | {"Vary": "Accept-Encoding"}


def wrong(request, error):
    return told(problem(error.status_code, str(error.detail), request, errors(error)))


def refusal(request, status, sentence, wait):
    return told(problem(status, sentence, request), {"Retry-After": wait})


def told(body, headers=None):
    return JsonResponse(
        body,
        status=body["status"],
        content_type=MEDIA_TYPE,
        json_dumps_params={"ensure_ascii": False},
        headers=OPEN | {"Cache-Control": "no-cache"} | (headers or {}),
    )
