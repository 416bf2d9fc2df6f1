"""Countries and places: their codes, their membership by day, and how a place is told."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from meetings.models import Country, Place
from tests.factories import CountryFactory, PlaceFactory
from tests.refusals import refusal

ON_EARTH = "Give both latitude (-90 to 90) and longitude (-180 to 180), or neither."


@pytest.mark.parametrize("code", ["id", "I", "1D", "", "I ", "É1"])
def test_country_code_is_two_capitals(db, code):
    country = Country(code=code, name="Indonesia")

    assert refusal(country) == ["A country code is two capital letters, such as ID or EU."]


def test_country_name_is_used_once(db):
    CountryFactory(code="ID", name="Indonesia")

    with pytest.raises(ValidationError) as error:
        Country(code="IN", name="Indonesia").full_clean()

    assert error.value.message_dict == {"name": ["Country with this Name already exists."]}


def test_members_are_those_of_that_day(db):
    CountryFactory(code="ID", member_since=date(1967, 8, 8))
    CountryFactory(code="TL", member_since=date(2025, 10, 26), observer_since=date(2022, 11, 11))
    CountryFactory(code="EU", partner=True)

    answers = {
        day: [country.code for country in Country.objects.members(date.fromisoformat(day))]
        for day in ("1967-08-07", "1967-08-08", "2025-10-25", "2025-10-26")
    }

    assert answers == {"1967-08-07": [], "1967-08-08": ["ID"], "2025-10-25": ["ID"], "2025-10-26": ["ID", "TL"]}


def test_country_tells_whether_it_was_a_member(db):
    joined = CountryFactory(code="TL", member_since=date(2025, 10, 26))
    partner = CountryFactory(code="EU", partner=True)

    answers = [joined.is_member(date(2025, 10, 25)), joined.is_member(date(2025, 10, 26)), partner.is_member(date.max)]

    assert answers == [False, True, False]


def test_countries_stand_in_record_order_members_first(db):
    for code, partner in (("US", True), ("VN", False), ("AU", True), ("BN", False)):
        CountryFactory(code=code, partner=partner)

    assert [country.code for country in Country.objects.in_record_order()] == ["BN", "VN", "AU", "US"]
    assert [country.code for country in Country.objects.all()] == ["BN", "VN", "AU", "US"]


def test_place_is_recorded_once(db):
    place = PlaceFactory(locality="Labuan Bajo")

    assert refusal(Place(country=place.country, region=place.region, locality="Labuan Bajo")) == [
        "This place is already recorded."
    ]


def test_place_without_town_is_recorded_once_too(db):
    place = PlaceFactory(region="", locality="")

    assert refusal(Place(country=place.country)) == ["This place is already recorded."]


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [("-8.496", None), (None, "119.888"), ("90.001", "0"), ("-90.001", "0"), ("0", "180.001"), ("0", "-180.001")],
)
def test_place_coordinates_are_whole_and_on_earth(db, latitude, longitude):
    place = PlaceFactory.build(country=CountryFactory())
    place.latitude, place.longitude = latitude and Decimal(latitude), longitude and Decimal(longitude)

    assert refusal(place) == [ON_EARTH]


@pytest.mark.parametrize(("latitude", "longitude"), [("90", "180"), ("-90", "-180"), ("0", "0")])
def test_place_may_lie_anywhere_on_earth(db, latitude, longitude):
    place = PlaceFactory(latitude=Decimal(latitude), longitude=Decimal(longitude))

    place.full_clean()

    assert Place.objects.get() == place


@pytest.mark.parametrize("variants", [["Labuanbajo", ""], ["Labuanbajo", 1], {"Labuanbajo": 1}, "Labuanbajo"])
def test_place_variants_are_texts(db, variants):
    with pytest.raises(ValidationError) as error:
        PlaceFactory.build(country=CountryFactory(), variants=variants).full_clean()

    assert error.value.message_dict == {"variants": ["This must be a list of texts, none of them empty."]}


@pytest.mark.parametrize(
    ("region", "locality", "told"),
    [
        ("East Nusa Tenggara", "Labuan Bajo", "Labuan Bajo, East Nusa Tenggara, Indonesia"),
        ("", "Jakarta", "Jakarta, Indonesia"),
        ("Bali", "", "Bali, Indonesia"),
        ("", "", "Indonesia"),
        ("Jakarta", "Jakarta", "Jakarta, Indonesia"),
        ("Indonesia", "Indonesia", "Indonesia"),
    ],
)
def test_place_is_told_outwards_without_a_name_twice(db, region, locality, told):
    place = PlaceFactory.build(country=CountryFactory(), region=region, locality=locality)

    assert str(place) == told


def test_towns_are_places_with_a_town(db):
    PlaceFactory(region="", locality="")
    PlaceFactory(region="Bali", locality="")
    town = PlaceFactory(region="", locality="Jakarta")

    assert list(Place.objects.towns()) == [town]


def test_places_stand_in_record_order_members_first(db):
    sydney = PlaceFactory(country=CountryFactory(code="AU", partner=True), locality="Sydney")
    bogor = PlaceFactory(locality="Bogor")
    bandar = PlaceFactory(country=CountryFactory(code="BN"), locality="Bandar Seri Begawan")
    jakarta = PlaceFactory(locality="Jakarta")

    assert list(Place.objects.in_record_order()) == [bandar, bogor, jakarta, sydney]
