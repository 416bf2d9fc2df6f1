"""The description of the API is valid OpenAPI 3.1 and says what the code does; its page keeps to the policy."""

import json
import re

import pytest
import yaml
from drf_spectacular.validation import validate_schema
from jsonschema import Draft202012Validator

from meetings.api.schema import document
from meetings.filters import MeetingListQuery, others
from meetings.serializers import MeetingSerializer
from meetings.serializers.others import EXPLANATIONS
from tests.conftest import DATA
from timeline.security import POLICY

SCHEMA = "/api/v1/schema/"
LISTS = {
    "meetings": MeetingListQuery,
    "bodies": others.BodyQuery,
    "countries": others.CountryQuery,
    "places": others.PlaceQuery,
    "people": others.PersonQuery,
    "sources": others.SourceQuery,
    "documents": others.DocumentQuery,
}


def inside(value):
    """Every mapping in `value`, however deep."""
    if isinstance(value, dict):
        yield value
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from inside(item)


def test_schema_is_valid_openapi():
    validate_schema(document())

    assert document()["openapi"] == "3.1.0"


def test_schema_is_made_of_valid_json_schemas():
    schemas = [*document()["components"]["schemas"].values()]
    schemas += [mapping["schema"] for mapping in inside(document()["paths"]) if "schema" in mapping]

    for schema in schemas:
        Draft202012Validator.check_schema(json.loads(json.dumps(schema)))


def test_schema_refers_to_nothing_that_is_not_there():
    named = {f"#/components/schemas/{name}" for name in document()["components"]["schemas"]}

    assert {mapping["$ref"] for mapping in inside(document()) if "$ref" in mapping} <= named


@pytest.mark.parametrize("name", LISTS)
def test_schema_tells_every_parameter_of_each_list(name):
    told = {each["name"]: each for each in document()["paths"][f"/api/v1/{name}/"]["get"]["parameters"]}

    assert {name: each["in"] for name, each in told.items()} == dict.fromkeys(LISTS[name].known(), "query")
    for parameter in LISTS[name].known().values():
        schema = told[parameter.name]["schema"]
        assert (schema["items"] if parameter.many else schema) == parameter.schema()
        assert told[parameter.name].get("explode", False) == parameter.many


def test_schema_tells_the_parameters_of_one_meeting():
    paths = document()["paths"]
    told = {path: [each["name"] for each in paths[path]["get"]["parameters"]] for path in paths if "{slug}" in path}

    assert {path: names for path, names in told.items() if "/meetings/" in path} == {
        "/api/v1/meetings/{slug}/": ["as_of", "expand", "fields", "omit", "slug"],
        "/api/v1/meetings/{slug}/chain/": ["as_of", "slug"],
        "/api/v1/meetings/{slug}/claims/": ["as_of", "slug"],
        "/api/v1/meetings/{slug}/history/": [
            "as_of", "count", "cursor", "fields", "limit", "omit", "ordering", "slug",
        ],
    }  # fmt: skip


def test_schema_tells_that_every_key_is_answered():
    meeting = document()["components"]["schemas"]["Meeting"]

    assert meeting["required"] == list(MeetingSerializer().fields)
    assert list(meeting["properties"]) == meeting["required"]


def test_schema_tells_the_problems_of_each_operation():
    answers = {
        path: {code for code, answer in item["get"]["responses"].items() if "application/problem+json" in str(answer)}
        for path, item in document()["paths"].items()
        if "get" in item
    }

    assert answers["/api/v1/meetings/"] == {"400", "401", "405", "429"}
    assert answers["/api/v1/meetings/{slug}/"] == {"400", "401", "404", "405", "410", "429"}
    assert answers["/api/v1/meetings/{slug}/history/"] == {"400", "401", "404", "405", "429"}
    assert answers["/api/v1/bodies/{slug}/"] == {"400", "401", "404", "405", "429"}
    assert "308" in document()["paths"]["/api/v1/meetings/{slug}/"]["get"]["responses"]


@pytest.mark.django_db
def test_answers_keep_to_the_schema(record, client):
    parts = {
        "$defs": json.loads(json.dumps(document()["components"]["schemas"]).replace("#/components/schemas", "#/$defs"))
    }
    for path, name in [
        ("meetings/?limit=500", "PaginatedMeetingList"),
        ("meetings/ammtc-17/", "Meeting"),
        ("meetings/ammtc-17/chain/", "Chain"),
        ("meetings/ammtc-17/claims/", "Claims"),
        ("meetings/ammtc-17/history/", "PaginatedRevisionList"),
        ("bodies/", "PaginatedBodyList"),
        ("countries/", "PaginatedCountryList"),
        ("places/", "PaginatedPlaceList"),
        ("people/?limit=500", "PaginatedPersonList"),
        ("sources/?limit=500", "PaginatedSourceRowList"),
        ("documents/?limit=500", "PaginatedDocumentRowList"),
        ("meetings/?hots=1", "Problem"),
    ]:
        answer = client.get(f"/api/v1/{path}").json()
        errors = Draft202012Validator({"$ref": f"#/$defs/{name}"} | parts).iter_errors(answer)

        assert [f"{path}: {error.json_path} {error.message[:200]}" for error in errors] == []


