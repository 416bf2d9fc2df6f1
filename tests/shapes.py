"""Records in the one shape for tests: `entry` gives every key, empty where it is not told."""

EMPTY = {
    "slug": "ammtc-17", "body": "ammtc", "ordinal": None, "kind": "regular", "title": None, "status": "held",
    "dates": None, "programme": None, "format": None, "host": None, "chair": None, "officers": [], "venue": None,
    "theme": None, "reports_to": None, "alongside": None, "agenda": [], "documents": [], "notes": None, "gaps": {},
    "citations": [],
}  # fmt: skip


def entry(slug="ammtc-17", **keys):
    return EMPTY | {"slug": slug} | keys


def cited(*supports, says=None, note=None, **source):
    """A citation with every key; `source` as far as it is told."""
    bare = {"url": None, "title": None, "publisher": None, "published": None, "language": None}
    return {"source": bare | source, "supports": list(supports), "says": says or {}, "note": note}


def venue(**keys):
    return {"name": None, "locality": None, "region": None, "country": "ID"} | keys
