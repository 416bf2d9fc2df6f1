"""Accounts: what happened is told for ever, guesses are locked out, sessions end, nobody raises their own rights."""

import time
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from meetings.models import AccountEvent, BodyRight, Token
from tests.desk import boss, controls, editor, opened, sent
from tests.factories import BodyFactory, UserFactory

pytestmark = pytest.mark.django_db
LOGIN, PASSWORD = "/admin/login/", "a long password"
USERS = "/admin/auth/user/"


def events(**narrowed):
    return list(AccountEvent.objects.filter(**narrowed).order_by("pk").values_list("kind", "about", "by", "detail"))


def tried(name="anna", password="wrong", client=None, **request):
    return (client or Client()).post(LOGIN, {"username": name, "password": password}, **request)


def account(name="anna", **fields):
    return User.objects.create_user(name, password=PASSWORD, **{"is_staff": True} | fields)


def page_of(user, page="change"):
    return reverse(f"admin:auth_user_{page}", args=[user.pk])


# Signing in and out


def test_signing_in_and_out_is_told_with_the_address(settings):
    settings.BEHIND_PROXY = True
    account()
    client = Client(headers={"x-forwarded-for": "198.51.100.1, 203.0.113.7"})

    tried(client=client)
    tried(password=PASSWORD, client=client)
    client.post("/admin/logout/")

    assert events(address="203.0.113.7") == [
        ("sign-in-failed", "anna", "", ""),
        ("signed-in", "anna", "anna", ""),
        ("signed-out", "anna", "anna", ""),
    ]


def test_guesses_of_one_name_from_one_address_are_locked_out_with_a_page():
    account(), account("rina")
    codes = [tried().status_code for _ in range(10)]

    locked = [tried(), tried(password=PASSWORD)]
    others = [tried(password=PASSWORD, REMOTE_ADDR="203.0.113.7"), tried("rina", PASSWORD)]

    assert codes == [200] * 9 + [429]
    assert [answer.status_code for answer in locked] == [429, 429]
    assert locked[0]["Retry-After"] == "900"
    assert "Try again in 15 minutes." in locked[0].content.decode()
    assert [answer.status_code for answer in others] == [302, 302]
    told = [kind for kind, *_ in events(about="anna", address="127.0.0.1")]
    assert told.count("sign-in-failed") in (9, 10)
    assert told.count("locked-out") == 1


def test_name_as_long_as_it_likes_is_told_cut():
    tried("x" * 254)

    assert [about for _, about, *_ in events(kind="sign-in-failed")] == ["x" * 150]


# Sessions


def test_session_ends_after_its_longest_time_however_much_it_is_used(settings):
    client = editor()
    settings.SESSION_LONGEST = timedelta(hours=1)
    before = client.get("/admin/").status_code
    session = client.session
    session["began"] = int(time.time()) - 3600
    session.save()

    after = client.get("/admin/")

    assert (before, after.status_code) == (200, 302)
    assert Session.objects.count() == 0
    assert events(kind="signed-out") == [("signed-out", "anna", "anna", "")]


def test_session_that_is_used_lives_on_and_is_written_once_a_minute():
    client = editor()
    row = Session.objects.get()
    Session.objects.update(expire_date=row.expire_date - timedelta(hours=5))
    client.get("/admin/")
    unused = Session.objects.get().expire_date
    session = client.session
    session["seen"] = int(time.time()) - 61
    session.save()
    Session.objects.update(expire_date=row.expire_date - timedelta(hours=5))

    client.get("/admin/")

    assert unused == row.expire_date - timedelta(hours=5)
    assert Session.objects.get().expire_date >= row.expire_date


def test_owner_sees_where_they_are_signed_in_and_signs_out_elsewhere():
    here, other = editor(), editor("rina")
    there = Client(headers={"user-agent": "Old browser"})
    tried(password=PASSWORD, client=there)

    page = here.get("/admin/sessions/").content.decode()
    here.post("/admin/sessions/")

    assert page.count("<tr><td>") == 2
    assert "Old browser" in page
    assert not [key for key in Session.objects.values_list("pk", flat=True) if key in page]
    assert [client.get("/admin/").status_code for client in (here, there, other)] == [200, 302, 200]
    assert events(kind="signed-out") == [("signed-out", "anna", "anna", "everywhere else: 1")]


def test_sessions_are_for_those_who_are_signed_in(client):
    assert client.get("/admin/sessions/").status_code == 302


