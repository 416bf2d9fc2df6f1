"""A form that is sent and shown again instead of saved: to look at it, to take a value over, to settle a conflict.

What is done to it is done to what was sent, so that the form stays what the editor sees, with or without script.
"""

from django.contrib import admin, messages

from meetings.admin.beside import put_beside
from meetings.admin.conflicts import STALE, carried, put_together, settled
from meetings.admin.filled import Sent, typed_record
from meetings.admin.taking import NotTaken, with_taken
from meetings.models import Meeting
from meetings.serializers import shape

UNCHOSEN = "Say for each of these what shall stand: yours, theirs, or what you type into the form below."
LOOKED = "Nothing is saved yet. Beneath each field stands how it is understood."
TAKEN = "%s. Nothing is saved yet: look at it and at the reason, then save."


class Reopened(Exception):  # noqa: N818 - it tells, it does not fail
    """The form is to be shown, or saved, with this `data` in place of what was sent.

    `held` ones are shown; `refused` says above it why, `conflict` stands there too.
    """

    def __init__(self, data, conflict=None, *, held=True, refused=None):
        self.data, self.conflict, self.held, self.refused = data, conflict, held, refused
        super().__init__()


class ReopeningAdmin(admin.ModelAdmin):
    """An admin whose form may be sent without being saved."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Reopened as reopened:
            request.POST, request.reopened = reopened.data, reopened
        return self.changeform_view(request, object_id, form_url, extra_context)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        reopened = getattr(request, "reopened", None)
        form.held = reopened.held if reopened else asks(request)
        form.refused = reopened.refused if reopened else None
        return form

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        form, formsets = context["adminform"].form, [inline.formset for inline in context["inline_admin_formsets"]]
        if self.may_write(request, obj):
            if request.method == "POST":
                look_again(request, form, formsets)
            show_beside(form, formsets)
        context["conflict"] = getattr(getattr(request, "reopened", None), "conflict", None)
        return super().render_change_form(request, context, add, change, form_url, obj)


def asks(request):
    """Whether what is sent asks for something else than to be saved."""
    return request.method == "POST" and bool({"look", "take"} & {*request.POST} or carried(request.POST))


def look_again(request, form, formsets):
    """Raise `Reopened` where the form is to be shown otherwise than it was sent."""
    if "look" in request.POST and not form.is_stale:
        messages.info(request, LOOKED)
    elif form.is_stale or asks(request) and form.instance.body_id and not hasattr(request, "reopened"):
        raise turned(request, form, formsets)


def turned(request, form, formsets):
    sent = Sent.by(form, formsets, without(request.POST, "take"))
    if form.is_stale:
        return Reopened(*put_together(form, sent), refused=STALE)
    if "take" in request.POST:
        [citations] = [formset for formset in formsets if formset.prefix == "citations"]
        return take_over(request, sent, citations.places().index)
    data, conflict = settled(sent)
    return Reopened(data, conflict, held=not conflict.is_settled, refused=None if conflict.is_settled else UNCHOSEN)


def without(data, name):
    data = data.copy()
    data.pop(name, None)
    return data


def take_over(request, sent, place_of):
    """The form with the value that a source says, or with the reason why that cannot be done by itself."""
    try:
        data, reason = with_taken(sent, place_of, request.POST["take"])
    except NotTaken as refusal:
        return Reopened(sent.data, carried(sent.data), refused=str(refusal))
    messages.info(request, TAKEN % reason)
    return Reopened(data, carried(data))


def show_beside(form, formsets):
    """Tell beside the fields what the citations of the form say of them."""
    if form.instance.body_id is None or not form.instance.pk and not form.is_bound:
        return
    if form.is_bound:
        record = typed_record(form, formsets)
    else:
        record = shape(Meeting.objects.with_record().get(pk=form.instance.pk))
    [citations] = [formset for formset in formsets if formset.prefix == "citations"]
    put_beside(record, form, formsets, citations.places())
