"""The desk of notices: everybody's webhooks are their own, and what was sent can be read and sent again."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from meetings.models import Revision
from tests.desk import boss
from tests.factories import MeetingFactory, UserFactory, revised
from timeline.admin import WebhookAdmin, WebhookForm
from timeline.models import Attempt, Delivery, Reader, Webhook

WEBHOOKS, DELIVERIES = "/admin/timeline/webhook/", "/admin/timeline/delivery/"
pytestmark = pytest.mark.django_db


def keeper(name="keeper"):
    """A browser of somebody who may keep webhooks, and nothing else."""
    return keeper_of(UserFactory(username=name, is_staff=True))


def keeper_of(user):
    names = ["add_webhook", "change_webhook", "delete_webhook", "view_webhook", "view_delivery"]
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    browser = Client()
    browser.force_login(user)
    return browser


def made(owner, **fields):
    webhook = Webhook(owner=owner, name="Theirs", url="https://93.184.215.14/", **fields)
    webhook.begin(timezone.now())
    webhook.save()
    return webhook


def given_up(webhook):
    """A delivery that was given up."""
    revised(MeetingFactory())
    fields = {"revision": Revision.objects.get(), "slug": "ammtc-1", "state": "dead"}
    return Delivery.objects.create(webhook=webhook, due_at=timezone.now(), settled_at=timezone.now(), **fields)


def test_webhook_is_made_with_its_secret_shown():
    browser = keeper()
    typed = {"name": "Ours", "url": "https://93.184.215.14/hook", "query": "?status=held", "events": ["created"]}

    answer = browser.post(f"{WEBHOOKS}add/", typed)

    webhook = Webhook.objects.get()
    assert answer.status_code == 302
    assert (webhook.owner.username, webhook.query, webhook.events) == ("keeper", "status=held", ["created"])
    assert webhook.secret in browser.get(f"{WEBHOOKS}{webhook.pk}/change/").content.decode()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"query": "hots=ID"}, "Unknown parameter hots. Did you mean host?"),
        ({"url": "https://127.0.0.1/"}, "127.0.0.1 lies in a network that is not public, and is not asked."),
        ({"url": "ftp://example.org/"}, "A web address begins with https:// or http:// and a host."),
        ({"events": ["invented"]}, "Select a valid choice."),
    ],
)
def test_webhook_that_cannot_work_is_refused(wrong, sentence):
    typed = {"name": "Ours", "url": "https://93.184.215.14/hook", "query": ""} | wrong

    answer = keeper().post(f"{WEBHOOKS}add/", typed)

    assert sentence in answer.content.decode()
    assert Webhook.objects.count() == 0


def test_webhooks_and_deliveries_of_others_are_not_seen():
    webhook = made(UserFactory())
    delivery = given_up(webhook)

    browser = keeper()

    assert "Theirs" not in browser.get(WEBHOOKS).content.decode()
    assert browser.get(f"{WEBHOOKS}{webhook.pk}/change/").status_code == 302
    assert "ammtc-1" not in browser.get(DELIVERIES).content.decode()
    assert browser.get(f"{DELIVERIES}{delivery.pk}/change/").status_code == 302


def test_secret_can_be_made_anew():
    webhook = made(UserFactory())
    before = webhook.secret

    boss().post(WEBHOOKS, {"action": "make_secrets", "_selected_action": [webhook.pk]})

    webhook.refresh_from_db()
    assert webhook.secret != before


def test_webhook_is_ended_and_begun_again():
    webhook = made(UserFactory())
    browser = boss()

    browser.post(WEBHOOKS, {"action": "end", "_selected_action": [webhook.pk]})
    ended = Webhook.objects.get().ended_at
    browser.post(WEBHOOKS, {"action": "begin_again", "_selected_action": [webhook.pk]})

    assert ended is not None
    assert Webhook.objects.get().ended_at is None


def test_what_was_given_up_is_sent_again():
    delivery = given_up(made(UserFactory()))
    Attempt.objects.create(delivery=delivery, at=timezone.now(), seconds=0.1, status=500, said="Out of order")
    browser = boss()

    page = browser.get(f"{DELIVERIES}{delivery.pk}/change/").content.decode()
    browser.post(DELIVERIES, {"action": "replay", "_selected_action": [delivery.pk]})

    delivery.refresh_from_db()
    assert "Out of order" in page
    assert (delivery.state, delivery.settled_at) == ("waiting", None)


def test_webhook_is_changed_where_the_worker_has_left_it():
    webhook = made(UserFactory())
    Webhook.objects.update(position=7)
    form = WebhookForm({"name": "Renamed", "url": webhook.url, "query": ""}, instance=webhook)

    assert form.is_valid()
    WebhookAdmin(Webhook, admin.site).save_model(None, form.instance, form, change=True)

    assert list(Webhook.objects.values_list("name", "position")) == [("Renamed", 7)]


def test_webhook_is_deleted_with_what_it_was_sent():
    delivery = given_up(made(UserFactory(username="keeper", is_staff=True)))
    browser = keeper_of(delivery.webhook.owner)

    answer = browser.post(f"{WEBHOOKS}{delivery.webhook_id}/delete/", {"post": "yes"})

    assert (answer.status_code, Webhook.objects.count(), Delivery.objects.count()) == (302, 0, 0)


@pytest.mark.parametrize("number", [1, 3])
def test_lists_ask_a_fixed_number_of_queries(number):
    browser = boss()
    for each in range(number):
        webhook = made(UserFactory())
        revised(MeetingFactory(ordinal=each + 1))
        reader = Reader(email=f"{each}@mfa.example", often="daily", language="en")
        reader.begin(timezone.now())
        reader.save()
    for revision in Revision.objects.all():
        Delivery.objects.create(webhook=webhook, revision=revision, slug="ammtc-1", due_at=timezone.now())

    with CaptureQueriesContext(connection) as asked:
        answers = [browser.get(address).status_code for address in (WEBHOOKS, DELIVERIES, "/admin/timeline/reader/")]

    assert answers == [200, 200, 200]
    assert len(asked) == 17
