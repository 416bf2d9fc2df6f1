"""Errors of the API: each is problem details with a sentence for people, whoever made it."""

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404
from django.test import Client
from rest_framework import exceptions
from rest_framework.serializers import ValidationError

from meetings.api import headers, problems
from meetings.api.views import ApiView
from tests.desk import boss
from tests.factories import CountryFactory, MeetingFactory, PersonFactory, revised

pytestmark = pytest.mark.django_db
API = "/api/v1/"
WRONG = [
    ("get", "meetings/?hots=ID", 400),
    ("get", "meetings/?status=hold", 400),
    ("get", "meetings/?host=Indonesia", 400),
    ("get", "meetings/?ordering=day", 400),
    ("get", "meetings/?limit=1000", 400),
    ("get", "meetings/?limit=ten", 400),
    ("get", "meetings/?cursor=x", 400),
    ("get", "meetings/?count=yes", 400),
    ("get", "meetings/?q=%00", 400),
    ("get", "meetings/?q=%FF", 400),
    ("get", "meetings/?from=someday", 400),
    ("get", "meetings/?from=2024&to=2023", 400),
    ("get", "meetings/?from=2023&from=2024", 400),
    ("get", "meetings/?format=json", 400),
    ("get", "meetings/?fields=slgu", 400),
    ("get", "meetings/?as_of=2026-01-01T00:00:00Z&q=x", 400),
    ("get", "meetings/?page=2", 400),
    ("get", "meetings/?=1", 400),
    ("get", "meetings/ammtc-1/?limit=1", 400),
    ("get", "meetings/ammtc-1/?as_of=yesterday", 400),
    ("get", "meetings/ammtc-1/?as_of=2026-01-01", 400),
    ("get", "meetings/ammtc-1/?as_of=2026-01-01T00:00:00", 400),
    ("get", "meetings/ammtc-1/?as_of=2026-01-01T00:00:00+07:00", 400),
    ("get", "meetings/ammtc-1/?as_of=2026-02-30T00:00:00Z", 400),
    ("get", "meetings/ammtc-1/?as_of=0001-01-01T00:00:00%2B07:00", 400),
    ("get", "meetings/ammtc-1/?as_of=1990-01-01T00:00:00Z", 404),
    ("get", "meetings/ammtc-1/chain/?depth=2", 400),
    ("get", "meetings/ammtc-1/claims/?as_of=2026", 400),
    ("get", "meetings/ammtc-1/history/?ordering=date", 400),
    ("get", "meetings/ammtc-2/", 404),
    ("get", "meetings/ammtc-2/chain/", 404),
    ("get", "meetings/ammtc-2/history/", 404),
    ("get", "meetings/ammtc-2/claims/", 404),
    ("get", "meetings/%00/", 404),
    ("get", "meetings/ammtc%201/", 404),
    ("get", "bodies/?core=1", 400),
    ("get", "bodies/nobody/", 404),
    ("get", "countries/xx/", 404),
    ("get", "places/0/", 404),
    ("get", "places/999999999999999999/", 404),
    ("get", "places/9999999999999999999999/", 404),
    ("get", "people/nobody/", 404),
    ("get", "sources/x/", 404),
    ("get", "sources/?language=xx", 400),
    ("get", "documents/1/", 404),
    ("get", "schema/?format=xml", 400),
    ("get", "?format=json", 400),
    ("get", "nothing/", 404),
    ("get", "../v2/", 404),
    ("post", "meetings/", 401),
    ("put", "meetings/ammtc-1/", 401),
    ("patch", "meetings/ammtc-1/", 401),
    ("delete", "meetings/ammtc-1/", 401),
    ("delete", "meetings/", 405),
    ("post", "bodies/?hots=1", 405),
    ("trace", "meetings/", 405),
    ("post", "schema/", 405),
    ("post", "docs/", 405),
    ("post", "", 405),
]  # fmt: skip


@pytest.mark.parametrize(("method", "path", "status"), WRONG)
def test_problem_is_told_in_a_sentence(client, method, path, status):
    MeetingFactory(ordinal=1)

    answer = getattr(client, method)(f"{API}{path}".replace("v1/../", ""))
    told = answer.json()

    assert [answer.status_code, told["status"], answer["Content-Type"]] == [status, status, "application/problem+json"]
    assert list(told) == ["type", "title", "status", "detail", "instance", "errors"]
    assert told["detail"][0].isupper() or told["errors"]
    assert told["detail"].endswith((".", ")", "?"))
    assert all(set(error) == {"parameter", "message", "suggestion"} for error in told["errors"])
    assert bool(told["errors"]) == (status == 400)
    assert answer["API-Version"] == "1"


def test_problem_of_a_query_names_each_parameter(client):
    assert client.get(f"{API}meetings/?hots=ID&limit=0").json() == {
        "type": "about:blank",
        "title": "Bad Request",
        "status": 400,
        "detail": "Unknown parameter hots. Did you mean host? limit is a number from 1 to 500.",
        "instance": "/api/v1/meetings/",
        "errors": [
            {"parameter": "hots", "message": "Unknown parameter hots. Did you mean host?", "suggestion": "host"},
            {"parameter": "limit", "message": "limit is a number from 1 to 500.", "suggestion": "1"},
        ],
    }


def test_problem_of_many_parameters_is_told_short(client):
    told = client.get(f"{API}bodies/?a1=&a2=&a3=&a4=&a5=").json()

    assert told["detail"].endswith(" And 2 more problems.")
    assert [error["parameter"] for error in told["errors"]] == ["a1", "a2", "a3", "a4", "a5"]


