"""What every form of the desk shares: a reason, one transaction, and a sentence where others show an error page.

A form is saved whole or not at all: whatever `Refused` or the database says undoes all of it.
"""

from django import forms
from django.contrib import messages
from django.db import IntegrityError, OperationalError
from django.utils import timezone

from meetings.admin.doors import StaffSees
from meetings.admin.fields import SearchBox
from meetings.history import Change
from meetings.search import MOST_WORDS, fold, words_of
from meetings.serializers.fields import TextField

LOST_RACE = (
    "Somebody else wrote to the same entries at the same moment, so nothing was saved. "
    "What you typed stands below: look at it, then save again."
)
NO_CONTROL = "Control characters are not allowed here."
NEEDED = "Say why you make this change: readers see it in the history."
WITHOUT_REASON = "Brought in line with what the record names"


class Refused(Exception):  # noqa: N818 - it tells, it does not fail
    """What was posted cannot be saved after all: `errors` gives {field, or None: sentence}."""

    def __init__(self, errors):
        self.errors = errors
        super().__init__(" ".join(errors.values()))


class PlainTextForm(forms.ModelForm):
    """A form whose texts hold no control characters, which no feed or export can carry."""

    def clean(self):
        cleaned = super().clean()
        for name, value in list(self.cleaned_data.items()):
            if any(TextField.CONTROL.search(text) for text in texts_in(value)):
                self.add_error(name, NO_CONTROL)
        return cleaned


def texts_in(value):
    """The texts in a cleaned value, at whatever depth."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        value = [*value.keys(), *value.values()]
    return [text for item in value for text in texts_in(item)] if isinstance(value, (list, tuple)) else []


class ReasonField(forms.CharField):
    """Why something is done, on a line; where it must be said, `missing` is the sentence that asks for it."""

    def __init__(self, *, missing="", **options):
        options |= {"required": bool(missing), "error_messages": {"required": missing}}
        super().__init__(max_length=500, widget=forms.TextInput(attrs={"class": "vTextField"}), **options)

    def clean(self, value):
        text = super().clean(value)
        if TextField.CONTROL.search(text):
            raise forms.ValidationError(NO_CONTROL)
        return text


class ReasonForm(PlainTextForm):
    """A form that says why. `refusals` is what kept the same form from being saved a moment ago."""

    reason = ReasonField(
        label="Reason for the change",
        help_text="Needed whenever something changes. Readers see it in the history.",
    )
    minor = forms.BooleanField(
        label="Minor change",
        required=False,
        help_text="A slip of the pen, of which readers who follow the record need not be told.",
    )
    refusals = {}
    today = None

    def clean(self):
        cleaned = super().clean()
        for field, sentence in self.refusals.items():
            self.add_error(field if field in self.fields else None, sentence)
        return cleaned


class DeletionForm(forms.Form):
    """Why something is taken out of the record, and in which state it was when that was decided."""

    reason = ReasonField(
        label="Reason for the deletion",
        missing="Say why you delete this: readers see it in the history.",
        help_text="Readers see it in the history.",
    )
    opened = forms.IntegerField(widget=forms.HiddenInput)


def change_of(request, form):
    """The change that a valid form makes, by whoever posted it."""
    reason = form.cleaned_data["reason"] or WITHOUT_REASON
    minor = form.cleaned_data.get("minor", False)
    return Change(reason, editor=request.user, at=timezone.now(), minor=minor)


class DeskAdmin(StaffSees):
    """An admin of this desk: it saves whole or not at all, and searches without regard to accents."""

    form = ReasonForm
    actions = None
    list_per_page = 50
    show_full_result_count = False
    this_change = ("This change", {"fields": ["reason", "minor"], "classes": ["this-change"]})

    class Media:
        js = [forms.Script("meetings/name_boxes.js", type="module")]

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Refused as refused:
            request.refusals = refused.errors
        except (IntegrityError, OperationalError):
            request.refusals = {None: LOST_RACE}
        # All is undone by now. The same form is shown again, and its refusals keep it from being saved.
        return super().changeform_view(request, object_id, form_url, extra_context)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = SearchBox(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.refusals = getattr(request, "refusals", {})
        form.today = timezone.localdate()
        return form

    def get_fieldsets(self, request, obj=None):
        fieldsets = [*super().get_fieldsets(request, obj)]
        return [*fieldsets, self.this_change] if self.may_write(request, obj) else fieldsets

    def may_write(self, request, obj=None):
        return self.has_change_permission(request, obj) if obj else self.has_add_permission(request)

    def lack_of(self, request, row):
        """What somebody lacks who may only look at `row`, in a sentence."""
        return ""

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["may_save"] = self.may_write(request, obj)
        context["lack"] = "" if context["may_save"] else self.lack_of(request, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def get_fields(self, request, obj=None):
        return [name for name in super().get_fields(request, obj) if name not in ("reason", "minor")]

    def construct_change_message(self, request, form, formsets, add=False):
        return form.cleaned_data["reason"]

    def message_user(self, request, message, level=messages.INFO, *args, **kwargs):
        """Say what came of it (`request.outcome`), where that is known better than Django can."""
        message, level = getattr(request, "outcome", (message, level))
        super().message_user(request, message, level, *args, **kwargs)

    def get_search_results(self, request, queryset, search_term):
        words = words_of(search_term.replace("\x00", ""))[:MOST_WORDS]
        if not words:
            return queryset, False
        found = [row.pk for row in queryset if is_found(words, self.texts_of(row))]
        return queryset.filter(pk__in=found), False

    def texts_of(self, row):
        """The texts under which a row of a short list is found."""
        return [str(row)]


def is_found(words, texts):
    text = fold("\n".join(texts))
    return all(word in text for word in words)
