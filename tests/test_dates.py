"""EDTF values: text, bounds, order and comparison, by tables and by properties.

The package edtf is asked for a second opinion on the forms of which it and the standard leave no choice.
"""

from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml
from edtf import parse_edtf
from hypothesis import given, settings
from hypothesis import strategies as st

from meetings.dates import DateError, Edtf, parse, read, say

DATA = Path(__file__).parents[1] / "data"
# A busy machine is no failure.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
WINDOW = (date(2022, 11, 1), date(2023, 3, 31))

qualifiers = st.sampled_from(["", "", "~", "?", "%"])
years = st.one_of(st.integers(1990, 2030), st.integers(1000, 2399))
days = st.dates(date(1000, 1, 1), date(2399, 12, 31)).map(str)
months = st.builds("{}-{:02}".format, years, st.integers(1, 12))
parts = st.builds("{}-{}".format, years, st.integers(21, 41))
vague = st.integers(100, 239).map("{}X".format) | st.integers(10, 23).map("{}XX".format)
unspecified = st.one_of(years.map("{}-XX".format), years.map("{}-XX-XX".format), months.map("{}-XX".format))
plain = st.one_of(days, months, years.map(str), parts, vague, unspecified)
points = st.builds(str.__add__, plain, qualifiers)
yearless_days = st.dates(date(2000, 1, 1), date(2000, 12, 31)).map(lambda day: f"XXXX{str(day)[4:]}")
yearless_points = st.builds(str.__add__, yearless_days | st.integers(1, 12).map("XXXX-{:02}".format), qualifiers)


def _ordered(first: str, second: str) -> str:
    try:
        return str(parse(f"{first}/{second}"))
    except DateError:
        return f"{second}/{first}"


def _with_intervals(texts: st.SearchStrategy[str]) -> st.SearchStrategy[Edtf]:
    return st.one_of(texts, st.builds(_ordered, texts, texts)).map(parse)


def _with_all_ends(texts: st.SearchStrategy[str]) -> st.SearchStrategy[Edtf]:
    templates = st.sampled_from(["{}/", "/{}", "{}/..", "../{}"])
    return _with_intervals(texts) | st.builds(str.format, templates, texts).map(parse)


near = st.one_of(
    st.dates(*WINDOW).map(str), st.sampled_from(["2022-11", "2022-12", "2023-01", "2023-02", "2023-03", "2022-24"])
)
anything = _with_all_ends(points) | _with_all_ends(yearless_points) | _with_all_ends(near)


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "precision"),
    [
        ("2023-08-21", "2023-08-21", "2023-08-21", "day"),
        ("2024-02-29", "2024-02-29", "2024-02-29", "day"),
        ("2002-05-17~", "2002-05-17", "2002-05-17", "day"),
        ("2014-12-12?", "2014-12-12", "2014-12-12", "day"),
        ("2023-08", "2023-08-01", "2023-08-31", "month"),
        ("2024-02", "2024-02-01", "2024-02-29", "month"),
        ("2007-11~", "2007-11-01", "2007-11-30", "month"),
        ("2026", "2026-01-01", "2026-12-31", "year"),
        ("2014%", "2014-01-01", "2014-12-31", "year"),
        ("201X", "2010-01-01", "2019-12-31", "decade"),
        ("20XX", "2000-01-01", "2099-12-31", "century"),
        ("2023-XX", "2023-01-01", "2023-12-31", "year"),
        ("2023-XX-XX", "2023-01-01", "2023-12-31", "year"),
        ("2023-08-XX", "2023-08-01", "2023-08-31", "month"),
        ("2023-21", "2023-03-01", "2023-05-31", "season"),
        ("2023-22", "2023-06-01", "2023-08-31", "season"),
        ("2023-23", "2023-09-01", "2023-11-30", "season"),
        ("2023-24", "2023-12-01", "2024-02-29", "season"),
        ("2023-28", "2023-12-01", "2024-02-29", "season"),
        ("2023-29", "2023-09-01", "2023-11-30", "season"),
        ("2023-30", "2023-12-01", "2024-02-29", "season"),
        ("2023-33", "2023-01-01", "2023-03-31", "season"),
        ("2023-36", "2023-10-01", "2023-12-31", "season"),
        ("2023-39", "2023-09-01", "2023-12-31", "season"),
        ("2023-40", "2023-01-01", "2023-06-30", "season"),
        ("9999-24", "9999-12-01", "9999-12-31", "season"),
        ("2023-08-20/2023-08-23", "2023-08-20", "2023-08-23", "day"),
        ("2022-12-30/2023-01", "2022-12-30", "2023-01-31", "month"),
        ("2023-08/2023-08-21", "2023-08-01", "2023-08-21", "month"),
        ("2011-07-26/", "2011-07-26", "2011-07-26", "day"),
        ("2011/", "2011-01-01", "2011-12-31", "year"),
        ("/2011", "2011-01-01", "2011-12-31", "year"),
        ("../2023-08-22", "2023-08-22", "2023-08-22", "day"),
        ("2011/..", "2011-01-01", "2011-12-31", "year"),
        ("XXXX", None, None, "none"),
        ("XXXX-05-08", None, None, "none"),
        ("XXXX-02-29", None, None, "none"),
        ("XXXX-06-18/XXXX-06-22", None, None, "none"),
        ("XXXX-12-30/XXXX-01-02", None, None, "none"),
    ],
)
def test_bounds_and_precision_are_those_of_the_text(text, earliest, latest, precision):
    value = parse(text)

    shown = [day and str(day) for day in (value.earliest, value.latest)]
    assert (str(value), *shown, value.precision) == (text, earliest, latest, precision)


