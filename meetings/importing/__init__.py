"""Files that people bring to the desk: read, checked against the record line by line, applied whole, undone whole."""

from meetings.importing.applying import CannotApply, steps_of_applying, steps_of_proposing, steps_of_undoing
from meetings.importing.checking import MOST_LINES, checked
from meetings.importing.forms import FORMS, MOST_BYTES, Unreadable, form_of, storable

__all__ = [
    "FORMS",
    "MOST_BYTES",
    "MOST_LINES",
    "CannotApply",
    "Unreadable",
    "checked",
    "form_of",
    "steps_of_applying",
    "steps_of_proposing",
    "steps_of_undoing",
    "storable",
]
