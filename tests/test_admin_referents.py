"""What records name, at the desk: renamed together with the records, and refused with a sentence."""

from decimal import Decimal

import pytest
from django.urls import reverse

from meetings.models import Body, Country, Meeting, Person, Place, Revision, Source
from meetings.serializers import shape
from tests.desk import HTML, boss, editor, errors_of, found, said, sent
from tests.factories import (
    BodyFactory,
    CitationFactory,
    CountryFactory,
    DocumentFactory,
    MeetingFactory,
    OfficerFactory,
    PersonFactory,
    PlaceFactory,
    SourceFactory,
    revised,
)

NEEDED = ["Say why you make this change: readers see it in the history."]


def address(row, page="change"):
    return reverse(f"admin:meetings_{row._meta.model_name}_{page}", args=[row.pk])


def adding(model):
    return reverse(f"admin:meetings_{model}_add")


@pytest.fixture
def named(db):
    """A person, a place and a source that the records of two meetings name."""
    person, place, source = PersonFactory(name="Hamidin"), PlaceFactory(locality="Kuta"), SourceFactory(title="Report")
    chaired = MeetingFactory(ordinal=1, chair_person=person, place=place)
    opened = MeetingFactory(ordinal=2, place=place)
    OfficerFactory(meeting=opened, person=person)
    for meeting in (chaired, opened):
        CitationFactory(meeting=meeting, source=source)
        revised(meeting)
    revised(MeetingFactory(ordinal=3))
    return {"person": person, "place": place, "source": source}


RENAMED = {"person": {"name": "Hamidin Aji"}, "place": {"locality": "Badung"}, "source": {"title": "Report, corrected"}}


@pytest.mark.parametrize("model", RENAMED)
def test_renaming_revises_every_record_that_names_it(named, model):
    client = editor()

    response = sent(client, address(named[model]), reason="Its right name", **RENAMED[model])

    assert said(response)[-1].endswith("was saved, and the records of 2 meetings with it.")
    written = Revision.objects.filter(number=2)
    assert sorted(written.values_list("slug", "reason", "editor_name")) == [
        ("ammtc-1", "Its right name", "anna"),
        ("ammtc-2", "Its right name", "anna"),
    ]
    for revision in written:
        assert revision.record == shape(Meeting.objects.with_record().get(slug=revision.slug))
    [name] = RENAMED[model].values()
    assert all(name in revision.text for revision in written)


@pytest.mark.parametrize("model", RENAMED)
def test_renaming_without_reason_is_refused_where_records_name_it(named, model):
    client = editor()

    response = sent(client, address(named[model]), **RENAMED[model])

    assert errors_of(response) == {"reason": NEEDED}
    assert not Revision.objects.filter(number=2).exists()


def test_renaming_what_no_record_names_needs_no_reason(db):
    person = PersonFactory(name="Nobody")

    sent(editor(), address(person), name="Somebody")

    assert Person.objects.get().name == "Somebody"


def test_another_spelling_is_searched_for_at_once_and_revises_nothing(named):
    client = editor()

    sent(client, address(named["person"]), variants="Hamiddin\r\nH. Aji")

    assert Person.objects.get(name="Hamidin").variants == ["Hamiddin", "H. Aji"]
    assert sorted(found(client, q="hamiddin")) == ["1st AMMTC", "2nd AMMTC"]
    assert not Revision.objects.filter(number=2).exists()


@pytest.mark.parametrize("model", RENAMED)
def test_what_records_name_is_not_deleted(named, model):
    client = editor()

    page = client.get(address(named[model], "delete"))
    client.post(address(named[model], "delete"), {"post": "yes"})

    told = page.content.decode()
    assert "cannot be deleted, because these still name it:" in told
    assert ["1st AMMTC</a>" in told, "2nd AMMTC</a>" in told, "3rd AMMTC</a>" in told] == [True, True, False]
    assert type(named[model]).objects.filter(pk=named[model].pk).exists()


@pytest.mark.parametrize("make", [PersonFactory, PlaceFactory, SourceFactory])
def test_what_no_record_names_is_deleted(db, make):
    row = make()

    editor().post(address(row, "delete"), {"post": "yes"})

    assert not type(row).objects.exists()


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        (
            {"url": "http://www.press.example/report/?utm_source=x"},
            {"url": ["This address is already recorded as “The Press – Report”."]},
        ),
        ({"url": "ftp://press.example/"}, {"url": ["Give a whole web address that begins with http:// or https://."]}),
        ({"url": "http://[press"}, {"url": ["Give a whole web address that begins with http:// or https://."]}),
        (
            {"title": "New", "archive_url": "archive"},
            {"archive_url": ["Give a whole web address that begins with http:// or https://."]},
        ),
        ({}, {"__all__": ["Give a source an address, or at least a title."]}),
        (
            {"title": "Minutes", "publisher": "ASEAN"},
            {"title": ["This source is already recorded, also without an address: “ASEAN – Minutes”."]},
        ),
        ({"title": "New", "published": "31 February 2023"}, {"published": ["February 2023 has no day 31."]}),
        ({"title": "New\x00"}, {"title": ["Null characters are not allowed."]}),
        ({"title": "New\x07"}, {"title": ["Control characters are not allowed here."]}),
        ({"title": "x" * 501}, {"title": ["Ensure this value has at most 500 characters (it has 501)."]}),
    ],
)
def test_source_that_cannot_be_is_refused_with_a_sentence(db, typed, errors):
    client = editor()
    SourceFactory(url="https://press.example/report", title="Report")
    SourceFactory(url="", title="Minutes", publisher="ASEAN")

    response = sent(client, adding("source"), **typed)

    assert errors_of(response) == errors
    assert Source.objects.count() == 2


