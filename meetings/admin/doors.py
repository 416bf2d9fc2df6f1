"""Who may pass which door of the desk: all of them ask here, and here the rights by body are asked.

Whoever is on the staff sees what is public anyway. What a meeting's form may do is its request's `act`: to write,
unless whoever opened it may only propose, or decides on what others proposed.
"""

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.urls import reverse
from django.utils.html import format_html

from meetings.models import Body, Meeting
from meetings.models.rights import WRITE, Rights


def rights_of(request):
    """The rights of whoever asks, read once for a request."""
    if not hasattr(request, "rights"):
        request.rights = Rights(request.user)
    return request.rights


def is_staff(request):
    return request.user.is_active and request.user.is_staff


def act_of(request):
    return getattr(request, "act", WRITE)


def may_fill_in(request, meeting=None):
    """Whether the form of `meeting`, or an empty one, is open to whoever asks."""
    if meeting is None or meeting.pk is None:
        return rights_of(request).anywhere(act_of(request))
    return rights_of(request).may(act_of(request), stood_in(meeting))


def stood_in(meeting):
    """The body of `meeting` as it is recorded, whatever a form has made of it since."""
    return getattr(meeting, "body_before", None) or meeting.body


def bodies_touched(meetings):
    """The bodies of `meetings`, each once."""
    return list(Body.objects.filter(pk__in=meetings.order_by().values("body")).in_record_order())


def lack_where_it_goes(request, meeting):
    """What somebody lacks to save `meeting` as the form has it: a meeting that moves is of both bodies."""
    return rights_of(request).lacks(act_of(request), dict.fromkeys([stood_in(meeting), meeting.body]))


class ByBody:
    """An admin of meetings: each is open to those who have the right for its body."""

    def has_change_permission(self, request, obj=None):
        return may_fill_in(request, obj)

    def has_delete_permission(self, request, obj=None):
        rights = rights_of(request)
        return rights.may(WRITE, stood_in(obj)) if obj else rights.anywhere(WRITE)

    def lack_of(self, request, row):
        return rights_of(request).lacks(act_of(request), [stood_in(row)])

    def get_object(self, request, object_id, from_field=None):
        """The meeting; one that is about to be written is locked, so that its revision cannot move any more."""
        found = super().get_object(request, object_id, from_field)
        if found is not None and request.method == "POST":
            found = Meeting.objects.select_for_update().filter(pk=found.pk).first()
        if found is not None:
            found.body_before = found.body
        return found

    def get_deleted_objects(self, objs, request):
        """What a deletion does to others: meetings that point there point at nothing from then on."""
        pointing = {other for each in objs for other in Meeting.objects.pointing_at(each).select_related("body")}
        lacking = rights_of(request).lacks(WRITE, dict.fromkeys(other.body for other in pointing))
        return [link_to(other) for other in sorted(pointing, key=str)], {}, {lacking} - {""}, []


def link_to(meeting):
    return format_html('<a href="{}">{}</a>', reverse("admin:meetings_meeting_change", args=[meeting.pk]), meeting)


def key_in(text):
    """The key of a row as an address or a form has it; None where no row can have it."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


class Listed(admin.ModelAdmin):
    """An admin whose list refuses what its database cannot compare with, as any other value that is wrong."""

    def get_changelist_instance(self, request):
        try:
            return super().get_changelist_instance(request)
        except (OverflowError, ValueError) as error:
            raise IncorrectLookupParameters from error


class StaffSees(Listed):
    """An admin of what is public: the whole staff sees it."""

    def has_module_permission(self, request):
        return is_staff(request)

    def has_view_permission(self, request, obj=None):
        return is_staff(request)


class BodyByBody:
    """An admin of what meetings name: changing it revises them, so it takes the right to write them all."""

    def has_add_permission(self, request):
        return rights_of(request).anywhere(WRITE)

    def has_change_permission(self, request, obj=None):
        rights = rights_of(request)
        if obj is None or obj.pk is None or rights.may(WRITE, None):
            return rights.anywhere(WRITE)
        return rights.anywhere(WRITE) and not self.sentence_against(request, obj)

    def has_delete_permission(self, request, obj=None):
        return self.has_change_permission(request, obj)

    def lack_of(self, request, row):
        return self.sentence_against(request, row)

    def sentence_against(self, request, row):
        """What somebody lacks who may not change `row`, looked up once for a request; empty where they may."""
        known = request.__dict__.setdefault("sentences_against", {})
        key = row._meta.label, row.pk
        if key not in known:
            known[key] = rights_of(request).lacks(WRITE, bodies_touched(self.form.naming(row)))
        return known[key]
