"""The form of a meeting: typed as people write, checked by the record's own rules, and never over another's work."""

from django import forms
from django.urls import reverse

from meetings.admin.conflicts import STALE
from meetings.admin.desk import ReasonForm
from meetings.admin.fields import DatesField, LinesField, ProseField
from meetings.admin.gaps import GapsChoice
from meetings.admin.named import NamingForm
from meetings.admin.slugs import proposed_slug
from meetings.models import Meeting

UNDERSTAND = "admin:meetings_meeting_understand"
# While a new meeting is typed, beneath its number stand the next one, its name and its address.
ASKING = {
    "data-understand": "id_ordinal_said", "data-understand-as": "ordinal", "data-understand-with": "body dates",
    "aria-describedby": "id_ordinal_said",
}  # fmt: skip
NO_SLUG = "Give an ordinal or a date, from which the slug is made, or type one."


class MeetingForm(NamingForm, ReasonForm):
    """A meeting as an editor types it.

    `opened` is the revision that the form shows. A form that is `held` is shown with what is in it, and not saved.
    """

    dates = DatesField(help_text=Meeting._meta.get_field("dates").help_text)
    programme = DatesField(help_text=Meeting._meta.get_field("programme").help_text)
    agenda = LinesField(help_text="One item a line, in order.")
    notes = ProseField(required=False, max_length=10_000)
    gaps = GapsChoice(required=False, help_text="Only of fields that are empty: why they are.")
    opened = forms.IntegerField(required=False, widget=forms.HiddenInput)
    held = False
    refused = None

    class Meta:
        model = Meeting
        fields = "__all__"  # noqa: DJ007 - what is derived is not editable

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.is_stale = False
        if self.instance._state.adding and "ordinal" in self.fields:
            self.fields["ordinal"].asks = True
            self.fields["ordinal"].widget.attrs |= ASKING | {"data-understand-at": f"{reverse(UNDERSTAND)}?of=proposal"}
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = "Its permanent address. Left empty, it is made of body and ordinal or day."

    def is_valid(self):
        return super().is_valid() and not self.held

    @property
    def shown(self):
        """The revision that the page says it shows."""
        return self["opened"].value() if self.is_bound else self.instance.revision

    @property
    def opened_with(self):
        """The revision that the editor knows of."""
        return getattr(self, "cleaned_data", {}).get("opened") if self.is_bound else self.instance.revision

    def clean(self):
        cleaned = super().clean()
        if not self.instance._state.adding and self.opened_with != self.instance.revision:
            self.is_stale = True
            self.add_error(None, STALE)
        if self.refused:
            self.add_error(None, self.refused)
        if "slug" in self.fields and not self.errors and not cleaned["slug"]:
            cleaned["slug"] = proposed_slug(cleaned["body"], cleaned["ordinal"], cleaned["dates"])
            if not cleaned["slug"]:
                self.add_error("slug", NO_SLUG)
        return cleaned

    def _post_clean(self):
        super()._post_clean()
        # The rules speak of the whole meeting, which stands only where each field does.
        if not self.errors:
            for field, sentence in self.instance.problems(today=self.today).items():
                self.add_error(field if field in self.fields else None, sentence)
