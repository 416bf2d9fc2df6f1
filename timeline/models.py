"""Who is told of changes: programs by webhook, people by e-mail, each with how far they have been told.

Invariant: what somebody is to be told follows from the revisions after the place that their row keeps; nobody who
writes to the record has to think of them.
"""

import hashlib
import hmac
from base64 import b64encode
from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils.crypto import get_random_string

from meetings.models import Revision
from meetings.models.revisions import Commit

# Longer than a request may take: whoever holds a delivery that long was killed. A letter is several steps.
HELD, HELD_FOR_LETTER = timedelta(seconds=45), timedelta(minutes=5)
# How long somebody may take to confirm that letters are wanted.
PATIENCE = timedelta(days=3)


class FollowerQuerySet(models.QuerySet):
    def free(self, now):
        """Those whom no worker is telling something at the time `now`."""
        return self.filter(Q(held_until=None) | Q(held_until__lte=now))


class Follower(models.Model):
    """Whoever is told of the changes that a query finds, from the moment of asking on."""

    query = models.CharField(
        max_length=1000,
        blank=True,
        help_text="The query string of a list of meetings, such as body=ammtc&host=ID. Empty: all meetings.",
    )
    # The last revision handed out: its place in the order of commits, and its id among those of one commit.
    position = models.BigIntegerField(default=0, editable=False)
    last = models.BigIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(editable=False)
    held_until = models.DateTimeField(null=True, editable=False)
    failures = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        abstract = True

    def begin(self, now):
        """What happens from now on is told; what was before, is not."""
        self.created_at, self.position = now, Commit.objects.version()[0]
        last = Revision.objects.filter(commit__position=self.position).order_by("-pk").values_list("pk", flat=True)
        self.last = last.first() or 0

    def news(self, most):
        """The next `most` revisions of the whole record after its place, in the order of commits."""
        after = Q(commit__position__gt=self.position) | Q(commit__position=self.position, pk__gt=self.last)
        return list(Revision.objects.committed().filter(after).order_by("commit__position", "pk")[:most])

    def went_past(self, revision):
        self.position, self.last = revision.commit.position, revision.pk


class WebhookQuerySet(FollowerQuerySet):
    def living(self):
        return self.filter(ended_at=None)


class Webhook(Follower):
    """An address of a program to which each change is sent, signed as Standard Webhooks has it."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="webhooks", editable=False)
    name = models.CharField(max_length=100, help_text="What it is for, to know it again.")
    url = models.CharField(
        "address", max_length=500,
        help_text="Where changes are sent by POST. It must be public, and answer with 2xx within 20 seconds.",
    )  # fmt: skip
    events = models.JSONField(default=list, blank=True, help_text="The kinds of change that are sent; none: all.")
    # Counts the secrets that it had: a new one is made by counting on.
    generation = models.PositiveIntegerField(default=1, editable=False)
    ended_at = models.DateTimeField("ended", null=True, editable=False)
    ended_why = models.CharField(max_length=200, blank=True, editable=False)

    objects = WebhookQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self):
        return self.name

    @property
    def key(self):
        """The bytes that sign: they follow from SECRET_KEY, so that no copy of the database tells them."""
        told = f"webhook {self.pk} {self.generation} {self.created_at.isoformat()}"
        return hmac.digest(settings.SECRET_KEY.encode(), told.encode(), hashlib.sha256)

    @property
    def secret(self):
        """The same as the receiver's library takes it."""
        return f"whsec_{b64encode(self.key).decode()}"

    @transaction.atomic
    def end(self, why, now):
        """Nothing more is sent; the row first, as whoever settles a delivery takes it."""
        self.ended_at, self.ended_why = now, why
        self.save(update_fields=["ended_at", "ended_why"])
        self.deliveries.waiting().update(state=Delivery.State.DEAD, settled_at=now)

    @transaction.atomic
    def begin_again(self, now):
        """What waited when it ended waits again; what changed since is handed out to it."""
        missed = self.deliveries.filter(state=Delivery.State.DEAD, settled_at=self.ended_at)
        self.ended_at, self.ended_why, self.failures, self.held_until = None, "", 0, None
        self.save(update_fields=["ended_at", "ended_why", "failures", "held_until"])
        missed.update(state=Delivery.State.WAITING, attempts=0, due_at=now, settled_at=None)


class DeliveryQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(state=Delivery.State.WAITING)

    def due(self, now):
        """Those that may be sent at the time `now`: of one meeting only the first that waits, so that order is kept."""
        earlier = Delivery.objects.waiting().filter(
            webhook=models.OuterRef("webhook"), slug=models.OuterRef("slug"), pk__lt=models.OuterRef("pk")
        )
        free = Q(webhook__held_until=None) | Q(webhook__held_until__lte=now)
        due = self.waiting().filter(free, ~models.Exists(earlier), due_at__lte=now)
        return due.order_by("due_at", "pk")


class Delivery(models.Model):
    """One change that is sent to one webhook until it is taken, or until its last try."""

    class State(models.TextChoices):
        WAITING = "waiting", "waiting"
        DELIVERED = "delivered", "delivered"
        DEAD = "dead", "given up"

    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="deliveries")
    revision = models.ForeignKey(Revision, models.CASCADE, related_name="+")
    slug = models.CharField("meeting", max_length=120)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField("due")
    settled_at = models.DateTimeField("settled", null=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint("webhook", "revision", name="change_is_sent_to_a_webhook_once"),
            models.CheckConstraint(
                condition=Q(state="waiting", settled_at=None) | (~Q(state="waiting") & Q(settled_at__isnull=False)),
                name="delivery_is_settled_at_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at", "id"], condition=Q(state="waiting"), name="delivery_that_waits"),
            models.Index(fields=["webhook", "slug", "id"], condition=Q(state="waiting"), name="delivery_in_order"),
            models.Index(fields=["webhook", "-id"], name="delivery_of_webhook"),
        ]

    def __str__(self):
        return self.name

    @property
    def name(self):
        """What the receiver knows it by: the same on each try, so that nothing need be done twice."""
        return f"msg_{self.webhook_id}_{self.slug}_{self.revision_id}"


class Attempt(models.Model):
    """One try at a delivery, and what became of it."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="tries")
    at = models.DateTimeField()
    seconds = models.FloatField()
    status = models.PositiveIntegerField(null=True)
    said = models.CharField("what came back", max_length=500, blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M:%S}: {self.status or self.said}"


class LetterQuerySet(FollowerQuerySet):
    def confirmed(self):
        return self.exclude(confirmed_at=None)

    def forgotten(self, now):
        """Those that nobody confirmed in time."""
        return self.filter(confirmed_at=None, created_at__lt=now - PATIENCE)


class Reader(Follower):
    """An e-mail address whose owner wants to be told; not a word is sent there, but one question, until confirmed."""

    class Often(models.TextChoices):
        AT_ONCE = "at-once", "at once"
        DAILY = "daily", "daily"
        WEEKLY = "weekly", "weekly"

    email = models.EmailField("e-mail", max_length=254)
    often = models.CharField(max_length=10, choices=Often)
    language = models.CharField(max_length=10)
    token = models.CharField(max_length=40, unique=True, editable=False)
    asked_at = models.DateTimeField(null=True, editable=False)
    confirmed_at = models.DateTimeField("confirmed", null=True, editable=False)
    written_at = models.DateTimeField("last written to", null=True, editable=False)

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [models.UniqueConstraint("email", "query", name="reader_asks_once_for_a_query")]

    def begin(self, now):
        super().begin(now)
        self.token = self.token or get_random_string(40)

    def __str__(self):
        return f"{self.email}: {self.query or 'all meetings'}"
