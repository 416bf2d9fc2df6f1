"""What a file would change: each line read, validated, held against the record and tried, and nothing written of it.

Whatever one line lacks is found in one go, so that a file is mended once. What only all lines together can break
(numbers, links, circles) is tried by writing them in a transaction that is taken back.
"""

from collections.abc import Generator, Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any

from django.db import transaction

from meetings import history
from meetings.api.bulk import Checker
from meetings.history import Change
from meetings.importing.forms import Form, Line, Unreadable
from meetings.models import Body, ImportLine, Revision
from meetings.models.revisions import as_text
from meetings.models.rights import PROPOSE, WRITE, Rights
from meetings.serializers.writing import Refused
from meetings.tables import TableError

# As many as are written in less time than others wait for the record.
MOST_LINES = 5_000
BATCH = 250
Outcome = ImportLine.Outcome
TOO_MANY = (
    f"The file has more than {MOST_LINES} meetings. Bring them in parts, or have them loaded by "
    "`manage.py load_dataset`, which takes any number."
)
# Yields how many lines were dealt with so far, and returns them.
Checking = Generator[int, None, list[ImportLine]]


def checked(form: Form, lines: Iterable[Line], rights: Rights, *, today: date) -> Checking:
    """Check `lines`: answers what became of each, unsaved. Raises `Unreadable` where the file breaks off."""
    check = Check(form, rights)
    lines = iter(lines)
    while batch := list(islice(lines, BATCH)):
        if len(check.made) + len(batch) > MOST_LINES:
            raise Unreadable([TOO_MANY])
        check.take(batch)
        yield len(check.made)
    if not check.made:
        raise Unreadable(["The file has no meetings."])
    check.refuse_twice()
    if all(line.outcome != Outcome.WRONG for line in check.made):
        yield from check.try_out(today)
    return check.made


@dataclass
class Check:
    form: Form
    rights: Rights
    checker: Checker = field(default_factory=Checker)
    made: list[ImportLine] = field(default_factory=list)
    read: list[Line] = field(default_factory=list)

    def take(self, batch: list[Line]) -> None:
        slugs = {line.slug for line in batch}
        last = {row.slug: row for row in Revision.objects.of_any(slugs).latest_each()}
        for line in batch:
            self.made.append(self.line(line, last.get(line.slug)))
            self.read.append(line)

    def line(self, line: Line, last: Revision | None) -> ImportLine:
        standing = history.standing(last)
        made = ImportLine(number=line.number, slug=line.slug[:120], base=last.number if last else 0)
        problems = line.problems or self.problems_of(line, last, standing)
        if problems:
            made.outcome, made.problems = Outcome.WRONG, problems
            return made
        record = self.checker.records[len(self.read)]
        made.text = as_text(record)
        made.outcome = outcome_of(made.text, last, standing)
        if made.outcome != Outcome.UNCHANGED:
            bodies = self.bodies_of(record, standing)
            made.is_proposed = bool(self.rights.lacks(WRITE, bodies)) and not self.rights.lacks(PROPOSE, bodies)
            made.problems = self.hindrances(line, made, last, standing)
        if made.problems:
            made.outcome = Outcome.WRONG
        return made

    def problems_of(self, line: Line, last: Revision | None, standing: Any) -> list[Any]:
        """What the one shape says of the line by itself."""
        try:
            data = line.over(standing)
        except TableError as error:
            return [(flaw.column, flaw.message) for flaw in error.flaws]
        # Sheets of a workbook count their rows each for itself, so lines are known by their place.
        self.checker.take(len(self.read), data)
        parts, self.checker.parts = self.checker.parts, []
        return [(line.where(path[1:]), sentence) for path, sentence in parts]

    def bodies_of(self, record: Any, standing: Any) -> list[Body]:
        """The body of a line, and the one that it leaves."""
        known = self.checker.known["body"]
        slugs = dict.fromkeys([record["body"], *([standing["body"]] if standing else [])])
        return [known[slug] for slug in slugs if slug in known]

    def hindrances(self, line: Line, made: ImportLine, last: Revision | None, standing: Any) -> list[Any]:
        """Why a valid line must not be written: a right is missing, or it would undo what somebody else did."""
        bodies = [] if made.is_proposed else self.bodies_of(self.checker.records[len(self.read)], standing)
        lacking = [body for body in bodies if not self.rights.may(WRITE, body)]
        found = [(line.where(("body",)), self.rights.lack(WRITE, body)) for body in lacking]
        if last and last.kind == Revision.Kind.MERGED:
            found.append((line.where(("slug",)), f"It was merged into {last.merged_into}: write to that."))
        seen = self.checker.revisions.get(len(self.read))
        now = last.number if standing else 0
        if seen is not None and seen != now:
            found.append((line.where(("_revision",)), stale(seen, last)))
        return found

    def refuse_twice(self) -> None:
        first: dict[str, ImportLine] = {}
        for read, line in zip(self.read, self.made, strict=True):
            other = first.setdefault(line.slug, line)
            if line.slug and other is not line:
                where = read.where(("slug",))
                line.problems = [*line.problems, (where, f"{self.form.unit.capitalize()} {other.number} has it too.")]
                line.outcome = Outcome.WRONG

    def try_out(self, today: date) -> Checking:
        """Write what is new or changed, find what breaks a rule, and take it back."""
        places = [place for place, line in enumerate(self.made) if line.outcome != Outcome.UNCHANGED]
        records = [self.checker.records[place] for place in places]
        try:
            with transaction.atomic():
                written = yield from history.steps_of_writing(records, Change("A trial"), today=today)
                transaction.set_rollback(True)
        except Refused as error:
            self.refuse(error)
            return self.made
        for place in places:
            if self.made[place].slug not in written:
                # It says in other words what stands: a person by another spelling, for instance.
                self.made[place].outcome = Outcome.UNCHANGED
        return self.made

    def refuse(self, error: Refused) -> None:
        read = {line.slug: line for line in self.read}
        made = {line.slug: line for line in self.made}
        for slug, fields in error.errors.items():
            # A circle may begin at a meeting that is not in the file.
            line = made.get(slug, self.made[0])
            line.problems = [
                *line.problems,
                *((told(read.get(slug), name, slug), said) for name, said in fields.items()),
            ]
            line.outcome = Outcome.WRONG


def told(line: Line | None, name: str, slug: str) -> str:
    return line.where((name,)) if line else slug


def outcome_of(text: str, last: Revision | None, standing: Any) -> str:
    if standing is None:
        return Outcome.NEW
    return Outcome.UNCHANGED if last and last.text == text else Outcome.CHANGED


def stale(seen: int, last: Revision | None) -> str:
    if last is None:
        return f"The line was taken from revision {seen}, and there is no such meeting."
    who = last.editor_name or "Somebody"
    return (
        f"The line was taken from revision {seen}. {who} has since written revision {last.number} "
        f"(“{last.reason}”). Export it again, and change that."
    )
