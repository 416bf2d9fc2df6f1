"""Where a sentence names a meeting: a chain of pieces (ordinal, level, subject, acronym, partner)."""

import re
from dataclasses import dataclass, replace

from meetings.reading import names
from meetings.reading.ordinals import ORDINAL, SUFFIX, ordinal

PIECES = {
    "group": names.WORKING_GROUP,
    "radicalisation": names.RADICALISATION,
    "ministers": names.MINISTERS,
    "officials": names.OFFICIALS,
    "ministerial": names.MINISTERIAL,
    "senior": names.SENIOR,
    "crime": names.CRIME,
    "plus": names.PLUS,
    "ordinal": ORDINAL,
    "suffix": SUFFIX,
    "special": rf"(?<!\w)(?:{names.SPECIAL})(?!\w)",
    "preparatory": names.PREPARATORY,
    "with": names.WITH,
}
PIECE = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in PIECES.items()), re.IGNORECASE)
GAP = re.compile(names.GAP, re.IGNORECASE)
OFFICE_BEFORE = re.compile(names.OFFICE_BEFORE, re.IGNORECASE)
OFFICE_AFTER = re.compile(names.OFFICE_AFTER, re.IGNORECASE)
PARTNER = re.compile(names.PARTNER, re.IGNORECASE)
CONSULTED = re.compile(
    r"consult|réunion|meeting|session|pertemuan|konsultasi|mesyuarat|tham vấn|họp|会|會|회의|ประชุม|ປະຊຸມ", re.IGNORECASE
)
NUMBER = re.compile(ORDINAL, re.IGNORECASE)
NEXT = re.compile(
    rf"(?P<number>{ORDINAL})\s?(?:meeting|session|edition|pertemuan|会議|会合|会议|會議|となる|目)", re.IGNORECASE
)
LEVELS = {
    "group": "somtc-wg-ct", "radicalisation": "sammrrve",
    "ministers": "ammtc", "ministerial": "ammtc", "officials": "somtc", "senior": "somtc",
}  # fmt: skip
BODIES = {
    "ammtc": ("three", "china", "japan", "rok"),
    "somtc": ("three", "china", "japan", "rok", "canada", "eu", "nz", "us"),
}


@dataclass(frozen=True, slots=True)
class Mention:
    """A meeting as a sentence names it: where, the body's slug, its number, its kind, and whether the name stands for
    an office or a plan of the body (then it tells of no meeting unless it is numbered)."""

    sentence: int
    start: int
    end: int
    body: str
    ordinal: int | None = None
    kind: str = "regular"
    is_office: bool = False
    is_sure: bool = True

    @property
    def main_body(self) -> str:
        return self.body.partition("-plus-")[0]


def mentions_in(sentence: str, number: int) -> list[Mention]:
    """The meetings that a sentence names, from left to right."""
    found = [_mention(chain, sentence, number) for chain in _chains(sentence)]
    # The level alone is no name; numbered or preparatory, it may be one beside a name that is whole.
    return [it for it in found if it and (it.is_sure or it.ordinal is not None or it.kind == "preparatory")]


def numbered_alone(sentence: str, number: int, before: list[Mention]) -> list[Mention]:
    """Meetings that a sentence calls by number alone ("the 24th meeting"): one that was named before, or the next one
    of the numbered series named last."""
    numbered = [mention for mention in before if mention.ordinal is not None]
    found = []
    for name in NEXT.finditer(sentence):
        said = ordinal(name.group("number"))
        meant = next((it for it in reversed(numbered) if it.ordinal == said), None)
        if meant is None and numbered and said and 0 < said - numbered[-1].ordinal <= 2:  # type: ignore[operator]
            meant = numbered[-1]
        if meant:
            found.append(replace(meant, sentence=number, start=name.start(), end=name.end(), ordinal=said))
    return found


def _chains(sentence: str) -> list[list[re.Match[str]]]:
    chains: list[list[re.Match[str]]] = []
    for piece in PIECE.finditer(sentence):
        if chains and _goes_on(chains[-1], piece, sentence):
            chains[-1].append(piece)
        else:
            chains.append([piece])
    return chains


def _goes_on(chain: list[re.Match[str]], piece: re.Match[str], sentence: str) -> bool:
    gap = sentence[chain[-1].end() : piece.start()]
    if len(gap) > 70 or not GAP.fullmatch(gap):
        return False
    levels = {LEVELS[it.lastgroup] for it in chain if it.lastgroup in LEVELS}
    level = LEVELS.get(piece.lastgroup or "")
    if level and levels and level not in levels and "somtc-wg-ct" not in (*levels, level):
        return False
    if piece.lastgroup == "ordinal" and levels and any(it.lastgroup == "ordinal" for it in chain):
        return ordinal(piece.group()) in {ordinal(it.group()) for it in chain if it.lastgroup == "ordinal"}
    return True


def _mention(chain: list[re.Match[str]], sentence: str, number: int) -> Mention | None:
    kinds = [piece.lastgroup or "" for piece in chain]
    level = _level(kinds)
    if level is None:
        return None
    start, end = chain[0].start(), chain[-1].end()
    partner = _partner(chain, sentence[start : end + 25])
    if partner and partner not in BODIES.get(level, ()):
        return None
    kind = (
        "preparatory"
        if "preparatory" in kinds and not partner
        else "special"
        if "special" in kinds or level == "sammrrve"
        else "regular"
    )
    is_office = bool(OFFICE_BEFORE.search(sentence[:start]) or OFFICE_AFTER.match(sentence[end:]))
    is_sure = bool({"group", "radicalisation", "ministers", "officials", "crime"} & set(kinds))
    body = f"{level}-plus-{partner}" if partner else level
    mention = Mention(number, start, end, body, _number(chain), kind, is_office, is_sure)
    return replace(mention, ordinal=None) if kind != "regular" else mention


def _number(chain: list[re.Match[str]]) -> int | None:
    """What stands behind the acronym tells the number; else what stands first."""
    suffixes = [piece.group() for piece in chain if piece.lastgroup == "suffix"]
    ordinals = [piece.group() for piece in chain if piece.lastgroup == "ordinal"]
    inside = [it.group() for piece in chain if piece.lastgroup == "group" for it in NUMBER.finditer(piece.group())]
    found = [*suffixes, *ordinals, *inside]
    return ordinal(found[0]) if found else None


def _level(kinds: list[str]) -> str | None:
    found = [LEVELS[kind] for kind in kinds if kind in LEVELS]
    if "somtc-wg-ct" in found:
        return "somtc-wg-ct"
    return found[0] if found else None


def _partner(chain: list[re.Match[str]], words: str) -> str | None:
    for piece in chain:
        is_plus = piece.lastgroup == "plus"
        if is_plus or (piece.lastgroup == "with" and CONSULTED.search(words)):
            if "10+3" in piece.group():
                return "three"
            found = PARTNER.search(re.sub("^ASEAN", "", piece.group()))
            return str(found.lastgroup) if found else "japan" if "日" in piece.group() else None
    return None
