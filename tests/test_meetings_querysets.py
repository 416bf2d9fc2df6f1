"""The querysets of meetings: each narrows to, orders or loads exactly what its name says."""

from datetime import date

import pytest

from meetings.models import Meeting
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


def slugs(meetings):
    return [meeting.slug for meeting in meetings]


@pytest.fixture
def sittings(db):
    """Meetings of each status before, over and after the 21st of August 2023, and without dates."""
    for status in ("planned", "confirmed", "held", "postponed", "cancelled"):
        for when, dates in (
            ("past", "2023-08-20"), ("now", "2023-08-20/2023-08-21"), ("later", "2023-08-22"), ("undated", None),
        ):  # fmt: skip
            MeetingFactory(slug=f"{status}-{when}", ordinal=None, status=status, dates=dates)
    return Meeting.objects.order_by("slug")


TODAY = date(2023, 8, 21)


def test_held_are_those_of_that_status(sittings):
    assert slugs(sittings.held()) == ["held-later", "held-now", "held-past", "held-undated"]


def test_expected_are_announced_and_not_yet_past(sittings):
    assert slugs(sittings.expected(TODAY)) == ["confirmed-later", "confirmed-now", "planned-later", "planned-now"]


def test_announced_and_past_are_those_never_seen_held(sittings):
    assert slugs(sittings.announced_and_past(TODAY)) == ["confirmed-past", "planned-past"]


def test_regular_leaves_out_special_and_preparatory_meetings(db):
    for kind in ("regular", "special", "preparatory"):
        MeetingFactory(slug=kind, kind=kind)

    assert slugs(Meeting.objects.regular()) == ["regular"]


@pytest.fixture
def dated(db):
    """Meetings around August 2023, known to the day, the month, the year, without a year, or not at all."""
    for slug, dates in (
        ("day", "2023-08-21"), ("days", "2023-08-30/2023-09-02"), ("month", "2023-08"), ("year", "2023"),
        ("open", "2023-08-31/"), ("yearless", "XXXX-08-21"), ("undated", None),
    ):  # fmt: skip
        MeetingFactory(slug=slug, dates=dates, ordinal=None)
    return Meeting.objects.order_by("slug")


def test_dated_and_undated_tell_whether_a_day_is_known(dated):
    assert slugs(dated.dated()) == ["day", "days", "month", "open", "year"]
    assert slugs(dated.undated()) == ["undated", "yearless"]


@pytest.mark.parametrize(
    ("first", "last", "overlapping", "inside"),
    [
        (date(2023, 8, 1), date(2023, 8, 31), ["day", "days", "month", "open", "year"], ["day", "month", "open"]),
        (date(2023, 8, 21), date(2023, 8, 21), ["day", "month", "year"], ["day"]),
        (date(2023, 9, 2), date(2023, 9, 2), ["days", "year"], []),
        (date(2023, 9, 3), date(2023, 12, 31), ["year"], []),
        (date(2023, 1, 1), date(2023, 12, 31), ["day", "days", "month", "open", "year"],
         ["day", "days", "month", "open", "year"]),
        (date(2024, 1, 1), date(2024, 12, 31), [], []),
    ],
)  # fmt: skip
def test_overlapping_may_and_inside_must_have_sat_then(dated, first, last, overlapping, inside):
    assert slugs(dated.overlapping(first, last)) == overlapping
    assert slugs(dated.inside(first, last)) == inside


def test_before_are_over_by_that_day(dated):
    assert slugs(dated.before(date(2023, 9, 1))) == ["day", "month", "open"]
    assert slugs(dated.before(date(2023, 8, 31))) == ["day"]


def test_contested_are_those_on_which_sources_differ(db):
    agreed, disputed = MeetingFactory(dates="2023-08-21"), MeetingFactory(dates="2023-08-21")
    CitationFactory(meeting=agreed, says={"dates": "2023-08"})
    CitationFactory(meeting=disputed, says={"dates": "2023-08-22"})

    revised(agreed), revised(disputed)

    assert list(Meeting.objects.contested()) == [disputed]


def test_in_and_concerning_a_country(db):
    here, there = CountryFactory(code="ID"), CountryFactory(code="SG")
    MeetingFactory(slug="hosted", host=here)
    MeetingFactory(slug="hosted-elsewhere", host=there, place=PlaceFactory(country=here))
    MeetingFactory(slug="chaired", host=there, chair_country=here)
    MeetingFactory(slug="of-others", host=there, place=PlaceFactory(country=there))
    MeetingFactory(slug="unknown")

    meetings = Meeting.objects.order_by("slug")

    assert slugs(meetings.in_(here)) == ["hosted", "hosted-elsewhere"]
    assert slugs(meetings.concerning(here)) == ["chaired", "hosted", "hosted-elsewhere"]


