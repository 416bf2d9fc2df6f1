"""What is sent at once is what the view would have sent, to the last header; and nothing else is sent so."""

import io
import sys

import pytest
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from django.test.utils import CaptureQueriesContext

from meetings.models import Answer
from tests.test_api_unchanged import PUBLIC, edit
from timeline.wsgi import application

LIST, DETAIL = "/api/v1/meetings/", "/api/v1/meetings/ammtc-17/"
AT_ONCE = [LIST, f"{LIST}?host=ID&limit=2", f"{LIST}?q=terrorism&ordering=relevance", f"{LIST}?count=none", DETAIL]
NOT_AT_ONCE = [
    {"HTTP_COOKIE": "sessionid=x"},
    {"HTTP_AUTHORIZATION": "Bearer x"},
    {"HTTP_ACCEPT": "text/html"},
    {"HTTP_HOST": "elsewhere.example"},
    {"REQUEST_METHOD": "POST"},
    {"PATH_INFO": "/api/v1/meetings/nowhere-1/"},
    {"PATH_INFO": "/api/v1/meetings/ammtc-17"},
    {"QUERY_STRING": "hots=ID"},
    {"QUERY_STRING": "fields=slug"},
    {"QUERY_STRING": "cursor=x"},
    {"QUERY_STRING": "as_of=2099-01-01T00:00:00Z"},
]


def environ_of(address, **more):
    path, _, query = address.partition("?")
    return {
        "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query, "SERVER_NAME": "testserver",
        "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "testserver",
        "HTTP_X_REQUEST_ID": "x", "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(), "wsgi.errors": sys.stderr,
    } | more  # fmt: skip


@pytest.fixture
def send(record, settings):
    """Sends a request to the door of the server: (status, headers, body)."""
    settings.ALLOWED_HOSTS = ["testserver", "127.0.0.1"]

    def go(environ):
        begun = {}
        # As the client of the tests does: these would close what a test's transaction stands on.
        for signal in SIGNALS:
            signal.disconnect(close_old_connections)
        try:
            answer = application(environ, lambda status, headers: begun.update(status=status, headers=dict(headers)))
            return int(begun["status"][:3]), begun["headers"], b"".join(answer)
        finally:
            for signal in SIGNALS:
                signal.connect(close_old_connections)

    return go


SIGNALS = (request_started, request_finished)
# Django tells caches that it looked for a session, and the view tells which methods there are, and how long nothing is.
OF_THE_VIEW = {"Vary", "Allow"}


def of_view(answer):
    """(status, headers, body) of an answer of the view, less what only that tells."""
    return answer.status_code, less(OF_THE_VIEW, dict(answer.items())), answer.content


def less(names, headers):
    return {name: value for name, value in headers.items() if name not in names}


@pytest.mark.parametrize("address", AT_ONCE)
def test_answer_at_once_is_that_of_the_view(client, send, address):
    at_once = send(environ_of(address))

    assert at_once == of_view(client.get(address, headers={"X-Request-ID": "x"}))


@pytest.mark.parametrize("address", PUBLIC)
def test_unchanged_answer_at_once_is_that_of_the_view(client, send, address):
    tag = client.get(address)["ETag"]

    status, headers, body = send(environ_of(address, HTTP_IF_NONE_MATCH=tag))

    view = of_view(client.get(address, headers={"X-Request-ID": "x", "If-None-Match": tag}))
    ways = OF_THE_VIEW | {"Content-Length", "Content-Type"}
    assert (status, less(ways, headers), body) == (304, less(ways, view[1]), b"")
    assert (view[0], view[2]) == (304, b"")


