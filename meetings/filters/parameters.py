"""What a parameter of a query string is: how its text is read, what it keeps, and how it is described.

A value that is not understood is refused with a sentence; nothing is ever left out silently.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meetings.dates import DateError, read
from meetings.filters.codes import Kind
from meetings.filters.problems import Refusal
from meetings.languages import refusal_said, said
from meetings.search import MOST_WORDS, words_of
from meetings.serializers.fields import shorten
from meetings.suggestions import closest, hint

LONGEST = 200
RFC3339 = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})")


def filled(sentence, name, text="", **more):
    """A sentence about a parameter and the text that was given for it."""
    return sentence % {"name": name, "value": shorten(text), **more}


# White space alone is no value, nor are the control characters that Python takes for such.
TEXT = {"type": "string", "pattern": r"[^\s\u0000-\u001f\u0085]"}


def exact(column):
    """Keeps the rows whose `column` is one of the values."""
    return lambda rows, values, codes: rows.filter(**{f"{column}__in": values})


def keeps_all(rows, values, codes):
    return rows


@dataclass(frozen=True)
class Parameter:
    """One parameter. `narrow(rows, values, codes)` keeps the rows that suit any of the values read."""

    name: str
    about: str
    narrow: Callable[[Any, list, Any], Any] = keeps_all
    many: bool = True
    # Whether it tells which rows there are, and not how they are shown.
    narrows: bool = True
    # None for what a service of ours wrote: where a page begins, and the address of a query.
    longest: int | None = LONGEST

    def read(self, text, codes):
        """The value that `text` means; raises Refusal."""
        return text

    def label(self, value):
        """The value in a word for people."""
        return str(value)

    def schema(self):
        """The value as JSON Schema says it."""
        return TEXT | ({"maxLength": self.longest} if self.longest else {})


@dataclass(frozen=True)
class Word(Parameter):
    """One of a few words, each with its label."""

    words: dict[str, str] = field(default_factory=dict)

    def read(self, text, codes):
        if text in self.words:
            return text
        close = self.suggestion(text.lower())
        raise Refusal(filled(_("%(name)s cannot be %(value)s."), self.name, text) + hint(close, self.words), close)

    def suggestion(self, text):
        return closest(text, list(self.words))

    def label(self, value):
        return self.words[value]

    def schema(self):
        return {"type": "string", "enum": list(self.words)}


@dataclass(frozen=True)
class Truth(Word):
    """true or false."""

    words: dict[str, str] = field(default_factory=lambda: {"true": gettext_lazy("yes"), "false": gettext_lazy("no")})

    def schema(self):
        return {"type": "boolean"}


@dataclass(frozen=True)
class Ordering(Word):
    """The name of an order, with a minus before it for the other way round."""

    def suggestion(self, text):
        close = closest(text.removeprefix("-"), [word for word in self.words if not word.startswith("-")])
        return close and f"{'-' if text.startswith('-') else ''}{close}"


@dataclass(frozen=True)
class Number(Parameter):
    """A whole number from `least` to `most`."""

    least: int = 1
    most: int = 9999

    def read(self, text, codes):
        # isdigit() takes digits of any script, and int() would take signs, spaces and underscores.
        if not (text.isascii() and text.isdigit()):
            sentence = _("%(name)s is a number from %(least)d to %(most)d, not %(value)s.")
            raise Refusal(filled(sentence, self.name, text, least=self.least, most=self.most))
        number = int(text) if len(text) <= 20 else self.most + 1
        if not self.least <= number <= self.most:
            nearest_bound = str(self.least if number < self.least else self.most)
            sentence = _("%(name)s is a number from %(least)d to %(most)d.")
            raise Refusal(filled(sentence, self.name, least=self.least, most=self.most), nearest_bound)
        return number

    def schema(self):
        return {"type": "integer", "minimum": self.least, "maximum": self.most}


@dataclass(frozen=True)
class Code(Parameter):
    """The code of a row that must exist; its value is the row."""

    kind: Kind | None = None

    def read(self, text, codes):
        if text in codes.of(self.kind):
            return codes.of(self.kind)[text]
        close = codes.suggestion(self.kind, text)
        known = () if self.kind.many else codes.of(self.kind)
        raise Refusal(filled(_("There is no %(name)s %(value)s."), self.kind.noun, text) + hint(close, known), close)

    def label(self, value):
        return str(getattr(value, self.kind.label))


@dataclass(frozen=True)
class Day(Parameter):
    """A date in EDTF or as people write it, of which the first and the last day are known."""

    many: bool = False

    def read(self, text, codes):
        try:
            dates = read(text)
        except DateError as error:
            raise Refusal(refusal_said(error)) from error
        if dates.earliest is None:
            raise Refusal(filled(_("%(name)s needs a date with a year, such as 2023-08-21 or 2023."), self.name))
        return dates

    def label(self, value):
        return said(value)

    def schema(self):
        return super().schema() | {"examples": ["2023-08-21", "2023-08", "2023", "21 August 2023"]}


@dataclass(frozen=True)
class Moment(Parameter):
    """A time as RFC 3339 writes it, with its offset from UTC; its value is in UTC."""

    many: bool = False

    def read(self, text, codes):
        try:
            if not RFC3339.fullmatch(text):
                raise ValueError(text)
            return datetime.fromisoformat(text.upper()).astimezone(UTC)
        except (ValueError, OverflowError):
            example = "2026-11-24T09:00:00Z or 2026-11-24T16:00:00%2B07:00"
            sentence = _("%(name)s is a time such as %(example)s (%%2B is how an address writes +).")
            raise Refusal(filled(sentence, self.name, example=example)) from None

    def label(self, value):
        return value.isoformat()

    def schema(self):
        return {"type": "string", "format": "date-time"}


@dataclass(frozen=True)
class Search(Parameter):
    """Words that all must occur, without regard to case and accents."""

    many: bool = False

    def read(self, text, codes):
        if not words_of(text):
            raise Refusal(filled(_("%(name)s has no letters or digits to search for."), self.name))
        if len(words_of(text)) > MOST_WORDS:
            raise Refusal(filled(_("%(name)s has too many words: %(most)d at most."), self.name, most=MOST_WORDS))
        return text


def check_text(parameter, text):
    """Refuse what no parameter can mean, whatever its kind."""
    name = parameter.name
    if not text.strip():
        raise Refusal(filled(_("%(name)s is empty. Give it a value or leave it out."), name))
    if "\x00" in text or "\ufffd" in text:
        raise Refusal(filled(_("%(name)s has characters that are no text (a NUL, or bytes that are not UTF-8)."), name))
    if parameter.longest and len(text) > parameter.longest:
        raise Refusal(filled(_("%(name)s is longer than %(most)d characters."), name, most=parameter.longest))
