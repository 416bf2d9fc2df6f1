"""The history: every change writes one revision or none, with the row it describes or not at all."""

from datetime import UTC, datetime, timedelta
from threading import Event, Thread

import pytest
from django.db import IntegrityError, connection, transaction

from meetings.history import Change, Difference, as_of, delete, differences, revise, revising, write
from meetings.models import Commit, Meeting, Person, Revision
from meetings.models.revisions import as_text
from meetings.search import matching
from meetings.serializers import shape
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
    SourceFactory,
    UserFactory,
    revised,
)
from tests.refusals import refusal
from tests.shapes import entry

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)
TODAY = NOON.date()


def history(slug):
    """The revisions of a meeting as (number, kind, reason)."""
    return list(Revision.objects.of(slug).values_list("number", "kind", "reason"))


def edit(meeting, reason, at=NOON, **columns):
    Meeting.objects.filter(pk=meeting.pk).update(**columns)
    return revised(meeting, reason, at=at)


# Revisions


def test_first_revision_tells_who_when_why_and_what(db):
    editor = UserFactory(username="sari")

    meeting = revised(MeetingFactory(slug="ammtc-17"), "Announced", editor=editor, at=NOON, minor=True)

    assert list(Revision.objects.values()) == [
        {
            "id": Revision.objects.get().pk, "slug": "ammtc-17", "number": 1, "at": NOON, "editor_id": editor.pk,
            "editor_name": "sari", "kind": "created", "reason": "Announced", "minor": True, "merged_into": "",
            "corrects": False, "reports_to": "", "alongside": "",
            "text": as_text(shape(meeting)), "commit_id": Commit.objects.get().pk,
        }
    ]  # fmt: skip
    assert (meeting.revision, meeting.updated_at) == (1, NOON)
    assert Revision.objects.get().record == shape(meeting)


def test_saving_what_is_there_writes_nothing_and_moves_no_time(db):
    meeting = revised(MeetingFactory(), at=NOON)

    slugs = revise([meeting.pk], Change("Saved again", at=NOON + MOMENT))

    again = Meeting.objects.get()
    assert (slugs, history(meeting.slug)) == ([], [(1, "created", "First recorded")])
    assert (again.revision, again.updated_at) == (1, NOON)


def test_each_change_writes_one_revision(db):
    meeting = revised(MeetingFactory(), at=NOON)

    slugs = revise([edit(meeting, "Theme seen", theme="Together").pk] * 3, Change("Saved again"))

    assert slugs == []
    assert history(meeting.slug) == [(1, "created", "First recorded"), (2, "changed", "Theme seen")]


def test_a_change_that_is_taken_back_is_a_revision_too(db):
    meeting = revised(MeetingFactory(theme="Together"))

    edit(meeting, "Wrong", theme="Apart"), edit(meeting, "Right", theme="Together")

    first, _, third = Revision.objects.of(meeting.slug)
    assert (third.number, third.text) == (3, first.text)


def test_a_change_of_a_part_is_a_change_of_the_meeting(db):
    meeting = revised(MeetingFactory())
    for part in (OfficerFactory, DocumentFactory, CitationFactory):
        part(meeting=meeting)
        revised(meeting, part.__name__)

    assert [reason for _, _, reason in history(meeting.slug)] == [
        "First recorded", "OfficerFactory", "DocumentFactory", "CitationFactory",
    ]  # fmt: skip


def test_the_editor_is_named_after_the_account_is_gone(db):
    editor = UserFactory(username="sari")
    revised(MeetingFactory(), editor=editor)

    editor.delete()

    assert list(Revision.objects.values_list("editor", "editor_name")) == [(None, "sari")]


def test_a_revision_needs_a_reason_and_a_number_of_its_own(db):
    revision = Revision(slug="a", number=1, at=NOON, kind="created", reason="", text="{}")

    assert refusal(revision) == ["Say why you make this change."]
    revision.reason = "Announced"
    revision.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        Revision.objects.create(slug="a", number=1, at=NOON, kind="changed", reason="Again", text="{}")


