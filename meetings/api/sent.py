"""What a client sends with a change: a record in JSON, and why it is changed.

Nothing is guessed: a key given twice, a value that JSON does not know and a reason told twice are refused.
"""

import json
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_to_bytes

from django.utils import timezone
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser

from meetings.api.problems import TooLarge
from meetings.history import Change
from meetings.serializers.fields import TextField, shorten

MEGABYTE = 1_000_000
DEEPEST = 20
LONGEST_REASON = 500
REASON, MINOR = "X-Change-Reason", "X-Change-Minor"
HALF = re.compile(rb"\\u[dD][89a-fA-F]")
PERCENT = re.compile(r"%[0-9A-Fa-f]{2}")
TRUTHS = {"true": True, "1": True, "false": False, "0": False}
NO_REASON = f"Say why you make this change, in the header {REASON} or the key _reason. Readers see it in the history."


class RecordParser(BaseParser):
    """JSON in UTF-8, read strictly."""

    media_type = "application/json"
    most = 2 * MEGABYTE

    def parse(self, stream, media_type=None, parser_context=None):
        return self.read(within(stream, self.most))

    def read(self, raw):
        return read_json(raw, "The body")


class PatchParser(RecordParser):
    """A merge patch (RFC 7396)."""

    media_type = "application/merge-patch+json"


def within(stream, most):
    raw = stream.read(most + 1)
    if len(raw) > most:
        raise TooLarge(f"The body has more than {most // MEGABYTE} MB. Send less at once.")
    return raw


def read_json(raw, what):
    """The value of a JSON text; `what` is what a refusal calls it."""
    try:
        value = json.loads(raw.decode("utf-8"), object_pairs_hook=keys_once, parse_constant=no_number)
    except UnicodeDecodeError:
        raise ParseError(f"{what} is not UTF-8. Send it so.") from None
    except json.JSONDecodeError as error:
        raise ParseError(f"{what} is not JSON: {error.msg} (line {error.lineno}, column {error.colno}).") from None
    except ValueError as error:
        raise ParseError(f"{what} is not JSON that can be read: {error}.") from None
    except RecursionError:
        raise ParseError(f"{what} is nested deeper than any record.") from None
    if is_too_deep(value):
        raise ParseError(f"{what} is nested deeper than any record.")
    if HALF.search(raw) and is_halved(value):
        raise ParseError(f"{what} holds half a character: one \\u of a pair stands alone.")
    return value


def is_halved(value):
    """Whether a text in it has half of a pair of surrogates, which no text in UTF-8 can hold."""
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return True
    return False


def keys_once(pairs):
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"the key {shorten(twice)} is given twice")
    return found


def no_number(text):
    raise ValueError(f"{text} is no number")


def is_too_deep(value):
    level = [value]
    for _ in range(DEEPEST):
        level = [inner for each in level for inner in inside(each)]
    return bool(level)


def inside(value):
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


@dataclass
class Why:
    """The reason of a change as it was sent; `parts` says what is wrong with it as (where, sentence)."""

    reason: str = ""
    minor: bool = False
    parts: tuple[tuple[Any, str], ...] = ()

    def change(self, user):
        return Change(self.reason, editor=user, at=timezone.now(), minor=self.minor)


def is_empty(request):
    if "HTTP_TRANSFER_ENCODING" in request.META and not request.META.get("CONTENT_LENGTH"):
        raise ParseError("Send the body with a Content-Length, not in chunks.")
    return request.META.get("CONTENT_LENGTH") in (None, "", "0")


def optional_object_of(request, what):
    """The JSON object that is the body of a request, or an empty one where there is no body."""
    return {} if is_empty(request) else object_of(request, what)


def object_of(request, what="a record"):
    """The JSON object that is the body of a request."""
    if is_empty(request):
        raise ParseError(f"The body is empty. Send {what} as a JSON object.")
    if not isinstance(request.data, dict):
        raise ParseError(f"The body must be {what}: a JSON object, in braces.")
    return request.data


def why_of(request, data):
    """(why, `data` without the keys that say so); the header and the key may not say two things."""
    reasons, minors = [], []
    parts = [*take_reason(request, data, reasons), *take_minor(request, data, minors)]
    if len(set(reasons)) > 1:
        parts.append((("_reason",), f"The header {REASON} gives another reason. Give one."))
    if not reasons and not parts:
        parts.append((("_reason",), NO_REASON))
    rest = {key: value for key, value in data.items() if key not in ("_reason", "_minor")}
    return Why((reasons or [""])[0], any(minors), tuple(parts)), rest


def take_reason(request, data, reasons):
    for where, text in ((REASON, header_text(request)), (("_reason",), data.get("_reason"))):
        if text is None:
            continue
        fault = fault_of(text)
        if fault:
            yield where, fault
        else:
            reasons.append(text.strip())


def header_text(request):
    """The reason in the header, which may be UTF-8, or percent-encoded as RFC 3986 has it."""
    text = request.headers.get(REASON)
    if text is None:
        return None
    raw = text.encode("latin-1", "replace") if all(ord(sign) < 256 for sign in text) else text.encode()
    try:
        return (unquote_to_bytes(raw) if PERCENT.search(text) else raw).decode("utf-8")
    except UnicodeDecodeError:
        return 0


def fault_of(text):
    """Why this is no reason, in a sentence, or None."""
    if not isinstance(text, str):
        return "Write the reason as text in UTF-8; a header may also have it percent-encoded."
    if not text.strip():
        return NO_REASON
    if len(text.strip()) > LONGEST_REASON:
        return f"A reason has at most {LONGEST_REASON} characters."
    if TextField.CONTROL.search(text) or "\0" in text or any("\ud800" <= sign <= "\udfff" for sign in text):
        return "Control characters are not allowed here."
    return None


def take_minor(request, data, minors):
    header = request.headers.get(MINOR)
    if header is not None:
        if header.strip().lower() not in TRUTHS:
            yield MINOR, f"{MINOR} is true or false."
        minors.append(TRUTHS.get(header.strip().lower(), False))
    key = data.get("_minor")
    if key is not None:
        if not isinstance(key, bool):
            yield ("_minor",), "_minor is true or false, without quotes."
        minors.append(key is True)
