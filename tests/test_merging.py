"""Two entries that tell of one thing become one: nothing that pointed at either is lost, or nothing happens at all."""

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from meetings.admin.finding import find_source
from meetings.history import Change, as_of, now_at, restore, write
from meetings.merging import CannotMerge, Pair, merge_meetings, merge_rows, united
from meetings.models import (
    BodyRight,
    Citation,
    Draft,
    FormerPerson,
    FormerPlace,
    FormerSource,
    Meeting,
    Person,
    Place,
    Revision,
    Source,
)
from meetings.models.rights import Rights
from meetings.serializers import shape
from meetings.serializers.writing import Refused
from tests.factories import (
    BodyFactory,
    CitationFactory,
    CountryFactory,
    MeetingFactory,
    OfficerFactory,
    PersonFactory,
    PlaceFactory,
    SourceFactory,
    UserFactory,
    revised,
)
from tests.shapes import cited, entry, venue

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
TODAY = date(2026, 11, 24)
TWICE = Change("Recorded twice", at=NOON)
pytestmark = pytest.mark.django_db


def pair_of(kept, other):
    return Pair.found(type(kept).objects.all(), kept.pk, other.pk)


def stored(slug):
    return shape(Meeting.objects.with_record().get(slug=slug))


def merged(kept, other, *, rights=None, **chosen):
    record = united(stored(kept.slug), stored(other.slug), chosen)
    return merge_meetings(pair_of(kept, other), record, TWICE, today=TODAY, rights=rights)


def history(slug):
    return list(Revision.objects.of(slug).values_list("number", "kind", "reason"))


# Meetings


def test_meetings_become_one_with_one_revision_each():
    kept = revised(MeetingFactory(slug="kept", ordinal=None, dates="2023-08-21"))
    other = revised(MeetingFactory(slug="other", ordinal=17, dates="2023-08"))
    below = revised(MeetingFactory(slug="below", body__slug="somtc", alongside=other))

    merged(kept, other)

    assert (stored("kept")["ordinal"], stored("kept")["dates"]) == (17, "2023-08-21")
    assert stored("below")["alongside"] == "kept"
    assert history("kept")[1:] == [(2, "changed", "Recorded twice")]
    assert history("other")[1:] == [(2, "merged", "Recorded twice")]
    assert history(below.slug)[1:] == [(2, "changed", "Recorded twice")]
    assert (now_at("other"), set(Revision.objects.filter(number=2).values_list("at", flat=True))) == ("kept", {NOON})


def test_two_of_which_one_pointed_at_the_other_become_one_in_one_revision():
    other = revised(MeetingFactory(slug="other", alongside=revised(MeetingFactory(slug="main"))))
    kept = revised(MeetingFactory(slug="kept", alongside=other))
    beside = revised(MeetingFactory(slug="beside", alongside=other))

    merged(kept, other, alongside="other")

    assert (stored("kept")["alongside"], stored(beside.slug)["alongside"]) == ("main", "kept")
    assert history("kept")[1:] == [(2, "changed", "Recorded twice")]


def test_former_states_are_rebuilt_exactly():
    kept, other = revised(MeetingFactory(slug="kept")), MeetingFactory(slug="other", theme="Together")
    OfficerFactory(meeting=other), CitationFactory(meeting=other, says={"dates": "2023-08-20"})
    other = revised(other, at=datetime(2026, 11, 1, tzinfo=UTC))
    was = stored("kept"), stored("other")
    merged(kept, other)

    restore(Revision.objects.of("kept").get(number=1), Change("Two after all"), today=TODAY)
    restore(Revision.objects.of("other").get(number=2), Change("Two after all"), today=TODAY)

    assert (stored("kept"), stored("other")) == was
    assert as_of("other", datetime(2026, 11, 2, tzinfo=UTC)).record == was[1]


def test_a_merger_that_breaks_a_rule_changes_nothing():
    main = revised(MeetingFactory(slug="main"))
    kept, other = revised(MeetingFactory(slug="kept", alongside=main)), revised(MeetingFactory(slug="other"))
    revised(MeetingFactory(slug="third", alongside=other))
    Meeting.objects.filter(slug="main").update(alongside=other)
    before = [stored(slug) for slug in ("main", "kept", "other", "third")]

    with pytest.raises(Refused):
        merged(kept, other)

    assert [stored(slug) for slug in ("main", "kept", "other", "third")] == before
    assert Revision.objects.count() == 4


