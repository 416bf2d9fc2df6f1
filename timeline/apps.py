"""The site as an application of Django; it makes the catalogues that its start finds out of date."""

from pathlib import Path
from uuid import uuid4

import polib
from django.apps import AppConfig
from django.core.exceptions import ImproperlyConfigured


class TimelineConfig(AppConfig):
    name = "timeline"

    def ready(self):
        for catalogue in (Path(self.path) / "locale").glob("*/LC_MESSAGES/django.po"):
            compile_catalogue(catalogue)


def compile_catalogue(catalogue):
    """The .mo beside a .po, which is what is read: made anew where it is older, and never seen half made."""
    made = catalogue.with_suffix(".mo")
    if made.exists() and made.stat().st_mtime_ns > catalogue.stat().st_mtime_ns:
        return
    waiting = made.with_suffix(f".{uuid4().hex}.mo")
    try:
        waiting.write_bytes(polib.pofile(str(catalogue)).to_binary())
        waiting.replace(made)
    except OSError as error:
        advice = "run `manage.py check` once as a user who may write there"
        raise ImproperlyConfigured(f"{made} is missing or older than its catalogue: {advice}.") from error