def test_latest_each_and_until(db):
    first, second = (revised(MeetingFactory(slug=slug), at=NOON) for slug in ("a", "b"))
    edit(first, "Later", at=NOON + MOMENT, theme="Together")

    def numbers(revisions):
        return [(revision.slug, revision.number) for revision in revisions.order_by("slug", "number")]

    assert numbers(Revision.objects.latest_each()) == [("a", 2), ("b", 1)]
    assert numbers(Revision.objects.until(NOON)) == [("a", 1), ("b", 1)]
    assert numbers(Revision.objects.of_any(["a"])) == [("a", 1), ("a", 2)]
    assert [revision.reason for revision in Revision.objects.newest_first()][0] == "Later"


def test_many_meetings_are_revised_in_batches(db):
    body = BodyFactory()
    Meeting.objects.bulk_create(Meeting(slug=f"m-{number}", body=body) for number in range(501))
    pks, looked_at = list(Meeting.objects.values_list("pk", flat=True)), []

    first = revise(pks, Change("Imported"), report=looked_at.append)
    again = revise(pks, Change("Imported again"), report=looked_at.append)

    assert (len(set(first)), again, looked_at) == (501, [], [500, 501] * 2)
    assert set(Meeting.objects.values_list("revision", flat=True)) == {1}
    assert Revision.objects.filter(number=1, kind="created").count() == Revision.objects.count() == 501


@pytest.mark.parametrize("rows", [1, 3])
def test_revising_takes_a_fixed_number_of_queries(db, django_assert_num_queries, rows):
    for number in range(rows):
        meeting = MeetingFactory(ordinal=number + 1, host=CountryFactory(), chair_person=PersonFactory())
        OfficerFactory(meeting=meeting), DocumentFactory(meeting=meeting), CitationFactory(meeting=meeting)
    pks = list(Meeting.objects.values_list("pk", flat=True))

    with django_assert_num_queries(20):
        first = revise(pks, Change("Imported"))
    with django_assert_num_queries(14):
        again = revise(pks, Change("Imported again"))

    assert (len(first), again) == (rows, [])


# One transaction


def test_a_refused_revision_leaves_neither_row_nor_revision(db):
    meeting = revised(MeetingFactory(theme="Together"))

    with pytest.raises(IntegrityError), transaction.atomic():
        edit(meeting, "", theme="Apart")

    assert (Meeting.objects.get().theme, len(history(meeting.slug))) == ("Together", 1)


def test_an_error_while_a_referent_changes_leaves_all_as_it_was(db):
    person = PersonFactory(name="Hamidin")
    meeting = revised(MeetingFactory(chair_person=person))

    def rename():
        with revising(Change("Renamed"), person, Meeting.objects.naming(person)):
            Person.objects.update(name="Hamidin Aji")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        rename()

    assert (Person.objects.get().name, len(history(meeting.slug))) == ("Hamidin", 1)


def test_a_record_refused_in_its_links_leaves_neither_row_nor_revision(db):
    BodyFactory()

    with pytest.raises(Refused):
        write([entry("a"), entry("b", reports_to="gone")], Change("Imported"), today=TODAY)

    assert (Meeting.objects.count(), Revision.objects.count()) == (0, 0)


# What records name


def test_renaming_a_person_revises_the_meetings_that_name_them(db):
    person = PersonFactory(name="Hamidin")
    revised(MeetingFactory(slug="chaired", chair_person=person))
    revised(OfficerFactory(meeting__slug="opened", person=person).meeting)
    revised(MeetingFactory(slug="other"))

    with revising(Change("Full name", at=NOON), person, Meeting.objects.naming(person)):
        person.name = "Yusuf Hamidin"
        person.save()

    told = Revision.objects.filter(reason="Full name").order_by("slug").values_list("slug", "number", "at")
    assert list(told) == [("chaired", 2, NOON), ("opened", 2, NOON)]
    assert matching(Meeting.objects.all(), "yusuf").count() == 2
    assert Revision.objects.of("chaired").last().record["chair"]["person"] == "Yusuf Hamidin"


def test_another_spelling_is_found_without_a_revision(db):
    person = PersonFactory(name="Hamidin")
    meeting = revised(MeetingFactory(chair_person=person))

    with revising(Change("Seen so"), person, Meeting.objects.naming(person)):
        person.variants = ["Khamidin"]
        person.save()

    assert list(matching(Meeting.objects.all(), "khamidin")) == [meeting]
    assert len(history(meeting.slug)) == 1


