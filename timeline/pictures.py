"""Pictures that stand for a page where a link to it is shown (Open Graph): what it tells, in large letters.

The letters are those of fonts of ours, so that every machine draws the same; each script has its own.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from itertools import groupby
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

FONTS = Path(__file__).parent / "fonts"
WIDTH, HEIGHT = 1200, 630
MARGIN, BAR, FOOT = 72, 20, 96
PAPER, INK, SOFT, RULE = "#fbfaf7", "#1b2430", "#575f6b", "#dcd8cd"
# The first and the last character of each script that has a font of its own.
SCRIPTS = {
    "NotoSansThai-Bold": ("\u0e00", "\u0e7f"),
    "NotoSansLao-Bold": ("\u0e80", "\u0eff"),
    "NotoSansMyanmar-Bold": ("\u1000", "\u109f"),
    "NotoSansKhmer-Bold": ("\u1780", "\u17ff"),
}
# At what size how many lines have room.
HEAD, TITLE, LINES, FOOTER = {30: 1}, {92: 2, 72: 2, 60: 3, 48: 4}, {38: 3, 32: 4}, {28: 1}
BOLD, REGULAR = "NotoSans-Bold", "NotoSans-Regular"
# A letter with the marks above and below it, as Thai, Khmer and Burmese have them.
LETTER = re.compile(
    r".[\u0300-\u036f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u102b-\u103e\u17b4-\u17d3]*"
)
Run = tuple[str, ImageFont.FreeTypeFont]


@dataclass(frozen=True)
class Told:
    """What a picture says, from top to bottom; each is left out where it is empty."""

    head: str
    title: str
    lines: tuple[str, ...]
    foot: str
    colour: str = "#8a1538"


def drawn(told: Told) -> bytes:
    """The picture as PNG."""
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, BAR, HEIGHT), fill=told.colour)
    pen.line((MARGIN, HEIGHT - FOOT, WIDTH - MARGIN, HEIGHT - FOOT), fill=RULE, width=2)
    y = put(pen, MARGIN - 16, fitted([told.head], REGULAR, HEAD)[1], REGULAR, 30, SOFT)
    size, lines = fitted([told.title], BOLD, TITLE)
    y = put(pen, y + 14, lines, BOLD, size, told.colour) + 18
    size, lines = fitted(told.lines, REGULAR, LINES)
    put(pen, y, lines, REGULAR, size, INK)
    put(pen, HEIGHT - FOOT + 22, fitted([told.foot], REGULAR, FOOTER)[1], REGULAR, 28, SOFT)
    packed = BytesIO()
    image.quantize(64).save(packed, "PNG", optimize=True)
    return packed.getvalue()


def put(pen: ImageDraw.ImageDraw, y: float, lines: list[str], weight: str, size: int, colour: str) -> float:
    """Draw these lines, each beneath the other; where the next would begin."""
    for line in lines:
        x = float(MARGIN)
        for text, font in runs(line, weight, size):
            pen.text((x, y + size), text, font=font, fill=colour, anchor="ls")
            x += font.getlength(text)
        y += size * 1.35
    return y


def fitted(texts: Iterable[str], weight: str, rooms: dict[int, int]) -> tuple[int, list[str]]:
    """The largest size at which the texts have room, and their lines; of what is too long, the beginning."""
    for size, most in rooms.items():
        lines = [line for text in texts for line in wrapped(text, weight, size)]
        if len(lines) <= most:
            return size, lines
    return size, [*lines[: most - 1], f"{lines[most - 1][:-1].rstrip()}…"]


def wrapped(text: str, weight: str, size: int) -> list[str]:
    """`text` in lines that fit into the picture."""
    lines = [""]
    for word in pieces(text, weight, size):
        longer = lines[-1] + word
        if not lines[-1] or length(longer.rstrip(), weight, size) <= WIDTH - 2 * MARGIN:
            lines[-1] = longer.lstrip()
        else:
            lines.append(word.lstrip())
    return [line.rstrip() for line in lines if line.strip()]


def pieces(text: str, weight: str, size: int) -> Iterator[str]:
    """Words with the blank before them; one that is too wide, as in scripts without blanks, letter by letter."""
    for word in text.split():
        if length(word, weight, size) <= WIDTH - 2 * MARGIN:
            yield f" {word}"
        else:
            yield " "
            yield from LETTER.findall(word)


def length(text: str, weight: str, size: int) -> float:
    return sum(font.getlength(part) for part, font in runs(text, weight, size))


def runs(text: str, weight: str, size: int) -> list[Run]:
    """`text` cut where another font goes on."""
    names = groupby(text, lambda character: name_of(character, weight))
    return [("".join(part), font(name, size)) for name, part in names]


def name_of(character: str, weight: str) -> str:
    return next((name for name, (first, last) in SCRIPTS.items() if first <= character <= last), weight)


@cache
def font(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONTS / f"{name}.ttf", size)
