"""Two changes of one record at once: all that does not contradict is kept, and what does is told."""

from functools import reduce

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meetings.reconciling import Piece, merge, with_piece

SOURCE = {"url": "https://press.example/1", "title": None, "publisher": None, "published": None, "language": None}
OTHER = SOURCE | {"url": "https://press.example/2"}
BASE = {
    "slug": "ammtc-17", "ordinal": 17, "theme": None, "dates": "2023-08-21", "chair": None, "gaps": {},
    "venue": {"name": "Hotel", "locality": "Kuta", "region": "Bali", "country": "ID"},
    "officers": [{"role": "secretary", "person": None, "office": "Director", "country": None}],
    "agenda": ["terrorism", "cybercrime"],
    "documents": [{"title": "Declaration", "kind": "declaration", "url": None}],
    "citations": [{"source": SOURCE, "supports": ["dates"], "says": {}, "note": None}],
}  # fmt: skip


def cited(**fields):
    return [BASE["citations"][0] | fields]


def named(title, kind="report"):
    return {"title": title, "kind": kind, "url": None}


@pytest.mark.parametrize(
    ("theirs", "mine", "merged"),
    [
        ({"theme": "Theirs"}, {"dates": "2023-08-22"}, {"theme": "Theirs", "dates": "2023-08-22"}),
        ({"theme": "Both"}, {"theme": "Both"}, {"theme": "Both"}),
        ({"venue": None}, {"theme": "Mine"}, {"venue": None, "theme": "Mine"}),
        (
            {"venue": BASE["venue"] | {"name": "Theirs"}},
            {"venue": BASE["venue"] | {"locality": "Badung"}},
            {"venue": BASE["venue"] | {"name": "Theirs", "locality": "Badung"}},
        ),
        (
            {"chair": {"country": "ID", "person": None, "office": None}},
            {"chair": {"country": None, "person": "Joko", "office": None}},
            {"chair": {"country": "ID", "person": "Joko", "office": None}},
        ),
        (
            {"gaps": {"theme": "unknown"}},
            {"gaps": {"chair": "unknown"}},
            {"gaps": {"theme": "unknown", "chair": "unknown"}},
        ),
        ({"agenda": ["terrorism"]}, {"agenda": [*BASE["agenda"], "arms"]}, {"agenda": ["terrorism", "arms"]}),
        ({"agenda": ["cybercrime", "terrorism"]}, {}, {"agenda": ["cybercrime", "terrorism"]}),
        ({}, {"agenda": ["cybercrime", "terrorism"]}, {"agenda": ["cybercrime", "terrorism"]}),
        (
            {"documents": [*BASE["documents"], named("Theirs")]},
            {"documents": [named("Mine"), *BASE["documents"]]},
            {"documents": [named("Mine"), *BASE["documents"], named("Theirs")]},
        ),
        ({"documents": []}, {"officers": []}, {"documents": [], "officers": []}),
        (
            {"citations": cited(supports=["dates", "host"], note="why")},
            {"citations": cited(supports=["chair"], says={"ordinal": 16})},
            {"citations": cited(supports=["chair", "host"], says={"ordinal": 16}, note="why")},
        ),
        (
            {"citations": [*BASE["citations"], cited(source=OTHER)[0]]},
            {"citations": cited(note="why")},
            {"citations": [cited(note="why")[0], cited(source=OTHER)[0]]},
        ),
    ],
)
def test_changes_that_do_not_contradict_are_put_together(theirs, mine, merged):
    record, pieces = merge(BASE, BASE | theirs, BASE | mine)

    assert record == BASE | merged
    assert [piece for piece in pieces if piece.is_conflict] == []


@pytest.mark.parametrize(
    ("theirs", "mine", "path"),
    [
        ({"theme": "Theirs"}, {"theme": "Mine"}, ("theme",)),
        ({"venue": None}, {"venue": BASE["venue"] | {"name": "Mine"}}, ("venue", "name")),
        ({"documents": []}, {"documents": [named("Declaration")]}, ("documents", "Declaration")),
        ({"citations": []}, {"citations": cited(note="why")}, ("citations", "https://press.example/1")),
        (
            {"citations": cited(says={"ordinal": 16})},
            {"citations": cited(says={"ordinal": 18})},
            ("citations", "https://press.example/1", "says", "ordinal"),
        ),
    ],
)
def test_contradiction_is_told_and_left_to_be_chosen(theirs, mine, path):
    theirs, mine = BASE | theirs, BASE | mine

    record, pieces = merge(BASE, theirs, mine)

    [conflict] = [piece for piece in pieces if piece.is_conflict]
    assert conflict.path == path
    assert with_piece(record, path, conflict.mine) == record
    assert merge(BASE, theirs, with_piece(record, path, conflict.theirs))[0] == theirs


def test_without_a_base_all_that_differs_is_in_conflict():
    _, pieces = merge(None, BASE, BASE | {"theme": "Mine", "ordinal": 18})

    assert pieces == [Piece(("ordinal",), None, 17, 18), Piece(("theme",), None, None, "Mine")]


@pytest.mark.parametrize("path", [("citations", "https://press.example/1", "supports", "host"), ("theme",)])
def test_piece_of_a_row_that_is_gone_brings_back_no_half_of_it(path):
    record = with_piece(BASE | {"citations": []}, path, "host")

    assert record["citations"] == []


EDITS = st.sampled_from(
    [
        lambda record: record | {"theme": "One"},
        lambda record: record | {"dates": None},
        lambda record: record | {"agenda": [*record["agenda"], "arms"]},
        lambda record: record | {"agenda": record["agenda"][1:]},
        lambda record: record | {"documents": [named("Report"), *record["documents"]]},
        lambda record: record | {"officers": []},
        lambda record: record | {"citations": [*record["citations"], {**cited()[0], "source": OTHER}]},
        lambda record: record | {"chair": {"country": "ID", "person": None, "office": None}},
        lambda record: record | {"gaps": {"theme": "unknown"}},
    ]
)


@settings(deadline=None, max_examples=200)
@given(st.lists(EDITS, max_size=4), st.lists(EDITS, max_size=4))
def test_whoever_saves_second_the_same_is_merged(first, second):
    theirs, mine = (reduce(lambda record, edit: edit(record), edits, BASE) for edits in (first, second))

    one, pieces = merge(BASE, theirs, mine)
    other, _ = merge(BASE, mine, theirs)

    if not any(piece.is_conflict for piece in pieces):
        assert in_any_order(one) == in_any_order(other)
    assert merge(BASE, BASE, mine)[0] == mine
    assert merge(BASE, theirs, BASE)[0] == theirs


def in_any_order(record):
    return {name: sorted(map(repr, part)) if isinstance(part, list) else part for name, part in record.items()}
