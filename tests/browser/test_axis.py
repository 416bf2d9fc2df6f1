"""The axis in a real browser: whatever the mouse does there, keys do too, and nothing is cut, covered or moved."""

import re

import pytest
from playwright.sync_api import expect

SPAN = "/#span=2020-01-01/2025-12-31&meeting=ammtc-17"
# More than a movement's rest, after which it is written into the address.
REST = 450


def reach(page):
    """Tab, until the axis is reached: how many of its links were stopped at."""
    page.locator("[data-move=whole]").focus()
    page.keyboard.press("Tab")
    return focused(page)


def focused(page):
    return page.evaluate("document.activeElement.getAttribute('href')")


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)
    return focused(page)


def span(page):
    page.wait_for_timeout(REST)
    return page.evaluate("new URLSearchParams(location.hash.slice(1)).get('span')")


def days(page):
    """How many days are shown."""
    shown = span(page)
    return page.evaluate("span => span.split('/').map(Date.parse).reduce((a, b) => b - a) / 864e5", shown)


def boxes(page, selector):
    return page.evaluate(
        "selector => [...document.querySelectorAll(selector)].filter(each => each.checkVisibility())"
        ".map(each => each.getBoundingClientRect()).filter(box => box.width)"
        ".map(box => [box.left, box.right, box.top, box.bottom])",
        selector,
    )


def touching(boxes):
    return [
        (one, other)
        for index, one in enumerate(boxes)
        for other in boxes[index + 1 :]
        if one[0] < other[1] and other[0] < one[1] and one[2] < other[3] and other[2] < one[3]
    ]


def middle(page, selector=".time"):
    box = page.locator(selector).first.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_axis_is_reached_once_walked_opened_and_left_by_keyboard(record, page, page_errors):
    page.goto("/")

    assert reach(page) == "/meetings/ammtc-20/"
    assert press(page, "ArrowLeft", "ArrowLeft", "ArrowLeft") == "/meetings/ammtc-17/"
    assert press(page, "ArrowDown") == "/meetings/somtc-preparatory-ammtc-17/"
    assert press(page, "ArrowDown") == "/meetings/somtc-wg-ct-19/"
    assert press(page, "Home") == "/meetings/somtc-wg-ct-12/"
    assert press(page, "End", "ArrowUp", "ArrowUp", "ArrowUp") == "/meetings/ammtc-18/"

    press(page, "Tab")
    assert page.evaluate("document.activeElement.closest('.time')") is None
    press(page, "Shift+Tab")
    assert focused(page) == "/meetings/ammtc-18/"
    press(page, "Escape")
    assert page.evaluate("document.activeElement.id") == "list-title"
    page.go_back()
    page.goto("/")
    reach(page)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("20th AMMTC")
    assert page_errors == []


def test_keys_zoom_and_pan_only_while_the_axis_has_focus(record, page):
    page.goto("/")
    press(page, "+", "ArrowRight", "-")
    assert span(page) is None

    reach(page)
    press(page, "+", "+", "+")
    near = days(page)
    press(page, "Shift+ArrowLeft")
    earlier = span(page)
    press(page, "-")

    assert 2000 < near < 2600
    assert earlier < "2020"
    assert days(page) > near
    press(page, "0")
    assert span(page) is None


def test_buttons_zoom_and_pan(record, page):
    page.goto("/")
    page.get_by_role("button", name="Zoom in").click()
    page.get_by_role("button", name="Zoom in").click()
    near = days(page)
    first = span(page)
    page.get_by_role("button", name="Later").click()
    assert span(page) > first
    page.get_by_role("button", name="Earlier").click()
    assert span(page) == first
    page.get_by_role("button", name="Zoom out").click()
    assert days(page) == pytest.approx(2 * near, abs=3)
    page.get_by_role("button", name="All years").click()
    assert span(page) is None


def test_wheel_zooms_with_ctrl_and_scrolls_the_page_without(record, page):
    page.goto("/")
    page.mouse.move(*middle(page))
    page.keyboard.down("Control")
    page.mouse.wheel(0, -300)
    page.keyboard.up("Control")
    near = days(page)
    page.mouse.wheel(0, 200)

    assert near < 7000
    expect(page.locator("html")).not_to_have_js_property("scrollTop", 0)
    assert days(page) == near


def test_drag_pans_and_opens_nothing(record, page):
    page.goto("/#span=2015-01-01/2019-12-31")
    x, y = middle(page)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 200, y, steps=8)
    page.mouse.up()

    assert span(page) > "2015-06"
    assert page.url.split("#")[0].endswith("/")


