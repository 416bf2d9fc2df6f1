"""Why a field is empty: searched in vain, not applicable, or, unless somebody says so, not looked for."""

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from rest_framework import serializers

from meetings.admin.wording import label
from meetings.serializers.meetings import GAP_FIELDS, GapsField, problem_list

WHY = [("", "not researched"), ("unknown", "searched, unknown"), ("not-applicable", "not applicable")]


class GapsBox(forms.Widget):
    """One list a field, each sent under a name of its own: `gaps-theme`."""

    use_fieldset = True

    def value_from_datadict(self, data, files, name):
        found = {field: data.get(f"{name}-{field}") for field in GAP_FIELDS}
        return {field: why for field, why in found.items() if why}

    def value_omitted_from_data(self, data, files, name):
        return not any(f"{name}-{field}" in data for field in GAP_FIELDS)

    def id_for_label(self, id_):
        return ""

    def render(self, name, value, attrs=None, renderer=None):
        lists = [(f"{name}-{field}", label(field), (value or {}).get(field, "")) for field in GAP_FIELDS]
        return render_to_string("admin/meetings/_gaps.html", {"lists": lists, "why": WHY})


class GapsChoice(forms.Field):
    """The mapping that the one shape keeps, by the one shape's own rules."""

    widget = GapsBox
    shape = GapsField()

    def clean(self, value):
        try:
            return self.shape.run_validation(value)
        except serializers.ValidationError as error:
            raise ValidationError([f"{path}: {said}" for path, said in problem_list(error.detail)]) from error

    def has_changed(self, initial, data):
        return (initial or {}) != (data or {})
