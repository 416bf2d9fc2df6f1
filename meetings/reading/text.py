"""The text of an article, cleaned of what a page puts around it, sentence by sentence."""

import re
import unicodedata
from collections.abc import Iterator
from textwrap import wrap

SPACES = re.compile(r"[ \t\u00a0\u2000-\u200b\u202f\u3000]+")
# Words that a page has run together: "onSeptember", "TransnationalCrime".
RUN_TOGETHER = re.compile(r"(?<=[a-z])(?=[A-Z][a-z]{2})")
STAMP = re.compile(r"^\s*date [0-9]{4}-[0-9]{2}(?:-[0-9]{2})?\b")
ELSEWHERE = re.compile(
    r"^\W*(?:baca juga|baca selengkapnya|read (?:also|more)|see also|also read|related|đọc thêm|xem thêm|tin liên quan"
    r"|lire aussi|อ่านเพิ่มเติม|延伸阅读|相关新闻|関連記事|관련기사|leggi anche)\b",
    re.IGNORECASE,
)
_BEFORE_NAMES = (
    "dr mr mrs ms prof gen lt maj col capt brig adm sgt sr jr st no vol hon pol kombes komjen irjen brigjen akp akbp"
    " kompol dato datuk hj tn ir drs rev vs art pt pte ltd co inc approx si ph kab jl moh mohd muh abd ts gs ths pgs"
    " a b c d e f g h i j k l m n o p q r s t u v w x y z"
)
BEFORE_NAMES = frozenset(_BEFORE_NAMES.split())
ENDS = re.compile(r"(?:(?<![.!?…])[.!?…]+[”\"’')\]]*(?=\s)|[。！？]+[」』”]*|\s\|(?=\s|$))\s*")
LONGEST = 1500
# A line of a paragraph that a page breaks is no longer than this.
WIDEST = 130
CONTINUES = re.compile(r"[a-zß-ɏ0-9]")


def sentences(text: str) -> list[str]:
    """The sentences of a text in the order in which they stand; one that comes twice counts once."""
    found = (piece for line in _lines(text) for sentence in _split(line) for piece in _cut(sentence))
    return list(dict.fromkeys(sentence for sentence in found if len(sentence) > 3))


def plain(text: str) -> str:
    """The text in NFC with simple spaces, and without invisible signs."""
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").replace("\u200b", "")
    return SPACES.sub(" ", RUN_TOGETHER.sub(" ", text))


def _lines(text: str) -> Iterator[str]:
    for block in re.split(r"\n\s*\n", plain(text)):
        lines = [line.strip() for line in block.split("\n") if line.strip()]
        for line in [" ".join(lines)] if _is_wrapped(lines) else lines:
            if not ELSEWHERE.match(line):
                yield STAMP.sub("", line).strip()


def _is_wrapped(lines: list[str]) -> bool:
    """Whether a page broke one paragraph into short lines, in the middle of sentences."""
    longest = max(map(len, lines), default=0)
    if len(lines) < 2 or longest > WIDEST:
        return False
    broken = [line for line in lines[:-1] if line[-1:] not in '.!?:;|"”’)']
    is_even = longest > 50 and min(map(len, lines[:-1])) * 5 >= longest * 4
    is_continued = longest <= 90 and any(CONTINUES.match(line) for line in lines[1:])
    return len(broken) * 2 >= len(lines) - 1 and (is_even or is_continued)


def _split(line: str) -> Iterator[str]:
    start = 0
    for end in ENDS.finditer(line):
        if end.group().startswith(".") and not _is_end(line, end):
            continue
        yield line[start : end.end()].strip()
        start = end.end()
    if line[start:].strip():
        yield line[start:].strip()


def _cut(sentence: str) -> list[str]:
    """A sentence in pieces that people may still write: what is longer has lost its full stops."""
    return wrap(sentence, LONGEST, break_on_hyphens=False) if len(sentence) > LONGEST else [sentence]


def _is_end(line: str, stop: re.Match[str]) -> bool:
    """Whether a full stop ends a sentence, and not an abbreviation before a name."""
    word = re.split(r"[\s.(\[“\"'’-]", line[max(0, stop.start() - 30) : stop.start()])[-1].casefold()
    following = line[stop.end() : stop.end() + 1]
    return word not in BEFORE_NAMES and not following.islower()
