"""The dates of meetings, known to the day, the month, the year or hardly at all.

Pure code: nothing here reads a clock, a file, a locale or Django.
"""

from meetings.dates.edtf import DateError, Edge, Edtf, Point, parse
from meetings.dates.read import read
from meetings.dates.say import say

__all__ = ["DateError", "Edge", "Edtf", "Point", "parse", "read", "say"]
