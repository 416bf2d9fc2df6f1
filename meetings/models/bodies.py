"""Bodies: each is one numbered series of meetings, and reports to the body above it."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from meetings.languages import body_name


class Level(models.TextChoices):
    MINISTERIAL = "ministerial", _("ministerial")
    SENIOR_OFFICIALS = "senior-officials", _("senior officials")
    WORKING_GROUP = "working-group", _("working group")
    EXPERTS_GROUP = "experts-group", _("experts group")
    CONSULTATION = "consultation", _("consultation with partners")
    DIALOGUE = "dialogue", _("dialogue")
    TASK_FORCE = "task-force", _("task force")
    WORKSHOP = "workshop", _("workshop")


class BodyQuerySet(models.QuerySet):
    def core(self):
        """The three bodies that the record exists for."""
        return self.filter(core=True)

    def in_record_order(self):
        return self.order_by("position", "slug")


class Body(models.Model):
    """A body that meets in one numbered series, e.g. the AMMTC."""

    slug = models.SlugField(max_length=60, unique=True)
    acronym = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    name_id = models.CharField("name in Indonesian", max_length=200, blank=True)
    level = models.CharField(max_length=20, choices=Level)
    reports_to = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="prepared_by")
    lead = models.ForeignKey(
        "meetings.Country", models.PROTECT, null=True, blank=True, related_name="leads",
        help_text="The country that leads it standing (voluntary lead shepherd), where a source says so.",
    )  # fmt: skip
    core = models.BooleanField(default=False, help_text="One of those the record exists for.")
    position = models.PositiveIntegerField(default=0, help_text="Where it stands in lists.")
    four_eyes = models.BooleanField(default=False, help_text="Nobody decides on a draft of their own.")

    objects = BodyQuerySet.as_manager()

    class Meta:
        ordering = ["position", "slug"]
        verbose_name_plural = "bodies"
        constraints = [
            models.CheckConstraint(
                condition=Q(slug__regex=r"^[a-z0-9-]+$"),
                name="body_slug_is_lower_case_words",
                violation_error_message="A slug has only small letters, digits and hyphens.",
            ),
            models.CheckConstraint(
                condition=Q(reports_to__isnull=True) | ~Q(reports_to=F("id")),
                name="body_does_not_report_to_itself",
                violation_error_message="A body cannot report to itself.",
            ),
            models.CheckConstraint(
                condition=Q(level__in=Level.values),
                name="body_level_is_known",
                violation_error_message="Choose one of the known levels.",
            ),
        ]

    def __str__(self):
        return self.acronym

    @property
    def full_name(self):
        """Its name in the reader's language, or in English."""
        return body_name(self)

    def get_absolute_url(self):
        return reverse("body", args=[self.slug])


class Chain:
    """The reporting order of all bodies, read once (there are dozens): who is above whom."""

    def __init__(self, bodies=None):
        rows = Body.objects.all() if bodies is None else bodies
        self.bodies = {body.pk: body for body in rows}

    def above(self, body):
        """The bodies that receive the results of `body`, nearest first."""
        found = []
        parent = self.bodies.get(body.reports_to_id)
        while parent and parent not in found:
            found.append(parent)
            parent = self.bodies.get(parent.reports_to_id)
        return found

    def below(self, body):
        """All bodies whose results end at `body`, in record order."""
        return [other for other in self.bodies.values() if body in self.above(other)]

    def tier(self, body):
        """Steps from the top; a consultation sits at the table of the body it belongs to."""
        steps = [body, *self.above(body)]
        return sum(step.level != Level.CONSULTATION for step in steps[:-1])

    def closes_circle(self, body):
        return body in self.above(body)
