"""People: one name each, and no spelling that leads to two of them."""

from django.contrib import admin

from meetings.admin.doors import BodyByBody
from meetings.admin.fields import LinesField
from meetings.admin.merging import RowMerge
from meetings.admin.referents import ReferentAdmin, ReferentForm
from meetings.admin.unmerging import UnmergingAdmin
from meetings.models import Meeting, Person


class PersonForm(ReferentForm):
    named = ("name",)
    variants = LinesField(label="Other spellings", help_text="One a line.")

    class Meta:
        model = Person
        fields = ["name", "variants"]

    def clean(self):
        cleaned = super().clean()
        for other in Person.objects.exclude(pk=self.instance.pk):
            self.refuse_shared(cleaned, other)
        return cleaned

    def refuse_shared(self, cleaned, other):
        taken = {other.name, *other.variants}
        if cleaned.get("name") in other.variants:
            self.add_error("name", f"“{cleaned['name']}” is another spelling of {other}.")
        for spelling in cleaned.get("variants") or []:
            if spelling in taken:
                self.add_error("variants", f"“{spelling}” already leads to {other}.")

    @staticmethod
    def naming(row):
        return Meeting.objects.naming(row)


@admin.register(Person)
class PersonAdmin(BodyByBody, UnmergingAdmin, ReferentAdmin):
    merging = RowMerge(name=["name"])
    form = PersonForm
    fields = ["name", "variants", "slug"]
    readonly_fields = ["slug"]
    list_display = ["name", "spellings", "slug"]
    search_fields = ["name"]
    ordering = ["name"]

    def texts_of(self, row):
        return [row.name, *row.variants]

    @admin.display(description="other spellings")
    def spellings(self, person):
        return ", ".join(person.variants)
