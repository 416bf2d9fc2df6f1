"""Matrices, map and indexes in a real browser: whole without script, by keyboard, and on a sheet of paper."""

import pytest
from playwright.sync_api import expect

# What is left of the width of A4 between its margins, in pixels of 1/96 inch.
SHEET = 673


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/hosts/", "Table of hosts by year"),
        ("/coverage/", "Table of bodies by number"),
        ("/coverage/", "Table of facts by body"),
    ],
)
def test_table_scrolls_by_keyboard_in_its_own_region(record, page, address, name):
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(address)
    region = page.get_by_role("region", name=name)
    region.focus()
    page.keyboard.press("ArrowRight")

    expect(region).not_to_have_js_property("scrollLeft", 0)
    assert page.evaluate("window.scrollX") == 0


def test_choices_work_without_script(record, browser, base_url):
    with browser.new_context(java_script_enabled=False, base_url=base_url) as context:
        page = context.new_page()
        page.goto("/documents/")
        page.get_by_label("Kind").select_option("convention (2)")
        page.get_by_role("button", name="Filter").click()
        expect(page).to_have_url(f"{base_url}/documents/?kind=convention#list")
        assert page.locator(".lines li").count() == 2

        page.goto("/hosts/")
        page.get_by_role("link", name="SOMTC", exact=True).click()
        expect(page.get_by_role("heading", name="Hosts of the SOMTC")).to_be_visible()

        page.goto("/map/")
        page.locator(".places").get_by_role("link", name="Vientiane").click()
        expect(page).to_have_url(f"{base_url}/?locality=Vientiane#list")


def test_dot_of_the_map_leads_to_its_meetings(record, page, base_url):
    page.goto("/map/")
    page.locator(".map .town[href*='Vientiane']").first.click()

    expect(page).to_have_url(f"{base_url}/?locality=Vientiane#list")


def test_labels_of_the_map_never_overlap(record, page):
    for width in (390, 820, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto("/map/")
        boxes = page.evaluate(
            "[...document.querySelectorAll('.map > text')].map(each => each.getBoundingClientRect())"
            ".filter(box => box.width).map(box => [box.left, box.right, box.top, box.bottom])"
        )
        touching = [
            (one, other)
            for index, one in enumerate(boxes)
            for other in boxes[index + 1 :]
            # Boxes are higher than the letters in them.
            if one[0] < other[1] and other[0] < one[1] and one[2] + 3 < other[3] and other[2] + 3 < one[3]
        ]
        assert len(boxes) > 6
        assert (width, touching) == (width, [])


@pytest.mark.parametrize("address", ["/hosts/", "/hosts/?body=somtc", "/coverage/", "/map/", "/documents/"])
def test_plate_fits_a_sheet_of_paper(record, page, address):
    page.set_viewport_size({"width": SHEET, "height": 950})
    page.goto(address)
    page.emulate_media(media="print", color_scheme="dark")

    assert page.evaluate("document.documentElement.scrollWidth") == SHEET
    assert not page.get_by_role("search").is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
