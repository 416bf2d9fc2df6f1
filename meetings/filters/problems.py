"""What is wrong with a query string, in sentences for people."""

from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Problem:
    """What is wrong with one parameter: a sentence, and the right word where one is near."""

    parameter: str
    message: str
    suggestion: str | None = None


def ends_before(start, end):
    """That the time asked for ends before it begins."""
    return Problem("to", _("to (%(end)s) lies before from (%(start)s).") % {"end": end.latest, "start": start.earliest})


class Refusal(ValueError):
    """A value that is not understood."""

    def __init__(self, message, suggestion=None):
        self.message, self.suggestion = message, suggestion
        super().__init__(message)
