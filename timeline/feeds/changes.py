"""Atom feeds (RFC 4287) of changes: each revision is an entry, which stays as it is for ever.

Feeds are paged (RFC 5005), the newest first; nothing in them comes from the clock.
"""

import re
from datetime import UTC, datetime
from functools import partial
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from meetings.api.paging import Page
from meetings.filters.feeds import ChangesOfMeetingsQuery, PartQuery
from meetings.filters.others import ChangePageQuery
from meetings.models import Body, Country, Revision
from meetings.models.revisions import read_text
from timeline.feeds.polling import polled, understood
from timeline.pages.revisions import changed_by, names_in
from timeline.pages.sharing import shared_list, whole
from timeline.pages.telling import about

# Of a feed in which nothing happened yet.
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# A day on which the host of the site belonged to whoever runs it (RFC 4151).
TAGGED = "2026-11-24"
SUBTITLE = "What was changed in the record, when, by whom and why."
WITHOUT_ENDS = "What is taken out of the record is not told here, as these filters cannot be asked of it any more."
# What XML cannot hold.
UNTOLD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@polled
def changes(request):
    """All changes, asked for as the page of changes is."""
    query = understood(ChangePageQuery(request.GET))
    alternate = whole(reverse("changes")) + (f"?{query.querystring}" if query.querystring else "")
    title = "Changes to the ASEAN meetings record"
    return feed(request, query, query.narrow(Revision.objects.all()), title=title, alternate=alternate)


@polled
def meetings(request):
    return feed_of(request, understood(ChangesOfMeetingsQuery(request.GET)))


@polled
def body(request, slug):
    if not Body.objects.filter(slug=slug).exists():
        raise Http404("The record has no body at this address.")
    return feed_of(request, asking(request, "body", slug))


@polled
def country(request, code):
    if not Country.objects.filter(code=code).exists():
        raise Http404("The record has no country at this address.")
    return feed_of(request, asking(request, "country", code))


@polled
def meeting(request, slug):
    revisions, query = Revision.objects.of(slug), understood(PartQuery(request.GET))
    last = revisions.order_by("number").last()
    if last is None:
        raise Http404("The record never had a meeting at this address.")
    name = about(last.record, {body.slug: body for body in Body.objects.all()}).name
    return feed(
        request, query, revisions, title=f"{name}: changes", alternate=whole(reverse("meeting-history", args=[slug]))
    )


def asking(request, parameter, value):
    """The query of a shorter address, which takes nothing but a cursor."""
    understood(PartQuery(request.GET))
    given = request.GET.copy()
    given[parameter] = value
    return ChangesOfMeetingsQuery(given)


def feed_of(request, query):
    shared, given = shared_list(query), QueryDict(mutable=True)
    given.setlistdefault("cursor", request.GET.getlist("cursor"))
    return feed(
        request, PartQuery(given), query.changes(), title=f"{shared.title}: changes", alternate=shared.address,
        subtitle=SUBTITLE if query.tells_ends else f"{SUBTITLE} {WITHOUT_ENDS}",
    )  # fmt: skip


def feed(request, query, revisions, **told):
    """What answers with the part of `revisions` at which `query` begins."""
    return partial(answer, Page(query, whole(request.get_full_path())), revisions.with_text_before(), told)


def answer(page, revisions, told):
    found = page.take([revisions])
    records = [(revision, read_text(revision.text_before), revision.record) for revision in found]
    names = names_in([record for _, *both in records for record in both if record], Body.objects.all())
    atom = Changes(
        title=told["title"], link=told["alternate"], description=None, subtitle=told.get("subtitle", SUBTITLE),
        language="en", author_name="The ASEAN meetings record", feed_url=page.address, feed_guid=tag(first(page)),
        links=links(page), changed_at=found[0].at if found else EPOCH,
    )  # fmt: skip
    for each in records:
        add(atom, changed_by(*each, names))
    return HttpResponse(atom.writeString("utf-8"), content_type=Atom1Feed.content_type)


def first(page):
    """The address of the whole feed, which begins with its first part."""
    return page.base.removesuffix("cursor=").rstrip("?&")


def links(page):
    found = {"first": page.at and first(page), "previous": page.previous_address(), "next": page.next_address()}
    return {relation: address for relation, address in found.items() if address}


def tag(address):
    """An id that stays whatever becomes of the address (RFC 4151)."""
    parts = urlsplit(address)
    return f"tag:{parts.hostname},{TAGGED}:{parts.path}{'?' if parts.query else ''}{parts.query}"


class Changes(Atom1Feed):
    """A feed with links to its other parts, of which it tells when it last changed, and not when it was asked for."""

    def latest_post_date(self):
        return self.feed["changed_at"]

    def add_root_elements(self, handler):
        super().add_root_elements(handler)
        for relation, address in self.feed["links"].items():
            handler.addQuickElement("link", "", {"rel": relation, "href": address})


def add(atom, changed):
    revision, meeting = changed.revision, changed.meeting
    minor = ["minor"] if revision.minor else []
    atom.add_item(
        title=plain(f"{meeting.name}: {revision.get_kind_display()}"),
        link=page_of(changed),
        description=plain(summary(changed)),
        pubdate=revision.at,
        updateddate=revision.at,
        author_name=plain(revision.editor_name) or None,
        unique_id=f"{tag(settings.PUBLIC_URL)}/meetings/{revision.slug}/revisions/{revision.number}",
        categories=[revision.kind, meeting.body.slug, *minor],
    )


def page_of(changed):
    """Where it is told to people: what was changed beside what was there before, where there was anything."""
    number = changed.revision.number
    if not changed.differences:
        return whole(changed.address)
    return f"{whole(reverse('meeting-history', args=[changed.revision.slug]))}?a={number - 1}&b={number}#compared"


def summary(changed):
    """The reason, and each fact before and after, as HTML."""
    revision = changed.revision
    target = whole(reverse("meeting", args=[revision.merged_into])) if revision.merged_into else ""
    merged = format_html('<p>Merged into <a href="{}">{}</a>.</p>', target, revision.merged_into) if target else ""
    lines = [(each.label, sides(each)) for each in changed.differences]
    listed = format_html("<ul>{}</ul>", format_html_join("", "<li>{}: {}</li>", lines)) if lines else ""
    return format_html("<p>{}</p>{}{}", revision.reason, merged, listed)


def sides(change):
    gone, come = (
        format_html("<del>{}</del>", "; ".join(change.gone)),
        format_html("<ins>{}</ins>", "; ".join(change.come)),
    )
    return SafeString(" → ".join(side for side, told in ((gone, change.gone), (come, change.come)) if told))


def plain(text):
    return UNTOLD.sub("", text)
