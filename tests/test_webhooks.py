"""Webhooks: each change reaches who follows it, signed, in order, until it is taken or given up."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from meetings import history
from meetings.history import Change
from meetings.models import Revision
from tests.conftest import end_transaction
from tests.factories import BodyFactory, CountryFactory, MeetingFactory, UserFactory, revised
from tests.receiving import receiver
from timeline.models import Attempt, Delivery, Webhook
from timeline.notices import webhooks

NOW = datetime(2026, 11, 27, 9, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def program(settings):
    with receiver() as running:
        settings.PRIVATE_TARGETS = {running.host}
        yield running


def follow(program, query="", **fields):
    end_transaction()
    webhook = Webhook(owner=UserFactory(), name="Theirs", url=f"http://{program.host}/hook", query=query, **fields)
    webhook.begin(NOW)
    webhook.save()
    program.secret = webhook.secret
    return webhook


def change(meeting, reason="As the press says", **fields):
    for name, value in fields.items():
        setattr(meeting, name, value)
    meeting.save()
    return revised(meeting, reason)


def tell(now=NOW):
    """What the worker does at a time; how many tries it made."""
    end_transaction()
    webhooks.hand_out(now)
    tries = 0
    while webhooks.send_one(now):
        tries += 1
    return tries


def taken(program):
    return [(told["type"], told["data"]["slug"], told["data"]["number"]) for _name, told in program.taken]


def test_change_is_sent_with_its_difference(program):
    meeting = revised(MeetingFactory(ordinal=17))
    follow(program)

    change(meeting, notes="In the rain")
    tell()

    [(name, told)] = program.taken
    revision = Revision.objects.latest("pk")
    assert name == f"msg_{Webhook.objects.get().pk}_ammtc-17_{revision.pk}"
    assert told["type"] == "meeting.changed"
    assert told["timestamp"] == revision.at.isoformat().replace("+00:00", "Z")
    assert told["data"]["differences"] == [{"field": "notes", "before": None, "after": "In the rain"}]
    assert told["data"]["record"] == revision.record


def test_what_was_before_is_not_sent(program):
    revised(MeetingFactory())
    follow(program)

    assert (tell(), program.taken) == (0, [])


def test_each_change_is_sent_once(program):
    follow(program)
    meeting = revised(MeetingFactory(ordinal=1))
    tell()

    change(meeting, notes="Later")

    assert [tell(), tell()] == [1, 0]
    assert taken(program) == [("meeting.created", "ammtc-1", 1), ("meeting.changed", "ammtc-1", 2)]


def test_query_and_events_choose(program):
    follow(program, "host=ID", events=["created", "deleted"])
    indonesia, malaysia = CountryFactory(code="ID"), CountryFactory(code="MY")
    wanted, other = (revised(MeetingFactory(ordinal=n, host=host)) for n, host in ((1, indonesia), (2, malaysia)))

    change(wanted, notes="Not a kind that is wanted")
    history.delete(wanted, Change("Twice in the record"))
    history.delete(other, Change("Twice in the record"))
    tell()

    assert taken(program) == [("meeting.created", "ammtc-1", 1), ("meeting.deleted", "ammtc-1", 3)]


def test_meeting_that_leaves_the_query_is_told_of(program):
    meeting = revised(MeetingFactory(ordinal=1, host=CountryFactory(code="ID")))
    follow(program, "host=ID")

    change(meeting, host=CountryFactory(code="MY"))
    tell()

    assert taken(program) == [("meeting.changed", "ammtc-1", 2)]


def test_body_that_is_gone_ends_the_webhook(program):
    body = BodyFactory(slug="other")
    webhook = follow(program, "body=other")
    body.delete()
    revised(MeetingFactory())

    tell()

    webhook.refresh_from_db()
    assert webhook.ended_why == "Its query cannot be asked any more: There is no body other. Known are: ammtc."


def test_failure_is_tried_again_later_and_the_next_of_that_meeting_waits(program):
    follow(program)
    first, second = (revised(MeetingFactory(ordinal=n)) for n in (1, 2))
    change(first, notes="Later")
    program.answer = lambda tried: 500 if tried == 1 else 204

    tell()
    at_first = taken(program)
    tell(NOW + timedelta(seconds=4))
    soon = taken(program)
    tell(NOW + timedelta(minutes=1))

    assert at_first == soon == [("meeting.created", second.slug, 1)]
    assert taken(program)[1:] == [("meeting.created", first.slug, 1), ("meeting.changed", first.slug, 2)]
    assert list(Attempt.objects.order_by("pk").values_list("status", flat=True)) == [500, 204, 204, 204]


def test_delivery_is_given_up_after_its_last_try_and_can_be_replayed(program, settings):
    settings.WEBHOOK_RETRIES = [0, 0]
    follow(program)
    revised(MeetingFactory(ordinal=1))
    program.answer = lambda tried: 500

    later = NOW + timedelta(days=3)
    for day in range(3):
        tell(NOW + timedelta(days=day))
    given_up = list(Delivery.objects.values_list("state", "attempts"))
    program.answer = lambda tried: 204
    webhooks.replay(Delivery.objects.all(), later)
    tell(later)

    assert given_up == [("dead", 3)]
    assert taken(program) == [("meeting.created", "ammtc-1", 1)]


def test_receiver_that_is_away_is_left_alone(program):
    follow(program)
    for number in range(1, 11):
        revised(MeetingFactory(ordinal=number))
    program.answer = lambda tried: 503

    assert tell() == webhooks.AWAY


def test_gone_ends_the_webhook(program):
    webhook = follow(program)
    for number in (1, 2):
        revised(MeetingFactory(ordinal=number))
    program.answer = lambda tried: 410

    tries = tell()

    webhook.refresh_from_db()
    assert (tries, webhook.ended_why) == (1, "The receiver answered 410: it wants nothing more.")
    assert list(Delivery.objects.values_list("state", flat=True)) == ["dead", "dead"]


def test_webhook_that_begins_again_is_sent_all_that_it_missed(program):
    webhook = follow(program)
    for number in (1, 2):
        revised(MeetingFactory(ordinal=number))
    program.answer = lambda tried: 410 if tried == 1 else 204
    tell()
    revised(MeetingFactory(ordinal=3))

    webhook.refresh_from_db()
    webhook.begin_again(NOW)
    tell()

    assert taken(program) == [("meeting.created", f"ammtc-{number}", 1) for number in (1, 2, 3)]


def test_private_network_gets_nothing(program, settings):
    settings.PRIVATE_TARGETS = set()
    follow(program)
    revised(MeetingFactory())

    tell()

    assert program.tried == 0
    assert Attempt.objects.get().said == "127.0.0.1 lies in a network that is not public, and is not asked."


def test_redirect_is_no_success(program):
    follow(program)
    revised(MeetingFactory())
    program.answer = lambda tried: 307

    tell()

    assert (program.tried, Delivery.objects.get().state) == (1, "waiting")


def test_new_secret_signs(program):
    webhook = follow(program)
    webhook.generation += 1
    webhook.save()
    revised(MeetingFactory())

    program.secret = webhook.secret
    tell()

    assert len(program.taken) == 1
    assert webhook.secret != Webhook(pk=webhook.pk, created_at=webhook.created_at, generation=1).secret


@pytest.mark.parametrize("number", [1, 3])
def test_handing_out_asks_the_same_however_much_is_new(program, django_assert_num_queries, number):
    follow(program, "body=ammtc")
    for each in range(number):
        revised(MeetingFactory(ordinal=each + 1))
    end_transaction()

    with django_assert_num_queries(16):
        webhooks.hand_out(NOW)

    assert Delivery.objects.count() == number


def test_tries_of_one_webhook_are_settled_one_after_the_other(program):
    """The end of a webhook takes its deliveries, so whoever settles one takes the webhook first: no circle of locks."""
    follow(program)
    revised(MeetingFactory())
    end_transaction()
    webhooks.hand_out(NOW)
    delivery = Delivery.objects.get()
    attempt = webhooks.post(delivery, NOW)

    with CaptureQueriesContext(connection) as asked:
        webhooks.settle(delivery, attempt, NOW)

    read = [query["sql"].partition(" WHERE ")[0].rpartition(" ")[2] for query in asked if "SELECT" in query["sql"]]
    assert read[:2] == ['"timeline_webhook"', '"timeline_delivery"']


def test_webhook_that_is_deleted_during_a_try_is_no_failure(program):
    webhook = follow(program)
    revised(MeetingFactory())
    end_transaction()
    webhooks.hand_out(NOW)
    delivery = Delivery.objects.get()
    attempt = webhooks.post(delivery, NOW)
    webhook.delete()

    webhooks.settle(delivery, attempt, NOW)

    assert Attempt.objects.count() == 0


def test_what_nobody_foresaw_keeps_no_other_webhook_waiting(program, caplog):
    broken = follow(program)
    follow(program)
    Webhook.objects.filter(pk=broken.pk).update(events=7)
    revised(MeetingFactory(ordinal=1))
    end_transaction()

    call_command("work", once=True)

    assert taken(program) == [("meeting.created", "ammtc-1", 1)]
    assert f"Webhook {broken.pk} could not be handed" in caplog.text


def test_worker_ends_when_nothing_is_due(program):
    follow(program)
    revised(MeetingFactory(ordinal=1))
    end_transaction()

    call_command("work", once=True)

    assert taken(program) == [("meeting.created", "ammtc-1", 1)]
