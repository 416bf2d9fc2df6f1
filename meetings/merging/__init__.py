"""Two entries that tell of one thing become one, in one transaction: nothing that pointed at either is lost."""

from meetings.merging.meetings import merge_meetings
from meetings.merging.pairs import CannotMerge, Pair
from meetings.merging.rows import merge_rows
from meetings.merging.undoing import take_back
from meetings.merging.united import Line, lines, united

__all__ = ["CannotMerge", "Line", "Pair", "lines", "merge_meetings", "merge_rows", "take_back", "united"]
