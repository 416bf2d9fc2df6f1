"""What a browser is told it may do, and what the log tells of a request."""

import logging

import pytest
from django.http import HttpResponse
from django.middleware.clickjacking import XFrameOptionsMiddleware

from timeline.log import OneLine, WithRequestId, current_request
from timeline.security import content_security_policy, send_policies


def answer(rf, view):
    return send_policies(XFrameOptionsMiddleware(view))(rf.get("/"))


def test_policy_lets_only_our_own_things_in(rf):
    response = answer(rf, lambda request: HttpResponse())

    assert response["Content-Security-Policy"] == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; manifest-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
    )
    assert response["X-Frame-Options"] == "DENY"
    assert response["Permissions-Policy"].startswith("camera=(), geolocation=()")


@pytest.mark.parametrize(("address", "policy"), [("/admin/login/", "same-origin"), ("/about/", None)])
def test_no_other_window_holds_on_to_the_desk(client, db, address, policy):
    assert client.get(address).get("Cross-Origin-Opener-Policy") == policy


def test_policy_changes_for_one_view_alone(rf):
    @content_security_policy(frame_ancestors="*")
    def embed(request):
        return HttpResponse()

    response = answer(rf, embed)

    assert response["Content-Security-Policy"].endswith("form-action 'self'; frame-ancestors *")
    assert "X-Frame-Options" not in response
    assert answer(rf, lambda request: HttpResponse())["Content-Security-Policy"].endswith("frame-ancestors 'none'")


def test_debug_pages_bring_their_own_style(rf, settings):
    settings.DEBUG = True

    assert "Content-Security-Policy" not in answer(rf, lambda request: HttpResponse(status=500))


@pytest.mark.parametrize(("given", "kept"), [("trace-1.a_B", True), ("a\tb", False), ("x" * 65, False), ("", False)])
def test_request_id_is_echoed_unless_it_could_forge(client, given, kept):
    answered = client.get("/healthz", headers={"X-Request-ID": given})["X-Request-ID"]

    assert (answered == given) is kept
    assert answered
    assert current_request.get() == "-"


def test_log_record_is_one_line_with_the_id_of_its_request(rf):
    request = rf.get("/")
    request.id = "abc"
    record = logging.makeLogRecord({"msg": "first\nsecond", "request": request})
    WithRequestId().filter(record)

    assert OneLine("[%(request_id)s] %(message)s").format(record) == "[abc] first\\nsecond"
