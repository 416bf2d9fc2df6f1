"""The page of a change of many meetings: what to change, what would come of it, and the change itself."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, OperationalError
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from meetings.admin.bulk import MOST, BulkForm, apply, preview
from meetings.admin.desk import LOST_RACE
from meetings.admin.doors import key_in
from meetings.admin.merging import MergingAdmin
from meetings.models import Meeting

TOO_MANY = f"At most {MOST} meetings are changed at once: choose fewer."
NONE = "The meetings that were chosen are no longer in the record."


class BulkPages(MergingAdmin):
    """The list of meetings with an action for many of them."""

    actions = ["change_selected", *MergingAdmin.actions]

    @admin.action(description="Change the selected…", permissions=["change"])
    def change_selected(self, request, queryset):
        keys = list(queryset.order_by("pk").values_list("pk", flat=True)[: MOST + 1])
        if len(keys) > MOST:
            self.message_user(request, TOO_MANY, messages.ERROR)
            return None
        return self.bulk_page(request, self.chosen(keys), BulkForm())

    def get_urls(self):
        page = self.admin_site.admin_view(self.bulk_view)
        return [path("bulk/", page, name="meetings_meeting_bulk"), *super().get_urls()]

    def bulk_view(self, request):
        if not self.has_change_permission(request):
            raise PermissionDenied
        keys = [key for key in map(key_in, request.POST.getlist("meeting")) if key]
        meetings = self.chosen(keys[: MOST + 1]) if keys else []
        if not meetings or len(keys) > MOST:
            self.message_user(request, NONE if not meetings else TOO_MANY, messages.ERROR)
            return HttpResponseRedirect(self.list_address())
        form = BulkForm(request.POST)
        form.today = timezone.localdate()
        if not form.is_valid():
            return self.bulk_page(request, meetings, form)
        if "apply" not in request.POST:
            return self.bulk_page(request, meetings, form, preview(meetings, form, request))
        return self.applied(request, meetings, form)

    def applied(self, request, meetings, form):
        try:
            shown, written = apply([meeting.pk for meeting in meetings], form, request)
        except (IntegrityError, OperationalError):
            form.add_error(None, LOST_RACE)
            return self.bulk_page(request, meetings, form)
        if written is None:
            return self.bulk_page(request, meetings, form, shown)
        number = "1 meeting was" if len(written) == 1 else f"{len(written)} meetings were"
        self.message_user(request, f"{number} changed.", messages.SUCCESS)
        return HttpResponseRedirect(self.list_address())

    def list_address(self):
        return reverse("admin:meetings_meeting_changelist")

    def chosen(self, keys):
        return list(Meeting.objects.with_record().filter(pk__in=keys).order_by("-sorts_on", "slug"))

    def bulk_page(self, request, meetings, form, shown=None):
        context = {
            **self.admin_site.each_context(request),
            "title": "Change 1 meeting" if len(meetings) == 1 else f"Change {len(meetings)} meetings",
            "opts": self.opts,
            "meetings": meetings,
            "form": form,
            "shown": shown,
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/meetings/bulk.html", context)
