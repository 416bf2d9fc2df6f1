"""A page in Chromium: when its first mark is seen, how long frames take while it is moved, and what it weighs."""

import os
import shutil
import time
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import quantiles

from playwright.sync_api import Error, sync_playwright

QUIET = "--no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-component-update"
VIEWPORT = {"width": 1440, "height": 900}
# When the first element that matches has a size, and the frame after that: then it was painted.
NOTE_FIRST = """
    const look = () => {
        const mark = document.querySelector("MARK");
        const isThere = mark && mark.getBoundingClientRect().width > 0;
        requestAnimationFrame(isThere ? () => { window.firstDrawn = performance.now(); } : look);
    };
    requestAnimationFrame(look);
"""
NOTE_FRAMES = """() => {
    window.frames_ = [];
    let last = performance.now();
    const note = (now) => {
        window.frames_.push(now - last);
        last = now;
        window.noting = requestAnimationFrame(note);
    };
    window.noting = requestAnimationFrame(note);
}"""
STEPS, PAUSE = 45, 0.02


@dataclass(frozen=True)
class Contestant:
    """A page, the elements that are its meetings, and the element that is dragged and zoomed."""

    name: str
    address: str
    mark: str
    plot: str
    zoom_key: str = ""


def chromium():
    names = ("chromium", "chromium-browser", "google-chrome")
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


@contextmanager
def browsing():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=QUIET.split())
        yield browser
        browser.close()


@contextmanager
def opened(browser, contestant, patience):
    """The page, opened with nothing in the cache, and the milliseconds to its first mark; None where it never came."""
    with browser.new_context(viewport=VIEWPORT) as context:
        page = context.new_page()
        page.add_init_script(NOTE_FIRST.replace("MARK", contestant.mark))
        page.set_default_timeout(patience * 1000)
        page.responses = []
        page.on("response", lambda response: page.responses.append(response))
        yield page, first_drawn(page, contestant.address, patience)


def first_drawn(page, address, patience):
    until = time.monotonic() + patience
    try:
        page.goto(address, wait_until="commit")
        while time.monotonic() < until:
            if found := page.evaluate("window.firstDrawn"):
                return found
            time.sleep(0.05)
    except Error:
        # It ran out of memory, or answers no more.
        return None
    return None


def time_to_first(browser, contestant, patience):
    with opened(browser, contestant, patience) as (_, found):
        return found


def frames(page, contestant):
    """Milliseconds from frame to frame while the plot is dragged to and fro, and zoomed in and out."""
    page.wait_for_load_state("load")
    time.sleep(1)
    box = page.locator(contestant.plot).first.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    zoom(page, contestant, -40)
    page.evaluate(NOTE_FRAMES)
    for way in (-1, 1, 1, -1):
        page.mouse.down()
        for step in range(1, STEPS + 1):
            page.mouse.move(x + way * step * 6, y)
            time.sleep(PAUSE)
        page.mouse.up()
        page.mouse.move(x, y)
    zoom(page, contestant, -40)
    zoom(page, contestant, 40)
    return page.evaluate("cancelAnimationFrame(window.noting), window.frames_")


def zoom(page, contestant, by):
    if contestant.zoom_key:
        page.keyboard.down(contestant.zoom_key)
    for _ in range(STEPS):
        page.mouse.wheel(0, by)
        time.sleep(PAUSE)
    if contestant.zoom_key:
        page.keyboard.up(contestant.zoom_key)


def p95(times):
    return quantiles(times, n=20)[-1]


def weight(page):
    """Compressed bytes of script and style that the page loaded."""
    wanted = [each for each in page.responses if each.url.split("?")[0].endswith((".js", ".css"))]
    return sum(each.request.sizes()["responseBodySize"] for each in wanted)
