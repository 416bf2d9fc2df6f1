"""What the description of the API says of writing: who may, what is sent, and each way in which it is refused."""

from copy import deepcopy

from meetings.api.conditions import TAGS
from meetings.api.schema import TOO_LONG
from meetings.api.sent import LONGEST_REASON
from meetings.serializers.fields import TextField

PROBLEM = {"$ref": "#/components/schemas/Problem"}
STALE = {
    "description": "Problem details with the record as it stands, or null where there is none.",
    "allOf": [
        PROBLEM,
        {
            "type": "object",
            "properties": {"current": {"anyOf": [{"$ref": "#/components/schemas/Meeting"}, {"type": "null"}]}},
        },
    ],
}
SCHEMES = {
    "token": {"type": "http", "scheme": "bearer", "description": "A token, made in the editors' desk."},
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "sessionid",
        "description": "The session of the editors' desk; writing also takes the header X-CSRFToken.",
    },
}
NEEDED = [{"token": []}, {"session": []}]
SAID_AT_ALL = {"type": "string", "pattern": r"[^\s\u0000-\u001f\u0085]"}
WHY = {
    "_reason": {
        "type": ["string", "null"],
        "writeOnly": True,
        "maxLength": LONGEST_REASON,
        "pattern": SAID_AT_ALL["pattern"],
        "description": "Why it is changed, unless X-Change-Reason says so.",
    },
    "_minor": {
        "type": ["boolean", "null"],
        "writeOnly": True,
        "description": "That readers need not be told of it.",
    },
}
REVISION = {
    "_revision": {
        "type": ["integer", "null"],
        "minimum": 0,
        "writeOnly": True,
        "description": "The revision of which this is a change; 0 for a new meeting.",
    }
}


def header(name, about, schema=None):
    return {"in": "header", "name": name, "description": about, "schema": schema or {"type": "string"}}


ETAG = {"ETag": {"description": "The revision of the answer.", "schema": {"type": "string"}}}
LOCATION = {"Location": {"description": "The address of what was made.", "schema": {"type": "string"}}}
WAIT = {"Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer"}}}
FITTING = {"type": "string", "pattern": rf"^(?:\*|{TAGS.pattern})$", "examples": ["*"]}
MATCH = header("If-Match", "The ETag of the state that is changed; needed on change of what is there.", FITTING)
NONE_MATCH = header("If-None-Match", "`*` lets it create only.", FITTING)
REASON = header(
    "X-Change-Reason", "Why it is changed: UTF-8 or percent-encoded. Needed, unless `_reason` says so.", SAID_AT_ALL
)
MINOR = header("X-Change-Minor", "That readers need not be told of it.", {"type": "boolean"})

SAID = {
    400: "What was sent is wrong; `errors` tells all of it with its places.",
    401: "This needs to know who you are.",
    403: "You lack a right; the sentence names it.",
    404: "There is no such thing.",
    405: "This method is not possible here.",
    409: "It does not go with how the record stands.",
    410: "The meeting was taken out of the record.",
    412: "The state that you change is no more; `current` is the present one.",
    413: "This is more than is taken at once.",
    415: "The body is of another type.",
    428: "If-Match is missing.",
    429: "Too many requests; Retry-After says when to come again.",
}
ALWAYS = (400, 401, 403, 405, 429)
WITH_BODY = (*ALWAYS, 409, 412, 413, 415)
CHANGING = (*WITH_BODY, 404, 410, 428)

EXAMPLE = {
    "slug": "ammtc-30",
    "body": "ammtc",
    "ordinal": 30,
    "kind": "regular",
    "status": "planned",
    "dates": "2037-09",
    "host": "PH",
    "citations": [{"source": {"url": "https://asean.org/announcement"}, "supports": ["ordinal", "dates", "host"]}],
}
ARTICLE = {
    "text": "The 30th ASEAN Ministerial Meeting on Transnational Crime (AMMTC) meets in Manila in September 2037.",
    "url": "https://example.org/ammtc-30",
    "published": "2037-05-18",
}
PLAIN_ARTICLE = "URL: {url}\nPUBLISHED: {published}\n\n{text}".format_map(ARTICLE)
CHANGE = {"theme": "Together against crime", "_reason": "The programme names it"}
ONE, SOME, LINE = "MeetingWriteRequest", "PatchedMeetingRequest", "MeetingLineRequest"
MEETINGS, MEETING, DRAFTS = "/api/v1/meetings/", "/api/v1/meetings/{slug}/", "/api/v1/drafts/"
EXTRACT = "/api/v1/extract/"


def ref(name):
    return {"$ref": f"#/components/schemas/{name}"}


def body(schema, example, *types, required=True):
    content = {"schema": schema, "example": example}
    return {"required": required, "content": dict.fromkeys(types or ["application/json"], content)}


def answer(about, name, headers):
    return {"description": about, "headers": headers, "content": {"application/json": {"schema": ref(name)}}}


def problem(code):
    schema = ref("StaleProblem") if code == 412 else PROBLEM
    told = {"description": SAID[code], "content": {"application/problem+json": {"schema": schema}}}
    return told | ({"headers": WAIT} if code == 429 else {})


