"""Names typed into the form of a meeting: known ones are found, new ones recorded with it, look-alikes asked about."""

import pytest

from meetings.models import Body, Meeting, Person, Place, Source
from tests.desk import ADD, boss, controls, editor, errors_of, record_of, said, sent, typed_meeting
from tests.factories import (
    BodyFactory,
    CitationFactory,
    CountryFactory,
    MeetingFactory,
    PersonFactory,
    PlaceFactory,
    SourceFactory,
    revised,
)

PASTED = "https://www.press.example/17/?utm_source=feed"


def typed(**fields):
    return typed_meeting(**{name.replace("__", "-"): value for name, value in fields.items()})


def test_new_person_place_and_source_are_recorded_with_the_meeting(db):
    CountryFactory()
    names = {"chair_person-named": "Listyo Sigit Prabowo", "place-named": "Kuta, Bali, Indonesia"}
    officer = {"officers-0-role": "secretary", "officers-0-person-named": "Listyo Sigit Prabowo"}
    source = {
        "citations-0-source-named": PASTED, "citations-0-source_title": "It opens", "citations-0-supports": ["dates"],
        "citations-0-source_publisher": "The Press", "citations-0-source_published": "18 May 2023",
        "citations-0-source_language": "en",
    }  # fmt: skip

    sent(editor(), ADD, **typed(**names, **officer, **source))

    record = record_of(Meeting.objects.get())
    assert record["chair"] == {"country": None, "person": "Listyo Sigit Prabowo", "office": None}
    assert record["officers"] == [
        {"role": "secretary", "person": "Listyo Sigit Prabowo", "office": None, "country": None}
    ]
    assert record["venue"] == {"name": None, "locality": "Kuta", "region": "Bali", "country": "ID"}
    assert record["citations"][0]["source"] == {
        "url": PASTED, "title": "It opens", "publisher": "The Press", "published": "2023-05-18", "language": "en",
    }  # fmt: skip
    assert (Person.objects.count(), Place.objects.count(), Source.objects.count()) == (1, 1, 1)


@pytest.mark.parametrize("name", ["Joko Widodo", "joko widodo", "Jokowi"])
def test_person_is_known_by_each_spelling(db, name):
    person = PersonFactory(name="Joko Widodo", variants=["Jokowi"])

    sent(editor(), ADD, **typed(**{"chair_person-named": name}))

    assert Meeting.objects.get().chair_person == person


@pytest.mark.parametrize("text", ["Town, Bali, Indonesia", "town, bali, id", "Town", "Old Town"])
def test_place_is_known_by_each_spelling(db, text):
    place = PlaceFactory(locality="Town", region="Bali", variants=["Old Town"])

    sent(editor(), ADD, **typed(**{"place-named": text}))

    assert Meeting.objects.get().place == place


@pytest.mark.parametrize("text", ["somtc-23", "23rd SOMTC", "23 somtc"])
def test_meeting_is_known_by_slug_and_name(db, text):
    above = revised(MeetingFactory(body=BodyFactory(slug="ammtc"), ordinal=17, slug="ammtc-17"))
    SOMTC = BodyFactory(slug="somtc", level="senior-officials", reports_to=above.body)
    to = revised(MeetingFactory(body=SOMTC, ordinal=23))
    group = BodyFactory(slug="group", level="working-group", reports_to=SOMTC)

    sent(editor(), ADD, **typed(body=group.pk, ordinal="19", **{"reports_to-named": text}))

    assert Meeting.objects.get(body=group).reports_to == to


@pytest.mark.parametrize("text", ["press.example/17", PASTED, "http://press.example/17"])
def test_source_is_known_by_each_spelling_of_its_address(db, text):
    known = SourceFactory(url="https://press.example/17", title="It opens")

    sent(
        editor(),
        ADD,
        **typed(**{"citations-0-source-named": text, "citations-0-supports": ["dates"]}),
    )

    assert [row.source for row in Meeting.objects.get().citations.all()] == [known]


@pytest.mark.parametrize(("meant", "people"), [("new", 2), ("known", 1)])
def test_look_alike_is_asked_about_and_taken_as_answered(db, meant, people):
    known, client = PersonFactory(name="Andhika Chrisnayudhanto"), editor()

    asked = sent(client, ADD, **typed(**{"chair_person-named": "Andhika Chrisnayudanto"}))

    assert errors_of(asked) == {
        "chair_person": ["“Andhika Chrisnayudanto” is not recorded under this very name. Say below which is meant."]
    }
    assert Person.objects.get() == known
    form = controls(asked)
    assert form["chair_person-named"] == "Andhika Chrisnayudanto"
    answer = {"chair_person-meant": str(known.pk) if meant == "known" else "new"}
    assert client.post(ADD, form | answer).status_code == 302
    assert Person.objects.count() == people
    assert (Meeting.objects.get().chair_person == known) is (meant == "known")


