"""manage.py dump_dataset DIR: the record as dataset files."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from meetings.dataset import dump


class Command(BaseCommand):
    help = "Write the whole record into DIR as YAML files, which load_dataset reads back."

    def add_arguments(self, parser):
        parser.add_argument("dir", type=Path, metavar="DIR")

    def handle(self, *, dir, **options):  # noqa: A002
        try:
            with transaction.atomic():
                counts = dump(dir)
        except OSError as error:
            raise CommandError(f"{dir} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"{sum(counts.values())} entries in {len(counts)} files written to {dir}")
