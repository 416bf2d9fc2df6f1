"""The content security policy, as a browser takes it."""

import pytest
from playwright.sync_api import expect


@pytest.mark.parametrize("color_scheme", ["light", "dark"], indirect=True)
@pytest.mark.parametrize("viewport", ["phone", "desk"], indirect=True)
def test_admin_works_under_the_policy(page, page_errors, admin_user):
    page.goto("/admin/")
    page.get_by_label("Username").fill(admin_user.username)
    page.get_by_label("Password").fill("password")
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("button", name="Log out")).to_be_visible()
    page.goto("/admin/auth/user/add/")

    assert page.get_by_role("heading", name="Add user").is_visible()
    assert page_errors == []


def test_inline_script_is_refused_and_noticed(page, page_errors):
    page.goto("/admin/")
    page.evaluate("document.body.append(Object.assign(document.createElement('script'), {text: 'window.ran = 1'}))")

    assert page.evaluate("window.ran") is None
    assert any("Content Security Policy" in error for error in page_errors)
