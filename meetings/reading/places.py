"""The towns and states that a sentence names, and which of them a meeting is said to be in."""

import re
from dataclasses import dataclass

from meetings.reading import cues
from meetings.reading.article import Town
from meetings.reading.countries import COUNTRIES, PEOPLES, TOWNS

LATIN = "A-Za-zÀ-ɏḀ-ỿ"
# In what else a town's name stands: a declaration, a plan, an airport, a newspaper, another's seat.
NO_PLACE_BEFORE = re.compile(
    r"(?:declaration|deklarasi|tuyên bố|déclaration|dichiarazione|ปฏิญญา|polda|polres|polsek|kapolres|kapolda|bandara"
    r"|airport|universit\w+|embass\w+ (?:in|of)|đại sứ quán (?:asean )?tại|governor of|gubernur|bupati|kbri"
    r"|rencana aksi|work plan|(?:perwakilan|kedutaan)\b[\w ]{0,30} di)\s*$",
    re.IGNORECASE,
)
NO_PLACE_AFTER = re.compile(
    r"\s?(?:declaration|statement|work ?plan|action plan|plan of|convention|treaty|accord|concord|protocol|process|宣言"
    r"|(?:international )?airport|police|post|times|tribune|daily|globe|news|prison|university|trafficking in persons"
    r"|tip\b)",
    re.IGNORECASE,
)
IN = re.compile(
    r"(?:\b(?:in|at|di|tại|ở|à|au|en|a|kota|daerah|ibu ?kota|thủ đô|capitale|bertempat di|(?:city|town|island) of"
    r"|capital(?: city)?(?: of)?)|ที่|ณ|กรุง|เมือง|在|于|於|古城|首都(?:の)?|のある|ທີ່|ນະຄອນຫຼວງ|នៅ)[\s,]*"
    r"(?:the |le |la |kota |thành phố |thủ đô |ibu ?kota |capital(?: city)?,? |pulau |daerah |resort (?:city|island) of"
    r" )?"
    r"$",
    re.IGNORECASE,
)
LOCATIVE = re.compile(r"\s?(?:で|にて|において|에서|举行|舉行|召开|召開|揭幕|迎来|开幕)")
DATELINE = re.compile(
    r"^[\W_]*(?:[A-Z][A-Z.\s]{3,}|[\w .]{3,30})(?:,[^–—-]{0,40})?(?:\([^)]*\))?\s*(?:[–—-]+|:(?=\s[A-Z]))\s"
)
# How much a dateline speaks for the meeting being there, and how much where the sentence says "here".
DATELINED = (0.6, 1.8)
HOST = (
    r"(?:host(?:ed by|ed|s|ing)?|organi[sz]ed by|(?:menjadi )?tuan rumah|penyelenggara|chủ nhà|đăng cai|pays hôte"
    r"|ospit\w+|เจ้าภาพ|主催国|主办|主辦|承办|东道主|東道主|주최국?|ເຈົ້າພາບ)"
)
HOSTS = re.compile(
    rf"\W{{0,3}}(?:(?:\w+\W+){{0,2}}?{HOST}|[^.;]{{0,50}}? (?:was|is|will be|as) (?:the )?host\b)"
    r"(?!\s*(?:berikutnya|selanjutnya|next))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Place:
    """A town (or a state alone, then `locality` is None) in a sentence; `weight` tells how much speaks for a meeting
    being there: 2 with a word for being in it, 1 without, less in a dateline."""

    start: int
    end: int
    locality: str | None
    country: str
    weight: float
    is_dateline: bool = False


class Gazetteer:
    """The names of towns and states, those of the record and those of the tables here."""

    def __init__(self, towns: tuple[Town, ...] = ()):
        self.towns: dict[str, tuple[str, str]] = {}
        for (locality, country), names in TOWNS.items():
            self._add(locality, country, names.split("|"))
        for town in towns:
            self._add(town.locality, town.country, town.names)
        self.regions = {town.locality: town.region for town in towns if town.region}
        self.states = {name.casefold(): code for code, names in COUNTRIES.items() for name in names.split("|")}
        self.pattern = _words({*self.towns, *self.states})
        self.peoples = {name.casefold(): code for code, names in PEOPLES.items() for name in names.split("|")}
        self.people_pattern = _words({*self.peoples, *self.states})

    def _add(self, locality: str, country: str, names: object) -> None:
        for name in (locality, *names):  # type: ignore[misc]
            self.towns[name.casefold()] = (locality, country)

    def places(self, sentence: str) -> list[Place]:
        """The places of a sentence from left to right, without those that are part of another thing's name."""
        found = []
        line, is_here = DATELINE.match(sentence), bool(cues.HERE.search(sentence))
        for name in self.pattern.finditer(sentence):
            start, end = name.span()
            before, after = sentence[max(0, start - 45) : start], sentence[end : end + 30]
            if NO_PLACE_BEFORE.search(before) or NO_PLACE_AFTER.match(after):
                continue
            word = name.group().casefold()
            locality, country = self.towns.get(word) or (None, self.states.get(word, ""))
            is_dateline = bool(line and end <= line.end())
            weight = DATELINED[is_here] if is_dateline else _weight(sentence, start, end)
            # Of a city that is a state, only a word for being in it tells that the city is meant.
            is_state = word in self.states and weight != 2
            found.append(Place(start, end, None if is_state else locality, country, weight, is_dateline))
        return found

    def country_of(self, words: str) -> str | None:
        """The state that words name, or name the people of."""
        found = self.people_pattern.search(words)
        if not found:
            return None
        word = found.group().casefold()
        return self.states.get(word) or self.peoples.get(word)


def _weight(sentence: str, start: int, end: int) -> float:
    if IN.search(sentence[max(0, start - 40) : start]) or LOCATIVE.match(sentence[end : end + 6]):
        return 2
    return 1


def hosts(sentence: str, found: list[Place]) -> list[Place]:
    """The states that a sentence calls the host."""
    named = []
    for place in found:
        before, after = sentence[max(0, place.start - 30) : place.start], sentence[place.end : place.end + 75]
        if re.search(HOST + r"\W{0,3}(?:\w+\W){0,2}$", before, re.IGNORECASE) or HOSTS.match(after):
            named.append(place)
    return named


def _words(names: set[str]) -> re.Pattern[str]:
    parts = [
        rf"(?<![{LATIN}-]){re.escape(name)}(?![{LATIN}])" if name[0].isascii() or name[0] <= "ɏ" else re.escape(name)
        for name in sorted(names, key=len, reverse=True)
    ]
    return re.compile("|".join(parts), re.IGNORECASE)
