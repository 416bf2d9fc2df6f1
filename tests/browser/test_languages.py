"""The switch of languages in a real browser: it keeps page and query, and needs no script."""

import pytest
from playwright.sync_api import expect


@pytest.mark.parametrize("has_script", [True, False])
def test_switch_keeps_page_and_query(record, browser, base_url, has_script):
    with browser.new_context(java_script_enabled=has_script, base_url=base_url, locale="id-ID") as context:
        page = context.new_page()
        page.goto("/?country=ID&status=held")
        page.get_by_role("button", name="English").click()

        title = page.get_by_role("heading", level=1)
        expect(title).to_have_text("How ASEAN meets against transnational crime")
        assert page.url == f"{base_url}/?country=ID&status=held"
        page.get_by_role("button", name="Bahasa Indonesia").click()
        expect(title).to_have_text("Pertemuan ASEAN melawan kejahatan lintas negara")
        assert page.url == f"{base_url}/?country=ID&status=held"
