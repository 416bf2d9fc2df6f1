"""Loading the meetings: read entry by entry, written batch by batch, linked and revised at the end."""

from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from meetings.dataset.compare import Bases, Conflicts, Outcome, Report, Step, decide, digest_of, settle
from meetings.dataset.files import MOST_PROBLEMS, DatasetError, Entry, Problem, entries
from meetings.history import LINKS, Change, delete, differences, revise
from meetings.models import LoadedEntry, Meeting, Revision
from meetings.serializers import MeetingSerializer, Writer
from meetings.serializers.meetings import known_codes, problem_list
from meetings.serializers.writing import Refused

BATCH = 500
KIND = "meeting"
Record = dict[str, Any]


class MeetingLoad:
    """One load of all files in `meetings/`; `finish` must follow `load`, in the same transaction."""

    def __init__(self, change: Change, report: Report, *, today: date, conflicts: Conflicts, progress=None):
        self.change, self.report = change, report
        self.conflicts = conflicts
        self.progress = progress or (lambda phase, count: None)
        self.known = known_codes()
        self.writer = Writer(self.known, today=today)
        self.serializer = MeetingSerializer(context={"known": self.known})
        self.problems: list[Problem] = []
        self.seen: dict[str, tuple[str, int]] = {}
        self.numbers: dict[tuple[str, int], str] = {}
        self.links: dict[str, dict[str, str | None]] = {}
        self.digests: dict[str, str] = {}
        self.pks: set[int] = set()

    def load(self, folder: Path) -> None:
        read = 0
        found = self.valid(self.entries(folder))
        while batch := dict(islice(found, BATCH)):
            if not self.problems:
                self.load_batch(batch)
            read += len(batch)
            self.progress("read", read)
        self.refuse()

    def entries(self, folder: Path) -> Iterator[Entry]:
        for path in sorted((folder / "meetings").glob("*.yaml")):
            yield from entries(path, f"meetings/{path.name}")

    def valid(self, found: Iterator[Entry]) -> Iterator[tuple[str, tuple[Entry, Record]]]:
        """(slug, (entry, record)) of each valid entry; problems are collected on the way."""
        for entry in found:
            record = self.record_of(entry)
            if record and not self.is_twice(entry, record):
                yield record["slug"], (entry, record)
            if len(self.problems) >= MOST_PROBLEMS:
                self.refuse()

    def record_of(self, entry: Entry) -> Record | None:
        # One serializer serves all entries: building its fields anew costs more than checking them.
        serializer = self.serializer
        serializer.initial_data = entry.data
        serializer.__dict__.pop("_validated_data", None)
        if serializer.is_valid():
            return dict(serializer.validated_data)
        slug = entry.data.get("slug") if isinstance(entry.data, dict) else ""
        name = slug if isinstance(slug, str) else ""
        self.problems += [entry.problem(name, *found) for found in problem_list(serializer.errors)]
        return None

    def is_twice(self, entry: Entry, record: Record) -> bool:
        slug, number = record["slug"], (record["body"], record["ordinal"])
        if slug in self.seen:
            file, line = self.seen[slug]
            self.problems.append(
                entry.problem(slug, "slug", f"It stands in the dataset twice; first at {file}:{line}.")
            )
            return True
        self.seen[slug] = (entry.file, entry.line)
        if record["kind"] != "regular" or not record["ordinal"]:
            return False
        first = self.numbers.setdefault(number, slug)
        if first != slug:
            self.problems.append(
                entry.problem(slug, "ordinal", f"{first} has this ordinal too; a series counts each number once.")
            )
        return first != slug

    def load_batch(self, batch: dict[str, tuple[Entry, Record]]) -> None:
        bases = Bases(KIND, list(batch))
        last = {row.slug: row for row in Revision.objects.of_any(batch).latest_each() if not row.is_gone}
        wanted, remembered = {}, {}
        for slug, (entry, record) in batch.items():
            digest, text = digest_of(record), last[slug].text if slug in last else None
            stands = digest_of(text) if text else None
            outcome = settle(decide(digest, bases.get(slug), stands), stands, self.conflicts)
            if outcome is Outcome.CONFLICT:
                self.problems.append(entry.problem(slug, "", conflict_said(last.get(slug))))
            if outcome in (Outcome.NEW, Outcome.CHANGED):
                wanted[slug] = record
                self.digests[slug] = digest
            if outcome is Outcome.SAME:
                remembered[slug] = (digest, stands)
            self.report.add(Step(KIND, slug, outcome, changed_fields(last.get(slug), record, outcome)))
        if wanted and not self.problems:
            self.write(wanted, batch)
        bases.remember(remembered)

    def write(self, wanted: dict[str, Record], batch: dict[str, tuple[Entry, Record]]) -> None:
        try:
            meetings = self.writer.write(list(wanted.values()))
        except Refused as error:
            self.problems += [
                batch[slug][0].problem(slug, field, sentence)
                for slug, fields in error.errors.items()
                for field, sentence in fields.items()
            ]
            return
        self.pks |= {meeting.pk for meeting in meetings.values()}
        self.links |= {slug: {link: record[link] for link in LINKS} for slug, record in wanted.items()}

    def prune(self) -> None:
        """Delete the meetings that the dataset no longer has; one that an editor changed is a conflict."""
        kept = Meeting.objects.exclude(slug__in=list(self.seen)) if len(self.seen) < 500 else Meeting.objects.all()
        for meeting in kept.iterator():
            if meeting.slug not in self.seen:
                self.prune_one(meeting)
        self.refuse()

    def prune_one(self, meeting: Meeting) -> None:
        base = LoadedEntry.objects.filter(kind=KIND, key=meeting.slug).first()
        stands = digest_of(Revision.objects.of(meeting.slug).latest("number").text)
        edited = base is None or base.stands != stands
        if edited and self.conflicts is Conflicts.REFUSE:
            message = "An editor recorded or changed it, and the dataset does not have it."
            self.problems.append(Problem("meetings", None, meeting.slug, "", message))
        elif edited and self.conflicts is Conflicts.KEEP:
            self.report.add(Step(KIND, meeting.slug, Outcome.KEPT))
        else:
            delete(meeting, self.change)
            Bases(KIND, []).forget([meeting.slug])
            self.report.add(Step(KIND, meeting.slug, Outcome.DELETED))

    def finish(self, renamed: set[int]) -> list[str]:
        """Link what was written, write a revision of all that changed, and remember what was loaded; what changed."""
        try:
            self.writer.link(self.links)
        except Refused as error:
            for slug, fields in error.errors.items():
                file, line = self.seen.get(slug, ("meetings", None))
                self.problems += [Problem(file, line, slug, name, said) for name, said in fields.items()]
            self.refuse()
        revised = revise(self.pks | renamed, self.change, report=lambda count: self.progress("recorded", count))
        slugs = list(self.digests)
        for start in range(0, len(slugs), BATCH):
            self.remember(slugs[start : start + BATCH])
        return revised

    def remember(self, slugs: list[str]) -> None:
        stands = {row.slug: digest_of(row.text) for row in Revision.objects.of_any(slugs).latest_each()}
        Bases(KIND, slugs).remember({slug: (self.digests[slug], stands[slug]) for slug in slugs})

    def refuse(self) -> None:
        if self.problems:
            raise DatasetError(self.problems)


def conflict_said(last: Revision | None) -> str:
    if last is None:
        return "An editor deleted it since the last load, and the file changed too."
    who = last.editor_name or "Somebody"
    return f"{who} changed it since the last load ({last.reason}), and the file differs from it."


def changed_fields(last: Revision | None, record: Record, outcome: Outcome) -> tuple[str, ...]:
    if outcome is not Outcome.CHANGED or last is None:
        return ()
    return tuple(difference.field for difference in differences(last.record, record))
