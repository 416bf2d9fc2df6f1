"""The form of a meeting filled in from an article: a new one with all that was read, or one with the article cited.

What was read comes from the page that showed it, signed; nothing is stored before somebody saves the form.
"""

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core import signing
from django.core.exceptions import BadRequest
from django.http import QueryDict
from django.urls import reverse

from meetings.admin.citing import cited, compared, completed
from meetings.admin.doors import key_in
from meetings.admin.filled import filled
from meetings.admin.reopening import Reopened
from meetings.models import Draft, Meeting
from meetings.models.meetings import Kind, Status
from meetings.serializers import shape
from meetings.serializers.extracted import whole

LONGEST_REASON = 500
READ, FROM, SALT = "read", "article", "meetings.admin.reading"
UNREAD = "What was read from the article did not arrive whole. Go back to it, and read it again."
DESCRIBING = ("url", "title", "publisher", "published", "language")
# What an empty form begins with.
NEW = {"slug": None, "kind": Kind.REGULAR.value, "status": Status.PLANNED.value}


class ReadingAdmin(admin.ModelAdmin):
    """An admin of meetings whose form is filled in with what was read from an article (`?article=1`)."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        request.origin = Draft.Origin.ARTICLE if FROM in request.GET else Draft.Origin.TYPED
        if request.method == "POST" and READ in request.POST:
            fill_in(request, object_id)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["from_article"] = request.origin == Draft.Origin.ARTICLE and request.method == "POST"
        return super().render_change_form(request, context, add, change, form_url, obj)


def form_for(meeting=None):
    """The address of the form that takes what was read: of `meeting`, or of a new one."""
    name, given = ("change", [meeting.pk]) if meeting else ("add", [])
    page = reverse(f"admin:meetings_meeting_{name}", args=given)
    return f"{page}?{FROM}=1"


def carried(record, source):
    """What a page carries along of a meeting that was read, and of the article."""
    return signing.dumps({"record": record, "source": source}, salt=SALT, compress=True)


def fill_in(request, object_id):
    """Open the form as if what was read had been typed into it and sent, to be looked at."""
    try:
        sent = signing.loads(request.POST[READ], salt=SALT)
    except signing.BadSignature as error:
        raise BadRequest(UNREAD) from error
    source = dict.fromkeys(DESCRIBING) | sent["source"]
    key = key_in(unquote(object_id)) if object_id else None
    meeting = Meeting.objects.with_record().filter(pk=key).first() if key else None
    record = with_article(meeting, sent["record"], source) if meeting else new_record(sent["record"], source)
    data = filled(QueryDict(mutable=True), record)
    data["opened"] = str(meeting.revision) if meeting else ""
    data["reason"] = f"Read in {called(source)}"[:LONGEST_REASON]
    if not meeting and not record["citations"][0]["supports"]:
        data["citations-0-supports_all"] = "on"
    request.POST, request.reopened = data, Reopened(data, held=True)


def called(source):
    return " – ".join(filter(None, [source["publisher"], source["title"] or source["url"]]))


def new_record(read, source):
    """What was read as a record of its own, whose slug the form proposes, citing the article."""
    supports = [fact for citation in read.get("citations", []) for fact in citation.get("supports", [])]
    citation = {"source": source, "supports": supports, "says": {}, "note": None}
    return whole(NEW | read | {"slug": None, "citations": [citation]})


def with_article(meeting, read, source):
    record, read = shape(meeting), whole(read)
    found = compared(record, read, spellings(meeting))
    return cited(completed(record, read, found), found, source)


def spellings(meeting):
    """The names of what `meeting` names, each with its other spellings."""
    person, place = meeting.chair_person, meeting.place
    return [
        *([[person.name, *person.variants]] if person else []),
        *([[place.locality, *place.variants]] if place and place.locality else []),
    ]
