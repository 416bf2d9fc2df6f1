"""Mergers of people, places and sources, each with all that stood before it, from which it is taken back.

Invariant: what is kept here is never changed; `undone_at` alone is added, once.
"""

from django.db import models

from meetings.models.doubles import Kind


class MergeQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(undone_at=None)

    def into(self, kind, key):
        return self.standing().filter(kind=kind, kept=key)


class Merge(models.Model):
    """That the row `other` became one with the row `kept` of its table.

    `before` has the rows as Django serializes them: both, what led to either, and the pairs in which the other stood;
    `after` the columns of the one that stayed. `meetings` gives of each that named either the numbers of its last
    revision before and after.
    """

    kind = models.CharField(max_length=8, choices=Kind)
    kept = models.BigIntegerField()
    other = models.BigIntegerField()
    name = models.CharField(max_length=1000, help_text="What the other was called.")
    before = models.JSONField()
    after = models.JSONField()
    meetings = models.JSONField()
    reason = models.CharField(max_length=500)
    editor_name = models.CharField(max_length=150, blank=True)
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    objects = MergeQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["kind", "kept"], name="merge_by_what_stayed")]

    def __str__(self):
        return f"Merger of {self.name}"
