"""One meeting written by API: create, replace, patch, delete; of which state, why, and all that is wrong at once."""

import pytest
from django.test import Client

from meetings.history import Change, delete, write
from meetings.models import Commit, Meeting, Revision
from meetings.serializers import shape
from tests.conftest import TODAY
from tests.desk import editor
from tests.shapes import cited, entry, venue
from tests.writing import MEETINGS, chain_of_bodies, errors_in, planned, program

pytestmark = pytest.mark.django_db
FULL = planned(
    "ammtc-18", 18, title="Ministers", dates="2023-08-21", programme="2023-08-20/2023-08-23", format="hybrid",
    host="ID", theme="Hà Nội 🇻🇳", notes="n", agenda=["a", "b"], alongside="ammtc-17", gaps={"ordinal": "unknown"},
    chair={"country": "ID", "person": "Hamidin", "office": None}, venue=venue(name="Hotel", locality="Kuta"),
    officers=[{"role": "chair", "person": "Boy", "office": None, "country": None}],
    documents=[{"title": "d", "kind": "report", "url": "https://asean.org/d"}],
    citations=[cited("dates", url="https://asean.org/a"), cited("host", title="Gazette")],
)  # fmt: skip


@pytest.fixture
def anna():
    """A program of an editor of the ministers' body, in which the 17th meeting stands at its first revision."""
    chain_of_bodies()
    write([planned()], Change("First recorded"), today=TODAY)
    return program("editor of ammtc", name="anna")


def stored(slug="ammtc-17"):
    return shape(Meeting.objects.with_record().get(slug=slug))


def last(slug="ammtc-17"):
    revision = Revision.objects.of(slug).latest("number")
    return revision.number, revision.kind, revision.editor_name, revision.reason, revision.minor


# Reading the state of which a change is one


def test_detail_tells_its_revision_as_etag(anna):
    assert anna.get("ammtc-17/")["ETag"] == '"ammtc-17.1"'


def test_etag_of_a_former_state_is_of_that_state(anna):
    write([planned(theme="Later")], Change("Second"), today=TODAY)

    answers = [anna.get(f"ammtc-17/{query}") for query in ("", "?fields=slug", "?as_of=2099-01-01T00:00:00Z")]

    shown = f'"ammtc-17.2@{Commit.objects.version()[0]}"'
    assert [answer["ETag"] for answer in answers] == ['"ammtc-17.2"', shown, shown]


# Creating


def test_post_creates_a_meeting(anna):
    record = planned("ammtc-18", 18, theme="Together")

    answer = anna.post(data=record)

    assert [answer.status_code, answer["Location"]] == [201, "/api/v1/meetings/ammtc-18/"]
    assert answer["ETag"] == '"ammtc-18.1"'
    assert answer.content == anna.get("ammtc-18/").content
    assert stored("ammtc-18") == record
    assert last("ammtc-18") == (1, "created", "anna", "As the press says", False)


def test_put_creates_a_meeting_with_every_key(anna):
    record = {**FULL, "gaps": {}}

    answer = anna.put("ammtc-18/", record)

    assert [answer.status_code, answer["Location"]] == [201, "/api/v1/meetings/ammtc-18/"]
    assert stored("ammtc-18") == record


def test_missing_keys_mean_empty_ones(anna):
    anna.post(data={"slug": "x", "body": "ammtc", "kind": "special", "status": "planned"})

    assert stored("x") == entry("x", kind="special", status="planned")


def test_post_of_what_stands_is_a_conflict(anna):
    answer = anna.post(data=planned(theme="Mine"))

    assert answer.status_code == 409
    assert answer.json()["detail"] == (
        "There is a meeting ammtc-17 already. Change it by PUT or PATCH to /api/v1/meetings/ammtc-17/."
    )
    assert stored() == planned()


def test_put_that_may_only_create_does_not_replace(anna):
    new, old = anna.put("ammtc-18/", planned("ammtc-18", 18), new=True), anna.put("ammtc-17/", planned(), new=True)

    assert [new.status_code, old.status_code] == [201, 412]
    assert old.json()["current"]["revision"] == 1
    assert old.json()["detail"] == 'There is a meeting ammtc-17 already, at revision "ammtc-17.1".'


def test_put_with_a_state_of_nothing_creates_nothing(anna):
    answer = anna.put("ammtc-18/", planned("ammtc-18", 18), match='"ammtc-18.1"')

    assert [answer.status_code, answer.json()["current"]] == [412, None]
    assert Meeting.objects.count() == 1


