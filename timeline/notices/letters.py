"""Letters: the one question whether they are wanted, and digests of what changed, in the reader's language.

No letter tells of minor edits. One is sent at least once: whoever sends it holds its reader for a time that no letter
takes, and what it told is told again only where its sender was killed before that was kept.
"""

import smtplib
from dataclasses import dataclass, field
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import connection, transaction
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from meetings.events import is_moved
from meetings.models import Body, Revision
from meetings.models.revisions import Commit, read_text
from timeline.models import HELD_FOR_LETTER, Reader
from timeline.notices.following import MOST, Unasked, concerning
from timeline.pages.revisions import changed_by, names_in
from timeline.pages.sharing import whole

BETWEEN = {Reader.Often.DAILY: timedelta(days=1), Reader.Often.WEEKLY: timedelta(days=7)}
# What one letter tells at most; it says how many more there are.
LONGEST = 100
# Failed letters in a row after which an address that its host does not know is forgotten.
VAIN = 12
PERMANENT = 500
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=15), timedelta(days=1)


def ask_whether_wanted(reader):
    """Send the one letter that goes to an address nobody has confirmed."""
    with override(reader.language):
        link = whole(reverse("letters", args=[reader.token]))
        send(reader, "question", _("Do you want letters about changes?"), {"link": link}, unsubscribes=False)


def write_one(now):
    """Write to one reader for whom it is time; whether there was any."""
    reader = claim(now)
    if reader is None:
        return False
    try:
        with override(reader.language):
            news = news_of(reader)
            if news.number:
                write(reader, news)
    except (OSError, smtplib.SMTPException) as error:
        fail(reader, error, now)
    except Unasked as problem:
        take_leave(reader, problem, now)
    else:
        Reader.objects.filter(pk=reader.pk).update(
            position=reader.position, last=reader.last, held_until=None, failures=0,
            written_at=now if news.number or reader.often in BETWEEN else F("written_at"),
        )  # fmt: skip
    return True


@transaction.atomic
def claim(now):
    """A reader to whom nobody else writes meanwhile, and for whom it is time."""
    waits = {"skip_locked": True} if connection.features.has_select_for_update_skip_locked else {}
    time = Q(often=Reader.Often.AT_ONCE)
    for often, between in BETWEEN.items():
        time |= Q(often=often) & (
            Q(written_at__lte=now - between) | Q(written_at=None, confirmed_at__lte=now - between)
        )
    behind = Reader.objects.confirmed().free(now).filter(time, position__lt=Commit.objects.version()[0])
    reader = behind.select_for_update(**waits).order_by("written_at", "pk").first()
    if reader:
        Reader.objects.filter(pk=reader.pk).update(held_until=now + HELD_FOR_LETTER)
    return reader


@dataclass
class News:
    """What a reader is to be told: how many changes there were, and the first of them."""

    number: int = 0
    first: list[Revision] = field(default_factory=list)


def news_of(reader):
    """What happened since this reader was last told; the reader's place moves past all that was looked at."""
    news, version = News(), Commit.objects.version()[0]
    while revisions := reader.news(MOST):
        wanted = [each for each in concerning(reader.query, revisions) if not each.minor]
        before = texts_before(wanted)
        for revision in wanted:
            revision.text_before = before.get((revision.slug, revision.number - 1))
        if reader.often == Reader.Often.AT_ONCE:
            wanted = list(filter(is_news_at_once, wanted))
        news.number += len(wanted)
        # After the load of a large dataset the others are too many to be held.
        news.first += wanted[: LONGEST - len(news.first)]
        reader.went_past(revisions[-1])
    if reader.position < version:
        # Commits that changed no meeting are looked at once, too.
        reader.position, reader.last = version, 0
    return news


def texts_before(revisions):
    """The text of the state before each of these, by its slug and number."""
    wanted = {(revision.slug, revision.number - 1) for revision in revisions}
    rows = Revision.objects.filter(slug__in={slug for slug, _number in wanted}, number__in={n for _slug, n in wanted})
    return {(slug, number): text for slug, number, text in rows.values_list("slug", "number", "text")}


def is_news_at_once(revision):
    """Whether it is what a calendar must know: other days, another place or status, a new meeting or one less."""
    if revision.kind != Revision.Kind.CHANGED or revision.text_before is None:
        return True
    return is_moved(read_text(revision.text_before), revision.record)


def write(reader, news):
    """Send the letter that tells of it."""
    records = [(each, read_text(each.text_before), each.record) for each in news.first]
    names = names_in([record for _each, *both in records for record in both if record], Body.objects.all())
    subject = ngettext("%(number)s change to the record", "%(number)s changes to the record", news.number)
    context = {
        "changed": [changed_by(*each, names) for each in records],
        "more": news.number - len(news.first),
        "query": reader.query,
        "changes": whole(reverse("changes")),
    }
    send(reader, "digest", subject % {"number": news.number}, context)


def take_leave(reader, problem, now):
    """The last letter: their query names what is gone, and can find nothing any more."""
    try:
        with override(reader.language):
            context = {"why": problem, "query": reader.query, "again": whole(reverse("mail"))}
            send(reader, "ended", _("Your letters about changes have ended"), context, unsubscribes=False)
    except (OSError, smtplib.SMTPException) as error:
        fail(reader, error, now)
    else:
        reader.delete()


def send(reader, letter, subject, context, *, unsubscribes=True):
    """Send `letter` as plain text and as HTML; raises OSError or SMTPException where it cannot be sent."""
    own = whole(reverse("letters", args=[reader.token]))
    context = {"site": settings.PUBLIC_URL, "own": own, "reader": reader, **context}
    # RFC 8058: the mail program unsubscribes by one POST, without a page.
    headers = {"Auto-Submitted": "auto-generated"} | (
        {
            "List-Unsubscribe": f"<{whole(reverse('unsubscribe', args=[reader.token]))}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
        if unsubscribes
        else {}
    )
    text = render_to_string(f"timeline/letters/{letter}.txt", context)
    message = EmailMultiAlternatives(subject, text, to=[reader.email], headers=headers)
    message.attach_alternative(render_to_string(f"timeline/letters/{letter}.html", context), "text/html")
    message.send()


def fail(reader, error, now):
    """Later again; an address that was in vain for long, and not because of our own mail server, is forgotten."""
    reader.failures += 1
    if reader.failures >= VAIN and is_unknown(error):
        reader.delete()
        return
    wait = min(FIRST_WAIT * 2 ** (reader.failures - 1), LONGEST_WAIT)
    Reader.objects.filter(pk=reader.pk).update(failures=reader.failures, held_until=now + wait)


def is_unknown(error):
    """Whether the host of the address said for good that it takes nothing for it (RFC 5321, 4.2.1)."""
    codes = [code for code, _said in getattr(error, "recipients", {}).values()]
    return bool(codes) and min(codes) >= PERMANENT


def forget(now):
    """Take out the addresses that nobody confirmed in time; how many."""
    return Reader.objects.forgotten(now).delete()[0]
