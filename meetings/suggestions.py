"""The right word for a wrong one: what an error message may suggest, never what is silently taken."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

MOST_TOLD = 40


def closest(word: str, known: Sequence[str]) -> str | None:
    """The known word that `word` most likely meant: a slip of the keyboard comes before a part of a longer word."""
    slip = process.extractOne(word, known, scorer=fuzz.ratio, score_cutoff=60)
    found = slip or process.extractOne(word, known, scorer=fuzz.WRatio, score_cutoff=85)
    return found[0] if found else None


def hint(close: str | None, known: Sequence[str]) -> str:
    """A sentence to add to an error: the close word, else the known ones where they are few."""
    if close:
        return " " + _("Did you mean %(word)s?") % {"word": close}
    return " " + _("Known are: %(words)s.") % {"words": ", ".join(known)} if 0 < len(known) <= MOST_TOLD else ""


def did_you_mean(word: str, known: Sequence[str]) -> str:
    return hint(closest(word, known), known)
