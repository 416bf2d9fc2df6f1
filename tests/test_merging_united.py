"""Two records of one meeting as one, before anything is written: what stays, and what the sources say of it."""

import pytest

from meetings.merging import lines, united
from tests.shapes import cited, entry

PRESS, PAPER = "https://press.example/1", "https://paper.example/2"


def choices(kept, other):
    """(field, kept, other, chosen) of each line."""
    return [(line.field, line.kept, line.other, line.chosen) for line in lines(kept, other)]


def sources(record):
    """(address, supports, says, note) of each citation."""
    return [
        (each["source"]["url"], each["supports"], each["says"], each["note"]) for each in record["citations"]
    ]  # fmt: skip


def officer(role="chair", **told):
    return {"role": role, "person": None, "office": None, "country": None} | told


def test_only_what_differs_is_to_be_chosen_and_what_is_known_stays():
    kept = entry("a", theme=None, dates="2023-08-21", agenda=["terrorism"])
    other = entry("b", theme="Together", dates="2023-08", agenda=["trafficking"])

    assert choices(kept, other) == [
        ("dates", "2023-08-21", "2023-08", "kept"),
        ("theme", None, "Together", "other"),
        ("agenda", ["terrorism"], ["trafficking"], "both"),
    ]


def test_record_of_both_takes_what_was_chosen():
    kept, other = entry("a", theme="Apart", dates="2023-08-21"), entry("b", theme="Together", dates="2023-08")

    record = united(kept, other, {"theme": "other", "dates": "kept"})

    assert (record["slug"], record["theme"], record["dates"]) == ("a", "Together", "2023-08-21")
    assert united(kept, other, {}) | {"citations": []} == kept | {"citations": []}


def test_lists_are_united_without_what_another_row_says_too():
    kept = entry("a", officers=[officer(person="Hamidin"), officer("secretary", office="Secretary-General")])
    other = entry(
        "b", officers=[officer(person="Hamidin", office="Head"), officer("secretary", office="Secretary-General")]
    )

    assert united(kept, other, {})["officers"] == [
        officer("secretary", office="Secretary-General"),
        officer(person="Hamidin", office="Head"),
    ]
    assert united(kept, other, {"officers": "kept"})["officers"] == kept["officers"]


def test_notes_follow_one_another():
    kept, other = entry("a", notes="Seen twice."), entry("b", notes="Moved once.")

    assert united(kept, other, {})["notes"] == "Seen twice.\n\nMoved once."
    assert united(kept, entry("b", notes="twice"), {})["notes"] == "Seen twice."


def test_citations_of_one_source_are_combined_whatever_its_spelling():
    kept = entry("a", citations=[cited("dates", url="https://www.press.example/1/", note="Read")])
    other = entry("b", citations=[cited("ordinal", "dates", url=PRESS, note="Heard"), cited("host", url=PAPER)])

    assert sources(united(kept, other, {})) == [
        ("https://www.press.example/1/", ["ordinal", "dates"], {}, "Read; Heard"),
        (PAPER, ["host"], {}, None),
    ]


def test_a_source_of_the_value_that_gives_way_says_it_from_then_on():
    kept = entry("a", dates="2023-08-21", citations=[cited("dates", url=PRESS)])
    other = entry("b", dates="2023-08-20/2023-08-23", citations=[cited("dates", "host", url=PAPER)])

    assert sources(united(kept, other, {})) == [
        (PRESS, ["dates"], {}, None),
        (PAPER, ["host"], {"dates": "2023-08-20/2023-08-23"}, None),
    ]
    assert sources(united(kept, other, {"dates": "other"})) == [
        (PRESS, [], {"dates": "2023-08-21"}, None),
        (PAPER, ["dates", "host"], {}, None),
    ]


def test_a_source_that_said_what_is_chosen_supports_it():
    kept = entry("a", dates="2023-08-21", citations=[cited("host", url=PRESS, says={"dates": "2023-08-22"})])

    record = united(kept, entry("b", dates="2023-08-22"), {"dates": "other"})

    assert sources(record) == [(PRESS, ["host", "dates"], {}, None)]


def test_an_announcement_does_not_dispute_that_the_meeting_was_held():
    kept = entry("a", status="held", citations=[cited("status", url=PRESS)])
    other = entry("b", status="planned", citations=[cited("status", "host", url=PAPER)])

    assert sources(united(kept, other, {})) == [(PRESS, ["status"], {}, None), (PAPER, ["host"], {}, None)]


def test_two_words_of_one_source_are_to_be_chosen_from():
    kept = entry("a", citations=[cited(url=PRESS, says={"dates": "2023-08-20"})])
    other = entry("b", citations=[cited(url=PRESS, says={"dates": "2023-08-22"})])

    assert choices(kept, other) == [("citations.0.dates", "2023-08-20", "2023-08-22", "kept")]
    assert sources(united(kept, other, {})) == [(PRESS, [], {"dates": "2023-08-20"}, None)]
    assert sources(united(kept, other, {"citations.0.dates": "other"})) == [(PRESS, [], {"dates": "2023-08-22"}, None)]


@pytest.mark.parametrize("link", ["reports_to", "alongside"])
def test_neither_points_at_the_other_any_more(link):
    assert united(entry("a", **{link: "b"}), entry("b"), {})[link] is None
    assert united(entry("a"), entry("b", **{link: "a"}), {})[link] is None


def test_what_one_of_them_knows_is_no_gap():
    kept, other = entry("a", gaps={"theme": "unknown", "title": "unknown"}), entry("b", theme="Together")

    assert united(kept, other, {})["gaps"] == {"title": "unknown"}
