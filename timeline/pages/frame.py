"""What stands around every page: how it may be asked for, its own address, and the day it was made."""

from functools import wraps
from urllib.parse import quote, urlencode

from django.conf import settings
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from meetings.filters.others import NoQuery
from timeline.exports.forms import FORMS
from timeline.pages.sharing import social


def public(view):
    """A page for everybody. It holds no secret and no token, so that compressing it gives nothing away."""
    return require_safe(gzip_page(view))


def taking(*names):
    """A page that takes these parameters alone; any other is refused with the nearest right name, and never ignored."""

    def decorate(view):
        @wraps(view)
        def wrapped(request, *args, **kwargs):
            problems = NoQuery(request.GET, allowed_extra=names).errors
            return refusal(request, problems) if problems else view(request, *args, **kwargs)

        return wrapped

    return decorate


def refusal(request, problems):
    context = {"title": _("This page cannot be asked for so"), "problems": problems}
    return show(request, "problem", context, today=timezone.localdate(), status=400)


def show(request, template, context, *, today, status=200):
    """The page, with what its frame needs; `today` is the visitor's day, read once by the view."""
    section = request.path.split("/")[1]
    around = {
        "today": today,
        "address": f"{settings.PUBLIC_URL}{request.get_full_path()}",
        "canonical": canonical(request),
        "social": social(),
        "section": section,
        # In which a page offers what it lists.
        "forms": FORMS,
    }
    return render(request, f"timeline/{template}.html", around | context, status=status)


def canonical(request):
    """The address under which search engines should know a page: a part of a list has its own, a selection has not."""
    page = request.GET.get("page")
    part = f"?{urlencode({'page': page})}" if page and len(request.GET) == 1 else ""
    return f"{settings.PUBLIC_URL}{quote(request.path)}{part}"


def without_blanks(request):
    """To the same address without the fields of the form that were left empty."""
    given = request.GET.copy()
    for name in list(given):
        given.setlist(name, [value for value in given.getlist(name) if value])
        if not given.getlist(name):
            del given[name]
    return HttpResponseRedirect(f"{request.path}?{given.urlencode()}" if given else request.path)
