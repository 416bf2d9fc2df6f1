"""Pages that grow while something long is done, without script: each step is a line, and the end leads on.

Whoever goes away meanwhile ends it: what is done in one transaction is then not done at all.
"""

from collections.abc import Generator, Iterator
from dataclasses import dataclass

from django.http import StreamingHttpResponse
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join

# Where the page is cut in two; it stands in no text, as no text holds a control character.
MARK = "\x00here\x00"
BROKE_OFF = "It broke off, and nothing was changed. Try again; if it happens again, tell who runs this site."


@dataclass(frozen=True)
class End:
    """How it ended: what is said of it, and where to go from here; at once, unless something is to be read first."""

    sentences: list[str]
    address: str
    is_done: bool


# Yields what is told of each step, and returns how it ended.
Steps = Generator[str, None, End]


def streamed(request, context, steps: Steps) -> StreamingHttpResponse:
    page = render_to_string("admin/meetings/import/progress.html", {**context, "mark": MARK}, request)
    response = StreamingHttpResponse(growing(page, steps), headers={"Cache-Control": "no-store"})
    # Some servers ahead keep a page until it is whole, unless they are told not to.
    response["X-Accel-Buffering"] = "no"
    return response


def growing(page: str, steps: Steps) -> Iterator[str]:
    head, foot = page.split(MARK)
    yield head
    try:
        end = yield from lines(steps)
    except Exception:
        yield format_html('<p class="errornote">{}</p>', BROKE_OFF) + foot
        raise
    yield told(end) + foot


def lines(steps: Steps) -> Generator[str, None, End]:
    while True:
        try:
            step = next(steps)
        except StopIteration as end:
            return end.value
        yield format_html("<p>{}</p>\n", step)


def told(end: End) -> str:
    kind = "success" if end.is_done else "errornote"
    said = format_html_join("", '<p class="{}">{}</p>', ((kind, sentence) for sentence in end.sentences))
    onward = format_html('<meta http-equiv="refresh" content="0; url={}">', end.address) if end.is_done else ""
    return said + format_html('<p><a href="{}" id="onward">Go on</a></p>{}', end.address, onward)
