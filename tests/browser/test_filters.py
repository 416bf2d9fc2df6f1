"""Filters without a page load: the list, the axis, the address and the focus, and the same with script off."""

import re

import pytest
from playwright.sync_api import expect


@pytest.fixture
def home(record, page):
    page.goto("/")
    page.evaluate("window.isStill = true")
    return page


def test_filter_swaps_list_and_axis_and_keeps_the_focus(home, page_errors):
    home.get_by_label("Country").select_option("Indonesia")
    home.get_by_role("searchbox", name="Words").fill("terrorism")
    home.get_by_role("searchbox", name="Words").press("Enter")
    expect(home).to_have_url(re.compile(r"\?q=terrorism&country=ID$"))

    expect(home.locator("#announcer")).to_have_text(re.compile(r"^\d+ meetings, newest first$"))
    number = int(home.locator("#announcer").inner_text().split()[0])
    assert home.locator(".lines .what > a").count() == number
    assert home.locator(".time .mark").count() <= number < 155
    assert home.evaluate("[window.isStill, document.activeElement.id]") == [True, "q"]
    assert page_errors == []


def test_chip_is_taken_away_and_back_brings_it_again(home):
    home.get_by_label("Status").select_option("held")
    home.get_by_role("button", name="Filter").click()
    home.get_by_role("link", name="remove this filter").click()
    expect(home.locator(".chips")).to_have_count(0)
    assert home.evaluate("document.activeElement.id") == "list-title"
    assert home.get_by_label("Status").input_value() == ""

    home.go_back()
    expect(home.locator(".chips li")).to_have_count(1)
    assert home.get_by_label("Status").input_value() == "held"
    home.go_back()
    expect(home.locator(".lines .what > a")).to_have_count(155)
    assert home.evaluate("window.isStill") is True


def test_wrong_filter_is_told_and_announced(home):
    home.get_by_label("From year or day").fill("31 February 2023")
    home.get_by_role("button", name="Filter").click()

    expect(home.get_by_role("alert")).to_contain_text("February 2023 has no day 31.")
    expect(home.locator("#announcer")).to_contain_text("February 2023 has no day 31.")
    home.get_by_role("link", name="begin again with all meetings").click()
    expect(home.locator(".lines .what > a")).to_have_count(155)


def test_axis_is_alive_after_a_filter(home, page_errors):
    home.get_by_label("Body").select_option("ammtc")
    home.get_by_role("button", name="Filter").click()
    expect(home).to_have_url(re.compile(r"\?body=ammtc$"))
    expect(home.locator(".lines .what > a").first).to_contain_text("AMMTC")
    home.locator("[data-move=nearer]").click()
    home.wait_for_timeout(450)

    assert "span=" in home.url
    assert page_errors == []


def test_axis_that_was_replaced_writes_no_address_any_more(home):
    home.evaluate(
        "document.querySelector('[data-move=nearer]').click();"
        "history.replaceState(null, '', '/?status=held');"
        "document.dispatchEvent(new Event('record:swapped'))"
    )
    home.wait_for_timeout(450)

    assert home.evaluate("location.search + location.hash") == "?status=held"


def test_filter_submits_the_form_without_script(record, browser, base_url):
    with browser.new_context(base_url=base_url, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto("/")
        page.get_by_label("Status").select_option("cancelled")
        page.get_by_role("button", name="Filter").click()

        expect(page).to_have_url(f"{base_url}/?status=cancelled#list")
        assert page.locator(".chips li").count() == 1
