"""Subscribing: the addresses under which a selection is followed, and how calendars take them."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from meetings.filters import PageQuery
from meetings.models import Body
from timeline.exports.forms import FORMS
from timeline.pages.form import chips, filter_form
from timeline.pages.frame import public, show, without_blanks
from timeline.pages.sharing import shared_list, webcal, whole


@public
def subscribe(request):
    if "" in request.GET.values():
        return without_blanks(request)
    query = PageQuery(request.GET)
    bodies = list(Body.objects.in_record_order())
    context = {
        "problems": query.errors,
        "chips": chips(query),
        "form": filter_form(request.GET, query, bodies),
        "core": [body for body in bodies if body.core],
        "follow": None if query.errors else Follow(query),
    }
    return show(request, "subscribe", context, today=timezone.localdate(), status=400 if query.errors else 200)


@dataclass(frozen=True)
class Follow:
    """The addresses at which what a valid query finds is followed and taken away."""

    query: Any

    @cached_property
    def title(self):
        return shared_list(self.query).title

    @property
    def calendar(self):
        return self.at("calendar")

    @property
    def webcal(self):
        """The same for programs that open such addresses by themselves."""
        return webcal(self.calendar)

    @property
    def feed(self):
        return self.at("feed")

    @property
    def files(self):
        return [(form.label, self.at(f"export-{form.suffix}")) for form in FORMS]

    def at(self, name):
        return whole(reverse(name)) + self.asked

    @property
    def asked(self):
        return f"?{self.query.querystring}" if self.query.querystring else ""

    @cached_property
    def numbers(self):
        """How many meetings there are, and how many have a day."""
        with_day = Count("pk", filter=Q(precision="day"))
        return self.query.meetings().order_by().aggregate(total=Count("pk"), with_day=with_day)

    @property
    def total(self):
        return self.numbers["total"]

    @property
    def without_day(self):
        return self.total - self.numbers["with_day"]
