"""The log of corrections: what the record had said and no longer says, and what readers had reported before."""

from dataclasses import replace

from meetings.filters.others import CorrectionPageQuery
from meetings.models import Report, Revision
from timeline.pages.frame import public, without_blanks
from timeline.pages.revisions import asked, days, shown


@public
def corrections(request):
    if "" in request.GET.values():
        return without_blanks(request)
    context, changed = asked(request, CorrectionPageQuery(request.GET), Revision.objects.corrections())
    return shown(request, "corrections", context | {"days": days(with_reports(changed))})


def with_reports(changed):
    found = {}
    for report in Report.objects.answered().filter(revision__in=[each.revision.pk for each in changed]).order_by("id"):
        found.setdefault(report.revision_id, []).append(report)
    return [replace(each, reports=found.get(each.revision.pk, [])) for each in changed]
