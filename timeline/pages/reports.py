"""Readers' reports: the form in which anybody says what is wrong with a meeting, and the page of one report.

What was sent is shown to nobody but the editors until they have answered: the record lends its pages to no stranger.
"""

import re
import time

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from meetings.addresses import client_address
from meetings.api.throttling import HOUR, wait_of
from meetings.models import Meeting, Report
from meetings.models.fields import check_address
from meetings.suggestions import closest
from timeline.facts import REPORTED
from timeline.pages.frame import public, show, taking
from timeline.pages.meetings import no_longer_there

SIGNER = signing.Signer(salt="timeline.pages.reports")
# Nobody reads the form and writes a sentence sooner; a form that lay open longer is asked for again.
SOONEST, LATEST = 3, 24 * 60 * 60
MOST_LINKS = 2
LINK = re.compile(r"https?:|www\.|\[url|<a\s", re.IGNORECASE)
# Control characters, and the signs that turn the direction of what stands behind them; lines and tabs stay.
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


class TextBox(forms.CharField):
    """Some lines of text with few links, which are what spam is made of."""

    def __init__(self, *, rows, **options):
        super().__init__(widget=forms.Textarea({"rows": rows}), **options)

    def validate(self, value):
        super().validate(value)
        if len(LINK.findall(value)) > MOST_LINKS:
            raise ValidationError(_("This holds too many links. Give one as the source, and say the rest in words."))


class ReportForm(forms.Form):
    use_required_attribute = True

    fact = forms.ChoiceField(label=gettext_lazy("What it is about"), choices=[("", "–"), *REPORTED.items()])
    comment = TextBox(
        label=gettext_lazy("What is wrong or missing"),
        rows=4,
        max_length=1000,
        help_text=gettext_lazy("At most 1,000 characters."),
    )
    proposed = TextBox(
        label=gettext_lazy("What would be right"),
        rows=2,
        max_length=500,
        required=False,
        help_text=gettext_lazy("If you know it."),
    )
    source = forms.CharField(
        label=gettext_lazy("Where that is written"),
        max_length=2000,
        required=False,
        help_text=gettext_lazy("The address of a page, if there is one. The record states nothing without a source."),
    )
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        required=False,
        widget=forms.EmailInput({"autocomplete": "email"}),
        help_text=gettext_lazy(
            "Only for a question from the editors. It is never shown, and is deleted with the answer."
        ),
    )
    # People do not see it; what fills it in is a program.
    homepage = forms.CharField(required=False, widget=forms.TextInput({"autocomplete": "off", "tabindex": "-1"}))
    opened = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_source(self):
        source = self.cleaned_data["source"]
        if source:
            try:
                check_address(source)
            except ValidationError:
                sentence = _("Give a whole web address that begins with http:// or https://, or leave it empty.")
                raise ValidationError(sentence) from None
        return source

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("homepage"):
            raise ValidationError(
                _("A field that people do not see was filled in. It is empty now: send it once more.")
            )
        age = age_of(cleaned.get("opened"))
        if age is None or age > LATEST:
            raise ValidationError(_("This form lay open for too long. Look at what you wrote, and send it once more."))
        if age < SOONEST:
            raise ValidationError(_("This came faster than anybody writes. Wait a moment, and send it once more."))
        return cleaned

    def emptied(self):
        """The form as it is shown again: what was typed, without what kept it from being taken."""
        self.data["homepage"] = ""
        age = age_of(self.data.get("opened"))
        if age is None or age > LATEST:
            self.data["opened"] = stamp(time.time())
        return self


def seen(data):
    """What was typed, without what nobody sees and nobody types."""
    data = data.copy()
    for name, values in data.lists():
        data.setlist(name, [UNSEEN.sub("", value) for value in values])
    return data


def stamp(at):
    """What tells, signed, when a form was opened."""
    return SIGNER.sign_object(int(at))


def age_of(text):
    """How many seconds ago the form was opened; None where that is not known."""
    try:
        return time.time() - SIGNER.unsign_object(text or "")
    except (signing.BadSignature, ValueError):
        return None


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@taking("fact")
def report_error(request, slug):
    today = timezone.localdate()
    row = Meeting.objects.select_related("body").filter(slug=slug).first()
    if row is None:
        return no_longer_there(request, slug, today)
    if request.method == "POST":
        return taken(request, row, today)
    fact = request.GET.get("fact", "")
    problems = [] if fact in ("", *REPORTED) else [unknown(fact)]
    form = ReportForm(initial={"fact": fact, "opened": stamp(time.time())})
    context = {"meeting": row, "form": form, "problems": problems}
    return show(request, "report_error", context, today=today, status=400 if problems else 200)


def unknown(fact):
    sentence = _("There is no fact of this name here. Choose one.")
    return {"message": sentence, "suggestion": closest(fact[:60], list(REPORTED))}


def taken(request, row, today):
    wait = wait_of("report", f"address:{client_address(request)}", HOUR)
    if wait is not None:
        return too_many(request, wait, today)
    form = ReportForm(seen(request.POST))
    if not form.is_valid():
        context = {"meeting": row, "form": form.emptied(), "problems": []}
        return show(request, "report_error", context, today=today, status=400)
    said = {name: form.cleaned_data[name] for name in ("fact", "comment", "proposed", "source", "email")}
    report = Report.objects.take(at=timezone.now(), slug=row.slug, body=row.body, base=row.revision, **said)
    response = HttpResponseRedirect(report.get_absolute_url())
    response.status_code = 303
    return response


def too_many(request, wait, today):
    minutes = max(1, round(wait / 60))
    text = _("More reports came from your address than one reader sends in an hour. Try again in %(minutes)s min.")
    context = {"title": _("Too many reports"), "text": text % {"minutes": minutes}}
    response = show(request, "problem", context, today=today, status=429)
    response["Retry-After"] = max(1, int(wait))
    return response


@public
@taking()
def report(request, key):
    """What became of a report: for whoever sent it from the beginning on, for everybody once it is answered."""
    # A replica may not know yet what was sent a moment ago.
    found = get_object_or_404(Report.objects.using(DEFAULT_DB_ALIAS).with_answer(), key=key)
    if found.decision == Report.Decision.SET_ASIDE:
        raise Http404(_("This report was set aside without an answer."))
    meeting = Meeting.objects.filter(slug=found.slug).select_related("body").first()
    context = {"report": found, "name": meeting.name if meeting else found.slug}
    response = show(request, "report", context, today=timezone.localdate())
    response["X-Robots-Tag"] = "noindex"
    return response
