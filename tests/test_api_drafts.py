"""Drafts by API: proposed by those who may not write, decided on by those who may, and hidden from all others."""

import pytest
from django.contrib.auth.models import User

from meetings.history import Change, write
from meetings.models import Body, Draft, Meeting, Remark, Revision
from meetings.serializers import shape
from tests.conftest import TODAY
from tests.factories import UserFactory
from tests.writing import API, NOON, Program, chain_of_bodies, errors_in, planned, program

pytestmark = pytest.mark.django_db
DRAFTS = f"{API}drafts/"


@pytest.fixture(autouse=True)
def record():
    chain_of_bodies()
    write([planned()], Change("First recorded"), today=TODAY)


@pytest.fixture
def siti():
    """A program of somebody who may propose for the ministers' body."""
    return program("proposer of ammtc", scope="propose", name="siti")


@pytest.fixture
def anna():
    return program("editor of ammtc", name="anna")


def propose(who, **keys):
    return who.post(DRAFTS, {"proposal": planned(**keys), "comment": "Seen in the press"})


def decided(draft):
    return Draft.objects.values_list("decision", "decided_by__username", "answer").get(pk=draft)


def stored(slug="ammtc-17"):
    return shape(Meeting.objects.with_record().get(slug=slug))


# Proposing


def test_proposal_of_a_change_is_kept_with_what_it_would_change(siti):
    answer = propose(siti, theme="Together")

    told = answer.json()
    assert [answer.status_code, answer["Location"]] == [201, f"{DRAFTS}{told['id']}/"]
    assert told == {
        "id": told["id"], "slug": "ammtc-17", "body": "ammtc", "base": 1, "origin": "typed",
        "comment": "Seen in the press", "proposal": planned(theme="Together"), "proposed_by": "siti",
        "proposed_at": told["proposed_at"], "decision": "open", "decided_by": None, "decided_at": None,
        "answer": None, "amends": None, "amended_by": None, "remarks": [],
        "differences": [{"field": "theme", "before": None, "after": "Together"}],
    }  # fmt: skip
    assert siti.get(answer["Location"]).json() == told
    assert (stored(), Revision.objects.count()) == (planned(), 1)


def test_proposal_of_a_new_meeting_builds_on_none(siti):
    told = propose(siti, slug="ammtc-18", ordinal=18).json()

    assert [told[key] for key in ("slug", "body", "base")] == [None, "ammtc", None]
    assert Meeting.objects.count() == 1


def test_problems_of_a_proposal_are_told_at_once_with_their_places(siti):
    answer = siti.post(DRAFTS, {"proposal": planned(host="XX", name="x"), "comment": 5, "hots": 1})

    assert answer.status_code == 400
    assert list(errors_in(answer)) == ["/proposal/host", "/proposal/name", "/comment", "/hots"]
    assert Draft.objects.count() == 0


@pytest.mark.parametrize(
    ("keys", "place"),
    [
        ({"slug": "x"}, "/proposal/ordinal"),
        ({"reports_to": "x"}, "/proposal/reports_to"),
        ({"dates": "2023-08-25", "programme": "2023-08-20"}, "/proposal/programme"),
        ({}, "/proposal"),
    ],
)
def test_proposal_that_could_not_be_written_is_refused(siti, keys, place):
    answer = propose(siti, **keys)

    assert [answer.status_code, list(errors_in(answer))] == [400, [place]]
    assert (Draft.objects.count(), Meeting.objects.count(), Revision.objects.count()) == (0, 1, 1)


def test_proposal_may_say_of_which_state_it_is_a_change(siti):
    write([planned(notes="New")], Change("Meanwhile"), today=TODAY)
    data = {"proposal": planned(theme="Mine")}

    answers = [siti.post(DRAFTS, data, match=f'"ammtc-17.{number}"') for number in (1, 2)]

    assert [answer.status_code for answer in answers] == [412, 201]


@pytest.mark.parametrize("role", ["reader", "proposer", "editor", "reviewer", None])
def test_who_may_propose(role):
    who = program(*([f"{role} of ammtc"] if role else []))

    answer = propose(who, theme="Mine")

    assert answer.status_code == (201 if role in ("proposer", "editor", "reviewer") else 403)


