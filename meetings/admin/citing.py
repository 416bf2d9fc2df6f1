"""An article beside a meeting that the record has: fact by fact whether they agree, and the citation that says so.

What stands in the record stays: a fact that is empty there is filled in, one that differs is what the article says.
"""

from dataclasses import dataclass
from typing import Any

from meetings.admin.wording import told
from meetings.claims import DIFFERS, SUPPORTS, stance, value_of
from meetings.models.meetings import Status
from meetings.models.sources import FACTS
from meetings.search import fold
from meetings.serializers.referents import source_key

FILLS, EARLIER, COARSER = "fills", "earlier", "coarser"
LONGEST = 500
EMPTY = (None, "", [], {})
CHAIR, PLACE = ("country", "person", "office"), ("locality", "region", "country")
VENUE = ("name", *PLACE)
# Which parts of the place come with a fact of it: a town is one of its region and country.
VENUE_OF = {"venue": ("name",), "locality": PLACE, "region": PLACE}
# A chair is told by the person, a person's office in as many words as there are papers.
TELLING = ("country", "person")
# What a meeting is no more once somebody saw that it was held.
BEFORE = (Status.PLANNED, Status.CONFIRMED, Status.POSTPONED)


@dataclass(frozen=True)
class Compared:
    """One fact of which the article speaks: its value there and in the record, and its `stance` on the record's."""

    fact: str
    stands: Any
    said: Any
    stance: str


def compared(record, read, spellings=()):
    """`Compared` of each fact that the article tells; `spellings` are groups of names that mean one person or town.

    What `read`, a whole record, has besides follows from these, as the region of a town does, and no article says it.
    """
    pair = Pair(record, read, {fold(name): fold(group[0]) for group in spellings for name in group})
    told_of = {fact for citation in read["citations"] for fact in citation["supports"]}
    spoken = [fact for fact in FACTS if fact in told_of and value_of(read, fact) not in EMPTY]
    return [Compared(fact, value_of(record, fact), value_of(read, fact), pair.stance(fact)) for fact in spoken]


@dataclass(frozen=True)
class Pair:
    """A record and what was read; `names` are folded names, each with the one under which it is compared."""

    record: dict
    read: dict
    names: dict

    def stance(self, fact):
        """What the article does to a fact of the record: one of the stances of `meetings.claims`, or one of these."""
        if fact == "status":
            return self.stance_on_status()
        if fact == "chair":
            return self.stance_on_chair()
        if fact in PLACE:
            return self.stance_on_place(fact)
        stands, said = value_of(self.record, fact), value_of(self.read, fact)
        if stands in EMPTY:
            return FILLS
        return SUPPORTS if self.same(stands, said) else stance(self.record, fact, said)

    def same(self, one, other):
        if isinstance(one, str) and isinstance(other, str):
            one, other = (self.names.get(fold(text), fold(text)) for text in (one, other))
        return one == other

    def stance_on_status(self):
        """A meeting that was announced is no contradiction to one that was held, or fell away; the other way it is."""
        stands, said = self.record["status"], self.read["status"]
        if stands == said:
            return SUPPORTS
        return DIFFERS if said == Status.HELD and stands in BEFORE else EARLIER

    def stance_on_chair(self):
        stands, said = self.record["chair"] or {}, self.read["chair"]
        both = [part for part in said if said[part] and stands.get(part)]
        telling = [part for part in both if part in TELLING] or both
        if not all(self.same(stands[part], said[part]) for part in telling):
            return DIFFERS
        return FILLS if any(said[part] and not stands.get(part) for part in said) else SUPPORTS

    def stance_on_place(self, fact):
        """A town is filled in where no more than its country is known: in another region it would be another."""
        stands, said = self.record["venue"] or {}, self.read["venue"]
        if self.same(stands.get(fact), said[fact]):
            return SUPPORTS
        if fact == "locality" and self.same(stands.get("region"), said[fact]):
            return COARSER
        nowhere = not (stands.get("locality") or stands.get("region"))
        return FILLS if nowhere and stands.get("country") in (None, said.get("country")) else DIFFERS


def completed(record, read, found):
    """`record` with what it lacked of what was `found` (`Compared`) filled in from `read`, and nothing else changed."""
    lacking = [one.fact for one in found if one.stance == FILLS]
    gaps = {fact: why for fact, why in record["gaps"].items() if fact not in lacking}
    new = {fact: read[fact] for fact in lacking if fact not in ("chair", "venue", *PLACE)}
    if "chair" in lacking:
        new["chair"] = with_parts(record["chair"] or dict.fromkeys(CHAIR), read["chair"], CHAIR)
    parts = [part for fact, of in VENUE_OF.items() if fact in lacking for part in of]
    if parts:
        new["venue"] = with_parts(record["venue"] or dict.fromkeys(VENUE), read["venue"], parts)
    return record | new | {"gaps": gaps}


def with_parts(stands, said, parts):
    return stands | {part: stands[part] or said[part] for part in parts}


def cited(record, found, source):
    """`record` with `source` citing what was `found` (`Compared`): what agrees is supported, what differs is said."""
    citations = [*record["citations"]]
    number, before = cited_before(citations, source)
    # What a person has said of this source goes before what was read of it.
    new = [one for one in found if one.fact not in before["supports"] and one.fact not in before["says"]]
    supports = [one.fact for one in new if one.stance in (SUPPORTS, FILLS)]
    says = {one.fact: words(one) for one in new if one.stance not in (SUPPORTS, FILLS, EARLIER, COARSER)}
    now = {**before, "supports": [*before["supports"], *supports], "says": before["says"] | says}
    citations[number : number + 1] = [now]
    return {**record, "citations": citations}


def cited_before(citations, source):
    """Where the citation of `source` stands, or would stand, and what it says so far."""
    for number, citation in enumerate(citations):
        if source_key(citation["source"]) == source_key(source):
            return number, citation
    return len(citations), {"source": source, "supports": [], "says": {}, "note": None}


def words(one):
    """What the article says of a fact, as a citation keeps it: of a chair the person, or what else it differs in."""
    if one.fact == "chair":
        person, office, country = (one.said[part] for part in ("person", "office", "country"))
        is_other = person and person != (one.stands or {}).get("person")
        return (person if is_other else ", ".join(filter(None, [person, office or country])))[:LONGEST]
    return one.said if isinstance(one.said, int) else told(one.said).replace("\n", "; ")[:LONGEST]
