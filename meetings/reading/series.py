"""Which mentions of an article mean the same meeting."""

from collections import defaultdict
from dataclasses import dataclass, field

from meetings.reading import cues
from meetings.reading.claims import Claim, Sentence, is_before
from meetings.reading.mentions import Mention

STRONG = 2.0
FOLLOWING = 5
# No article names meetings more often; to compare them costs as much as the square of their number.
MOST = 400
ABOVE = {"somtc-wg-ct": "somtc", "somtc": "ammtc"}


@dataclass(slots=True)
class Series:
    """A meeting that an article tells of, with all that is said of it."""

    body: str
    ordinal: int | None
    kind: str
    mentions: list[Mention] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    reports_to: "Series | None" = None

    def add(self, mention: Mention, claims: list[Claim]) -> None:
        self.mentions.append(mention)
        self.claims += claims

    def strong(self, name: str) -> list[Claim]:
        return [claim for claim in self.claims if claim.field == name and claim.weight >= STRONG]


def gathered(said: list[Sentence], claims: dict[Mention, list[Claim]]) -> list[Series]:
    """The meetings of an article: those that are numbered, and those without a number that none of them can be."""
    mentions = [mention for sentence in said for mention in sentence.mentions if _counts(mention, said)][:MOST]
    found: dict[tuple[str, int | None, str], Series] = {}
    for mention in mentions:
        if mention.ordinal is not None:
            key = (mention.body, mention.ordinal, mention.kind)
            found.setdefault(key, Series(*key)).add(mention, claims[mention])
    series = _without_slips(list(found.values()))
    for mention in mentions:
        if mention.ordinal is None:
            _place(mention, claims[mention], series)
    for sentence in said:
        for mention in sentence.mentions:
            if mention.is_office and mention.ordinal is None:
                _tell_chair(mention, claims[mention], series)
    for one in series:
        _share_place(one, series)
    for sentence in said:
        _lead_upwards(sentence, series)
    kept = [one for one in series if _tells(one, said)]
    return sorted(kept, key=lambda one: min((it.sentence, it.start) for it in one.mentions))


def _counts(mention: Mention, said: list[Sentence]) -> bool:
    """Whether a mention is of a meeting: the level alone only if it is numbered, beside one that is named whole."""
    if mention.is_sure:
        return not mention.is_office or mention.ordinal is not None
    if mention.is_office or said[mention.sentence].text[mention.end :].lstrip(" )").startswith(
        ("on ", "tentang ", "mengenai ", "về ")
    ):
        return False
    near = {
        other.main_body
        for sentence in said[max(0, mention.sentence - 2) : mention.sentence + 3]
        for other in sentence.mentions
        if other.is_sure
    }
    return (mention.ordinal is not None and mention.main_body in near) or (mention.kind == "preparatory" and bool(near))


def _without_slips(series: list[Series]) -> list[Series]:
    """Without consultations that only a slip of the pen made: numbered like the main meeting, and named but once."""
    slips = defaultdict(list)
    for one in series:
        main = next(
            (it for it in series if it.body == one.body.partition("-plus-")[0] and it.ordinal == one.ordinal), None
        )
        if main and main is not one and len(one.mentions) < len(main.mentions):
            slips[id(main)].append(one)
            for mention in one.mentions:
                main.add(mention, [])
            main.claims += one.claims
    gone = {id(one) for many in slips.values() for one in many}
    return [one for one in series if id(one) not in gone]


def _place(mention: Mention, claims: list[Claim], series: list[Series]) -> None:
    """Puts a mention without a number to the meeting it can be of; else it is one of its own."""
    same = [one for one in series if one.body == mention.body and one.kind == mention.kind]
    if not same and mention.body == "somtc" and mention.kind == "regular":
        same = [one for one in series if one.body == "somtc-wg-ct" and _is_near(one, mention)]
    fitting = [one for one in same if _fits(one, claims)]
    if fitting:
        max(fitting, key=lambda one: (_likeness(one, claims), -_gap(one, mention))).add(mention, claims)
    else:
        one = Series(mention.body, None, mention.kind)
        one.add(mention, claims)
        series.append(one)