@pytest.mark.parametrize(
    ("text", "true"),
    [
        ("2023", set()),
        ("2007-11~", {"is_approximate"}),
        ("2014-12-12?", {"is_uncertain"}),
        ("2014%", {"is_approximate", "is_uncertain"}),
        ("2022~/2023?", {"is_interval", "is_approximate", "is_uncertain"}),
        ("2011-07-26/", {"is_interval", "ends_unknown"}),
        ("/2011-07-26", {"is_interval", "starts_unknown"}),
        ("2011/..", {"is_interval", "ends_open"}),
        ("../2023-08-22", {"is_interval", "starts_open"}),
    ],
)
def test_flags_say_what_the_text_marks(text, true):
    names = ["is_interval", "is_approximate", "is_uncertain"]
    names += ["starts_unknown", "ends_unknown", "starts_open", "ends_open"]

    assert {name for name in names if getattr(parse(text), name)} == true


FORMS = "2023-08-21, 2023-08, 2023 or 2023-08-20/2023-08-23"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", f"The date is empty; write it as {FORMS}."),
        ("  \n", f"The date is empty; write it as {FORMS}."),
        ("2" * 101, f"The date is longer than 100 characters; write it as {FORMS}."),
        (2023, "A date is given as text such as 2023-08-21, not as int."),
        (None, "A date is given as text such as 2023-08-21, not as NoneType."),
        (date(2023, 8, 21), "A date is given as text such as 2023-08-21, not as date."),
        ("2023\x00-08", "The date has a character that cannot be shown; type the date anew."),
        ("2023-\ud800", "The date has a character that cannot be shown; type the date anew."),
        ("2023-02-31", "February 2023 has no day 31."),
        ("2023-02-29", "February 2023 has no day 29."),
        ("2023-04-00", "April 2023 has no day 0."),
        ("XXXX-02-30", "February has no day 30."),
        ("2023-13", "There is no month 13; months are 01 to 12, seasons 21 to 24 and quarters 33 to 36."),
        ("2023-00-01", "There is no month 0; months are 01 to 12, seasons 21 to 24 and quarters 33 to 36."),
        ("2023-08-23/2023-08-20", "The interval ends (2023-08-20) before it begins (2023-08-23)."),
        ("2023/2022-12", "The interval ends (2022-12) before it begins (2023)."),
        ("XXXX-06-22/XXXX-06-18", "The interval ends (XXXX-06-18) before it begins (XXXX-06-22)."),
        ("XXXX-06-22/2023-06-23", "“XXXX-06-22/2023-06-23” has a year at one end only; add the other year."),
        ("/", f"An interval needs at least one date; write it as {FORMS}."),
        ("../..", f"An interval needs at least one date; write it as {FORMS}."),
        ("2021/2022/2023", f"“2021/2022/2023” has more than one slash; write an interval as {FORMS}."),
        ("[2021, 2023]", f"Sets of dates in brackets are not kept here; write one date: {FORMS}."),
        ("{2021..2023}", f"Sets of dates in brackets are not kept here; write one date: {FORMS}."),
        ("2023-06~-11", "“2023-06~-11” has ~, ? or % before its end; put it behind the whole date."),
        ("?2023", "“?2023” has ~, ? or % before its end; put it behind the whole date."),
        ("2023-08-21T10:00", "“2023-08-21T10:00” has a time of day; write only the date, such as 2023-08-21."),
        ("20230821", "“20230821” lacks its hyphens; write it as 2023-08-21."),
        ("Y17000", "“Y17000” has no year from 1000 to 9999; write it with four digits."),
        ("-2023", "“-2023” has no year from 1000 to 9999; write it with four digits."),
        ("0999", "“0999” has no year from 1000 to 9999; write it with four digits."),
        ("202X-05", "“202X-05” has a month but no exact year; leave the month out."),
        ("2023-XX-05", "“2023-XX-05” leaves out the month but not what is around it; add the month."),
        ("2023-21-05", "“2023-21-05” has a day in a part of the year; leave the day out."),
        ("XXXX~", "“XXXX~” says nothing; leave the date empty where nothing is known."),
        ("2023/XXXX", "An end XXXX says nothing; leave the end empty where it is not known."),
        ("2023-8-21", f"“2023-8-21” is no date in EDTF; write it as {FORMS}."),
        ("2023-08-20/23", f"“23” is no date in EDTF; write it as {FORMS}."),
        ("٢٠٢٣", f"“٢٠٢٣” is no date in EDTF; write it as {FORMS}."),
    ],
)
def test_parse_refuses_with_a_sentence(text, sentence):
    with pytest.raises(DateError) as refused:
        parse(text)

    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("ours", "theirs", "answer"),
    [
        ("2023-08", "2023-08-21", True),
        ("2023-08", "2023-08-20/2023-08-23", True),
        ("2023", "2023-08/2023-09", True),
        ("201X", "2011-07-26/2011-07-28", True),
        ("2023-33", "2023-02", True),
        ("2023-08~", "2023-08-21?", True),
        ("2023-08-20/2023-08-23", "2023-08-21", False),
        ("2023-08-20/2023-08-23", "2023-08-20/2023-08-22", False),
        ("2023-08", "2023-09-01", False),
        ("2023-08/2023-09", "2023-08-21", False),
        ("2023-08-20/2023-08", "2023-08/2023-08-10", False),
        ("2011-07-26/", "2011-07-26/2011-07-28", True),
        ("2011-07-26/", "2011-07-26", True),
        ("2011-07-26/..", "2011-07-27/2011-07-28", False),
        ("2011-07-26/", "../2011-07-25", False),
        ("../2023-08-22", "2023-08-21", False),
        ("../2023-08-22", "2023-08-20/2023-08-22", True),
        ("XXXX-05-08", "2024-05-08?", True),
        ("XXXX-05-08", "2024-05", True),
        ("XXXX-05-08", "20XX", True),
        ("XXXX-05-08", "2024-05-09", False),
        ("XXXX-05-08", "XXXX-05", True),
        ("XXXX-05-08", "XXXX-05-09", False),
        ("XXXX-02-29", "2023-02", False),
        ("XXXX-02-29/", "../2023-02-28", True),
        ("XXXX-12-30/XXXX-01-02", "2022-12-30/2023-01-02", True),
        ("XXXX-12-30/XXXX-01-02", "../9999-01-02", True),
        ("XXXX-12-31", "9999-12-31", True),
        ("XXXX", "2023-08-21", True),
    ],
)
def test_compatible_are_statements_of_the_same_days(ours, theirs, answer):
    assert parse(ours).is_compatible(parse(theirs)) is answer