# Passwords


@pytest.mark.parametrize(
    ("password", "told"),
    [
        ("elevenchars", "This password is too short. It must contain at least 12 characters."),
        ("123456789012345", "This password is entirely numeric."),
        ("1qaz2wsx3edc", "This password is too common."),
        ("anna@mail.example", "The password is too similar to the email address."),
    ],
)
def test_weak_password_is_refused(password, told):
    with pytest.raises(ValidationError) as refused:
        validate_password(password, User(username="anna", email="anna@mail.example"))

    assert told in refused.value.messages


# What is told of accounts and rights


def test_changes_of_an_account_are_told_by_whom():
    user, client = account(), boss()

    sent(client, page_of(user), is_superuser="on", email="anna@mail.example", groups=[], user_permissions=[])
    client.post(f"{USERS}{user.pk}/password/", {"password1": "quite another one", "password2": "quite another one"})
    user.refresh_from_db()
    client.post(page_of(user, "delete"), {"post": "yes"})

    assert events(about="anna") == [
        ("account-made", "anna", "", "is_active, is_staff"),
        ("account-changed", "anna", "boss", "email:  → anna@mail.example; is_superuser: False → True"),
        ("password-changed", "anna", "boss", ""),
        ("account-deleted", "anna", "boss", ""),
    ]


def test_own_password_is_changed_and_told():
    client = editor()

    typed = {"old_password": PASSWORD, "new_password1": "quite another one", "new_password2": "quite another one"}
    client.post("/admin/password_change/", typed)

    assert events(kind="password-changed") == [("password-changed", "anna", "anna", "")]


def test_new_digest_of_the_same_password_is_no_change():
    user = account()
    user._password = None
    user.save(update_fields=["password"])

    assert events(kind="password-changed") == []


def test_changes_of_rights_are_told():
    user, group = account(), Group.objects.get(name="Editor")
    permission = Permission.objects.get(codename="add_draft")
    user.groups.add(group)
    group.user_set.remove(user)
    user.groups.add(group)
    user.groups.clear()
    user.user_permissions.set([permission])
    group.permissions.add(permission)
    right = BodyRight.objects.create(user=user, body=BodyFactory(), role="editor")
    right.role = "reader"
    right.save()
    right.delete()

    assert [(kind, about, detail) for kind, about, _, detail in events()][1:] == [
        ("groups-changed", "anna", "given: group Editor"),
        ("groups-changed", "anna", "taken: group Editor"),
        ("groups-changed", "anna", "given: group Editor"),
        ("groups-changed", "anna", "taken: group Editor"),
        ("permissions-changed", "anna", "given: add_draft"),
        ("permissions-changed", "group Editor", "given: add_draft"),
        ("body-right-changed", "anna", "given: editor of ammtc"),
        ("body-right-changed", "anna", "changed to: reader of ammtc"),
        ("body-right-changed", "anna", "taken: reader of ammtc"),
    ]


def test_tokens_made_and_revoked_are_told_without_their_text():
    user = account()
    token, text = Token.objects.make(user, at=timezone.now(), scope="write", bodies=["ammtc"])
    Token.objects.revoke(timezone.now())
    Token.objects.revoke(timezone.now())

    assert events(kind__startswith="token") == [
        ("token-made", "anna", "", f"{token} write ammtc"),
        ("token-revoked", "anna", "", str(token)),
    ]
    assert text.rpartition("_")[2] not in str(events())


def test_event_is_undone_with_what_it_tells():
    user = account()
    with transaction.atomic():
        user.groups.add(Group.objects.get(name="Editor"))
        transaction.set_rollback(True)

    assert events(kind="groups-changed") == []


def test_events_are_neither_changed_nor_taken_away():
    account()
    event = AccountEvent.objects.get()

    for change in (event.save, event.delete, AccountEvent.objects.all().delete, AccountEvent.objects.update):
        with pytest.raises(TypeError, match="kept as it was written"):
            change()
    statements = ["UPDATE meetings_accountevent SET about = 'x'"]
    statements += ["DELETE FROM meetings_accountevent"] if connection.vendor == "postgresql" else []
    for statement in statements:
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)

    assert [about for _, about, *_ in events()] == ["anna"]


