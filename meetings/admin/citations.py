"""Citations in the form of a meeting: on whose word its facts stand, who says otherwise; sources are pasted there."""

import re

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError

from meetings.admin.fields import DatesField, SaysLines
from meetings.admin.finding import copies_of, find_source, make_source
from meetings.admin.parts import PartForm, PartFormSet, PartInline
from meetings.models import Citation
from meetings.models.rules import CONTENTS
from meetings.models.sources import FACTS
from meetings.serializers.referents import source_key
from meetings.serializers.shape import citation_shape

# What says that a row of a form is filled in; and what no source is taken to have said on the quiet.
ROWS = {
    "officers": r"officers-[0-9]+-(person|person-named|office|country)",
    "documents": r"documents-[0-9]+-title",
}
UNTOLD = ("status", "format")


def is_filled(meeting, data, fact):
    """Whether the typed `meeting`, or one of its rows in `data`, has something on `fact`."""
    if fact in ROWS:
        return any(text for name, text in data.items() if re.fullmatch(ROWS[fact], name))
    return fact not in UNTOLD and bool(CONTENTS[fact](meeting))


class CitationFormSet(PartFormSet):
    shape = staticmethod(citation_shape)
    names = ("source",)

    def clean(self):
        super().clean()
        seen = set()
        for form in self.kept_forms():
            source = form.cleaned_data["source"]
            if source_key(source.describe()) in seen:
                raise ValidationError(f"“{source}” is cited twice; a meeting cites each source once.")
            seen.add(source_key(source.describe()))

    def rows(self):
        """The citations as typed, each with what its form does not show: how it describes its source."""
        before = {row.source_id: row for row in self.standing()}
        rows = super().rows()
        for row in rows:
            if known := before.get(row.source_id):
                row.described = known.described | row.described
                row.supports = in_known_order(row.supports, known.supports)
        return rows

    def likely_copies(self):
        """A sentence for each new source that has the title of another."""
        return [
            f"“{form.instance.source}” may be a copy of “{form.copies[0]}”: both are kept."
            for form in self.kept_forms()
            if form.copies
        ]

    def replace(self, rows):
        for form in self.kept_forms():
            if form.is_completing:
                form.instance.source = make_source(form.instance.source)
        super().replace(rows)


def in_known_order(facts, known):
    """`facts` with those of `known` first and in its order, so that nothing seems to change."""
    return [fact for fact in known if fact in facts] + [fact for fact in facts if fact not in known]


class CitationForm(PartForm):
    """A citation; what is typed of its source describes a new one, fills what one lacks, or is said here alone."""

    source_title = forms.CharField(label="Title", max_length=500, required=False)
    source_publisher = forms.CharField(label="Publisher", max_length=200, required=False)
    source_published = DatesField(label="Published")
    source_language = forms.CharField(label="Language", max_length=12, required=False, help_text="Its tag, e.g. id.")
    supports_all = forms.BooleanField(
        label="Supports all that is filled in above", required=False, help_text="Except the status and the format."
    )
    supports = forms.MultipleChoiceField(
        choices=[(fact, fact.replace("_", " ")) for fact in FACTS],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="The facts that this source states as the record does.",
    )
    says = SaysLines(
        help_text="Only what differs from the record, one fact a line: <code>dates: 20–23 August 2023</code>."
    )

    def clean(self):
        cleaned = super().clean()
        if not self.errors and cleaned["supports_all"]:
            told = [fact for fact in FACTS if is_filled(self.meeting, self.data, fact)]
            cleaned["supports"] = [fact for fact in told if fact not in cleaned["says"]]
        if not self.errors and not (cleaned["supports"] or cleaned["says"]):
            raise ValidationError("Say which facts the source supports, or what it says instead.")
        if not self.errors:
            cleaned["source"] = self.instance.source = self.described(cleaned["source"], self.details())
            self.find_copies(cleaned["source"])
        return cleaned

    def find_copies(self, source):
        if source.pk is None and source.title:
            source.clean()
            self.copies = copies_of(source)

    def details(self):
        typed = {key: self.cleaned_data.get(f"source_{key}") for key in ("title", "publisher", "published", "language")}
        return {key: value for key, value in typed.items() if value}

    def described(self, source, details):
        """The source with what it lacked; where it is recorded otherwise, the citation keeps what was typed."""
        if source.pk is None and not source.url:
            source = find_source(source.title, details.get("publisher", ""))
        recorded = source.describe()
        for key, value in details.items():
            if not recorded[key]:
                setattr(source, key, value)
                self.is_completing = True
            elif recorded[key] != str(value):
                self.instance.described = self.instance.described | {key: str(value)}
        return source

    is_completing = False
    copies = ()


class CitationInline(PartInline):
    model = Citation
    form = CitationForm
    formset = CitationFormSet
    names = ["source", "supports", "says", "note"]
    describing = [("source_title", "source_publisher"), ("source_published", "source_language")]
    fieldsets = [
        (None, {"fields": ["source"]}),
        ("The source, where it is new", {"fields": describing, "classes": ["collapse", "describing"]}),
        (None, {"fields": ["supports_all", "supports", "says", "note"]}),
    ]
    max_num = 500
    told = {"supports": "supports_told", "says": "says_told"}

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("source")

    @admin.display(description="supports")
    def supports_told(self, citation):
        return ", ".join(citation.supports)

    @admin.display(description="says")
    def says_told(self, citation):
        return SaysLines().write(citation.says)