def operations():
    """{(path, method): (headers, body, successes, codes of problems)} of all that writes."""
    changed, made = answer("As it stands now.", "Meeting", ETAG), answer("As it was made.", "Meeting", ETAG | LOCATION)
    patched = body(ref(SOME), CHANGE, "application/merge-patch+json", "application/json")
    lines = body({"type": "array", "items": ref(LINE), "minItems": 1, "maxItems": 10_000}, [EXAMPLE])
    lines["content"]["application/x-ndjson"] = {"schema": {"type": "string"}}
    why = body(ref("WhyRequest"), {"_reason": "A double"}, required=False)
    why_headers, draft = [REASON, MINOR], answer("As it was decided.", "DraftWithDifferences", {})
    proposal = body(ref("ProposalRequest"), {"proposal": EXAMPLE, "comment": "Announced on the site"})
    proposed = answer("As it was made.", "DraftWithDifferences", LOCATION)
    decision = (*ALWAYS, 404, 409, 413, 415)
    article = body(ref("ArticleRequest"), ARTICLE)
    # A form feed parts the pages of a PDF.
    plain = {"type": "string", "minLength": 1, "pattern": TextField.PLAIN.replace(r"\x0c", "")}
    article["content"]["text/plain"] = {"schema": plain, "example": PLAIN_ARTICLE}
    return {
        (MEETINGS, "post"): (why_headers, body(ref(ONE), EXAMPLE), {"201": made}, WITH_BODY),
        (MEETING, "put"): (
            [MATCH, NONE_MATCH, *why_headers], body(ref(ONE), EXAMPLE), {"200": changed, "201": made},
            (*WITH_BODY, 404, 428),
        ),
        (MEETING, "patch"): ([MATCH, *why_headers], patched, {"200": changed}, CHANGING),
        (MEETING, "delete"): ([MATCH, *why_headers], why, {"204": {"description": "It is gone."}}, CHANGING),
        (f"{MEETINGS}bulk/", "post"): (
            why_headers, lines, {"200": answer("What it changed.", "Bulk", {})}, WITH_BODY,
        ),
        (EXTRACT, "post"): ([], article, {"200": answer("What it says.", "Reading", {})}, (*ALWAYS, 413, 415)),
        (DRAFTS, "post"): ([MATCH], proposal, {"201": proposed}, WITH_BODY),
        (f"{DRAFTS}{{id}}/accept/", "post"): (
            [MATCH, *why_headers], why, {"200": changed, "201": made}, (*decision, 412, 428),
        ),
        (f"{DRAFTS}{{id}}/refuse/", "post"): (why_headers, why, {"200": draft}, decision),
        (f"{DRAFTS}{{id}}/return/", "post"): (why_headers, why, {"200": draft}, decision),
        (f"{DRAFTS}{{id}}/withdraw/", "post"): (why_headers, why, {"200": draft}, decision),
    }  # fmt: skip


def tell_writing(result, generator, request, public):
    """Postprocessing hook: what `operations` say, and on which reads somebody must say who they are."""
    result["components"]["securitySchemes"] = SCHEMES
    add_schemas(result["components"]["schemas"])
    for (path, method), (headers, sent, successes, codes) in operations().items():
        operation = result["paths"][path][method]
        operation["parameters"] = [*operation.get("parameters", []), *headers]
        operation["requestBody"], operation["security"] = sent, NEEDED
        operation["responses"] = successes | {str(code): problem(code) for code in sorted(codes)} | {"414": TOO_LONG}
    # It writes nothing, so nobody need say who they are.
    result["paths"][EXTRACT]["post"]["security"] = [{}, *NEEDED]
    for path, methods in result["paths"].items():
        if "get" in methods:
            tell_reading(path, methods["get"])
    drop_unused(result)
    return result


def tell_reading(path, operation):
    is_private = path.startswith(DRAFTS)
    operation["security"] = NEEDED if is_private else [{}, *NEEDED]
    # Whoever reads with a token that does not count is told so.
    operation["responses"] |= {"401": problem(401), "429": problem(429)}
    if path == MEETING:
        operation["responses"]["200"]["headers"] = ETAG


def add_schemas(schemas):
    schemas["StaleProblem"] = STALE
    schemas["WhyRequest"] = {"type": "object", "properties": WHY}
    for name, more in ((ONE, WHY), (LINE, REVISION)):
        schemas[name] = deepcopy(schemas["MeetingRequest"])
        schemas[name]["properties"] |= more
    schemas[SOME]["properties"] |= WHY
    for name, schema in schemas.items():
        if name.endswith("Request") and schema.get("type") == "object":
            # An unknown key is refused.
            schema["additionalProperties"] = False


def drop_unused(result):
    """Take away the bodies that nothing names any more."""
    schemas = result["components"]["schemas"]
    while unused := {name for name in schemas if name.endswith("Request")} - named_in(result):
        for name in unused:
            del schemas[name]


def named_in(value):
    """The schemas that are named anywhere in `value`."""
    if isinstance(value, dict):
        own = {value["$ref"].rpartition("/")[2]} if isinstance(value.get("$ref"), str) else set()
        return own.union(*(named_in(item) for item in value.values()))
    return set().union(*(named_in(item) for item in value)) if isinstance(value, list) else set()
