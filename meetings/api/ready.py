"""Meetings told by the texts that are kept ready, and what anybody reads answered without the machinery of DRF.

What is told is the same as by the serializer; where a text is not ready, that builds it.
"""

import json
import re
from contextlib import suppress
from typing import NamedTuple

from django.http import HttpResponse
from django.utils.functional import SimpleLazyObject

from meetings.addresses import client_address
from meetings.answers import placed, text_of
from meetings.api.conditions import etag
from meetings.api.found import BEGINS, is_plain, keys_found, place_of
from meetings.api.headers import ALWAYS
from meetings.api.paging import BACKWARDS, INCLUSIVE, Page, as_kept, header_of
from meetings.api.problems import InvalidQuery
from meetings.api.throttling import wait_of
from meetings.api.versions import headers_of, holds, is_unchanged, kept, tag_of, version_now
from meetings.filters.meetings import MeetingListQuery
from meetings.models import Answer, Meeting
from meetings.serializers import shape

JSON = {"Content-Type": "application/json"}
LIST = "/api/v1/meetings/"
# Bytes of a page beyond which it is made each time: one of 50 meetings has about 100,000.
MOST_KEPT = 200_000
DETAIL = re.compile(LIST + "([a-z0-9-]{1,120})/")


class Ready(NamedTuple):
    """An answer as it is sent."""

    status: int
    headers: dict
    body: bytes = b""

    def response(self):
        response = HttpResponse(self.body, status=self.status, headers=self.headers)
        if "Content-Type" not in self.headers:
            del response["Content-Type"]
        return response


def ready_answer(request):
    """The answer to a public read, where it can be given without a view; else None."""
    ready = unchanged_answer(request) or list_answer(request) or detail_answer(request)
    # Whoever is not admitted is told so by the view.
    return ready._replace(headers=ready.headers | ALWAYS) if ready and is_admitted(request) else None


def is_admitted(request):
    """Counts the request; whether it is within the limit of its address."""
    return wait_of("read", f"address:{client_address(request)}") is None


def unchanged_answer(request):
    """304 where the record is as the client knows it: a tag was given for this very address, so that is a good one."""
    if 'W/"' not in request.META.get("HTTP_IF_NONE_MATCH", ""):
        return None
    version = version_now()
    tag = tag_of(version, request)
    return Ready(304, headers_of(tag, version[1])) if holds(request, tag) else None


def list_answer(request):
    if request.path_info != LIST:
        return None
    version = version_now()
    address = request.build_absolute_uri()
    page = kept("answers", version, address, lambda: list_page(request, address, version), is_kept=is_small)
    if page and is_unchanged(request, page.headers["ETag"], version[1]):
        return Ready(304, headers_of(page.headers["ETag"], version[1]))
    return page


def is_small(page):
    return page is not None and len(page.body) <= MOST_KEPT


def list_page(request, address, version):
    """The page of a list whose texts are ready; None where the view is to answer."""
    query = MeetingListQuery(request.GET)
    if query.is_valid and query.is_plain:
        with suppress(InvalidQuery):
            page = ReadyPage(query, address, version)
            return page_answer(page, tag_of(version, request))
    return None


def detail_answer(request):
    asked = DETAIL.fullmatch(request.path_info)
    return meeting_of(asked[1], request) if asked and not request.META["QUERY_STRING"] else None


class ReadyPage(Page):
    """A page of ready texts. A walk through all meetings asks for them in SQL that needs no making."""

    def take(self, kinds):
        keys = keys_found(self.query, self.version)
        begin = None if keys is None else self.begin(keys)
        if begin is None:
            return super().take(kinds)
        end = begin + self.query.limit
        self.count = len(keys) if self.query.is_counted else None
        self.has_more = begin > 0 if self.at in BACKWARDS else end < len(keys)
        wanted = keys[max(0, begin) : end].tolist()
        rows = {row[0]: row for row in self.rows_of(wanted, kinds)}
        self.page = [rows[key] for key in wanted if key in rows]
        return self.page

    def rows_of(self, keys, kinds):
        if not is_plain(self.query):
            return kinds[0].filter(pk__in=keys)
        return Answer.objects.of_keys(self.names, keys)

    def key_of(self, row):
        """Rows are (key of the meeting, text or None, *columns)."""
        return list(map(as_kept, row[2:]))

    @property
    def names(self):
        return tuple(column.name for column in self.query.columns)

    def begin(self, keys):
        """Where in `keys` this page begins; None where that must be asked of the rows."""
        if self.at is None:
            return 0
        place = place_of(self.query, self.key, keys)
        return None if place is None else BEGINS[self.at](place, self.query.limit)

    def found(self, kinds, backwards):
        if self.query.active or not is_plain(self.query) or any(column.nullable for column in self.query.columns):
            return super().found(kinds, backwards)
        return Answer.objects.walk(
            self.names,
            beyond=self.key,
            inclusive=self.at in INCLUSIVE,
            descending=self.query.is_backwards != backwards,
            limit=self.query.limit + 1,
        )


def page_answer(page, tag):
    """The page as it is sent, in the shape of every list."""
    # Built only where they are asked for, which a walk does not.
    rows = SimpleLazyObject(
        lambda: [page.query.narrow(Meeting.objects.all()).values_list("pk", "answer__text", *page.names)]
    )
    texts = texts_of(page.take(rows))
    links = page.links()
    head = json.dumps(links | {"count": page.count}, separators=(",", ":"))[:-1]
    text = placed(texts, ahead=f'{head},"results":['.encode(), behind=b"]}")
    return Ready(200, JSON | headers_of(tag, page.version[1]) | header_of(links), text)


def texts_of(rows):
    lacking = [key for key, text, *_ in rows if text is None]
    built = {}
    if lacking:
        meetings = Meeting.objects.with_record().filter(pk__in=lacking)
        built = {meeting.pk: text_of(meeting, shape(meeting)) for meeting in meetings}
    # One that was deleted since the page was read is left out.
    texts = (row[1] or built.get(row[0]) for row in rows)
    return [text if isinstance(text, bytes) else text.encode() for text in texts if text]


def meeting_of(slug, request):
    """What is told of one meeting, 304 where the client has it; None where no text of it is ready."""
    told = Answer.objects.told(slug)
    if told is None:
        return None
    text, revision, number, at = told
    tag = etag(slug, revision, number)
    if is_unchanged(request, tag, at):
        return Ready(304, headers_of(tag, at))
    return Ready(200, JSON | headers_of(tag, at), placed([text]))
