"""Revisions: every state a meeting was ever in, with who, when and why; never changed once written."""

import json

from django.conf import settings
from django.db import models
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from meetings.models.asking import as_time, first_row
from meetings.models.leases import leased, wait_for_leases


class RevisionQuerySet(models.QuerySet):
    def of(self, slug):
        return self.filter(slug=slug)

    def of_any(self, slugs):
        return self.filter(slug__in=list(slugs))

    def until(self, at):
        """Revisions that stood at the time `at`."""
        return self.filter(at__lte=at)

    def latest_each(self):
        """The last of these revisions of each meeting."""
        last = self.filter(slug=models.OuterRef("slug")).order_by("-number").values("number")[:1]
        return self.filter(number=models.Subquery(last))

    def tombstones(self):
        """Those after which a meeting was no longer in the record, and is not to this day."""
        later = Revision.objects.filter(slug=models.OuterRef("slug"), number__gt=models.OuterRef("number"))
        return self.filter(models.Q(kind__in=Revision.GONE) & ~models.Exists(later))

    def standing(self, at):
        """The state of each meeting that was in the record at the time `at`."""
        return self.until(at).latest_each().exclude(kind__in=Revision.GONE)

    def number_standing(self, at):
        """How many `standing(at)` finds: those that were ever there by then, less those that were gone."""
        ever = self.until(at).filter(number=1).count()
        return ever - self.until(at).latest_each().filter(kind__in=Revision.GONE).count()

    def saying(self, path, values):
        """Those whose record holds one of `values` at `path`, the keys that lead there joined by __."""
        if path in Revision.LINKS:
            return self.filter(**{f"{path}__in": list(values)})
        return self.annotate(told=Cast("text", models.JSONField())).filter(**{f"told__{path}__in": list(values)})

    def committed(self):
        """Those that everybody can see, with their place in the order of commits."""
        return self.select_related("commit").filter(commit__position__isnull=False)

    def with_text_before(self):
        """`text_before`: the state that each one changed, None for a first one."""
        before = Revision.objects.filter(slug=models.OuterRef("slug"), number=models.OuterRef("number") - 1)
        return self.annotate(text_before=models.Subquery(before.values("text")[:1]))

    def corrections(self):
        """Those that changed what the record had said, and were no slip of the pen."""
        return self.filter(corrects=True)

    def newest_first(self):
        return self.order_by("-at", "-id")


class CommitManager(models.Manager):
    def version(self):
        """(position, time) of the last commit: two states of the record never share them. One row of an index."""
        position, at = first_row(self.db, LAST) or (0, None)
        return position, as_time(at)

    def leased_version(self):
        """The same, at most so old that none of whom a later commit was told can notice; most often without a query."""
        return leased(self.db, self.version)


LAST = "SELECT position, at FROM meetings_commit WHERE position IS NOT NULL ORDER BY position DESC LIMIT 1"


class Commit(models.Model):
    """That a transaction changed what the record answers; `position` counts such rows in the order of their commits.

    Neither times nor ids tell that order: a transaction that began first may end last, and a reader who has gone past
    its ids would never see it. So the database gives the position at the very end (a deferred trigger), under a lock
    that is let go once the transaction can be seen: whoever sees a position has seen, or can see, all below it.
    As nothing else is locked after that, writers wait for one another there only, and not in a circle. On SQLite,
    where there is one writer at a time, the position is the id. `at` is given with it: the time, or the second after
    the commit before, so that no two commits share a second.
    """

    position = models.BigIntegerField(null=True, unique=True, editable=False)
    at = models.DateTimeField(null=True, editable=False)

    objects = CommitManager()

    def __str__(self):
        return f"commit {self.position or 'to be'}"

    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        wait_for_leases(self._state.db)


class Revision(models.Model):
    """One state of one meeting, in the one shape; a merged or deleted meeting keeps its own."""

    class Kind(models.TextChoices):
        CREATED = "created", _("created")
        CHANGED = "changed", _("changed")
        MERGED = "merged", _("merged")
        DELETED = "deleted", _("deleted")
        RESTORED = "restored", _("restored")

    GONE = (Kind.MERGED, Kind.DELETED)
    # The keys of a record that name another meeting, each kept in a column too: who looks from there finds it.
    LINKS = ("reports_to", "alongside")

    slug = models.CharField(max_length=120)
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="revisions"
    )
    editor_name = models.CharField(max_length=150, blank=True)
    kind = models.CharField(max_length=10, choices=Kind)
    reason = models.CharField(max_length=500)
    minor = models.BooleanField(default=False)
    corrects = models.BooleanField(
        default=False, db_default=False, editable=False,
        help_text="Whether the log of corrections tells it: it took back what was said, or a reader led to it.",
    )  # fmt: skip
    merged_into = models.CharField(max_length=120, blank=True)
    text = models.TextField(help_text="The record in the one shape, as JSON.")
    reports_to = models.CharField(max_length=120, blank=True, editable=False)
    alongside = models.CharField(max_length=120, blank=True, editable=False)
    commit = models.ForeignKey(Commit, models.PROTECT, null=True, editable=False, related_name="revisions")

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ["slug", "number"]
        indexes = [
            models.Index(fields=["at", "id"], name="revision_by_time"),
            models.Index(
                fields=["at", "slug"],
                condition=models.Q(kind__in=["merged", "deleted"]),
                name="revision_of_what_is_gone",
            ),
            models.Index(fields=["at", "id"], condition=models.Q(corrects=True), name="revision_that_corrects"),
            models.Index(fields=["at"], condition=models.Q(number=1), name="revision_that_began"),
            models.Index(fields=["reports_to"], name="revision_by_what_it_reports_to"),
            models.Index(fields=["alongside"], name="revision_by_what_it_is_beside"),
        ]
        constraints = [
            models.UniqueConstraint("slug", "number", name="revision_number_is_used_once"),
            models.CheckConstraint(
                condition=~models.Q(reason=""),
                name="revision_has_a_reason",
                violation_error_message="Say why you make this change.",
            ),
        ]

    def __str__(self):
        return f"{self.slug} r{self.number}"

    @property
    def record(self):
        return json.loads(self.text)

    @property
    def is_gone(self):
        """Whether the meeting was no longer in the record after this revision."""
        return self.kind in self.GONE


def as_text(record):
    """The canonical JSON text of a record, in which equal records are equal texts."""
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"))


def read_text(text):
    """The record that a canonical text holds; None where there is none."""
    return json.loads(text) if text else None