def test_overview_pulls_the_window_and_its_edges(record, page):
    page.goto("/#span=2010-01-01/2014-12-31")
    page.wait_for_timeout(REST)
    box = page.locator(".overview .window").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + 10
    for start, end in ((x, x + 60), (box["x"] + 60 + box["width"] - 1, x + 200)):
        page.mouse.move(start, y)
        page.mouse.down()
        page.mouse.move(end, y, steps=5)
        page.mouse.up()
        page.wait_for_timeout(REST)

    first, last = span(page).split("/")
    assert first > "2011-06"
    assert last > "2018"


def test_pinch_zooms(record, browser, base_url):
    with browser.new_context(base_url=base_url, has_touch=True, reduced_motion="reduce") as context:
        page = context.new_page()
        page.goto("/")
        x, y = middle(page)
        tool = context.new_cdp_session(page)
        for kind, apart in (("touchStart", 40), ("touchMove", 80), ("touchMove", 160), ("touchEnd", None)):
            points = [{"x": x - apart, "y": y}, {"x": x + apart, "y": y}] if apart else []
            tool.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

        assert days(page) == pytest.approx(10950 / 4, rel=0.1)


def test_address_leads_to_a_span_and_back(record, page):
    page.goto(SPAN)
    reach(page)
    assert focused(page) == "/meetings/ammtc-17/"
    assert span(page) == "2020-01-01/2025-12-31"

    page.get_by_role("button", name="Zoom in").click()
    assert days(page) < 1200
    page.get_by_role("button", name="Earlier").click()
    page.wait_for_timeout(REST)
    page.go_back()
    assert days(page) < 1200
    page.go_back()
    assert span(page) == "2020-01-01/2025-12-31"
    page.reload()
    assert span(page) == "2020-01-01/2025-12-31"


def test_chain_lights_up_on_focus_and_on_hover(record, page):
    page.goto(SPAN)
    reach(page)
    lit = "[...document.querySelectorAll('.mark.lit')].map(each => each.getAttribute('href').split('/')[2]).sort()"
    chain = ["ammtc-17", "somtc-23", "somtc-preparatory-ammtc-17", "somtc-wg-ct-19"]

    assert page.evaluate(lit) == chain
    assert page.locator(".link.lit").count() == 3
    press(page, "Escape")
    assert page.evaluate(lit) == []
    page.locator(".time a[href='/meetings/somtc-wg-ct-19/']").hover()
    assert page.evaluate(lit) == [each for each in chain if each != "somtc-preparatory-ammtc-17"]


@pytest.mark.parametrize("width", [700, 768, 1440])
@pytest.mark.parametrize("script", [True, False])
def test_labels_never_overlap(record, browser, base_url, width, script):
    viewport = {"width": width, "height": 900}
    with browser.new_context(
        base_url=base_url, viewport=viewport, java_script_enabled=script, reduced_motion="reduce"
    ) as context:
        page = context.new_page()
        page.goto("/")
        page.locator(".others summary").click()
        found = {0: boxes(page, ".time .mark text, .time .year")}
        for zoom in range(1, 8 if script else 1):
            page.get_by_role("button", name="Zoom in").click()
            page.get_by_role("button", name="Later").click()
            page.wait_for_timeout(100)
            found[zoom] = boxes(page, ".time .mark text, .time .year")

        plot = page.locator(".time").first.bounding_box()
        assert len(found[0]) > 50
        assert min(box[0] for box in found[0]) > plot["x"] - 9
        assert max(box[1] for box in found[0]) < plot["x"] + plot["width"] + 15
        assert {zoom: touching(each) for zoom, each in found.items() if touching(each)} == {}


def test_other_bodies_unfold_upright_beside_the_core_ones(record, page, page_errors):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/")
    folded = boxes(page, ".time .mark text, .time .year")
    page.locator("[data-move=whole]").focus()
    assert press(page, "Tab", "Tab", "Enter", "Shift+Tab") == "/meetings/ammtc-20/"
    expect(page.locator(".others .time")).to_be_visible()
    unfolded = boxes(page, ".time .mark text, .time .year")
    core, other, lines = (page.locator(each).bounding_box() for each in (".time >> nth=0", ".others .time", ".list"))

    assert (len(folded) > 30, touching(folded)) == (True, [])
    assert (len(unfolded) > 100, touching(unfolded)) == (True, [])
    assert core["x"] + core["width"] <= other["x"]
    assert (core["y"], core["height"]) == (other["y"], other["height"])
    assert lines["y"] >= core["y"] + core["height"]
    assert press(page, *["ArrowRight"] * 29) == "/meetings/bohol-tip-wp-2019-03-05/"
    assert page.evaluate("document.activeElement.getBoundingClientRect().right") <= 390
    assert page.evaluate("[scrollX, document.documentElement.scrollWidth]") == [0, 390]
    assert page_errors == []


