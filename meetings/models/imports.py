"""Imports: a file that somebody brought to the desk, line by line as it was checked, and what became of it."""

from django.conf import settings
from django.db import models

from meetings.models.revisions import Commit


class Import(models.Model):
    """One file, and what it would change, changed, or was kept from changing by `problems`.

    `commit` holds the revisions that it made, and is there once it was applied. One that `proposes` becomes drafts:
    whoever brought it may not write the meetings of all its lines.
    """

    class State(models.TextChoices):
        CHECKED = "checked", "checked"
        APPLIED = "applied", "applied"
        UNDONE = "undone", "undone"
        PROPOSED = "proposed", "proposed"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="imports")
    name = models.CharField("file", max_length=200)
    form = models.CharField(max_length=10)
    at = models.DateTimeField("brought")
    state = models.CharField(max_length=10, choices=State, default=State.CHECKED)
    problems = models.JSONField(default=list, help_text="What is wrong with the file as a whole, in sentences.")
    proposes = models.BooleanField(default=False)
    reason = models.CharField(max_length=500, blank=True)
    commit = models.ForeignKey(Commit, models.PROTECT, null=True, editable=False, related_name="imports")
    applied_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["checked", "proposed"], commit=None)
                | (~models.Q(state__in=["checked", "proposed"]) & models.Q(commit__isnull=False)),
                name="import_that_was_applied_has_its_commit",
            )
        ]  # fmt: skip

    def __str__(self):
        return f"{self.name} ({self.at:%Y-%m-%d %H:%M})"


class ImportLine(models.Model):
    """One meeting of an import: the record as it would be, built on revision `base`, 0 where it was not there.

    `problems` are (where, sentence) pairs, and then there is no record.
    """

    class Outcome(models.TextChoices):
        WRONG = "wrong", "wrong"
        NEW = "new", "new"
        CHANGED = "changed", "changed"
        UNCHANGED = "unchanged", "unchanged"

    brought = models.ForeignKey(Import, models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField()
    slug = models.CharField(max_length=120, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome)
    base = models.PositiveIntegerField(default=0)
    text = models.TextField(blank=True, help_text="The record in the one shape, as JSON.")
    problems = models.JSONField(default=list)
    # While it is checked: whether it may be proposed and not written.
    is_proposed = False

    class Meta:
        ordering = ["number", "id"]
        indexes = [models.Index(fields=["brought", "outcome", "number"], name="line_by_outcome")]

    def __str__(self):
        return f"{self.number}: {self.slug}"