def test_source_is_kept_as_given_and_known_by_its_address(db):
    sent(
        editor(), adding("source"), url="https://www.Press.example/a/?fbclid=1", title="A", published="18 Agustus 2023"
    )

    source = Source.objects.get()
    assert (source.url, source.address) == ("https://www.Press.example/a/?fbclid=1", "press.example/a")
    assert str(source.published) == "2023-08-18"


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        (
            {"latitude": "91", "longitude": "0"},
            "Give both latitude (-90 to 90) and longitude (-180 to 180), or neither.",
        ),
        ({"latitude": "8"}, "Give both latitude (-90 to 90) and longitude (-180 to 180), or neither."),
        ({"locality": "Kuta"}, "This place is already recorded."),
    ],
)
def test_place_that_cannot_be_is_refused_with_a_sentence(db, typed, errors):
    client = editor()
    PlaceFactory(region="Bali", locality="Kuta")

    response = sent(client, adding("place"), **{"country": "ID", "region": "Bali", "locality": "Ubud"} | typed)

    assert errors_of(response) == {"__all__": [errors]}
    assert Place.objects.count() == 1


def test_place_is_made_with_whole_coordinates(db):
    CountryFactory()

    sent(
        editor(),
        adding("place"),
        country="ID",
        locality="Kuta",
        latitude="-8.718",
        longitude="115.169",
        variants="Kuta Beach",
    )

    assert list(Place.objects.values_list("locality", "latitude", "longitude", "variants")) == [
        ("Kuta", Decimal("-8.718"), Decimal("115.169"), ["Kuta Beach"])
    ]


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"name": "Joko Widodo"}, {"name": ["Person with this Name already exists."]}),
        ({"name": "Jokowi"}, {"name": ["“Jokowi” is another spelling of Joko Widodo."]}),
        ({"name": "New", "variants": "Jokowi"}, {"variants": ["“Jokowi” already leads to Joko Widodo."]}),
        ({"name": ""}, {"name": ["This field is required."]}),
    ],
)
def test_spelling_leads_to_one_person(db, typed, errors):
    client = editor()
    PersonFactory(name="Joko Widodo", variants=["Jokowi"])

    response = sent(client, adding("person"), **typed)

    assert errors_of(response) == errors
    assert Person.objects.count() == 1


def test_body_may_not_report_in_a_circle(db):
    client = boss()
    top = BodyFactory(slug="ammtc", acronym="AMMTC")
    middle = BodyFactory(slug="somtc", acronym="SOMTC", reports_to=top)
    below = BodyFactory(slug="wg", acronym="WG", reports_to=middle)

    response = sent(client, address(top), reports_to=below.pk)
    own = sent(client, address(top), reports_to=top.pk)

    assert errors_of(response) == {"reports_to": ["This closes a circle: AMMTC → WG → SOMTC → AMMTC."]}
    assert errors_of(own) == {"reports_to": ["This closes a circle: AMMTC → AMMTC."]}
    assert Body.objects.get(slug="ammtc").reports_to is None


def test_body_keeps_above_it_what_its_meetings_report_to(db):
    client = boss()
    top = BodyFactory(slug="ammtc", acronym="AMMTC")
    below = BodyFactory(slug="somtc", acronym="SOMTC", reports_to=top)
    MeetingFactory(body=below, reports_to=MeetingFactory(body=top))

    response = sent(client, address(below), reports_to="")

    assert errors_of(response) == {
        "reports_to": ["Meetings of the SOMTC report to the AMMTC, which would no longer stand above it."]
    }


def test_country_code_and_body_slug_never_change(db):
    client = boss()
    country, body = CountryFactory(), BodyFactory()

    sent(client, address(country), code="XX", name="Indonesia, Republic of")
    sent(client, address(body), slug="other", name="Another name")

    assert list(Country.objects.values_list("code", "name")) == [("ID", "Indonesia, Republic of")]
    assert list(Body.objects.values_list("slug", "name")) == [("ammtc", "Another name")]


def test_new_name_of_a_country_is_searched_for_at_once(db):
    client = boss()
    revised(MeetingFactory(ordinal=1, host=CountryFactory()))

    sent(client, "/admin/meetings/country/ID/change/", name="Nusantara")

    assert found(client, q="nusantara") == ["1st AMMTC"]
    assert Revision.objects.count() == 1


def test_html_in_names_is_shown_as_text(db):
    client = boss()
    person, source = PersonFactory(name=HTML, variants=[HTML]), SourceFactory(title=HTML, publisher=HTML)
    place = PlaceFactory(locality=HTML, region=HTML)
    meeting = MeetingFactory(ordinal=1, title=HTML, chair_person=person, place=place)
    CitationFactory(meeting=meeting, source=source)
    DocumentFactory(meeting=meeting, title=HTML)
    revised(meeting)

    for row in (person, source, place):
        for page in (address(row), address(row, "delete"), f"/admin/meetings/{row._meta.model_name}/"):
            told = client.get(page).content.decode()
            assert "<b onclick" not in told
            assert "&lt;b onclick" in told
