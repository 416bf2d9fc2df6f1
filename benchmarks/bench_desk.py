"""How long an editor waits at the desk: the list of meetings opened, filtered and searched, and the form of one.

    python benchmarks/bench_desk.py [--on postgres|sqlite] [--count N] [--times N]

100,000 meetings unless told, on PostgreSQL where it is on the machine. Each page is asked for so many times, one after
another, by somebody who is signed in; a figure is the median.
"""

import argparse
import subprocess
import sys

from kept import ROOT, beside_postgres, collect, database, environment, has_postgres
from measuring import tell_time
from served import asking, production

LIST, PAGE, MOST = "/admin/meetings/meeting/", 100, 1000
PAGES = {
    "the list": "",
    "its 500th page, or the last": "?p={far}",
    "by name backwards": "?o=-1",
    "by number of sources": "?o=6",
    "of one body": "?body__id__exact=1",
    "of one status": "?status__exact=held",
    "of one host": "?host__code__exact=ID",
    "of one year": "?year=2010",
    "on which sources differ": "?contested=yes",
    "without a source": "?sourced=no",
    "of a host and a year": "?host__code__exact=ID&year=2010",
    "with a rare word": "?q=quarantine",
    "with a middling word": "?q=extradition",
    "with a common word": "?q=sitting",
    "contested facts": "contested/",
    "a new meeting after one": "add/?after=body-0-1",
    "a meeting": "1/change/",
}
# A session of the superuser that every generated database has.
SIGN_IN = """
import time
import django
django.setup()
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.contrib.sessions.backends.db import SessionStore
from django.conf import settings
user, session = get_user_model().objects.get(username="bench"), SessionStore()
session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), settings.AUTHENTICATION_BACKENDS[-1]
session[HASH_SESSION_KEY], session["began"] = user.get_session_auth_hash(), int(time.time())
session.save()
print(f"{settings.SESSION_COOKIE_NAME}={session.session_key}")
"""


def main(options):
    if options.on != "sqlite":
        beside_postgres()
    vendor = "postgres" if has_postgres() else "sqlite"
    url = database(vendor, options.count)
    collect()
    cookie = signed_in(url)
    print(f"The desk at {options.count:,} meetings on {vendor}", flush=True)
    far = min(500, options.count // PAGE)
    with production(url) as port:
        for name, place in PAGES.items():
            request = asking(LIST + place.format(far=far), Cookie=cookie)
            tell_time(name, port, request, times=options.times, target=MOST)


def signed_in(url):
    made = environment(url) | {"DJANGO_SETTINGS_MODULE": "timeline.settings"}
    done = subprocess.run(
        [sys.executable, "-c", SIGN_IN], cwd=ROOT, env=made, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--on", choices=["postgres", "sqlite"])
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--beside-postgres", action="store_true", help=argparse.SUPPRESS)
    main(parser.parse_args())
