"""The form of a meeting: typed as people write, checked by the record's own rules, and never over another's work."""

from django import forms

from meetings.admin.desk import ReasonForm
from meetings.admin.fields import DatesField, GapsLines, LinesField, ProseField
from meetings.admin.named import NamingForm
from meetings.admin.slugs import proposed_slug
from meetings.models import Meeting

STALE = (
    "Somebody else changed this meeting while you were editing it, so nothing was saved. "
    "What you typed stands below, beside what it would replace."
)
NO_SLUG = "Give an ordinal or a date, from which the slug is made, or type one."


class MeetingForm(NamingForm, ReasonForm):
    """A meeting as an editor types it.

    `opened` is the revision that the form shows, `overwrite` the later one that the editor has seen and saves over.
    """

    dates = DatesField(help_text=Meeting._meta.get_field("dates").help_text)
    programme = DatesField(help_text=Meeting._meta.get_field("programme").help_text)
    agenda = LinesField(help_text="One item a line, in order.")
    notes = ProseField(required=False, max_length=10_000)
    gaps = GapsLines(
        help_text="Why a field is empty, one a line: <code>theme: unknown</code> where it was searched in vain, "
        "<code>ordinal: not-applicable</code> where there is none. Leave out what nobody has looked for."
    )
    opened = forms.IntegerField(required=False, widget=forms.HiddenInput)
    overwrite = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Meeting
        fields = "__all__"  # noqa: DJ007 - what is derived is not editable

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.is_stale = False
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = "Its permanent address. Left empty, it is made of body and ordinal or day."

    @property
    def seen(self):
        """The revision that the editor knows of."""
        standing = self.instance.revision
        if not self.is_bound:
            return standing
        answers = getattr(self, "cleaned_data", {})
        return standing if answers.get("overwrite") == standing else answers.get("opened")

    def clean(self):
        cleaned = super().clean()
        if not self.instance._state.adding and self.seen != self.instance.revision:
            self.is_stale = True
            self.add_error(None, STALE)
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
