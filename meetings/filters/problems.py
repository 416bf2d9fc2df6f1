"""What is wrong with a query string, in sentences for people."""

from dataclasses import dataclass


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
