"""How well articles are read is told beside labels; those that are at hand hold the rules to what they once read."""

import json
from pathlib import Path

import pytest

from tests.scoring import FIELDS, score

# Reports with labels that may lie beside the project; it needs them for nothing else.
REPORTS = Path(__file__).resolve().parent.parent.parent / "shared" / "articles"
TEXT = "The 18th AMMTC was held in Vientiane, Laos, on 28 August 2024. The 19th AMMTC will be held in Malaysia in 2025."
HELD = {
    "body": "ammtc", "ordinal": 18, "kind": "regular", "partner": None, "dates": "2024-08-28",
    "status_at_publication": "held", "host": "LA", "locality": "Vientiane", "venue": None, "chair_country": None,
    "chair_person": None,
}  # fmt: skip
NEXT = HELD | {
    "ordinal": 19, "dates": "2025", "status_at_publication": "planned", "host": "MY", "locality": None,
}  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    def labelled(*meetings, **label):
        (tmp_path / "001.txt").write_text(f"URL: https://example.org/a\n\n{TEXT}", encoding="utf-8")
        (tmp_path / "001.json").write_text(json.dumps({"meetings": meetings} | label), encoding="utf-8")
        return tmp_path

    return labelled


def test_what_is_read_as_labelled_is_right(folder):
    found = score(folder(HELD, NEXT))

    assert (found.precision, found.recall, found.misses) == (1, 1, [])
    assert {field: found.of(field) for field in FIELDS} == dict.fromkeys(FIELDS, (1, 1))


def test_what_no_label_has_is_false_unless_it_is_ignored(folder):
    assert score(folder(HELD)).misses == [("001", "false", ("ammtc", False), 19)]
    assert score(folder(HELD, ignore=[{"body": "ammtc", "kind": "regular"}])).precision == 1


def test_what_is_not_read_is_missed_unless_it_is_optional(folder):
    other = HELD | {"body": "somtc", "ordinal": 24}

    assert score(folder(HELD, NEXT, other)).misses == [("001", "missed", ("somtc", False), 24)]
    assert score(folder(HELD, NEXT, other | {"optional": True})).recall == 1


def test_field_is_wrong_unless_it_is_among_what_is_accepted(folder):
    found = score(folder(HELD | {"host": "TH"}, NEXT))

    assert (found.misses, found.of("host")) == ([("001", "host", "LA", ["TH"])], (0.5, 0.5))
    assert score(folder(HELD | {"host": "TH", "host_any": ["LA"]}, NEXT)).misses == []


@pytest.mark.skipif(not REPORTS.is_dir(), reason="There are no labelled reports beside the project.")
def test_labelled_reports_are_read_as_well_as_they_were():
    found = score(REPORTS)

    assert found.precision >= 0.98
    assert found.recall >= 0.95
    assert {field: found.of(field)[0] >= 0.95 for field in FIELDS} == dict.fromkeys(FIELDS, True)
