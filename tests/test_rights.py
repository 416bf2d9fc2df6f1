"""Who may do what, cell by cell: by role, by group, by body, by token, and for people who left."""

import pytest
from django.contrib.auth.models import AnonymousUser, Group, Permission

from meetings.history import Change, write
from meetings.models import Body, BodyRight, Meeting, Token
from meetings.models.rights import PROPOSE, REVIEW, SEE, WRITE, Rights, may_write
from tests.conftest import TODAY
from tests.factories import BodyFactory, UserFactory
from tests.refusals import refusal
from tests.writing import NOON, Program, chain_of_bodies, planned, program

pytestmark = pytest.mark.django_db
ACTS = (SEE, PROPOSE, WRITE, REVIEW)


def allowed(user, body, token=None):
    return [act for act in ACTS if Rights(user, token).may(act, body)]


@pytest.mark.parametrize(
    ("role", "acts"),
    [
        ("reader", [SEE]),
        ("proposer", [PROPOSE]),
        ("editor", [SEE, PROPOSE, WRITE, REVIEW]),
        ("reviewer", [SEE, PROPOSE, REVIEW]),
    ],
)
def test_role_allows_its_acts_for_its_body_alone(role, acts):
    user, one, other = UserFactory(), BodyFactory(slug="ammtc"), BodyFactory(slug="somtc")
    BodyRight.objects.create(user=user, body=one, role=role)

    assert [allowed(user, one), allowed(user, other), allowed(user, None)] == [acts, [], []]
    assert [may_write(user, one), may_write(user, other)] == [role == "editor", False]


def test_roles_of_one_person_add_up():
    user, body = UserFactory(), BodyFactory()
    for role in ("reader", "proposer"):
        BodyRight.objects.create(user=user, body=body, role=role)

    assert allowed(user, body) == [SEE, PROPOSE]


@pytest.mark.parametrize(("group", "acts"), [("Editor", [*ACTS]), ("Reader", [SEE])])
def test_group_allows_its_acts_for_all_bodies(group, acts):
    user, bodies = UserFactory(), [BodyFactory(slug="ammtc"), BodyFactory(slug="somtc")]
    user.groups.add(Group.objects.get(name=group))

    assert [allowed(user, body) for body in [*bodies, None]] == [acts, acts, acts]


@pytest.mark.parametrize("left_out", ["add_meeting", "change_meeting", "delete_meeting"])
def test_part_of_the_permissions_does_not_make_an_editor(left_out):
    user = UserFactory()
    names = {"add_meeting", "change_meeting", "delete_meeting"} - {left_out}
    user.user_permissions.set(Permission.objects.filter(codename__in=names))

    assert allowed(user, BodyFactory()) == []


@pytest.mark.parametrize("closed", [False, True])
def test_administrator_may_do_all_until_the_account_is_closed(closed):
    user = UserFactory(is_superuser=True, is_active=not closed)

    assert allowed(user, BodyFactory()) == ([] if closed else [*ACTS])


@pytest.mark.parametrize("user", [None, AnonymousUser()])
def test_nobody_may_do_nothing(user):
    assert allowed(user, BodyFactory()) == []


def test_account_that_is_closed_has_no_rights():
    user, body = UserFactory(is_active=False), BodyFactory()
    BodyRight.objects.create(user=user, body=body, role="editor")

    assert allowed(user, body) == []


def test_token_for_some_bodies_takes_the_others_away_and_adds_none():
    user, one, other, third = UserFactory(), *(BodyFactory(slug=slug) for slug in ("ammtc", "somtc", "x"))
    for body in (one, other):
        BodyRight.objects.create(user=user, body=body, role="editor")
    token, _ = Token.objects.make(user, at=NOON, scope="write", bodies=["ammtc", "x"])

    assert [allowed(user, body, token) for body in (one, other, third, None)] == [[*ACTS], [], [], []]


def test_token_stays_restricted_when_its_body_is_gone():
    user, body = UserFactory(is_superuser=True), BodyFactory(slug="ammtc")
    token, _ = Token.objects.make(user, at=NOON, scope="write", bodies=["somtc"])
    BodyFactory(slug="somtc").delete()

    assert allowed(user, body, token) == []


