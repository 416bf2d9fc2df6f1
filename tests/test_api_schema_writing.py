"""What the description and the page of the API say of writing is what writing does: each example is sent."""

import json
import re
import shlex
from urllib.parse import urlsplit

import pytest
from jsonschema import Draft202012Validator

from meetings.api.schema import document
from meetings.api.schema_writing import ARTICLE, EXAMPLE, EXTRACT, operations
from meetings.history import Change, write
from meetings.models import Draft, Revision
from meetings.models.rights import ROLES, Role
from meetings.serializers import MeetingSerializer
from tests.conftest import DATA, TODAY
from tests.writing import Program, chain_of_bodies, planned, program

HOST = "http://127.0.0.1:8000"
PAGE = (DATA.parent / "docs" / "api.md").read_text(encoding="utf-8")
WRITABLE = [name for name, each in MeetingSerializer().fields.items() if not each.read_only]


def schema(name):
    parts = json.loads(json.dumps(document()["components"]["schemas"]).replace("#/components/schemas", "#/$defs"))
    return Draft202012Validator({"$ref": f"#/$defs/{name}", "$defs": parts})


def test_schema_tells_every_operation_that_writes():
    paths = document()["paths"]
    found = {(path, method) for path, methods in paths.items() for method in methods if method != "get"}

    assert found == set(operations())


def test_schema_tells_who_may_write_and_that_all_may_read():
    paths = document()["paths"]

    assert [*document()["components"]["securitySchemes"]] == ["token", "session"]
    for path, method in operations():
        anybody = [{}] if path == EXTRACT else []
        assert paths[path][method]["security"] == [*anybody, {"token": []}, {"session": []}]
        assert {"401", "403", "429", "400", "405"} <= paths[path][method]["responses"].keys()
    assert {} in paths["/api/v1/meetings/"]["get"]["security"]
    assert {} not in paths["/api/v1/drafts/"]["get"]["security"]


def test_schema_tells_the_headers_of_a_change():
    paths = document()["paths"]
    put = {each["name"] for each in paths["/api/v1/meetings/{slug}/"]["put"]["parameters"]}

    assert put == {"slug", "If-Match", "If-None-Match", "X-Change-Reason", "X-Change-Minor"}
    assert {"428", "412", "409", "415", "413"} <= paths["/api/v1/meetings/{slug}/"]["patch"]["responses"].keys()
    assert "Retry-After" in paths["/api/v1/meetings/"]["post"]["responses"]["429"]["headers"]
    assert "ETag" in paths["/api/v1/meetings/{slug}/"]["get"]["responses"]["200"]["headers"]


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("MeetingWriteRequest", ["_reason", "_minor"]),
        ("PatchedMeetingRequest", ["_reason", "_minor"]),
        ("MeetingLineRequest", ["_revision"]),
    ],
)
def test_schema_tells_the_keys_that_are_written_and_no_derived_ones(name, more):
    told = document()["components"]["schemas"][name]

    assert list(told["properties"]) == WRITABLE + more
    assert told["additionalProperties"] is False
    assert all(told["properties"][key]["writeOnly"] for key in more)
    assert not set(more) & document()["components"]["schemas"]["Meeting"]["properties"].keys()


@pytest.mark.django_db
def test_examples_of_the_schema_are_as_they_should_be_and_are_taken():
    chain_of_bodies()
    who = program("editor of ammtc")
    paths = document()["paths"]

    example = paths["/api/v1/meetings/"]["post"]["requestBody"]["content"]["application/json"]["example"]
    change = paths["/api/v1/meetings/{slug}/"]["patch"]["requestBody"]["content"]["application/json"]["example"]

    errors = [*schema("MeetingWriteRequest").iter_errors(example), *schema("PatchedMeetingRequest").iter_errors(change)]
    assert errors == []
    assert who.post(data=example | {"host": "ID"}).status_code == 201
    assert who.patch("ammtc-30/", change, match="*", X_Change_Reason=change["_reason"]).status_code == 200
    assert example == EXAMPLE


@pytest.mark.django_db
def test_examples_of_an_article_are_read_alike():
    content = document()["paths"][EXTRACT]["post"]["requestBody"]["content"]
    answers = [Program().post(EXTRACT, each["example"], content_type=name).json() for name, each in content.items()]

    assert [*content] == ["application/json", "text/plain"]
    assert answers[0] == answers[1]
    assert [meeting["slug"] for meeting in answers[0]["meetings"]] == ["ammtc-30"]


