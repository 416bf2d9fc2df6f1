"""The axis: where marks, labels, brackets and connectors stand."""

from datetime import date

import pytest

from timeline.axis import NARROW, WIDE, Connector, Missing, Scale, Sitting, Tick, draw, scale_of, ticks

TODAY = date(2024, 7, 1)
TEN_YEARS = Scale(date(2015, 1, 1), date(2024, 12, 31))


def sitting(key=1, start="2020-07-01", end=None, **fields):
    first = date.fromisoformat(start) if start else None
    last = date.fromisoformat(end) if end else first
    given = {"lane": "ministers", "place": first or date(2020, 1, 1), "precision": "day", "label": str(key)}
    return Sitting(key=key, start=first, end=last, **given | fields)


def drawn(*sittings, missing=(), lanes=("ministers",), scale=TEN_YEARS):
    return draw(sittings, missing, lanes, scale, today=TODAY)


def marks(*sittings, **fields):
    return [mark for lane in drawn(*sittings, **fields).lanes for mark in lane.marks]


def test_scale_is_whole_years_around_all_days():
    assert scale_of([sitting(1, "2003-05-01"), sitting(2, "2001-12-31", "2002-01-02")]) == Scale(
        date(2001, 1, 1), date(2003, 12, 31)
    )


def test_scale_reaches_the_day_it_is_drawn_until():
    assert scale_of([sitting(1, "2003-05-01")], until=date(2026, 11, 24)).last == date(2026, 12, 31)


def test_scale_of_nothing_dated_is_none():
    assert scale_of([sitting(1, None)], until=TODAY) is None


def test_scale_runs_from_0_to_100():
    assert [TEN_YEARS.at(day) for day in (date(2015, 1, 1), date(2020, 1, 1), date(2025, 1, 1))] == [0, 49.99, 100]


def test_scale_keeps_what_lies_outside_at_its_edges():
    assert (TEN_YEARS.at(date(1999, 1, 1)), TEN_YEARS.at(date(2050, 1, 1))) == (0, 100)


@pytest.mark.parametrize(
    ("first", "last", "labels"),
    [
        (2023, 2023, ["Jan 2023", "Apr", "Jul", "Oct"]),
        (2015, 2019, ["2015", "2016", "2017", "2018", "2019"]),
        (1997, 2026, ["2000", "2005", "2010", "2015", "2020", "2025"]),
        (1000, 2100, ["1000", "1100", "1200", "1300", "1400", "1500", "1600", "1700", "1800", "1900", "2000", "2100"]),
        (1000, 9999, ["1000", "2000", "3000", "4000", "5000", "6000", "7000", "8000", "9000"]),
    ],
)
def test_ticks_have_as_many_labels_as_can_be_read(first, last, labels):
    found = ticks(Scale(date(first, 1, 1), date(last, 12, 31)))

    assert [tick.label for tick in found if tick.label] == labels
    assert len(found) <= 90


def test_ticks_stand_on_the_first_day_of_their_year():
    assert ticks(TEN_YEARS)[:2] == [Tick(0, "2015"), Tick(9.99, "2016")]


@pytest.mark.parametrize(
    ("fields", "shape", "is_wide"),
    [
        ({"start": "2020-07-01"}, "dot", False),
        ({"start": "2020-07-01", "end": "2020-07-03"}, "bar", False),
        ({"start": "2020-01-01", "end": "2020-12-31"}, "bar", True),
        ({"start": "2020-07-01", "end": "2020-07-31", "precision": "month"}, "month", False),
        ({"start": "2020-01-01", "end": "2020-12-31", "precision": "year"}, "month", True),
        ({"start": None}, "empty", False),
    ],
)
def test_mark_has_the_shape_of_what_is_known(fields, shape, is_wide):
    (mark,) = marks(sitting(**fields))

    assert (mark.shape, mark.width > 0) == (shape, is_wide)


def test_mark_of_a_year_is_as_wide_as_the_year():
    (mark,) = marks(sitting(start="2020-01-01", end="2020-12-31", precision="year"))

    assert (mark.x, mark.width, mark.centre) == (49.99, 10.02, 55.0)


def test_mark_of_the_last_year_there_is_ends_with_the_axis():
    scale = Scale(date(9999, 1, 1), date.max)

    (mark,) = marks(sitting(start="9999-01-01", end="9999-12-31", precision="year"), scale=scale)

    assert (mark.x, mark.width) == (0, 100)


