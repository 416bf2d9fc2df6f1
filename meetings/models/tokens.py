"""Tokens: keys for programs, of which the record keeps a digest only.

The clear text is shown once, when the token is made. A secret of 256 random bits needs no slow hash: nobody
guesses it, and its SHA-256 tells nothing about it.
"""

import hashlib
import hmac
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q

from meetings.models.accounts import AccountEvent, note

MARK = "amr"
# How exactly the last use is known: a token in constant use must not write its row on each request.
USE_KEPT_FOR = timedelta(minutes=1)


class Scope(models.TextChoices):
    """Each allows what those before it allow."""

    READ = "read", "read"
    PROPOSE = "propose", "read and propose"
    WRITE = "write", "read, propose and write"


class TokenQuerySet(models.QuerySet):
    @transaction.atomic
    def make(self, owner, *, at, days=None, **fields):
        """(token, its clear text, which is known to nobody from then on); `days` is how long it may be used."""
        prefix, secret = secrets.token_hex(6), secrets.token_hex(32)
        text = f"{MARK}_{prefix}_{secret}"
        expires = at + timedelta(days=days) if days else None
        token = self.create(
            owner=owner, prefix=prefix, digest=digest_of(text), created_at=at, expires_at=expires, **fields
        )
        note(
            AccountEvent.Kind.TOKEN_MADE,
            owner.get_username(),
            f"{token} {token.scope} {', '.join(token.bodies)}".strip(),
        )
        return token, text

    def usable(self, at):
        """Neither revoked nor expired at the time `at`."""
        return self.filter(Q(expires_at__isnull=True) | Q(expires_at__gt=at), revoked_at__isnull=True)

    def bearing(self, text):
        """The token whose clear text this is, with its owner, whatever became of it; None where there is none."""
        mark, _, rest = text.partition("_")
        prefix, _, secret = rest.partition("_")
        if mark != MARK or not secret or not rest.isascii() or not rest.isprintable():
            return None
        token = self.filter(prefix=prefix).select_related("owner").first()
        return token if token and hmac.compare_digest(token.digest, digest_of(text)) else None

    @transaction.atomic
    def revoke(self, at):
        """How many of these were revoked now."""
        tokens = list(self.filter(revoked_at__isnull=True).order_by("pk").select_for_update(of=("self",)))
        for token in tokens:
            note(AccountEvent.Kind.TOKEN_REVOKED, token.owner.get_username(), str(token))
        Token.objects.filter(pk__in=[token.pk for token in tokens]).update(revoked_at=at)
        return len(tokens)


def digest_of(text):
    return hashlib.sha256(text.encode()).hexdigest()


class Token(models.Model):
    """A key with which a program acts for its owner, for less or as much as the owner may do."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=100, blank=True, help_text="What it is for, to know it again.")
    prefix = models.CharField(max_length=12, unique=True, editable=False)
    digest = models.CharField(max_length=64, editable=False)
    scope = models.CharField(max_length=10, choices=Scope, default=Scope.READ)
    # Slugs, which never change: were a row of a deleted body to go from here, the token would be for all bodies.
    bodies = models.JSONField(
        default=list, blank=True, help_text="The only bodies it is for; none: all of its owner's."
    )
    created_at = models.DateTimeField(editable=False)
    expires_at = models.DateTimeField("expires", null=True, blank=True)
    last_used_at = models.DateTimeField("last used", null=True, editable=False)
    revoked_at = models.DateTimeField("revoked", null=True, editable=False)

    objects = TokenQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(scope__in=Scope.values),
                name="token_scope_is_known",
                violation_error_message="Choose one of the known scopes.",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__isnull=True) | Q(expires_at__gt=models.F("created_at")),
                name="token_expires_after_it_is_made",
                violation_error_message="A token expires after it is made.",
            ),
        ]

    def __str__(self):
        return f"{MARK}_{self.prefix}…"

    def fault(self, at):
        """Why it is not to be used at the time `at`, in a sentence; None where it may be."""
        if self.revoked_at:
            return f"This token was revoked on {self.revoked_at:%Y-%m-%d}. Make another one."
        if self.expires_at and self.expires_at <= at:
            return f"This token expired on {self.expires_at:%Y-%m-%d}. Make another one."
        if not self.owner.is_active:
            return "The account that this token belongs to is closed."
        return None

    def allows(self, scope):
        """Whether its scope is `scope` or one that holds it."""
        return Scope.values.index(self.scope) >= Scope.values.index(scope)

    def note_use(self, at):
        """Keep when it was used, to the minute."""
        if self.last_used_at is None or at - self.last_used_at >= USE_KEPT_FOR:
            stale = Q(last_used_at__isnull=True) | Q(last_used_at__lte=at - USE_KEPT_FOR)
            Token.objects.filter(stale, pk=self.pk).update(last_used_at=at)
