"""What records name – people, places, sources, bodies, countries: changing one revises every record that names it."""

from django.contrib import messages
from django.db.models import ProtectedError
from django.urls import reverse
from django.utils.html import format_html

from meetings.admin.desk import NEEDED, DeskAdmin, ReasonForm, change_of
from meetings.history import revising
from meetings.models import Commit, Meeting, Revision

IN_USE = "“{}” was named by the record at the same moment, so it was not deleted."
MOST_SHOWN = 50


class ReferentForm(ReasonForm):
    """`named` are the fields that records repeat: where one of them changes, so do those records."""

    named = ()

    def clean(self):
        cleaned = super().clean()
        if self.changes_records() and not cleaned.get("reason"):
            self.add_error("reason", NEEDED)
        return cleaned

    def changes_records(self):
        if self.instance._state.adding or not {*self.changed_data} & {*self.named}:
            return False
        return self.naming(self.instance).exists()

    @staticmethod
    def naming(row):
        """The meetings whose records name `row`."""
        return Meeting.objects.none()


class ReferentAdmin(DeskAdmin):
    form = ReferentForm

    def save_model(self, request, obj, form, change):
        if not change:
            super().save_model(request, obj, form, change)
            Commit.objects.create()
            return
        made = change_of(request, form)
        with revising(made, obj, form.naming(obj)):
            super().save_model(request, obj, form, change)
        revised = Revision.objects.filter(at=made.at, editor=request.user).count()
        if revised:
            records = "the record of 1 meeting" if revised == 1 else f"the records of {revised} meetings"
            request.outcome = f"“{obj}” was saved, and {records} with it.", messages.SUCCESS

    def delete_model(self, request, obj):
        super().delete_model(request, obj)
        Commit.objects.create()

    def delete_queryset(self, request, queryset):
        super().delete_queryset(request, queryset)
        Commit.objects.create()

    def get_deleted_objects(self, objs, request):
        """Where meetings name it, they are what keeps it from being deleted."""
        *found, protected = super().get_deleted_objects(objs, request)
        meetings = {meeting for obj in objs for meeting in self.form.naming(obj).select_related("body")[:MOST_SHOWN]}
        links = [
            format_html('<a href="{}">{}</a>', reverse("admin:meetings_meeting_change", args=[meeting.pk]), meeting)
            for meeting in sorted(meetings, key=str)
        ]
        return *found, (links if protected and links else protected)

    def delete_view(self, request, object_id, extra_context=None):
        try:
            return super().delete_view(request, object_id, extra_context)
        except ProtectedError:
            # Somebody named it after it was looked up: asked again, Django shows who.
            return super().delete_view(request, object_id, extra_context)
