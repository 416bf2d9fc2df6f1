"""How a page says a date, a number or a name: always in words of the reader's language, with the machine's beneath."""

from django import template
from django.utils.html import format_html
from django.utils.translation import ngettext_lazy, pgettext

from meetings.dates import Point, parse
from meetings.languages import language, ordinal_word, said
from meetings.models import Body
from timeline.facts import REPORTED

register = template.Library()
LONGEST_ISO = {"day": 10, "month": 7}
# What pages count, by the word that a template names it with.
COUNTED = {
    "meeting": ngettext_lazy("%(number)d meeting", "%(number)d meetings", "number"),
    "source": ngettext_lazy("%(number)d source", "%(number)d sources", "number"),
    "entry": ngettext_lazy("%(number)d entry", "%(number)d entries", "number"),
    "other body": ngettext_lazy("%(number)d other body", "%(number)d other bodies", "number"),
}


@register.filter
def when(edtf):
    """A date as <time>; one that HTML has no form for (a season, an open start) as plain words."""
    if not edtf:
        return ""
    machine = machine_form(edtf)
    if machine is None:
        return said(edtf)
    return format_html('<time datetime="{}">{}</time>', machine, said(edtf))


def machine_form(edtf):
    start = edtf.start
    if not isinstance(start, Point) or edtf.earliest is None or start.precision not in ("day", "month", "year"):
        return None
    return edtf.earliest.isoformat()[: LONGEST_ISO.get(start.precision, 4)]


@register.filter
def day(value):
    """A day or a moment (UTC) in words: 24 November 2026, or 24 November 2026, 15:10 UTC."""
    if not value:
        return ""
    words = said(parse(value.strftime("%Y-%m-%d")))
    if not hasattr(value, "hour"):
        return format_html('<time datetime="{}">{}</time>', value.isoformat(), words)
    moment = pgettext("day and time", "%(day)s, %(time)s UTC") % {"day": words, "time": f"{value:%H:%M}"}
    return format_html('<time datetime="{}">{}</time>', value.isoformat(timespec="seconds"), moment)


@register.filter
def ordinal(number):
    return ordinal_word(number) if number else ""


@register.filter
def count(number, word):
    """`{{ n|count:"source" }}`: 1 source, 2 sources; the word is one of COUNTED."""
    return COUNTED[word] % {"number": number}


@register.filter
def named(row):
    """The name of a body or of a meeting; marked as English where the reader's language has none."""
    name, in_english = (row.full_name, row.name) if isinstance(row, Body) else (row.name, row.title)
    return english(name) if name == in_english else name


@register.filter
def english(text):
    """A text of the record that is in English, marked as such for who reads in another language."""
    return format_html('<span lang="en">{}</span>', text) if text and language() != "en" else text


@register.filter
def fact_name(fact):
    """What a reader calls a fact that was reported."""
    return REPORTED.get(fact, fact)
