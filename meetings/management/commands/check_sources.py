"""manage.py check_sources: which of the cited pages are still there."""

from datetime import timedelta

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from meetings.checking import Manners, Pace, check, waiting

NUMBERS = {
    "most": (200, 1, 5000, "how many sources are asked for at most"),
    "again-after": (6, 0, 3650, "days after which a source is asked for again"),
    "seconds": (1800, 1, 86_400, "how long it may take in all"),
    "delay": (2, 0, 3600, "seconds between two requests to one host"),
    "timeout": (20, 1, 300, "seconds that one request may take"),
}


class Command(BaseCommand):
    help = "Ask for the pages that the record cites, those longest ago first, and keep which of them are gone."

    def add_arguments(self, parser):
        for name, (default, _, _, told) in NUMBERS.items():
            parser.add_argument(f"--{name}", type=float, default=default, help=f"{told} ({default})")

    def handle(self, **options):
        for name, (_, least, most, _) in NUMBERS.items():
            if not least <= options[name.replace("-", "_")] <= most:
                raise CommandError(f"--{name} is a number from {least} to {most}.")
        today = timezone.localdate()
        agent = f"ASEAN-meetings-record (checks its links; {settings.PUBLIC_URL}/about/)"
        manners = Manners(agent, seconds=options["timeout"])
        pace = Pace(seconds=options["seconds"], delay=options["delay"])
        sources = waiting(today, again_after=timedelta(days=options["again_after"]), most=int(options["most"]))
        outcomes = check(sources, manners, pace, today=today, tell=self.tell)
        told = ", ".join(f"{number} {outcome}" for outcome, number in sorted(outcomes.items()))
        self.stdout.write(f"Of {len(sources)} sources to ask for: {told or 'none'}.")

    def tell(self, source, outcome):
        if outcome != "found":
            self.stderr.write(f"{outcome}: {source.url}")