# Changing


def test_put_replaces_the_whole_record(anna):
    write([planned(theme="Old", agenda=["a"])], Change("Filled"), today=TODAY)

    answer = anna.put("ammtc-17/", planned(notes="New"), match='"ammtc-17.2"')

    assert [answer.status_code, answer["ETag"], answer.has_header("Location")] == [200, '"ammtc-17.3"', False]
    assert answer.content == anna.get("ammtc-17/").content
    assert stored() == planned(notes="New")
    assert last() == (3, "changed", "anna", "As the press says", False)


def test_put_of_what_stands_writes_nothing(anna):
    answer = anna.put("ammtc-17/", planned(), match='"ammtc-17.1"')

    assert [answer.status_code, answer["ETag"]] == [200, '"ammtc-17.1"']


def test_change_sent_twice_is_made_once(anna):
    answers = [anna.put("ammtc-17/", planned(theme="Mine"), match='"ammtc-17.1"') for _ in range(2)]
    answers += [anna.patch("ammtc-17/", {"theme": "Mine"}, match='"ammtc-17.1"')]

    assert [(answer.status_code, answer["ETag"]) for answer in answers] == [(200, '"ammtc-17.2"')] * 3


@pytest.mark.parametrize("tag", ['"ammtc-17.1"', '"x", "ammtc-17.1"', "*"])
def test_change_is_made_of_the_state_that_fits(anna, tag):
    assert anna.patch("ammtc-17/", {"theme": "Mine"}, match=tag).status_code == 200


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
@pytest.mark.parametrize("tag", ['"ammtc-17.1"', 'W/"ammtc-17.2"', '"ammtc-17.22"', '"ammtc-18.2"'])
def test_change_of_a_former_state_is_refused_with_the_present_one(anna, method, tag):
    write([planned(theme="Theirs")], Change("Meanwhile"), today=TODAY)
    before = anna.get("ammtc-17/").json()

    answer = getattr(anna, method)("ammtc-17/", None if method == "delete" else planned(theme="Mine"), match=tag)

    assert [answer.status_code, answer.json()["current"]] == [412, before]
    assert answer.json()["detail"] == (
        'ammtc-17 was changed meanwhile and has the ETag "ammtc-17.2" now. Look at current, then send again.'
    )
    assert (stored(), last()[0]) == (planned(theme="Theirs"), 2)


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_change_of_no_state_is_refused(anna, method):
    answer = getattr(anna, method)("ammtc-17/", None if method == "delete" else planned(theme="Mine"))

    assert answer.status_code == 428
    assert answer.json()["detail"] == (
        "Say which state of ammtc-17 you change: send the ETag of its last answer in If-Match."
    )
    assert last()[0] == 1


@pytest.mark.parametrize("tag", ["ammtc-17.1", "1", '"', '"a" "b"', "w/x"])
def test_state_without_quotes_is_refused(anna, tag):
    answer = anna.patch("ammtc-17/", {"theme": "Mine"}, match=tag)

    assert answer.status_code == 400
    assert errors_in(answer) == {"If-Match": 'If-Match takes an ETag in its quotes, such as "ammtc-17.4", or *.'}


# Patching, RFC 7396


@pytest.mark.parametrize(
    ("patch", "changed"),
    [
        ({"theme": "New"}, {"theme": "New"}),
        ({"theme": None}, {"theme": None}),
        ({"chair": {"office": "Minister"}}, {"chair": {"country": "ID", "person": "Hamidin", "office": "Minister"}}),
        ({"chair": None}, {"chair": None}),
        ({"venue": {"name": None}}, {"venue": venue(locality="Kuta")}),
        ({"agenda": ["c"]}, {"agenda": ["c"]}),
        ({"gaps": {"reports_to": "unknown"}}, {"gaps": {"reports_to": "unknown"}}),
        ({"alongside": None, "notes": None}, {"alongside": None, "notes": None}),
        ({"citations": []}, {"citations": []}),
        ({"slug": "ammtc-18", "ordinal": 19}, {"ordinal": 19}),
        ({}, {}),
    ],
)
@pytest.mark.parametrize("content_type", ["application/merge-patch+json", "application/json"])
def test_patch_changes_what_it_names(anna, patch, changed, content_type):
    record = {**FULL, "gaps": {}}
    write([record], Change("First"), today=TODAY)

    answer = anna.patch("ammtc-18/", patch, match='"ammtc-18.1"', content_type=content_type)

    assert [answer.status_code, answer["ETag"]] == [200, f'"ammtc-18.{2 if changed else 1}"']
    assert stored("ammtc-18") == record | changed


