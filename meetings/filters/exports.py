"""The query of an export: what the list of the API asks for, whole and in the one shape."""

from meetings.filters.meetings import MeetingListQuery
from meetings.filters.problems import Problem
from meetings.filters.query import OF_PAGING

OF_ANSWERS = ("fields", "omit", "expand", "include_deleted")


class ExportQuery(MeetingListQuery):
    """What is exported: every meeting that is asked for, as it stands or as it once stood."""

    def take(self, name, texts):
        if name not in OF_PAGING and name not in OF_ANSWERS:
            return super().take(name, texts)
        reason = "an export is whole" if name in OF_PAGING else "an export has all keys of each meeting"
        message = f"{name} is for /api/v1/meetings/: {reason}. Leave it out."
        return self.errors.append(Problem(name, message))
