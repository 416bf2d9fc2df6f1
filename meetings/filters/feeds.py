"""The queries of feeds: what a page asks, less what shows a part of it, as who follows a feed follows the whole."""

from django.db.models import Q

from meetings.filters.meetings import THEN, MeetingQuery
from meetings.filters.others import ChangePageQuery
from meetings.filters.pages import FOR_PROGRAMS
from meetings.filters.problems import Problem
from meetings.models import Meeting, Revision


class CalendarQuery(MeetingQuery):
    """What is asked of the meetings for a calendar."""

    left_out = FOR_PROGRAMS
    told = "{} is for /api/v1/meetings/: a feed tells whole meetings, and all of them. Leave it out."

    def take(self, name, texts):
        if name not in self.left_out:
            return super().take(name, texts)
        return self.errors.append(Problem(name, self.told.format(name)))


class ChangesOfMeetingsQuery(CalendarQuery):
    """What is asked of the meetings whose changes are told, in parts that a cursor leads to."""

    left_out = FOR_PROGRAMS - {"cursor"}

    @property
    def tells_ends(self):
        """Whether what is gone can be asked for too: by its last record, which does not answer all that rows do."""
        return {name for name, _, _ in self.active} <= THEN.keys()

    def changes(self):
        """The revisions of the meetings asked for, and of those that were when they were taken out of the record."""
        if not self.active:
            return Revision.objects.all()
        asked = Q(slug__in=self.narrow(Meeting.objects.all()).values("slug"))
        gone = Revision.objects.filter(kind__in=Revision.GONE)
        for name in self.values.keys() & THEN.keys():
            path, read = THEN[name]
            gone = gone.saying(path, read(self.values[name], self.codes))
        return Revision.objects.filter(asked | Q(slug__in=gone.values("slug")) if self.tells_ends else asked)


class PartQuery(ChangePageQuery):
    """Where a part of some changes begins, the newest first."""

    parameters = ()
