"""What each source says of each fact: it supports it, names the programme, is less precise, or differs."""

import pytest

from meetings.claims import COMPATIBLE, DIFFERS, PROGRAMME, SUPPORTS, Claim, Fact, contested, facts, sourced
from meetings.models import Meeting
from meetings.serializers import shape
from tests.shapes import cited, entry


def record_with(*citations, **keys):
    """A record with citations given as (supports, says) or (supports, says, note)."""
    return entry(
        citations=[cited(*supports, says=says, note=note[0] if note else None) for supports, says, *note in citations],
        **keys,
    )


def supporting(*citations):
    return [Claim(citation, SUPPORTS) for citation in citations]


def shipped(slug):
    return shape(Meeting.objects.with_record().get(slug=slug))


def test_facts_of_the_17th_ministerial_meeting(record):
    meeting = shipped("ammtc-17")

    assert facts(meeting) == [
        Fact("ordinal", 17),
        Fact("status", "held"),
        Fact(
            "dates",
            "2023-08-21",
            [
                *supporting(0, 1, 2, 4),
                Claim(5, DIFFERS, "2023-08-21/2023-08-23"),
                Claim(6, PROGRAMME, "2023-08-20/2023-08-23"),
                Claim(7, DIFFERS, "2023-08-20/2023-08-22"),
                Claim(8, DIFFERS, "../2023-08-22"),
                Claim(9, DIFFERS, "2023-08-20"),
                Claim(10, DIFFERS, "2023-08-19/2023-08-23"),
                Claim(11, COMPATIBLE, "2023-08"),
            ],
        ),
        Fact("programme", "2023-08-20/2023-08-23"),
        Fact("format", "in-person", supporting(0)),
        Fact("host", "ID", supporting(0)),
        Fact("chair", meeting["chair"], supporting(0, 2, 3, 8, 9, 11)),
        Fact(
            "officers",
            meeting["officers"],
            [
                *supporting(2),
                Claim(6, DIFFERS, "to be opened by Coordinating Minister Mahfud MD"),
                *supporting(10),
            ],
        ),
        Fact("venue", "Hotel Meruorah", supporting(2, 6, 8)),
        Fact("locality", "Labuan Bajo", supporting(1, 2, 3, 5, 6, 7, 8, 9, 11)),
        Fact("region", "East Nusa Tenggara", supporting(2, 5, 8, 11)),
        Fact("agenda", meeting["agenda"], supporting(9)),
        Fact("documents", meeting["documents"], supporting(1, 3, 4)),
    ]


def test_facts_of_the_17th_ministerial_meeting_that_are_contested_and_sourced(record):
    meeting = shipped("ammtc-17")

    assert contested(meeting) == ["dates", "officers"]
    assert sourced(meeting) == [
        "dates", "format", "host", "chair", "officers", "venue", "locality", "region", "agenda", "documents",
    ]  # fmt: skip


def test_facts_of_the_20th_working_group(record):
    meeting = shipped("somtc-wg-ct-20")

    short, long = (
        "20th ASEAN SOM on Counter Terrorism",
        "20th ASEAN Senior Officials Meeting (SOM) on Counter Terrorism",
    )
    both = "2024-06-05/2024-06-06"
    assert facts(meeting) == [
        Fact("title", None, [Claim(1, DIFFERS, short), Claim(2, DIFFERS, short), Claim(3, DIFFERS, long)]),
        Fact("ordinal", 20, supporting(0, 1, 2, 3)),
        Fact("status", "held"),
        Fact(
            "dates",
            "2024-06-05",
            [
                Claim(0, SUPPORTS),
                *(claim for n in (1, 2, 3) for claim in (Claim(n, SUPPORTS), Claim(n, DIFFERS, both))),
            ],
        ),
        Fact("host", "ID", supporting(1, 2, 3)),
        Fact("chair", meeting["chair"], supporting(0, 1, 2)),
        Fact("locality", "Jakarta", supporting(0, 1, 2, 3)),
        Fact("region", "Jakarta"),
        Fact("agenda", meeting["agenda"], supporting(0, 1, 2)),
    ]
    assert contested(meeting) == ["title", "dates"]
    assert sourced(meeting) == ["ordinal", "dates", "host", "chair", "locality", "agenda"]


