"""Bodies: each reports upwards, and no change of one may turn what meetings already report upside down."""

from django.contrib import admin
from django.utils.text import slugify

from meetings.admin.following import address_after, last_of
from meetings.admin.referents import ReferentAdmin, ReferentForm
from meetings.models import Body, Meeting
from meetings.models.bodies import Chain


class BodyForm(ReferentForm):
    # Records name a body by its slug, which never changes.
    class Meta:
        model = Body
        fields = ["slug", "acronym", "name", "name_id", "level", "reports_to", "lead", "core", "position", "four_eyes"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = "Its permanent name in addresses. Left empty, it is made of the acronym."

    def clean(self):
        cleaned = super().clean()
        if "slug" in self.fields and "slug" not in self.errors and not cleaned["slug"]:
            cleaned["slug"] = slugify(cleaned.get("acronym", ""))
        return cleaned

    def _post_clean(self):
        super()._post_clean()
        if not self.errors and not self.instance._state.adding:
            sentence = misplaced(self.instance)
            if sentence:
                self.add_error("reports_to", sentence)

    @staticmethod
    def naming(row):
        return Meeting.objects.filter(body=row)


def misplaced(body):
    """What is wrong with where `body` is about to stand in the chain, in a sentence, or None."""
    chain = Chain([*Body.objects.exclude(pk=body.pk), body])
    if chain.closes_circle(body):
        steps = " → ".join(step.acronym for step in [body, *chain.above(body)])
        return f"This closes a circle: {steps}."
    pairs = Meeting.objects.filter(reports_to__isnull=False).order_by()
    for below, above in pairs.values_list("body", "reports_to__body").distinct():
        below, above = chain.bodies[below], chain.bodies[above]
        if chain.tier(above) >= chain.tier(below):
            return f"Meetings of the {below} report to the {above}, which would no longer stand above it."
    return None


@admin.register(Body)
class BodyAdmin(ReferentAdmin):
    form = BodyForm
    fields = ["slug", "acronym", "name", "name_id", "level", "reports_to", "lead", "core", "position", "four_eyes"]
    autocomplete_fields = ["reports_to", "lead"]
    list_display = ["acronym", "name", "level", "reports_to", "lead", "core", "position"]
    list_filter = ["level", "core"]
    list_select_related = ["reports_to", "lead"]
    search_fields = ["name"]
    ordering = ["position", "slug"]

    def get_readonly_fields(self, request, obj=None):
        return ["slug"] if obj else []

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["after"] = address_after(last_of(obj)) if obj and request.user.has_perm("meetings.add_meeting") else ""
        return super().render_change_form(request, context, add, change, form_url, obj)

    def texts_of(self, row):
        return [row.slug, row.acronym, row.name, row.name_id]
