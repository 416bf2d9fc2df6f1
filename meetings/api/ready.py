"""Meetings told by the texts that are kept ready, and what anybody reads answered without the machinery of DRF.

What is told is the same as by the serializer; where a text is not ready, that builds it.
"""

from functools import wraps

from django.http import HttpResponse
from rest_framework.throttling import BaseThrottle

from meetings.answers import placed, text_of
from meetings.api.conditions import etag
from meetings.api.headers import open_to_all
from meetings.api.paging import Page, header_of
from meetings.api.throttling import wait_of
from meetings.api.versions import headers_of, is_unchanged, tag_of, unchanged, version_now
from meetings.models import Meeting
from meetings.serializers import shape

JSON = "application/json"


def at_once(view):
    """`view`, before which its class may answer readers that give no key: `at_once(request, action, **kwargs)`."""
    answer, action = view.cls.at_once, getattr(view, "actions", {}).get("get")

    @wraps(view)
    def answer_at_once(request, *args, **kwargs):
        response = answer(request, action, **kwargs) if is_open(request) else None
        return open_to_all(request, response) if response else view(request, *args, **kwargs)

    return answer_at_once


def is_open(request):
    """Whether the request is one that anybody may make, for JSON."""
    accepted = request.META.get("HTTP_ACCEPT", "*/*")
    return (
        request.method in ("GET", "HEAD")
        and "HTTP_AUTHORIZATION" not in request.META
        and not request.COOKIES
        and accepted in ("*/*", JSON)
    )


def is_admitted(request):
    """Counts the request; whether it is within the limit of its address."""
    return wait_of("read", f"address:{BaseThrottle().get_ident(request)}") is None


def unchanged_at_once(request):
    """304 where the record is as the client knows it, else None."""
    if not {"HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE"} & request.META.keys():
        return None
    version = version_now()
    tag = tag_of(version, request.get_full_path())
    if is_unchanged(request, tag, version[1]) and is_admitted(request):
        return unchanged(tag, version[1])
    return None


def page_of(query, request, version):
    """A page of the meetings that `query` asks for, in the shape of every list."""
    page = Page(query, request.build_absolute_uri(), version)
    names = [column.name for column in query.columns]
    rows = query.narrow(Meeting.objects.all()).values_list("pk", "answer__text", *names, named=True)
    texts = texts_of(page.take([rows]))
    links = page.links()
    addresses = "".join(f'"{name}":{quoted(address)},' for name, address in links.items())
    count = "null" if page.count is None else page.count
    text = f'{{{addresses}"count":{count},"results":[{placed(",".join(texts))}]}}'
    headers = headers_of(tag_of(version, request.get_full_path()), version[1])
    return HttpResponse(text, content_type=JSON, headers=headers | header_of(links))


def quoted(address):
    """An address as JSON; it holds nothing that would have to be escaped."""
    return "null" if address is None else f'"{address}"'


def texts_of(rows):
    lacking = [row.pk for row in rows if row.answer__text is None]
    built = {}
    if lacking:
        meetings = Meeting.objects.with_record().filter(pk__in=lacking)
        built = {meeting.pk: text_of(meeting, shape(meeting)) for meeting in meetings}
    # One that was deleted since the page was read is left out.
    return [text for row in rows if (text := row.answer__text or built.get(row.pk))]


def meeting_of(slug, request):
    """What is told of one meeting, 304 where the client has it; None where no text of it is ready."""
    columns = ("slug", "answer__text", "answer__revision", "answer__number", "answer__at")
    row = Meeting.objects.filter(slug=slug, answer__isnull=False).order_by().values_list(*columns).first()
    if row is None:
        return None
    slug, text, revision, number, at = row
    tag = etag(slug, revision, number)
    if is_unchanged(request, tag, at):
        return unchanged(tag, at)
    return HttpResponse(placed(text), content_type=JSON, headers=headers_of(tag, at))
