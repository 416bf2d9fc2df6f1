"""Ninety requests that are wrong: each is told in a sentence what to do, and nothing of it is written."""

import json

import pytest

from meetings.history import Change, delete, write
from meetings.models import Draft, Meeting, Person, Place, Revision, Source
from tests.conftest import TODAY
from tests.shapes import cited
from tests.writing import API, MEETINGS, NOON, Program, chain_of_bodies, planned, program

pytestmark = pytest.mark.django_db
NEW = planned("ammtc-18", 18, chair={"person": "Nobody Yet"}, venue={"locality": "New Town", "country": "ID"},
              citations=[cited("dates", url="https://asean.org/new")])  # fmt: skip
OLD = planned(theme="Never")
DEEP = "[" * 5000 + "]" * 5000
DRAFT, BULK = f"{API}drafts/", "bulk/"
JSON, PATCH, NDJSON = "application/json", "application/merge-patch+json", "application/x-ndjson"


def whole(**keys):
    return json.dumps(NEW | keys)


# (method, path, body, what else is sent, status, words of the sentence that says what to do)
WRONG = [
    # Who asks
    ("post", "", NEW, {"Authorization": None}, 401, "Send a token"),
    ("put", "ammtc-17/", OLD, {"Authorization": "Basic YTpi"}, 401, "Send a token"),
    ("delete", "ammtc-17/", None, {"Authorization": "Bearer"}, 401, "all of it was copied"),
    ("patch", "ammtc-17/", {}, {"Authorization": "Bearer amr_0_0"}, 401, "all of it was copied"),
    ("get", "", None, {"Authorization": "Bearer amr_0_0"}, 401, "all of it was copied"),
    ("get", DRAFT, None, {"Authorization": None}, 401, "Send a token"),
    ("post", "", NEW | {"body": "somtc"}, {}, 403, "takes the role editor"),
    ("put", "somtc-1/", OLD | {"slug": "somtc-1"}, {"If-Match": "*"}, 403, "takes the role editor"),
    ("delete", "somtc-1/", None, {"If-Match": "*"}, 403, "takes the role editor"),
    ("patch", "ammtc-17/", {"body": "somtc"}, {"If-Match": "*"}, 403, "takes the role editor"),
    ("post", BULK, [NEW, NEW | {"body": "somtc", "slug": "x"}], {}, 403, "takes the role editor"),
    # Where and how
    ("delete", "", None, {}, 405, "Possible are GET, POST"),
    ("put", "", NEW, {}, 405, "Possible are GET, POST"),
    ("post", "ammtc-17/", NEW, {}, 405, "Possible are GET, PUT"),
    ("get", BULK, None, {}, 405, "Possible are POST"),
    ("put", "ammtc-17/history/", {}, {}, 405, "Possible are GET"),
    ("patch", "ammtc-99/", {}, {"If-Match": "*"}, 404, "Create it by PUT"),
    ("delete", "ammtc-99/", None, {"If-Match": "*"}, 404, "Create it by PUT"),
    ("patch", "gone/", {}, {"If-Match": "*"}, 410, "PUT brings it back"),
    ("put", "merged/", NEW | {"slug": "merged"}, {}, 409, "Write to ammtc-17"),
    ("post", "", OLD, {}, 409, "Change it by PUT or PATCH"),
    ("put", "ammtc-18/?dry_run=true", NEW, {}, 400, "Unknown parameter dry_run"),
    ("post", f"{BULK}?dry_rum=true", [NEW], {}, 400, "Did you mean dry_run?"),
    # Of which state
    ("put", "ammtc-17/", OLD, {}, 428, "send the ETag"),
    ("patch", "ammtc-17/", {"theme": "x"}, {}, 428, "send the ETag"),
    ("delete", "ammtc-17/", None, {}, 428, "send the ETag"),
    ("put", "ammtc-17/", OLD, {"If-Match": '"ammtc-17.9"'}, 412, "Look at current"),
    ("put", "ammtc-17/", OLD, {"If-Match": 'W/"ammtc-17.1"'}, 412, "Look at current"),
    ("put", "ammtc-17/", OLD, {"If-None-Match": "*"}, 412, "There is a meeting"),
    ("put", "ammtc-18/", NEW, {"If-Match": "*"}, 412, "Leave it out to create one"),
    ("put", "ammtc-17/", OLD, {"If-Match": "ammtc-17.1"}, 400, "in its quotes"),
    ("put", "ammtc-18/", NEW, {"If-Match": ""}, 400, "in its quotes"),
    ("post", BULK, [NEW, OLD | {"_revision": 9}], {}, 412, "Read it again"),
    # Why
    ("post", "", NEW, {"X-Change-Reason": None}, 400, "Say why"),
    ("post", "", NEW, {"X-Change-Reason": "%20"}, 400, "Say why"),
    ("post", "", NEW | {"_reason": "Another"}, {}, 400, "Give one"),
    ("post", "", NEW | {"_minor": "yes"}, {}, 400, "without quotes"),
    ("delete", "ammtc-17/", None, {"If-Match": "*", "X-Change-Reason": None}, 400, "Say why"),
    ("delete", "ammtc-17/", {"theme": "x"}, {"If-Match": "*"}, 400, "_reason and _minor only"),
    ("post", "", NEW, {"X-Change-Minor": "perhaps"}, 400, "true or false"),
    # In which form
    ("post", "", None, {}, 400, "Send a record as a JSON object"),
    ("post", "", "slug: x", {"content_type": "text/yaml"}, 415, "say so in Content-Type"),
    ("put", "ammtc-17/", "{}", {"content_type": PATCH, "If-Match": "*"}, 415, "must be application/json"),
    ("post", "", '{"slug": "x",}', {}, 400, "line 1, column 14"),
    ("post", "", "[]", {}, 400, "a JSON object, in braces"),
    ("post", "", '"x"', {}, 400, "a JSON object, in braces"),
    ("post", "", b'{"slug": "\xff"}', {}, 400, "is not UTF-8"),
    ("post", "", whole()[:-1] + ', "slug": "ammtc-18"}', {}, 400, "given twice"),
    ("post", "", '{"ordinal": NaN}', {}, 400, "NaN is no number"),
    ("post", "", DEEP, {}, 400, "deeper than any record"),
    ("patch", "ammtc-17/", '{"gaps": ' + '{"a":' * 100 + "1" + "}" * 101, {"If-Match": "*"}, 400, "deeper than any"),
    ("post", "", '{"ordinal": ' + "1" * 5000 + "}", {}, 400, "is not JSON that can be read"),
    ("post", "", whole(notes="x" * 2_000_000), {}, 413, "Send less at once"),
    ("post", BULK, "{}", {}, 400, "a list of records"),
    ("post", BULK, "{}\n{", {"content_type": NDJSON}, 400, "Line 2 is not JSON"),
    # What is read
    ("get", "?hots=ID", None, {}, 400, "Did you mean host?"),
    ("get", "?body=amtc", None, {}, 400, "Did you mean ammtc?"),
    ("get", "?status=hold", None, {}, 400, "Did you mean held?"),
    ("get", "?ordering=dat", None, {}, 400, "Did you mean date?"),
    ("get", "?limit=501", None, {}, 400, "from 1 to 500"),
    ("get", "?cursor=x", None, {}, 400, "Follow next or previous"),
    ("get", "?host=ID&limit=2&limit=3", None, {}, 400, "only once"),
    ("get", "?from=someday", None, {}, 400, "write it like"),
    ("get", "?from=2024&to=2023", None, {}, 400, "lies before from"),
    ("get", "?fields=slgu", None, {}, 400, "Did you mean slug?"),
    ("get", "?fields=slug&omit=body", None, {}, 400, "not both"),
    ("get", "?q=%00", None, {}, 400, "no text"),
    ("get", "?include_deleted=true&ordering=date", None, {}, 400, "that needs ordering=updated"),
    ("get", "ammtc-17/?as_of=yesterday", None, {}, 400, "is a time such as"),
    ("get", "ammtc-71/", None, {}, 404, "Did you mean ammtc-17?"),
    ("get", "gone/", None, {}, 410, "was taken out of the record"),
    ("get", f"{API}meeting/", None, {}, 404, "/api/v1/ lists what there is"),
    ("get", "", None, {"Accept": "text/html"}, 406, "ask for that or for anything"),
    # What
    ("post", "", {}, {}, 400, "This is needed"),
    ("post", "", NEW | {"stauts": "held"}, {}, 400, "Did you mean status?"),
    ("post", "", NEW | {"name": "x"}, {}, 400, "or send only what changes, by PATCH"),
    ("post", "", NEW | {"slug": "Ammtc 18"}, {}, 400, "small letters, digits and hyphens"),
    ("post", "", NEW | {"slug": "a\x00b"}, {}, 400, "Null characters"),
    ("post", "", NEW | {"theme": "a\ud800"}, {}, 400, "half a character"),
    ("post", "", NEW | {"_reason": "a\ud800"}, {}, 400, "half a character"),
    ("post", "", NEW | {"dates": "31 February 2023"}, {}, 400, "is not"),
    ("post", "", NEW | {"citations": [{"source": {}, "supports": ["dates"]}]}, {}, 400, "Give a source an address"),
    ("put", "ammtc-18/", NEW | {"slug": "ammtc-19"}, {}, 400, "A slug never changes"),
    ("put", "ammtc-18/", NEW | {"ordinal": 17}, {}, 400, "counts each number once"),
    ("put", "ammtc-18/", NEW | {"reports_to": "nowhere"}, {}, 400, "There is no meeting nowhere"),
    ("put", "ammtc-18/", NEW | {"alongside": "ammtc-18"}, {}, 400, "closes a circle"),
    ("put", "ammtc-18/", NEW | {"reports_to": "somtc-1"}, {}, 400, "does not stand above"),
    ("post", BULK, [NEW, NEW], {}, 400, "has this slug too"),
    ("post", BULK, [NEW, {"_reason": "x"}], {}, 400, "One reason is for all lines"),
    ("post", BULK, [], {}, 400, "Send a JSON list"),
    ("post", BULK, [NEW | {"slug": "merged"}], {}, 409, "write to that"),
    # Drafts
    ("post", DRAFT, {"proposal": NEW | {"body": "somtc"}}, {}, 403, "takes the role"),
    ("post", DRAFT, {"proposal": OLD | {"theme": None}}, {}, 400, "Propose what differs"),
    ("post", DRAFT, {"slug": "x"}, {}, 400, "Unknown key slug"),
    ("post", f"{DRAFT}9/accept/", None, {}, 404, "There is no draft 9"),
    ("post", f"{DRAFT}1/accept/", None, {}, 428, "send the ETag"),
]  # fmt: skip


