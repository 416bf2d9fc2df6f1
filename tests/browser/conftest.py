"""A real browser against a real server: what a page does that a visitor would not notice is noticed here."""

import os
from urllib.parse import urlsplit

import pytest

from tests.browser import visiting

# Playwright keeps an event loop in the thread of the test, beside which Django would refuse its database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

VIEWPORTS = {"phone": {"width": 375, "height": 812}, "desk": {"width": 1280, "height": 800}}
QUIET = "--no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-component-update"


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """The system's Chromium: no browser is downloaded. It asks nobody anything on its own account."""
    return browser_type_launch_args | {
        "executable_path": os.environ.get("CHROMIUM", "/usr/bin/chromium"),
        "args": [*QUIET.split(), "--disable-sync", "--disable-quic"],
    }


@pytest.fixture(scope="session")
def base_url(live_server):
    return live_server.url


@pytest.fixture
def color_scheme(request):
    """light; or as in @pytest.mark.parametrize("color_scheme", ["light", "dark"], indirect=True)."""
    return getattr(request, "param", "light")


@pytest.fixture
def viewport(request):
    """desk; or as in @pytest.mark.parametrize("viewport", ["phone", "desk"], indirect=True)."""
    return VIEWPORTS[getattr(request, "param", "desk")]


@pytest.fixture
def locale(request):
    """en-GB; or as in @pytest.mark.parametrize("locale", ["en-GB", "id-ID"], indirect=True)."""
    return getattr(request, "param", "en-GB")


@pytest.fixture
def browser_context_args(browser_context_args, color_scheme, viewport, locale):
    return browser_context_args | {
        "color_scheme": color_scheme,
        "viewport": viewport,
        "locale": locale,
        "reduced_motion": "reduce",
    }


@pytest.fixture
def page_errors(page, base_url):
    """What went wrong behind the page so far: `assert page_errors == []`. Breaches of the policy are console errors."""
    errors = []
    own = urlsplit(base_url).netloc

    def note_request(request):
        address = urlsplit(request.url)
        if address.scheme not in ("data", "blob") and address.netloc != own:
            errors.append(f"asks another host: {request.url}")

    def note_console(said):
        address = said.location.get("url", "")
        # The browser asks for this of its own accord, once, on whichever page comes first.
        if said.type == "error" and not address.endswith("/favicon.ico"):
            errors.append(f"console: {said.text} ({address})")

    page.on("console", note_console)
    page.on("pageerror", lambda error: errors.append(f"script: {error}"))
    page.on("request", note_request)
    page.on("response", lambda got: errors.append(f"{got.status}: {got.url}") if got.status >= 500 else None)
    return errors


@pytest.fixture
def desk(page, page_errors, admin_user):
    """A page on which an administrator has logged in."""
    page.goto("/admin/login/?next=/admin/")
    page.get_by_label("Username").fill(admin_user.username)
    page.get_by_label("Password").fill("password")
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url("**/admin/")
    return page


@pytest.fixture
def full(record):
    """The shipped record some time later."""
    visiting.age()
