"""Letters about changes: asked for here, wanted only once confirmed, ended by one press.

Nothing is done by opening an address: programs that look into mail open every link. No answer tells whether an
address is known here.
"""

import smtplib
from datetime import timedelta
from http import HTTPStatus

from django import forms
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from meetings.addresses import client_address
from meetings.api.throttling import wait_of
from timeline.models import Reader
from timeline.notices.following import Unasked, asked
from timeline.notices.letters import ask_whether_wanted
from timeline.pages.form import chips
from timeline.pages.frame import show, taking

OFTEN = {
    Reader.Often.WEEKLY: gettext_lazy("Once a week"),
    Reader.Often.DAILY: gettext_lazy("Once a day"),
    Reader.Often.AT_ONCE: gettext_lazy("At once, when a date moves"),
}
# How soon one address is asked again; who did not find the first letter may ask for another.
AGAIN = timedelta(hours=1)
# How many letters within that time ask at one address, whatever the queries: nobody is flooded by somebody else.
MOST_ASKED = 3


class LettersForm(forms.Form):
    email = forms.EmailField(label=gettext_lazy("E-mail address"), max_length=254)
    often = forms.ChoiceField(label=gettext_lazy("How often"), choices=list(OFTEN.items()), initial=Reader.Often.WEEKLY)
    query = forms.CharField(max_length=1000, required=False, widget=forms.HiddenInput)
    # People do not see it; what fills in every field is not a person.
    website = forms.CharField(required=False)

    def clean_query(self):
        try:
            asked(self.cleaned_data["query"].removeprefix("?"))
        except Unasked as problem:
            raise forms.ValidationError(str(problem)) from problem
        return self.cleaned_data["query"].removeprefix("?")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def subscribe(request):
    if request.method == "POST":
        return begun(request, LettersForm(request.POST))
    querystring = request.GET.urlencode()
    form, status = LettersForm(initial={"query": querystring}), HTTPStatus.OK
    try:
        asked(querystring)
    except Unasked as problem:
        form, status = LettersForm({"query": ""}), HTTPStatus.BAD_REQUEST
        form.errors.clear()
        form.add_error(None, str(problem))
    return page(request, form, status)


def begun(request, form):
    if wait_of("letters", f"address:{client_address(request)}") is not None:
        form.add_error(None, _("Too many letters were asked for from here. Try again in a minute."))
        answer = page(request, form, HTTPStatus.TOO_MANY_REQUESTS)
        answer["Retry-After"] = "60"
        return answer
    if not form.is_valid():
        return page(request, form, HTTPStatus.BAD_REQUEST)
    if not begin(form.cleaned_data, timezone.now()):
        form.add_error(None, _("No letter could be sent to that address just now. Look at it, or try again later."))
        return page(request, form, HTTPStatus.SERVICE_UNAVAILABLE)
    return HttpResponseRedirect(reverse("letters-asked"))


def page(request, form, status):
    context = {"form": form, "chips": chips_of(form["query"].value())}
    return show(request, "letters", context, today=timezone.localdate(), status=status)


def chips_of(querystring):
    try:
        return chips(asked((querystring or "").removeprefix("?")))
    except Unasked:
        return []


def begin(wanted, now):
    """Keep what is wanted, and ask at that address whether it is; whether the letter could be sent.

    Whoever confirmed already is led to their own page by it.
    """
    there = Reader.objects.filter(email__iexact=wanted["email"])
    asked_lately = set(there.filter(asked_at__gt=now - AGAIN).values_list("query", flat=True))
    if wanted["website"] or wanted["query"] in asked_lately or len(asked_lately) >= MOST_ASKED:
        return True
    reader = there.filter(query=wanted["query"]).first() or made(wanted, now)
    if reader.confirmed_at is None:
        reader.often, reader.language = wanted["often"], get_language()
    row, before = Reader.objects.filter(pk=reader.pk), reader.asked_at
    row.update(often=reader.often, language=reader.language, asked_at=now)
    try:
        ask_whether_wanted(reader)
    except (OSError, smtplib.SMTPException):
        # Who never had a letter is not kept.
        row.update(asked_at=before) if before else row.delete()
        return False
    return True


def made(wanted, now):
    """A reader who is not asked yet; where two ask for the same at the same moment, there is one."""
    new = Reader(email=wanted["email"], query=wanted["query"])
    new.begin(now)
    Reader.objects.bulk_create([new], ignore_conflicts=True)
    return Reader.objects.get(email=wanted["email"], query=wanted["query"])


@never_cache
@require_http_methods(["GET", "HEAD"])
@taking()
def told_to_look(request):
    text = _("A letter is on its way. Open the link in it and say yes there: until then, nothing else is sent.")
    context = {"title": _("Look into your mail"), "text": text}
    return show(request, "problem", context, today=timezone.localdate())


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@taking()
def letters(request, token):
    """The reader's own page, to which only letters lead."""
    reader = get_object_or_404(Reader, token=token)
    if request.method != "POST":
        context = {"reader": reader, "ways": OFTEN, "chips": chips_of(reader.query)}
        return show(request, "letters_own", context, today=timezone.localdate())
    if request.POST.get("do") == "end":
        reader.delete()
        return HttpResponseRedirect(reverse("letters-ended"))
    change(reader, request.POST.get("often"), timezone.now())
    return HttpResponseRedirect(reverse("letters", args=[token]))


def change(reader, often, now):
    changed = {"often": often} if often in Reader.Often.values else {}
    if reader.confirmed_at is None:
        # What changed before they said yes is not news to them.
        reader.begin(now)
        changed |= {"position": reader.position, "last": reader.last, "confirmed_at": now}
    # Meanwhile the worker may have gone on, or the reader may have ended it.
    Reader.objects.filter(pk=reader.pk).update(**changed)


@never_cache
@require_http_methods(["GET", "HEAD"])
@taking()
def ended(request):
    text = _("Your address is deleted here, and no more letters are sent to it.")
    context = {"title": _("No more letters"), "text": text}
    return show(request, "problem", context, today=timezone.localdate())


# The mail program of a reader sends it (RFC 8058): it has no cookie, and the token in the address is the right.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@taking()
def unsubscribe(request, token):
    if request.method != "POST":
        return HttpResponseRedirect(reverse("letters", args=[token]))
    Reader.objects.filter(token=token).delete()
    return HttpResponseRedirect(reverse("letters-ended"))
