"""manage.py load_dataset DIR: the dataset becomes the record, whole or not at all."""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, ProgrammingError
from django.utils import timezone

from meetings.dataset import Conflicts, DatasetError, load
from meetings.dataset.compare import Outcome
from meetings.history import Change

SAID = {
    Outcome.NEW: ("created", "would be created"),
    Outcome.CHANGED: ("changed", "would be changed"),
    Outcome.DELETED: ("deleted", "would be deleted"),
    Outcome.KEPT: ("kept as editors left them", "would be kept as editors left them"),
    Outcome.SAME: ("unchanged", "unchanged"),
}
PLURALS = {
    "country": "countries",
    "body": "bodies",
    "place": "places",
    "person": "people",
    "source": "sources",
    "meeting": "meetings",
}


class Command(BaseCommand):
    help = "Bring the record in line with the dataset in DIR: all of it, or nothing."

    def add_arguments(self, parser):
        parser.add_argument("dir", type=Path, metavar="DIR")
        parser.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")
        parser.add_argument("--prune", action="store_true", help="delete what the dataset no longer has")
        parser.add_argument("--reason", default="Loaded from the dataset", help="the reason that revisions give")
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--keep", action="store_true", help="where an editor changed an entry too, keep theirs")
        what.add_argument("--overwrite", action="store_true", help="where an editor changed an entry too, undo theirs")

    def handle(self, *, dir, dry_run, prune, reason, keep, overwrite, verbosity, **options):  # noqa: A002
        conflicts = Conflicts.KEEP if keep else Conflicts.OVERWRITE if overwrite else Conflicts.REFUSE
        try:
            report = load(
                dir, Change(reason), today=timezone.localdate(), conflicts=conflicts,
                prune=prune, dry_run=dry_run, progress=self.progress(),
            )  # fmt: skip
        except DatasetError as error:
            advice = "\nNothing was changed." + self.advice(error)
            raise CommandError(f"{error}{advice}") from error
        except (OperationalError, ProgrammingError) as error:
            raise CommandError(f"The database cannot take the dataset (has `migrate` run?): {error}") from error
        if dry_run or verbosity > 1:
            for step in report.steps:
                self.stdout.write(str(step))
        self.summarise(report, dry_run=dry_run)

    def advice(self, error):
        if "since the last load" not in str(error):
            return ""
        return " Give --keep to keep what editors changed, or --overwrite to undo it."

    def summarise(self, report, *, dry_run):
        for kind, plural in PLURALS.items():
            said = [
                f"{count} {words[dry_run]}" for outcome, words in SAID.items() if (count := report.count(kind, outcome))
            ]
            if said:
                self.stdout.write(f"{plural}: {', '.join(said)}")

    def progress(self):
        """Counts on a terminal, where somebody waits; nothing in a log."""
        if not sys.stderr.isatty():
            return None

        def show(phase, count):
            self.stderr.write(f"\r{count:,} meetings {phase} ", ending="")
            self.stderr.flush()

        return show
