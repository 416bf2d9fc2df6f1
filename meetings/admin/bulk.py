"""One change of many meetings: shown row by row before it is made, then made for all of them or for none."""

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction

from meetings import history
from meetings.admin.desk import NEEDED, NO_CONTROL, WITHOUT_REASON, ReasonField, change_of
from meetings.admin.differing import changes
from meetings.admin.doors import rights_of
from meetings.admin.finding import find_source
from meetings.admin.wording import label
from meetings.claims import value_of
from meetings.history import Change
from meetings.models import Country, Meeting
from meetings.models.meetings import Format, Status
from meetings.models.rights import WRITE
from meetings.models.sources import FACTS
from meetings.serializers import MeetingSerializer, shape
from meetings.serializers.fields import TextField
from meetings.serializers.meetings import known_codes, problem_list
from meetings.serializers.referents import source_key
from meetings.serializers.writing import Refused

MOST = 200
LEAVE = ("", "Leave as it is")
NOTHING_CHOSEN = "Choose what is to be changed: a status, a format, a host, or a source to cite."
SEEN_OTHER = "What was shown is no longer what would be changed. Look at it again, then apply it."


class BulkForm(forms.Form):
    """What becomes of each of the meetings; what is left empty stays as it is."""

    status = forms.ChoiceField(choices=[LEAVE, *Status.choices], required=False)
    format = forms.ChoiceField(choices=[LEAVE, *Format.choices], required=False)
    host = forms.ModelChoiceField(Country.objects.in_record_order(), required=False, empty_label=LEAVE[1])
    source = forms.CharField(
        label="Cite a source",
        required=False,
        max_length=2000,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text="Its address, or its title where it has none.",
    )
    supports = forms.MultipleChoiceField(
        label="It supports",
        choices=[(fact, label(fact)) for fact in FACTS],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    reason = ReasonField(
        label="Reason for the change",
        help_text="Needed to apply it. Readers see it in the history of each meeting.",
    )
    minor = forms.BooleanField(
        label="Minor change", required=False, help_text="Readers who follow the record need not be told of it."
    )

    def clean(self):
        cleaned = super().clean()
        for name, value in list(cleaned.items()):
            if isinstance(value, str) and TextField.CONTROL.search(value):
                self.add_error(name, NO_CONTROL)
        if bool(cleaned.get("source")) != bool(cleaned.get("supports")) and not self.errors:
            self.add_error("supports", "A citation names its source, and what it supports.")
        if not self.errors and not any(cleaned[name] for name in ("status", "format", "host", "source")):
            self.add_error(None, NOTHING_CHOSEN)
        if cleaned.get("source") and not self.errors:
            self.find(cleaned)
        return cleaned

    def find(self, cleaned):
        try:
            self.cited = find_source(cleaned["source"]).describe()
        except ValidationError as error:
            self.add_error("source", error)

    def applied(self, record):
        """`record` as it would be."""
        record = dict(record)
        for name in ("status", "format"):
            record[name] = self.cleaned_data[name] or record[name]
        if self.cleaned_data["host"]:
            record["host"] = self.cleaned_data["host"].code
        if self.cleaned_data["source"]:
            record["citations"] = cited(record["citations"], self.cited, self.cleaned_data["supports"])
        record["gaps"] = {name: gap for name, gap in record["gaps"].items() if not value_of(record, name)}
        return record


def cited(citations, source, supports):
    """`citations` with one more, or with more supported where the source is cited already."""
    key, found = source_key(source), []
    for citation in citations:
        if source_key(citation["source"]) == key:
            told = [fact for fact in FACTS if fact in citation["supports"] or fact in supports]
            citation, key = {**citation, "supports": told}, None
        found.append(citation)
    new = {"source": source, "supports": [fact for fact in FACTS if fact in supports], "says": {}, "note": None}
    return [*found, new] if key else found


@dataclass
class Row:
    """One of the meetings, what would change of it as (field, before, after), and what keeps it from that."""

    meeting: Meeting
    record: dict
    changes: list
    problems: list[str] = field(default_factory=list)


@dataclass
class Preview:
    """What would change of each meeting; `seen` is another word once that is anything else."""

    rows: list[Row]

    @property
    def changed(self):
        return [row for row in self.rows if row.changes]

    @property
    def problems(self):
        return [row for row in self.rows if row.problems]

    @property
    def seen(self):
        told = [[row.meeting.pk, row.meeting.revision, row.record] for row in self.rows]
        told.sort(key=lambda row: row[0])
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:20]


def preview(meetings, form, request) -> Preview:
    """What a valid form would change of `meetings`, loaded with their records; nothing is written."""
    shown = prepared(meetings, form, rights_of(request))
    if not shown.problems:
        with transaction.atomic():
            tell_refusals(shown, Change(WITHOUT_REASON), form.today)
            transaction.set_rollback(True)
    return shown


def prepared(meetings, form, rights) -> Preview:
    known, rows = known_codes(), []
    for meeting in meetings:
        before = shape(meeting)
        serializer = MeetingSerializer(data=form.applied(before), context={"known": known})
        problems = [] if rights.may(WRITE, meeting.body) else [rights.lack(WRITE, meeting.body)]
        if not serializer.is_valid():
            problems += [f"{where}: {sentence}" for where, sentence in problem_list(serializer.errors)]
        record = dict(serializer.validated_data) if serializer.is_valid() else before
        rows.append(Row(meeting, record, changes(before, record), problems))
    rows.sort(key=lambda row: row.meeting.slug)
    return Preview(sorted(rows, key=lambda row: row.meeting.sorts_on, reverse=True))


def tell_refusals(shown, change, today) -> list[str]:
    """Write what is shown; where a rule refuses it, its sentences become problems of their rows."""
    try:
        with transaction.atomic():
            return history.write([row.record for row in shown.changed], change, today=today)
    except Refused as error:
        for row in shown.rows:
            row.problems += error.errors.get(row.meeting.slug, {}).values()
        return []


@transaction.atomic
def apply(pks, form, request) -> tuple[Preview, Any]:
    """Make the change that was seen: (what was shown of it, the slugs written), or (what stands in its way, None)."""
    shown = prepared(Meeting.objects.filter(pk__in=pks).locked_whole(), form, rights_of(request))
    if shown.problems:
        return shown, None
    if shown.seen != request.POST.get("seen"):
        form.add_error(None, SEEN_OTHER)
        return shown, None
    if not form.cleaned_data["reason"]:
        form.add_error("reason", NEEDED)
        return shown, None
    written = tell_refusals(shown, change_of(request, form), form.today)
    return shown, None if shown.problems else written
