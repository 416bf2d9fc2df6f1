"""A record in words: values, what sources say of them, and what changed."""

import pytest

from meetings.history import Difference
from timeline.facts import Cell, Change, Names, changes, missing, rows, words

NAMES = Names(countries={"ID": "Indonesia"}, meetings={"ammtc-17": "17th AMMTC"}, bodies={"ammtc": "AMMTC"})
EMPTY = {
    "slug": "somtc-23", "body": "somtc", "ordinal": None, "kind": "regular", "title": None, "status": "held",
    "dates": None, "programme": None, "format": None, "host": None, "chair": None, "officers": [], "venue": None,
    "theme": None, "reports_to": None, "alongside": None, "agenda": [], "documents": [], "notes": None, "gaps": {},
    "citations": [],
}  # fmt: skip
SOURCE = {"url": "https://press.example/1", "title": "A report", "publisher": "The Press", "published": None,
          "language": "en"}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "value", "lines"),
    [
        ("dates", "2023-08-20/2023-08-23", ["20–23 August 2023"]),
        ("dates", "not a date", ["not a date"]),
        ("ordinal", 22, ["22nd"]),
        ("body", "ammtc", ["AMMTC"]),
        ("host", "ID", ["Indonesia"]),
        ("host", "XX", ["XX"]),
        ("status", "held", ["held"]),
        ("format", "in-person", ["in person"]),
        ("chair", {"country": "ID", "person": "Hamidin", "office": None}, ["Hamidin, Indonesia"]),
        ("chair", "Brigadier General Hamidin", ["Brigadier General Hamidin"]),
        (
            "officers",
            [{"role": "opening-speaker", "person": None, "office": "Minister", "country": "ID"}],
            ["opening speaker: Minister, Indonesia"],
        ),
        ("officers", "to be opened by the minister", ["to be opened by the minister"]),
        (
            "venue",
            {"name": None, "locality": "Jakarta", "region": "Jakarta", "country": "ID"},
            ["Jakarta, Indonesia"],
        ),
        ("venue", "Hotel Brorobudur", ["Hotel Brorobudur"]),
        ("reports_to", "ammtc-17", ["17th AMMTC"]),
        ("reports_to", "ammtc-99", ["ammtc-99"]),
        ("agenda", ["terrorism", "cybercrime"], ["terrorism", "cybercrime"]),
        ("documents", [{"title": "T", "kind": "plan-of-action", "url": None}], ["T (plan of action)"]),
        ("documents", "two declarations", ["two declarations"]),
        ("gaps", {"theme": "not-applicable"}, ["Theme: not applicable"]),
        (
            "citations",
            [{"source": SOURCE, "supports": ["dates"], "says": {"ordinal": 3}, "note": "miscounts"}],
            ["The Press, A report – supports date; says number “3rd”; miscounts"],
        ),
        ("theme", None, []),
    ],
)
def test_words_are_those_of_people(name, value, lines):
    assert words(name, value, NAMES) == lines


def test_row_tells_agreement_from_the_kinds_of_difference():
    said = ["2023-08-20/2023-08-23", "2023-08", "2023-08-19"]
    citations = [{"source": SOURCE, "supports": ["dates"], "says": {}, "note": None}]
    citations += [
        {"source": SOURCE, "supports": [], "says": {"dates": each}, "note": "counts arrivals"} for each in said
    ]
    record = EMPTY | {"dates": "2023-08-21", "programme": "2023-08-20/2023-08-23", "citations": citations}

    row = next(row for row in rows(record, NAMES) if row.name == "dates")

    assert (row.lines, row.numbers, row.is_contested) == (["21 August 2023"], [1], True)
    assert row.cells == [
        Cell(1, "supports", "agrees", "", ""),
        Cell(2, "programme", "names the whole programme", "20–23 August 2023", "counts arrivals"),
        Cell(3, "compatible", "agrees, less exactly or more exactly", "August 2023", "counts arrivals"),
        Cell(4, "differs", "differs", "19 August 2023", "counts arrivals"),
    ]
    assert row.differences == row.cells[1:]


def test_rows_leave_out_what_is_neither_known_nor_claimed():
    assert [row.name for row in rows(EMPTY | {"theme": "Together"}, NAMES)] == ["status", "theme"]


def test_missing_tells_three_states_apart():
    record = EMPTY | {"gaps": {"theme": "unknown", "chair": "not-applicable"}}

    assert [missing(name, record) for name in ("theme", "chair", "host")] == [
        "searched for, not found",
        "not applicable",
        "not researched yet",
    ]


def test_changes_are_the_lines_that_went_and_came():
    found = [
        Difference("dates", "2023-08", "2023-08-21"),
        Difference("agenda", ["terrorism", "piracy"], ["terrorism", "cybercrime"]),
        Difference("theme", None, "Together"),
    ]

    assert changes(found, NAMES) == [
        Change("Date", ["August 2023"], ["21 August 2023"]),
        Change("Agenda", ["piracy"], ["cybercrime"]),
        Change("Theme", [], ["Together"]),
    ]


def test_change_of_order_alone_is_told_whole():
    (change,) = changes([Difference("agenda", ["a", "b"], ["b", "a"])], NAMES)

    assert change == Change("Agenda", ["a", "b"], ["b", "a"])