def _lead_upwards(sentence: Sentence, series: list[Series]) -> None:
    """Where a sentence tells that what a meeting came to goes to one of the body above, it reports to that one."""
    if not cues.UPWARDS.search(sentence.text):
        return
    for above in series:
        if any(mention.sentence == sentence.number for mention in above.mentions):
            below = [
                one for one in series if ABOVE.get(one.body) == above.body and _gap_before(one, sentence) <= FOLLOWING
            ]
            if below and above.kind == "regular":
                min(below, key=lambda one: _gap_before(one, sentence)).reports_to = above


def _gap_before(one: Series, sentence: Sentence) -> int:
    return min((gap for it in one.mentions if (gap := sentence.number - it.sentence) >= 0), default=10**6)


def _share_place(one: Series, series: list[Series]) -> None:
    """A consultation that is listed with another meeting, and nothing else said of where, is where that one is."""
    if "-plus-" not in one.body or one.strong("place") or one.strong("host"):
        return
    sentences = {mention.sentence for mention in one.mentions}
    for other in series:
        if other is not one and sentences & {mention.sentence for mention in other.mentions}:
            one.claims += [claim for claim in other.claims if claim.field in {"place", "host"}]


def _tell_chair(mention: Mention, claims: list[Claim], series: list[Series]) -> None:
    """Of an office of the body ("Chair of the AMMTC") only who holds it is a fact of the meeting."""
    fitting = [one for one in series if one.body == mention.body and _fits(one, claims)]
    if fitting:
        one = max(fitting, key=lambda it: (_likeness(it, claims), -_gap(it, mention)))
        one.claims += [claim for claim in claims if claim.field in {"person", "office", "chair"}]


def _is_near(one: Series, mention: Mention) -> bool:
    return any(0 <= mention.sentence - it.sentence <= 2 for it in one.mentions)


def _gap(one: Series, mention: Mention) -> int:
    return min(abs(mention.sentence - it.sentence) for it in one.mentions)


def _fits(one: Series, claims: list[Claim]) -> bool:
    """Whether nothing that is clearly said of the one speaks against the other."""
    mine = Series(one.body, None, one.kind, claims=claims)
    dates = [(a.value, b.value) for a in one.strong("dates") for b in mine.strong("dates")]
    if dates and all(_apart(str(a), str(b)) for a, b in dates):
        return False
    theirs, ours = _countries(one), _countries(mine)
    if theirs and ours and not theirs & ours:
        return False
    return not (_towns(one) and _towns(mine) and not _towns(one) & _towns(mine) and _is_split(one, mine))


def _is_split(one: Series, mine: Series) -> bool:
    return bool(
        {c.value for c in one.claims if c.field == "status"} ^ {c.value for c in mine.claims if c.field == "status"}
    )


def _apart(first: str, second: str) -> bool:
    return bool(is_before(first, second) or is_before(second, first))


def _countries(one: Series) -> set[str]:
    # Who is to chair a meeting is to host it, as far as other texts of the same meeting go.
    named = {claim.value for name in ("host", "chair") for claim in one.strong(name)}
    return named | {claim.country for claim in one.strong("place")}


def _towns(one: Series) -> set[str]:
    return {claim.value for claim in one.strong("place")}


def _likeness(one: Series, claims: list[Claim]) -> int:
    said = {(claim.field, claim.value) for claim in one.claims if claim.field in {"place", "host", "dates", "status"}}
    return sum((claim.field, claim.value) in said for claim in claims)


def _tells(one: Series, said: list[Sentence]) -> bool:
    """Whether anything is told of a meeting but that there is such a body."""
    if one.ordinal is not None or one.body == "sammrrve" or one.kind == "preparatory":
        return True
    if any(claim.field in {"dates", "host", "place"} and claim.weight >= STRONG for claim in one.claims):
        return True
    return any(mention.sentence == 0 for mention in one.mentions) and len(said) > 1
