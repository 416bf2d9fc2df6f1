"""Where rows that were merged are found: what was written of them before leads to the row that stayed.

Invariant: a former address is no row's present one, and leads to a row that stands.
"""

from django.db import models


class Former(models.Model):
    """What another row was called before it was merged; `state` is all that it said then."""

    state = models.JSONField()
    reason = models.CharField(max_length=500)
    editor_name = models.CharField(max_length=150, blank=True)
    at = models.DateTimeField()

    class Meta:
        abstract = True
