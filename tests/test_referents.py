"""The people, places and sources that records name: found by any spelling, made where new, each quoted as it was."""

from datetime import date

import pytest

from meetings.history import Change, write
from meetings.models import Citation, Meeting, Person, Place, Source
from meetings.serializers import shape
from tests.factories import BodyFactory, CountryFactory, PersonFactory, PlaceFactory, SourceFactory
from tests.shapes import cited, entry, venue

PAGE = "https://asean.org/a"


@pytest.fixture
def bodies(db):
    """A body, Indonesia and Singapore."""
    CountryFactory(code="ID", name="Indonesia"), CountryFactory(code="SG", name="Singapore")
    BodyFactory(slug="ammtc")


def written(*records):
    return write(list(records), Change("As the sources say"), today=date(2026, 11, 24))


def stored(slug):
    return shape(Meeting.objects.with_record().get(slug=slug))


def chaired_by(name):
    return {"country": None, "person": name, "office": None}


def test_people_are_found_by_name_and_by_variant_or_made(bodies):
    known = PersonFactory(name="Listyo Sigit Prabowo", variants=["Sigit", "Listyo Sigit"])

    written(
        entry("a", chair=chaired_by("Sigit")), entry("b", chair=chaired_by("Listyo Sigit Prabowo")),
        entry("c", chair=chaired_by("Hamidin")), entry("d", chair=chaired_by("Hamidin.")),
    )  # fmt: skip

    assert list(Meeting.objects.filter(chair_person=known).order_by("slug").values_list("slug", flat=True)) == [
        "a",
        "b",
    ]
    assert stored("a")["chair"] == chaired_by("Listyo Sigit Prabowo")
    assert dict(Person.objects.values_list("name", "slug")) == {
        "Listyo Sigit Prabowo": known.slug, "Hamidin": "hamidin", "Hamidin.": "hamidin-2",
    }  # fmt: skip


def test_a_name_goes_before_the_variant_of_another(bodies):
    PersonFactory(name="Listyo", variants=["Sigit"])
    namesake = PersonFactory(name="Sigit")

    written(entry(chair=chaired_by("Sigit")))

    assert Meeting.objects.get().chair_person == namesake


def test_places_are_found_by_name_and_by_spelling_or_made(bodies):
    known = PlaceFactory(country_id="ID", region="Bali", locality="Kuta", variants=["Badung"])

    written(
        entry("a", venue=venue(locality="Badung")), entry("b", venue=venue(locality="Badung", region="Bali")),
        entry("c", venue=venue(locality="Kuta", region="Bali")), entry("d", venue=venue(locality="Badung", region="J")),
        entry("e", venue=venue(locality="Badung", country="SG")), entry("f", venue=venue()),
        entry("g", venue=venue(name="Hotel", country=None)),
    )  # fmt: skip

    at = {meeting.slug: meeting.where for meeting in Meeting.objects.with_line()}
    assert at == {
        "a": "Kuta, Bali, Indonesia", "b": "Kuta, Bali, Indonesia", "c": "Kuta, Bali, Indonesia",
        "d": "Badung, J, Indonesia", "e": "Badung, Singapore", "f": "Indonesia", "g": "Hotel",
    }  # fmt: skip
    assert (Meeting.objects.filter(place=known).count(), Place.objects.count()) == (3, 4)


def test_a_source_is_found_by_address_however_spelt_and_keeps_each_description(bodies):
    first = cited("dates", url=PAGE, title="Report", publisher="ASEAN")
    second = cited("dates", url="http://www.asean.org/a/?utm_source=x", title="Other title", publisher="ASEAN")

    written(entry("a", citations=[first]), entry("b", citations=[second]))

    assert Source.objects.get().describe() == first["source"]
    assert [citation.described for citation in Citation.objects.order_by("meeting__slug")] == [
        {}, {"url": "http://www.asean.org/a/?utm_source=x", "title": "Other title"},
    ]  # fmt: skip
    assert (stored("a")["citations"], stored("b")["citations"]) == ([first], [second])


def test_a_source_gains_what_it_lacked_and_earlier_citations_say_nothing_of_it(bodies):
    bare = cited("dates", url=PAGE)
    full = cited("host", url=PAGE, title="Report", publisher="ASEAN", published="2023-08", language="en")
    written(entry("a", citations=[bare]))

    changed = written(entry("b", citations=[full]))

    assert changed == ["b"]
    assert Source.objects.get().describe() == full["source"]
    assert (stored("a")["citations"], stored("b")["citations"]) == ([bare], [full])


def test_a_source_gains_within_one_batch_too(bodies):
    bare, full = cited("dates", url=PAGE), cited("host", url=PAGE, title="Report", published="2023")

    written(entry("a", citations=[bare]), entry("b", citations=[full]))

    assert Source.objects.get().title == "Report"
    assert (stored("a")["citations"], stored("b")["citations"]) == ([bare], [full])


def test_a_source_without_address_is_known_by_title_and_publisher(bodies):
    SourceFactory(url="", title="Gazette", publisher="Press", language="id")

    written(
        entry("a", citations=[cited("dates", title="Gazette", publisher="Press", language="id")]),
        entry("b", citations=[cited("dates", title="Gazette")]),
        entry("c", citations=[cited("dates", title="Gazette", publisher="Press", url=PAGE)]),
    )

    assert sorted(Source.objects.values_list("title", "publisher", "url")) == [
        ("Gazette", "", ""), ("Gazette", "Press", ""), ("Gazette", "Press", PAGE),
    ]  # fmt: skip