@pytest.mark.parametrize(
    ("path", "accept", "media_type"),
    [
        (SCHEMA, "*/*", "application/vnd.oai.openapi"),
        (SCHEMA, "application/json", "application/json"),
        (f"{SCHEMA}?format=yaml", "*/*", "application/vnd.oai.openapi"),
        (f"{SCHEMA}?format=json", "*/*", "application/json"),
    ],
)
def test_schema_is_answered_as_it_is_asked_for(client, path, accept, media_type):
    answer = client.get(path, headers={"Accept": accept})

    assert [answer.status_code, answer["Content-Type"], answer["API-Version"]] == [200, media_type, "1"]
    assert yaml.load(answer.content, Loader=yaml.CSafeLoader)["info"]["title"] == "The ASEAN meetings record"
    assert answer["Access-Control-Allow-Origin"] == "*"


def test_docs_page_has_nothing_inline_and_nothing_from_elsewhere(client):
    answer = client.get("/api/v1/docs/")
    html = answer.content.decode()

    assert answer.status_code == 200
    assert re.findall(r"<style|style=|\bon\w+=|<script(?![^>]*\bsrc=)", html) == []
    assert re.findall(r"<script[^>]*>(?!</script>)", html) == []
    assert [address for address in re.findall(r'(?:src|href)="([^"]*)"', html) if not address.startswith("/")] == []
    assert "'unsafe-inline'" not in answer["Content-Security-Policy"]
    assert POLICY["script-src"] == POLICY["style-src"] == "'self'"


def test_docs_page_brings_its_script_by_an_address(client):
    script = re.search(r'src="(/api/v1/docs/[^"]*)"', client.get("/api/v1/docs/").content.decode())[1]

    answer = client.get(script)

    assert answer["Content-Type"] == "application/javascript"
    assert 'url: "/api/v1/schema/"' in answer.content.decode().replace("\\u002D", "-")


def page():
    return (DATA.parent / "docs" / "api.md").read_text(encoding="utf-8")


def section(heading):
    return re.search(rf"^## {heading}\n(.*?)(?=^## |\Z)", page(), re.M | re.S)[1]


def examples(text):
    """(address, what the page shows of the answer or None) for each example."""
    for line, shown in re.findall(r"^    curl (.*)\n(?:\n    (\{.*\})\n)?", text, re.M):
        address = re.search(r"http://127\.0\.0\.1:8000(/[^' ]*)", line)[1]
        data = re.search(r"--data-urlencode '([^']*)'", line)
        yield (f"{address}?{data[1]}" if data else address), shown


def test_docs_tell_every_parameter_in_order():
    told = re.findall(r"^\| `(\w+)` \|", section("Asking for meetings"), re.M)

    assert told == list(MeetingListQuery.known())


def test_docs_tell_the_parameters_and_orderings_of_the_other_lists():
    rows = re.findall(r"^\| `(\w+)/` \| (.*) \| (.*) \|$", section("Other lists"), re.M)
    told = {name: [re.findall(r"`(\w+)`", cell) for cell in cells] for name, *cells in rows}

    assert told == {
        name: [[each.name for each in query.parameters], list(query.orderings)]
        for name, query in LISTS.items()
        if name != "meetings"
    }
    assert [query.default_ordering for name, query in LISTS.items() if name != "meetings"] == [
        orderings[0] for _, orderings in told.values()
    ]


def test_docs_tell_the_keys_that_follow_from_the_record():
    told = re.findall(r"^\| `(\w+)` \|", section("A meeting").partition("| stance |")[0], re.M)

    assert told == [name for name, field in MeetingSerializer().fields.items() if field.read_only]


def test_docs_tell_the_stances():
    told = re.findall(r"^\| `(\w+)` \|", section("A meeting").partition("| stance |")[2], re.M)

    assert told == list(EXPLANATIONS)


@pytest.mark.django_db
def test_docs_give_examples_that_answer_so(record, client):
    answers = [(client.get(address), address, shown) for address, shown in examples(page())]

    assert len(answers) == 27
    for answer, address, shown in answers:
        told = answer.getvalue().decode()
        assert (answer.status_code, bool(told)) == (400 if "hots" in address else 200, True), address
        assert shown in ("", told), address
    assert [answer.json()["count"] for answer, address, _ in answers if "&match=within" in address] == [3]
