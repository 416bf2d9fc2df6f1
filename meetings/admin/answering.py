"""Readers' reports in the form of a meeting: told beside the fact that they are about, and answered by saving it.

What a reader gave is filled in as if it had been typed, to be looked at; the report is answered in the transaction
that writes the record, or, where the change is only proposed, in the one that accepts the draft.
"""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse

from meetings.admin.beside import TAKEN, UNDER
from meetings.admin.desk import change_of
from meetings.admin.doors import key_in, rights_of
from meetings.admin.fields import SaysLines
from meetings.admin.filled import filled
from meetings.admin.reopening import Reopened
from meetings.admin.taking import NotTaken, taken
from meetings.admin.wording import label
from meetings.deciding import correct
from meetings.models import Meeting, Report
from meetings.models.rights import PROPOSE, REVIEW, SEE
from meetings.models.sources import FACTS, normalise_address
from meetings.serializers import shape

ANSWERED = "Report %s was answered already. What you see is the record as it stands."


class AnsweringAdmin(admin.ModelAdmin):
    """An admin of meetings whose form shows what readers reported, and answers one of them (`?report=`)."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if not hasattr(request, "report"):
            request.report = report = asked_for(request)
            if report and report.decision != Report.Decision.OPEN:
                self.message_user(request, ANSWERED % report.pk, messages.WARNING)
                request.report = None
            elif report:
                fill_in(request, report, object_id)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        reports = open_reports(request, obj)
        parts = [inline.formset for inline in context["inline_admin_formsets"]]
        context["reports"] = reports
        context["reports_above"] = put_beside(reports, context["adminform"].form, parts)
        context["answers"] = request.report
        return super().render_change_form(request, context, add, change, form_url, obj)

    def response_post_save_change(self, request, obj):
        if getattr(request, "report", None):
            return HttpResponseRedirect(reverse("admin:meetings_report_change", args=[request.report.pk]))
        return super().response_post_save_change(request, obj)


def asked_for(request):
    key = request.GET.get("report", "")
    if not key:
        return None
    report = Report.objects.select_related("body").filter(pk=key_in(key)).first()
    if report is None or not rights_of(request).may(SEE, report.body):
        raise Http404("There is no such report that you may see.")
    return report


def open_reports(request, meeting):
    """The reports on `meeting` that wait, for those who see them."""
    if meeting is None or not rights_of(request).may(SEE, meeting.body):
        return []
    return list(Report.objects.open().of(meeting.slug).order_by("sent_at", "id"))


def put_beside(reports, form, formsets):
    """Attach each report to the field or the part that it is about; answers those about none."""
    parts = {formset.prefix: formset for formset in formsets}
    above = []
    for report in reports:
        place = parts.get(report.fact) or form.fields.get(UNDER.get(report.fact, report.fact))
        if place is None:
            above.append(report)
        else:
            place.reports = [*getattr(place, "reports", []), report]
    return above


def form_of(report, rights):
    """The address of the form that answers `report`; empty where it is answered, or nothing may be changed there."""
    meeting = Meeting.objects.select_related("body").filter(slug=report.slug).first()
    if meeting is None or report.decision != Report.Decision.OPEN or not rights.may(PROPOSE, meeting.body):
        return ""
    return f"{reverse('admin:meetings_meeting_change', args=[meeting.pk])}?report={report.pk}"


def fill_in(request, report, object_id):
    """Open the form as if what the reader gave had been typed into it and sent, to be looked at."""
    meeting = Meeting.objects.with_record().filter(slug=report.slug).first()
    if meeting is None or object_id != str(meeting.pk):
        raise Http404("This report is of another meeting.")
    if not rights_of(request).may(PROPOSE, meeting.body):
        raise PermissionDenied(rights_of(request).lack(PROPOSE, meeting.body))
    if request.method != "GET":
        return
    # What was sent is read first, or Django would read it again, and over this.
    data = filled(request.POST.copy(), as_reported(shape(meeting), report))
    data["opened"] = str(meeting.revision)
    data["reason"] = f"Report {report.pk} of a reader, on {label(report.fact)}"
    request.POST, request.method = data, "POST"
    request.reopened = Reopened(data, held=True)


def as_reported(record, report):
    """`record` with the source that the reader gave, and with what is right by it where that can be read."""
    if not report.source:
        return record
    citations = [*record["citations"]]
    row = place_of(report.source, citations)
    if row is None:
        row = len(citations)
        supports = [report.fact] if report.fact in FACTS else []
        citations.append({"source": described(report.source), "supports": supports, "says": {}, "note": None})
    with_source = {**record, "citations": citations}
    said = said_by(report)
    if not said:
        return with_source
    citations[row] = citations[row] | {"says": citations[row]["says"] | said}
    try:
        return taken({**record, "citations": citations}, row, report.fact)[0]
    except NotTaken:
        return with_source


def place_of(address, citations):
    wanted = normalise_address(address)
    for row, citation in enumerate(citations):
        url = citation["source"]["url"]
        if url and normalise_address(url) == wanted:
            return row
    return None


def described(address):
    return {"url": address, "title": None, "publisher": None, "published": None, "language": None}


def said_by(report):
    """What would be right, as a source says it in the one shape; {} where that cannot be read or taken over."""
    words = " ".join(report.proposed.split())
    if not words or report.fact not in TAKEN:
        return {}
    try:
        return SaysLines().clean(f"{report.fact}: {words}")
    except ValidationError:
        return {}


def answer_with(request, form, *, changed):
    """Answer the report with which the form was opened, in the transaction that `changed` the record."""
    report = getattr(request, "report", None)
    if report is None or not changed or not rights_of(request).may(REVIEW, report.body):
        return
    answered = correct(report, change_of(request, form))
    sentence, level = request.outcome
    told = f"Report {report.pk} is answered." if answered else f"Report {report.pk} was answered meanwhile."
    request.outcome = f"{sentence} {told}", level