@pytest.mark.parametrize("address", [LIST, f"{LIST}?host=ID&limit=2", DETAIL])
def test_poll_by_date_is_answered_as_by_the_view(client, send, address):
    since = client.get(address)["Last-Modified"]

    unchanged = send(environ_of(address, HTTP_IF_MODIFIED_SINCE=since))[0]
    edit(theme="Another")
    changed = send(environ_of(address, HTTP_IF_MODIFIED_SINCE=since))[0]

    assert (unchanged, changed) == (304, 200)
    for wrong in ("?hots=ID", "?cursor=x"):
        assert send(environ_of(LIST + wrong, HTTP_IF_MODIFIED_SINCE="Fri, 01 Jan 2100 00:00:00 GMT"))[0] == 400


def test_poll_reads_one_row_and_no_meeting(client, send):
    tag = client.get(LIST)["ETag"]

    with CaptureQueriesContext(connection) as captured:
        status, _, _ = send(environ_of(LIST, HTTP_IF_NONE_MATCH=f'"x", {tag}'))

    assert (status, [query["sql"].split()[:5] for query in captured]) == (
        304,
        [["SELECT", "position,", "at", "FROM", "meetings_commit"]],
    )


@pytest.mark.parametrize("address", [f"{LIST}?body=ammtc", DETAIL])
def test_changed_answer_is_sent_at_once(client, send, address):
    tag = client.get(address)["ETag"]

    edit(theme="Another")
    status, headers, body = send(environ_of(address, HTTP_IF_NONE_MATCH=tag))

    assert (status, headers["ETag"] != tag, b'"theme":"Another"' in body) == (200, True, True)


def test_page_asked_again_reads_one_row_and_no_meeting(send):
    first = send(environ_of(LIST))

    with CaptureQueriesContext(connection) as captured:
        again = send(environ_of(LIST))
    elsewhere = send(environ_of(LIST, HTTP_HOST="127.0.0.1"))

    assert (again, [query["sql"].split()[4] for query in captured]) == (first, ["meetings_commit"])
    assert (b"//testserver/" in first[2], b"//testserver/" in elsewhere[2]) == (True, False)


def test_long_page_is_made_each_time(send):
    address = f"{LIST}?limit=500"
    first = send(environ_of(address))

    with CaptureQueriesContext(connection) as captured:
        again = send(environ_of(address))

    assert (again, len(first[2]) > 200_000, len(captured) > 1) == (first, True, True)


def test_head_has_no_body(send):
    whole, head = send(environ_of(DETAIL)), send(environ_of(DETAIL, REQUEST_METHOD="HEAD"))

    assert head == (200, whole[1], b"")


def test_meeting_without_a_ready_text_is_told_by_the_view(client, send):
    Answer.objects.all().delete()

    assert send(environ_of(DETAIL))[2] == client.get(DETAIL).content
    assert send(environ_of(LIST))[2] == client.get(LIST).content


@pytest.mark.parametrize("more", NOT_AT_ONCE, ids=str)
def test_everything_else_is_for_the_view(send, more):
    environ = environ_of(LIST) | more

    status, headers, _ = send(environ)

    # Only Django's machinery leads elsewhere, and tells of problems, sessions and methods.
    assert status >= 300 or OF_THE_VIEW & headers.keys()


def test_https_site_sends_nothing_at_once_to_who_asks_in_clear(send, settings):
    settings.SECURE_SSL_REDIRECT = True

    assert OF_THE_VIEW & send(environ_of(LIST))[1].keys()


def test_reading_at_once_is_counted(send, settings):
    cache.clear()
    settings.REQUESTS_A_MINUTE = {"read": 2, "write": 0, "failed": 0}

    # The minute may turn over between two of them, once.
    codes = {send(environ_of(DETAIL))[0] for _ in range(6)}

    cache.clear()
    assert codes == {200, 429}


def test_reading_through_a_proxy_is_counted_by_the_address_it_tells(send, settings):
    cache.clear()
    settings.REQUESTS_A_MINUTE = {"read": 1, "write": 0, "failed": 0}
    settings.BEHIND_PROXY = True

    codes = [send(environ_of(DETAIL, HTTP_X_FORWARDED_FOR=f"192.0.2.{number}"))[0] for number in range(5)]

    cache.clear()
    assert codes == [200] * 5
