"""The desk's main page: a meeting with its officers, documents and citations, saved with its revision or not at all."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, OperationalError
from django.http import JsonResponse, QueryDict
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.formats import date_format
from django.utils.text import capfirst

from meetings import history
from meetings.admin import articles, contested, work_pages
from meetings.admin.answering import AnsweringAdmin, answer_with
from meetings.admin.bulk_pages import BulkPages
from meetings.admin.citations import CitationInline
from meetings.admin.desk import LOST_RACE, NEEDED, DeletionForm, Refused, change_of
from meetings.admin.doors import ByBody
from meetings.admin.exporting import ExportPages
from meetings.admin.fields import LinesField, understood
from meetings.admin.filters import ContestedFilter, SourcedFilter, YearFilter
from meetings.admin.finding import record_new
from meetings.admin.following import address_after, answer_proposal, body_of, initial_after, suggest
from meetings.admin.forms import MeetingForm
from meetings.admin.merging import MeetingMerge
from meetings.admin.named import BOXES, FOUND, answer_name, listed_once, reference
from meetings.admin.parts import DocumentInline, OfficerInline
from meetings.admin.past import PastPages
from meetings.admin.proposing import ProposingAdmin, accept_with, propose_instead
from meetings.admin.reading import READ, ReadingAdmin
from meetings.admin.reopening import ReopeningAdmin
from meetings.admin.wording import label
from meetings.dates import say
from meetings.models import Meeting
from meetings.search import MOST_WORDS, matching
from meetings.serializers import MeetingSerializer, shape
from meetings.serializers.meetings import known_codes, problem_list

# Where the form calls a key of the one shape by another name.
FIELDS = {
    "chair.country": "chair_country",
    "chair.person": "chair_person",
    "chair.office": "chair_office",
    "venue.name": "venue_name",
}
MOVED = "It was changed since you opened this page, so nothing was deleted. Look at it, then confirm again."


@admin.register(Meeting)
class MeetingAdmin(
    PastPages, ExportPages, ReadingAdmin, AnsweringAdmin, ProposingAdmin, ReopeningAdmin, ByBody, BulkPages
):
    form = MeetingForm
    merging = MeetingMerge()
    inlines = [OfficerInline, DocumentInline, CitationInline]
    fieldsets = [
        (None, {"fields": [("body", "ordinal"), ("kind", "status"), "title", "slug"]}),
        ("When", {"fields": ["dates", "programme"]}),
        ("Where", {"fields": [("format", "host"), ("venue_name", "place")]}),
        ("Chair", {"fields": [("chair_country", "chair_person"), "chair_office"]}),
        ("Chain", {"fields": [("reports_to", "alongside")]}),
        ("Contents", {"fields": ["theme", "agenda", "notes"]}),
        ("What is not known", {"fields": ["gaps"], "classes": ["collapse"]}),
    ]
    told = {"dates": "dates_told", "programme": "programme_told", "agenda": "agenda_told", "gaps": "gaps_told"}

    list_display = ["name", "body", "when", "host", "status", "source_count", "contested_told", "updated"]
    list_filter = ["body", "status", "kind", "format", "host", YearFilter, ContestedFilter, SourcedFilter]
    list_select_related = ["body", "host"]
    search_fields = ["folded"]
    # Of a hundred thousand meetings, counting what each choice would find takes seconds.
    show_facets = admin.ShowFacets.NEVER
    ordering = ["-sorts_on", "slug"]

    # The list

    def get_queryset(self, request):
        return super().get_queryset(request).with_sources_counted()

    def get_search_results(self, request, queryset, search_term):
        words = search_term.replace("\x00", "").split()[:MOST_WORDS]
        return matching(queryset, " ".join(words)), False

    @admin.display(description="name", ordering="sorts_on")
    def name(self, meeting):
        return meeting.name

    @admin.display(description="dates", ordering="sorts_on")
    def when(self, meeting):
        return say(meeting.dates) if meeting.dates else None

    @admin.display(description="sources", ordering="sources")
    def source_count(self, meeting):
        return meeting.sources

    @admin.display(description="contested")
    def contested_told(self, meeting):
        return ", ".join(meeting.contested)

    @admin.display(description="updated", ordering="updated_at")
    def updated(self, meeting):
        return date_format(meeting.updated_at, "j M Y, H:i") if meeting.updated_at else None

    # The form

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method == "POST" and object_id and self.is_gone(request, object_id):
            return gone_page(self, request)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def get_changeform_initial_data(self, request):
        return super().get_changeform_initial_data(request) | initial_after(request)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        form = context["adminform"].form
        if add and (body := body_of(form["body"].value())):
            suggest(form, body, form.today)
        context["after"] = address_after(obj) if obj and self.has_add_permission(request) else ""
        return super().render_change_form(request, context, add, change, form_url, obj)

    def is_gone(self, request, object_id):
        # Not by the door that locks it: there is no transaction yet.
        found = admin.ModelAdmin.get_object(self, request, unquote(object_id))
        return found is None and self.has_add_permission(request)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs, **reference(db_field, self.admin_site))
        return field if db_field.related_model in BOXES else listed_once(field, request)

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        return fieldsets if self.may_write(request, obj) else [read_only(self.told, *named) for named in fieldsets]

    def get_readonly_fields(self, request, obj=None):
        told = () if self.may_write(request, obj) else self.told.values()
        return [*(["slug"] if obj else []), *told]

    @admin.display(description="dates")
    def dates_told(self, meeting):
        return told_date(meeting.dates)

    @admin.display(description="programme")
    def programme_told(self, meeting):
        return told_date(meeting.programme)

    @admin.display(description="agenda")
    def agenda_told(self, meeting):
        return LinesField().write(meeting.agenda)

    @admin.display(description="gaps")
    def gaps_told(self, meeting):
        return "\n".join(f"{label(field)}: {why}" for field, why in meeting.gaps.items())

    def save_model(self, request, obj, form, change):
        record_new(obj, form.new_names())
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        written = history.revise([form.instance.pk], change_of(request, form))
        meeting = Meeting.objects.with_record().get(pk=form.instance.pk)
        check_shape(meeting)
        propose_instead(request, form, meeting if meeting.slug in written else None)
        if meeting.slug in written and not form.cleaned_data["reason"]:
            raise Refused({"reason": NEEDED})
        sentence, level = outcome(meeting, changed=meeting.slug in written)
        copies = [said for formset in formsets for said in formset.likely_copies()]
        request.outcome = " ".join([sentence, *copies]), level
        answer_with(request, form, changed=meeting.slug in written)
        accept_with(request, form, meeting)

    # Deletion

    def delete_view(self, request, object_id, extra_context=None):
        form = request.deletion = DeletionForm(request.POST if request.method == "POST" else None)
        context = {"deletion": form, **(extra_context or {})}
        if not form.is_bound or form.is_valid():
            try:
                return super().delete_view(request, object_id, context)
            except Refused as refused:
                form.add_error(None, str(refused))
            except (IntegrityError, OperationalError):
                form.add_error(None, LOST_RACE)
        # Without what was posted, Django asks again.
        request.POST = QueryDict()
        return super().delete_view(request, object_id, context)

    def delete_model(self, request, obj):
        if request.deletion.cleaned_data["opened"] != obj.revision:
            raise Refused({None: MOVED})
        history.delete(obj, change_of(request, request.deletion))

    # What is understood of a date while it is typed

    def get_urls(self):
        understand = self.admin_site.admin_view(self.understand)
        own = [
            articles.url(self),
            contested.url(self),
            path("understand/", understand, name="meetings_meeting_understand"),
            *work_pages.urls(self.admin_site),
        ]
        return [*own, *super().get_urls()]

    def understand(self, request):
        if not (self.has_view_or_change_permission(request) or self.has_add_permission(request)):
            raise PermissionDenied
        about = ASKED.get(request.GET.get("of"), understood_date)
        return JsonResponse(about(request))


def understood_date(request):
    return understood(request.GET.get("text", ""))


# What a form asks while it is typed; a date where it does not say of what.
ASKED = {"proposal": answer_proposal, **dict.fromkeys(FOUND, answer_name)}


def gone_page(model_admin, request):
    """Somebody deleted the meeting while its form was open: what was typed is shown, so that it is not lost with it."""
    unnamed = ("csrfmiddlewaretoken", "opened", "_save", "_continue", "_addanother", READ)
    posted = [(name, text) for name, texts in request.POST.lists() for text in texts if text and name not in unnamed]
    context = {
        **model_admin.admin_site.each_context(request),
        "title": "This meeting was deleted while you were editing it",
        "posted": [(name, text) for name, text in posted if not name.endswith("_FORMS")],
        "opts": model_admin.opts,
    }
    return TemplateResponse(request, "admin/meetings/meeting/gone.html", context, status=409)


def read_only(told, name, options):
    """A fieldset for readers: what the record keeps as lists and dates, in words."""
    fields = [told.get(field, field) if isinstance(field, str) else field for field in options["fields"]]
    return name, {**options, "fields": fields}


def told_date(dates):
    return f"{say(dates)} ({dates})" if dates else None


def check_shape(meeting):
    """Refuse what the one shape would not take back: the desk lets nothing in that the API and the dataset refuse."""
    serializer = MeetingSerializer(data=shape(meeting), context={"known": known_codes()})
    if serializer.is_valid():
        return
    errors = {}
    for place, sentence in problem_list(serializer.errors):
        field = FIELDS.get(place, place.partition(".")[0])
        whole = place in FIELDS or place == field
        errors[field] = " ".join(filter(None, [errors.get(field), sentence if whole else f"{place}: {sentence}"]))
    raise Refused(errors)


def outcome(meeting, *, changed):
    """What came of saving, as (sentence, level), with the dates as they were understood."""
    if not changed:
        return f"Nothing was changed in “{meeting}”, so nothing was written.", messages.INFO
    dates = [
        f"{capfirst(name)} understood as {told_date(value)}."
        for name, value in (("dates", meeting.dates), ("programme", meeting.programme))
        if value
    ]
    return " ".join([f"“{meeting}” was saved as revision {meeting.revision}.", *dates]), messages.SUCCESS
