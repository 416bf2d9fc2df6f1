"""What the sentences of an article say of a meeting: one claim a fact, with how much speaks for it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from meetings.reading import cues
from meetings.reading.days import Day, dates_in, span_of
from meetings.reading.mentions import Mention
from meetings.reading.people import chairs_in, states_in_chair
from meetings.reading.places import Gazetteer, Place, hosts

# So far before a name stand the words that make it the object of another.
BEFORE = 160
OBJECT = re.compile(
    r"(?:(?:preparatory|persiapan|persediaan|trù bị|préparatoire)\b.{5,90}\b(?:for|bagi|untuk|cho|pour|to)"
    r"|\b(?:since|once|after|following|before|prior to|ahead of|in advance of|mendahului|menjelang|setelah|selepas|usai"
    r"|sebelum|sejak|sau|trước|kể từ|depuis|après|avant)|先立つ|以来|ก่อน|หลัง|ກ່ອນ)"
    r"[\s(]*(?:the |an? |pertemuan |sidang |mesyuarat |hội nghị |asean |la |le )*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Claim:
    """One fact of a meeting in a sentence: the field, its value, how much speaks for it, the sentence, and of a town
    the state that it lies in."""

    field: str
    value: str
    weight: float
    quote: str
    country: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with the meetings that it names; `owners` are those of which it tells, without those by which it only
    places another meeting: "Preparatory … Meeting for the 5th AMMTC", "since the 13th AMMTC"."""

    number: int
    text: str
    mentions: tuple[Mention, ...]
    owners: tuple[Mention, ...]
    previous: str = ""


def claims_of(
    sentence: Sentence, published: str | None, gazetteer: Gazetteer
) -> Iterator[tuple[Mention | None, Claim]]:
    """The claims of a sentence, each with the mention it belongs to; None where the sentence names no meeting."""
    places = gazetteer.places(sentence.text)
    yield from _dates(sentence, published)
    yield from _places(sentence, places)
    yield from _chairs(sentence, places, gazetteer)
    yield from _venues(sentence)
    yield from _status(sentence)
    yield from _formats(sentence)
    for theme in cues.THEME.finditer(sentence.text):
        for holder in _holders(sentence, *theme.span()):
            yield holder, Claim("theme", theme.group(1).strip(" ,."), 2 if holder else 1.2, sentence.text)


def _holders(sentence: Sentence, start: int, end: int) -> list[Mention | None]:
    """The mentions that what stands from `start` to `end` belongs to: the nearest, and those listed with it."""
    usable = sentence.owners
    if not usable:
        return [None]
    nearest = min(usable, key=lambda it: _distance(it, start, end, sentence.text))
    return [nearest, *_listed_with(nearest, usable, sentence.text)]


def _distance(mention: Mention, start: int, end: int, text: str) -> int:
    gap = text[mention.end : start] if mention.end <= start else text[end : mention.start]
    # What follows a name belongs to it sooner than to the next one; another clause is further away.
    return (
        len(gap)
        + 40 * len(re.findall(r"[;]|, (?:and|dan|while|sedangkan)\b", gap))
        + (0 if mention.end <= start else 15)
    )


