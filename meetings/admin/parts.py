"""Officers, documents and citations of a meeting: rows without identity, replaced together where they changed.

The API and the dataset replace them likewise, so a form never asks for a row that is gone: its rows are
what the meeting shall have, in their order.
"""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.forms.formsets import DELETION_FIELD_NAME

from meetings.admin.desk import PlainTextForm
from meetings.admin.fields import SaysLines, SearchBox
from meetings.models import Citation, Document, Officer
from meetings.models.fields import check_address
from meetings.models.sources import FACTS
from meetings.serializers.shape import citation_shape, document_shape, officer_shape


class PartFormSet(forms.BaseInlineFormSet):
    """The rows of one part of a meeting, as they shall stand."""

    def initial_form_count(self):
        # What is posted counts by its content alone; the rows it was made from may be gone.
        return 0 if self.is_bound else super().initial_form_count()

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.fields[self.model._meta.pk.name].disabled = True

    def kept_forms(self):
        """The forms that are filled in and not marked for removal."""
        return [
            form
            for form in self.forms
            if form.is_valid() and form.has_changed() and not form.cleaned_data.get(DELETION_FIELD_NAME)
        ]

    def rows(self):
        """The rows as typed, in order; those that cannot be read are left out."""
        return [form.instance for form in self.kept_forms()]

    def standing(self):
        return list(self.get_queryset())

    def shapes(self):
        return [self.shape(row) for row in self.rows()]

    def save(self, commit=True):
        self.new_objects, self.changed_objects, self.deleted_objects = [], [], []
        if self.shapes() != [self.shape(row) for row in self.standing()]:
            self.replace(self.rows())
        return []

    def replace(self, rows):
        self.model.objects.filter(meeting=self.instance).delete()
        for position, row in enumerate(rows):
            row.meeting, row.position = self.instance, position
        self.model.objects.bulk_create(rows)


class OfficerFormSet(PartFormSet):
    shape = staticmethod(officer_shape)


class DocumentFormSet(PartFormSet):
    shape = staticmethod(document_shape)


class CitationFormSet(PartFormSet):
    shape = staticmethod(citation_shape)

    def clean(self):
        super().clean()
        seen = set()
        for form in self.kept_forms():
            source = form.cleaned_data["source"]
            if source.pk in seen:
                raise ValidationError(f"“{source}” is cited twice; a meeting cites each source once.")
            seen.add(source.pk)

    def rows(self):
        """The citations as typed, each with what its form does not show: how it describes its source."""
        before = {row.source_id: row for row in self.standing()}
        rows = super().rows()
        for row in rows:
            if known := before.get(row.source_id):
                row.described = known.described
                row.supports = in_known_order(row.supports, known.supports)
        return rows


def in_known_order(facts, known):
    """`facts` with those of `known` first and in its order, so that nothing seems to change."""
    return [fact for fact in known if fact in facts] + [fact for fact in facts if fact not in known]


class PartForm(PlainTextForm):
    def validate_constraints(self):
        # Rows that stand are about to be replaced: they are not in the way.
        try:
            self.instance.validate_constraints(exclude={"meeting", *self.errors})
        except ValidationError as error:
            self.add_error(None, error.messages)


class DocumentForm(PartForm):
    url = forms.CharField(label="Address", max_length=2000, required=False, validators=[check_address])


class CitationForm(PartForm):
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
        if not self.errors and not (cleaned["supports"] or cleaned["says"]):
            raise ValidationError("Say which facts the source supports, or what it says instead.")
        return cleaned


class PartInline(admin.StackedInline):
    """A part belongs to its meeting, and so do the rights to it."""

    template = "admin/meetings/meeting/part.html"
    form = PartForm
    extra = 1
    told = {}

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.autocomplete_fields:
            kwargs["widget"] = SearchBox(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def may(self, request, obj):
        verb = "change" if obj and obj.pk else "add"
        return request.user.has_perm(f"meetings.{verb}_meeting")

    def has_add_permission(self, request, obj):
        return self.may(request, obj)

    def has_change_permission(self, request, obj=None):
        return self.may(request, obj)

    def has_delete_permission(self, request, obj=None):
        return self.may(request, obj)

    def has_view_permission(self, request, obj=None):
        return self.may(request, obj) or request.user.has_perm("meetings.view_meeting")

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        return fieldsets if self.may(request, obj) else [(None, {"fields": [self.told.get(n, n) for n in self.names]})]

    def get_readonly_fields(self, request, obj=None):
        return () if self.may(request, obj) else tuple(self.told.values())

    @property
    def names(self):
        return admin.utils.flatten(self.fields)


class OfficerInline(PartInline):
    model = Officer
    formset = OfficerFormSet
    fields = [("role", "person"), ("office", "country")]
    autocomplete_fields = ["person", "country"]
    max_num = 100

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("person", "country")


class DocumentInline(PartInline):
    model = Document
    form = DocumentForm
    formset = DocumentFormSet
    fields = ["title", ("kind", "url")]
    max_num = 200


class CitationInline(PartInline):
    model = Citation
    form = CitationForm
    formset = CitationFormSet
    fields = ["source", "supports", "says", "note"]
    autocomplete_fields = ["source"]
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
