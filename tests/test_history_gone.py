"""Meetings that leave the record: deleted, merged, found again under another name, and brought back."""

from datetime import UTC, datetime, timedelta

import pytest
from rest_framework.serializers import ValidationError

from meetings.history import Change, delete, now_at, restore
from meetings.models import Body, Country, Meeting, Revision
from meetings.serializers import shape
from meetings.serializers.meetings import problem_list
from meetings.serializers.writing import Refused
from tests.factories import (
    BodyFactory,
    CitationFactory,
    CountryFactory,
    DocumentFactory,
    MeetingFactory,
    OfficerFactory,
    PersonFactory,
    PlaceFactory,
    UserFactory,
    revised,
)

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
TODAY = NOON.date()


def history(slug):
    """The revisions of a meeting as (number, kind, reason)."""
    return list(Revision.objects.of(slug).values_list("number", "kind", "reason"))


def recorded(slug, **columns):
    return revised(MeetingFactory(slug=slug, **columns))


def stored(slug):
    return shape(Meeting.objects.with_record().get(slug=slug))


def last(slug):
    return Revision.objects.of(slug).last()


# Deleting


def test_deleting_leaves_a_tombstone_with_the_last_state(db):
    meeting = recorded("a")
    OfficerFactory(meeting=meeting), DocumentFactory(meeting=meeting), CitationFactory(meeting=meeting)
    state = shape(revised(meeting, "Parts seen"))

    tombstone = delete(meeting, Change("Never met", editor=UserFactory(username="sari"), at=NOON))

    assert (tombstone.number, tombstone.kind, tombstone.at, tombstone.reason) == (3, "deleted", NOON, "Never met")
    assert (tombstone.editor_name, tombstone.merged_into, tombstone.record) == ("sari", "", state)
    assert (tombstone.is_gone, last("a"), Meeting.objects.count()) == (True, tombstone, 0)


def test_meetings_that_pointed_at_a_deleted_one_point_at_nothing_and_say_so(db):
    gone = recorded("gone")
    for slug, links in (("below", ["reports_to"]), ("beside", ["alongside"]), ("both", ["reports_to", "alongside"])):
        recorded(slug, **dict.fromkeys(links, gone))
    recorded("neither")

    delete(gone, Change("Never met", at=NOON))

    assert {slug: len(history(slug)) for slug in ("below", "beside", "both", "neither")} == {
        "below": 2, "beside": 2, "both": 2, "neither": 1,
    }  # fmt: skip
    assert [(stored(slug)["reports_to"], stored(slug)["alongside"]) for slug in ("below", "beside", "both")] == [
        (None, None)
    ] * 3
    assert (last("both").reason, last("both").at) == ("Never met", NOON)


def test_undated_neighbours_move_when_a_meeting_is_deleted(db):
    first, _, _ = (
        recorded(f"m-{n}", ordinal=n, dates=dates) for n, dates in ((1, "2000-01-01"), (2, None), (3, "2000-01-11"))
    )

    delete(first, Change("Never met"))

    assert Meeting.objects.get(slug="m-2").sorts_on.isoformat() == "2000-01-10"


def test_a_deletion_without_a_reason_deletes_nothing(db):
    meeting = recorded("a")

    with pytest.raises(Exception, match="revision_has_a_reason"):
        delete(meeting, Change(""))

    assert (meeting.above(), len(history("a"))) == ([], 1)


# Merging


def test_merging_leads_those_that_pointed_to_the_other(db):
    kept, double = recorded("kept"), recorded("double")
    below, beside = recorded("below", body__slug="somtc", reports_to=double), recorded("beside", alongside=double)
    Body.objects.filter(slug="somtc").update(reports_to=kept.body)

    tombstone = delete(double, Change("Recorded twice", at=NOON), merged_into=kept)

    assert (tombstone.kind, tombstone.merged_into, tombstone.number) == ("merged", "kept", 2)
    assert (stored(below.slug)["reports_to"], stored(beside.slug)["alongside"]) == ("kept", "kept")
    assert [len(history(slug)) for slug in ("below", "beside", "kept")] == [2, 2, 1]
    assert now_at("double") == "kept"


@pytest.mark.parametrize("link", ["reports_to", "alongside"])
def test_a_meeting_that_pointed_at_the_one_merged_into_it_points_at_nothing(db, link):
    double = recorded("double")
    kept = recorded("kept", **{link: double})

    delete(double, Change("Recorded twice"), merged_into=kept)

    assert (stored("kept")[link], history("kept")[1:]) == (None, [(2, "changed", "Recorded twice")])


