"""Writing by API in tests: who asks, with which rights, and what their program sends."""

import json
from datetime import UTC, datetime

from django.test import Client

from meetings.models import BodyRight, Token
from tests.factories import BodyFactory, CountryFactory, UserFactory
from tests.shapes import entry

API = "/api/v1/"
MEETINGS = f"{API}meetings/"
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
NEXT = {"status": "planned"}


class Program:
    """A client that sends JSON with a token; `reason` is the header's unless a call says otherwise."""

    def __init__(self, text=None, reason="As the press says"):
        self.text, self.reason, self.browser = text, reason, Client()

    def send(self, method, path="", data=None, *, match=None, new=False, content_type=None, **headers):
        given = {"X-Change-Reason": self.reason, "If-Match": match, "If-None-Match": "*" if new else None}
        given |= {"Authorization": f"Bearer {self.text}" if self.text else None}
        given |= {name.replace("_", "-"): value for name, value in headers.items()}
        body = data if isinstance(data, (str, bytes)) else json.dumps(data)
        return self.browser.generic(
            method.upper(),
            path if path.startswith("/") else f"{MEETINGS}{path}",
            b"" if data is None else body,
            content_type or "application/json",
            headers={name: value for name, value in given.items() if value is not None},
        )

    def get(self, path="", **options):
        return self.send("get", path, **options)

    def post(self, path="", data=None, **options):
        return self.send("post", path, data, **options)

    def put(self, path, data=None, **options):
        return self.send("put", path, data, **options)

    def patch(self, path, data=None, **options):
        return self.send("patch", path, data, **options)

    def delete(self, path, data=None, **options):
        return self.send("delete", path, data, **options)


def program(*roles, bodies=(), scope="write", name=None, **fields):
    """A program of a new user who has these roles, each as "role of body", with a token of this scope."""
    user = UserFactory(username=name) if name else UserFactory()
    for told in roles:
        role, _, body = told.partition(" of ")
        BodyRight.objects.create(user=user, body=BodyFactory(slug=body), role=role)
    token, text = Token.objects.make(user, at=NOON, scope=scope, bodies=list(bodies), **fields)
    made = Program(text)
    made.user, made.token = user, token
    return made


def chain_of_bodies():
    """Ministers, officials and a working group; Indonesia and Singapore."""
    CountryFactory(code="ID", name="Indonesia"), CountryFactory(code="SG", name="Singapore")
    ammtc = BodyFactory(slug="ammtc")
    somtc = BodyFactory(slug="somtc", reports_to=ammtc, level="senior-officials")
    BodyFactory(slug="somtc-wg-ct", reports_to=somtc, level="working-group")


def planned(slug="ammtc-17", ordinal=17, **keys):
    """A record that may be written as it is."""
    return entry(slug, ordinal=ordinal, status="planned") | keys


def errors_in(answer):
    """{pointer: sentence} of a problem."""
    return {each.get("pointer", each.get("parameter")): each["message"] for each in answer.json()["errors"]}
