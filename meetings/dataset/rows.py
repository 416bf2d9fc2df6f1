"""Loading the small tables: countries, bodies, places, people and sources, compared row by row."""

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import ProtectedError

from meetings.dataset.compare import Bases, Conflicts, Outcome, Report, Step, decide, digest_of, settle
from meetings.dataset.files import DatasetError, Entry, Problem, entries
from meetings.dataset.tables import Data, Table
from meetings.history import lock_named
from meetings.models import Body
from meetings.models.bodies import Chain
from meetings.serializers import without_empty
from meetings.serializers.meetings import known_codes, problem_list

# What a row keeps when its entry is loaded again: its identity, its links, its place in lists, and what its host said.
KEPT_COLUMNS = {"id", "slug", "position", "reports_to", "link", "link_told", "checked_on", "failing_since"}


def load_table(table: Table, folder: Path, report: Report, conflicts: Conflicts) -> set[int]:
    """Load the file of `table`; answers the keys of the meetings whose records name a changed row."""
    path = folder / table.file
    if not path.is_file():
        return set()
    checked = check(table, path)
    standing = {table.key_of(table.to_entry(row)): row for row in table.model.objects.all()}
    bases, done, affected, problems = Bases(table.kind), {}, set(), []
    for key, (entry, data) in checked.items():
        row = standing.get(key)
        stands = digest_of(table.to_entry(row)) if row else None
        outcome = settle(outcome_of(table, data, bases.get(key), row, stands), stands, conflicts)
        if outcome is Outcome.CONFLICT:
            problems.append(entry.problem(key, "", conflict_said(table, row)))
            continue
        report.add(Step(table.kind, key, outcome, changed_fields(table, row, data, outcome)))
        if outcome in (Outcome.NEW, Outcome.CHANGED):
            standing[key] = put(table, entry, key, data, row)
            affected |= naming(table, row)
        if outcome is not Outcome.KEPT:
            done[key] = (digest_of(data), digest_of(data))
    refuse(problems)
    if table.model is Body:
        problems = arrange_bodies(checked, standing)
        refuse(problems)
    bases.remember(done)
    return affected


def refuse(problems: list[Problem]) -> None:
    if problems:
        raise DatasetError(problems)


def check(table: Table, path: Path) -> dict[str, tuple[Entry, Data]]:
    """key → (entry, valid data) of all entries in the file."""
    known, problems, checked = known_codes(), [], {}
    for entry in entries(path, table.file):
        serializer = table.serializer(data=entry.data, context={"known": known})
        if not serializer.is_valid():
            name = name_of(entry.data, table.key[-1])
            problems += [entry.problem(name, *found) for found in problem_list(serializer.errors)]
            continue
        data = dict(serializer.validated_data)
        key = table.key_of(data)
        if key in checked:
            problems.append(entry.problem(key, "", f"It stands here twice; first on line {checked[key][0].line}."))
        checked[key] = (entry, data)
    refuse(problems)
    return checked


def name_of(data: Any, key: str) -> str:
    name = data.get(key) if isinstance(data, dict) else None
    return name if isinstance(name, str) else ""


def outcome_of(table: Table, data: Data, base, row, stands: str | None) -> Outcome:
    outcome = decide(digest_of(data), base, stands)
    if outcome is Outcome.CONFLICT and base is None and only_adds(table.to_entry(row), data):
        return Outcome.CHANGED
    return outcome


def only_adds(before: Data, after: Data) -> bool:
    """Whether `after` says all that `before` says: filling in is not overwriting."""
    return all(after[key] == value for key, value in without_empty(before).items() if value is not False)


def conflict_said(table: Table, row) -> str:
    if row is None:
        return "An editor deleted it since the last load, and the file changed too."
    return "An editor changed it since the last load, and the file changed too."


def changed_fields(table: Table, row, data: Data, outcome: Outcome) -> tuple[str, ...]:
    if outcome is not Outcome.CHANGED:
        return ()
    before = table.to_entry(row)
    return tuple(key for key, value in data.items() if before[key] != value)


def put(table: Table, entry: Entry, key: str, data: Data, row):
    """Save `data` as a new row, or into the standing one."""
    fresh = table.to_row(data)
    if row is not None:
        lock_named(row)
        for column in table.model._meta.concrete_fields:
            if column.name not in KEPT_COLUMNS:
                setattr(row, column.attname, getattr(fresh, column.attname))
        fresh = row
    try:
        fresh.clean_fields(
            exclude=[column.name for column in fresh._meta.fields if column.is_relation or column.name == "slug"]
        )
        fresh.validate_constraints()
    except ValidationError as error:
        messages = error.message_dict.items() if hasattr(error, "error_dict") else [("", error.messages)]
        raise DatasetError(
            [entry.problem(key, "" if name == "__all__" else name, " ".join(texts)) for name, texts in messages]
        ) from error
    fresh.save()
    return fresh


def naming(table: Table, row) -> set[int]:
    if row is None or table.named_by is None:
        return set()
    return set(table.named_by(row).values_list("pk", flat=True))


def arrange_bodies(checked: dict[str, tuple[Entry, Data]], standing: dict[str, Body]) -> list[Problem]:
    """Set what each body reports to and where it stands; both need all bodies to be there."""
    problems = []
    for position, (slug, (entry, data)) in enumerate(checked.items(), 1):
        body = standing.get(slug)
        if data["reports_to"] and data["reports_to"] not in standing:
            problems.append(entry.problem(slug, "reports_to", f"There is no body {data['reports_to']}."))
        elif body:
            body.reports_to, body.position = standing.get(data["reports_to"]), position
    chain = Chain(standing.values())
    for slug, (entry, _) in checked.items():
        if slug in standing and chain.closes_circle(standing[slug]):
            problems.append(entry.problem(slug, "reports_to", "This closes a circle: it would report to itself."))
    if not problems:
        Body.objects.bulk_update(standing.values(), ["reports_to", "position"])
    return problems


def prune_table(table: Table, folder: Path, report: Report, conflicts: Conflicts) -> None:
    """Delete the rows that an earlier load brought and the file no longer has."""
    path = folder / table.file
    if not path.is_file():
        return
    present = check(table, path)
    bases, problems, gone = Bases(table.kind), [], []
    standing = {table.key_of(table.to_entry(row)): row for row in table.model.objects.all()}
    for key, base in bases.rows.items():
        row = standing.get(key)
        if key in present or row is None:
            continue
        edited = digest_of(table.to_entry(row)) != base.stands
        if edited and conflicts is not Conflicts.OVERWRITE:
            problems.append(Problem(table.file, None, key, "", "An editor changed what the file no longer has."))
            continue
        try:
            row.delete()
        except ProtectedError:
            problems.append(Problem(table.file, None, key, "", "It cannot be pruned: the record still names it."))
        gone.append(key)
        report.add(Step(table.kind, key, Outcome.DELETED))
    refuse(problems if conflicts is not Conflicts.KEEP else [])
    bases.forget(gone)
