"""The switch of languages: keeps what the visitor chose in a cookie, and leads back to the page they were on."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponseRedirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from timeline.pages.frame import show


# Nothing changes but in which words this visitor reads, and a token would put a cookie on every page.
@csrf_exempt
@require_POST
def choose(request):
    language = request.POST.get("language", "")
    known = [code for code, _name in settings.LANGUAGES]
    if language not in known:
        text = _("Choose one of the languages of this site: %(known)s.") % {"known": ", ".join(known)}
        context = {"title": _("This language is not known here"), "text": text}
        return show(request, "problem", context, today=timezone.localdate(), status=400)
    response = HttpResponseRedirect(address_before(request))
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
    )
    return response


def address_before(request):
    """Where the visitor came from, as the browser says, else as the page said when it was made; never elsewhere."""
    for address in (request.headers.get("Referer", ""), request.POST.get("next", "")):
        is_ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
        if is_ours and urlsplit(address).path != request.path:
            return address
    return "/"