def test_proposal_for_another_body_is_refused(siti):
    answers = [propose(siti, slug="somtc-1", body="somtc"), propose(siti, body="somtc")]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert answers[0].json()["detail"] == (
        "You may not propose changes of its meetings: "
        "for the body somtc that takes the role editor or proposer or reviewer."
    )


@pytest.mark.parametrize(("scope", "status"), [("read", 403), ("propose", 201), ("write", 201)])
def test_scope_that_proposing_takes(scope, status):
    assert propose(program("editor of ammtc", scope=scope), theme="Mine").status_code == status


# Reading


def test_drafts_are_seen_by_their_maker_and_by_those_who_see_the_body(siti, anna):
    mine = propose(siti, theme="Mine").json()["id"]
    theirs = propose(anna, theme="Theirs").json()["id"]
    others = [program(f"{role} of {body}") for role, body in
              [("reader", "ammtc"), ("reviewer", "ammtc"), ("proposer", "ammtc"), ("editor", "somtc")]]  # fmt: skip
    everybody = [siti, anna, *others]

    listed = [[draft["id"] for draft in who.get(DRAFTS).json()["results"]] for who in everybody]
    found = [[pk for pk in (theirs, mine) if who.get(f"{DRAFTS}{pk}/").status_code == 200] for who in everybody]

    assert listed == found == [[mine], [theirs, mine], [theirs, mine], [theirs, mine], [], []]


def test_drafts_tell_nothing_to_strangers(siti):
    pk = propose(siti, theme="Mine").json()["id"]
    stranger = program()

    for who, status in ((Program(), 401), (stranger, 404)):
        there, nowhere = who.get(f"{DRAFTS}{pk}/"), who.get(f"{DRAFTS}{pk + 9}/")
        assert [there.status_code, nowhere.status_code] == [status, status]
        assert there.json()["detail"] == nowhere.json()["detail"].replace(str(pk + 9), str(pk))
    assert [Program().get(DRAFTS).status_code, stranger.get(DRAFTS).json()["count"]] == [401, 0]
    assert [
        Program().post(f"{DRAFTS}{pk}/accept/").status_code,
        stranger.post(f"{DRAFTS}{pk}/accept/").status_code,
    ] == [
        401,
        404,
    ]
    for path in ("meetings/", "meetings/ammtc-17/", "meetings/ammtc-17/history/", "meetings/?q=Mine", ""):
        assert "Mine" not in Program().get(f"{API}{path}").content.decode().replace("q=Mine", "")


def test_drafts_are_listed_by_their_query(siti, anna):
    one, two = (propose(siti, theme=theme).json()["id"] for theme in ("One", "Two"))
    anna.post(f"{DRAFTS}{one}/refuse/")

    lists = [siti.get(f"{DRAFTS}?{query}").json() for query in ("", "decision=open", "decision=refused", "limit=1")]

    assert [[draft["id"] for draft in each["results"]] for each in lists] == [[two, one], [two], [one], [two]]
    assert [
        siti.get(lists[3]["next"].partition("testserver")[2]).json()["results"][0]["id"],
        siti.get(f"{DRAFTS}?hots=1").status_code,
    ] == [
        one,
        400,
    ]


def test_drafts_of_a_restricted_token_are_of_its_bodies(anna):
    propose(anna, theme="Mine")
    other = program("editor of ammtc", "editor of somtc", bodies=["somtc"])

    assert other.get(DRAFTS).json()["count"] == 0


@pytest.mark.parametrize("number", [1, 3])
def test_list_of_drafts_asks_as_often_for_three_as_for_one(siti, django_assert_num_queries, number):
    for n in range(number):
        propose(siti, theme=f"Theme {n}")
    siti.get(DRAFTS)

    with django_assert_num_queries(7):
        assert len(siti.get(DRAFTS).json()["results"]) == number


# Deciding


