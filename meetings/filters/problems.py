"""What is wrong with a query string, in sentences for people, with the right word where one is near."""

from dataclasses import dataclass

from rapidfuzz import fuzz, process

MOST_TOLD = 40


@dataclass(frozen=True)
class Problem:
    """What is wrong with one parameter: a sentence, and the right word where one is near."""

    parameter: str
    message: str
    suggestion: str | None = None


class Refusal(ValueError):
    """A value that is not understood."""

    def __init__(self, message, suggestion=None):
        self.message, self.suggestion = message, suggestion
        super().__init__(message)


def closest(word, known):
    """The known word that `word` most likely meant: a slip of the keyboard comes before a part of a longer word."""
    slip = process.extractOne(word, known, scorer=fuzz.ratio, score_cutoff=60)
    found = slip or process.extractOne(word, known, scorer=fuzz.WRatio, score_cutoff=85)
    return found[0] if found else None


def hint(close, known):
    if close:
        return f" Did you mean {close}?"
    return f" Known are: {', '.join(known)}." if 0 < len(known) <= MOST_TOLD else ""
