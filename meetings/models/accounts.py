"""What became of accounts and rights: each sign-in, and each change of what somebody may do, told once and for ever.

An event is written in the transaction of what it tells, and neither changed nor taken away: this table refuses it, and
so does the database (SQLite refuses changes; that nothing is deleted there is up to this table).
"""

import time
from contextvars import ContextVar
from datetime import timedelta

from axes.signals import user_locked_out
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db import models
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save
from django.dispatch import receiver
from django.utils import timezone

# The request in which something happens; none where a command does it.
acting = ContextVar("acting", default=None)
FLAGS = ("username", "email", "is_active", "is_staff", "is_superuser")
FOR_EVER = "What happened to accounts is kept as it was written."


class AccountEventQuerySet(models.QuerySet):
    def update(self, **fields):
        raise TypeError(FOR_EVER)

    def delete(self):
        raise TypeError(FOR_EVER)


class AccountEvent(models.Model):
    """One thing that happened to one account, or to the rights of a group; names, so that it outlives both."""

    class Kind(models.TextChoices):
        SIGNED_IN = "signed-in", "signed in"
        FAILED = "sign-in-failed", "sign-in failed"
        LOCKED_OUT = "locked-out", "locked out"
        SIGNED_OUT = "signed-out", "signed out"
        MADE = "account-made", "account made"
        CHANGED = "account-changed", "account changed"
        DELETED = "account-deleted", "account deleted"
        PASSWORD = "password-changed", "password changed"
        GROUPS = "groups-changed", "groups changed"
        PERMISSIONS = "permissions-changed", "permissions changed"
        RIGHT = "body-right-changed", "right for a body changed"
        TOKEN_MADE = "token-made", "token made"
        TOKEN_REVOKED = "token-revoked", "token revoked"

    at = models.DateTimeField("when")
    kind = models.CharField("what", max_length=20, choices=Kind)
    about = models.CharField("whose account", max_length=150)
    by = models.CharField(max_length=150, blank=True, help_text="Who did it; empty: nobody signed in, or a command.")
    address = models.CharField("from", max_length=45, blank=True)
    detail = models.TextField(blank=True)

    objects = AccountEventQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["about", "address", "at"], name="event_of_account")]

    def __str__(self):
        return f"{self.about}: {self.get_kind_display()}"

    def save(self, *args, **options):
        if self.pk:
            raise TypeError(FOR_EVER)
        super().save(*args, **options)

    def delete(self, *args, **options):
        raise TypeError(FOR_EVER)


def note(kind, about, detail=""):
    """Write that this happened, now, by whoever asks; in the transaction that is going on."""
    request = acting.get()
    user = getattr(request, "user", None)
    return AccountEvent.objects.create(
        at=timezone.now(), kind=kind, about=about[:150], detail=detail,
        by=user.get_username() if user and user.is_authenticated else "", address=address_of(request),
    )  # fmt: skip


def address_of(request):
    return getattr(request, "client_address", "")[:45]


# Signing in and out


@receiver(user_logged_in)
def tell_sign_in(request, user, **_):
    if hasattr(request, "session"):
        now = int(time.time())
        request.session.update({"began": now, "seen": now, "from": address_of(request), "with": browser_of(request)})
    AccountEvent.objects.create(
        at=timezone.now(), kind=AccountEvent.Kind.SIGNED_IN, about=user.get_username(), by=user.get_username(),
        address=address_of(request),
    )  # fmt: skip


def browser_of(request):
    return request.META.get("HTTP_USER_AGENT", "")[:200]


@receiver(user_logged_out)
def tell_sign_out(user, **_):
    if user is not None:
        note(AccountEvent.Kind.SIGNED_OUT, user.get_username())


@receiver(user_login_failed)
def tell_failure(credentials, **_):
    name = str(credentials.get("username", ""))
    if not is_locked_out(name):
        note(AccountEvent.Kind.FAILED, name)


@receiver(user_locked_out)
def tell_lock_out(username, **_):
    # Whoever goes on trying is told of once.
    if not is_locked_out(username or ""):
        note(AccountEvent.Kind.LOCKED_OUT, username or "")


def is_locked_out(name):
    since = timezone.now() - timedelta(seconds=settings.AXES_COOLOFF_TIME.total_seconds())
    known = AccountEvent.objects.filter(about=name[:150], address=address_of(acting.get()), at__gt=since)
    last = known.order_by("-at", "-id").first()
    return last is not None and last.kind == AccountEvent.Kind.LOCKED_OUT


# Accounts


@receiver(pre_save, sender=User)
def keep_state_before(instance, update_fields, **_):
    """Signing in notes the time of it, which is no change."""
    if update_fields is None or set(update_fields) - {"last_login"}:
        instance.stood = User.objects.filter(pk=instance.pk).values(*FLAGS).first() if instance.pk else None


@receiver(post_save, sender=User)
def tell_account(instance, created, update_fields, **_):
    stood = instance.__dict__.pop("stood", None)
    if created:
        note(AccountEvent.Kind.MADE, instance.get_username(), flags(instance))
    elif stood:
        new = {name: getattr(instance, name) for name in FLAGS}
        if changed := [f"{name}: {stood[name]} → {new[name]}" for name in FLAGS if stood[name] != new[name]]:
            note(AccountEvent.Kind.CHANGED, instance.get_username(), "; ".join(changed))
    # Django sets the clear text when somebody chose it, and not when it makes a new digest of the same.
    if not created and instance._password is not None:
        note(AccountEvent.Kind.PASSWORD, instance.get_username())


def flags(user):
    return ", ".join(name for name in FLAGS[2:] if getattr(user, name))


@receiver(post_delete, sender=User)
def tell_account_gone(instance, **_):
    note(AccountEvent.Kind.DELETED, instance.get_username())


# Rights


@receiver(m2m_changed, sender=User.groups.through)
@receiver(m2m_changed, sender=User.user_permissions.through)
@receiver(m2m_changed, sender=Group.permissions.through)
def tell_rights(sender, instance, action, reverse, model, pk_set, **_):
    if action not in ("post_add", "post_remove", "pre_clear"):
        return
    kind = AccountEvent.Kind.GROUPS if sender is User.groups.through else AccountEvent.Kind.PERMISSIONS
    others = model.objects.filter(pk__in=pk_set) if pk_set is not None else held(sender, instance, model)
    verb = "given" if action == "post_add" else "taken"
    if reverse:
        for other in others:
            note(kind, named(other), f"{verb}: {named(instance)}")
    elif others:
        note(kind, named(instance), f"{verb}: {', '.join(sorted(named(other) for other in others))}")


def held(through, instance, model):
    """What `instance` is about to lose altogether."""
    ours, theirs = type(instance)._meta.model_name, model._meta.model_name
    return model.objects.filter(pk__in=through.objects.filter(**{f"{ours}_id": instance.pk}).values(f"{theirs}_id"))


def named(row):
    if isinstance(row, User):
        return row.get_username()
    return f"group {row.name}" if isinstance(row, Group) else row.codename


@receiver(post_save, sender="meetings.BodyRight")
def tell_right(instance, created, **_):
    note(
        AccountEvent.Kind.RIGHT, owner_of(instance.user_id), f"{'given' if created else 'changed to'}: {told(instance)}"
    )


@receiver(post_delete, sender="meetings.BodyRight")
def tell_right_gone(instance, **_):
    note(AccountEvent.Kind.RIGHT, owner_of(instance.user_id), f"taken: {told(instance)}")


def told(right):
    return f"{right.role} of {right.body.slug}"


def owner_of(pk):
    return User.objects.filter(pk=pk).values_list("username", flat=True).first() or ""
