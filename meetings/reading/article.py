"""An article as it is given to the reader."""

import re
from dataclasses import dataclass, field

HEADER = re.compile(r"(URL|PUBLISHED):[ \t]*(.*)")


@dataclass(frozen=True, slots=True)
class Town:
    """A town that meetings were held in, and whatever else it is called."""

    locality: str
    country: str
    region: str = ""
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    """A text and where it stood; `published` is a day in EDTF."""

    text: str
    url: str | None = None
    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    language: str | None = None
    towns: tuple[Town, ...] = field(default=(), repr=False)


def parse_article(text: str) -> Article:
    """The article in a text whose first lines may be "URL: …" and "PUBLISHED: YYYY-MM-DD"."""
    headers: dict[str, str] = {}
    # Pages of a PDF are parted by form feeds.
    lines = text.lstrip("\ufeff").replace("\f", "\n").split("\n")
    while lines and (found := HEADER.fullmatch(lines[0].rstrip("\r"))):
        headers[found[1]] = found[2].strip()
        lines.pop(0)
    return Article("\n".join(lines), url=headers.get("URL") or None, published=headers.get("PUBLISHED") or None)