def test_axis_stands_upright_beside_the_list_on_a_phone(record, page, page_errors):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/")
    axis, lines = page.locator(".time").first.bounding_box(), page.locator(".list").bounding_box()

    assert axis["x"] + axis["width"] <= lines["x"]
    assert axis["height"] > 400
    reach(page)
    assert press(page, "ArrowDown", "ArrowDown", "ArrowDown") == "/meetings/ammtc-17/"
    assert press(page, "ArrowRight") == "/meetings/somtc-preparatory-ammtc-17/"
    lying = "document.querySelector('.time').getAttribute('width') === '100%'"
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate(lying)
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert not page.evaluate(lying)
    page.set_viewport_size({"width": 1280, "height": 844})
    expect(page.locator(".time").first).to_have_attribute("width", "100%")
    assert page_errors == []


def test_phone_without_script_shows_the_list_alone(record, browser, base_url):
    with browser.new_context(
        base_url=base_url, java_script_enabled=False, viewport={"width": 390, "height": 844}
    ) as context:
        page = context.new_page()
        page.goto("/")

        assert not page.locator(".drawing").is_visible()
        assert page.locator(".list").bounding_box()["width"] > 340


@pytest.mark.parametrize("viewport", ["phone", "desk"], indirect=True)
def test_nothing_moves_while_the_page_loads(record, page):
    page.goto("/")
    page.wait_for_timeout(300)
    page.evaluate(
        "new Promise(done => { window.shift = 0; new PerformanceObserver(list => list.getEntries().forEach("
        "each => window.shift += each.value)).observe({type: 'layout-shift', buffered: true}); setTimeout(done, 200) })"
    )

    assert page.evaluate("window.shift") == 0


def test_axis_at_400_percent_keeps_everything(record, page):
    page.set_viewport_size({"width": 320, "height": 256})
    page.goto("/")
    reach(page)

    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert page.evaluate("document.activeElement.getBoundingClientRect().width") > 0
    assert page.locator(".lines .what > a").count() == 155


def test_axis_in_forced_colours_is_drawn_in_them(record, page):
    page.emulate_media(forced_colors="active", color_scheme="dark")
    page.goto("/")
    colours = page.evaluate(
        "['.mark .body', '.lane', '.overview .window'].map(each => getComputedStyle(document.querySelector(each)).fill)"
    )

    assert colours[0] != colours[1]
    # Else the browser lays a plate of the paper's colour behind the letters, which have it too.
    assert page.evaluate("getComputedStyle(document.getElementById('filter')).forcedColorAdjust") == "none"
    reach(page)
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_zoom_glides_only_for_those_who_want_motion(record, page, motion):
    page.emulate_media(reduced_motion=motion)
    page.goto("/")
    frames = page.evaluate(
        """async () => {
            const seen = new Set();
            const mark = document.querySelector(".time .mark");
            document.querySelector("[data-move=nearer]").click();
            for (let frame = 0; frame < 12; frame++) {
                await new Promise(requestAnimationFrame);
                seen.add(document.querySelector(".overview .window").getAttribute("width"));
            }
            return seen.size;
        }"""
    )

    assert (frames <= 2) is (motion == "reduce")


def test_what_is_shown_is_announced(record, page):
    page.goto("/#span=2020-01-01/2025-12-31")

    expect(page.locator("[data-said]")).to_have_text(
        re.compile(r"^From 1 January 2020 to 31 December 2025\. Meetings in view: 2\d\.$")
    )


def test_nodes_of_the_axis_are_bounded(record, page):
    page.goto("/")
    page.locator(".others summary").click()
    counts = []
    for _ in range(6):
        page.get_by_role("button", name="Zoom in").click()
        page.wait_for_timeout(50)
        counts.append(page.evaluate("document.querySelector('.drawing').querySelectorAll('*').length"))

    assert max(counts) <= 1500
