"""Many meetings at once: all or nothing, tried or done, each line with its own place in what is wrong."""

import json

import pytest

from meetings.history import Change, delete, write
from meetings.models import Meeting, Revision
from meetings.serializers import shape
from tests.conftest import TODAY
from tests.shapes import cited, entry
from tests.writing import MEETINGS, Program, chain_of_bodies, errors_in, planned, program

pytestmark = pytest.mark.django_db
NDJSON = "application/x-ndjson"


@pytest.fixture
def anna():
    """A program of an editor of all bodies, in which the 17th meeting stands at its first revision."""
    chain_of_bodies()
    write([planned()], Change("First recorded"), today=TODAY)
    return program("editor of ammtc", "editor of somtc", "editor of somtc-wg-ct", name="anna")


def lines(*records):
    return "\n".join(json.dumps(record, ensure_ascii=False) for record in records)


def revisions():
    return list(Revision.objects.order_by("slug", "number").values_list("slug", "number", "kind", "reason"))


NEW, CHANGED = planned("ammtc-18", 18, theme="Hà Nội"), planned(theme="Together")
FOUND = {
    "created": 1,
    "changed": 1,
    "unchanged": 0,
    "results": [
        {
            "slug": "ammtc-18",
            "outcome": "created",
            "differences": [
                {"field": name, "before": None, "after": value} for name, value in NEW.items() if value
            ],
        },
        {
            "slug": "ammtc-17",
            "outcome": "changed",
            "differences": [{"field": "theme", "before": None, "after": "Together"}],
        },
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("data", "content_type"),
    [(json.dumps([NEW, CHANGED]), "application/json"), (lines(NEW, CHANGED), NDJSON), (lines(NEW, CHANGED) + "\n\n", NDJSON)],
)  # fmt: skip
def test_bulk_writes_all_lines_in_one_revision_each(anna, data, content_type):
    answer = anna.post("bulk/", data, content_type=content_type)

    assert [answer.status_code, answer.json()] == [200, {"dry_run": False} | FOUND]
    assert revisions() == [
        ("ammtc-17", 1, "created", "First recorded"),
        ("ammtc-17", 2, "changed", "As the press says"),
        ("ammtc-18", 1, "created", "As the press says"),
    ]
    done = Revision.objects.filter(reason="As the press says").order_by()
    times = done.values_list("at", "editor_name").distinct()
    assert [name for _, name in times] == ["anna"]


def test_dry_run_tells_the_same_and_changes_nothing(anna):
    anna.reason = None

    answer = anna.post("bulk/?dry_run=true", [NEW, CHANGED])

    assert [answer.status_code, answer.json()] == [200, {"dry_run": True} | FOUND]
    assert revisions() == [("ammtc-17", 1, "created", "First recorded")]
    assert Meeting.objects.count() == 1


def test_lines_that_stand_are_unchanged(anna):
    answer = anna.post("bulk/", [planned()])

    assert answer.json()["results"] == [{"slug": "ammtc-17", "outcome": "unchanged", "differences": []}]
    assert len(revisions()) == 1


def test_restored_line_is_created_anew(anna):
    anna.delete("ammtc-17/", match="*")

    answer = anna.post("bulk/", [planned()])

    assert answer.json()["results"][0]["outcome"] == "created"
    assert revisions()[-1][:3] == ("ammtc-17", 3, "restored")


def test_lines_may_name_one_another_and_exchange_numbers(anna):
    write([planned("ammtc-18", 18)], Change("Second"), today=TODAY)

    answer = anna.post(
        "bulk/",
        [
            planned("ammtc-17", 18), planned("ammtc-18", 17),
            planned("somtc-1", 1, body="somtc", reports_to="ammtc-19"), planned("ammtc-19", 19),
        ],
    )  # fmt: skip

    assert answer.status_code == 200
    assert dict(Meeting.objects.filter(body__slug="ammtc").values_list("slug", "ordinal")) == {
        "ammtc-17": 18, "ammtc-18": 17, "ammtc-19": 19,
    }  # fmt: skip


def test_problems_of_all_lines_are_told_at_once_and_nothing_is_written(anna):
    wrong = [planned("ammtc-18", 18), {"slug": "x"}, planned(host="XX", name="x"), 5, planned("ammtc-18", 19)]

    answer = anna.post("bulk/", wrong)

    assert answer.status_code == 400
    assert errors_in(answer) == {
        "/1/body": "This is needed.",
        "/1/kind": "This is needed.",
        "/1/status": "This is needed.",
        "/2/host": "There is no country XX. Known are: ID, SG.",
        "/2/name": "name is derived from the record and cannot be given.",
        "/3": "This must be a mapping of keys to values, not int.",
        "/4/slug": "The record at /0 has this slug too.",
    }
    assert answer.json()["detail"].endswith("or send only what changes, by PATCH.")
    assert len(revisions()) == 1


def test_broken_rules_are_told_with_their_lines(anna):
    many = [planned(f"ammtc-{n}", n) for n in range(100, 700)]
    many[599] |= {"dates": "2023-08-25", "programme": "2023-08-20"}
    many[3] |= {"status": "held", "dates": "2999"}

    answer = anna.post("bulk/", many)

    assert [answer.status_code, list(errors_in(answer))] == [400, ["/3/status", "/599/programme"]]
    assert Meeting.objects.count() == 1


def test_number_that_another_holds_is_told_with_its_line(anna):
    answer = anna.post("bulk/", [planned("ammtc-18", 18), planned("x", 17)])

    assert errors_in(answer) == {"/1/ordinal": "ammtc-17 has this ordinal already; a series counts each number once."}


@pytest.mark.parametrize(
    ("revision", "status"), [(1, 200), (None, 200), (0, 412), (2, 412), ("1", 400), (-1, 400), (True, 400)]
)
def test_line_may_say_of_which_revision_it_is_a_change(anna, revision, status):
    answer = anna.post("bulk/", [planned("ammtc-18", 18, _revision=0), planned(theme="New", _revision=revision)])

    assert answer.status_code == status
    assert Meeting.objects.count() == (2 if status == 200 else 1)
    if status == 412:
        sentence = f"ammtc-17 is at revision 1 now, not at {revision}. Read it again."
        assert [answer.json()["detail"], errors_in(answer)] == [sentence, {"/1/_revision": sentence}]


def test_line_of_a_revision_that_is_gone_is_stale(anna):
    answer = anna.post("bulk/", [planned("ammtc-18", 18, _revision=4)])

    assert errors_in(answer) == {"/0/_revision": "ammtc-18 is not there now, not at 4. Read it again."}


def test_merged_slugs_are_a_conflict(anna):
    write([planned("ammtc-18", 18)], Change("Second"), today=TODAY)
    one, other = (Meeting.objects.get(slug=slug) for slug in ("ammtc-17", "ammtc-18"))
    delete(one, Change("The same"), merged_into=other)

    answer = anna.post("bulk/", [planned("ammtc-19", 19), planned(ordinal=20)])

    assert answer.status_code == 409
    assert answer.json()["detail"] == "ammtc-17 was merged into ammtc-18: write to that."
    assert Meeting.objects.count() == 1


def test_bulk_needs_one_reason_for_all(anna):
    anna.reason = None

    answers = [anna.post("bulk/", [planned("x", 18)]), anna.post("bulk/?dry_run=true", [planned(_reason="x")])]

    assert [answer.status_code for answer in answers] == [400, 400]
    assert [list(errors_in(answer)) for answer in answers] == [["X-Change-Reason"], ["/0/_reason"]]
    for answer in answers:
        [sentence] = errors_in(answer).values()
        assert sentence.endswith("give it in X-Change-Reason, and X-Change-Minor where it is minor.")


def test_lines_of_bodies_without_rights_are_refused_with_their_places(anna):
    ben = program("editor of ammtc", "proposer of somtc")
    write([planned("somtc-1", 1, body="somtc")], Change("Second"), today=TODAY)

    answer = ben.post("bulk/", [planned("ammtc-18", 18), planned("somtc-2", 2, body="somtc"), planned("somtc-1", 1)])

    assert answer.status_code == 403
    assert errors_in(answer) == {
        f"/{n}/body": "You may not write its meetings: for the body somtc that takes the role editor." for n in (1, 2)
    }
    assert Meeting.objects.count() == 2


@pytest.mark.parametrize(
    ("data", "content_type", "status", "detail"),
    [
        ("", "application/json", 400, "The body has no records. Send a JSON list, or one record a line as application/x-ndjson."),
        ("[]", "application/json", 400, "The body has no records. Send a JSON list, or one record a line as application/x-ndjson."),
        ("\n \n", NDJSON, 400, "The body has no records. Send a JSON list, or one record a line as application/x-ndjson."),
        ("{}", "application/json", 400, "The body must be a list of records, in brackets. Or send one record a line as NDJSON."),
        ('{"slug": "x"}\n{', NDJSON, 400, "Line 2 is not JSON: Expecting property name enclosed in double quotes (line 1, column 2)."),
        (b'{"slug": "\xff"}', NDJSON, 400, "Line 1 is not UTF-8. Send it so."),
        ("[1,", "application/json", 400, "The body is not JSON: Expecting value (line 1, column 4)."),
        ("[]", "text/csv", 415, "The body must be application/x-ndjson or application/json: say so in Content-Type."),
        ("[" + "1," * 10_000 + "1]", "application/json", 413, "These are 10001 records. Send at most 10000 at once."),
        ("[" + " " * 20_000_000 + "]", "application/json", 413, "The body has more than 20 MB. Send less at once."),
    ],
    ids=range(10),
)  # fmt: skip
def test_body_that_is_no_list_of_records_is_refused(anna, data, content_type, status, detail):
    answer = anna.post("bulk/", data, content_type=content_type)

    assert [answer.status_code, answer.json()["detail"]] == [status, detail]


@pytest.mark.parametrize("query", ["dry_run=yes", "dryrun=true", "dry_run=true&dry_run=false"])
def test_query_of_bulk_is_read_strictly(anna, query):
    assert anna.post(f"bulk/?{query}", [planned()]).status_code == 400


def test_bulk_is_not_read(anna):
    assert anna.get("bulk/").status_code == 405


@pytest.mark.parametrize("number", [1, 3])
def test_bulk_asks_as_often_for_three_lines_as_for_one(anna, django_assert_num_queries, number):
    def records(theme):
        citations = [cited("dates", url="https://asean.org/a"), cited("host", title="Gazette")]
        return [planned(f"somtc-{n}", n, body="somtc", theme=theme, citations=citations) for n in range(1, number + 1)]

    anna.post("bulk/", records("Base"))

    with django_assert_num_queries(42):
        answer = anna.post("bulk/", records("New"))

    assert answer.json()["changed"] == number


def test_whole_record_as_it_is_read_is_unchanged(record):
    anna = program(name="anna")
    anna.user.is_superuser = True
    anna.user.save()
    derived = "name,url,when,where,prepared_by,contested,sourced,revision,updated_at"
    results = anna.get(f"?limit=500&omit={derived}").json()["results"]

    answer = anna.post("bulk/", results)

    assert answer.status_code == 200
    assert [answer.json()[word] for word in ("created", "changed", "unchanged")] == [0, 0, len(results)]
    assert shape(Meeting.objects.with_record().get(slug="ammtc-17")) == next(
        each for each in results if each["slug"] == "ammtc-17"
    )


def test_nobody_writes_in_bulk_without_a_token():
    answer = Program().post("bulk/", [entry()])

    assert [answer.status_code, answer["WWW-Authenticate"][:6]] == [401, "Bearer"]
    assert MEETINGS in answer.json()["instance"]
