"""What is kept in memory is kept as it is, and no more of it than was asked for."""

from django.core.cache import caches

from meetings.api.memory import Memory


def memory(most):
    return Memory(f"of {most}", {"OPTIONS": {"MAX_ENTRIES": most, "CULL_FREQUENCY": most}})


def test_value_is_given_back_as_it_is():
    kept, value = memory(2), [b"page"]

    kept.set("a", value)

    assert kept.get("a") is value
    assert kept.get("b", "none") == "none"


def test_value_unused_longest_goes_first():
    kept = memory(2)

    for key in "ab":
        kept.set(key, key)
    kept.get("a")
    kept.set("c", "c")

    assert [kept.get(key) for key in "abc"] == ["a", None, "c"]


def test_value_beyond_its_time_is_gone():
    kept = memory(2)

    kept.set("a", "a", timeout=-1)

    assert kept.get("a", "gone") == "gone"


def test_memory_of_no_entries_keeps_none():
    kept = memory(0)

    kept.set("a", "a")

    assert kept.get("a") is None


def test_pages_of_answers_are_kept_so():
    assert isinstance(caches["answers"], Memory)
