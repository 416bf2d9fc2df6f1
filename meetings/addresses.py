"""Where a request comes from: the visitor's address, as our own proxy tells it where one stands before the site.

A server hands on X_Forwarded_For as it does X-Forwarded-For, so that header is believed of a proxy only that lets no
name with an underscore pass. Forwarded (RFC 7239) can be written in no other way.
"""

import re

from django.conf import settings

FOR = re.compile(r'(?:^|;)\s*for=("[^"]*"|[^;]*)', re.IGNORECASE)


def client_address(request):
    """The visitor's address: the one our own proxy saw, which is the last it wrote."""
    told = told_by_proxy(request.META) if settings.BEHIND_PROXY else ""
    return told or request.META.get("REMOTE_ADDR", "")


def told_by_proxy(meta):
    if settings.PROXY_HEADER == "X-Forwarded-For":
        return meta.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
    named = FOR.search(meta.get("HTTP_FORWARDED", "").rpartition(",")[2].strip())
    return without_port(named[1].strip(' "')) if named else ""


def without_port(node):
    """An address of IPv6 stands in brackets where a port follows."""
    if node.startswith("["):
        return node[1:].partition("]")[0]
    return node.partition(":")[0] if node.count(":") == 1 else node
