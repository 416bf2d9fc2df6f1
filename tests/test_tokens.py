"""Tokens: shown once, kept as a digest, never more than their owner may; wrong ones are told why."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from meetings.models import Token
from meetings.models.tokens import digest_of
from tests.desk import boss, editor
from tests.factories import BodyFactory, UserFactory
from tests.writing import MEETINGS, NOON, Program, program

pytestmark = pytest.mark.django_db
ADD = "/admin/meetings/token/add/"


def made(**fields):
    return Token.objects.make(UserFactory(), at=NOON, **fields)


def asked(text):
    return Program(text).get()


# Making one


def test_token_is_kept_as_a_digest_alone():
    token, text = made(name="Harvester")

    row = Token.objects.values().get()
    assert text.startswith(f"amr_{token.prefix}_")
    assert len(text) == 81
    assert row["digest"] == digest_of(text)
    assert [value for value in row.values() if text.rpartition("_")[2] in str(value)] == []


def test_tokens_differ_from_one_another():
    assert len({made()[1] for _ in range(20)}) == 20


def test_token_is_found_by_its_whole_text_alone():
    token, text = made()

    wrong = [text[:-1], f"{text}0", text.upper(), text.replace("amr", "xyz"), f"amr_{token.prefix}_", token.prefix, ""]
    wrong += ["amr__", f"amr_{token.prefix}_{token.digest}", "amr_\x00_x", "amr_é_x", "amr"]

    assert Token.objects.bearing(text) == token
    assert [each for each in wrong if Token.objects.bearing(each)] == []


@pytest.mark.parametrize(("days", "expires"), [(None, None), (2, NOON + timedelta(days=2))])
def test_token_expires_after_its_days(days, expires):
    token, _ = made(days=days)

    assert token.expires_at == expires
    assert list(Token.objects.usable(NOON)) == [token]
    assert list(Token.objects.usable(NOON + timedelta(days=2))) == ([] if days else [token])


def test_token_that_expired_before_it_was_made_is_refused():
    token, _ = made()

    with pytest.raises(IntegrityError), transaction.atomic():
        Token.objects.filter(pk=token.pk).update(expires_at=NOON)


def test_revoking_keeps_the_time_of_the_first_time():
    token, _ = made()

    counts = [Token.objects.revoke(NOON), Token.objects.revoke(NOON + timedelta(days=1))]

    token.refresh_from_db()
    assert (counts, token.revoked_at) == ([1, 0], NOON)
    assert list(Token.objects.usable(NOON)) == []


@pytest.mark.parametrize(
    ("scope", "allowed"),
    [("read", ["read"]), ("propose", ["read", "propose"]), ("write", ["read", "propose", "write"])],
)
def test_scope_allows_what_the_lesser_ones_allow(scope, allowed):
    token, _ = made(scope=scope)

    assert [each for each in ("read", "propose", "write") if token.allows(each)] == allowed


def test_command_prints_the_text_once_and_keeps_it_nowhere():
    BodyFactory(slug="somtc"), BodyFactory(slug="ammtc")
    user, out, told = UserFactory(username="anna"), StringIO(), StringIO()

    call_command(
        "make_token", "anna", "--scope", "write", "--body", "somtc", "--body", "ammtc", "--days", "7",
        "--name", "Harvester", stdout=out, stderr=told,
    )  # fmt: skip

    token = Token.objects.bearing(out.getvalue().strip())
    assert (token.owner, token.scope, token.bodies, token.name) == (user, "write", ["ammtc", "somtc"], "Harvester")
    assert token.expires_at - token.created_at == timedelta(days=7)
    assert told.getvalue() == f"This is shown once. {token} may read, propose and write for anna.\n"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["nobody"], "There is no user nobody."),
        (["anna", "--body", "amtc"], "There is no body amtc. Did you mean ammtc?"),
        (["anna", "--days", "0"], "--days is a number from 1 to 36500, not 0."),
    ],
)
def test_command_refuses_what_it_does_not_know(arguments, told):
    UserFactory(username="anna"), BodyFactory(slug="ammtc")

    with pytest.raises(CommandError, match=f"^{told.replace('?', '[?]')}$"):
        call_command("make_token", *arguments)
    assert Token.objects.count() == 0


# Asking with one


def test_read_with_a_token_is_answered_like_one_without():
    known, unknown = program(scope="read").get(), Program().get()

    assert [known.status_code, known.json()] == [unknown.status_code, unknown.json()] == [200, unknown.json()]


@pytest.mark.parametrize("header", ["", "Basic YTpi", "Token x"])
def test_other_authorization_is_for_others_to_read(header):
    assert Program().get(Authorization=header).status_code == 200


def revoked(token):
    Token.objects.filter(pk=token.pk).revoke(NOON)


def expired(token):
    Token.objects.filter(pk=token.pk).update(created_at=NOON - timedelta(days=9), expires_at=NOON - timedelta(days=8))


def closed(token):
    token.owner.is_active = False
    token.owner.save()


@pytest.mark.parametrize(
    ("end", "told"),
    [
        (revoked, "This token was revoked on 2026-11-24. Make another one."),
        (expired, "This token expired on 2026-11-16. Make another one."),
        (closed, "The account that this token belongs to is closed."),
        (Token.delete, "This token is not known. Check that all of it was copied."),
    ],
)
def test_token_that_no_longer_counts_is_refused_even_for_reading(end, told):
    token, text = made()
    end(token)

    answer = asked(text)

    assert [answer.status_code, answer.json()["detail"]] == [401, told]
    assert answer["WWW-Authenticate"] == 'Bearer realm="The ASEAN meetings record"'
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("text", ["x", "amr_ü_ü", "amr_a_b c", " "])
def test_token_that_is_none_is_refused(text):
    assert Program(text).get().status_code == 401


def test_last_use_is_kept_to_the_minute(django_assert_num_queries):
    token, text = made()

    asked(text)
    token.refresh_from_db()
    first = token.last_used_at
    with django_assert_num_queries(3):  # The token, what was committed last, and the thing that is asked for.
        Program(text).get("?count=none")
    Token.objects.update(last_used_at=first - timedelta(seconds=61))
    asked(text)

    token.refresh_from_db()
    assert token.last_used_at > first


def test_last_use_is_not_set_back():
    token, _ = made()
    Token.objects.update(last_used_at=NOON)

    token.note_use(NOON - timedelta(minutes=5))

    token.refresh_from_db()
    assert token.last_used_at == NOON


# The admin


def test_owner_makes_a_token_whose_text_is_shown_once():
    client = editor()
    BodyFactory(slug="ammtc")

    answer = client.post(ADD, {"name": "Harvester", "scope": "write", "bodies": ["ammtc"], "days": "30"})

    shown = answer.content.decode()
    token = Token.objects.get()
    text = shown.partition("amr_")[2][:77]
    assert Token.objects.bearing(f"amr_{text}") == token
    assert (token.owner, token.name, token.bodies) == (client.user, "Harvester", ["ammtc"])
    assert token.expires_at - token.created_at == timedelta(days=30)
    assert answer["Cache-Control"].startswith("no-store")
    assert text not in client.get(f"/admin/meetings/token/{token.pk}/change/").content.decode()


@pytest.mark.parametrize(
    ("typed", "field"), [({"days": "0"}, "days"), ({"bodies": ["x"]}, "bodies"), ({"scope": "x"}, "scope")]
)
def test_form_refuses_what_makes_no_token(typed, field):
    answer = editor().post(ADD, {"name": "", "scope": "read", "days": "30"} | typed)

    assert list(answer.context["adminform"].form.errors) == [field]
    assert Token.objects.count() == 0


def test_owner_revokes_their_own_token():
    client = editor()
    token, text = Token.objects.make(client.user, at=NOON)

    client.post("/admin/meetings/token/", {"action": "revoke", "_selected_action": [token.pk]})

    assert asked(text).status_code == 401


def test_tokens_of_others_are_seen_by_an_administrator_alone():
    token, text = made(name="Harvester")
    other, admin = editor(), boss()
    page = f"/admin/meetings/token/{token.pk}/change/"

    other.post("/admin/meetings/token/", {"action": "revoke", "_selected_action": [token.pk]})
    answers = [client.get(path) for client in (other, admin) for path in (page, "/admin/meetings/token/")]

    assert ["Harvester" in answer.content.decode() for answer in answers] == [False, False, True, True]
    assert asked(text).status_code == 200
    admin.post("/admin/meetings/token/", {"action": "revoke", "_selected_action": [token.pk]})
    assert asked(text).status_code == 401


def test_token_is_neither_changed_nor_deleted():
    client = boss()
    token, _ = Token.objects.make(client.user, at=NOON)
    page = f"/admin/meetings/token/{token.pk}/"

    answers = [client.post(f"{page}change/", {"scope": "write"}), client.post(f"{page}delete/", {"post": "yes"})]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert Token.objects.get().scope == "read"


def test_token_reads_with_the_address_of_the_list(client):
    assert client.get(MEETINGS, headers={"Authorization": f"bearer {made()[1]}"}).status_code == 200
