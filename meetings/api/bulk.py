"""Many meetings at once, all or nothing: what each line would change is told, tried or done.

A line is a record in the one shape. With `_revision` it says of which revision it is a change, 0 for none.
"""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from rest_framework.exceptions import ParseError
from rest_framework.response import Response

from meetings import history
from meetings.api.problems import ConditionFailed, Conflict, Denied, TooLarge, Wrong, told_short
from meetings.api.sent import MEGABYTE, MINOR, REASON, RecordParser, Why, read_json, why_of
from meetings.api.writing import Broken, Overtaken, advice_on, done
from meetings.history import differences
from meetings.models import Meeting, Revision
from meetings.models.rights import WRITE, Rights
from meetings.serializers import MeetingSerializer
from meetings.serializers.fields import whole
from meetings.serializers.meetings import known_codes, problem_paths
from meetings.serializers.writing import Refused

MOST_LINES, MOST_BYTES = 10_000, 20 * MEGABYTE
MOST_PROBLEMS = 200
BATCH = 500
CREATED, CHANGED, UNCHANGED = "created", "changed", "unchanged"
NO_REASON = "Say why you make this change. Readers see it in the history."
NO_REVISION = "_revision is the number of a revision; 0 says that it is new."
FOR_ALL = f"One reason is for all lines: give it in {REASON}, and {MINOR} where it is minor."


class ListParser(RecordParser):
    """A JSON list of records."""

    most = MOST_BYTES

    def read(self, raw):
        lines = read_json(raw, "The body")
        if not isinstance(lines, list):
            raise ParseError("The body must be a list of records, in brackets. Or send one record a line as NDJSON.")
        return lines


class LinesParser(RecordParser):
    """One record a line (NDJSON); empty lines are passed over."""

    media_type = "application/x-ndjson"
    most = MOST_BYTES

    def read(self, raw):
        return [read_json(line, f"Line {number}") for number, line in enumerate(raw.split(b"\n"), 1) if line.strip()]


def lines_of(request):
    lines = request.data
    if not isinstance(lines, list) or not lines:
        raise ParseError("The body has no records. Send a JSON list, or one record a line as application/x-ndjson.")
    if len(lines) > MOST_LINES:
        raise TooLarge(f"These are {len(lines)} records. Send at most {MOST_LINES} at once.")
    return lines


class Checker:
    """Checks lines one by one with one serializer: building its fields anew would cost more than checking them."""

    def __init__(self):
        self.known = known_codes()
        self.serializer = MeetingSerializer(context={"known": self.known})
        # By number of their line.
        self.records, self.revisions = {}, {}
        self.parts = []

    def take(self, number, line):
        if isinstance(line, dict):
            line = self.without_revision(number, line)
        self.serializer.initial_data = line
        self.serializer.__dict__.pop("_validated_data", None)
        if self.serializer.is_valid():
            self.records[number] = dict(self.serializer.validated_data)
        else:
            self.parts += [
                ((number, *path), FOR_ALL if path in (("_reason",), ("_minor",)) else sentence)
                for path, sentence in problem_paths(self.serializer.errors)
            ]

    def without_revision(self, number, line):
        if line.get("_revision") is not None:
            given = whole(line["_revision"])
            if given is None or given < 0:
                self.parts.append(((number, "_revision"), NO_REVISION))
            else:
                self.revisions[number] = given
        return {key: value for key, value in line.items() if key != "_revision"}

    def twice(self):
        """Slugs that two lines give."""
        first = {}
        for number, record in self.records.items():
            other = first.setdefault(record["slug"], number)
            if other != number:
                self.parts.append(((number, "slug"), f"The record at /{other} has this slug too."))


