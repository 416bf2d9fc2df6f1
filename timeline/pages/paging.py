"""A long list in parts: each page has so many rows, and a number that is not there is refused."""

from django.core.paginator import InvalidPage, Paginator
from django.utils.translation import gettext as _

from meetings.filters import Problem

# A page number stands beside what a query says, and is none of it.
PAGE = "page"
# Meetings in one part of a list.
MOST_ROWS = 200


def page_of(rows, given, problems, *, size):
    """The wanted page of these ordered rows, or None; what is wrong with its number joins `problems`."""
    if problems:
        return None
    try:
        return Paginator(rows, size).page(given.get(PAGE, "1"))
    except InvalidPage:
        problems.append(Problem(PAGE, _("There is no such page of this list."), "1"))
        return None