@pytest.mark.parametrize("link", ["reports_to", "alongside"])
def test_the_one_that_is_merged_may_point_at_the_one_that_stays(db, link):
    kept = recorded("kept")
    double = recorded("double", **{link: kept})

    delete(double, Change("Recorded twice"), merged_into=kept)

    assert (stored("kept")[link], len(history("kept"))) == (None, 1)


def test_a_merger_that_would_close_a_circle_is_refused(db):
    double = recorded("double")
    beside = recorded("beside", alongside=double)
    kept = recorded("kept", alongside=beside)

    with pytest.raises(Refused) as error:
        delete(double, Change("Recorded twice"), merged_into=kept)

    assert error.value.errors == {
        "beside": {"alongside": "This closes a circle: beside sits alongside kept, which sits alongside beside."}
    }
    assert (stored("beside")["alongside"], len(history("double"))) == ("double", 1)


def test_a_merger_that_would_turn_a_report_downwards_is_refused(db):
    ammtc, somtc = BodyFactory(), BodyFactory(slug="somtc")
    Body.objects.filter(pk=somtc.pk).update(reports_to=ammtc)
    double, kept = recorded("double", body=ammtc), recorded("kept", body=somtc)
    recorded("below", body=somtc, reports_to=double)

    with pytest.raises(Refused) as error:
        delete(double, Change("Recorded twice"), merged_into=kept)

    assert error.value.errors == {
        "below": {"reports_to": "below cannot report to kept: the SOMTC does not stand above the SOMTC."}
    }
    assert Meeting.objects.count() == 3


def test_a_meeting_cannot_be_merged_into_itself(db):
    meeting = recorded("a")

    with pytest.raises(ValueError, match=r"^A meeting cannot be merged into itself\.$"):
        delete(meeting, Change("Recorded twice"), merged_into=Meeting.objects.get())

    assert len(history("a")) == 1


def merge(double, kept):
    delete(Meeting.objects.get(slug=double), Change("Twice"), merged_into=Meeting.objects.get(slug=kept))


def bring_back(slug):
    restore(last(slug), Change("After all"), today=TODAY)


def test_a_merged_meeting_is_found_at_the_end_of_its_mergers(db):
    for slug in "abcd":
        recorded(slug)

    merge("a", "b"), merge("b", "c")

    assert [now_at(slug) for slug in "abcd"] == ["c", "c", None, None]


def test_a_merged_meeting_is_found_nowhere_once_the_other_is_gone(db):
    recorded("a"), recorded("b")
    merge("a", "b")

    delete(Meeting.objects.get(slug="b"), Change("Never met"))

    assert [now_at(slug) for slug in ("a", "b", "never-recorded")] == [None, None, None]


def test_a_merged_meeting_that_was_brought_back_is_found_at_its_own_place(db):
    recorded("a"), recorded("b")
    merge("a", "b"), bring_back("a")

    merge("b", "a")

    assert [now_at(slug) for slug in "ab"] == [None, "a"]
    assert history("a") == [(1, "created", "First recorded"), (2, "merged", "Twice"), (3, "restored", "After all")]


def test_mergers_that_lead_round_lead_nowhere(db):
    for slug, target in (("a", "b"), ("b", "a")):
        Revision.objects.create(
            slug=slug, number=1, at=NOON, kind="merged", merged_into=target, reason="Twice", text="{}"
        )

    assert [now_at(slug) for slug in "ab"] == [None, None]


# Bringing back


@pytest.fixture
def full(db):
    """A meeting of which much is known, as (meeting, its state)."""
    above = recorded("ammtc-17", body__slug="ammtc")
    somtc = BodyFactory(slug="somtc", reports_to=above.body)
    meeting = MeetingFactory(
        slug="somtc-23", body=somtc, ordinal=23, host=CountryFactory(), chair_person=PersonFactory(name="Hamidin"),
        place=PlaceFactory(), reports_to=above, dates="2023-06-20", theme="Together", agenda=["terrorism"],
    )  # fmt: skip
    OfficerFactory(meeting=meeting), DocumentFactory(meeting=meeting)
    CitationFactory(meeting=meeting, says={"dates": "2023-06-21"}, described={"title": None})
    meeting = revised(meeting)
    return meeting, shape(meeting)