@pytest.mark.django_db
def test_answers_of_writing_keep_to_the_schema():
    chain_of_bodies()
    who = program("editor of ammtc")
    made = who.post(data=planned())

    for answer, name in [
        (made, "Meeting"),
        (who.patch("ammtc-17/", {"theme": "x"}, match='"x"'), "StaleProblem"),
        (who.put("x/", planned("x", 18), match="*"), "StaleProblem"),
        (who.post(data=planned()), "Problem"),
        (who.post("bulk/?dry_run=true", [planned(theme="x"), planned("x", 18)]), "Bulk"),
        (who.post("/api/v1/drafts/", {"proposal": planned(theme="x")}), "DraftWithDifferences"),
        (who.get("/api/v1/drafts/"), "PaginatedDraftList"),
        (who.post(EXTRACT, ARTICLE), "Reading"),
        (who.post(EXTRACT, ARTICLE | {"publisched": "2037"}), "Problem"),
    ]:
        assert [f"{name}: {error.message}" for error in schema(name).iter_errors(answer.json())] == []


# The page


def section(heading="Writing"):
    return re.search(rf"^## {heading}\n(.*?)(?=^## )", PAGE, re.M | re.S)[1]


def blocks(language, heading="Writing"):
    return re.findall(rf"^```{language}\n(.*?)^```", section(heading), re.M | re.S)


def request_of(command, token):
    """(method, path, body, headers) of a curl command."""
    words = shlex.split(command.replace("\\\n", " ").replace("$TOKEN", token))
    method, address, headers, data = None, None, {}, b""
    rest = iter(words[1:])
    for word in rest:
        if word == "-X":
            method = next(rest)
        elif word == "-H":
            name, _, value = next(rest).partition(": ")
            headers[name] = value
        elif word == "--data":
            data = next(rest).encode()
        else:
            address = word
    assert address.startswith(HOST), address
    parts = urlsplit(address)
    return method, f"{parts.path}?{parts.query}" if parts.query else parts.path, data, headers


@pytest.mark.django_db
def test_docs_give_commands_that_write(record, client):
    who = program("editor of ammtc")
    answers = []
    for command in blocks("sh"):
        method, path, data, headers = request_of(command, who.text)
        content_type = headers.pop("Content-Type", "application/json")
        answers.append(client.generic(method, path, data, content_type, headers=headers))

    assert [answer.status_code for answer in answers] == [201, 200, 200, 204, 200, 201]
    assert [each.reason for each in Revision.objects.of("ammtc-30").order_by("number")] == [
        "Announced on the site", "The host is known", "The day is set", "It was a double",
    ]  # fmt: skip
    assert answers[4].json()["results"][0]["outcome"] == "created"
    assert answers[5].json()["slug"] is None


@pytest.mark.django_db(transaction=True)
def test_docs_give_programs_that_write(live_server, monkeypatch, capsys):
    chain_of_bodies()
    write([planned(agenda=["terrorism"])], Change("First recorded"), today=TODAY)
    monkeypatch.setenv("TOKEN", program("editor of ammtc").text)
    namespace = {}

    for block in blocks("python"):
        exec(compile(block.replace(HOST, live_server.url), "docs/api.md", "exec"), namespace)

    assert capsys.readouterr().out.splitlines() == [
        str(["terrorism", "money laundering"]),
        str({"ammtc-31": "created", "ammtc-32": "created"}),
    ]
    assert Revision.objects.of("ammtc-17").latest("number").reason == "Named in the communiqué"


@pytest.mark.django_db
def test_docs_give_commands_that_read_an_article(client):
    answers = []
    for command in blocks("sh", "Reading an article"):
        method, path, data, headers = request_of(command, "")
        answers.append(client.generic(method, path, data, headers.pop("Content-Type")).json())

    found = [(it["slug"], it["dates"], it["host"]) for answer in answers for it in answer["meetings"]]
    assert found == [("ammtc-30", "2037-09-07/2037-09-09", "PH"), ("ammtc-30", "2037-09-07", "PH")]


@pytest.mark.django_db(transaction=True)
def test_docs_give_a_program_that_reads_an_article(live_server, monkeypatch, capsys):
    chain_of_bodies()
    monkeypatch.setenv("TOKEN", program("proposer of somtc", scope="propose").text)
    namespace = {}
    send = blocks("python")[0].partition("def add_to_agenda")[0]

    for block in [send, *blocks("python", "Reading an article")]:
        exec(compile(block.replace(HOST, live_server.url), "docs/api.md", "exec"), namespace)

    *quotes, draft = capsys.readouterr().out.splitlines()
    assert quotes[0].startswith("/meetings/0/dates from The 34th SOMTC")
    assert Draft.objects.get(pk=draft).proposal["slug"] == "somtc-34"


def test_docs_tell_what_each_role_may_do():
    rows = dict(re.findall(r"^\| `(\w+)` \|(.*)\|$", section(), re.M))
    told = {role: [bool(cell.strip()) for cell in cells.split("|")] for role, cells in rows.items()}
    acts = ("see drafts of", "propose", "review", "write")

    assert set(told) == set(Role.values)
    for role, cells in told.items():
        # Everybody who proposes sees their own drafts.
        assert cells == [role in ROLES[act] or (act == acts[0] and role == "proposer") for act in acts]
