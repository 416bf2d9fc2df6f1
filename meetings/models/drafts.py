"""Drafts: what somebody proposes; nothing in this table is public."""

from django.conf import settings
from django.db import models

from meetings.models.rights import SEE


class DraftQuerySet(models.QuerySet):
    def open(self):
        return self.filter(decision=Draft.Decision.OPEN)

    def seen_by(self, rights):
        """Those that somebody with these rights may read: their own, and those of bodies whose drafts they see."""
        own = models.Q(proposed_by=rights.user)
        if rights.restriction:
            own &= models.Q(body__slug__in=rights.restriction)
        of_none = models.Q(body=None) if rights.may(SEE, None) else models.Q(pk__in=[])
        return self.filter(own | of_none | models.Q(body__in=rights.bodies(SEE)))


class Draft(models.Model):
    """A proposed new meeting, or a proposed change of one, in the one shape."""

    class Origin(models.TextChoices):
        TYPED = "typed", "typed"
        IMPORTED = "imported", "imported"
        ARTICLE = "article", "read from an article"

    class Decision(models.TextChoices):
        OPEN = "open", "open"
        ACCEPTED = "accepted", "accepted"
        RETURNED = "returned", "sent back"
        REFUSED = "refused", "refused"
        WITHDRAWN = "withdrawn", "withdrawn"

    slug = models.CharField(
        "meeting", max_length=120, blank=True,
        help_text="The meeting to change, or that it became; empty for a new one.",
    )  # fmt: skip
    body = models.ForeignKey(
        "meetings.Body", models.SET_NULL, null=True, blank=True, related_name="drafts",
        help_text="The body whose editors decide: of the meeting as it stands, else as it is proposed.",
    )  # fmt: skip
    base = models.PositiveIntegerField(
        null=True, blank=True, help_text="The revision of the meeting on which the proposal builds."
    )
    proposal = models.JSONField(help_text="The record in the one shape.")
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.TYPED)
    comment = models.CharField(max_length=1000, blank=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="drafts")
    proposed_at = models.DateTimeField()
    decision = models.CharField(max_length=10, choices=Decision, default=Decision.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="decided_drafts"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=500, blank=True, help_text="Why it was decided so.")

    amends = models.OneToOneField(
        "self", models.SET_NULL, null=True, blank=True, related_name="amended_by",
        help_text="The draft that was sent back, and in whose place this one stands.",
    )  # fmt: skip
    report = models.ForeignKey(
        "meetings.Report", models.SET_NULL, null=True, blank=True, related_name="drafts",
        help_text="The reader's report that it answers, once it is accepted.",
    )  # fmt: skip

    objects = DraftQuerySet.as_manager()

    class Meta:
        ordering = ["-proposed_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(decision="open", decided_at__isnull=True)
                | (~models.Q(decision="open") & models.Q(decided_at__isnull=False)),
                name="draft_decision_has_its_time",
                violation_error_message="A decision has its time, and an open draft has none.",
            )
        ]

    def __str__(self):
        return f"Draft {self.pk} of {self.slug or 'a new meeting'}"

    @property
    def proposed_slug(self):
        """The slug of the meeting that it is of; empty where neither it nor the proposal names one."""
        slug = self.proposal.get("slug") if isinstance(self.proposal, dict) else None
        return self.slug or (slug if isinstance(slug, str) else "")

    @property
    def is_open(self):
        return self.decision == self.Decision.OPEN

    @property
    def can_be_amended(self):
        return self.decision == self.Decision.RETURNED and not Draft.objects.filter(amends=self).exists()


class Remark(models.Model):
    """What somebody had to say of a draft, without deciding on it."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="remarks")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="remarks")
    at = models.DateTimeField()
    text = models.CharField(max_length=500)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self):
        return f"Remark {self.pk} on {self.draft}"
