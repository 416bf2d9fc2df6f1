"""How cited pages are asked for: real servers on this machine, which is a private network unless a test allows one."""

import shutil
import socket
import sys
import time

import pytest

from meetings.checking import Manners, Pace, follow
from meetings.fetching import Refused, Unanswered, Vain
from tests.hosts import certificate_for, hosting

AGENT = "Tests (checks its links)"
looked_up = []
sys.addaudithook(lambda event, told: looked_up.append(told[0]) if event == "socket.getaddrinfo" else None)


def ask(address, seconds=2):
    return follow(address, Manners(AGENT, seconds=seconds), Pace())


def asked(host):
    return [(method, path) for method, path, _ in host.asked]


@pytest.mark.parametrize("status", [200, 404, 410, 500, 429])
def test_status_is_what_a_reader_would_get(status):
    with hosting({"/page?a=%C3%A9%20c": (status, {})}) as host:
        answer = ask(host.address("/page?a=é c"))

    assert answer.status == status
    assert (host.asked[0][2]["User-Agent"], host.asked[0][2]["Host"]) == (AGENT, host.place)


def test_what_is_refused_to_head_is_asked_for_whole():
    with hosting({"/page": (405, {}, 200, {})}) as host:
        answer = ask(host.address("/page"))

    assert (answer.status, asked(host)) == (200, [("HEAD", "/page"), ("GET", "/page")])


def test_redirects_are_followed_and_counted():
    answers = {f"/{n}": (302, {"Location": f"/{n + 1}"}) for n in range(9)}
    with hosting(answers | {"/4": (200, {})}) as host:
        answer = ask(host.address("/1"))
    with hosting(answers) as other, pytest.raises(Unanswered, match=r"^It redirects more than 5 times\.$"):
        ask(other.address("/0"))

    assert (answer.status, asked(host)[-1], len(other.asked)) == (200, ("HEAD", "/4"), 6)


@pytest.mark.parametrize("location", ["http://[::1/", "http://a\0b/", "//[/", "http://a:b/"])
def test_redirect_that_leads_nowhere_ends_there(location):
    with hosting({"/": (302, {"Location": location})}) as host, pytest.raises(Vain) as vain:
        ask(host.address("/"))

    assert str(vain.value).isprintable()


def test_redirects_do_not_lead_into_private_networks():
    with (
        hosting({"/secret": (200, {})}, allowed=False) as inner,
        hosting({"/": (302, {"Location": inner.address("/secret")})}) as outer,
        pytest.raises(Refused, match="not public"),
    ):
        ask(outer.address("/"))

    assert (len(outer.asked), inner.asked) == (1, [])


def test_a_name_is_resolved_once_a_request_and_its_address_connected_to():
    looked_up.clear()
    with hosting({"/page": (200, {})}) as host:
        ask(host.address("/page", host="localhost"))

    assert looked_up.count("localhost") == 1
    assert host.asked[0][2]["Host"] == f"localhost:{host.server_port}"


@pytest.mark.skipif(not shutil.which("openssl"), reason="openssl makes the certificate")
def test_certificate_is_that_of_the_host_and_is_looked_at(tmp_path, monkeypatch):
    certificate = certificate_for("localhost", tmp_path)
    with hosting({"/page": (200, {})}, certificate) as host:
        address = host.address("/page", host="localhost", scheme="https")
        with pytest.raises(Unanswered, match="certificate"):
            ask(address)
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        answer = ask(address)
        with pytest.raises(Unanswered, match=r"doesn't match|mismatch"):
            ask(address.replace("localhost", "127.0.0.1"))

    assert (answer.status, host.named[:2]) == (200, ["localhost", "localhost"])


def drip(handler):
    """Sends its head one byte at a time, for ever."""
    try:
        while True:
            handler.wfile.write(b"H"), handler.wfile.flush()
            time.sleep(0.05)
    except OSError:
        pass


def test_host_that_never_ends_the_head_of_its_answer_is_left():
    began = time.monotonic()
    with hosting({"/page": drip}) as host, pytest.raises(Unanswered):
        ask(host.address("/page"), seconds=0.3)

    assert time.monotonic() - began < 2


def test_host_that_is_not_there_or_says_nothing_is_left(settings):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        place = f"127.0.0.1:{silent.getsockname()[1]}"
        settings.PRIVATE_TARGETS = {place}
        with pytest.raises(Unanswered, match="timed out"):
            ask(f"http://{place}/", seconds=0.2)
    with pytest.raises(Unanswered, match="refused"):
        ask(f"http://{place}/")


def test_broken_answers_are_told():
    with (
        hosting({"/page": lambda handler: handler.wfile.write(b"\x00\xff\r\n\r\n")}) as host,
        pytest.raises(Unanswered, match=r"^127\.0\.0\.1 did not answer: ÿ\.$"),
    ):
        ask(host.address("/page"))
