"""The one shape of what an article says of a meeting: of each fact the value for which most speaks."""

from collections import defaultdict

from meetings.dates import parse
from meetings.reading.article import Article
from meetings.reading.claims import Claim
from meetings.reading.days import span_of
from meetings.reading.people import whole_name
from meetings.reading.places import Gazetteer
from meetings.reading.series import Series
from meetings.reading.text import plain

# So much must speak for a value: less is a town or a day that only stands near.
LEAST = {
    "dates": 1.5, "place": 1.3, "dateline": 1.0, "host": 1.5, "person": 1.0, "office": 1.0, "chair": 1.0, "venue": 1.5,
    "status": 0.5, "format": 1.5, "theme": 1.0,
}  # fmt: skip

# Where in the record each kind of claim is put.
POINTERS = {
    "dates": "/dates", "place": "/venue/locality", "venue": "/venue/name", "host": "/host", "person": "/chair/person",
    "office": "/chair/office", "chair": "/chair/country", "format": "/format", "theme": "/theme",
}  # fmt: skip
CHAIR = (("country", "chair"), ("person", "person"), ("office", "office"))


def record_of(one: Series, article: Article, gazetteer: Gazetteer, language: str | None) -> tuple[dict, dict[str, str]]:
    """The record and the quotes of `reader.Found`."""
    chosen = {name: best for name in LEAST if (best := best_of(one.claims, name))}
    _take_dateline(chosen)
    dates = chosen["dates"].value if "dates" in chosen else None
    record: dict = {
        "slug": slug_of(one),
        "body": one.body,
        "ordinal": one.ordinal,
        "kind": one.kind,
        "status": _status(dates, chosen.get("status"), article.published),
        "dates": dates,
        "format": chosen["format"].value if "format" in chosen else None,
        "host": _host(chosen),
        "venue": _venue(chosen, gazetteer),
        "chair": _chair(chosen, plain(article.text)),
        "theme": chosen["theme"].value if "theme" in chosen else None,
        "reports_to": one.reports_to and slug_of(one.reports_to),
    }
    record["citations"] = _citations(record, article, language)
    quotes = {POINTERS[name]: claim.quote for name, claim in chosen.items() if name in POINTERS}
    if "place" in chosen:
        quotes.setdefault("/host", chosen["place"].quote)
    if not record["venue"].get("locality"):
        quotes.pop("/venue/locality", None)
    return {key: value for key, value in record.items() if value not in (None, [], {})}, quotes


def _take_dateline(chosen: dict[str, Claim]) -> None:
    """Where nothing else says the town, the dateline does, if it is in the state that is said to be the host."""
    line, host, form = (chosen.get(name) for name in ("dateline", "host", "format"))
    is_virtual = form is not None and form.value == "virtual"
    if "place" not in chosen and line and host and line.country == host.value and not is_virtual:
        chosen["place"] = line


def best_of(claims: list[Claim], name: str) -> Claim | None:
    """Of the claims of one field, the best one of the value that most speaks for; None where too little does."""
    said: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.field == name and claim.weight > 0:
            said[claim.value].append(claim)
    value = max(said, key=lambda it: _weight(said[it]), default=None)
    if value is None or _weight(said[value]) < LEAST[name]:
        return None
    return max(said[value], key=lambda it: it.weight)


def _weight(claims: list[Claim]) -> float:
    """Said twice is more than once, but not twice as much."""
    weights = [claim.weight for claim in claims]
    return max(weights) + (sum(weights) - max(weights)) / 3


def _host(chosen: dict[str, Claim]) -> str | None:
    """Who is called the host; else the state that the meeting is in."""
    if "host" in chosen:
        return chosen["host"].value
    return chosen["place"].country if "place" in chosen else None


def _venue(chosen: dict[str, Claim], gazetteer: Gazetteer) -> dict[str, str]:
    venue = {"name": chosen["venue"].value} if "venue" in chosen else {}
    place = chosen.get("place")
    if place and place.country == _host(chosen):
        region = gazetteer.regions.get(place.value)
        venue |= {"locality": place.value, **({"region": region} if region else {}), "country": place.country}
    return venue


def _chair(chosen: dict[str, Claim], text: str) -> dict[str, str]:
    chair = {key: chosen[name].value for key, name in CHAIR if name in chosen}
    if "person" in chair:
        chair["person"] = whole_name(chair["person"], text)
    host = _host(chosen)
    if chair and "country" not in chair and host:
        # The host provides the chair: said only of somebody who is named, or whose office is.
        chair["country"] = host
    return chair


def _status(dates: str | None, said: Claim | None, published: str | None) -> str:
    span = span_of(dates) if dates else None
    day = parse(published).earliest if published else None
    if span and day and not span[0] <= day <= span[1]:
        return "planned" if span[0] > day else "held"
    if span and day and dates and len(dates) > 7:
        return "held"
    return said.value if said else "held"


def slug_of(one: Series) -> str | None:
    """The body and the number of a meeting, else the body and its first day; None where neither is said."""
    if one.ordinal is not None:
        return f"{one.body}-{one.ordinal}"
    dates = best_of(one.claims, "dates")
    first = dates.value.split("/")[0] if dates else ""
    return f"{one.body}-{first}" if len(first) == 10 and "X" not in first else None


def _citations(record: dict, article: Article, language: str | None) -> list[dict]:
    source = {
        "url": article.url, "title": article.title, "publisher": article.publisher,
        "published": article.published, "language": language,
    }  # fmt: skip
    if not (article.url or article.title):
        return []
    venue = record.get("venue") or {}
    supports = [
        key
        for key in ("ordinal", "status", "dates", "format", "host", "chair", "theme", "reports_to")
        if record.get(key)
    ]
    supports += [key for key, part in (("venue", "name"), ("locality", "locality")) if venue.get(part)]
    return [{"source": {key: value for key, value in source.items() if value}, "supports": supports}]
