"""The theme: chosen in the header, kept, there before the first paint; without script the system decides."""

import pytest

PAPER = {"light": "rgb(251, 250, 247)", "dark": "rgb(21, 24, 29)"}


def paper(page):
    return page.evaluate("getComputedStyle(document.body).backgroundColor")


@pytest.mark.parametrize("color_scheme", ["light", "dark"], indirect=True)
def test_theme_is_chosen_and_kept(record, page, page_errors, color_scheme):
    other = {"light": "dark", "dark": "light"}[color_scheme]
    page.goto("/about/")
    assert paper(page) == PAPER[color_scheme]

    page.get_by_label("Theme").select_option(other.capitalize())
    assert paper(page) == PAPER[other]
    page.goto("/")
    assert (paper(page), page.get_by_label("Theme").input_value()) == (PAPER[other], other)
    page.get_by_label("Theme").select_option("System")
    assert paper(page) == PAPER[color_scheme]
    assert page_errors == []


@pytest.mark.parametrize("color_scheme", ["light", "dark"], indirect=True)
def test_theme_is_the_systems_without_script(record, browser, base_url, color_scheme):
    with browser.new_context(base_url=base_url, java_script_enabled=False, color_scheme=color_scheme) as context:
        page = context.new_page()
        page.goto("/about/")

        assert paper(page) == PAPER[color_scheme]
        assert not page.get_by_label("Theme").is_visible()