def test_mark_without_a_day_stands_where_the_numbering_puts_it():
    (mark,) = marks(sitting(start=None, place=date(2020, 1, 1)))

    assert mark.x == 49.99


def test_mark_without_a_day_gives_way_to_its_neighbour():
    empty, dated = marks(sitting(2), sitting(1, None, place=date(2020, 6, 30)))

    assert (empty.sitting.key, dated.sitting.key) == (1, 2)
    assert empty.y == dated.y
    assert empty.edges(NARROW)[1] < dated.edges(NARROW)[0]


def test_marks_of_one_day_stand_in_rows_of_their_own():
    first, second = marks(sitting(1), sitting(2))

    assert (first.x, first.y < second.y) == (second.x, True)


@pytest.mark.parametrize("pixels", [NARROW, WIDE])
def test_labels_never_touch(pixels):
    crowd = [sitting(number, f"20{15 + number // 6}-{1 + number % 6 * 2:02}-01") for number in range(1, 55)]
    shown = {"always"} if pixels == NARROW else {"always", "wide"}

    rows = {}
    for mark in marks(*crowd):
        if mark.label_shows in shown:
            half = len(mark.sitting.label) * 7 / 2
            centre = mark.centre * pixels / 100
            rows.setdefault(mark.label_y, []).append((centre - half, centre + half))

    assert rows
    for row in rows.values():
        row.sort()
        assert all(left[1] < right[0] for left, right in zip(row, row[1:], strict=False))


def test_label_stands_above_in_the_first_lane_and_below_in_the_others():
    low, high = (
        next(mark for mark in marks(sitting(1), sitting(2, lane="officials"), lanes=("ministers", "officials"))
             if mark.sitting.lane == lane)
        for lane in ("officials", "ministers")
    )  # fmt: skip

    assert (high.label_y < high.y, low.label_y > low.y) == (True, True)


def test_small_meeting_stands_towards_its_connectors():
    found = marks(sitting(1), sitting(2, is_minor=True), sitting(3, lane="officials"),
                  sitting(4, lane="officials", is_minor=True), lanes=("ministers", "officials"))  # fmt: skip
    y = {mark.sitting.key: mark.y for mark in found}

    assert y[1] < y[2] < y[4] < y[3]


def test_connector_runs_from_a_meeting_up_to_its_receiver():
    axis = drawn(sitting(1), sitting(2, lane="officials", reports_to=1), lanes=("ministers", "officials"))
    high, low = (lane.marks[0] for lane in axis.lanes)

    assert axis.connectors == [Connector(low.centre, low.y, high.centre, high.y)]


def test_connector_to_what_is_not_drawn_is_left_out():
    assert drawn(sitting(1, reports_to=99)).connectors == []


def test_bracket_spans_from_neighbour_to_neighbour():
    gap = Missing("ministers", "3–5", "3rd–5th", date(2018, 1, 1), date(2022, 1, 1))
    (bracket,) = drawn(missing=[gap]).lanes[0].brackets

    assert (bracket.x, bracket.end, bracket.is_open, bracket.label_shows) == (32.0, 68.0, False, "always")


def test_bracket_of_the_first_numbers_is_open_to_the_left():
    gap = Missing("ministers", "1–11", "1st–11th", None, date(2022, 1, 1))
    (bracket,) = drawn(missing=[gap]).lanes[0].brackets

    assert (bracket.x, bracket.is_open) == (0, True)


def test_bracket_between_close_neighbours_is_never_negative():
    gap = Missing("ministers", "3", "3rd", date(2022, 1, 1), date(2022, 1, 5))
    (bracket,) = drawn(missing=[gap]).lanes[0].brackets

    assert (bracket.width, bracket.label_shows) == (0, "never")


def test_today_is_drawn_only_where_it_lies_in_the_span():
    past = Scale(date(2001, 1, 1), date(2002, 12, 31))

    assert (drawn().today, drawn(scale=past).today) == (94.96, None)


def test_lanes_stand_below_one_another_and_within_the_height():
    axis = drawn(sitting(1), sitting(2, lane="officials"), lanes=("ministers", "officials", "group"))
    edges = [(lane.y, lane.y + lane.height) for lane in axis.lanes]

    assert all(above[1] < below[0] for above, below in zip(edges, edges[1:], strict=False))
    assert edges[-1][1] <= axis.foot
