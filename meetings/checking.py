"""Whether the pages that the record cites are still there: asked of their hosts seldom, one after the other.

Nothing that the record says changes by it. What was found is kept beside the source: `link`, `link_told`, `checked_on`.
"""

import time
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from urllib.parse import urljoin, urlsplit

from django.db import transaction
from django.db.models import F

from meetings.fetching import Answer, Unanswered, Vain, ask
from meetings.models import Commit, Source
from meetings.models.sources import Link

# A host that is not reached for so long is taken for gone: until then, it may be our network, or a bad week of theirs.
LONG = timedelta(days=30)
GONE = {404, 410}
BROKEN = 500
# Answers that say nothing of whether a page would be sent to somebody who reads it.
BUSY = {429, 503}
REDIRECTS = {301, 302, 303, 307, 308}
MOST_REDIRECTS = 5


@dataclass(frozen=True)
class Manners:
    """As whom a host is asked, and how many seconds one request may take."""

    agent: str
    seconds: float = 20


@dataclass
class Pace:
    """How much is asked in all, and how long a host is left in peace between two requests; times in seconds."""

    most: int = 200
    seconds: float = 1800
    delay: float = 2
    free: dict[str, float] = field(default_factory=dict)

    def rest(self, host: str, seconds: float | None = None) -> None:
        until = time.monotonic() + (self.delay if seconds is None else seconds)
        self.free[host] = max(self.free.get(host, 0), until)

    def wait_of(self, source: Source) -> float:
        return max(0.0, self.free.get(host_of(source.url), 0) - time.monotonic())


def waiting(today: date, *, again_after: timedelta, most: int) -> list[Source]:
    """The sources to ask for: those never asked for first, then those longest ago."""
    rows = Source.objects.exclude(url="").order_by(F("checked_on").asc(nulls_first=True), "pk")
    return list(rows.exclude(checked_on__gt=today - again_after)[:most])


def check(
    sources: list[Source], manners: Manners, pace: Pace, *, today: date, tell: Callable[[Source, str], None]
) -> Counter:
    """Ask for each of `sources` while there is time; answers how many ended how. `tell` is called after each."""
    ends = time.monotonic() + pace.seconds
    left, outcomes = deque(sources), Counter[str]()
    while left:
        source = min(left, key=pace.wait_of)
        wait = pace.wait_of(source)
        if time.monotonic() + wait >= ends:
            break
        time.sleep(wait)
        left.remove(source)
        outcome = check_one(source, manners, pace, today=today)
        outcomes[outcome] += 1
        tell(source, outcome)
    if left:
        outcomes["left"] = len(left)
    return outcomes


def check_one(source: Source, manners: Manners, pace: Pace, *, today: date) -> str:
    """Ask for one source and keep what was found; answers its `Link`, or "busy" where the host asks to wait."""
    pace.rest(host_of(source.url))
    try:
        answer = follow(source.url, manners, pace)
    except Vain as error:
        return keep(source, Link.UNREACHABLE, str(error), today)
    if answer.status in BUSY:
        pace.rest(host_of(source.url), seconds_of(answer, datetime.now(UTC)))
        return "busy"
    return keep(source, link_of(answer), words_of(answer), today)


def follow(address: str, manners: Manners, pace: Pace) -> Answer:
    """What a reader of `address` would get, redirects followed; each is looked at anew before it is asked."""
    for _ in range(MOST_REDIRECTS + 1):
        answer = ask_once(address, manners)
        pace.rest(host_of(address))
        location = header(answer, "location")
        if answer.status not in REDIRECTS or not location:
            return answer
        address = joined(address, location)
    raise Unanswered(f"It redirects more than {MOST_REDIRECTS} times.")


def joined(address: str, location: str) -> str:
    try:
        return urljoin(address, location)
    except ValueError as error:
        raise Unanswered("It redirects to what is no web address.") from error


def ask_once(address: str, manners: Manners) -> Answer:
    """HEAD, and GET where that is refused: many a host sends a page only to those who want all of it."""
    asked = {"headers": {"User-Agent": manners.agent, "Accept": "*/*"}, "seconds": manners.seconds, "most": 0}
    answer = ask("HEAD", address, **asked)
    return ask("GET", address, **asked) if answer.status >= 400 and answer.status not in BUSY else answer


def header(answer: Answer, name: str) -> str | None:
    return next((value for key, value in answer.headers.items() if key.lower() == name), None)


def host_of(address: str) -> str:
    return urlsplit(address).netloc.lower()


def words_of(answer: Answer) -> str:
    known = answer.status in HTTPStatus.__members__.values()
    return f"{answer.status} {HTTPStatus(answer.status).phrase}" if known else str(answer.status)


def link_of(answer: Answer) -> Link:
    if answer.status in GONE:
        return Link.GONE
    if answer.status >= BROKEN:
        return Link.UNREACHABLE
    return Link.REFUSED if answer.status >= 400 else Link.FOUND


def seconds_of(answer: Answer, now: datetime) -> float:
    """How long a host asks to be left in peace (RFC 9110, 10.2.3); an hour where it does not say."""
    told = (header(answer, "retry-after") or "").strip()
    if told.isdecimal() and len(told) < 9:
        return float(told)
    try:
        return max(0.0, (parsedate_to_datetime(told) - now).total_seconds())
    except (TypeError, ValueError):
        return 3600.0


@transaction.atomic
def keep(source: Source, link: Link, told: str, today: date) -> Link:
    """Keep what was found of `source`, unless its address was changed meanwhile."""
    since = (source.failing_since or today) if link is Link.UNREACHABLE else None
    if since and today - since >= LONG:
        link = Link.GONE
    found = {"link": link, "link_told": told[:200], "checked_on": today, "failing_since": since}
    kept = Source.objects.filter(pk=source.pk, url=source.url).update(**found)
    if kept and (link is Link.GONE) != (source.link == Link.GONE):
        # Pages tell of it, and whoever keeps them is to know.
        Commit.objects.create()
    return link