def test_a_deleted_meeting_is_brought_back_whole(full):
    meeting, state = full
    delete(meeting, Change("Never met"))

    slugs = restore(last("somtc-23"), Change("It met", at=NOON), today=TODAY)

    assert (slugs, stored("somtc-23")) == (["somtc-23"], state)
    assert history("somtc-23") == [
        (1, "created", "First recorded"), (2, "deleted", "Never met"), (3, "restored", "It met"),
    ]  # fmt: skip
    assert Meeting.objects.get(slug="somtc-23").revision == 3


def test_a_former_state_is_brought_back_over_what_stands(full):
    meeting, state = full
    Meeting.objects.filter(pk=meeting.pk).update(theme="Apart", reports_to=None, agenda=[])
    meeting.officers.all().delete()
    revised(meeting, "Vandalism")

    restore(Revision.objects.of("somtc-23").get(number=1), Change("Undone"), today=TODAY)

    assert stored("somtc-23") == state
    assert history("somtc-23")[1:] == [(2, "changed", "Vandalism"), (3, "restored", "Undone")]


def test_bringing_back_what_stands_writes_nothing(full):
    slugs = restore(last("somtc-23"), Change("Undone"), today=TODAY)

    assert (slugs, len(history("somtc-23"))) == ([], 1)


def test_a_state_that_reports_to_a_meeting_that_is_gone_is_refused_whole(full):
    meeting, _ = full
    delete(meeting, Change("Never met"))
    delete(Meeting.objects.get(slug="ammtc-17"), Change("Never met"))

    with pytest.raises(Refused) as error:
        restore(last("somtc-23"), Change("It met"), today=TODAY)

    assert error.value.errors == {"somtc-23": {"reports_to": "There is no meeting ammtc-17."}}
    assert (Meeting.objects.count(), len(history("somtc-23"))) == (0, 2)


def test_a_state_that_names_a_body_or_country_that_is_gone_is_refused(full):
    meeting, _ = full
    delete(meeting, Change("Never met"))
    meeting.place.delete(), Country.objects.all().delete(), Body.objects.filter(slug="somtc").delete()

    with pytest.raises(ValidationError) as error:
        restore(last("somtc-23"), Change("It met"), today=TODAY)

    assert problem_list(error.value.detail) == [
        ("body", "There is no body somtc. Did you mean ammtc?"),
        ("host", "There is no country ID."),
        ("venue.country", "There is no country ID."),
    ]
    assert [meeting.slug for meeting in Meeting.objects.all()] == ["ammtc-17"]


def test_a_state_whose_number_another_bears_now_is_refused(full):
    meeting, _ = full
    delete(meeting, Change("Recorded wrongly"))
    recorded("somtc-23rd", body=meeting.body, ordinal=23)

    with pytest.raises(Refused) as error:
        restore(last("somtc-23"), Change("It met"), today=TODAY)

    assert error.value.errors == {
        "somtc-23rd": {"ordinal": "somtc-23 has this ordinal too; a series counts each number once."}
    }
    assert not Meeting.objects.filter(slug="somtc-23").exists()


def test_a_held_meeting_is_not_brought_back_before_its_day(full):
    delete(full[0], Change("Never met"))

    with pytest.raises(Refused) as error:
        restore(last("somtc-23"), Change("It met"), today=datetime(2023, 6, 19, tzinfo=UTC).date())

    assert error.value.errors == {
        "somtc-23": {"status": "A meeting that begins on 2023-06-20 cannot be held yet: today is 2023-06-19."}
    }


def test_numbers_stay_gapless_through_all_that_happens(full):
    meeting, _ = full
    for turn in range(3):
        Meeting.objects.filter(slug="somtc-23").update(theme=f"Theme {turn}")
        delete(revised(Meeting.objects.get(slug="somtc-23"), "Changed"), Change("Deleted"))
        bring_back("somtc-23")

    assert [(number, kind) for number, kind, _ in history("somtc-23")] == [
        (1, "created"), *((3 * turn + step, kind) for turn in range(3) for step, kind in
                          ((2, "changed"), (3, "deleted"), (4, "restored"))),
    ]  # fmt: skip


def test_times_of_revisions_are_those_of_their_change(db):
    meeting = revised(MeetingFactory(slug="a"), at=NOON)
    other = revised(MeetingFactory(slug="b", alongside=meeting), at=NOON)

    delete(meeting, Change("Never met", at=NOON + timedelta(hours=1)))

    assert list(Revision.objects.filter(reason="Never met").values_list("slug", "at")) == [
        ("a", NOON + timedelta(hours=1)), (other.slug, NOON + timedelta(hours=1)),
    ]  # fmt: skip
