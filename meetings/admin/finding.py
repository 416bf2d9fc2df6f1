"""Who or what is meant by a text: the row of that name, else one not yet recorded; look-alikes are told, never taken.

Nothing is written here: a row that is new is made when its form is saved (`record_new`).
"""

import re
from functools import reduce
from operator import or_

from django.core.exceptions import ValidationError
from django.db.models import Q
from rapidfuzz import fuzz, process

from meetings.models import Body, Country, Meeting, Person, Place, Source
from meetings.models.fields import check_address
from meetings.models.sources import normalise_address
from meetings.search import fold, matching
from meetings.serializers.referents import find_people, find_places, find_sources, place_key, source_key
from meetings.suggestions import did_you_mean

CLOSE, SAME_TITLE, MOST = 86, 92, 5
# The words of a title by which its copies are sought, and how many titles are compared at most.
TELLING, MOST_COMPARED = 5, 2000
NUMBERED = re.compile(r"(?P<ordinal>[0-9]{1,4})(?:st|nd|rd|th)? +(?P<body>.+)", re.I)
BARE = re.compile(r"[\w-]+(\.[\w-]+)+(:[0-9]+)?(/\S*)?")
PLACE_FORM = "Write a place from the town outwards, its country last, as in “Kuta, Bali, Indonesia”."


class Alike(Exception):  # noqa: N818 - it tells, it does not fail
    """Nothing has this very name, but these `rows` have one like it; `new` is what it would be otherwise."""

    def __init__(self, rows, new=None):
        self.rows, self.new = rows, new
        super().__init__(rows)


def likest(text, names, cutoff=CLOSE, scorer=fuzz.WRatio):
    """The rows of `names` ({row: [names]}) that have a name like `text`, the likest first."""
    folded = {(row, number): fold(name) for row, known in names.items() for number, name in enumerate(known)}
    close = process.extract(fold(text), folded, scorer=scorer, score_cutoff=cutoff, limit=4 * MOST)
    return list(dict.fromkeys(row for _, _, (row, _) in close))[:MOST]


def bearing(text, names):
    """The rows that have this very name, without regard to case and accents."""
    return [row for row, known in names.items() if fold(text) in map(fold, known)]


def one_of(text, names, new):
    """The row named `text`, else `new`; raises `Alike` where a name is only like it, or is borne by several."""
    found = bearing(text, names)
    if len(found) == 1:
        return found[0]
    if close := found or likest(text, names):
        raise Alike(close, new)
    return new


def find_person(text):
    return one_of(text, {row: [row.name, *row.variants] for row in Person.objects.all()}, Person(name=text))


def find_place(text):
    """The place of “Kuta, Bali, Indonesia”; a town alone is one that is recorded, a new one needs its country."""
    places = list(Place.objects.select_related("country"))
    found = bearing(text, {row: spellings(row) for row in places})
    if len(found) == 1:
        return found[0]
    new = place_of(text)
    if new is None:
        close = found or likest(text, {row: [row.locality or row.region, *row.variants] for row in places})
        raise Alike(close) if close else ValidationError(PLACE_FORM)
    same = [row for row in places if key_of(row) == key_of(new)]
    near = [row for row in places if row.country_id == new.country_id and row.locality and new.locality]
    close = (
        [] if same else likest(new.locality, {row: [row.locality, *row.variants] for row in near}, scorer=fuzz.ratio)
    )
    if close:
        raise Alike(close, new)
    return same[0] if same else new


def spellings(place):
    whole = [place.locality, place.region, place.country.name]
    towns = [place.locality, *place.variants] if place.locality else []
    return [str(place), ", ".join(filter(None, whole)), ", ".join([*whole[:2], place.country_id]), *towns]


def key_of(place):
    return place.country_id, fold(place.region), fold(place.locality)


def place_of(text):
    """A place, not recorded, as “town, region, country”, “town, country” or “country”; None where that is not said."""
    *inner, last = [part.strip() for part in text.split(",")]
    countries = {row: [row.code, row.name, str(row)] for row in Country.objects.all()}
    found = bearing(last, countries)
    if not found or len(inner) > 2:
        return None
    town, region = [*inner, "", ""][:2]
    return Place(country=found[0], locality=town, region=region)


def find_meeting(text):
    """The meeting of this slug or name; there is no new one to be made of a name."""
    rows = Meeting.objects.select_related("body")
    if found := rows.filter(slug=text.lower()).first() or numbered(rows, text):
        return found
    if close := list(matching(rows, text).order_by("-sorts_on", "slug")[:MOST]):
        raise Alike(close)
    slugs = list(Meeting.objects.values_list("slug", flat=True).order_by("slug")[:10_000])
    raise ValidationError(f"There is no meeting “{text[:60]}”.{did_you_mean(text[:60].lower(), slugs)}")


def numbered(rows, text):
    """The regular meeting that is called so by its number: “23rd SOMTC”."""
    said = NUMBERED.match(text)
    names = {row: [row.acronym, row.slug] for row in Body.objects.all()} if said else {}
    bodies = bearing(said["body"], names) if said else []
    return rows.regular().filter(body__in=bodies, ordinal=int(said["ordinal"])).first() if bodies else None


def find_source(text, publisher=""):
    """The source of this address, however it is spelt, or of this title where it has none."""
    if BARE.fullmatch(text):
        text = f"https://{text}"
    if "://" not in text or " " in text:
        found = Source.objects.filter(address=None, title=text, publisher=publisher).first()
        return found or Source(title=text, publisher=publisher)
    check_address(text)
    address = normalise_address(text)
    merged = Source.objects.filter(former__address=address)
    return Source.objects.filter(address=address).first() or merged.first() or Source(url=text)


def copies_of(source):
    """Sources at other addresses whose title is so like this one's that they may be copies of one text."""
    words = sorted({word for word in source.title.split() if len(word) >= TELLING}, key=len)[-2:]
    if not words:
        return []
    holding = reduce(or_, (Q(title__icontains=word) for word in words))
    others = list(Source.objects.filter(holding).exclude(address=source.address).order_by("-pk")[:MOST_COMPARED])
    return likest(source.title, {row: [row.title] for row in others}, SAME_TITLE, fuzz.token_sort_ratio)


def make_place(place):
    venue = {"country": place.country_id, "region": place.region, "locality": place.locality}
    return find_places([venue])[place_key(venue)]


def make_source(source):
    described = source.describe()
    return find_sources([described])[source_key(described)]


MAKE = {Person: lambda person: find_people([person.name])[person.name], Place: make_place, Source: make_source}


def record_new(row, names):
    """Record what `row` names and the record does not hold yet, by the rules of every other door."""
    for name in names:
        named = getattr(row, name)
        if named is not None and named.pk is None:
            setattr(row, name, MAKE[type(named)](named))
