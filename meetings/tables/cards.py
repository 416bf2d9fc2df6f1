"""Lists and mappings as lines in one cell, as people read and type them; what is written is read back the same.

A text that has lines of its own keeps them as `\\n`, a backslash is doubled. An item of several parts is a card: one
`key: value` a line, and an empty line before the next card.
"""

import re
from collections.abc import Iterable

Pairs = list[tuple[str, str]]
ESCAPES = {"\\": "\\\\", "\n": "\\n", "\r": "\\r"}
MEANT = {written: meant for meant, written in ESCAPES.items()}


class CellError(ValueError):
    """A cell cannot be read: the sentence says which line of it, and how it is written."""


def one_line(text: str) -> str:
    return re.sub(r"[\\\n\r]", lambda found: ESCAPES[found[0]], text)


def as_meant(line: str) -> str:
    return re.sub(r"\\[\\nr]", lambda found: MEANT[found[0]], line.strip())


def lines_in(text: str) -> list[tuple[int, str]]:
    """The lines of a cell with their numbers from 1; editors of spreadsheets end lines in three ways."""
    return list(enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1))


def read_items(text: str) -> list[str]:
    """A list of texts, one a line."""
    return [as_meant(line) for _, line in lines_in(text) if line.strip()]


def write_card(pairs: Iterable[tuple[str, str]]) -> str:
    return "\n".join(f"{key}: {one_line(value)}" for key, value in pairs)


def read_cards(text: str) -> list[Pairs]:
    """Each card of a cell as its (key, value) pairs; raises `CellError`."""
    cards: list[Pairs] = [[]]
    for number, line in lines_in(text):
        if line.strip():
            cards[-1].append(read_pair(number, line))
            refuse_twice(cards[-1], number, " An empty line begins the next card.")
        elif cards[-1]:
            cards.append([])
    return [card for card in cards if card]


def read_pair(number: int, line: str) -> tuple[str, str]:
    key, colon, value = (part.strip() for part in line.partition(":"))
    if not (key and colon):
        raise CellError(f"Line {number}: write “key: value”; “{line.strip()[:60]}” has no key.")
    return key, as_meant(value)


def refuse_twice(card: Pairs, number: int, hint: str = "") -> None:
    *before, (last, _) = card
    if last in dict(before):
        raise CellError(f"Line {number}: {last} stands here twice.{hint}")
