"""Pairs of entries that look as if they told of one thing: for people to look at, never merged by themselves."""

from django.db import models


class Kind(models.TextChoices):
    MEETING = "meeting", "meetings"
    PERSON = "person", "people"
    PLACE = "place", "places"
    SOURCE = "source", "sources"


class DoubleQuerySet(models.QuerySet):
    def open(self):
        return self.filter(dismissed_at=None)

    def likeliest_first(self):
        return self.order_by("-score", "kind", "first", "second")

    def naming(self, kind, key):
        return self.filter(models.Q(first=key) | models.Q(second=key), kind=kind)


class Double(models.Model):
    """That two rows of one table are much alike, by their keys; `dismissed_by` has said that they are two."""

    kind = models.CharField(max_length=8, choices=Kind)
    first = models.BigIntegerField()
    second = models.BigIntegerField()
    score = models.PositiveSmallIntegerField(help_text="How alike they are, of 100.")
    dismissed_by = models.CharField(max_length=150, blank=True)
    dismissed_at = models.DateTimeField(null=True)

    objects = DoubleQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["-score", "kind", "first", "second"],
                condition=models.Q(dismissed_at__isnull=True),
                name="double_that_is_to_be_seen",
            )
        ]
        constraints = [
            models.UniqueConstraint("kind", "first", "second", name="double_is_told_once"),
            models.CheckConstraint(condition=models.Q(first__lt=models.F("second")), name="double_is_of_two"),
        ]

    def __str__(self):
        return f"{self.kind} {self.first} and {self.second}"
