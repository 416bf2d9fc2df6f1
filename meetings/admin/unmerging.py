"""Taking a merger back at the desk: what was merged into a row stands beneath it, each with the way back."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, OperationalError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone

from meetings.admin.desk import LOST_RACE, NO_CONTROL, change_of
from meetings.admin.doors import rights_of
from meetings.admin.merging import MergingAdmin
from meetings.admin.wording import label, told
from meetings.merging import CannotMerge, take_back
from meetings.models import Merge
from meetings.serializers.fields import TextField


class TakeBackForm(forms.Form):
    reason = forms.CharField(
        label="Reason for taking it back",
        max_length=500,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text="Readers see it in the history.",
        error_messages={"required": "Say why the two are two after all: readers see it in the history."},
    )

    def clean_reason(self):
        if TextField.CONTROL.search(self.cleaned_data["reason"]):
            raise forms.ValidationError(NO_CONTROL)
        return self.cleaned_data["reason"]


class UnmergingAdmin(MergingAdmin):
    """An admin of what meetings name, whose mergers are taken back."""

    def get_urls(self):
        page = self.admin_site.admin_view(self.take_back_view)
        name = f"meetings_{self.opts.model_name}_take_back"
        return [path("<path:object_id>/merge/<int:merge>/undo/", page, name=name), *super().get_urls()]

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None:
            context["mergers"] = list(Merge.objects.into(self.opts.model_name, obj.pk))
            context["may_take_back"] = self.has_merge_permission(request, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def take_back_view(self, request, object_id, merge):
        kept = admin.ModelAdmin.get_object(self, request, unquote(object_id))
        if kept is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        found = get_object_or_404(Merge, pk=merge, kind=self.opts.model_name, kept=kept.pk)
        if not self.has_merge_permission(request, kept):
            raise PermissionDenied
        form = TakeBackForm(request.POST if request.method == "POST" else None)
        if form.is_bound and form.is_valid() and (other := self.taken_back(request, found, form)):
            said = f"“{other}” stands by itself again, beside “{self.model.objects.get(pk=kept.pk)}”."
            self.log_change(request, kept, f"Took back the merger of {other}: {form.cleaned_data['reason']}")
            self.message_user(request, said, messages.SUCCESS)
            return HttpResponseRedirect(reverse(f"admin:meetings_{self.opts.model_name}_change", args=[other.pk]))
        context = {"title": f"Take back the merger of {found.name}", "kept": kept, "merge": found, "form": form}
        return self.page(request, "admin/meetings/merge_back.html", context | {"rows": rows_of(found, self.merging)})

    def taken_back(self, request, merge, form):
        """The row that was merged; None where the merger is not taken back, and why joins the errors of `form`."""
        try:
            return take_back(merge, change_of(request, form), today=timezone.localdate(), rights=rights_of(request))
        except CannotMerge as error:
            form.add_error(None, str(error))
        except (IntegrityError, OperationalError):
            form.add_error(None, LOST_RACE)
        return None


def rows_of(merge, merging):
    """(what, of the one that stayed, of the other) as both were before."""
    kept, other = (told_row["fields"] for told_row in merge.before["rows"])
    for name, columns in (merging.fields | {"other spellings": ["variants"]}).items():
        if columns[0] in kept:
            yield label(name), *(told([row[column] for column in columns if row[column]]) for row in (kept, other))
