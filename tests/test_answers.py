"""What is kept ready of each meeting is what its serializer says, whoever changed what it follows from."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command

from meetings.answers import line_of, make_ready, placed, text_of
from meetings.history import Change, delete, revise, revising
from meetings.models import Answer, Body, Commit, Country, Line, Meeting, Revision
from meetings.models.answers import later
from meetings.serializers import shape
from tests.conftest import end_transaction
from tests.factories import BodyFactory, CountryFactory, MeetingFactory, PlaceFactory, revised

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def stale():
    """The slugs of meetings whose ready text or line is not what their rows say."""
    ready = {pk: texts for pk, *texts in Answer.objects.values_list("meeting", "text", "meeting__line__text")}
    texts = {meeting: text_of(meeting, shape(meeting)) for meeting in Meeting.objects.with_record()}
    return [meeting.slug for meeting, text in texts.items() if ready.get(meeting.pk) != [text, line_of(text)]]


def state(meeting):
    """(revision, how often it was told differently since) of what is ready."""
    return Answer.objects.values_list("revision", "number").get(meeting=meeting.pk)


@pytest.fixture
def wg(db):
    """A working group's meeting that reports to nobody yet, and the officials' meeting above it."""
    somtc = BodyFactory(slug="somtc", level="senior-officials")
    below = BodyFactory(slug="wg", level="working-group", reports_to=somtc)
    somtc_23 = revised(MeetingFactory(body=somtc, slug="somtc-23", ordinal=23))
    return revised(MeetingFactory(body=below, slug="wg-19", ordinal=19)), somtc_23


def test_answers_of_the_shipped_record_are_ready(record):
    assert stale() == []
    assert Answer.objects.count() == Meeting.objects.count() == 155


def test_meeting_above_tells_what_reports_to_it_as_soon_as_it_does(wg):
    below, above = wg
    commits = Commit.objects.count()

    Meeting.objects.filter(pk=below.pk).update(reports_to=above)
    revise([below.pk], Change("Reported"))

    assert (stale(), '"prepared_by":["wg-19"]' in Answer.objects.get(meeting=above).text) == ([], True)
    assert (state(below), state(above)) == ((2, 0), (1, 1))
    assert Commit.objects.count() == commits + 1


@pytest.mark.parametrize("way", ["turns away", "is deleted", "is merged"])
def test_meeting_above_tells_no_more_what_left_it(wg, way):
    below, above = wg
    other = revised(MeetingFactory(body=below.body, slug="wg-20", ordinal=20))
    Meeting.objects.filter(pk=below.pk).update(reports_to=above)
    revise([below.pk], Change("Reported"))

    if way == "turns away":
        Meeting.objects.filter(pk=below.pk).update(reports_to=None)
        revise([below.pk], Change("Did not report"))
    else:
        delete(below, Change("Never sat"), merged_into=other if way == "is merged" else None)

    assert (stale(), '"prepared_by":[]' in Answer.objects.get(meeting=above).text) == ([], True)
    assert state(above) == (1, 2)


def test_day_of_a_meeting_below_turns_the_order_above(wg):
    below, above = wg
    first, second = (revised(MeetingFactory(body=below.body, slug=f"wg-{n}", ordinal=n)) for n in (1, 3))
    undated = revised(MeetingFactory(body=below.body, slug="wg-2", ordinal=2, dates=None))
    for meeting in (first, undated, second):
        Meeting.objects.filter(pk=meeting.pk).update(reports_to=above)
        revise([meeting.pk], Change("Reported"))

    moved = Meeting.objects.get(pk=first.pk)
    moved.dates = Meeting._meta.get_field("dates").to_python("2019-01-01")
    moved.save()
    revise([moved.pk], Change("Seen later"))

    assert stale() == []


def test_new_name_of_a_body_is_told_without_a_revision(wg):
    below, above = wg
    body = Body.objects.get(slug="wg")
    end_transaction()
    before = Commit.objects.version()

    with revising(Change("Its name now"), body, Meeting.objects.filter(body=body)):
        Body.objects.filter(pk=body.pk).update(acronym="WG on CT")
    end_transaction()

    assert (stale(), '"name":"19th WG on CT"' in Answer.objects.get(meeting=below).text) == ([], True)
    assert (state(below), Revision.objects.of("wg-19").count()) == ((1, 1), 1)
    assert Commit.objects.version() > before


def test_new_name_of_a_country_is_told_where_a_meeting_sat(db):
    country = CountryFactory(code="KH", name="Cambodia")
    meeting = revised(MeetingFactory(place=PlaceFactory(country=country, region="", locality="Siem Reap")))

    with revising(Change("Its name now"), country, Meeting.objects.filter(place__country=country)):
        Country.objects.filter(code="KH").update(name="Kampuchea")

    assert (stale(), "Siem Reap, Kampuchea" in Answer.objects.get(meeting=meeting).text) == ([], True)


def test_what_no_record_says_moves_the_version_all_the_same(wg):
    body = Body.objects.get(slug="wg")
    end_transaction()
    before = Commit.objects.version()

    with revising(Change("In another place"), body, Meeting.objects.filter(body=body)):
        Body.objects.filter(pk=body.pk).update(position=7)
    end_transaction()

    assert (stale(), Commit.objects.version() > before) == ([], True)


def test_saving_what_is_there_makes_no_new_answer(wg):
    below, _ = wg
    before = Answer.objects.values().get(meeting=below), Commit.objects.version()

    revise([below.pk], Change("Saved again"))

    assert (Answer.objects.values().get(meeting=below), Commit.objects.version()) == before


def test_answers_are_made_ready_where_they_lack_or_are_wrong(wg):
    below, above = wg
    Answer.objects.filter(meeting=below).delete()
    Answer.objects.filter(meeting=above).update(text="{}")

    assert make_ready([below.pk, above.pk]) == 2
    assert (stale(), state(above), make_ready([below.pk, above.pk])) == ([], (1, 1), 0)


def test_command_refreshes_what_is_missing_or_wrong(record, capsys):
    Answer.objects.filter(meeting__slug="ammtc-17").delete()
    Answer.objects.filter(meeting__slug="ammtc-18").update(text="{}")
    Line.objects.filter(meeting__slug="ammtc-18").update(text="")
    Line.objects.filter(meeting__slug="ammtc-16").delete()

    call_command("refresh_answers"), call_command("refresh_answers")

    said = "Answers that were missing or not what the record says: {}."
    assert capsys.readouterr().out.splitlines() == [said.format(3), said.format("none")]
    assert stale() == []


def test_address_in_an_answer_is_that_of_the_site(wg, settings):
    settings.PUBLIC_URL = "https://meetings.example.org"
    below, _ = wg
    revise([below.pk], Change("Noted"))

    text = Answer.objects.get(meeting=below).text

    assert '"url":"/meetings/wg-19/"' in text
    assert b'"url":"https://meetings.example.org/meetings/wg-19/"' in placed([text.encode()])


def test_text_that_looks_like_an_address_stays_as_it_is(db):
    notes = '"url":"/x" and \\"url\\":\\"/y\\"'
    meeting = revised(MeetingFactory(notes=notes))

    assert placed([Answer.objects.get(meeting=meeting).text.encode()]).count(b"http") == 1


# Times: HTTP tells whole seconds, so no two states may share one.


@pytest.mark.parametrize(
    ("before", "expected"),
    [(None, NOON), (NOON - timedelta(hours=1), NOON), (NOON + timedelta(microseconds=5), NOON + timedelta(seconds=1))],
)
def test_state_is_at_least_a_second_later_than_the_one_before(before, expected):
    assert later(NOON, before) == expected


def test_commits_never_share_a_second(transactional_db):
    for _ in range(3):
        Commit.objects.create()

    seconds = [at.replace(microsecond=0) for at in Commit.objects.order_by("position").values_list("at", flat=True)]
    assert seconds == sorted(set(seconds))


def test_meeting_that_comes_back_is_told_later_than_it_went(db):
    meeting = revised(MeetingFactory(slug="x-1"))
    ends = datetime.now(UTC) + timedelta(seconds=30)
    delete(meeting, Change("Never sat", at=ends))

    again = revised(MeetingFactory(slug="x-1", body=meeting.body))

    assert Answer.objects.get(meeting=again).at >= ends
