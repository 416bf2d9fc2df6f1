"""The reading of press articles: a text in, the meetings it tells of out, in the one shape of a record.

Pure code: nothing here reads a clock, a file, the network or Django. What a text does not say stays empty; nothing is
added from elsewhere.
"""

from meetings.reading.article import Article, Town, parse_article
from meetings.reading.reader import Found, Reading, read

__all__ = ["Article", "Found", "Reading", "Town", "parse_article", "read"]
