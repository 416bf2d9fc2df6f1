"""The numbered series of a body: its gaps, and the bounds they set."""

from datetime import date

from meetings.dates import parse
from meetings.models import Body, Meeting
from timeline.series import Gap, bounds_of, by_year, gaps_of

BODY = Body(pk=1, slug="ammtc", acronym="AMMTC", name="Ministers")


def meeting(ordinal, dates, pk=None):
    row = Meeting(pk=pk or ordinal, body=BODY, ordinal=ordinal, slug=f"ammtc-{ordinal}", dates=dates and parse(dates))
    row.measure_dates()
    return row


def test_gaps_are_the_numbers_between_and_before_those_known():
    third, fifth, ninth = meeting(3, "2001"), meeting(5, "2005-06"), meeting(9, "2010-01-02")

    assert gaps_of(BODY, [ninth, third, fifth]) == [
        Gap(BODY, 1, 2, None, third),
        Gap(BODY, 4, 4, third, fifth),
        Gap(BODY, 6, 8, fifth, ninth),
    ]


def test_gaps_of_a_whole_series_are_none():
    assert gaps_of(BODY, [meeting(1, "2001"), meeting(2, "2002")]) == []


def test_gap_says_its_numbers_and_bounds():
    _, gap = gaps_of(BODY, [meeting(3, "2001"), meeting(5, "2005-06")])

    assert (gap.name, gap.bounds) == ("4th AMMTC", "after the 3rd (2001) and before the 5th (June 2005)")


def test_gap_knows_the_unnumbered_meetings_that_may_fill_it():
    unnumbered, elsewhere = meeting(None, "2003-01-01", pk=70), meeting(None, "2009-01-01", pk=71)
    _, gap = gaps_of(BODY, [meeting(3, "2001"), meeting(5, "2005-06"), unnumbered, elsewhere])

    assert gap.unnumbered == [unnumbered]


def test_bounds_are_the_nearest_dated_neighbours():
    series = [meeting(1, "2001"), meeting(2, "2003"), meeting(3, None), meeting(4, None), meeting(5, "2009-05")]

    assert bounds_of(series[2], series) == "after the 2nd (2003) and before the 5th (May 2009)"


def test_bounds_of_an_unnumbered_meeting_are_unknown():
    assert bounds_of(meeting(None, None, pk=70), [meeting(1, "2001")]) == ""


def test_years_hold_gaps_beside_the_meeting_they_come_before():
    first, third = meeting(1, "2001"), meeting(3, "2003")
    gaps = gaps_of(BODY, [first, third])

    newest = [(year.number, year.entries) for year in by_year([third, first], gaps, newest_first=True)]
    oldest = [(year.number, year.entries) for year in by_year([first, third], gaps, newest_first=False)]

    assert newest == [(2003, [third, *gaps]), (2001, [first])]
    assert oldest == [(2001, [first]), (2003, [*gaps, third])]


def test_years_have_none_for_what_has_no_place_in_time():
    assert [year.number for year in by_year([meeting(None, None, pk=70)], newest_first=True)] == [None]


def test_gap_stands_in_the_year_of_the_meeting_after_it():
    (gap,) = gaps_of(BODY, [meeting(2, "2003-05-01")])

    assert gap.sorts_on == date(2003, 5, 1)