def test_problem_of_an_unknown_address_is_told_to_programs(client):
    answer = client.get("/api/nothing/ở-đây/")

    assert answer.status_code == 404
    assert answer.json() == {
        "type": "about:blank",
        "title": "Not Found",
        "status": 404,
        "detail": "There is nothing at this address. /api/v1/ lists what there is.",
        "instance": "/api/nothing/ở-đây/",
        "errors": [],
    }
    assert answer["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    ("path", "near"),
    [("people/joko-widod/", "joko-widodo"), ("countries/id/", "ID"), ("meetings/AMMTC-1/", "ammtc-1")],
)
def test_problem_of_an_unknown_code_names_the_nearest(client, path, near):
    MeetingFactory(ordinal=1, host=CountryFactory(), chair_person=PersonFactory(name="Joko Widodo"))

    answer = client.get(f"{API}{path}")

    assert [answer.status_code, answer.json()["detail"].partition(". ")[2]] == [404, f"Did you mean {near}?"]


def test_problem_of_a_write_comes_before_every_other():
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = boss().cookies

    answer = strict.post(f"{API}bodies/")

    assert [answer.status_code, answer["Allow"]] == [405, "GET, HEAD, OPTIONS"]
    assert answer.json()["detail"] == "POST is not possible here. Possible are GET, HEAD, OPTIONS."


def test_problem_of_what_cannot_be_answered_in_the_wanted_form(client):
    answer = client.get(f"{API}meetings/", headers={"Accept": "application/xml"})

    assert [answer.status_code, answer["Content-Type"]] == [406, "application/problem+json"]


def test_problem_of_our_own_making_is_told_without_its_cause(rf):
    answer = problems.server_error(rf.get("/api/v1/meetings/"))

    assert [answer.status_code, answer["Content-Type"], answer["API-Version"]] == [500, "application/problem+json", "1"]
    assert b"went wrong" in answer.content


def test_server_error_under_api_is_a_problem(client, record, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.delattr("meetings.models.Meeting.name")

    answer = client.get(f"{API}meetings/ammtc-17/chain/")

    assert [answer.status_code, answer.json()["title"]] == [500, "Internal Server Error"]
    assert answer["Access-Control-Allow-Origin"] == "*"


def test_wrong_host_under_api_is_a_problem(client):
    answer = client.get(API, headers={"Host": "elsewhere.example"})

    assert [answer.status_code, answer["Content-Type"]] == [400, "application/problem+json"]


@pytest.mark.parametrize(
    ("error", "status", "detail", "errors"),
    [
        (Http404("There is none."), 404, "There is none.", []),
        (PermissionDenied("This is for editors."), 403, "This is for editors.", []),
        (SuspiciousOperation("x"), 400, "The request cannot be read.", []),
        (exceptions.Throttled(wait=7), 429, "Request was throttled. Expected available in 7 seconds.", []),
        (
            ValidationError({"citations": {2: {"says": ["This is too long."]}}, "ordinal": ["This is needed."]}),
            400,
            "What was sent is not a record; each error says what is wrong with it.",
            [
                {"pointer": "/citations/2/says", "message": "This is too long.", "suggestion": None},
                {"pointer": "/ordinal", "message": "This is needed.", "suggestion": None},
            ],
        ),
    ],
)
def test_problem_is_made_of_each_kind_of_error(rf, error, status, detail, errors):
    request = rf.get("/api/v1/x/")

    answer = problems.handle(error, {"request": request, "view": ApiView()})

    assert [answer.status_code, answer.data["detail"], answer.data["errors"]] == [status, detail, errors]
    assert answer.get("Retry-After") == ("7" if status == 429 else None)


def test_problem_is_not_made_of_a_mistake_in_our_code(rf):
    assert problems.handle(ZeroDivisionError(), {"request": rf.get("/"), "view": ApiView()}) is None


@pytest.mark.parametrize(
    "path", ["", "meetings/", "meetings/ammtc-1/", "meetings/ammtc-1/chain/", "bodies/", "schema/"]
)
def test_head_answers_as_get_does_without_the_body(client, path):
    revised(MeetingFactory(ordinal=1))

    head, get = client.head(f"{API}{path}"), client.get(f"{API}{path}")

    assert [head.status_code, head.content] == [200, b""]
    assert {**head.headers, "X-Request-ID": ""} == {**get.headers, "X-Request-ID": ""}


@pytest.mark.parametrize("path", ["", "bodies/", "countries/ID/", "documents/?hots=1", "schema/", "docs/"])
def test_options_tells_what_is_possible_from_any_origin(client, path, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.options(f"{API}{path}", headers={"Origin": "https://elsewhere.example"})

    assert [answer.status_code, answer.content] == [204, b""]
    assert {name: answer[name] for name in answer.headers if name.startswith("Access-Control") or name == "Allow"} == {
        "Allow": "GET, HEAD, OPTIONS",
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
        "Access-Control-Allow-Headers": headers.ASKED,
        "Access-Control-Expose-Headers": headers.SHOWN,
        "Access-Control-Max-Age": "86400",
    }


def test_answer_may_be_read_from_any_origin_but_never_with_credentials(client):
    answer = client.get(f"{API}meetings/", headers={"Origin": "https://elsewhere.example"})

    assert answer["Access-Control-Allow-Origin"] == "*"
    assert not answer.has_header("Access-Control-Allow-Credentials")
