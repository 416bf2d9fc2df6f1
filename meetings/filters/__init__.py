"""The one query string of pages, API, feeds and exports: read strictly, and turned into rows in order."""

from meetings.filters.meetings import MeetingListQuery, MeetingQuery
from meetings.filters.pages import PageQuery
from meetings.filters.problems import Problem
from meetings.filters.query import Query

__all__ = ["MeetingListQuery", "MeetingQuery", "PageQuery", "Problem", "Query"]
