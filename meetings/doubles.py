"""Which entries look as if they told of one thing: suggested by likeness, and merged by people only.

Only entries that share a word are compared, and no word that hundreds bear, so that the work grows with the record and
not with its square.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import combinations

from django.db import transaction
from rapidfuzz import fuzz

from meetings.models import Double, Meeting, Person, Place, Source
from meetings.models.doubles import Kind
from meetings.search import fold

# A word that more entries bear tells no two of them apart.
MOST_BEARERS = 60
LEAST_LETTERS = 3
# Titles shorter than this are alike by chance.
LEAST_TITLE = 20
# How many of the meetings that follow one in its series are compared with it.
MOST_FOLLOWING = 5

Pairs = dict[tuple[int, int], int]


def words_of(text: str) -> set[str]:
    return {word for word in re.findall(r"\w+", fold(text)) if len(word) >= LEAST_LETTERS}


def sharing_a_word(texts: dict[int, list[str]]) -> Iterator[tuple[int, int]]:
    """Each two keys whose texts share a word, once."""
    bearers: dict[str, set[int]] = defaultdict(set)
    for key, spellings in texts.items():
        for word in set().union(*map(words_of, spellings)):
            bearers[word].add(key)
    seen: set[tuple[int, int]] = set()
    for keys in bearers.values():
        if len(keys) <= MOST_BEARERS:
            seen.update(combinations(sorted(keys), 2))
    yield from sorted(seen)


def alike(texts: dict[int, list[str]], scorer: Callable[..., float], least: int) -> Pairs:
    """The pairs whose likest spellings score `least` at least."""
    folded = {key: [fold(spelling) for spelling in spellings] for key, spellings in texts.items()}
    found = {}
    for pair in sharing_a_word(texts):
        score = max(scorer(one, other) for one in folded[pair[0]] for other in folded[pair[1]])
        if score >= least:
            found[pair] = int(score)
    return found


def people() -> Pairs:
    rows = Person.objects.values_list("pk", "name", "variants").iterator()
    # Titles and fathers' names come and go: whose words are all among the other's is alike.
    return alike({key: [name, *variants] for key, name, variants in rows}, fuzz.token_set_ratio, 86)


def places() -> Pairs:
    found: Pairs = {}
    towns: dict[str, dict[int, list[str]]] = defaultdict(dict)
    for key, country, town, variants in Place.objects.towns().values_list("pk", "country", "locality", "variants"):
        towns[country][key] = [town, *variants]
    for texts in towns.values():
        found |= alike(texts, fuzz.token_sort_ratio, 85)
    return found


def sources() -> Pairs:
    rows = Source.objects.exclude(title="").values_list("pk", "title", "published").iterator()
    told = {key: (title, published) for key, title, published in rows if len(title) >= LEAST_TITLE}
    found = alike({key: [title] for key, (title, _) in told.items()}, fuzz.token_sort_ratio, 92)
    # An institution gives its news of every year one title.
    return {pair: score for pair, score in found.items() if len({told[key][1] for key in pair} - {None}) < 2}


COLUMNS = ("pk", "body", "earliest", "latest", "kind", "ordinal", "host", "alongside")


def meetings() -> Pairs:
    """Meetings of one series that may have sat on the same days, unless their numbers or hosts tell them apart."""
    rows = Meeting.objects.dated().order_by("body", "earliest", "pk").values(*COLUMNS).iterator(chunk_size=2000)
    found: Pairs = {}
    recent: list[dict] = []
    for row in rows:
        recent = [other for other in recent[-MOST_FOLLOWING:] if other["body"] == row["body"]]
        for other in recent:
            if other["latest"] >= row["earliest"] and not told_apart(other, row):
                first, second = sorted((other["pk"], row["pk"]))
                found[first, second] = 95 if same(other, row, "earliest", "latest") else 75
        recent.append(row)
    return found


def same(one: dict, other: dict, *columns: str) -> bool:
    return all(one[column] == other[column] for column in columns)


def told_apart(one: dict, other: dict) -> bool:
    return one["kind"] != other["kind"] or any(
        one[column] and other[column] and one[column] != other[column] for column in ("ordinal", "host", "alongside")
    )


FINDERS: dict[str, Callable[[], Pairs]] = {
    Kind.MEETING: meetings,
    Kind.PERSON: people,
    Kind.PLACE: places,
    Kind.SOURCE: sources,
}


@transaction.atomic
def find() -> dict[str, int]:
    """Look for doubles anew; answers how many there are of each kind. What was dismissed stays so."""
    counts = {}
    for kind, finder in FINDERS.items():
        pairs = finder()
        Double.objects.open().filter(kind=kind).delete()
        Double.objects.bulk_create(rows_of(kind, pairs.items()), batch_size=500, ignore_conflicts=True)
        counts[str(kind)] = Double.objects.open().filter(kind=kind).count()
    return counts


def rows_of(kind: str, pairs: Iterable[tuple[tuple[int, int], int]]) -> Iterator[Double]:
    for (first, second), score in sorted(pairs):
        yield Double(kind=kind, first=first, second=second, score=score)


def size() -> int:
    """How many entries are looked at."""
    return sum(model.objects.count() for model in (Meeting, Person, Place, Source))