def test_open_drafts_follow_the_meeting_that_they_name():
    kept, other = revised(MeetingFactory(slug="kept")), revised(MeetingFactory(slug="other"))
    proposed = {"proposed_at": timezone.now(), "body": other.body}
    Draft.objects.create(slug="other", base=1, proposal=stored("other"), **proposed)
    Draft.objects.create(proposal=entry("new", reports_to="other"), **proposed)
    Draft.objects.create(slug="other", proposal=stored("other"), decision="refused", decided_at=NOON, **proposed)

    merged(kept, other)

    told = [
        (row.slug, row.base, row.proposal["slug"], row.proposal["reports_to"]) for row in Draft.objects.order_by("pk")
    ]
    assert told == [("kept", None, "kept", None), ("", None, "new", "kept"), ("other", None, "other", None)]


@pytest.mark.parametrize("held", [{"ammtc"}, {"ammtc", "somtc"}])
def test_the_right_to_write_each_body_touched_is_needed(held):
    kept = revised(MeetingFactory(slug="kept"))
    other = revised(MeetingFactory(slug="other"))
    revised(MeetingFactory(slug="below", body__slug="somtc", alongside=other))
    anna = UserFactory()
    for slug in held | {"ammtc"}:
        BodyRight.objects.create(user=anna, body=BodyFactory(slug=slug), role="editor")

    if "somtc" in held:
        merged(kept, other, rights=Rights(anna))
        assert stored("below")["alongside"] == "kept"
    else:
        with pytest.raises(CannotMerge, match=r"for the body somtc that takes the role editor\.$"):
            merged(kept, other, rights=Rights(anna))
        assert Meeting.objects.count() == 3


def test_an_entry_cannot_be_merged_with_itself_or_with_what_is_gone():
    kept = MeetingFactory()

    with pytest.raises(CannotMerge, match="with itself"):
        pair_of(kept, kept)
    with pytest.raises(CannotMerge, match="no longer in the record"):
        Pair.found(Meeting.objects.all(), kept.pk, 0)


def test_state_of_a_pair_is_another_once_either_changed():
    kept, other = PersonFactory(), PersonFactory()
    before = pair_of(kept, other).state

    Person.objects.filter(pk=other.pk).update(variants=["Tani"])

    assert pair_of(kept, other).state != before


# People


def test_people_become_one_under_every_spelling(client):
    kept, other = PersonFactory(name="Felizardo M. Serapio Jr.", variants=["Serapio"]), PersonFactory(name="F. Serapio")
    chaired = revised(MeetingFactory(slug="a", chair_person=other))
    opened = MeetingFactory(slug="b", chair_person=kept)
    OfficerFactory(meeting=opened, person=other), OfficerFactory(meeting=opened, person=kept)
    revised(opened)
    former = other.slug

    merge_rows(pair_of(kept, other), {}, TWICE)

    kept.refresh_from_db()
    assert (kept.variants, Person.objects.count()) == (["Serapio", "F. Serapio"], 1)
    assert stored(chaired.slug)["chair"]["person"] == "Felizardo M. Serapio Jr."
    assert len(stored("b")["officers"]) == 1
    assert (history("a")[1:], history("b")[1:]) == ([(2, "changed", "Recorded twice")],) * 2
    assert client.get(f"/people/{former}/").headers["Location"] == kept.get_absolute_url()
    assert client.get(f"/api/v1/people/{former}/").headers["Location"] == f"/api/v1/people/{kept.slug}/"


def test_former_name_and_address_lead_to_the_person_for_ever():
    first, second, third = PersonFactory(name="Tani"), PersonFactory(name="Tani Koichi"), PersonFactory(name="K. Tani")
    BodyFactory(slug="ammtc")

    merge_rows(pair_of(second, first), {}, TWICE)
    merge_rows(pair_of(third, second), {"name": "Tani Koichi"}, TWICE)
    write([entry("a", chair={"country": None, "person": "Tani", "office": None})], TWICE, today=TODAY)

    third.refresh_from_db()
    assert (third.name, third.variants) == ("Tani Koichi", ["K. Tani", "Tani"])
    assert Meeting.objects.get().chair_person == third
    assert list(FormerPerson.objects.values_list("slug", "person")) == [("tani", third.pk), ("tani-koichi", third.pk)]
    assert PersonFactory(name="Tani.").slug == "tani-2"
    assert FormerPerson.objects.get(slug="tani").state == {"slug": "tani", "name": "Tani", "variants": []}


def test_people_named_by_meetings_of_another_body_need_its_right():
    kept, other, anna = PersonFactory(), PersonFactory(), UserFactory()
    revised(MeetingFactory(chair_person=other))

    with pytest.raises(CannotMerge):
        merge_rows(pair_of(kept, other), {}, TWICE, rights=Rights(anna))

    assert Person.objects.count() == 2


