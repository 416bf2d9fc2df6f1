"""Countries and places: where meetings sat, with whole coordinates or none."""

from django.contrib import admin
from django.db.models import Q

from meetings.admin.doors import BodyByBody
from meetings.admin.fields import LinesField
from meetings.admin.merging import RowMerge
from meetings.admin.referents import ReferentAdmin, ReferentForm
from meetings.admin.unmerging import UnmergingAdmin
from meetings.models import Country, Meeting, Place


class PlaceForm(ReferentForm):
    named = ("country", "region", "locality")
    variants = LinesField(label="Other spellings", help_text="Of the town, one a line.")

    class Meta:
        model = Place
        fields = ["country", "region", "locality", "latitude", "longitude", "variants"]

    @staticmethod
    def naming(row):
        return Meeting.objects.filter(place=row)


class WithoutCoordinates(admin.SimpleListFilter):
    title = "coordinates"
    parameter_name = "coordinates"

    def lookups(self, request, model_admin):
        return [("yes", "known"), ("no", "not known")]

    def queryset(self, request, queryset):
        return queryset.filter(latitude__isnull=self.value() == "no") if self.value() else queryset


@admin.register(Place)
class PlaceAdmin(BodyByBody, UnmergingAdmin, ReferentAdmin):
    merging = RowMerge(region=["region"], locality=["locality"], coordinates=["latitude", "longitude"])
    form = PlaceForm
    fields = ["country", "region", "locality", ("latitude", "longitude"), "variants"]
    autocomplete_fields = ["country"]
    list_display = ["__str__", "country", "region", "locality", "latitude", "longitude"]
    list_filter = ["country", WithoutCoordinates]
    list_select_related = ["country"]
    search_fields = ["locality"]
    ordering = ["country", "locality", "region"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("country")

    def texts_of(self, row):
        return [str(row), *row.variants]


class CountryForm(ReferentForm):
    # Records name a country by its code, which never changes.
    class Meta:
        model = Country
        fields = ["code", "name", "member_since", "observer_since", "partner"]

    @staticmethod
    def naming(row):
        parts = Q(host=row) | Q(chair_country=row) | Q(place__country=row) | Q(officers__country=row)
        return Meeting.objects.filter(pk__in=Meeting.objects.filter(parts).order_by().values("pk"))


@admin.register(Country)
class CountryAdmin(ReferentAdmin):
    form = CountryForm
    fields = ["code", "name", "member_since", "observer_since", "partner"]
    list_display = ["code", "name", "member_since", "observer_since", "partner"]
    list_display_links = ["code", "name"]
    list_filter = ["partner"]
    search_fields = ["name"]
    ordering = ["partner", "code"]

    def get_readonly_fields(self, request, obj=None):
        return ["code"] if obj else []

    def texts_of(self, row):
        return [row.code, row.name]
