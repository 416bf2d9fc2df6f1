"""The queries of pages: a visitor asks as a program does, less what only a program can make use of."""

from django.utils.translation import gettext as _

from meetings.filters.codes import BODY
from meetings.filters.meetings import MeetingListQuery, MeetingQuery
from meetings.filters.others import DocumentQuery, PersonQuery, SourceQuery
from meetings.filters.parameters import Code
from meetings.filters.problems import Problem
from meetings.filters.query import PAGING, Query

FOR_PROGRAMS = {parameter.name for parameter in PAGING} | MeetingListQuery.known().keys() - MeetingQuery.known().keys()


class AskedByPeople:
    """A query of a page, which shows whole rows in its own way and pages by its own numbers."""

    def take(self, name, texts):
        if name not in FOR_PROGRAMS:
            return super().take(name, texts)
        sentence = _("%(name)s is for programs: %(address)s takes it, and a page does not. Leave it out.")
        message = sentence % {"name": name, "address": f"/api/v1/{self.name}/"}
        return self.errors.append(Problem(name, message))


class PageQuery(AskedByPeople, MeetingQuery):
    """What a visitor asks of the meetings."""


class DocumentPageQuery(AskedByPeople, DocumentQuery):
    default_ordering = "-date"


class PersonPageQuery(AskedByPeople, PersonQuery):
    pass


class SourcePageQuery(AskedByPeople, SourceQuery):
    default_ordering = "publisher"


class HostsQuery(Query):
    """The query of the page of hosts."""

    name = "hosts"
    parameters = (Code("body", "Slug of the body whose hosts are shown.", many=False, kind=BODY),)
