"""manage.py release DIR: the whole record as files that outlive the site."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from timeline.exports.release import NoRelease, release


class Command(BaseCommand):
    help = "Write the whole record into DIR: SQLite, NDJSON, CSV and YAML, with sums, a schema and a README."

    def add_arguments(self, parser):
        parser.add_argument("dir", type=Path, metavar="DIR")

    def handle(self, *, dir, **options):  # noqa: A002
        try:
            count = release(dir)
        except NoRelease as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{dir} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"{count} files written to {dir}")
