"""The pages in Indonesian in a real browser: nothing for axe to find, nothing cut, a switch that needs no script."""

import pytest

from tests.browser.test_pages import findings

PAGES = [
    "/",
    "/?hots=ID",
    "/meetings/ammtc-17/",
    "/meetings/ammtc-17/history/",
    "/bodies/somtc-wg-ct/",
    "/chain/2023/",
    "/hosts/",
    "/countries/ID/",
    "/map/",
    "/coverage/",
    "/search/?q=bali",
    "/subscribe/",
    "/subscribe/mail/",
    "/about/",
    "/nowhere/",
]


@pytest.fixture
def browser_context_args(browser_context_args):
    return browser_context_args | {"locale": "id-ID"}


@pytest.mark.parametrize("viewport", ["phone", "desk"], indirect=True)
def test_axe_finds_nothing_in_indonesian(record, page, page_errors):
    found = {}
    for address in PAGES:
        page.goto(address)
        assert page.locator("html").get_attribute("lang") == "id"
        found[address] = findings(page)

    assert {address: problems for address, problems in found.items() if problems} == {}
    assert [error for error in page_errors if "status of 40" not in error] == []


@pytest.mark.parametrize("width", [320, 390, 820, 1440])
def test_page_in_indonesian_never_scrolls_sideways(record, page, width):
    page.set_viewport_size({"width": width, "height": 900})
    wide = {}
    for address in PAGES:
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        wide[address] = page.evaluate("document.documentElement.scrollWidth")

    assert {address: pixels for address, pixels in wide.items() if pixels > width} == {}


@pytest.mark.parametrize("has_script", [True, False])
def test_switch_keeps_page_and_query(record, browser, base_url, has_script):
    with browser.new_context(java_script_enabled=has_script, base_url=base_url, locale="id-ID") as context:
        page = context.new_page()
        page.goto("/?country=ID&status=held")
        page.get_by_role("button", name="English").click()

        assert page.url == f"{base_url}/?country=ID&status=held"
        assert page.get_by_role("heading", level=1).inner_text() == "How ASEAN meets against transnational crime"
        page.get_by_role("button", name="Bahasa Indonesia").click()
        assert page.get_by_role("heading", level=1).inner_text() == "Pertemuan ASEAN melawan kejahatan lintas negara"