def test_right_is_given_once_and_of_a_known_role():
    user, body = UserFactory(), BodyFactory()
    BodyRight.objects.create(user=user, body=body, role="editor")

    assert refusal(BodyRight(user=user, body=body, role="boss")) == ["Choose one of the known roles."]
    assert len(refusal(BodyRight(user=user, body=body, role="editor"))) == 1


def test_rights_ask_as_often_for_many_bodies_as_for_one(django_assert_num_queries):
    user = UserFactory()
    bodies = [BodyFactory(slug=f"b{n}") for n in range(9)]
    rights = Rights(user)

    with django_assert_num_queries(3):
        assert [rights.may(act, body) for body in bodies for act in ACTS] == [False] * 36


# By the door of the API


CALLS = {
    "read": lambda who: who.get("ammtc-17/"),
    "create": lambda who: who.post(data=planned("ammtc-18", 18)),
    "put": lambda who: who.put("ammtc-17/", planned(theme="x"), match="*"),
    "patch": lambda who: who.patch("ammtc-17/", {"theme": "y"}, match="*"),
    "bulk": lambda who: who.post("bulk/?dry_run=true", [planned(theme="z")]),
    "delete": lambda who: who.delete("ammtc-17/", match="*"),
}
WHO = {
    "nobody": (lambda: Program(), [200, 401, 401, 401, 401, 401]),
    "stranger": (lambda: program(), [200] + [403] * 5),
    "reader": (lambda: program("reader of ammtc"), [200] + [403] * 5),
    "proposer": (lambda: program("proposer of ammtc"), [200] + [403] * 5),
    "reviewer": (lambda: program("reviewer of ammtc"), [200] + [403] * 5),
    "editor of another": (lambda: program("editor of somtc"), [200] + [403] * 5),
    "editor": (lambda: program("editor of ammtc"), [200, 201, 200, 200, 200, 204]),
    "editor who reads": (lambda: program("editor of ammtc", scope="read"), [200] + [403] * 5),
    "editor who proposes": (lambda: program("editor of ammtc", scope="propose"), [200] + [403] * 5),
    "editor with a token for another": (
        lambda: program("editor of ammtc", "editor of somtc", bodies=["somtc"]),
        [200] + [403] * 5,
    ),
    "editor with a token for it": (
        lambda: program("editor of ammtc", bodies=["ammtc"]),
        [200, 201, 200, 200, 200, 204],
    ),
}


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("who", WHO)
def test_api_opens_to_who_may(who, call):
    chain_of_bodies()
    write([planned()], Change("First recorded"), today=TODAY)
    maker, statuses = WHO[who]

    answer = CALLS[call](maker())

    assert answer.status_code == statuses[[*CALLS].index(call)]
    if answer.status_code == 403:
        assert "ammtc" in answer.json()["detail"] or "scope" in answer.json()["detail"]


@pytest.fixture
def two_bodies():
    chain_of_bodies()
    write([planned(), planned("somtc-1", 1, body="somtc", reports_to="ammtc-17")], Change("First"), today=TODAY)


def test_meeting_is_moved_by_who_may_write_both_bodies(two_bodies):
    one, both = program("editor of somtc"), program("editor of somtc", "editor of ammtc")
    away = planned("somtc-1", 1, body="ammtc")

    answers = [who.put("somtc-1/", away, match="*") for who in (one, program("editor of ammtc"), both)]

    assert [answer.status_code for answer in answers] == [403, 403, 200]
    assert Meeting.objects.get(slug="somtc-1").body == Body.objects.get(slug="ammtc")


def test_deleting_changes_no_meeting_of_another_body(two_bodies):
    one, both = program("editor of ammtc"), program("editor of somtc", "editor of ammtc")

    refused, done = (who.delete("ammtc-17/", match="*") for who in (one, both))

    assert [refused.status_code, done.status_code] == [403, 204]
    assert refused.json()["detail"] == (
        "somtc-1 names ammtc-17 and would be changed too. "
        "You may not write its meetings: for the body somtc that takes the role editor."
    )
