"""The switch of languages in a real browser: it keeps page and query, and needs no script."""

import pytest


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
