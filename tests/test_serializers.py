"""The one shape coming in: whatever a person sends is taken whole, or refused with a sentence at its place."""

import json
from copy import deepcopy
from datetime import UTC, date, datetime

import pytest

from meetings.models import Meeting
from meetings.serializers import MeetingSerializer, shape
from meetings.serializers.meetings import known_codes, problem_list
from tests.shapes import EMPTY

KNOWN = {"body": dict.fromkeys(["ammtc", "somtc"]), "country": dict.fromkeys(["ID", "SG", "VN"])}
LEAST = {"slug": "ammtc-17", "body": "ammtc", "kind": "regular", "status": "held"}
PAGE = {"url": "https://asean.org/a"}
BARE = {"title": None, "publisher": None, "published": None, "language": None}

NEEDED = "This is needed."
AS_TEXT = "Write this as text in quotes; {} was read as {}."
NO_FACT = (
    "ordinal, title, status, dates, programme, format, host, chair, officers, venue, locality, region, theme, "
    "reports_to, alongside, agenda, documents"
)
DATES = "2023-08-21, 2023-08, 2023 or 2023-08-20/2023-08-23"
NOTHING_CITED = "Say which facts the source supports, or what it says instead."


def check(data):
    serializer = MeetingSerializer(data=data, context={"known": KNOWN})
    serializer.is_valid()
    return serializer


def problems(data):
    """What is wrong with `data`, as path → sentence."""
    found = problem_list(check(data).errors)
    assert len(dict(found)) == len(found)
    return dict(found)


def validated(**keys):
    serializer = check(LEAST | keys)
    assert serializer.errors == {}
    return serializer.validated_data


def citing(**keys):
    return {"citations": [{"source": PAGE, "supports": ["dates"]} | keys]}


# What is taken


def test_missing_keys_mean_that_nothing_is_known():
    record = validated()

    assert record == EMPTY
    assert list(record) == list(EMPTY)


@pytest.mark.parametrize("nothing", [None, "", "  "])
def test_null_and_blank_mean_that_nothing_is_known(nothing):
    texts = ["title", "format", "host", "theme", "reports_to", "alongside", "notes"]
    blank = "" if nothing else nothing

    record = validated(**dict.fromkeys(texts, nothing) | {"format": blank or None, "host": blank, "dates": blank})

    assert record == EMPTY


def test_null_lists_and_mappings_mean_empty_ones():
    record = validated(
        agenda=None, officers=None, documents=None, citations=None, gaps=None, chair=None, venue=None, ordinal=None
    )

    assert record == EMPTY


def test_parts_of_which_nothing_is_known_are_none():
    nothing = {"country": None, "person": "", "office": None}

    assert validated(chair=nothing, venue={"name": "", "country": None}) == EMPTY
    assert validated(chair={}, venue={}) == EMPTY


def test_every_shipped_record_is_taken_as_it_is(record):
    records = [shape(meeting) for meeting in Meeting.objects.with_record()]
    serializer = MeetingSerializer(data=deepcopy(records), many=True, context={"known": known_codes()})

    serializer.is_valid()

    assert serializer.errors == []
    assert serializer.validated_data == records


@pytest.mark.parametrize(
    "text",
    ["<script>alert(1)</script>", "a & b", "🇮🇩 👩‍💻", "مؤتمر \u202eآسيان", "Hà Nội", "two\nlines\tand a tab", "'; DROP",
     "{{ x }}"],
)  # fmt: skip
def test_text_is_kept_as_it_is(text):
    record = validated(title=text, notes=text, agenda=[text], **citing(note=text, says={"theme": text}))

    said = record["citations"][0]
    assert [record["title"], record["notes"], *record["agenda"], said["note"], said["says"]["theme"]] == [text] * 5


def test_text_loses_the_space_around_it():
    record = validated(title=" Emergency ", agenda=[" a "], dates=" 2023 ", **citing(says={"theme": " b "}))

    assert (record["title"], record["agenda"], record["dates"]) == ("Emergency", ["a"], "2023")
    assert record["citations"][0]["says"] == {"theme": "b"}


