"""Reports: what readers say is wrong with a fact of a meeting, and what its editors answered.

A report is public once it is answered, and never before; the address of whoever sent it is for the editors alone,
and is forgotten with the answer. It proposes no record, so it is no draft: nothing of it can be written unread.
"""

import secrets
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from meetings.models.fields import AddressField
from meetings.models.revisions import Revision
from meetings.models.rights import SEE
from meetings.models.sources import FACTS

# Who presses the button twice has sent one report.
SENT_TWICE = timedelta(days=1)


class ReportQuerySet(models.QuerySet):
    def open(self):
        return self.filter(decision=Report.Decision.OPEN)

    def answered(self):
        """Those that everybody may read."""
        return self.filter(decision__in=Report.PUBLIC)

    def of(self, slug):
        return self.filter(slug=slug)

    def with_answer(self):
        return self.select_related("revision")

    def take(self, *, at, **said):
        """The report that says this: a new one, or the one that said so a moment ago and still waits."""
        same = self.open().filter(**said, sent_at__gt=at - SENT_TWICE).first()
        # Nobody guesses the address of a report of somebody else.
        return same or self.create(**said, sent_at=at, key=secrets.token_urlsafe(12))

    def seen_by(self, rights):
        """Those of bodies whose drafts somebody with these rights sees."""
        of_none = Q(body=None) if rights.may(SEE, None) else Q(pk__in=[])
        return self.filter(of_none | Q(body__in=rights.bodies(SEE)))


class Report(models.Model):
    """What one reader said of one fact of one meeting, and what became of it."""

    class Decision(models.TextChoices):
        OPEN = "open", _("waiting for an answer")
        CORRECTED = "corrected", _("corrected")
        REFUSED = "refused", _("not corrected")
        SET_ASIDE = "set-aside", _("set aside")

    PUBLIC = (Decision.CORRECTED, Decision.REFUSED)
    # What the page of a meeting tells of, and what is in none of these.
    TOLD = (*FACTS, "notes", "citations", "other")

    key = models.CharField(max_length=16, unique=True, editable=False)
    slug = models.CharField("meeting", max_length=120)
    body = models.ForeignKey(
        "meetings.Body", models.SET_NULL, null=True, related_name="reports",
        help_text="The body whose editors answer: of the meeting as it stood then.",
    )  # fmt: skip
    base = models.PositiveIntegerField("of revision", help_text="The revision of the meeting that was read.")
    fact = models.CharField(max_length=12)
    comment = models.TextField("what is wrong", max_length=1000)
    proposed = models.TextField("what would be right", max_length=500, blank=True)
    source = AddressField("who says so")
    email = models.EmailField("e-mail", blank=True, help_text="Never shown, and forgotten with the answer.")
    sent_at = models.DateTimeField("sent")
    decision = models.CharField(max_length=10, choices=Decision, default=Decision.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="answered_reports"
    )
    decided_at = models.DateTimeField("answered", null=True, blank=True)
    answer = models.TextField(max_length=1000, blank=True)
    revision = models.ForeignKey(
        Revision, models.PROTECT, null=True, blank=True, related_name="reports",
        help_text="The revision that corrected it.",
    )  # fmt: skip

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at", "-id"]
        indexes = [models.Index(fields=["slug", "-decided_at"], name="report_of_meeting")]
        constraints = [
            models.CheckConstraint(
                condition=Q(decision="open", decided_at__isnull=True)
                | (~Q(decision="open") & Q(decided_at__isnull=False)),
                name="report_answer_has_its_time",
                violation_error_message="An answer has its time, and an open report has none.",
            ),
            models.CheckConstraint(
                condition=~Q(decision__in=["corrected", "refused"]) | ~Q(answer=""),
                name="report_is_answered_in_words",
                violation_error_message="Say what you answer: everybody reads it.",
            ),
            models.CheckConstraint(
                condition=Q(decision="corrected", revision__isnull=False)
                | (~Q(decision="corrected") & Q(revision__isnull=True)),
                name="report_is_corrected_by_a_revision",
                violation_error_message="Name the revision that corrected it, and none where none did.",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"Report {self.pk} of {self.slug}"

    def get_absolute_url(self):
        return reverse("report", args=[self.key])

    @property
    def words(self):
        """The fact in words."""
        return self.fact.replace("_", " ")

    @property
    def is_public(self):
        return self.decision in self.PUBLIC