def test_values_sort_by_first_day_last_day_and_text():
    texts = ["2023", "2023-01-01", "2023-01", "2022-12-31/2023-01-02", "2023~", "XXXX-01-01", "201X", "../2023-01-01"]

    in_order = [str(value) for value in sorted(map(parse, texts))]

    expected = [
        "201X",
        "2022-12-31/2023-01-02",
        "../2023-01-01",
        "2023-01-01",
        "2023-01",
        "2023",
        "2023~",
        "XXXX-01-01",
    ]
    assert in_order == expected


def _dates_in(node: object) -> list[str]:
    if isinstance(node, list):
        return [text for item in node for text in _dates_in(item)]
    if not isinstance(node, dict):
        return []
    own = [node[key] for key in ("dates", "programme", "published") if node.get(key) is not None]
    return own + [text for item in node.values() for text in _dates_in(item)]


def test_dates_of_the_dataset_are_canonical_and_read_back_from_what_is_said():
    files = sorted(DATA.glob("meetings/*.yaml"))
    texts = {text for file in files for text in _dates_in(yaml.safe_load(file.read_text(encoding="utf-8")))}

    answers = [
        (text, str(parse(text)), str(read(say(parse(text)))), str(read(say(parse(text), "id")))) for text in texts
    ]

    assert len(texts) > 200
    assert answers == [(text, text, text, text) for text in texts]


