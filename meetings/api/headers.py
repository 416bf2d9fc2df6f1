"""What every answer of the API carries: its version, and leave for scripts of any origin to read it."""

VERSION = "1"
READING = ("GET", "HEAD", "OPTIONS")
SHOWN = "API-Version, ETag, Last-Modified, Link, Location, Retry-After, WWW-Authenticate, X-Request-ID"
ASKED = "Accept, Accept-Language, Authorization, If-None-Match, If-Modified-Since, X-Request-ID"
ASKED_TO_WRITE = f"{ASKED}, Content-Type, If-Match, X-Change-Reason, X-Change-Minor"
# What every answer carries, whoever asks.
ALWAYS = {
    "API-Version": VERSION,
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": SHOWN,
}
# A day: as long as browsers keep a preflight at most.
KEPT = "86400"


def open_to_all(request, response):
    """`response` with the API's headers.

    No cookie is let across origins, so a script of another site reads and writes only with a token that it was given.
    """
    for name, value in ALWAYS.items():
        response[name] = value
    # Whatever does not say how long it holds is asked for anew.
    response.headers.setdefault("Cache-Control", "no-store" if request.META.get("HTTP_AUTHORIZATION") else "no-cache")
    if request.method == "OPTIONS":
        allowed = response.headers.get("Allow", ", ".join(READING))
        response["Access-Control-Allow-Methods"] = allowed
        response["Access-Control-Allow-Headers"] = ASKED if set(allowed.split(", ")) <= {*READING} else ASKED_TO_WRITE
        if "PATCH" in allowed:
            response["Accept-Patch"] = "application/merge-patch+json, application/json"
        response["Access-Control-Max-Age"] = KEPT
    return response
