"""manage.py recount: the sums that counts/ and density/ answer with, counted anew from the record."""

from django.core.management.base import BaseCommand

from meetings.models import Tally


class Command(BaseCommand):
    help = "Count anew what counts/ and density/ answer with, and say which sums were wrong. Writers wait meanwhile."

    def handle(self, **options):
        wrong = Tally.objects.recount()
        for facet, value, kept, true in wrong:
            self.stdout.write(f"{facet} {value}: {true}, not {kept}")
        self.stdout.write(f"Sums that were wrong: {len(wrong) or 'none'}.")
