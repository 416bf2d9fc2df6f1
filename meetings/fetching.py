"""Requests to addresses that people gave us: bounded, and never into a network that is not public.

A host is resolved once, every address of it is looked at, and one of those very addresses is connected to, so that
no second answer of its name server leads elsewhere. Redirects are not followed: who wants to, asks again, and the
next address is looked at likewise.
"""

import http.client
import ipaddress
import socket
import time
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Timer
from urllib.parse import quote, urlsplit

import urllib3
from django.conf import settings

PORTS = {"http": 80, "https": 443}
# Of the new protocol only these addresses were ever given out (RFC 4291, 2.4).
UNICAST = ipaddress.ip_network("2000::/3")
PIECE = 16_384
SPARE = 0.5
# What stays as it is in an address; letters of other alphabets are written as RFC 3986 has them.
PLAIN = "/%:=&?~#+!$,;'@()*[]"


class Vain(Exception):  # noqa: N818 - it tells, it does not fail
    """Nothing came of a request: a sentence, without what an unknown host put into it that no database keeps."""

    def __init__(self, sentence):
        super().__init__("".join(filter(str.isprintable, sentence)))


class Refused(Vain):
    """The address is not one that is asked; the message is a sentence that says why."""


class Unanswered(Vain):
    """Nobody answered, or not in time; the message is a sentence that says what went wrong."""


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str] = field(default_factory=dict)
    # Its beginning, as much as was wanted.
    body: bytes = b""


@dataclass(frozen=True)
class Target:
    """A web address taken apart, with the one network address that is to be connected to."""

    scheme: str
    host: str
    port: int
    path: str
    address: str

    @property
    def named(self):
        """The header Host (RFC 9110, 7.2)."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    def connect(self, seconds):
        if self.scheme == "http":
            return urllib3.connection.HTTPConnection(self.address, self.port, timeout=seconds)
        names = {"server_hostname": self.host, "assert_hostname": self.host}
        return urllib3.connection.HTTPSConnection(self.address, self.port, timeout=seconds, **names)


def ask(method, url, *, headers=None, body=None, seconds=20, most=65_536):
    """The answer to one request, which takes `seconds` at most and of which `most` bytes are read.

    Raises `Refused` for an address that is not public, `Unanswered` where no answer came.
    """
    end = time.monotonic() + seconds
    target = target_of(url)
    left = max(0.1, end - time.monotonic())
    connection = target.connect(left)
    # The head of an answer may come drop by drop too: then nobody listens any more.
    timer = Timer(left + SPARE, hang_up, [connection])
    timer.start()
    try:
        named = {"Host": target.named, **(headers or {})}
        connection.request(method, target.path, body=body, headers=named, preload_content=False, decode_content=False)
        answer = connection.getresponse()
        return Answer(answer.status, dict(answer.headers), beginning_of(answer, most, end))
    except (urllib3.exceptions.HTTPError, http.client.HTTPException, OSError, ValueError) as error:
        raise Unanswered(f"{target.host} did not answer: {words_of(error)}.") from error
    finally:
        timer.cancel()
        connection.close()


def hang_up(connection):
    with suppress(OSError):
        if connection.sock:
            connection.sock.shutdown(socket.SHUT_RDWR)


def beginning_of(answer, most, end):
    read = b""
    # Each piece as it comes: a server that answers drop by drop is not waited for longer than one that is silent.
    while len(read) < most and time.monotonic() < end and (piece := answer.read1(PIECE)):
        read += piece
    answer.close()
    return read[:most]


def words_of(error):
    """What went wrong without the objects that urllib3 names beside it."""
    return str(error).rpartition(": ")[2].strip("\r\n.") or type(error).__name__


def target_of(url):
    """Where a request to `url` goes. Raises `Refused` or `Unanswered`."""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").encode("idna").decode(), parts.port or PORTS.get(parts.scheme)
    except (ValueError, UnicodeError) as error:
        raise Refused("This is no web address that can be read.") from error
    if parts.scheme not in PORTS or not host:
        raise Refused("A web address begins with https:// or http:// and a host.")
    if parts.username is not None or parts.password is not None:
        raise Refused("A web address here holds no name and no password.")
    path = quote(f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}", safe=PLAIN)
    return Target(parts.scheme, host, port, path, address_of(host, port))


def address_of(host, port):
    """The network address of `host`. A host with any address that is not public is refused whole."""
    try:
        found = [each[4][0] for each in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except (OSError, ValueError) as error:
        raise Unanswered(f"There is no host {host}.") from error
    if f"{host}:{port}" not in settings.PRIVATE_TARGETS and not all(map(is_public, found)):
        raise Refused(f"{host} lies in a network that is not public, and is not asked.")
    return found[0]


def is_public(address):
    """Whether an address is one of the whole internet, also where it holds another one inside."""
    there = ipaddress.ip_address(address.partition("%")[0])
    if there.version == 6:
        inside = there.ipv4_mapped or there.sixtofour or (there.teredo or (None, None))[1] or translated(there)
        if inside is not None:
            there = inside
    is_given_out = there.version == 4 or there in UNICAST
    return is_given_out and there.is_global and not there.is_multicast


def translated(address):
    """The address of the old protocol to which a gateway translates this one (RFC 6052); None where it does not."""
    is_translated = address in ipaddress.ip_network("64:ff9b::/96")
    return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF) if is_translated else None