def test_naming_a_person_finds_chairs_and_officers_once(db):
    person = PersonFactory()
    chaired = MeetingFactory(slug="a", chair_person=person)
    OfficerFactory(meeting=chaired, person=person)
    opened = MeetingFactory(slug="b")
    OfficerFactory(meeting=opened, person=person, role="opening-speaker")
    OfficerFactory(meeting=opened, person=person, role="secretary")
    OfficerFactory(meeting=MeetingFactory(slug="c"))

    assert list(Meeting.objects.naming(person).order_by("slug")) == [chaired, opened]


def test_citing_a_source(db):
    source = SourceFactory()
    cited = CitationFactory(source=source).meeting
    CitationFactory()

    assert list(Meeting.objects.citing(source)) == [cited]


def test_pointing_at_a_meeting(db):
    main = MeetingFactory(slug="main")
    MeetingFactory(slug="below", reports_to=main)
    MeetingFactory(slug="beside", alongside=main)
    MeetingFactory(slug="both", alongside=main, reports_to=main)
    MeetingFactory(slug="neither")

    assert slugs(Meeting.objects.pointing_at(main).order_by("slug")) == ["below", "beside", "both"]


@pytest.fixture
def series(db):
    """Meetings in an order that is neither that of time, of numbers nor of slugs."""
    for slug, ordinal, dates in (
        ("c", 2, "2002-01-01"), ("d", 10, "2001-01-01"), ("b", None, "2003-01-01"), ("a", 3, "2002-01-01"),
        ("e", None, None),
    ):  # fmt: skip
        MeetingFactory(slug=slug, ordinal=ordinal, dates=dates)
    MeetingFactory(slug="of-another-body", body__slug="somtc", ordinal=2, dates="2002-06-01")
    return Meeting.objects.filter(body__slug="ammtc")


def test_orders_are_by_day_or_by_number_and_then_settled(series):
    assert slugs(series.in_time_order()) == ["d", "a", "c", "b", "e"]
    assert slugs(series.all()) == ["d", "a", "c", "b", "e"]
    assert slugs(series.newest_first()) == ["e", "b", "a", "c", "d"]
    assert slugs(series.in_record_order()) == ["c", "a", "d", "b", "e"]


def test_neighbours_of_a_numbered_meeting_go_by_number(series):
    meeting = Meeting.objects.get(slug="a")

    assert slugs(Meeting.objects.preceding(meeting)) == ["c"]
    assert slugs(Meeting.objects.following(meeting)) == ["d"]


def test_neighbours_of_an_unnumbered_meeting_go_by_day(series):
    meeting = Meeting.objects.get(slug="b")

    assert slugs(Meeting.objects.preceding(meeting)) == ["c", "a", "d"]
    assert slugs(Meeting.objects.following(meeting)) == ["e"]


def test_meetings_are_counted_by_body(series):
    counted = Meeting.objects.counted_by_body()

    assert counted == {BodyFactory(slug="ammtc").pk: 5, BodyFactory(slug="somtc").pk: 1}


def test_sources_are_counted_for_each(db):
    none, two = MeetingFactory(slug="a"), MeetingFactory(slug="b")
    CitationFactory(meeting=two), CitationFactory(meeting=two)

    counted = Meeting.objects.with_sources_counted().order_by("slug")

    assert [(meeting, meeting.sources) for meeting in counted] == [(none, 0), (two, 2)]


@pytest.mark.parametrize("rows", [1, 3])
def test_a_line_needs_one_query(db, django_assert_num_queries, rows):
    for _ in range(rows):
        MeetingFactory(host=CountryFactory(), place=PlaceFactory())

    with django_assert_num_queries(1):
        lines = [(m.name, m.host.name, m.where) for m in Meeting.objects.with_line()]

    assert len(lines) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_with_record_loads_all_in_five_queries(db, django_assert_num_queries, rows):
    for _ in range(rows):
        above = MeetingFactory(body__slug="somtc")
        meeting = MeetingFactory(
            host=CountryFactory(), place=PlaceFactory(), chair_country=CountryFactory(), chair_person=PersonFactory(),
            reports_to=above, alongside=above,
        )  # fmt: skip
        OfficerFactory(meeting=meeting, country=CountryFactory()), DocumentFactory(meeting=meeting)
        CitationFactory(meeting=meeting)

    with django_assert_num_queries(5):
        for meeting in Meeting.objects.with_record():
            loaded = meeting.name, meeting.where, meeting.chair_country, meeting.chair_person, meeting.reports_to
            loaded += meeting.alongside, *meeting.prepared_by.all(), *meeting.documents.all()
            loaded += tuple((officer.person, officer.country) for officer in meeting.officers.all())
            loaded += tuple(citation.describe() for citation in meeting.citations.all())


@pytest.mark.parametrize("rows", [1, 3])
def test_rewrite_brings_only_the_named_columns(db, django_assert_num_queries, rows):
    meetings = [MeetingFactory(theme="Together") for _ in range(rows)]
    for meeting in meetings:
        meeting.theme, meeting.notes = "Apart", "Not to be written"

    with django_assert_num_queries(1):
        Meeting.objects.rewrite(meetings, ["theme"])

    assert list(Meeting.objects.values_list("theme", "notes")) == [("Apart", "")] * rows
