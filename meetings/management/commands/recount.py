"""manage.py recount: the sums that counts/ and density/ answer with, and which revisions are corrections, made anew."""

from django.core.management.base import BaseCommand

from meetings.history import mark_corrections
from meetings.models import Tally


class Command(BaseCommand):
    help = "Make sums and the log of corrections anew, and say what was wrong in them. Writers wait meanwhile."

    def handle(self, **options):
        wrong = Tally.objects.recount()
        for facet, value, kept, true in wrong:
            self.stdout.write(f"{facet} {value}: {true}, not {kept}")
        self.stdout.write(f"Sums that were wrong: {len(wrong) or 'none'}.")
        if marked := mark_corrections():
            self.stdout.write(f"Revisions that were wrongly in or out of the log of corrections: {marked}.")