def state():
    tables = (Meeting, Revision, Person, Place, Source, Draft)
    return [list(table.objects.order_by("pk").values()) for table in tables]


@pytest.fixture
def anna():
    chain_of_bodies()
    records = [planned(), planned("somtc-1", 1, body="somtc"), planned("gone", 90), planned("merged", 91)]
    write(records, Change("First recorded"), today=TODAY)
    delete(Meeting.objects.get(slug="gone"), Change("A double"))
    delete(Meeting.objects.get(slug="merged"), Change("The same"), merged_into=Meeting.objects.get(slug="ammtc-17"))
    anna = program("editor of ammtc")
    body = Meeting.objects.get(slug="ammtc-17").body
    Draft.objects.create(pk=1, slug="ammtc-17", body=body, proposal=OLD, proposed_by=anna.user, proposed_at=NOON)
    return anna


def test_there_are_ninety_of_them():
    assert len(WRONG) >= 90


@pytest.mark.parametrize(("method", "path", "body", "given", "status", "words"), WRONG, ids=range(len(WRONG)))
def test_wrong_request_is_told_what_to_do_and_writes_nothing(anna, method, path, body, given, status, words):
    before = state()
    if "Authorization" in given and given["Authorization"] is None:
        anna = Program()

    answer = anna.send(method, path, body, **{name.replace("-", "_"): value for name, value in given.items()})

    told = answer.json()
    sentences = [told["detail"], *[error["message"] for error in told["errors"]]]
    assert [answer.status_code, told["status"], answer["Content-Type"]] == [status, status, "application/problem+json"]
    assert words in " ".join(sentences)
    assert [sentence for sentence in sentences if not sentence.endswith((".", "?", "*."))] == []
    assert all(("pointer" in error) != ("parameter" in error) for error in told["errors"])
    assert told["instance"] == (path if path.startswith("/") else f"{MEETINGS}{path}").partition("?")[0]
    assert state() == before


def test_what_each_of_them_should_have_been_is_written(anna):
    assert [anna.post(data=NEW).status_code, anna.put("ammtc-17/", OLD, match='"ammtc-17.1"').status_code] == [201, 200]