@given(anything)
def test_parse_gives_back_what_str_wrote(value):
    assert parse(str(value)) == value


@given(anything)
def test_read_takes_edtf_as_it_is(value):
    assert read(str(value)) == value


@given(anything, st.sampled_from(["en", "id"]))
def test_read_gives_back_what_say_said(value, language):
    said_once = value.is_interval and value.start == value.end

    assert read(say(value, language)) == (parse(str(value.start)) if said_once else value)


@given(st.text(max_size=30) | st.text("0123456789 -–/.?~XกMay", max_size=30))
def test_read_answers_any_text_with_a_date_or_a_sentence(text):
    try:
        answer = str(read(text))
    except DateError as refused:
        answer = str(refused)

    assert answer.endswith(".") or str(parse(answer)) == answer


@given(anything)
def test_bounds_are_both_there_and_in_order(value):
    assert (value.earliest is None) == (value.latest is None)
    assert value.earliest is None or value.earliest <= value.latest


@given(_with_intervals(days | months | years.map(str)))
def test_bounds_are_those_of_the_package_edtf(value):
    other = parse_edtf(str(value))

    theirs = [date(*bound[:3]) for bound in (other.lower_strict(), other.upper_strict())]
    assert [value.earliest, value.latest] == theirs


def _days(first: date, last: date) -> set[date]:
    return {first + timedelta(days=number) for number in range((last - first).days + 1)}


@given(_with_all_ends(near), _with_all_ends(near))
def test_overlaps_and_within_agree_with_the_days_counted_one_by_one(ours, theirs):
    our_days, their_days = _days(ours.earliest, ours.latest), _days(theirs.earliest, theirs.latest)

    assert ours.overlaps(theirs) == bool(our_days & their_days)
    assert ours.within(theirs) == (our_days <= their_days)


@given(anything, _with_all_ends(yearless_points))
def test_nothing_overlaps_or_lies_within_a_date_without_a_year(ours, yearless):
    answers = {ours.overlaps(yearless), yearless.overlaps(ours), ours.within(yearless), yearless.within(ours)}

    assert answers == {False}


@given(anything, anything)
def test_order_is_total_and_agrees_with_the_bounds(ours, theirs):
    assert [ours < theirs, ours == theirs, ours > theirs].count(True) == 1
    if ours.earliest and theirs.earliest and ours < theirs:
        assert (ours.earliest, ours.latest) <= (theirs.earliest, theirs.latest)
    if ours.earliest and not theirs.earliest:
        assert ours < theirs


@given(anything, anything)
def test_compatible_is_reflexive_and_symmetric(ours, theirs):
    assert ours.is_compatible(ours)
    assert ours.is_compatible(theirs) == theirs.is_compatible(ours)


def _statements(value: Edtf) -> set[tuple[date, date]]:
    """Every first and last day within the window that the value allows."""
    texts = str(value).split("/")
    spans = [(parse(text).earliest, parse(text).latest) if text.strip(".") else WINDOW for text in texts]
    firsts, lasts = _days(*spans[0]), _days(*spans[-1])
    return {(first, last) for first in firsts for last in lasts if first <= last}


@settings(max_examples=60)
@given(_with_all_ends(near), _with_all_ends(near))
def test_compatible_agrees_with_every_pair_of_first_and_last_day(ours, theirs):
    assert ours.is_compatible(theirs) == bool(_statements(ours) & _statements(theirs))
