"""Who asks: the bearer of a token, or somebody whose browser has a session here.

Reading needs neither; what is given must be right nevertheless, so that nobody reads as another than they think.
"""

from django.utils import timezone
from rest_framework import exceptions
from rest_framework.authentication import BaseAuthentication, SessionAuthentication, get_authorization_header

from meetings.api.throttling import count_failure
from meetings.models import Token
from meetings.models.rights import Rights
from meetings.models.tokens import Scope

NEEDED = {
    Scope.READ: "This needs to know who you are.",
    Scope.PROPOSE: "Proposing needs to know who you are.",
    Scope.WRITE: "Writing needs to know who you are.",
}
HOW = "Send a token as “Authorization: Bearer amr_…”, or log in to the editors' desk in this browser."


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer TOKEN` (RFC 6750)."""

    def authenticate(self, request):
        scheme, _, text = get_authorization_header(request).partition(b" ")
        if scheme.lower() != b"bearer":
            return None
        now = timezone.now()
        token = Token.objects.bearing(text.strip().decode("latin-1"))
        fault = token.fault(now) if token else "This token is not known. Check that all of it was copied."
        if fault:
            count_failure(request)
            raise exceptions.AuthenticationFailed(fault)
        token.note_use(now)
        return token.owner, token

    def authenticate_header(self, request):
        return 'Bearer realm="The ASEAN meetings record"'


class BrowserAuthentication(SessionAuthentication):
    """The session of the editors' desk, which writes with its CSRF token only."""

    def enforce_csrf(self, request):
        try:
            super().enforce_csrf(request)
        except exceptions.PermissionDenied as error:
            advice = "Send the value of the cookie csrftoken in the header X-CSRFToken, or use a token."
            raise exceptions.PermissionDenied(f"{str(error.detail).rstrip('.')}. {advice}") from error


def rights_for(request, scope):
    """What the caller may do; raises a 401 or a 403 where they are nobody, or their token is for less than `scope`."""
    if not request.user.is_authenticated:
        raise exceptions.NotAuthenticated(f"{NEEDED[scope]} {HOW}")
    token = request.auth if isinstance(request.auth, Token) else None
    if token and not token.allows(scope):
        raise exceptions.PermissionDenied(
            f"This token has the scope {token.scope}; this takes the scope {scope}. Make another one."
        )
    return Rights(request.user, token)