def test_says_and_gaps_keep_and_settle_their_order():
    record = validated(
        gaps={"theme": "unknown", "agenda": "not-applicable"},
        **citing(says={"theme": "x", "ordinal": 3, "dates": "2023"}),
    )

    assert list(record["gaps"].items()) == [("agenda", "not-applicable"), ("theme", "unknown")]
    assert list(record["citations"][0]["says"].items()) == [("theme", "x"), ("ordinal", 3), ("dates", "2023")]


def test_a_citation_has_every_key():
    assert validated(**citing())["citations"] == [
        {"source": PAGE | BARE, "supports": ["dates"], "says": {}, "note": None}
    ]


# What is refused


@pytest.mark.parametrize(
    ("data", "kind"),
    [(None, None), ([], "list"), ("text", "str"), (17, "int"), (True, "bool"), (1.5, "float")],
)
def test_what_is_no_mapping_is_refused(data, kind):
    sentence = f"This must be a mapping of keys to values, not {kind}." if kind else "No data provided"

    assert problems(data) == {"": sentence}


def test_what_every_record_needs_is_asked_for():
    assert problems({}) == {"slug": NEEDED, "body": NEEDED, "kind": NEEDED, "status": NEEDED}
    assert problems(dict.fromkeys(LEAST)) == {"slug": NEEDED, "body": NEEDED, "kind": NEEDED, "status": NEEDED}


