"""Loading a dataset: everything in its folder becomes the record in one transaction, or nothing does."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from meetings.dataset.compare import Conflicts, Outcome, Report
from meetings.dataset.files import DatasetError, Problem
from meetings.dataset.meetings import MeetingLoad
from meetings.dataset.rows import load_table, prune_table
from meetings.dataset.tables import TABLES
from meetings.history import Change
from meetings.models import Commit

Progress = Callable[[str, int], None]


class DryRun(Exception):
    """Ends a transaction that was only tried."""


def load(
    folder: Path,
    change: Change,
    *,
    today: date,
    conflicts: Conflicts = Conflicts.REFUSE,
    prune: bool = False,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Bring the record in line with the dataset in `folder`.

    `prune` also deletes what an earlier load brought and the dataset no longer has. `progress(phase, n)`
    is called as the work goes on. Raises `DatasetError` with all problems found, and then changes nothing.
    """
    refuse_folder(folder)
    report = Report()
    change = replace(change, at=change.at or timezone.now())
    try:
        with transaction.atomic():
            load_all(folder, change, report, today=today, conflicts=conflicts, prune=prune, progress=progress)
            if dry_run:
                raise DryRun
    except DryRun:
        pass
    return report


def load_all(folder, change, report, *, today, conflicts, prune, progress):
    renamed = set()
    for table in TABLES:
        renamed |= load_table(table, folder, report, conflicts)
    meetings = MeetingLoad(change, report, today=today, conflicts=conflicts, progress=progress)
    meetings.load(folder)
    if prune:
        meetings.prune()
    revised = meetings.finish(renamed)
    if prune:
        for table in reversed(TABLES):
            prune_table(table, folder, report, conflicts)
    if not revised and any(step.outcome is not Outcome.KEPT for step in report.steps):
        # The order of bodies, who is found by which name: what answers depend on, and no record says.
        Commit.objects.create()


def refuse_folder(folder: Path) -> None:
    if not folder.is_dir():
        raise DatasetError([Problem(str(folder), None, "", "", "There is no such folder.")])
    known = [folder / table.file for table in TABLES]
    if not any(path.is_file() for path in known) and not (folder / "meetings").is_dir():
        message = "This is no dataset: it has neither bodies.yaml, countries.yaml, places.yaml nor meetings/."
        raise DatasetError([Problem(str(folder), None, "", "", message)])
