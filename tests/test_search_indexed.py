"""Search by the database's own index: kept in step with every way of writing, ranked, and shown where it was found."""

import random

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from meetings.history import Change, delete
from meetings.models import Meeting
from meetings.search import Snippet, fold, matching, ranked, snippet, words_of
from tests.factories import BodyFactory, DocumentFactory, MeetingFactory, revised
from tests.shapes import entry

MEETINGS = "/api/v1/meetings/"
SQLITE_TRIGGERS = {"meetings_meeting_text_gains", "meetings_meeting_text_loses", "meetings_meeting_text_changes"}


def by_hand(query):
    """The meetings in whose text every word of `query` occurs, found without any index."""
    rows = Meeting.objects.order_by("slug").values_list("slug", "folded")
    return [slug for slug, folded in rows if all(word in folded for word in words_of(query))]


def by_index(query):
    return list(matching(Meeting.objects.order_by("slug"), query).values_list("slug", flat=True))


def test_database_has_the_index_that_search_needs(db):
    """On SQLite a migration that makes the table of meetings anew drops its triggers, and must create them again."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'meetings_meeting'")
            assert {name for (name,) in cursor.fetchall()} >= SQLITE_TRIGGERS
        else:
            cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'meeting_folded_trigrams'")
            assert "gin (folded gin_trgm_ops)" in cursor.fetchone()[0]


def test_index_finds_what_the_texts_hold_whatever_was_done_to_them(record):
    chance = random.Random(1)
    for meeting in chance.sample(list(Meeting.objects.order_by("pk")), 12):
        meeting.folded = f"changed by hand {meeting.pk}"
        meeting.save()
    for meeting in chance.sample(list(Meeting.objects.filter(reports_to=None, prepared_by=None)), 6):
        delete(meeting, Change("It never was"))
    Meeting.objects.filter(pk__in=list(Meeting.objects.values_list("pk", flat=True)[:5])).update(folded="at once")
    revised(MeetingFactory(slug="new", body=BodyFactory(slug="fresh"), theme="Đà Nẵng"))

    texts = " ".join(Meeting.objects.values_list("folded", flat=True))
    parts = [texts[at : at + chance.randint(1, 9)] for at in chance.sample(range(len(texts)), 150)]
    queries = [*filter(words_of, parts), "changed hand", "at once", "da nang", "bali terror", '"', "ammtc a"]

    assert {query for query in queries if by_index(query) != by_hand(query)} == set()


@pytest.fixture
def named(db):
    """One meeting that is called by a word, one that has it in its theme, one that adopted a text of that name."""
    body = BodyFactory(acronym="X", name="Y")
    cited = MeetingFactory(slug="a", ordinal=1, body=body, theme="Peace in the whole region")
    DocumentFactory(meeting=cited, title="Manila Declaration")
    revised(cited)
    revised(MeetingFactory(slug="b", ordinal=2, body=body, theme="From Manila on"))
    revised(MeetingFactory(slug="c", ordinal=3, body=body, title="Manila Dialogue"))


def test_relevance_puts_first_what_is_called_so(named, client):
    answer = client.get(f"{MEETINGS}?q=manila&ordering=relevance&limit=2").json()
    rest = client.get(answer["next"]).json()

    assert [result["slug"] for result in answer["results"] + rest["results"]] == ["c", "b", "a"]
    assert [row.slug for row in ranked(matching(Meeting.objects.all(), "manila"), "manila").order_by("-rank")] == [
        "a",
        "b",
        "c",
    ]


def test_relevance_and_snippets_need_words(client, db):
    answer = client.get(f"{MEETINGS}?ordering=relevance&expand=snippet").json()

    assert [(error["parameter"], error["message"]) for error in answer["errors"]] == [
        ("ordering", "ordering=relevance tells how well q is met. Give q, or another ordering."),
        ("expand", "snippet shows where the words of q stand. Give q, or leave it out."),
    ]


def test_snippets_come_with_the_results_of_a_search(named, client):
    answer = client.get(f"{MEETINGS}?q=manila&expand=snippet&fields=slug,snippet").json()

    assert answer["results"] == [
        {"slug": "a", "snippet": {"text": "Manila Declaration", "marks": [[0, 6]]}},
        {"slug": "b", "snippet": {"text": "From Manila on", "marks": [[5, 11]]}},
        {"slug": "c", "snippet": {"text": "Manila Dialogue", "marks": [[0, 6]]}},
    ]


LONG = f"{'before ' * 20}Hà Nội{' after' * 40}"


@pytest.mark.parametrize(
    ("query", "keys", "found"),
    [
        ("ha noi", {"theme": "Over Hà Nội"}, Snippet("Over Hà Nội", [(5, 7), (8, 11)])),
        ("nội", {"theme": "Ha\u0300 No\u0323\u0302i"}, Snippet("Ha\u0300 No\u0323\u0302i", [(4, 9)])),
        ("strasse", {"notes": "Die Straße"}, Snippet("Die Straße", [(4, 10)])),
        ("<b>", {"notes": "a <b> c"}, Snippet("a <b> c", [(2, 5)])),
        ("sea piracy", {"agenda": ["sea", "sea piracy"]}, Snippet("sea piracy", [(0, 3), (4, 10)])),
        ("nowhere", {"theme": "Somewhere"}, None),
    ],
)
def test_snippet_shows_the_text_as_written_and_where_the_words_stand(query, keys, found):
    assert snippet(entry(**keys), words_of(query)) == found


def test_snippet_of_a_long_text_is_cut_around_what_was_found():
    found = snippet(entry(notes=LONG), ["noi"])

    assert (found.text[0], found.text[-1], len(found.text) < 250) == ("…", "…", True)
    assert [found.text[start:end] for start, end in found.marks] == ["Nội"]


@settings(derandomize=True, database=None, deadline=None)
@given(st.text(min_size=1, max_size=40), st.data())
def test_snippet_marks_lie_in_the_text_and_fold_to_what_holds_the_word(text, data):
    words = words_of(text)
    if not words:
        return
    word = data.draw(st.sampled_from(words))

    found = snippet({"notes": text}, words_of(word))

    marked = [found.text[start:end] for start, end in found.marks] if found else []
    assert all(fold(word) in fold(mark) for mark in marked)
