"""Servers as `make serve` runs them, and a client that keeps one busy while it does little itself.

Several requests are always under way, each on a connection of its own that is kept: what is measured is the one worker.
"""

import os
import re
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from statistics import median
from urllib.parse import urlsplit

from kept import HOME, ROOT, environment

CONNECTIONS = 4
# What all are called, so that all send the same links.
HOST = "127.0.0.1:8000"
PATIENCE, PIECE = 120, 1 << 20
LENGTH = re.compile(rb"\r\ncontent-length: (\d+)", re.IGNORECASE)


@contextmanager
def serving(command, **variables):
    """The port on which `command`, in which {port} stands for it, answers while the block runs."""
    port = free_port()
    words = [word.format(port=port) for word in command]
    with open(HOME / "served.log", "ab") as log:
        process = subprocess.Popen(
            words, cwd=ROOT, env=(variables or os.environ) | {"PORT": str(port)}, stdout=log, stderr=log
        )
    try:
        wait_for(process, port)
        yield port
    finally:
        process.terminate()
        process.wait()


def production(url, application="timeline.wsgi:application", **variables):
    """The same server for all: one worker, begun as `make serve` begins it."""
    command = [sys.executable, "scripts/serve", application]
    one = {"WEB_CONCURRENCY": "1", "PUBLIC_URL": f"http://{HOST}"}
    return serving(command, **environment(url) | one | variables)


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def wait_for(process, port):
    for _ in range(600):
        try:
            return socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            if process.poll() is not None:
                sys.exit(f"A server did not start: read {HOME / 'served.log'}.")
            time.sleep(0.05)
    return sys.exit("A server did not answer within half a minute.")


class Answer:
    """One answer as it came."""

    def __init__(self, head, body):
        self.head, self.body = head, body
        self.status = int(head[9:12])

    def header(self, name):
        found = re.search(rf"\r\n{name}: ([^\r]*)".encode(), self.head, re.IGNORECASE)
        return found and found[1].decode()


class Connection:
    """A connection that is kept, made again where the server closed it."""

    def __init__(self, port):
        self.port, self.socket = port, None

    def send(self, request):
        self.request = request
        if self.socket is None:
            self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.sendall(request)

    def receive(self):
        data = self.socket.recv(PIECE)
        while (end := data.find(b"\r\n\r\n")) < 0:
            if not data:
                self.socket = None
                self.send(self.request)
            data += self.socket.recv(PIECE)
        head, body = data[:end], data[end + 4 :]
        length = LENGTH.search(head)
        if length or b"chunked" not in head:
            body = self.receive_all(body, int(length[1]) if length else 0)
        else:
            body = self.receive_chunks(body)
        if b"\r\nconnection: close" in head.lower():
            self.socket = None
        return Answer(head, body)

    def receive_all(self, body, length):
        pieces, missing = [body], length - len(body)
        while missing > 0:
            pieces.append(self.socket.recv(min(missing, PIECE)))
            missing -= len(pieces[-1])
        return b"".join(pieces)

    def receive_chunks(self, body):
        while not body.endswith(b"\r\n0\r\n\r\n"):
            body += self.socket.recv(PIECE)
        chunks = []
        while body[0:1] != b"0":
            size, _, body = body.partition(b"\r\n")
            chunks.append(body[: int(size, 16)])
            body = body[int(size, 16) + 2 :]
        return b"".join(chunks)


def asking(path, method="GET", body=b"", **headers):
    """The bytes of a request; `path` may be a whole address."""
    parts = urlsplit(path)
    target = f"{parts.path}?{parts.query}" if parts.query else parts.path
    lines = [f"{method} {target} HTTP/1.1", f"Host: {HOST}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    if body:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode() + body


def ask(port, path, **headers):
    """One answer, on a connection of its own."""
    connection = Connection(port)
    connection.send(asking(path, **headers))
    answer = connection.receive()
    connection.socket = None
    return answer


def rate(port, requests, seconds):
    """How many requests a second the server answers, taken in turns from `requests` without end."""
    connections = [Connection(port) for _ in range(CONNECTIONS)]
    began = time.perf_counter()
    for connection in connections:
        connection.send(next(requests))
    answered, end = 0, began + seconds
    while (now := time.perf_counter()) < end or answered < CONNECTIONS:
        connection = connections[answered % CONNECTIONS]
        check(connection.receive(), connection.request)
        answered += 1
        connection.send(next(requests))
    took = now - began
    # What is still under way is waited for, so that nobody else pays for it.
    for connection in connections:
        connection.receive()
    return answered / took


def check(answer, request):
    if answer.status not in (200, 204, 304):
        sys.exit(f"{request.decode()}\nwas answered by\n{answer.head.decode()}\n{answer.body[:500].decode()}")


def middle_time(port, request, times, before):
    """The median of the seconds that a request takes, sent so many times one after another."""
    connection, taken = Connection(port), []
    for _ in range(times):
        before()
        began = time.perf_counter()
        connection.send(request)
        check(connection.receive(), request)
        taken.append(time.perf_counter() - began)
    return median(taken)
