"""Sources: one row an address, whatever its spelling; where two would share one, the sentence names the other."""

from django import forms
from django.contrib import admin
from django.utils.html import format_html

from meetings.admin.doors import BodyByBody
from meetings.admin.fields import DatesField, typed
from meetings.admin.merging import RowMerge
from meetings.admin.referents import ReferentAdmin, ReferentForm
from meetings.admin.unmerging import UnmergingAdmin
from meetings.models import Meeting, Source
from meetings.models.fields import check_address
from meetings.models.sources import normalise_address


class SourceForm(ReferentForm):
    named = ("url", "title", "publisher", "published", "language")
    url = forms.CharField(
        label="Address", max_length=2000, required=False, validators=[check_address],
        widget=forms.TextInput(attrs={"class": "vLargeTextField"}),
    )  # fmt: skip
    archive_url = forms.CharField(
        label="Archived copy", max_length=2000, required=False, validators=[check_address],
        widget=forms.TextInput(attrs={"class": "vLargeTextField"}),
    )  # fmt: skip
    published = DatesField(help_text=Source._meta.get_field("published").help_text)

    class Meta:
        model = Source
        fields = ["url", "title", "publisher", "published", "language", "archive_url"]

    def clean(self):
        cleaned = super().clean()
        if not {"url", "title", "publisher"} & self.errors.keys():
            self.refuse_double(cleaned)
        return cleaned

    def refuse_double(self, cleaned):
        others = Source.objects.exclude(pk=self.instance.pk)
        if cleaned["url"]:
            other = others.filter(address=normalise_address(cleaned["url"])).first()
        else:
            other = others.filter(address=None, title=cleaned["title"], publisher=cleaned["publisher"]).first()
        if other is None and cleaned["url"]:
            other = others.filter(former__address=normalise_address(cleaned["url"])).first()
        if other and cleaned["url"]:
            self.add_error("url", f"This address is already recorded as “{other}”.")
        elif other:
            self.add_error("title", f"This source is already recorded, also without an address: “{other}”.")

    @staticmethod
    def naming(row):
        return Meeting.objects.citing(row)


class AddressFilter(admin.SimpleListFilter):
    title = "address"
    parameter_name = "address"

    def lookups(self, request, model_admin):
        return [("archived", "has an archived copy"), ("bare", "has no archived copy"), ("none", "has no address")]

    def queryset(self, request, queryset):
        narrow = {
            "archived": lambda: queryset.exclude(archive_url=""),
            "bare": lambda: queryset.filter(archive_url="").exclude(url=""),
            "none": lambda: queryset.filter(url=""),
        }
        return narrow.get(self.value(), lambda: queryset)()


@admin.register(Source)
class SourceAdmin(BodyByBody, UnmergingAdmin, ReferentAdmin):
    merging = RowMerge(**{name: [name] for name in Source.DESCRIBED})
    form = SourceForm
    fields = [
        "url", "title", "publisher", "published", "language", "archive_url",
        ("link", "link_told"), ("checked_on", "failing_since"),
    ]  # fmt: skip
    readonly_fields = ["link", "link_told", "checked_on", "failing_since"]
    list_display = ["__str__", "publisher", "when", "language", "address_told", "link"]
    list_filter = ["language", AddressFilter, "link"]
    search_fields = ["title"]
    ordering = ["publisher", "title", "id"]

    def texts_of(self, row):
        return [row.title, row.publisher, row.url]

    @admin.display(description="published", ordering="published")
    def when(self, source):
        return typed(source.published)

    @admin.display(description="address")
    def address_told(self, source):
        return format_html('<a href="{}" rel="noopener">{}</a>', source.url, source.address) if source.url else None
