"""Requests to addresses that people gave: none leaves for a private network, and none takes for ever."""

import time
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from meetings.fetching import Answer, Refused, Target, Unanswered, ask, is_public, target_of


class Said(BaseHTTPRequestHandler):
    """Tells what it was asked, by its path."""

    def do_GET(self):
        self.server.asked.append((self.path, self.headers["Host"]))
        if self.path == "/slow":
            time.sleep(2)
            return
        self.send_response(302 if self.path == "/elsewhere" else 200)
        self.send_header("Location", "http://10.0.0.1/")
        self.end_headers()
        with suppress(BrokenPipeError, ConnectionResetError):
            for _ in range(100 if self.path == "/drops" else 1):
                self.wfile.write(b"x" * 10)
                self.wfile.flush()
                time.sleep(0.1 if self.path == "/drops" else 0)

    def log_message(self, *arguments):
        pass


@contextmanager
def server():
    with ThreadingHTTPServer(("127.0.0.1", 0), Said) as running:
        running.asked, running.daemon_threads = [], True
        Thread(target=running.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield running
        running.shutdown()


@pytest.fixture
def local(settings):
    with server() as running:
        running.at = f"127.0.0.1:{running.server_port}"
        settings.PRIVATE_TARGETS = {running.at}
        yield running


def test_request_is_answered(local):
    answer = ask("GET", f"http://{local.at}/page?of=1", most=4)

    assert (answer.status, answer.body) == (200, b"xxxx")
    assert local.asked == [("/page?of=1", local.at)]


def test_redirect_is_not_followed(local):
    answer = ask("GET", f"http://{local.at}/elsewhere")

    assert (answer.status, answer.headers["Location"]) == (302, "http://10.0.0.1/")


@pytest.mark.parametrize("path", ["/slow", "/drops"])
def test_request_ends_in_time(local, path):
    began = time.monotonic()
    try:
        answer = ask("GET", f"http://{local.at}{path}", seconds=0.5)
    except Unanswered as error:
        answer = Answer(0, {}, str(error).encode())

    assert time.monotonic() - began < 1.5
    assert len(answer.body) < 1000


def test_address_of_this_machine_is_refused_and_not_asked(settings):
    with server() as running:
        for host in ("127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1"):
            with pytest.raises(Refused, match="in a network that is not public"):
                ask("GET", f"http://{host}:{running.server_port}/")

        assert running.asked == []


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("ftp://example.org/", "A web address begins with https:// or http:// and a host."),
        ("https://", "A web address begins with https:// or http:// and a host."),
        ("https://me:secret@example.org/", "A web address here holds no name and no password."),
        ("https://example.org:port/", "This is no web address that can be read."),
        ("http://[::1/", "This is no web address that can be read."),
    ],
)
def test_what_is_no_web_address_is_refused(url, sentence):
    with pytest.raises(Refused) as refused:
        target_of(url)

    assert str(refused.value) == sentence


def test_host_that_is_none_does_not_answer():
    with pytest.raises(Unanswered, match="There is no host nowhere.invalid."):
        ask("GET", "https://nowhere.invalid/")


@pytest.mark.parametrize(
    ("address", "is_so"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.0.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),  # noqa: S104 - not bound to, only looked at
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:10.0.0.1", False),
        ("::127.0.0.1", False),
        ("fec0::1", False),
        ("64:ff9b:1::a00:1", False),
        ("2002:a00:1::", False),
        ("64:ff9b::a00:1", False),
        ("64:ff9b::5db8:d70e", True),
    ],
)
def test_address_is_public(address, is_so):
    assert is_public(address) is is_so


def test_host_is_named_as_it_was_given():
    plain = Target("https", "example.org", 443, "/", "93.184.215.14")
    other = Target("https", "2606:2800::1", 8443, "/", "2606:2800::1")

    assert (plain.named, other.named) == ("example.org", "[2606:2800::1]:8443")
