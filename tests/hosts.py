"""Hosts on this machine for tests that ask others: real servers, each answering as it was told to."""

import ssl
import subprocess
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from django.conf import settings
from django.test import override_settings


class Host(ThreadingHTTPServer):
    """Answers each path as `answers` says: (status, headers), or a function of the handler. `asked` is what came."""

    daemon_threads = True

    def __init__(self, answers):
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers, self.asked, self.named = answers, [], []

    @property
    def place(self):
        return f"127.0.0.1:{self.server_port}"

    def address(self, path, *, host="127.0.0.1", scheme="http"):
        return f"{scheme}://{host}:{self.server_port}{path}"


class Handler(BaseHTTPRequestHandler):
    def answer(self):
        self.server.asked.append((self.command, self.path, dict(self.headers)))
        answer = self.server.answers.get(self.path, (404, {}))
        if callable(answer):
            answer(self)
            return
        status, headers = answer[:2] if self.command == "HEAD" else answer[-2:]
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    do_HEAD = do_GET = answer  # noqa: N815 - so the library calls them

    def log_message(self, *args):
        pass


@contextmanager
def hosting(answers, certificate=None, *, allowed=True):
    """A `Host` while the block runs; with a certificate it speaks TLS. Only an `allowed` one is asked."""
    host = Host(answers)
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        context.sni_callback = lambda _socket, name, _context: host.named.append(name)
        host.socket = context.wrap_socket(host.socket, server_side=True)
    thread = Thread(target=host.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    names = {f"{name}:{host.server_port}" for name in ("127.0.0.1", "localhost")} if allowed else set()
    try:
        with override_settings(PRIVATE_TARGETS=settings.PRIVATE_TARGETS | names):
            yield host
    finally:
        host.shutdown(), host.server_close(), thread.join()


def certificate_for(name, folder):
    """A file with a key and a certificate of its own making for the host `name`."""
    path = folder / "certificate.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={name}"]
    extension = ["-addext", f"subjectAltName=DNS:{name}"]
    subprocess.run(
        [*command, *extension, "-keyout", path, "-out", folder / "public.pem"], check=True, capture_output=True
    )
    path.write_text(path.read_text() + (folder / "public.pem").read_text())
    return path