def owners(text: str, mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """The owners of a `Sentence`."""
    told = tuple(it for it in mentions if not OBJECT.search(text[max(0, it.start - BEFORE) : it.start]))
    numbered = tuple(it for it in told if not it.is_office or it.ordinal is not None)
    return numbered or told or mentions


def _listed_with(nearest: Mention, mentions: tuple[Mention, ...], text: str) -> Iterator[Mention]:
    """Those that "and" or a comma ties to it, of which something behind the last is said of all."""
    for mention in mentions:
        gap = text[min(mention.end, nearest.end) : max(mention.start, nearest.start)]
        if (
            mention is not nearest
            and len(gap) < 45
            and re.fullmatch(
                r"[\s)）,、,:]*(?:(?:and|dan|serta|et|và|及び|和|及|、|,|二是|三是|一是|with|la|le|the|consultations?|sessions?|plenary|会議)[\s,]*)+",
                gap,
                re.IGNORECASE,
            )
        ):
            yield mention


def _dates(sentence: Sentence, published: str | None) -> Iterator[tuple[Mention | None, Claim]]:
    days = dates_in(sentence.text, published)
    for day in days:
        weight = _date_weight(sentence, day)
        for holder in _holders(sentence, day.start, day.end):
            near = weight + _nearness(holder, day)
            if near > 0:
                yield holder, Claim("dates", day.edtf, near, sentence.text)
    if cues.THIS_YEAR.search(sentence.text) and published and sentence.mentions and not days:
        for mention in sentence.mentions:
            yield mention, Claim("dates", published[:4], 1.6, sentence.text)


def _nearness(holder: Mention | None, day: Day) -> float:
    if holder is None:
        return 0.5 if day.is_day else -5
    gap = max(day.start - holder.end, holder.start - day.end)
    if not day.is_day:
        is_month = len(day.edtf) > 4
        return 2.5 if gap <= 25 else 0.8 if gap <= (200 if is_month else 60) else -5
    return 2.5 - min(gap, 200) / 200


def _date_weight(sentence: Sentence, day: Day) -> float:
    text = sentence.text
    before, around = text[max(0, day.start - 70) : day.start], text[max(0, day.start - 90) : day.end + 60]
    if _is_of_the_page(sentence, day):
        return -9
    weight = 1.5 * day.is_interval + 1.2 * bool(cues.HOLDING.search(around)) + 0.8 * bool(cues.DURING.search(before))
    weight -= 2.5 * bool(cues.OTHER.search(text) and not sentence.mentions)
    weight -= 2.2 * bool(cues.ELSE.search(text[max(0, day.start - 60) : day.end + 15]) and not day.is_interval)
    if not day.is_interval and cues.SAYING.search(text):
        weight -= 1.5 + bool(cues.WEEKDAY.search(before)) - 2.2 * bool(cues.DURING.search(before))
    return weight


def _is_of_the_page(sentence: Sentence, day: Day) -> bool:
    """Whether the date is that of a dateline, or stands alone in a line of the page with no more than the time."""
    text = sentence.text
    is_dateline = day.end < 60 and re.match(r"\s{0,2}[_–—-]", text[day.end :])
    rest = (text[: day.start] + text[day.end :]).strip()
    is_alone = len(rest) < 45 and re.fullmatch(r"[\w\s,|:+./()-]*", rest) and not cues.HOLDING.search(rest)
    return bool(is_dateline or (is_alone and not sentence.mentions))


def _places(sentence: Sentence, places: list[Place]) -> Iterator[tuple[Mention | None, Claim]]:
    for place in hosts(sentence.text, places):
        for holder in _holders(sentence, place.start, place.end):
            yield holder, Claim("host", place.country, 2.5 if holder else 1.5, sentence.text)
    for place in places:
        for holder in _holders(sentence, place.start, place.end):
            weight = place.weight + _place_bonus(sentence, place, holder)
            if place.locality:
                yield holder, Claim("place", place.locality, weight, sentence.text, place.country)
            elif (
                place.weight >= 2 and holder and min(abs(place.start - holder.end), abs(holder.start - place.end)) <= 70
            ):
                yield holder, Claim("host", place.country, weight - 0.5, sentence.text)


def _place_bonus(sentence: Sentence, place: Place, holder: Mention | None) -> float:
    around = sentence.text[max(0, place.start - 60) : place.end + 40]
    holding = 0.8 if cues.HOLDING.search(around) else 0.0
    if place.is_dateline:
        return 0
    if holder is None:
        is_elsewhere = cues.ELSE.search(sentence.text) or cues.OTHER.search(sentence.text)
        return holding - (2.5 if is_elsewhere else 1)
    gap = max(place.start - holder.end, holder.start - place.end)
    return holding + max(0.0, 1 - gap / 150)


def _chairs(sentence: Sentence, places: list[Place], gazetteer: Gazetteer) -> Iterator[tuple[Mention | None, Claim]]:
    for chair in chairs_in(sentence.text, sentence.previous):
        for holder in _holders(sentence, chair.at, chair.at):
            if chair.person and chair.person.casefold() not in gazetteer.states:
                yield holder, Claim("person", chair.person, 2, sentence.text)
            elif chair.office:
                yield holder, Claim("office", chair.office, 2, sentence.text)
            code = gazetteer.country_of(chair.words)
            if code:
                yield holder, Claim("chair", code, 1, sentence.text)
    states = [(place.start, place.end, place.country) for place in places if not place.locality]
    for code in states_in_chair(sentence.text, states):
        start = next(start for start, _, state in states if state == code)
        for holder in _holders(sentence, start, start):
            yield holder, Claim("chair", code, 2, sentence.text)


def _venues(sentence: Sentence) -> Iterator[tuple[Mention | None, Claim]]:
    for found in cues.VENUE.finditer(sentence.text):
        if cues.ELSE.search(sentence.text[max(0, found.start() - 80) : found.end() + 20]):
            continue
        for holder in _holders(sentence, *found.span()):
            near = 1.5 if holder and abs(found.start() - holder.end) < 120 else 0.8
            weight = near + (1 if cues.HOLDING.search(sentence.text[max(0, found.start() - 60) : found.start()]) else 0)
            yield holder, Claim("venue", found.group(1).strip(), weight, sentence.text)


def _status(sentence: Sentence) -> Iterator[tuple[Mention | None, Claim]]:
    for mention in sentence.mentions:
        near = sentence.text[max(0, mention.start - 400) : mention.end + 110]
        future, past = len(cues.FUTURE.findall(near)), len(cues.PAST.findall(near))
        if future or past:
            yield mention, Claim("status", "planned" if future >= past else "held", 1, sentence.text)


def _formats(sentence: Sentence) -> Iterator[tuple[Mention | None, Claim]]:
    for value, words in cues.FORMATS.items():
        found = words.search(sentence.text)
        if found and cues.HOLDING.search(sentence.text):
            for holder in _holders(sentence, *found.span()):
                yield holder, Claim("format", value, 1.5 if holder else 0.8, sentence.text)
            return


def is_before(edtf: str, other: str) -> bool | None:
    """Whether a date lies wholly before another; None where one has no year."""
    first, second = span_of(edtf), span_of(other)
    return None if first is None or second is None else first[1] < second[0]