def test_accepting_writes_the_record_by_who_decides(siti, anna):
    pk = propose(siti, theme="Together").json()["id"]

    answer = anna.post(f"{DRAFTS}{pk}/accept/", match='"ammtc-17.1"')

    assert [answer.status_code, answer["ETag"], answer.json()["theme"]] == [200, '"ammtc-17.2"', "Together"]
    assert decided(pk) == ("accepted", "anna", "As the press says")
    revision = Revision.objects.latest("number")
    assert (revision.editor_name, revision.reason) == ("anna", "As the press says")


def test_accepting_a_new_meeting_creates_it(siti, anna):
    pk = propose(siti, slug="ammtc-18", ordinal=18).json()["id"]

    answer = anna.post(f"{DRAFTS}{pk}/accept/")

    assert [answer.status_code, answer["Location"]] == [201, "/api/v1/meetings/ammtc-18/"]
    assert stored("ammtc-18") == planned("ammtc-18", 18)


@pytest.mark.parametrize(("match", "status"), [(None, 428), ('"ammtc-17.1"', 412), ('"ammtc-17.2"', 200)])
def test_accepting_is_of_a_state_as_any_change_is(siti, anna, match, status):
    pk = propose(siti, theme="Together").json()["id"]
    write([planned(notes="New")], Change("Meanwhile"), today=TODAY)

    answer = anna.post(f"{DRAFTS}{pk}/accept/", match=match)

    assert answer.status_code == status
    assert decided(pk)[0] == ("accepted" if status == 200 else "open")


def test_draft_that_the_record_can_no_longer_take_stays_open(siti, anna):
    pk = propose(siti, slug="x", ordinal=18).json()["id"]
    write([planned("ammtc-18", 18)], Change("Meanwhile"), today=TODAY)

    answer = anna.post(f"{DRAFTS}{pk}/accept/")

    assert answer.status_code == 409
    assert answer.json()["detail"].startswith(f"The record has moved on and cannot take draft {pk}: ")
    assert (decided(pk)[0], Meeting.objects.count()) == ("open", 2)


@pytest.mark.parametrize(("verb", "decision"), [("refuse", "refused"), ("return", "returned")])
def test_draft_is_put_aside_with_a_reason(siti, anna, verb, decision):
    pk = propose(siti, theme="Mine").json()["id"]

    answer = anna.post(f"{DRAFTS}{pk}/{verb}/", {"_reason": "As the press says"})

    assert [answer.status_code, answer.json()["decision"], answer.json()["answer"]] == [
        200,
        decision,
        "As the press says",
    ]
    assert decided(pk) == (decision, "anna", "As the press says")
    assert siti.get(f"{DRAFTS}{pk}/").json()["answer"] == "As the press says"
    assert stored() == planned()


def test_draft_is_withdrawn_by_whoever_made_it_alone_and_once(siti, anna):
    pk, other = (propose(siti, theme=theme).json()["id"] for theme in ("Mine", "Yours"))
    anna.post(f"{DRAFTS}{other}/refuse/")
    stranger, reading = program("editor of somtc"), program("proposer of ammtc", scope="read")
    siti.reason = None

    answers = [who.post(f"{DRAFTS}{pk}/withdraw/") for who in (anna, stranger, reading, siti, siti)]
    refused = siti.post(f"{DRAFTS}{other}/withdraw/", {"_reason": "Sorry"})

    assert [answer.status_code for answer in (*answers, refused)] == [403, 404, 403, 200, 409, 409]
    assert answers[3].json()["decision"] == "withdrawn"
    assert decided(pk) == ("withdrawn", "siti", "Withdrawn by whoever proposed it")
    assert decided(other)[0] == "refused"