@pytest.mark.parametrize(
    ("typing", "errors"),
    [
        ({"place-named": "Kuta, Bali"}, {"place": [
            "Write a place from the town outwards, its country last, as in “Kuta, Bali, Indonesia”."]}),
        ({"reports_to-named": "ammtc-18"}, {"reports_to": [
            "There is no meeting “ammtc-18”. Did you mean ammtc-3?"]}),
        ({"chair_person-named": "x" * 201}, {"chair_person": [
            "Ensure this value has at most 200 characters (it has 201)."]}),
        ({"citations-0-source-named": "ftp://press.example/", "citations-0-supports": ["dates"]}, {
            "citations-0-source": ["Give a whole web address that begins with http:// or https://."]}),
    ],
)  # fmt: skip
def test_name_that_leads_nowhere_is_refused_and_kept(db, typing, errors):
    MeetingFactory(ordinal=3)

    response = sent(editor(), ADD, **typed(**typing))

    assert errors_of(response) == errors
    assert controls(response) | typing == controls(response)
    assert (Meeting.objects.count(), Person.objects.count(), Source.objects.count()) == (1, 0, 0)


def test_nothing_new_is_kept_of_a_meeting_that_is_refused(db):
    CountryFactory()
    names = {"chair_person-named": "Nobody Yet", "place-named": "Kuta, Bali, Indonesia"}

    response = sent(editor(), ADD, **typed(reason="", **names))

    assert list(errors_of(response)) == ["reason"]
    assert (Person.objects.count(), Place.objects.count()) == (0, 0)


def test_source_supports_all_that_is_filled_in(db):
    CountryFactory()
    ticked = {"citations-0-source-named": PASTED, "citations-0-supports_all": "on"}
    officer = {"officers-0-role": "secretary", "officers-0-office": "Director"}

    sent(editor(), ADD, **typed(agenda="terrorism", **ticked, **officer, **{"place-named": "Kuta, Bali, Indonesia"}))

    [citation] = record_of(Meeting.objects.get())["citations"]
    assert citation["supports"] == ["ordinal", "dates", "officers", "locality", "region", "agenda"]


def test_details_of_a_known_source_fill_what_it_lacks_and_stay_with_the_citation_where_it_differs(db):
    source = SourceFactory(url="https://press.example/17", title="", publisher="The Press")
    other = revised(CitationFactory(source=source).meeting)
    row = {
        "citations-0-source": source.pk, "citations-0-supports": ["dates"],
        "citations-0-source_title": "It opens", "citations-0-source_publisher": "Press Agency",
    }  # fmt: skip

    sent(editor(), ADD, **typed(ordinal="400", **row))

    source.refresh_from_db()
    assert (source.title, source.publisher) == ("It opens", "The Press")
    [told] = record_of(Meeting.objects.get(ordinal=400))["citations"]
    assert (told["source"]["title"], told["source"]["publisher"]) == ("It opens", "Press Agency")
    assert record_of(other)["citations"][0]["source"]["title"] is None


def test_likely_copy_is_told_and_never_merged(db):
    title = "ASEAN countries work together against terrorism"
    known = SourceFactory(title=title, publisher="The Press")
    row = {
        "citations-0-source-named": "https://copy.example/1", "citations-0-supports": ["dates"],
        "citations-0-source_title": f"{title}!", "citations-0-source_publisher": "Copy",
    }  # fmt: skip
    client = editor()

    looked = sent(client, ADD, **typed(**row), look="1")
    saved = sent(client, ADD, **typed(**row))

    assert "<b>Perhaps a copy of</b> The Press – ASEAN countries" in looked.content.decode()
    assert said(saved)[-1].endswith(f"“Copy – {title}!” may be a copy of “{known}”: both are kept.")
    assert Source.objects.count() == 2


def test_body_gets_its_slug_from_its_acronym(db):
    sent(boss(), "/admin/meetings/body/add/", acronym="SOMTC WG on CT", name="Working Group", level="working-group")

    assert Body.objects.get().slug == "somtc-wg-on-ct"
