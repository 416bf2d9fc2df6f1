"""A program at the other end of a webhook: takes what is signed well, keeps it, and fails as it is told to."""

from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from json import loads
from threading import Lock, Thread

from standardwebhooks import Webhook


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        status = self.server.take(dict(self.headers.items()), body)
        if status is None:
            # It has taken it, and dies before it can say so.
            self.close_connection = True
            return
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *arguments):
        pass


class Receiver(ThreadingHTTPServer):
    daemon_threads, request_queue_size = True, 50

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.lock, self.secret, self.taken, self.tried = Lock(), None, [], 0
        # By default it takes everything.
        self.answer = lambda tried: 204

    @property
    def host(self):
        return f"127.0.0.1:{self.server_port}"

    def take(self, headers, body):
        with self.lock:
            self.tried += 1
            status = self.answer(self.tried)
            check(Webhook(self.secret), headers, body)
            if status is None or status < 300:
                self.taken.append((headers["webhook-id"], loads(body)))
            return status


def check(webhook, headers, body):
    """Refuse what is not signed as the library of Standard Webhooks signs it, whenever that was."""
    at = datetime.fromtimestamp(int(headers["webhook-timestamp"]), UTC)
    if headers["webhook-signature"] != webhook.sign(headers["webhook-id"], at, body.decode()):
        raise ValueError(headers)


@contextmanager
def receiver():
    with Receiver() as running:
        Thread(target=running.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield running
        running.shutdown()