# Sources


def test_sources_become_one_and_the_copy_is_recognised():
    kept = SourceFactory(url="https://asean.org/a", title="Opens", publisher="ASEAN")
    other = SourceFactory(url="https://copy.example/a", title="Opens!", publisher="Copy")
    both, one = MeetingFactory(slug="both"), MeetingFactory(slug="one")
    CitationFactory(meeting=both, source=kept, supports=["dates"], note="Read")
    CitationFactory(meeting=both, source=other, supports=["host"], says={"dates": "2023-08"}, note="Heard")
    CitationFactory(meeting=one, source=other, described={"publisher": None})
    revised(both), revised(one)

    merge_rows(pair_of(kept, other), {"title": "Opens!"}, TWICE)
    write([entry("new", citations=[cited("dates", url="http://copy.example/a/")])], TWICE, today=TODAY)

    assert stored("both")["citations"] == [
        cited("dates", "host", says={"dates": "2023-08"}, note="Read; Heard")
        | {"source": kept.describe() | {"title": "Opens!"}}
    ]
    assert stored("one")["citations"][0]["source"] == kept.describe() | {"title": "Opens!", "publisher": None}
    assert (history("both")[1:], history("one")[1:]) == ([(2, "changed", "Recorded twice")],) * 2
    assert list(FormerSource.objects.values_list("address", "source")) == [("copy.example/a", kept.pk)]
    assert (Source.objects.count(), stored("new")["citations"][0]["source"]["url"]) == (1, "http://copy.example/a/")


def test_address_that_gives_way_is_the_former_one():
    kept, other = SourceFactory(url="https://old.example/a"), SourceFactory(url="https://asean.org/a")

    merge_rows(pair_of(kept, other), {"url": "https://asean.org/a"}, TWICE)

    assert Source.objects.get().address == "asean.org/a"
    assert find_source("old.example/a/") == kept
    assert [former.address for former in FormerSource.objects.all()] == ["old.example/a"]


def test_paper_without_an_address_is_recognised_by_its_title():
    kept, other = SourceFactory(url="https://asean.org/a"), SourceFactory(url="", title="Report", publisher="Press")
    BodyFactory(slug="ammtc")

    merge_rows(pair_of(kept, other), {}, TWICE)
    write([entry("a", citations=[cited("dates", title="Report", publisher="Press")])], TWICE, today=TODAY)

    assert Citation.objects.get().source == kept


def test_record_that_cites_a_source_and_its_copy_cites_it_once():
    kept, other = SourceFactory(url="https://asean.org/a"), SourceFactory(url="https://copy.example/a")
    BodyFactory(slug="ammtc")
    merge_rows(pair_of(kept, other), {}, TWICE)

    citations = [cited("host", url="https://copy.example/a"), cited("dates", url="https://asean.org/a")]
    write([entry("a", citations=citations)], TWICE, today=TODAY)

    assert list(Citation.objects.values_list("source", "supports")) == [(kept.pk, ["dates", "host"])]


# Places


def test_places_become_one_and_are_found_by_either_name():
    kept = PlaceFactory(locality="Pasay City", region="Metro Manila")
    other = PlaceFactory(locality="Manila", region="Luzon", variants=["Maynila"])
    revised(MeetingFactory(slug="a", place=other))

    merge_rows(pair_of(kept, other), {}, TWICE)
    write([entry("b", venue=venue(locality="Manila", region="Luzon"))], TWICE, today=TODAY)

    kept.refresh_from_db()
    assert kept.variants == ["Manila", "Maynila"]
    assert stored("a")["venue"] == stored("b")["venue"] == venue(locality="Pasay City", region="Metro Manila")
    assert (history("a")[1:], Place.objects.count()) == ([(2, "changed", "Recorded twice")], 1)
    assert [str(former) for former in FormerPlace.objects.all()] == ["Manila, Luzon, ID"]


def test_places_that_cannot_be_one_are_refused_in_a_sentence():
    town, abroad = PlaceFactory(locality="Kuta"), PlaceFactory(country=CountryFactory(code="SG"))

    with pytest.raises(CannotMerge, match="different countries"):
        merge_rows(pair_of(town, abroad), {}, TWICE)
    with pytest.raises(CannotMerge, match="whole region"):
        merge_rows(pair_of(town, PlaceFactory(locality="")), {}, TWICE)

    assert Place.objects.count() == 3