def test_patch_makes_an_object_where_there_was_none(anna):
    anna.patch("ammtc-17/", {"venue": {"name": "Hotel", "region": None}}, match="*")

    assert stored()["venue"] == venue(name="Hotel", country=None)


# Deleting, and what is gone


def test_delete_takes_a_meeting_out_of_the_record(anna):
    answer = anna.delete("ammtc-17/", match='"ammtc-17.1"')

    assert [answer.status_code, answer.content] == [204, b""]
    assert Meeting.objects.count() == 0
    assert last() == (2, "deleted", "anna", "As the press says", False)
    assert anna.get("ammtc-17/").status_code == 410


def test_delete_takes_its_reason_from_the_body_too(anna):
    anna.reason = None

    anna.delete("ammtc-17/", {"_reason": "A double", "_minor": True}, match="*")

    assert last() == (2, "deleted", "anna", "A double", True)


@pytest.mark.parametrize("method", ["put", "post"])
def test_writing_to_a_deleted_slug_restores_it(anna, method):
    anna.delete("ammtc-17/", match="*")

    answer = anna.send(method, "ammtc-17/" if method == "put" else "", planned(theme="Back"))

    assert [answer.status_code, answer["ETag"]] == [201, '"ammtc-17.3"']
    assert last()[:2] == (3, "restored")


@pytest.mark.parametrize("method", ["patch", "delete"])
def test_changing_what_is_deleted_is_refused(anna, method):
    anna.delete("ammtc-17/", match="*")

    answer = getattr(anna, method)("ammtc-17/", {} if method == "patch" else None, match="*")

    assert answer.status_code == 410
    assert answer.json()["detail"].endswith(": As the press says. PUT brings it back.")


@pytest.mark.parametrize("method", ["put", "patch", "delete", "post"])
def test_writing_to_a_merged_slug_is_a_conflict(anna, method):
    write([planned("ammtc-18", 18)], Change("Second"), today=TODAY)
    one, other = Meeting.objects.get(slug="ammtc-17"), Meeting.objects.get(slug="ammtc-18")
    delete(one, Change("The same"), merged_into=other)

    path, data = ("" if method == "post" else "ammtc-17/"), None if method == "delete" else planned()
    answer = anna.send(method, path, data)

    assert answer.status_code == 409
    assert answer.json()["detail"] == ("ammtc-17 was merged into ammtc-18 and leads there for good. Write to ammtc-18.")


@pytest.mark.parametrize("method", ["patch", "delete"])
def test_changing_what_never_was_is_not_found(anna, method):
    answer = getattr(anna, method)("ammtc-99/", {} if method == "patch" else None, match="*")

    assert answer.status_code == 404
    assert answer.json()["detail"] == (
        "There is no meeting ammtc-99. Create it by PUT, or by POST to /api/v1/meetings/."
    )


# All that is wrong, at once


def test_problems_are_told_all_at_once_with_their_places(anna):
    anna.reason = None
    wrong = planned(
        "ammtc-18", "19", stauts="held", host="XX", dates="31 February", chair={"country": "ID", "a/b~c": 1},
        agenda=["a", 5], gaps={"theem": "unknown"},
        citations=[cited("dates", url="https://a.org"), cited("host", url="javascript:x", says={"dates": "x"})],
    )  # fmt: skip

    answer = anna.put("ammtc-18/", wrong)

    found = {each["pointer"]: each for each in answer.json()["errors"]}
    assert answer.status_code == 400
    assert list(found) == [
        "/_reason", "/ordinal", "/dates", "/host", "/chair/a~1b~0c", "/agenda/1", "/gaps/theem",
        "/citations/1/source/url", "/citations/1/says/dates", "/stauts",
    ]  # fmt: skip
    assert found["/stauts"] == {
        "pointer": "/stauts",
        "message": "Unknown key stauts. Did you mean status?",
        "suggestion": "status",
    }
    assert [each["message"][-1] for each in found.values() if each["message"][-1] not in ".?"] == []
    assert Meeting.objects.count() == 1


