"""Whose turn it would be to host: the alphabet of the members, and how far a series keeps to it."""

from datetime import date

import pytest

from meetings.models import Country
from meetings.rotation import next_member, turn_after
from tests.factories import CountryFactory, MeetingFactory

TODAY = date(2026, 11, 24)


@pytest.fixture
def members(db):
    for code, name, since in [
        ("BN", "Brunei Darussalam", "1984-01-07"), ("ID", "Indonesia", "1967-08-08"), ("TH", "Thailand", "1967-08-08"),
        ("TL", "Timor-Leste", "2025-10-26"), ("VN", "Viet Nam", "1995-07-28"), ("AU", "Australia", None),
    ]:  # fmt: skip
        CountryFactory(code=code, name=name, member_since=since and date.fromisoformat(since))
    return list(Country.objects.all())


def member(members, code):
    return next(country for country in members if country.code == code)


@pytest.mark.parametrize(
    ("code", "day", "following"),
    [
        ("BN", "2024-01-01", "ID"),
        ("VN", "2024-01-01", "BN"),
        ("TH", "2025-10-25", "VN"),
        ("TH", "2025-10-26", "TL"),
        ("AU", "2024-01-01", "BN"),
        ("ID", "1960-01-01", None),
    ],
)
def test_member_follows_by_name_among_those_of_the_day(members, code, day, following):
    found = next_member(member(members, code), members, date.fromisoformat(day))

    assert (found and found.code) == following


def series(*hosts):
    """Meetings numbered as they come, each hosted by the country of this code, if any."""
    return [
        MeetingFactory(ordinal=number, dates=f"{2000 + number}", host_id=code) for number, code in enumerate(hosts, 1)
    ]


def test_turn_tells_how_far_the_series_kept_to_the_alphabet(members):
    turn = turn_after(series("BN", "ID", "BN", None, "TH"), members, today=TODAY)

    assert (turn.country.code, turn.last.ordinal, turn.kept, turn.steps, turn.is_kept) == ("TL", 5, 1, 2, False)


def test_turn_is_kept_where_most_steps_follow_the_alphabet(members):
    assert turn_after(series("BN", "ID", "TH", "BN"), members, today=TODAY).is_kept


@pytest.mark.parametrize(("hosts", "is_expected"), [(("BN", "ID", "TH"), True), (("BN", "ID", "TH", None), False)])
def test_turn_is_expected_after_the_latest_meeting_only(members, hosts, is_expected):
    turn = turn_after(series(*hosts), members, today=TODAY)

    assert (turn.is_kept, turn.is_expected) == (True, is_expected)


@pytest.mark.parametrize("hosts", [(), (None,)])
def test_turn_needs_a_known_host(members, hosts):
    assert turn_after(series(*hosts), members, today=TODAY) is None


def test_turn_needs_a_step_to_be_expected(members):
    assert not turn_after(series("BN"), members, today=TODAY).is_kept
