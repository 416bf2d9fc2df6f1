"""Filters of the list of meetings; a value that is none of theirs is refused, never ignored."""

from datetime import date

from django.contrib.admin import SimpleListFilter
from django.contrib.admin.options import IncorrectLookupParameters
from django.db.models import Exists, OuterRef

from meetings.models import Citation, Meeting


class ChoiceFilter(SimpleListFilter):
    def queryset(self, request, queryset):
        if self.value() is None:
            return queryset
        # Where choices are counted, Django asks for each as it is offered; an address has it as text.
        if str(self.value()) not in {str(value) for value, _ in self.lookup_choices}:
            raise IncorrectLookupParameters
        return self.narrow(queryset, self.value())


class YearFilter(ChoiceFilter):
    title = "year"
    parameter_name = "year"

    def lookups(self, request, model_admin):
        days = Meeting.objects.dated().dates("earliest", "year", order="DESC")
        return [(day.year, day.year) for day in days]

    def narrow(self, meetings, value):
        return meetings.overlapping(date(int(value), 1, 1), date(int(value), 12, 31))


class ContestedFilter(ChoiceFilter):
    title = "contested"
    parameter_name = "contested"

    def lookups(self, request, model_admin):
        return [("yes", "sources differ"), ("no", "sources agree")]

    def narrow(self, meetings, value):
        return meetings.contested() if value == "yes" else meetings.filter(contested=[])


class SourcedFilter(ChoiceFilter):
    title = "sources"
    parameter_name = "sourced"

    def lookups(self, request, model_admin):
        return [("no", "has no source"), ("yes", "has a source")]

    def narrow(self, meetings, value):
        cited = Exists(Citation.objects.filter(meeting=OuterRef("pk")))
        return meetings.filter(~cited) if value == "no" else meetings.filter(cited)
