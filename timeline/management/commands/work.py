"""manage.py work: tells programs and people what changed, until it is ended; as many may run as there is work for."""

import logging
import signal
import threading

from django.core.management.base import BaseCommand
from django.db import Error, close_old_connections
from django.utils import timezone

from timeline.notices import letters, webhooks

LOG = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Send webhooks and letters about what changed. Runs until it is ended; what is killed goes on later."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="End when nothing is due any more.")
        parser.add_argument("--every", type=float, default=1, metavar="SECONDS", help="How often to look (1).")

    def handle(self, *, once, every, **options):
        ending = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: ending.set())
        while not ending.is_set():
            try:
                work(ending)
            except Error:
                # A database that is away for a while comes back; who runs this command need not.
                if once:
                    raise
                LOG.exception("The database did not answer. Trying again.")
            close_old_connections()
            if once or ending.wait(every):
                return


def work(ending):
    """Do all that is due, in turns, so that neither waits for long because of the other."""
    webhooks.hand_out(timezone.now())
    letters.forget(timezone.now())
    while not ending.is_set() and any([done(webhooks.send_one), done(letters.write_one)]):
        pass


def done(step):
    """Whether there was anything to do. What nobody foresaw is told: it was put off before, so others go ahead."""
    try:
        return step(timezone.now())
    except Error:
        raise
    except Exception:
        LOG.exception("What is due could not be sent. Going on with what else is due.")
        return False
