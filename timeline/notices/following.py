"""Which changes concern who follows a query: those that its Atom feed tells, and those by which meetings left it."""

from django.http import QueryDict

from meetings.filters.feeds import ChangesOfMeetingsQuery
from meetings.filters.meetings import THEN
from meetings.models import Revision

# How many revisions are looked at in one transaction.
MOST = 500


class Unasked(Exception):
    """The query names what is no longer in the record; the message is a sentence that says what."""


def asked(querystring):
    """The query, read strictly; raises `Unasked` with all that is wrong with it."""
    query = ChangesOfMeetingsQuery(QueryDict(querystring))
    if query.errors:
        raise Unasked(" ".join(problem.message for problem in query.errors))
    return query


def concerning(querystring, revisions, known=()):
    """Those of `revisions` that concern the query, in their order; meetings of the slugs `known` always do."""
    query = asked(querystring)
    if not query.active:
        return list(revisions)
    these = Revision.objects.filter(pk__in=[revision.pk for revision in revisions])
    found = set(query.changes().filter(pk__in=these.values("pk")).values_list("slug", "number")) | left(query, these)
    return [each for each in revisions if (each.slug, each.number) in found or each.slug in known]


def left(query, these):
    """(slug, number) of those whose meeting was one that is asked for until then, as far as its record says."""
    if not query.tells_ends:
        return set()
    numbers = list(these.values_list("slug", "number"))
    before = Revision.objects.filter(slug__in={slug for slug, _ in numbers})
    for name in query.values.keys() & THEN.keys():
        path, read = THEN[name]
        before = before.saying(path, read(query.values[name], query.codes))
    stood = set(before.values_list("slug", "number"))
    return {(slug, number) for slug, number in numbers if (slug, number - 1) in stood}
