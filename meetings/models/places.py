"""Countries and places: who hosts, and where; a country carries the day it became a member."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from meetings.languages import country_name
from meetings.models.fields import TextListField
from meetings.models.former import Former


class CountryQuerySet(models.QuerySet):
    def members(self, day):
        """States that were members of ASEAN on `day`."""
        return self.filter(member_since__lte=day)

    def in_record_order(self):
        """Member states by code, then partners by code."""
        return self.order_by("partner", "code")


class Country(models.Model):
    """A state, or the EU, that hosts, chairs or takes part; codes go beyond ISO 3166-1 for partners."""

    code = models.CharField(max_length=2, primary_key=True)
    name = models.CharField(max_length=100, unique=True)
    member_since = models.DateField("member of ASEAN since", null=True, blank=True)
    observer_since = models.DateField("observer since", null=True, blank=True)
    partner = models.BooleanField("dialogue partner", default=False)

    objects = CountryQuerySet.as_manager()

    class Meta:
        ordering = ["partner", "code"]
        verbose_name_plural = "countries"
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^[A-Z]{2}$"),
                name="country_code_is_two_capitals",
                violation_error_message="A country code is two capital letters, such as ID or EU.",
            )
        ]

    def __str__(self):
        return self.full_name

    @property
    def full_name(self):
        """Its name in the reader's language, or in English."""
        return country_name(self.code, self.name)

    def get_absolute_url(self):
        return reverse("country", args=[self.code])

    def is_member(self, day):
        return self.member_since is not None and self.member_since <= day


class PlaceQuerySet(models.QuerySet):
    def towns(self):
        """Places known by a town, which is what a map and the dataset list."""
        return self.exclude(locality="")

    def in_record_order(self):
        return self.order_by("country__partner", "country", "locality", "region")


class Place(models.Model):
    """Where a meeting sat, as closely as it is known: town, region and country, or only the latter."""

    country = models.ForeignKey(Country, models.PROTECT, related_name="places")
    region = models.CharField(max_length=100, blank=True)
    locality = models.CharField("town", max_length=100, blank=True)
    latitude = models.DecimalField(max_digits=6, decimal_places=3, null=True, blank=True)
    longitude = models.DecimalField(max_digits=6, decimal_places=3, null=True, blank=True)
    variants = TextListField("other spellings")

    objects = PlaceQuerySet.as_manager()

    class Meta:
        ordering = ["country", "locality", "region"]
        constraints = [
            models.UniqueConstraint(
                "country", "region", "locality",
                name="place_is_recorded_once",
                violation_error_message="This place is already recorded.",
            ),
            models.CheckConstraint(
                # A check lets unknown pass, as a comparison with null is: hence "is not null" beside each.
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, latitude__range=(-90, 90))
                & Q(longitude__isnull=False, longitude__range=(-180, 180)),
                name="place_coordinates_are_whole_and_on_earth",
                violation_error_message="Give both latitude (-90 to 90) and longitude (-180 to 180), or neither.",
            ),
        ]  # fmt: skip

    def __str__(self):
        return ", ".join(self.lines())

    def lines(self):
        """From the town outwards, without saying a name twice (Singapore, Singapore)."""
        names = [name for name in (self.locality, self.region) if name and name != self.country.name]
        return [*dict.fromkeys(names), str(self.country)]


class FormerPlace(Former):
    """The names under which `place` was recorded besides its own."""

    country = models.ForeignKey(Country, models.CASCADE, related_name="+")
    region = models.CharField(max_length=100, blank=True)
    locality = models.CharField("town", max_length=100, blank=True)
    place = models.ForeignKey(Place, models.CASCADE, related_name="former")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint("country", "region", "locality", name="former_names_lead_to_one_place"),
        ]

    def __str__(self):
        return ", ".join(filter(None, [self.locality, self.region, self.country_id]))
