"""The rules beyond one column: each answers with its sentence, and the reader's day is an argument."""

from datetime import date

import pytest

from meetings.models import Meeting
from meetings.models.bodies import Chain
from tests.factories import BodyFactory, CountryFactory, MeetingFactory, PersonFactory, PlaceFactory

TODAY = date(2023, 8, 21)


def test_a_meeting_in_order_has_no_problems(db):
    meeting = MeetingFactory(dates="2023-08-21", programme="2023-08-20/2023-08-23")

    assert meeting.problems(today=TODAY) == {}


def test_slug_never_changes(db):
    meeting = Meeting.objects.get(pk=MeetingFactory(slug="ammtc-17").pk)

    meeting.slug = "ammtc-18"

    assert meeting.problems(today=TODAY) == {"slug": "A slug never changes: this meeting is ammtc-17."}


def test_slug_of_a_new_meeting_is_free(db):
    meeting = Meeting(slug="ammtc-17", body=BodyFactory())

    meeting.slug = "ammtc-18"

    assert meeting.problems(today=TODAY) == {}


@pytest.mark.parametrize(
    ("dates", "programme", "is_wrong"),
    [
        ("2023-08-21", "2023-08-20/2023-08-23", False),
        ("2023-08-20/2023-08-23", "2023-08-20/2023-08-23", False),
        ("2023-08-19", "2023-08-20/2023-08-23", True),
        ("2023-08-23/2023-08-24", "2023-08-20/2023-08-23", True),
        ("2023-08-21", "2023-08-22", True),
        ("2023-07", "2023-08-20/2023-08-23", False),
        ("2023-07-01", "2023-08", False),
        ("XXXX-08-01", "2023-08-20/2023-08-23", False),
        ("2023-08-19", None, False),
        (None, "2023-08-20/2023-08-23", False),
    ],
)
def test_dates_lie_within_the_programme_where_both_are_days(db, dates, programme, is_wrong):
    meeting = MeetingFactory(dates=dates, programme=programme)

    sentence = f"The programme ({programme}) must include the days of the meeting itself ({dates})."
    assert meeting.problems(today=date.max) == ({"programme": sentence} if is_wrong else {})


@pytest.mark.parametrize(
    ("dates", "first"),
    [
        ("2023-08-21", None), ("2023-08-21/2023-08-23", None), ("2023-08", None), ("2023", None), (None, None),
        ("XXXX-08-22", None), ("2023-08-22", "2023-08-22"), ("2023-09", "2023-09-01"), ("2024~", "2024-01-01"),
        ("/2023-08-22", "2023-08-22"),
    ],
)  # fmt: skip
def test_held_needs_a_first_day_that_is_not_in_the_future(db, dates, first):
    meeting = MeetingFactory(dates=dates, status="held")

    sentence = f"A meeting that begins on {first} cannot be held yet: today is 2023-08-21."
    assert meeting.problems(today=TODAY) == ({"status": sentence} if first else {})


@pytest.mark.parametrize("status", ["planned", "confirmed", "postponed", "cancelled"])
def test_what_is_not_held_may_lie_in_the_future_and_in_the_past(db, status):
    meetings = [MeetingFactory(dates=dates, status=status) for dates in ("2023-08-01", "2023-09-01")]

    assert [meeting.problems(today=TODAY) for meeting in meetings] == [{}, {}]


@pytest.mark.parametrize(
    ("field", "filled"),
    [
        ("ordinal", {"ordinal": 17}),
        ("title", {"title": "Emergency AMMTC"}),
        ("dates", {"dates": "2023-08"}),
        ("programme", {"programme": "2023-08"}),
        ("format", {"format": "virtual"}),
        ("venue", {"venue_name": "Hotel Meruorah"}),
        ("theme", {"theme": "Together"}),
        ("agenda", {"agenda": ["terrorism"]}),
        ("notes", {"notes": "Seen"}),
        ("chair", {"chair_office": "Minister"}),
    ],
)
def test_what_is_filled_in_is_no_gap(db, field, filled):
    usual = {"slug": "a", "ordinal": None, "dates": None, "gaps": {field: "unknown"}}

    empty, meeting = MeetingFactory.build(**usual, body=BodyFactory()), MeetingFactory(**usual | filled)

    assert empty.problems(today=TODAY) == {}
    assert meeting.problems(today=TODAY) == {"gaps": f"{field} is filled in, so it cannot be marked as a gap."}


