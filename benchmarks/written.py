"""A client that writes to the record by the API, so that measuring can see what a change costs those who read."""

import json
import subprocess
import sys
from itertools import count

from kept import ROOT, environment
from served import ask

ADDRESS = "/api/v1/meetings/body-0-1/"


class Writer:
    """Changes one meeting, each time to what it was never before."""

    def __init__(self, port, url):
        command = [sys.executable, "manage.py", "make_token", "bench", "--scope", "write"]
        made = subprocess.run(command, cwd=ROOT, env=environment(url), capture_output=True, text=True, check=True)
        self.port, self.token = port, made.stdout.strip()
        self.numbers = count(json.loads(ask(port, ADDRESS).body)["revision"])

    def write(self):
        etag = ask(self.port, ADDRESS).header("ETag")
        body = json.dumps({"theme": f"Theme {next(self.numbers)}"}).encode()
        headers = {"Content-Type": "application/merge-patch+json", "X-Change-Reason": "To measure", "If-Match": etag}
        answer = ask(self.port, ADDRESS, method="PATCH", body=body, Authorization=f"Bearer {self.token}", **headers)
        if answer.status != 200:
            sys.exit(f"Writing was answered by {answer.status}: {answer.body.decode()}")
