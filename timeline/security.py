"""What a browser may do with a page of ours: only what comes from us, with nothing inline."""

from functools import wraps

from django.conf import settings

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}


def written(policy):
    return "; ".join(f"{directive} {sources}" for directive, sources in policy.items())


USUAL = written(POLICY)
DESK = "/admin/"
UNUSED_FEATURES = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"


def send_policies(get_response):
    """Middleware: which policies hold for each answer, the content security policy as its view narrows or widens it."""

    def middleware(request):
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", UNUSED_FEATURES)
        # No window of another site holds on to the desk. For that a browser begins a new process; a page that tells
        # everybody the same need not wait for it.
        if request.path.startswith(DESK):
            response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        # Django's own debug pages bring their style and script inline.
        if not (settings.DEBUG and response.status_code in (404, 500)):
            changes = getattr(response, "policy_changes", None)
            response.headers.setdefault("Content-Security-Policy", written(POLICY | changes) if changes else USUAL)
        return response

    return middleware


def content_security_policy(**changes):
    """Decorator of a view: `@content_security_policy(frame_ancestors="*")` lets that page stand in anyone's frame."""

    changes = {name.replace("_", "-"): sources for name, sources in changes.items()}

    def decorate(view):
        @wraps(view)
        def wrapped(request, *args, **kwargs):
            response = view(request, *args, **kwargs)
            response.policy_changes = changes
            # X-Frame-Options knows no list of hosts; where the policy speaks of frames, the policy decides.
            response.xframe_options_exempt = "frame-ancestors" in changes
            return response

        return wrapped

    return decorate