@pytest.mark.parametrize(
    ("keys", "wrong"),
    [
        # unknown and derived keys
        ({"hots": "ID"}, {"hots": "Unknown key hots. Did you mean host?"}),
        ({"name": "17th AMMTC"}, {"name": "name is derived from the record and cannot be given."}),
        ({"revision": 3}, {"revision": "revision is derived from the record and cannot be given."}),
        ({17: "x"}, {"17": f"Unknown key 17. Known are: {', '.join(EMPTY)}."}),
        ({"\ud800": "x"}, {"\\ud800": f"Unknown key \\ud800. Known are: {', '.join(EMPTY)}."}),
        ({"chair": {"name": "x"}}, {"chair.name": "Unknown key name. Known are: country, person, office."}),
        (citing(source=PAGE | {"titel": "x"}), {"citations.0.source.titel": "Unknown key titel. Did you mean title?"}),
        # slug, body, country
        ({"slug": "AMMTC 17"}, {"slug": "A slug has only small letters, digits and hyphens."}),
        ({"slug": "ammtc-१७"}, {"slug": "A slug has only small letters, digits and hyphens."}),
        ({"slug": "-"}, {"slug": "A slug has only small letters, digits and hyphens."}),
        ({"slug": ""}, {"slug": NEEDED}),
        ({"slug": "a" * 121}, {"slug": "This is too long: it may have 120 characters."}),
        ({"body": "amtc"}, {"body": "There is no body amtc. Did you mean ammtc?"}),
        ({"body": "x" * 10**6}, {"body": f"There is no body {'x' * 57}…. Known are: ammtc, somtc."}),
        ({"host": "XX"}, {"host": "There is no country XX. Known are: ID, SG, VN."}),
        ({"host": "id"}, {"host": "There is no country id. Known are: ID, SG, VN."}),
        ({"host": False}, {"host": AS_TEXT.format("False", "a truth value")}),
        # words
        ({"kind": "regulr"}, {"kind": "regulr is not known here. Did you mean regular?"}),
        ({"status": 1}, {"status": "1 is not known here. Known are: planned, confirmed, held, postponed, cancelled."}),
        ({"format": ["virtual"]}, {"format": "['virtual'] is not known here. Did you mean virtual?"}),
        # text
        ({"title": 2023}, {"title": AS_TEXT.format("2023", "a number")}),
        ({"theme": 1.5}, {"theme": AS_TEXT.format("1.5", "a number")}),
        ({"notes": True}, {"notes": AS_TEXT.format("True", "a truth value")}),
        ({"title": ["a"]}, {"title": AS_TEXT.format("['a']", "no text")}),
        ({"title": {"a": 1}}, {"title": AS_TEXT.format("{'a': 1}", "no text")}),
        ({"theme": date(2023, 8, 21)}, {"theme": AS_TEXT.format("2023-08-21", "no text")}),
        ({"title": "x" * 10**6}, {"title": "This is too long: it may have 300 characters."}),
        ({"notes": "x" * 10_001}, {"notes": "This is too long: it may have 10000 characters."}),
        ({"title": "a\x00b"}, {"title": "Null characters are not allowed."}),
        ({"title": "a\x1bb"}, {"title": "Control characters are not allowed here."}),
        ({"title": "a\ud800b"}, {"title": "Surrogate characters are not allowed: U+D800."}),
        ({"reports_to": 17}, {"reports_to": AS_TEXT.format("17", "a number")}),
        ({"alongside": ["a"]}, {"alongside": AS_TEXT.format("['a']", "no text")}),
        # dates
        ({"dates": "2023-02-31"}, {"dates": "February 2023 has no day 31."}),
        ({"dates": "2023-08-23/2023-08-20"},
         {"dates": "The interval ends (2023-08-20) before it begins (2023-08-23)."}),
        ({"dates": date(2023, 8, 21)},
         {"dates": "Write dates as text in quotes, e.g. '2006'; 2023-08-21 was read as date."}),
        ({"programme": 2023}, {"programme": "Write dates as text in quotes, e.g. '2006'; 2023 was read as int."}),
        ({"programme": datetime(2023, 8, 21, tzinfo=UTC)},
         {"programme": "Write dates as text in quotes, e.g. '2006'; 2023-08-21 00:00:00+00:00 was read as datetime."}),
        ({"dates": ["2023"]}, {"dates": "Write dates as text in quotes, e.g. '2006'; ['2023'] was read as list."}),
        ({"dates": "2023\x00"}, {"dates": "The date has a character that cannot be shown; type the date anew."}),
        ({"dates": "\ud800"}, {"dates": "The date has a character that cannot be shown; type the date anew."}),
        ({"dates": "2" * 10**6},
         {"dates": f"The date is longer than 100 characters; write it as {DATES}."}),
        # lists and mappings
        ({"agenda": "terrorism"}, {"agenda": "This must be a list."}),
        ({"agenda": {"0": "terrorism"}}, {"agenda": "This must be a list."}),
        ({"agenda": ["a", "", None, 1]},
         {"agenda.1": NEEDED, "agenda.2": NEEDED, "agenda.3": AS_TEXT.format("1", "a number")}),
        ({"agenda": ["a"] * 201}, {"agenda": "Ensure this field has no more than 200 elements."}),
        ({"chair": "Indonesia"}, {"chair": "This must be a mapping of keys to values, not str."}),
        ({"chair": []}, {"chair": "This must be a mapping of keys to values, not list."}),
        ({"venue": {"locality": "Kuta"}}, {"venue.country": "A town or region needs its country."}),
        ({"venue": {"region": "Bali"}}, {"venue.country": "A town or region needs its country."}),
        ({"officers": [{"role": "chair"}]}, {"officers.0": "Name a person, an office or a country."}),
        ({"officers": [{"person": "A"}]}, {"officers.0.role": NEEDED}),
        ({"officers": [{"role": "opening speaker", "person": "A"}]},
         {"officers.0.role": "opening speaker is not known here. Did you mean opening-speaker?"}),
        ({"officers": [None, "A"]},
         {"officers.0": NEEDED, "officers.1": "This must be a mapping of keys to values, not str."}),
        ({"documents": [{"title": "", "kind": None}]}, {"documents.0.title": NEEDED, "documents.0.kind": NEEDED}),
        ({"documents": [{"title": "A", "kind": "report", "url": "javascript:alert(1)"}]},
         {"documents.0.url": "Give a whole web address that begins with http:// or https://."}),
        # gaps
        ({"gaps": ["theme"]}, {"gaps": "This must be a mapping of fields to a kind of gap."}),
        ({"gaps": {"theme": "lost", "thme": "unknown"}},
         {"gaps.theme": "lost is not known here. Known are: unknown, not-applicable.",
          "gaps.thme": "Unknown field thme. Did you mean theme?"}),
        ({"gaps": {"slug": "unknown"}}, {"gaps.slug": f"Unknown field slug. Known are: {NO_FACT}, notes."}),
        ({"gaps": {"officers": "unknown"}, "officers": [{"role": "chair", "office": "Minister"}]},
         {"gaps": "officers is filled in, so it cannot be marked as a gap."}),
        # citations
        (citing(supports=[], says={}), {"citations.0": NOTHING_CITED}),
        (citing(supports=None), {"citations.0": NOTHING_CITED}),
        ({"citations": [{}]}, {"citations.0.source": NEEDED}),
        (citing(source={}), {"citations.0.source": "Give a source an address, or at least a title."}),
        (citing(source="https://asean.org"),
         {"citations.0.source": "This must be a mapping of keys to values, not str."}),
        (citing(source={"url": "https://[::1"}),
         {"citations.0.source.url": "Give a whole web address that begins with http:// or https://."}),
        (citing(source={"url": "https://a.org/\ud800"}),
         {"citations.0.source.url": "Surrogate characters are not allowed: U+D800."}),
        (citing(source=PAGE | {"published": "yesterday"}),
         {"citations.0.source.published": f"“yesterday” is no date in EDTF; write it as {DATES}."}),
        (citing(supports=["date"]), {"citations.0.supports.0": "date is not known here. Did you mean dates?"}),
        (citing(supports=["dates", "host", "dates"]), {"citations.0.supports": "Name each fact once."}),
        (citing(says={"date": "2023"}), {"citations.0.says.date": "Unknown fact date. Did you mean dates?"}),
        (citing(says={"\ud800": "x"}), {"citations.0.says.\\ud800": f"Unknown fact \\ud800. Known are: {NO_FACT}."}),
        (citing(says={"dates": "31 August", "ordinal": "17", "theme": 5, "host": "", "title": None}),
         {"citations.0.says.dates": f"“31 August” is no date in EDTF; write it as {DATES}.",
          "citations.0.says.ordinal": "An ordinal is a number from 1.",
          "citations.0.says.theme": AS_TEXT.format("5", "a number"),
          "citations.0.says.host": NEEDED, "citations.0.says.title": NEEDED}),
        (citing(says={"theme": "a\x00", "host": "a\ud800", "title": "\x1b", "venue": "x" * 501, "dates": None}),
         {"citations.0.says.theme": "Null characters are not allowed.",
          "citations.0.says.host": "Surrogate characters are not allowed: U+D800.",
          "citations.0.says.title": "Control characters are not allowed here.",
          "citations.0.says.venue": "This is too long: it may have 500 characters.",
          "citations.0.says.dates": NEEDED}),
        (citing(says=["dates"]), {"citations.0.says": "This must be a mapping of facts to what is said."}),
    ],
    ids=lambda value: str(value)[:40],
)  # fmt: skip
def test_a_wrong_value_is_refused_at_its_place(keys, wrong):
    assert problems(LEAST | keys) == wrong


