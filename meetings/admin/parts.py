"""Officers and documents of a meeting, and what its parts share: rows without identity, replaced where they changed.

The API and the dataset replace them likewise, so a form never asks for a row that is gone: its rows are
what the meeting shall have, in their order.
"""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.forms.formsets import DELETION_FIELD_NAME

from meetings.admin.desk import PlainTextForm
from meetings.admin.doors import is_staff, may_fill_in
from meetings.admin.finding import record_new
from meetings.admin.named import BOXES, NamingForm, listed_once, reference
from meetings.models import Document, Officer
from meetings.models.fields import check_address
from meetings.serializers.shape import document_shape, officer_shape


class PartFormSet(forms.BaseInlineFormSet):
    """The rows of one part of a meeting, as they shall stand; `names` are the keys that may lead to a new row."""

    names = ()

    def initial_form_count(self):
        # What is posted counts by its content alone; the rows it was made from may be gone.
        return 0 if self.is_bound else super().initial_form_count()

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.fields[self.model._meta.pk.name].disabled = True
        form.meeting = self.instance

    def kept_forms(self):
        """The forms that are filled in and not marked for removal."""
        return [
            form
            for form in self.forms
            if form.is_valid() and form.has_changed() and not form.cleaned_data.get(DELETION_FIELD_NAME)
        ]

    def unread_forms(self):
        """The forms in which something is typed that makes no row."""
        return [form for form in self.forms if form.has_changed() and not form.is_valid()]

    def likely_copies(self):
        return []

    def rows(self):
        """The rows as typed, in order; those that cannot be read are left out."""
        return [form.instance for form in self.kept_forms()]

    def standing(self):
        return list(self.get_queryset())

    def places(self):
        """The places of the rows among the rows of the form, which may be empty or marked for removal."""
        forms = self.kept_forms() if self.is_bound else self.initial_forms
        return [self.forms.index(form) for form in forms]

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
            record_new(row, self.names)
            row.meeting, row.position = self.instance, position
        self.model.objects.bulk_create(rows)


class OfficerFormSet(PartFormSet):
    shape = staticmethod(officer_shape)
    names = ("person",)


class DocumentFormSet(PartFormSet):
    shape = staticmethod(document_shape)


class PartForm(NamingForm, PlainTextForm):
    def validate_constraints(self):
        # Rows that stand are about to be replaced: they are not in the way.
        try:
            self.instance.validate_constraints(exclude={"meeting", *self.errors, *self.new_names()})
        except ValidationError as error:
            self.add_error(None, error.messages)


class DocumentForm(PartForm):
    url = forms.CharField(label="Address", max_length=2000, required=False, validators=[check_address])


class PartInline(admin.StackedInline):
    """A part belongs to its meeting, and so do the rights to it."""

    template = "admin/meetings/meeting/part.html"
    form = PartForm
    extra = 1
    told = {}

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs, **reference(db_field, self.admin_site))
        return field if db_field.related_model in BOXES else listed_once(field, request)

    def may(self, request, obj):
        return may_fill_in(request, obj)

    def has_add_permission(self, request, obj):
        return self.may(request, obj)

    def has_change_permission(self, request, obj=None):
        return self.may(request, obj)

    def has_delete_permission(self, request, obj=None):
        return self.may(request, obj)

    def has_view_permission(self, request, obj=None):
        return is_staff(request)

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
    max_num = 100

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("person", "country")


class DocumentInline(PartInline):
    model = Document
    form = DocumentForm
    formset = DocumentFormSet
    fields = ["title", ("kind", "url")]
    max_num = 200
