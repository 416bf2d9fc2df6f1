"""What the dataset said when it was last loaded: the base that tells an editor's change from a newer file."""

from django.db import models


class LoadedEntry(models.Model):
    """One entry of the dataset as last loaded: `digest` of the entry, `stands` of the row it led to."""

    kind = models.CharField(max_length=10)
    key = models.CharField(max_length=300)
    digest = models.CharField(max_length=64)
    stands = models.CharField(max_length=64)

    class Meta:
        verbose_name_plural = "loaded entries"
        constraints = [
            models.UniqueConstraint("kind", "key", name="loaded_entry_is_kept_once"),
        ]

    def __str__(self):
        return f"{self.kind} {self.key}"
