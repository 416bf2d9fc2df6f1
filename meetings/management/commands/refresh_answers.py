"""manage.py refresh_answers: what the API has ready of each meeting is brought in line with the record."""

from django.core.management.base import BaseCommand

from meetings.answers import refresh


class Command(BaseCommand):
    help = "Bring the ready answers of the API in line with the record, as after a new version of this site."

    def handle(self, **options):
        self.stdout.write(f"Answers that were missing or not what the record says: {refresh() or 'none'}.")
