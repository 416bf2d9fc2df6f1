"""Webhooks: what is sent, how it is signed (Standard Webhooks 1.0), and what becomes of each delivery.

Every change is sent at least once, those of one meeting in their order. Nothing is locked while a request is under
way: a delivery is held for a time that no request takes, and goes to the next worker where its own was killed.
"""

import hashlib
import hmac
import json
import logging
import time
from base64 import b64encode
from datetime import timedelta
from http import HTTPStatus

from django.conf import settings
from django.db import Error, connection, transaction
from rest_framework.renderers import JSONRenderer

from meetings.fetching import Vain, ask
from meetings.history import differences
from meetings.models import Revision
from meetings.models.revisions import read_text
from meetings.serializers.others import ChangeSerializer
from timeline.models import HELD, Attempt, Delivery, Webhook
from timeline.notices.following import MOST, Unasked, concerning

LOG = logging.getLogger(__name__)
SECONDS = 20
# After so many failures in a row the receiver itself is taken to be away, and nothing else is tried there meanwhile.
AWAY = 3
SAID = 500


def hand_out(now):
    """Write down what each webhook is to be sent of what was committed since it last was; how many deliveries."""
    return sum(hand_out_to(pk, now) for pk in Webhook.objects.living().values_list("pk", flat=True))


def hand_out_to(pk, now):
    """The same for one webhook; what nobody foresaw in it keeps no other from being handed what is new."""
    made = 0
    try:
        while (more := hand_out_some(pk, now)) is not None:
            made += more
    except Error:
        raise
    except Exception:
        LOG.exception("Webhook %s could not be handed what is new.", pk)
    return made


@transaction.atomic
def hand_out_some(pk, now):
    """The same for a part of what is new; None where nothing is."""
    webhook = Webhook.objects.living().select_for_update().filter(pk=pk).first()
    revisions = webhook.news(MOST) if webhook else []
    if not revisions:
        return None
    slugs = {revision.slug for revision in revisions}
    known = set(webhook.deliveries.filter(slug__in=slugs).values_list("slug", flat=True))
    try:
        wanted = concerning(webhook.query, revisions, known)
    except Unasked as problem:
        webhook.end(f"Its query cannot be asked any more: {problem}"[:200], now)
        return None
    made = Delivery.objects.bulk_create(
        Delivery(webhook=webhook, revision=revision, slug=revision.slug, due_at=now)
        for revision in wanted
        if not webhook.events or revision.kind in webhook.events
    )
    webhook.went_past(revisions[-1])
    webhook.save(update_fields=["position", "last"])
    return len(made)


def send_one(now):
    """Try what is due first; whether anything was."""
    delivery = claim(now)
    if delivery is None:
        return False
    attempt = post(delivery, now)
    settle(delivery, attempt, now + timedelta(seconds=attempt.seconds))
    return True


@transaction.atomic
def claim(now):
    """A delivery that nobody else tries meanwhile: it is not due again before it must have ended."""
    waits = {"skip_locked": True, "of": ("self",)} if connection.features.has_select_for_update_skip_locked else {}
    delivery = Delivery.objects.due(now).select_for_update(**waits).select_related("webhook", "revision").first()
    if delivery:
        Delivery.objects.filter(pk=delivery.pk).update(due_at=now + HELD)
    return delivery


def post(delivery, now):
    """One try: what was answered, or why nothing was."""
    body, began, status = body_of(delivery.revision), time.monotonic(), None
    try:
        headers = signed(delivery, body, int(now.timestamp()))
        answer = ask("POST", delivery.webhook.url, headers=headers, body=body, seconds=SECONDS, most=SAID)
        status, said = answer.status, answer.body.decode(errors="replace").replace("\x00", "")
    except Vain as error:
        said = str(error)
    return Attempt(delivery=delivery, at=now, seconds=time.monotonic() - began, status=status, said=said[:SAID])


def body_of(revision):
    """What is sent of a change, to the byte the same on each try: a change never changes."""
    before = Revision.objects.of(revision.slug).filter(number=revision.number - 1).values_list("text", flat=True)
    revision.differences = differences(read_text(before.first()), revision.record)
    told = json.loads(JSONRenderer().render(ChangeSerializer(revision).data))
    whole = {"type": f"meeting.{revision.kind}", "timestamp": told["at"], "data": told}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()


def signed(delivery, body, at):
    """The headers by which a receiver knows what it is, when it was sent, and that it came from here."""
    signature = hmac.digest(delivery.webhook.key, f"{delivery.name}.{at}.".encode() + body, hashlib.sha256)
    return {
        "Content-Type": "application/json",
        "User-Agent": f"ASEAN meetings record ({settings.PUBLIC_URL})",
        "webhook-id": delivery.name,
        "webhook-timestamp": str(at),
        "webhook-signature": f"v1,{b64encode(signature).decode()}",
    }


@transaction.atomic
def settle(tried, attempt, now):
    """Keep what became of a try, and when the next one is due; nothing where the webhook was deleted meanwhile."""
    # The webhook first: whoever ends it holds it, and waits for its deliveries.
    webhook = Webhook.objects.select_for_update().filter(pk=tried.webhook_id).first()
    if webhook is None:
        return
    delivery = Delivery.objects.select_for_update().get(pk=tried.pk)
    attempt.save()
    delivery.attempts += 1
    is_taken = attempt.status is not None and HTTPStatus.OK <= attempt.status < HTTPStatus.MULTIPLE_CHOICES
    if is_taken:
        delivery.state, delivery.settled_at = Delivery.State.DELIVERED, now
        webhook.failures, webhook.held_until = 0, None
    else:
        webhook.failures += 1
        put_off(delivery, webhook, now)
    delivery.save()
    webhook.save(update_fields=["failures", "held_until"])
    if attempt.status == HTTPStatus.GONE:
        webhook.end("The receiver answered 410: it wants nothing more.", now)


def put_off(delivery, webhook, now):
    """Another try later, or none where that was the last one."""
    if delivery.state != Delivery.State.WAITING:
        return
    if delivery.attempts > len(settings.WEBHOOK_RETRIES):
        delivery.state, delivery.settled_at = Delivery.State.DEAD, now
        return
    delivery.due_at = now + timedelta(seconds=settings.WEBHOOK_RETRIES[delivery.attempts - 1])
    if webhook.failures >= AWAY:
        webhook.held_until = delivery.due_at


def replay(deliveries, now):
    """Send these again, from the first try on; how many."""
    return deliveries.exclude(state=Delivery.State.WAITING).update(
        state=Delivery.State.WAITING, attempts=0, due_at=now, settled_at=None
    )
