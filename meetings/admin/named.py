"""Boxes for what a record names: chosen from those recorded, or typed – a known name, an address, or a new one.

The text works without script. What is typed goes before what is chosen, and is taken for no look-alike of it: where
names are alike, the form asks which is meant.
"""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.template.loader import render_to_string
from django.utils.html import format_html

from meetings.admin.desk import NO_CONTROL
from meetings.admin.fields import SearchBox
from meetings.admin.finding import Alike, find_meeting, find_person, find_place, find_source
from meetings.models import Meeting, Person, Place, Source
from meetings.serializers.fields import TextField

ALIKE = "“{}” is not recorded under this very name. Say below which is meant."
NEW = "new"


class TypedName(str):
    """A name as it was typed; `meant` is "new", or the key of the row that the editor says it means."""

    meant = ""


class NamedBox(SearchBox):
    """A search box, beside it a box for a name, and once a name has look-alikes the question which is meant."""

    template = "admin/meetings/_named.html"

    def __init__(self, field, admin_site, *, label, **kwargs):
        super().__init__(field, admin_site, **kwargs)
        self.label, self.alike, self.may_be_new, self.known = label, [], False, {}

    def value_from_datadict(self, data, files, name):
        text = (data.get(f"{name}-named") or "").strip()
        if not text:
            return super().value_from_datadict(data, files, name)
        named = TypedName(text)
        named.meant = data.get(f"{name}-meant") or ""
        return named

    def value_omitted_from_data(self, data, files, name):
        return super().value_omitted_from_data(data, files, name) and f"{name}-named" not in data

    def render(self, name, value, attrs=None, renderer=None):
        typed = value if isinstance(value, TypedName) else None
        box = super().render(name, None if typed else value, attrs, renderer)
        words = {
            "name": name, "id": (attrs or {}).get("id", name), "typed": typed, "label": self.label,
            "alike": self.alike, "may_be_new": self.may_be_new, "of": self.field.related_model._meta.model_name,
            "said": recognised(self.field.related_model._meta.model_name, typed).get("said") if typed else "",
        }  # fmt: skip
        return format_html('<div class="named">{}{}</div>', box, render_to_string(self.template, words))

    def optgroups(self, name, value, attr=None):
        """The chosen row alone, without asking for it where the form has loaded it."""
        if len(value) == 1 and (known := self.known.get(str(value[0]))):
            empty = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
            return [(None, [*empty, self.create_option(name, value[0], str(known), True, 1)], 0)]
        return super().optgroups(name, value, attr)


class NamedField(forms.ModelChoiceField):
    """A row chosen by key, or found by what was typed: `find(text)` gives the row, or one not yet recorded."""

    find = None

    def clean(self, value):
        if not isinstance(value, TypedName):
            return super().clean(value)
        if value.meant and value.meant != NEW:
            return super().clean(value.meant)
        refuse_control(value)
        try:
            row = self.find(str(value))
        except Alike as alike:
            row = self.settled(value, alike)
        return self.checked(row)

    def settled(self, value, alike):
        if value.meant == NEW and alike.new:
            return alike.new
        box = getattr(self.widget, "widget", self.widget)
        box.alike, box.may_be_new = alike.rows, alike.new is not None
        raise ValidationError(ALIKE.format(value))

    def checked(self, row):
        """`row`; one that is new as far as its columns can tell may be recorded."""
        if row.pk is None:
            try:
                row.clean_fields(exclude=["slug", "country"])
            except ValidationError as error:
                raise ValidationError(sum(error.message_dict.values(), [])) from error
        return row

    def remember(self, row):
        """Show `row` without asking the database for it again."""
        if row is not None and row.pk is not None:
            getattr(self.widget, "widget", self.widget).known[str(row.pk)] = row

    def has_changed(self, initial, data):
        return isinstance(data, TypedName) or super().has_changed(initial, data)


def named_field(find):
    """The class of fields whose names are looked up by `find`."""
    return type("NamedField", (NamedField,), {"find": staticmethod(find)})


# What a foreign key's second box asks for, and who finds what is typed in it.
FOUND = {"person": find_person, "place": find_place, "meeting": find_meeting, "source": find_source}
WORDS = {
    Person: "type a name, known or new",
    Place: "type it, as in Kuta, Bali, Indonesia",
    Meeting: "type its name or slug",
    Source: "paste its address, or type its title",
}
BOXES = {model: named_field(FOUND[model._meta.model_name]) for model in WORDS}


def reference(db_field, admin_site):
    """What a form field needs that lets one choose or name the row of a foreign key; {} where a plain list does."""
    model = db_field.related_model
    if model not in BOXES:
        return {}
    label = f"{db_field.verbose_name.capitalize()}: {WORDS[model]}"
    return {"form_class": BOXES[model], "widget": NamedBox(db_field, admin_site, label=label)}


def answer_name(request):
    """What is meant by a name that is being typed: {"said": a sentence} or {"error": one}."""
    text = request.GET.get("text", "").strip()
    return recognised(request.GET["of"], text) if text else {}


def refuse_control(text):
    """Raises `ValidationError` before anything is looked up or recorded by what no feed or export can carry."""
    if "\x00" in text or TextField.CONTROL.search(text):
        raise ValidationError(NO_CONTROL)


def recognised(model, text):
    try:
        refuse_control(text)
        row = FOUND[model](text)
    except Alike as alike:
        return {"error": f"Not recorded under this very name. Alike: {'; '.join(map(str, alike.rows))}."}
    except ValidationError as error:
        return {"error": " ".join(error.messages)}
    return {"said": f"Recorded: {row}." if row.pk else "New: recorded with the meeting when you save."}


def listed_once(field, request):
    """`field`, a short list of all there are, read once for all forms of a page."""
    lists = request.__dict__.setdefault("lists_of_rows", {})
    model = field.queryset.model
    if model not in lists:
        lists[model] = [(row.pk, str(row)) for row in field.queryset]
    empty = [] if field.empty_label is None else [("", field.empty_label)]
    field.choices = [*empty, *lists[model]]
    return field


class NamingForm(forms.ModelForm):
    """A form that names rows: those that it holds already are shown without asking for them again."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, NamedField) and self.instance._meta.get_field(name).is_cached(self.instance):
                field.remember(getattr(self.instance, name))

    def new_names(self):
        """The names of the fields that hold what is not recorded yet."""
        named = getattr(self, "cleaned_data", {})
        return [name for name in named if isinstance(named[name], Model) and named[name].pk is None]

    def _get_validation_exclusions(self):
        # A row that is not recorded has no key yet that could be looked at.
        return super()._get_validation_exclusions() | {*self.new_names()}
