"""What every answer of the API carries: its version, and leave for scripts of any origin to read it."""

VERSION = "1"
READING = ("GET", "HEAD", "OPTIONS")
SHOWN = "API-Version, ETag, Last-Modified, Link, Retry-After, X-Request-ID"
# A day: as long as browsers keep a preflight at most.
KEPT = "86400"


def open_to_all(request, response):
    """`response` with the API's headers. No credentials are let across origins, so nothing private can be read."""
    response["API-Version"] = VERSION
    if request.method in READING:
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = SHOWN
    if request.method == "OPTIONS":
        response["Access-Control-Allow-Methods"] = ", ".join(READING)
        response["Access-Control-Allow-Headers"] = "Accept, Accept-Language, If-None-Match, If-Modified-Since"
        response["Access-Control-Max-Age"] = KEPT
    return response
