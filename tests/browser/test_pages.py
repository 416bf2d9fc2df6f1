"""The pages in a real browser: every one keeps its form, is whole without script, by keyboard and on paper."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.visiting import ADDRESSES, OTHERS, PAGES, faults, findings
from timeline.urls import urlpatterns

# In each language: at which widths and in which schemes axe looks at every page.
WAYS = {"en-GB": [(1440, "light"), (390, "dark")], "id-ID": [(390, "light")]}


def test_every_address_of_the_site_is_visited_or_no_page():
    named = {pattern.name for pattern in urlpatterns if getattr(pattern, "name", None)}

    assert {name for name in named if not name.startswith("export-")} == PAGES.keys() - {"not found"} | OTHERS


@pytest.mark.parametrize("locale", WAYS, indirect=True)
def test_every_page_keeps_its_form_and_axe_finds_nothing(full, page, page_errors, locale):
    wrong = {}
    for address in ADDRESSES:
        page.goto(address)
        assert (address, page.locator("html").get_attribute("lang")) == (address, locale[:2])
        wrong[address] = faults(page, 1440, 820, 768, 700, 320, 390)
        for width, scheme in WAYS[locale]:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            wrong[address] += findings(page)

    assert {address: found for address, found in wrong.items() if found} == {}
    assert [error for error in page_errors if "status of 4" not in error] == []


def test_page_is_whole_without_script(record, browser, base_url):
    with browser.new_context(java_script_enabled=False, base_url=base_url) as context:
        page = context.new_page()
        page.goto("/")
        page.get_by_label("Country").select_option("Indonesia")
        page.get_by_role("button", name="Filter").click()

        expect(page).to_have_url(f"{base_url}/?country=ID#list")
        page.get_by_role("link", name="17th AMMTC", exact=True).first.click()
        expect(page.get_by_role("heading", level=1)).to_have_text("17th AMMTC")


def test_keyboard_reaches_the_content_first_and_sees_where_it_is(record, page):
    page.goto("/")
    page.keyboard.press("Tab")

    skip = page.locator(":focus")
    assert (skip.inner_text(), skip.bounding_box()["x"] >= 0) == ("Skip to the content", True)
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_keyboard_stops_once_in_the_drawing_and_reaches_every_meeting(record, page):
    page.goto("/")

    stops = page.evaluate("[...document.querySelectorAll('.time a')].filter(each => each.tabIndex >= 0).length")
    lines = page.evaluate(
        "[...document.querySelectorAll('.lines .what > a')].filter(each => each.tabIndex === 0).length"
    )

    assert (stops, lines) == (1, 155)


def test_mark_of_the_drawing_leads_to_its_meeting(record, page):
    page.goto("/")
    page.locator(".time a[href='/meetings/ammtc-17/'] use").first.click()

    expect(page.get_by_role("heading", level=1)).to_have_text("17th AMMTC")


def test_table_of_sources_scrolls_in_its_own_region(record, page):
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto("/meetings/ammtc-17/")
    region = page.get_by_role("region", name="Table of what sources say")
    region.focus()
    page.keyboard.press("ArrowRight")

    # Waits by itself: a function that polls would need to evaluate a string, which the policy forbids.
    expect(region).not_to_have_js_property("scrollLeft", 0)
    assert page.evaluate("window.scrollX") == 0


def test_print_has_no_chrome_and_shows_addresses(record, page):
    page.goto("/meetings/ammtc-17/")
    page.emulate_media(media="print", color_scheme="dark")

    assert not page.get_by_role("search").is_visible()
    assert page.locator(".address").first.is_visible()
    assert page.locator(".as-of").is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


@pytest.mark.parametrize("address", ["/?body=ammtc", "/meetings/ammtc-17/"])
def test_code_of_a_frame_gives_it_the_room_it_needs(record, page, base_url, settings, address):
    settings.PUBLIC_URL = base_url
    page.goto(address)
    code = page.locator(".share pre").text_content()

    page.route("**/a-page-of-yours", lambda route: route.fulfill(body=code, content_type="text/html"))
    page.goto("/a-page-of-yours")
    frame = page.locator("iframe")
    inside = page.frame_locator("iframe").locator("html")
    expect(inside.locator("h1")).to_be_visible()
    expect(frame).not_to_have_attribute("height", re.compile("^(600|360)$"))

    assert frame.bounding_box()["height"] >= inside.evaluate("html => html.getBoundingClientRect().height")
    assert inside.evaluate("html => html.scrollHeight <= html.clientHeight")


@pytest.mark.parametrize("query", ["", "?country=ID", "?body=somtc", "?body=ammtc&ordering=date"])
def test_briefing_fits_two_sheets_of_paper(record, page, query):
    page.goto(f"/briefing/{query}")

    assert re.findall(rb"/Type /Page\b", page.pdf(prefer_css_page_size=True))[2:] == []


def test_print_draws_the_axis_as_wide_as_paper(record, page):
    reach = (
        "Math.max(...[...document.querySelectorAll('.time .mark')].map(mark => mark.getBoundingClientRect().right))"
        " - document.querySelector('.time').getBoundingClientRect().left"
    )
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto("/")
    expect(page.locator(".drawing.live")).to_be_visible()
    on_screen = page.evaluate(reach)

    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    on_paper = page.evaluate(reach)
    page.evaluate("dispatchEvent(new Event('afterprint'))")

    assert on_paper < 500 < on_screen
    assert page.evaluate(reach) == on_screen