def test_moving_a_place_revises_the_meetings_there(db):
    place = PlaceFactory(locality="Batavia")
    meeting = revised(MeetingFactory(place=place))

    with revising(Change("Its name now"), place, place.meetings.all()):
        place.locality = "Jakarta"
        place.save()

    assert history(meeting.slug)[1:] == [(2, "changed", "Its name now")]
    assert Revision.objects.last().record["venue"]["locality"] == "Jakarta"


def test_retitling_a_source_revises_the_meetings_that_quote_its_title(db):
    source = SourceFactory(title="Report")
    revised(CitationFactory(meeting__slug="quotes", source=source).meeting)
    revised(CitationFactory(meeting__slug="quotes-otherwise", source=source, described={"title": "Raport"}).meeting)

    with revising(Change("Full title"), source, Meeting.objects.citing(source)):
        source.title = "Report of the chair"
        source.save()

    assert (len(history("quotes")), len(history("quotes-otherwise"))) == (2, 1)


def test_meetings_that_a_change_adds_or_drops_are_revised_too(db):
    first, second = PersonFactory(), PersonFactory()
    was, becomes = revised(MeetingFactory(slug="was", chair_person=first)), revised(MeetingFactory(slug="becomes"))

    with revising(Change("Mixed up"), first, Meeting.objects.naming(first)):
        Meeting.objects.filter(pk=was.pk).update(chair_person=second)
        Meeting.objects.filter(pk=becomes.pk).update(chair_person=first)

    assert [len(history(slug)) for slug in ("was", "becomes")] == [2, 2]


# As of a time, and what differs


def test_as_of_is_exact_to_the_moment(db):
    meeting = revised(MeetingFactory(slug="a"), at=NOON)
    edit(meeting, "Later", at=NOON + 2 * MOMENT, theme="Together")
    delete(Meeting.objects.get(), Change("Never met", at=NOON + 4 * MOMENT))

    stood = [as_of("a", NOON + step * MOMENT) for step in range(-1, 6)]

    assert [revision and revision.number for revision in stood] == [None, 1, 1, 2, 2, None, None]
    assert as_of("b", NOON) is None


def test_as_of_takes_the_last_of_one_moment(db):
    meeting = revised(MeetingFactory(slug="a"), at=NOON)
    edit(meeting, "At once", at=NOON, theme="Together")

    assert as_of("a", NOON).number == 2


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        (entry("a"), entry("a"), []),
        (entry("a"), entry("a", theme="x"), [Difference("theme", None, "x")]),
        (entry("a", agenda=["x"], host="ID"), entry("a", agenda=["y"]),
         [Difference("host", "ID", None), Difference("agenda", ["x"], ["y"])]),
        ({"theme": None, "agenda": []}, {"theme": ""}, []),
        ({"theme": "x"}, {"host": "ID"}, [Difference("host", None, "ID"), Difference("theme", "x", None)]),
        (None, {"slug": "a", "theme": None}, [Difference("slug", None, "a")]),
        ({"slug": "a"}, None, [Difference("slug", "a", None)]),
        (None, None, []),
    ],
)  # fmt: skip
def test_differences_are_told_in_the_order_of_the_shape(before, after, found):
    assert differences(before, after) == found


# Two at once


@pytest.mark.django_db(transaction=True)
def test_a_revision_waits_for_the_change_that_is_under_way():
    if connection.vendor == "sqlite":
        # One writer at a time, from the first statement of its transaction.
        assert connection.settings_dict["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
        return
    meeting, begun = revised(MeetingFactory(slug="a")), Event()

    def revise_meanwhile():
        begun.wait()
        revise([meeting.pk], Change("Meanwhile"))
        connection.close()

    other = Thread(target=revise_meanwhile)
    other.start()
    with transaction.atomic():
        edit(meeting, "Theme seen", theme="Together")
        begun.set()
        other.join(timeout=0.3)
    other.join()

    row = Meeting.objects.get()
    assert history("a") == [(1, "created", "First recorded"), (2, "changed", "Theme seen")]
    assert (row.revision, "together" in row.folded) == (2, True)
