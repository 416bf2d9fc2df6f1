"""Which state a change is a change of (RFC 9110, 13): nobody overwrites what they have not seen.

The ETag of a meeting names its revision, so it is known without reading anything else. What follows a plus counts
how often it was told differently since, by what others say; what follows an @ is the state of the whole record, where
the answer shows more than the meeting. Both matter to whoever reads, and not to whoever changes the meeting.
"""

import re
from dataclasses import dataclass

from meetings.api.problems import ConditionFailed, ConditionMissing, Wrong

TAG = re.compile(r'(?:W/)?"[!#-~]*"')
TAGS = re.compile(rf"{TAG.pattern}(?:\s*,\s*{TAG.pattern})*")
SINCE = re.compile(r'[+@][^"]*"$')
ANY = "*"


def etag(slug, revision, number=0, version=None):
    told = f"+{number}" if number else ""
    shown = f"@{version[0]}" if version else ""
    return f'"{slug}.{revision}{told}{shown}"'


@dataclass(frozen=True)
class Conditions:
    """What the headers If-Match and If-None-Match ask for: entity tags, "*" for any, nothing where they are absent."""

    match: tuple[str, ...] = ()
    none_match: tuple[str, ...] = ()

    def refuse_for(self, meeting, current):
        """Raises where the headers do not fit `meeting`, which stands as `current()` tells."""
        tag = etag(meeting.slug, meeting.revision)
        if fits(tag, self.none_match):
            raise ConditionFailed(f"There is a meeting {meeting.slug} already, at revision {tag}.", current())
        if not self.match:
            raise ConditionMissing(
                f"Say which state of {meeting.slug} you change: send the ETag of its last answer in If-Match."
            )
        if not fits(tag, self.match):
            raise ConditionFailed(
                f"{meeting.slug} was changed meanwhile and has the ETag {tag} now. Look at current, then send again.",
                current(),
            )

    def refuse_for_none(self, slug):
        """Raises where the headers want a meeting to be there, and there is none."""
        if self.match:
            raise ConditionFailed(f"There is no meeting {slug} that If-Match could fit. Leave it out to create one.")


def fits(tag, wanted):
    # Strong comparison: a weak tag never fits.
    return ANY in wanted or tag in {SINCE.sub('"', each) for each in wanted}


def conditions_of(request):
    """The conditions of a request, and what is wrong with them as (header, sentence)."""
    found, parts = {}, []
    for name, header in (("match", "If-Match"), ("none_match", "If-None-Match")):
        text = request.headers.get(header, "").strip()
        if header in request.headers and text != ANY and not TAGS.fullmatch(text):
            parts.append((header, f'{header} takes an ETag in its quotes, such as "ammtc-17.4", or *.'))
        found[name] = (ANY,) if text == ANY else tuple(TAG.findall(text))
    if parts:
        raise Wrong(parts)
    return Conditions(**found)
