"""Whatever a mouse does on public pages, keys do too: each is reached by Tab, used, and left again."""

import re

import pytest
from playwright.sync_api import expect

MOST_STOPS = 300


def tab_to(page, selector):
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"Tab does not lead to {selector}")


def test_header_is_used_by_keys(record, page, page_errors):
    page.goto("/about/")
    tab_to(page, "#theme")
    page.keyboard.type("Dark")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.goto("/about/?")
    tab_to(page, ".language button")
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("lang", "id")
    tab_to(page, "#search")
    page.keyboard.insert_text("Filipina")
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(r"/search/\?q=Filipina$"))
    tab_to(page, ".results a")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/meetings/"))
    assert page_errors == []


def test_filters_chips_folds_and_the_frame_are_used_by_keys(record, page, page_errors):
    page.goto("/")
    tab_to(page, ".others summary")
    page.keyboard.press("Enter")
    expect(page.locator(".others .time")).to_be_visible()
    page.keyboard.press("Shift+Tab")
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.closest('.others') !== null")
    assert page.evaluate("document.activeElement.getBoundingClientRect().bottom < innerHeight + 1")
    tab_to(page, ".legend summary")
    page.keyboard.press("Enter")
    expect(page.locator("#axis-keys")).to_be_visible()

    tab_to(page, "#country")
    page.keyboard.type("Singapore")
    tab_to(page, "#filter")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"\?country=SG$"))
    tab_to(page, ".share summary")
    page.keyboard.press("Enter")
    tab_to(page, ".share input")
    assert page.evaluate("document.activeElement.value").endswith("/?country=SG")
    tab_to(page, ".chips a")
    page.keyboard.press("Enter")
    expect(page.locator(".chips")).to_have_count(0)
    assert page_errors == []


def test_plates_are_used_and_left_by_keys(record, page, page_errors):
    page.goto("/compare/")
    for name, text in (("a", "17th AMMTC"), ("b", "ammtc-18")):
        tab_to(page, f"[name={name}]")
        page.keyboard.insert_text(text)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("17th AMMTC and 18th AMMTC")

    page.goto("/map/")
    tab_to(page, ".places a[href*=locality]")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("locality="))

    for address in ("/hosts/", "/meetings/ammtc-17/"):
        page.goto(address)
        tab_to(page, ".scroll")
        tab_to(page, "footer a[href='/about/']")
    assert page_errors == []
