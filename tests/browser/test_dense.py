"""An axis of more meetings than can be drawn: counts that open, until there is room for each meeting."""

import re

import pytest
from playwright.sync_api import expect

REST = 450


@pytest.fixture
def dense(record, page, monkeypatch):
    """The shipped record as if it were too large to draw."""
    monkeypatch.setattr("timeline.pages.home.MOST_MARKS", 30)
    monkeypatch.setattr("timeline.pages.drawing.ROOM", 12)
    page.goto("/")
    page.wait_for_timeout(REST)
    return page


def test_count_opens_into_its_meetings_by_mouse(dense, page_errors):
    assert dense.locator(".time .mark").count() == 0
    dense.locator(".bin[data-from='2023-01-01'] rect").first.click()
    expect(dense.locator(".time a.mark[href='/meetings/ammtc-17/']")).to_have_count(1)

    assert dense.locator(".link").count() > 0
    assert page_errors == []


def test_count_opens_into_its_meetings_by_keyboard(dense, page_errors):
    dense.locator("[data-move=whole]").focus()
    dense.keyboard.press("Tab")
    assert dense.evaluate("document.activeElement.dataset.from") == "2026-01-01"
    for key in ("ArrowLeft", "ArrowLeft", "ArrowLeft", "Enter"):
        dense.keyboard.press(key)
    expect(dense.locator(".time a.mark[href='/meetings/ammtc-17/']")).to_have_count(1)

    expect(dense.locator(".time .mark:focus")).to_have_count(1)
    dense.keyboard.press("0")
    expect(dense.locator(".time .mark")).to_have_count(0)
    expect(dense.locator(".time .bin:focus")).to_have_count(1)
    assert page_errors == []


def test_other_bodies_unfold_as_one_lane(dense, page_errors):
    dense.locator(".others summary").click()
    assert dense.locator(".others [data-lane='*'] .bin").count() > 10
    for _ in range(6):
        dense.get_by_role("button", name="Zoom in").click()
        dense.wait_for_timeout(REST)
    expect(dense.locator(".others .mark").first).to_be_attached()

    assert page_errors == []


def test_counts_are_those_of_the_filter(dense):
    dense.get_by_label("Status").select_option("held")
    dense.get_by_role("button", name="Filter").click()
    expect(dense).to_have_url(re.compile(r"\?status=held$"))
    dense.wait_for_timeout(REST)
    dense.locator(".bin[data-from='2023-01-01'] rect").first.click()

    expect(dense.locator(".time a.mark[href='/meetings/ammtc-17/']")).to_have_count(1)
    assert dense.locator(".time .mark.is-planned").count() == 0