def test_draft_that_was_sent_back_is_amended_once_and_tells_what_became_of_it(siti, anna):
    first = propose(siti, theme="Mine").json()["id"]
    early = amend(siti, first, theme="Ours")
    Remark.objects.create(draft_id=first, author=User.objects.get(username="anna"), at=NOON, text="Is it?")
    anna.post(f"{DRAFTS}{first}/return/")

    second = amend(siti, first, theme="Ours")
    again, others = amend(siti, first, theme="Theirs"), amend(anna, first, theme="Ours")
    anna.post(f"{DRAFTS}{second.json()['id']}/accept/", match="*")

    told = siti.get(f"{DRAFTS}{first}/").json()
    assert (told["decision"], told["answer"], told["amended_by"]) == (
        "returned",
        "As the press says",
        second.json()["id"],
    )
    assert told["remarks"] == [{"author": "anna", "at": "2026-11-24T12:00:00Z", "text": "Is it?"}]
    assert (second.status_code, second.json()["amends"], stored()["theme"]) == (201, first, "Ours")
    assert [errors_in(answer)["/amends"] for answer in (early, again, others)] == [
        f"Draft {first} was not sent back, so nothing stands in its place.",
        f"Draft {first} was amended already, so nothing stands in its place.",
        f"There is no draft {first} of yours.",
    ]
    assert siti.post(f"{DRAFTS}{first}/withdraw/").status_code == 409


def amend(who, draft, **keys):
    return who.post(DRAFTS, {"proposal": planned(**keys), "comment": "As you say", "amends": draft})


@pytest.mark.parametrize("verb", ["accept", "refuse", "return"])
def test_draft_is_decided_once_and_with_a_reason(siti, anna, verb):
    pk = propose(siti, theme="Mine").json()["id"]
    anna.reason = None
    without = anna.post(f"{DRAFTS}{pk}/{verb}/", match="*")
    more = anna.post(f"{DRAFTS}{pk}/{verb}/", {"_reason": "x", "theme": "y"}, match="*")
    anna.reason = "Seen"

    answers = [anna.post(f"{DRAFTS}{pk}/{verb}/", match="*") for _ in range(2)]

    assert [without.status_code, *[answer.status_code for answer in answers]] == [400, 200, 409]
    assert list(errors_in(more)) == ["/theme"]
    assert answers[1].json()["detail"].startswith(f"Draft {pk} was ")


@pytest.mark.parametrize("verb", ["accept", "refuse", "return"])
@pytest.mark.parametrize(
    ("role", "status"),
    [("reader of ammtc", 403), ("reviewer of ammtc", 200), ("editor of ammtc", 200), ("editor of somtc", 404)],
)
def test_who_may_decide(siti, verb, role, status):
    pk = propose(siti, theme="Mine").json()["id"]

    assert program(role).post(f"{DRAFTS}{pk}/{verb}/", match="*").status_code == status


@pytest.mark.parametrize(("role", "status"), [("reviewer", 403), ("editor", 200)])
def test_own_draft_is_accepted_by_who_may_write_alone(role, status):
    who = program(f"{role} of ammtc")
    pk = propose(who, theme="Mine").json()["id"]

    assert who.post(f"{DRAFTS}{pk}/accept/", match="*").status_code == status


@pytest.mark.parametrize("verb", ["accept", "refuse", "return"])
def test_nobody_decides_on_their_own_where_the_body_wants_four_eyes(anna, verb):
    pk = propose(anna, theme="Mine").json()["id"]
    Body.objects.filter(slug="ammtc").update(four_eyes=True)

    answer = anna.post(f"{DRAFTS}{pk}/{verb}/", match="*")

    assert (answer.status_code, decided(pk)[0]) == (403, "open")
    assert answer.json()["detail"].startswith("This is your own draft, and for the body ammtc somebody else decides.")


def test_deciding_takes_a_token_that_writes(siti):
    pk = propose(siti, theme="Mine").json()["id"]

    answer = program("editor of ammtc", scope="propose").post(f"{DRAFTS}{pk}/accept/", match="*")

    assert answer.status_code == 403


@pytest.mark.parametrize("proposal", [{"hots": 1}, [], "x", {"slug": 5}])
def test_draft_by_another_door_may_hold_anything(anna, proposal):
    draft = Draft.objects.create(
        proposal=proposal, proposed_at=NOON, proposed_by=UserFactory(), body=Body.objects.get(slug="ammtc")
    )

    answers = [anna.get(f"{DRAFTS}{draft.pk}/"), anna.get(DRAFTS), anna.post(f"{DRAFTS}{draft.pk}/accept/")]

    assert [answer.status_code for answer in answers] == [200, 200, 409]
