"""Whether anything changed (RFC 9110, 8.8 and 13): every public answer follows from its address and the last commit.

A version is read before the rows, so an answer is never older than the version that it bears.
"""

import time
from functools import lru_cache
from hashlib import blake2b
from zlib import crc32

from django.core.cache import caches
from django.utils.http import http_date, parse_etags, parse_http_date_safe

from meetings.models import Commit


def version_now():
    """(position, time) of the last commit (one query, which reads no meeting)."""
    return Commit.objects.leased_version()


def kept(where, version, what, make, *, is_kept=lambda found: True):
    """What `make()` gives at `version`, which the text `what` stands for; kept in the cache `where` until it is old."""
    if not (version and version[0]):
        return make()
    key = blake2b(f"{version} {what}".encode(), digest_size=16).hexdigest()
    found = caches[where].get(key)
    if found is None and is_kept(found := make()):
        caches[where].set(key, found)
    return found


# Polls ask within the same seconds about the same commits.
date_of = lru_cache(maxsize=1000)(http_date)


def headers_of(tag, at):
    """The headers by which a client can ask whether the answer changed; it is to ask each time."""
    # No date of ours lies ahead of the client's: a state of this very second may be told by an earlier date.
    dated = {"Last-Modified": date_of(min(int(at.timestamp()), int(time.time())))} if at else {}
    return {"ETag": tag, **dated, "Cache-Control": "no-cache"}


def tag_of(version, request):
    """The tag of what this address (path and query) answers at `version`. It is weak: it tells a state, not bytes."""
    position, at = version
    address = f"{request.path}?{request.META.get('QUERY_STRING', '')}"
    # The time tells a record apart that was brought back from a backup and went on from there.
    moment = int(at.timestamp() * 1000) if at else 0
    return f'W/"{position}-{moment:x}-{crc32(address.encode()):08x}"'


def holds(request, tag):
    """Whether the client names `tag`: if so, this very address was answered with it before."""
    given, opaque = request.META.get("HTTP_IF_NONE_MATCH", ""), tag.removeprefix("W/")
    return given == tag or any(held.removeprefix("W/") == opaque for held in parse_etags(given))


def is_unchanged(request, tag, at):
    """Whether the client has the state already that `tag` and `at` name."""
    if "HTTP_IF_NONE_MATCH" in request.META:
        return holds(request, tag)
    since = request.META.get("HTTP_IF_MODIFIED_SINCE")
    date = parse_http_date_safe(since) if since and at else None
    return date is not None and date >= int(at.timestamp())