@pytest.mark.parametrize("field", ["host", "chair", "locality", "region", "reports_to", "alongside"])
def test_what_points_elsewhere_is_no_gap(db, field):
    somtc = BodyFactory(slug="somtc", reports_to=BodyFactory())
    meeting = MeetingFactory(
        body=somtc, host=CountryFactory(), chair_person=PersonFactory(), place=PlaceFactory(), dates=None,
        reports_to=MeetingFactory(), alongside=MeetingFactory(), gaps={field: "not-applicable"},
    )  # fmt: skip

    assert meeting.problems(today=TODAY) == {"gaps": f"{field} is filled in, so it cannot be marked as a gap."}


@pytest.fixture
def bodies(db):
    ammtc = BodyFactory(slug="ammtc")
    somtc = BodyFactory(slug="somtc", level="senior-officials", reports_to=ammtc)
    group = BodyFactory(slug="somtc-wg-ct", level="working-group", reports_to=somtc)
    table = BodyFactory(slug="somtc-plus-china", level="consultation", reports_to=somtc)
    return {body.slug: body for body in (ammtc, somtc, group, table)}


@pytest.mark.parametrize(
    ("body", "receiver", "is_right"),
    [
        ("somtc-wg-ct", "somtc", True),
        ("somtc-wg-ct", "ammtc", True),
        ("somtc-wg-ct", "somtc-plus-china", True),
        ("somtc-plus-china", "ammtc", True),
        ("somtc-plus-china", "somtc", False),
        ("somtc", "somtc", False),
        ("somtc", "somtc-wg-ct", False),
        ("ammtc", "somtc", False),
    ],
)
def test_a_meeting_reports_to_a_body_above(bodies, body, receiver, is_right):
    above = MeetingFactory(slug="above", body=bodies[receiver], dates=None)
    meeting = MeetingFactory(slug="below", body=bodies[body], reports_to=above, dates=None)

    sentence = f"below cannot report to above: the {receiver.upper()} does not stand above the {body.upper()}."
    assert meeting.problems(today=TODAY) == ({} if is_right else {"reports_to": sentence})


@pytest.mark.parametrize(("link", "verb"), [("reports_to", "reports to"), ("alongside", "sits alongside")])
def test_links_close_no_circle(bodies, link, verb):
    first, second, third = (MeetingFactory(slug=slug, dates=None) for slug in ("a", "b", "c"))
    Meeting.objects.filter(pk=second.pk).update(**{link: third})
    Meeting.objects.filter(pk=third.pk).update(**{link: first})

    setattr(first, link, Meeting.objects.get(slug="b"))

    assert first.problems(today=TODAY) == {link: f"This closes a circle: a {verb} b, which {verb} c, which {verb} a."}


@pytest.mark.parametrize(("link", "verb"), [("reports_to", "reports to"), ("alongside", "sits alongside")])
def test_links_do_not_lead_to_their_own_meeting(bodies, link, verb):
    meeting = MeetingFactory(slug="a", dates=None)

    setattr(meeting, link, meeting)

    assert meeting.problems(today=TODAY) == {link: f"This closes a circle: a {verb} a."}


def test_rules_answer_all_at_once(bodies):
    meeting = Meeting.objects.get(
        pk=MeetingFactory(slug="a", dates="2024-08-21", programme="2024-08-20", theme="x", gaps={"theme": "unknown"}).pk
    )
    meeting.slug, meeting.reports_to, meeting.alongside = "b", meeting, meeting

    assert sorted(meeting.problems(today=TODAY)) == ["alongside", "gaps", "programme", "reports_to", "slug", "status"]


@pytest.mark.parametrize("rows", [1, 3])
def test_rules_of_many_meetings_read_the_bodies_once(bodies, django_assert_num_queries, rows):
    for number in range(rows):
        MeetingFactory(body=bodies["somtc-wg-ct"], reports_to=MeetingFactory(body=bodies["somtc"]), ordinal=number + 1)
    meetings = list(Meeting.objects.filter(body__slug="somtc-wg-ct").with_record())

    # The receiver's own receiver is none, so following the links reads nothing more.
    with django_assert_num_queries(1):
        chain = Chain()
        found = [meeting.problems(today=date.max, chain=chain) for meeting in meetings]

    assert found == [{}] * rows


def test_the_shipped_record_breaks_no_rule(record):
    chain = Chain()

    found = {m.slug: m.problems(today=date(2026, 11, 24), chain=chain) for m in Meeting.objects.with_record()}

    assert {slug: problems for slug, problems in found.items() if problems} == {}