def test_whole_answer_sent_back_is_told_what_to_leave_out(anna):
    answer = anna.put("ammtc-17/", anna.get("ammtc-17/").json() | {"theme": "New"}, match="*")

    assert answer.status_code == 400
    assert answer.json()["detail"] == (
        "What was sent is not a record; each error says what is wrong with it. An answer adds keys that follow from "
        "the record (name, url, when, where, prepared_by, contested, sourced, revision, updated_at): leave them out, "
        "or send only what changes, by PATCH."
    )
    assert errors_in(answer)["/name"] == "name is derived from the record and cannot be given."
    assert len(errors_in(answer)) == 9


def test_slug_of_the_address_and_of_the_record_must_agree(anna):
    answers = [
        anna.put("ammtc-18/", planned("ammtc-19", 19)),
        anna.patch("ammtc-17/", {"slug": "ammtc-19"}, match="*"),
    ]

    assert [errors_in(answer) for answer in answers] == [
        {"/slug": f"A slug never changes: this address is of ammtc-{n}. Write that, or ask there."} for n in (18, 17)
    ]


@pytest.mark.parametrize(
    ("keys", "errors"),
    [
        ({"ordinal": 17}, {"/ordinal": "ammtc-17 has this ordinal already; a series counts each number once."}),
        ({"reports_to": "x"}, {"/reports_to": "There is no meeting x."}),
        ({"alongside": "ammtc-18"}, {"/alongside": "This closes a circle: ammtc-18 sits alongside ammtc-18."}),
        (
            {"status": "held", "dates": "2999-01-01"},
            {"/status": "A meeting that begins on 2999-01-01 cannot be held yet: today is {today}."},
        ),
        (
            {"dates": "2023-08-25", "programme": "2023-08-20"},
            {"/programme": "The programme (2023-08-20) must include the days of the meeting itself (2023-08-25)."},
        ),
    ],
)
def test_broken_rule_is_told_at_its_place(anna, keys, errors):
    answer = anna.put("ammtc-18/", planned("ammtc-18", 18) | keys)

    told = {place: text.partition(" today is ")[0] for place, text in errors_in(answer).items()}
    assert answer.status_code == 400
    assert told == {place: text.partition(" today is ")[0] for place, text in errors.items()}
    assert Meeting.objects.count() == Revision.objects.count() == 1


# Browsers, queries


def test_session_writes_with_its_csrf_token_alone(anna):
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = editor("ben").cookies
    browser.get("/admin/")
    given = {"X-Change-Reason": "By hand", "If-Match": "*"}

    without = browser.patch(f"{MEETINGS}ammtc-17/", {"theme": "A"}, "application/json", headers=given)
    given["X-CSRFToken"] = browser.cookies["csrftoken"].value
    done = browser.patch(f"{MEETINGS}ammtc-17/", {"theme": "A"}, "application/json", headers=given)

    assert [without.status_code, done.status_code] == [403, 200]
    assert without.json()["detail"] == (
        "CSRF Failed: CSRF token missing. "
        "Send the value of the cookie csrftoken in the header X-CSRFToken, or use a token."
    )


@pytest.mark.parametrize("number", [1, 3])
def test_put_asks_as_often_for_three_citations_as_for_one(anna, django_assert_num_queries, number):
    def record(theme):
        citations = [cited("dates", url=f"https://asean.org/{n}", title=f"Report {n}") for n in range(number)]
        return planned(theme=theme, dates="2023-08", citations=citations)

    anna.put("ammtc-17/", record("Base"), match="*")

    with django_assert_num_queries(50):
        answer = anna.put("ammtc-17/", record("New"), match='"ammtc-17.2"')

    assert answer.status_code == 200


def test_preflight_lets_a_script_with_a_token_write(anna):
    answers = [anna.browser.options(f"{MEETINGS}{path}") for path in ("", "ammtc-17/")]

    assert [answer["Access-Control-Allow-Methods"] for answer in answers] == [
        "GET, POST, HEAD, OPTIONS",
        "GET, PUT, PATCH, DELETE, HEAD, OPTIONS",
    ]
    for answer in answers:
        allowed = {*answer["Access-Control-Allow-Headers"].split(", ")}
        assert {"Authorization", "Content-Type", "If-Match", "If-None-Match", "X-Change-Reason"} <= allowed
        assert answer["Access-Control-Allow-Origin"] == "*"
    assert answers[1]["Accept-Patch"] == "application/merge-patch+json, application/json"
