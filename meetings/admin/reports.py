"""Readers' reports at the desk: the editors of a body answer those about its meetings, and everybody reads the answer.

What a reader wrote is never changed here; the last answer counts, and with it their e-mail address is forgotten.
"""

from django import forms
from django.contrib import admin
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from meetings.admin.answering import form_of
from meetings.admin.desk import PlainTextForm, Refused
from meetings.admin.doors import Listed, is_staff, rights_of
from meetings.admin.proposing import page_of
from meetings.admin.wording import label, told
from meetings.claims import value_of
from meetings.history import mark_corrections
from meetings.models import Meeting, Report, Revision
from meetings.models.rights import REVIEW, SEE
from meetings.models.sources import FACTS

ANSWERED_MEANWHILE = (
    "Somebody else answered this report meanwhile: “{answer}” ({decision}, {by}). Nothing was saved. "
    "What you typed stands below: save again to put it in place of that answer."
)
SAY = "Say what you answer: everybody reads it."
WHICH = "Give the number of the revision that corrected it."


class ReportForm(PlainTextForm):
    corrected_in = forms.IntegerField(
        label="Corrected in revision",
        required=False,
        min_value=1,
        max_value=2**31 - 1,
        help_text="Needed where the record was corrected. Saving the meeting’s form from here answers by itself.",
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    refusals = {}

    class Meta:
        model = Report
        fields = ["decision", "answer"]
        widgets = {"decision": forms.RadioSelect, "answer": forms.Textarea({"rows": 4})}
        help_texts = {
            "decision": "Set aside what is no report (advertising, abuse): it gets no answer and is shown to nobody.",
            "answer": "Everybody reads it beside the report.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "decision" not in self.fields:
            return
        report = self.instance
        self.initial["seen"] = state(report)
        if self.refusals:
            # What was saved meanwhile is told now: the next save replaces it.
            self.data = self.data.copy()
            self.data["seen"] = state(report)
        last = Revision.objects.of(report.slug).order_by("number").last()
        self.initial["corrected_in"] = report.revision.number if report.revision else last and last.number

    def clean(self):
        cleaned = super().clean()
        decision = cleaned.get("decision")
        if decision in Report.PUBLIC and cleaned.get("answer") == "":
            self.add_error("answer", SAY)
        self.instance.revision = self.corrected() if decision == Report.Decision.CORRECTED else None
        if self.refusals:
            self.add_error(None, self.refusals[None])
        return cleaned

    def corrected(self):
        number = self.cleaned_data.get("corrected_in")
        found = Revision.objects.of(self.instance.slug).filter(number=number).first()
        if found is None and "corrected_in" not in self.errors:
            self.add_error("corrected_in", f"There is no revision {number} of this meeting." if number else WHICH)
        return found


def state(report):
    """Which answer somebody saw, as a form carries it."""
    return report.decided_at.isoformat() if report.decided_at else ""


@admin.register(Report)
class ReportAdmin(Listed):
    form = ReportForm
    actions = None
    list_per_page = 50
    show_full_result_count = False
    list_display = ["__str__", "body", "about", "sent_at", "decision", "decided_by", "decided_at"]
    list_filter = ["decision", "fact"]
    search_fields = ["slug", "comment"]
    told_fields = [
        "meeting", "about", "record_says", "comment", "proposed", "given_source", "contact", "sent_at", "proposals",
    ]  # fmt: skip

    def get_queryset(self, request):
        rows = super().get_queryset(request).select_related("revision", "body", "decided_by")
        return rows.seen_by(rights_of(request))

    def get_ordering(self, request):
        # Those that wait for an answer come first.
        return [F("decided_at").desc(nulls_first=True), "-sent_at", "-id"]

    def get_fields(self, request, obj=None):
        answer = ["decision", "answer", "corrected_in", "seen"]
        shown = ["decision", "answer", "revision", "decided_by", "decided_at"]
        return [*self.told_fields, *(answer if self.has_change_permission(request, obj) else shown)]

    def get_readonly_fields(self, request, obj=None):
        return self.told_fields

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.refusals = getattr(request, "refusals", {})
        return form

    def has_module_permission(self, request):
        return is_staff(request) and rights_of(request).anywhere(SEE)

    def has_view_permission(self, request, obj=None):
        if obj is None:
            return self.has_module_permission(request)
        return is_staff(request) and rights_of(request).may(SEE, obj.body)

    def has_change_permission(self, request, obj=None):
        if obj is None:
            return self.has_module_permission(request)
        return is_staff(request) and rights_of(request).may(REVIEW, obj.body)

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Refused as refused:
            request.refusals = refused.errors
        return super().changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["answering"] = form_of(obj, rights_of(request)) if obj else ""
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_model(self, request, obj, form, change):
        now = Report.objects.select_for_update().get(pk=obj.pk)
        if form.cleaned_data["seen"] != state(now):
            by = now.decided_by or "nobody"
            sentence = ANSWERED_MEANWHILE.format(answer=now.answer, decision=now.get_decision_display(), by=by)
            raise Refused({None: sentence})
        is_open = obj.decision == Report.Decision.OPEN
        obj.decided_by = None if is_open else request.user
        obj.decided_at = None if is_open else timezone.now()
        obj.email = obj.email if is_open else ""
        super().save_model(request, obj, form, change)
        mark_corrections(obj.slug)

    @admin.display(description="fact", ordering="fact")
    def about(self, report):
        return label(report.fact)

    @admin.display(description="meeting")
    def meeting(self, report):
        row = Meeting.objects.filter(slug=report.slug).first()
        if row is None:
            return report.slug
        desk = reverse("admin:meetings_meeting_change", args=[row.pk])
        return format_html('<a href="{}">{}</a> (<a href="{}">its page</a>)', desk, row, row.get_absolute_url())

    @admin.display(description="what the record says")
    def record_says(self, report):
        last = Revision.objects.of(report.slug).order_by("number").last()
        return told(value_of(last.record, report.fact)) if last and report.fact in FACTS else "–"

    @admin.display(description="who says so")
    def given_source(self, report):
        link = '<a href="{0}" rel="noreferrer nofollow">{0}</a>'
        return format_html(link, report.source) if report.source else "–"

    @admin.display(description="drafts that answer it")
    def proposals(self, report):
        pages = [(page_of(draft), draft.pk, draft.get_decision_display()) for draft in report.drafts.order_by("id")]
        return format_html_join(", ", '<a href="{}">draft {}</a> ({})', pages) or "–"

    @admin.display(description="e-mail")
    def contact(self, report):
        return format_html('<a href="mailto:{0}">{0}</a>', report.email) if report.email else "–"