@pytest.mark.parametrize(
    ("keys", "says", "stance"),
    [
        # a date that is the record's own, names the programme, is less or more precise, or is another
        ({"dates": "2023-08-21"}, {"dates": "2023-08-21"}, SUPPORTS),
        ({"dates": "2023-08-21", "programme": "2023-08-20/2023-08-23"}, {"dates": "2023-08-20/2023-08-23"}, PROGRAMME),
        ({"dates": "2023-08-21", "programme": "2023-08-21"}, {"dates": "2023-08-21"}, SUPPORTS),
        ({"dates": "2023-08-21"}, {"dates": "2023-08"}, COMPATIBLE),
        ({"dates": "2023-08-21"}, {"dates": "XXXX-08-21"}, COMPATIBLE),
        ({"dates": "2023-08-21"}, {"dates": "2023-08-21~"}, COMPATIBLE),
        ({"dates": "2023-08-21/"}, {"dates": "2023-08-21/2023-08-23"}, COMPATIBLE),
        ({"dates": "2023"}, {"dates": "2023-08-21"}, COMPATIBLE),
        ({"dates": "2023-08-21"}, {"dates": "2023-08-22"}, DIFFERS),
        ({"dates": "2023-08-21"}, {"dates": "2023-09"}, DIFFERS),
        ({"dates": "2023-08-21"}, {"dates": "XXXX-05-08"}, DIFFERS),
        ({"dates": None}, {"dates": "2023-08-21"}, DIFFERS),
        ({"dates": None, "programme": "2023-08"}, {"dates": "2023-08"}, PROGRAMME),
        # the programme is a date too
        ({"programme": "2023-08-20/2023-08-23"}, {"programme": "2023-08-20/2023-08-23"}, SUPPORTS),
        ({"programme": "2023-08-20/2023-08-23"}, {"programme": "2023-08"}, COMPATIBLE),
        ({"programme": "2023-08-20/2023-08-23"}, {"programme": "2023-08-24"}, DIFFERS),
        # every other value is compared as it stands
        ({"ordinal": 17}, {"ordinal": 17}, SUPPORTS),
        ({"ordinal": 17}, {"ordinal": 16}, DIFFERS),
        ({"host": "ID"}, {"host": "Indonesia"}, DIFFERS),
        ({"theme": "Together"}, {"theme": "Together"}, SUPPORTS),
        ({"venue": {"name": "Meruorah", "locality": "Bajo", "region": None}}, {"venue": "Meruorah"}, SUPPORTS),
        ({"venue": {"name": "Meruorah", "locality": "Bajo", "region": None}}, {"locality": "Bajo"}, SUPPORTS),
        ({"venue": {"name": "Meruorah", "locality": "Bajo", "region": None}}, {"region": "Bajo"}, DIFFERS),
        ({"venue": None}, {"locality": "Bajo"}, DIFFERS),
    ],
)
def test_a_claim_takes_its_stance(keys, says, stance):
    ((name, said),) = says.items()
    meeting = record_with(([], says), **keys)

    (fact,) = [fact for fact in facts(meeting) if fact.field == name]

    assert fact.claims == [Claim(0, stance, said)]
    assert contested(meeting) == ([name] if stance == DIFFERS else [])
    assert sourced(meeting) == ([name] if stance == SUPPORTS else [])


def test_a_claim_carries_why_the_record_does_not_follow_it():
    meeting = record_with((["dates"], {"dates": "2023-08-22"}, "counts the excursion"), dates="2023-08-21")

    assert facts(meeting)[1].claims == [Claim(0, SUPPORTS), Claim(0, DIFFERS, "2023-08-22", "counts the excursion")]


def test_a_record_without_sources_has_facts_without_claims():
    meeting = record_with(ordinal=17)

    assert facts(meeting) == [Fact("ordinal", 17), Fact("status", "held")]
    assert (contested(meeting), sourced(meeting)) == ([], [])


def test_the_column_of_contested_facts_agrees_with_the_claims(record):
    meetings = list(Meeting.objects.with_record())

    assert [meeting.contested for meeting in meetings] == [contested(shape(meeting)) for meeting in meetings]
    assert sum(bool(meeting.contested) for meeting in meetings) == 38