def test_events_are_read_by_administrators_alone():
    account("hans")
    client = boss()
    event = AccountEvent.objects.first()
    page, listed = f"/admin/meetings/accountevent/{event.pk}/change/", "/admin/meetings/accountevent/"
    other = editor("rina")
    other.user.user_permissions.set(Permission.objects.filter(content_type__model="accountevent"))

    assert [other.get(address).status_code for address in (listed, page)] == [403, 403]
    assert [client.get(address).status_code for address in (listed, page)] == [200, 200]
    assert [client.post(page, {"about": "x"}).status_code, client.get(f"{listed}add/").status_code] == [403, 403]
    assert "hans" in client.get(f"{listed}?q=hans").content.decode()


# Nobody raises their own rights


def manager():
    """An editor who may do everything with accounts, groups and rights that a permission of Django gives."""
    client = editor("rina")
    names = ["user", "group", "bodyright", "permission", "token", "accountevent"]
    client.user.user_permissions.set(Permission.objects.filter(content_type__model__in=names))
    return client


RAISING = {
    "is_superuser": "on",
    "is_staff": "on",
    "groups": lambda: [Group.objects.get(name="Editor").pk],
    "user_permissions": lambda: [Permission.objects.get(codename="change_draft").pk],
    "is_active": "",
    "username": "boss2",
    "password": "a digest",
}


def stands(user):
    user = User.objects.get(pk=user.pk)
    flags = [user.username, user.password, user.is_active, user.is_staff, user.is_superuser]
    return [*flags, sorted(user.get_all_permissions())]


@pytest.mark.parametrize("field", RAISING)
@pytest.mark.parametrize("whose", ["their own", "another's", "an administrator's"])
def test_account_is_given_no_right_by_whom_may_change_accounts(field, whose):
    client = manager()
    made = {"their own": lambda: client.user, "another's": lambda: account("hans", is_staff=False)}
    user = made.get(whose, lambda: account("boss", is_superuser=True))()
    before, value = stands(user), RAISING[field]
    page = client.get(page_of(user))
    form = controls(page) if whose != "an administrator's" else {"username": "boss"}

    answer = client.post(page_of(user), form | {field: value() if callable(value) else value, "first_name": "Rina"})

    assert answer.status_code == (403 if whose == "an administrator's" else 302)
    assert stands(user) == before
    assert User.objects.get(pk=user.pk).first_name == ("" if whose == "an administrator's" else "Rina")


@pytest.mark.parametrize(
    "address",
    [
        "/admin/auth/group/add/",
        "/admin/auth/group/{group}/change/",
        "/admin/auth/group/{group}/delete/",
        "/admin/meetings/bodyright/add/",
        "/admin/meetings/bodyright/{right}/change/",
        "/admin/meetings/bodyright/{right}/delete/",
        "/admin/auth/user/{user}/password/",
        "/admin/auth/user/{user}/delete/",
        "/admin/auth/user/{own}/password/",
        "/admin/auth/user/{own}/delete/",
    ],
)
def test_rights_and_passwords_of_others_are_for_administrators_alone(address):
    client, user = manager(), UserFactory()
    right = BodyRight.objects.create(user=user, body=BodyFactory(), role="reader")
    group = Group.objects.get(name="Editor")
    rows = {"group": group.pk, "right": right.pk, "user": user.pk, "own": client.user.pk}

    answer = client.post(address.format(**rows), {"post": "yes", "name": "x", "role": "editor"})

    assert answer.status_code == 403
    assert (BodyRight.objects.get().role, Group.objects.get(pk=group.pk).name) == ("reader", "Editor")
    assert User.objects.filter(pk__in=[user.pk, client.user.pk]).count() == 2


def test_account_made_by_whom_may_make_accounts_has_no_right():
    client = manager()
    typed = {"username": "nina", "usable_password": "true", "password1": "quite another one"}

    client.post(f"{USERS}add/", typed | {"password2": "quite another one", "is_superuser": "on", "is_staff": "on"})

    user = User.objects.get(username="nina")
    assert (user.is_staff, user.is_superuser, user.get_all_permissions()) == (False, False, set())


def test_administrator_gives_rights():
    client, user = boss(), account("hans")

    sent(client, page_of(user), is_superuser="on", groups=[], user_permissions=[])
    right = opened(client, "/admin/meetings/bodyright/add/")
    client.post("/admin/meetings/bodyright/add/", right | {"user": user.pk, "body": BodyFactory().pk, "role": "editor"})

    assert User.objects.get(pk=user.pk).is_superuser
    assert BodyRight.objects.get().user == user
