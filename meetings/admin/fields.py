"""Form fields in which people type what the record keeps as dates, lists and mappings.

What a field shows of a stored value, typed back unchanged, gives that value again.
"""

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.urls import reverse_lazy
from django.utils.html import format_html
from rest_framework import serializers

from meetings.dates import DateError, Edtf, read, say
from meetings.serializers.meetings import SaysField, problem_list
from meetings.tables import number_in


def typed(value):
    """A stored date as a person would type it; what they typed themselves stays as it is."""
    return say(value) if isinstance(value, Edtf) else value


def understood(text):
    """How a typed date was taken: {"edtf", "display"}, or {"error": a sentence}; {} for no text."""
    if not str(text or "").strip():
        return {}
    try:
        dates = read(str(text))
    except DateError as error:
        return {"error": str(error)}
    return {"edtf": str(dates), "display": say(dates)}


class DatesInput(forms.TextInput):
    """A text box with what is understood of its text beneath it, kept up to date where script runs."""

    class Media:
        js = [forms.Script("meetings/understand.js", type="module")]

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        given = context["widget"]["attrs"]
        note = f"{given.get('id', name)}_understood"
        described = filter(None, [given.get("aria-describedby"), note])
        given |= {"class": "vTextField", "data-understand": note, "aria-describedby": " ".join(described)}
        given["data-understand-at"] = str(reverse_lazy("admin:meetings_meeting_understand"))
        return context

    def render(self, name, value, attrs=None, renderer=None):
        note = self.get_context(name, value, attrs)["widget"]["attrs"]["data-understand"]
        box = super().render(name, value, attrs, renderer)
        said = render_to_string("admin/meetings/_understood.html", {"id": note, **understood(value)})
        return format_html('<div class="dates">{}{}</div>', box, said)


class DatesField(forms.CharField):
    """A date as people write it; its cleaned value is an `Edtf`, or None where nothing was typed."""

    widget = DatesInput

    def __init__(self, **kwargs):
        super().__init__(**{"required": False, "max_length": 200} | kwargs)

    def prepare_value(self, value):
        return typed(value)

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        try:
            return read(text)
        except DateError as error:
            raise ValidationError(str(error), code="date") from error

    def has_changed(self, initial, data):
        return super().has_changed(self.prepare_value(initial), data)


# A number of fewer digits fits every database's keys.
LONGEST_KEY = 19


class SearchBox(AutocompleteSelect):
    """Django's search box for related entries, which asks the database for no key that it refuses to look up."""

    def optgroups(self, name, value, attr=None):
        return super().optgroups(name, [key for key in value if self.can_be_asked_for(key)], attr)

    def can_be_asked_for(self, key):
        try:
            self.field.target_field.to_python(key)
        except ValidationError:
            return False
        return "\x00" not in str(key) and len(str(key)) < LONGEST_KEY


def one_line_end(text):
    """`text` with the line ends that the record keeps: browsers send two characters for each."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if isinstance(text, str) else text


class ProseField(forms.CharField):
    """Text of several lines."""

    widget = forms.Textarea(attrs={"rows": 6, "class": "vLargeTextField"})

    def to_python(self, value):
        return super().to_python(one_line_end(value))

    def has_changed(self, initial, data):
        return super().has_changed(initial, one_line_end(data))


class LinesField(ProseField):
    """A list of texts, one a line; a line that begins with a space goes on with the one before it."""

    widget = forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"})

    def __init__(self, **kwargs):
        super().__init__(**{"required": False} | kwargs)

    def prepare_value(self, value):
        return self.write(value) if isinstance(value, (list, dict)) else value

    def has_changed(self, initial, data):
        return super().has_changed(self.prepare_value(initial), data)

    def clean(self, value):
        return self.parse(super().clean(value))

    def write(self, items):
        return "\n".join(item.replace("\n", "\n  ") for item in items)

    def parse(self, text):
        items = []
        for line in text.split("\n"):
            if line[:1].isspace() and line.strip() and items:
                items[-1] += "\n" + line.strip()
            elif line.strip():
                items.append(line.strip())
        return items


class PairsField(LinesField):
    """A mapping, one `key: value` a line."""

    example = ""

    def write(self, pairs):
        return super().write(f"{key}: {value}" for key, value in pairs.items())

    def parse(self, text):
        pairs = {}
        for line in super().parse(text):
            key, colon, value = (part.strip() for part in line.partition(":"))
            if not (key and colon and value):
                raise ValidationError(f"Write one pair a line, as in “{self.example}”; “{line[:60]}” is none.")
            if key in pairs:
                raise ValidationError(f"{key} stands here twice.")
            pairs[key] = value
        return self.checked(pairs)

    def checked(self, pairs):
        """`pairs` as the one shape keeps them, by the one shape's own rules."""
        try:
            return self.shape.run_validation(self.canonical(pairs))
        except serializers.ValidationError as error:
            raise ValidationError(
                [f"{path}: {said}" if path else said for path, said in problem_list(error.detail)]
            ) from error

    def canonical(self, pairs):
        return pairs


class SaysLines(PairsField):
    """What a source says instead; its dates may be typed as people write them."""

    example = "dates: 20–23 August 2023"
    shape = SaysField()

    def canonical(self, pairs):
        return {fact: self.value(fact, said) for fact, said in pairs.items()}

    def value(self, fact, said):
        if fact == "ordinal":
            return number_in(said)
        if fact not in ("dates", "programme"):
            return said
        try:
            return str(read(said))
        except DateError as error:
            raise ValidationError(f"{fact}: {error}") from error
