"""What this record is, how to read it, and what its abbreviations mean."""

from django.utils import timezone

from meetings.models import Body
from timeline.pages.frame import public, show, taking


@public
@taking()
def about(request):
    context = {"bodies": list(Body.objects.in_record_order())}
    return show(request, "about", context, today=timezone.localdate())