@pytest.mark.parametrize(
    ("ordinal", "sentence"),
    [
        (True, "An ordinal is a number from 1."),
        (1.5, "An ordinal is a number from 1."),
        (float("inf"), "An ordinal is a number from 1."),
        ("17", "An ordinal is a number from 1."),
        ("", "An ordinal is a number from 1."),
        ([1], "An ordinal is a number from 1."),
        (float("nan"), "An ordinal is a number from 1."),
        (0, "An ordinal counts from 1."),
        (-1, "An ordinal counts from 1."),
        (10_000, "An ordinal is at most 9999."),
        (10**20, "An ordinal is at most 9999."),
        (10**5000, "An ordinal is at most 9999."),
    ],
    ids=["true", "1.5", "inf", "text", "blank", "list", "nan", "0", "-1", "10000", "10**20", "10**5000"],
)
def test_an_ordinal_is_a_whole_number_from_1_to_9999(ordinal, sentence):
    assert problems(LEAST | {"ordinal": ordinal} | citing(says={"ordinal": ordinal})) == {
        "ordinal": sentence, "citations.0.says.ordinal": sentence,
    }  # fmt: skip


def test_an_ordinal_may_be_written_as_json_also_writes_whole_numbers():
    record = check(LEAST | {"ordinal": 17.0} | citing(says={"ordinal": 1e1})).validated_data

    assert [record["ordinal"], record["citations"][0]["says"]] == [17, {"ordinal": 10}]
    assert [type(record["ordinal"]), type(record["citations"][0]["says"]["ordinal"])] == [int, int]