@dataclass
class Bulk:
    """All lines of one request, checked, by number of line."""

    records: dict
    revisions: dict
    known: dict
    rights: Rights
    why: Why

    def write(self, user, *, dry_run):
        """What each line changed, or would change; everything is undone again where it is `dry_run`."""
        # Read before the meetings: so what somebody else creates after that is one revision further.
        last = self.last()
        standing = self.standing()
        self.refuse_denied(standing)
        self.refuse_merged(last, standing)
        self.refuse_stale(standing)
        before = self.before(standing)
        try:
            changed = set(history.write([*self.records.values()], self.why.change(user), today=timezone.localdate()))
        except Refused as error:
            raise Broken(error, {(number,): record for number, record in self.records.items()}) from error
        self.refuse_overtaken(standing, last, changed)
        transaction.set_rollback(dry_run)
        return [outcome(record, before.get(record["slug"]), changed) for record in self.records.values()]

    def standing(self):
        """slug → (its revision, its body) of those that are there, which nobody else changes until this ends."""
        rows = Meeting.objects.select_related("body").only("slug", "revision", "body").order_by("pk")
        found = {}
        for slugs in self.batches():
            for row in rows.filter(slug__in=slugs).select_for_update(of=("self",)):
                found[row.slug] = row.revision, self.known["body"][row.body.slug]
        return found

    def batches(self):
        slugs = sorted(record["slug"] for record in self.records.values())
        return [slugs[start : start + BATCH] for start in range(0, len(slugs), BATCH)]

    def refuse_denied(self, standing):
        parts = []
        for number, record in self.records.items():
            bodies = [self.known["body"][record["body"]]]
            if record["slug"] in standing:
                bodies.append(standing[record["slug"]][1])
            for body in dict.fromkeys(bodies):
                if not self.rights.may(WRITE, body):
                    parts.append(((number, "body"), self.rights.lack(WRITE, body)))
        if parts:
            raise Denied(parts[:MOST_PROBLEMS])

    def last(self):
        """slug → its last revision, whatever became of it."""
        rows = [Revision.objects.of_any(slugs).latest_each() for slugs in self.batches()]
        return {revision.slug: revision for each in rows for revision in each}

    def refuse_merged(self, last, standing):
        told = [
            f"{slug} was merged into {revision.merged_into}: write to that."
            for slug, revision in last.items()
            if slug not in standing and revision.kind == Revision.Kind.MERGED
        ]
        if told:
            raise Conflict(told_short(told))

    def refuse_overtaken(self, standing, last, changed):
        """Raises where somebody else created one of the meetings that were not there a moment ago."""
        for slugs in self.batches():
            new = set(slugs) - standing.keys()
            for slug, number in Meeting.objects.filter(slug__in=new).values_list("slug", "revision"):
                if slug not in changed or number != (last[slug].number if slug in last else 0) + 1:
                    raise Overtaken

    def refuse_stale(self, standing):
        parts = []
        for number, given in self.revisions.items():
            slug = self.records[number]["slug"]
            now, _ = standing.get(slug, (0, None))
            if now != given:
                state = f"is at revision {now} now" if now else "is not there now"
                parts.append(((number, "_revision"), f"{slug} {state}, not at {given}. Read it again."))
        if parts:
            raise ConditionFailed(told_short([message for _, message in parts]), parts=parts[:MOST_PROBLEMS])

    def before(self, standing):
        """The records as they stand, by slug."""
        found = {}
        for slugs in self.batches():
            for last in Revision.objects.of_any(set(slugs) & standing.keys()).latest_each():
                found[last.slug] = last.record
        return found


def outcome(record, before, changed):
    slug = record["slug"]
    word = UNCHANGED if slug not in changed else CHANGED if before else CREATED
    found = differences(before, record) if slug in changed else []
    told = [{"field": each.field, "before": each.before, "after": each.after} for each in found]
    return {"slug": slug, "outcome": word, "differences": told}


def bulk(request, rights, *, dry_run):
    """Does, or tries, what the lines of `request` ask for."""
    lines = lines_of(request)
    why, _ = why_of(request, {"_reason": "A trial"} if dry_run and REASON not in request.headers else {})
    checker = Checker()
    for number, line in enumerate(lines):
        checker.take(number, line)
    checker.twice()
    if why.parts or checker.parts:
        raise Wrong([*for_all(why.parts), *checker.parts][:MOST_PROBLEMS], advice_on(checker.parts))
    work = Bulk(checker.records, checker.revisions, checker.known, rights, why)
    results = done(lambda: work.write(request.user, dry_run=dry_run))
    return Response({"dry_run": dry_run} | counts(results) | {"results": results})


def for_all(parts):
    """What is wrong with the reason, which has no place in the lines."""
    return [
        (where, sentence) if isinstance(where, str) else (REASON, f"{NO_REASON} {FOR_ALL}") for where, sentence in parts
    ]


def counts(results):
    words = [result["outcome"] for result in results]
    return {word: words.count(word) for word in (CREATED, CHANGED, UNCHANGED)}
