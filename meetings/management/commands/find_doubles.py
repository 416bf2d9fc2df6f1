"""manage.py find_doubles: pairs of entries that look as if they told of one thing, for the work list of the desk."""

from django.core.management.base import BaseCommand

from meetings.doubles import find


class Command(BaseCommand):
    help = "Look for meetings, people, places and sources that are recorded twice, by likeness. Nothing is merged."

    def handle(self, **options):
        counts = find()
        told = ", ".join(f"{number} of {kind}" for kind, number in counts.items())
        self.stdout.write(f"Pairs to look at: {told}.")