def test_a_source_is_cited_once_however_its_address_is_spelt():
    data = LEAST | {
        "citations": [
            {"source": {"url": url, "title": title}, "supports": ["dates"]}
            for url, title in (
                ("https://asean.org/a", "A"), ("http://www.asean.org/a/", "B"), (None, "C"), ("https://c.org", "C"),
                (None, "C"),
            )
        ]
    }  # fmt: skip

    assert problems(data) == {
        "citations.1.source": "citations.0 cites this source too; a record cites each once.",
        "citations.4.source": "citations.2 cites this source too; a record cites each once.",
    }


def test_all_that_is_wrong_is_told_at_once():
    data = {
        "slug": "A", "body": "amtc", "kind": "odd", "ordinal": 0, "dates": "2023-02-31", "host": "XX", "hots": 1,
        "chair": {"country": "XX", "persn": "A", "office": 1}, "agenda": [1, ""], "url": "x",
        "citations": [{"source": {"url": "x", "titel": 1}, "supports": ["date"], "says": {"dates": 1, "x": 1}}],
    }  # fmt: skip

    assert sorted(problems(data)) == [
        "agenda.0", "agenda.1", "body", "chair.country", "chair.office", "chair.persn", "citations.0.says.dates",
        "citations.0.says.x", "citations.0.source.titel", "citations.0.source.url", "citations.0.supports.0", "dates",
        "host", "hots", "kind", "ordinal", "slug", "status", "url",
    ]  # fmt: skip


def nested(depth, make):
    value = "x"
    for _ in range(depth):
        value = make(value)
    return value


@pytest.mark.parametrize("make", [lambda value: [value], lambda value: {"a": value}], ids=["lists", "mappings"])
@pytest.mark.parametrize("key", list(EMPTY))
def test_what_is_nested_without_end_is_refused(key, make):
    found = problems(LEAST | {key: nested(100_000, make)})

    assert found
    assert all(path.split(".")[0] == key and len(sentence) < 300 for path, sentence in found.items())


@pytest.mark.parametrize("key", list(EMPTY))
@pytest.mark.parametrize("value", ["\ud800", "\x00", {"\ud800": "\ud800"}, ["\ud800"], {1: 2}, [[], {}], b"x", {"x"}])
def test_whatever_is_sent_is_answered_with_what_can_be_sent(key, value):
    found = problem_list(check(LEAST | {key: value}).errors)

    json.dumps(found, ensure_ascii=False).encode()
    assert all(path.split(".")[0] == key for path, _ in found)


def test_a_huge_key_is_told_in_short():
    assert problems(LEAST | {"x" * 10**6: 1}) == {
        f"{'x' * 57}…": f"Unknown key {'x' * 57}…. Known are: {', '.join(EMPTY)}."
    }
