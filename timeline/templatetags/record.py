"""How a page says a date or a number: always in words, with the machine's form beneath."""

from django import template
from django.utils.html import format_html

from meetings.dates import Point, parse, say
from meetings.models.meetings import ordinal_word

register = template.Library()
LONGEST_ISO = {"day": 10, "month": 7}


@register.filter
def when(edtf):
    """A date as <time>; one that HTML has no form for (a season, an open start) as plain words."""
    if not edtf:
        return ""
    machine = machine_form(edtf)
    if machine is None:
        return say(edtf)
    return format_html('<time datetime="{}">{}</time>', machine, say(edtf))


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
    said = say(parse(value.strftime("%Y-%m-%d")))
    moment = f"{said}, {value:%H:%M} UTC" if hasattr(value, "hour") else said
    machine = value.isoformat(timespec="seconds") if hasattr(value, "hour") else value.isoformat()
    return format_html('<time datetime="{}">{}</time>', machine, moment)


@register.filter
def ordinal(number):
    return ordinal_word(number) if number else ""


@register.filter
def count(number, word):
    """`{{ n|count:"source" }}`: 1 source, 2 sources; a plural that differs follows a comma: "country,countries"."""
    one, _, many = word.partition(",")
    return f"{number} {one if number == 1 else many or one + 's'}"
