"""The next meeting of a series: what the last one and the body say of it, and what may only be suggested.

Carried over are body, number, kind and that it is planned. Whose turn it would be to host, who leads the group and to
which meeting it may report are told beside the fields as suggestions: none of them is known before a source says so.
"""

from django.contrib import messages
from django.db.models import Max
from django.urls import reverse

from meetings.admin.doors import key_in
from meetings.admin.slugs import proposed_slug
from meetings.dates import DateError, read
from meetings.languages import ordinal_word
from meetings.models import Body, Country, Meeting
from meetings.models.meetings import Kind, Status
from meetings.rotation import turn_after


def address_after(meeting):
    return f"{reverse('admin:meetings_meeting_add')}?after={meeting.slug}" if meeting else ""


def last_of(body):
    """The last meeting of a series: by its number, else by its day."""
    series = Meeting.objects.filter(body=body)
    numbered = series.regular().filter(ordinal__isnull=False).order_by("-ordinal").first()
    return numbered or series.order_by("-sorts_on", "-slug").first()


def next_ordinal(body):
    most = Meeting.objects.regular().filter(body=body).aggregate(most=Max("ordinal"))["most"]
    return most + 1 if most else None


def initial_after(request):
    """What the form of the meeting after `?after=` begins with."""
    slug = request.GET.get("after", "").replace("\0", "")
    meeting = Meeting.objects.select_related("body").filter(slug=slug).first() if slug else None
    if meeting is None:
        if slug:
            messages.warning(request, f"There is no meeting {slug[:60]}, so nothing is carried over.")
        return {}
    is_regular = meeting.kind == Kind.REGULAR
    number = {"ordinal": next_ordinal(meeting.body)} if is_regular and meeting.ordinal else {}
    return {"body": meeting.body_id, "kind": meeting.kind, "status": Status.PLANNED, **number}


def suggestions(body, today):
    """{field: sentence} of what might be, and who says so."""
    found = {"host": host_suggested(body, today), "chair_country": lead_suggested(body)}
    found |= {"reports_to": receiver_suggested(body, today), "ordinal": ordinal_suggested(body)}
    return {field: sentence for field, sentence in found.items() if sentence}


def host_suggested(body, today):
    series = Meeting.objects.held().regular().filter(body=body, ordinal__isnull=False).select_related("host")
    # The rows of a long series are many, and their texts long.
    series = series.only("ordinal", "sorts_on", "host").order_by("ordinal")
    turn = turn_after(list(series), Country.objects.all(), today=today)
    if turn is None or not turn.is_expected:
        return ""
    kept = f"the series kept to it {turn.kept} of {turn.steps} times"
    return f"By the alphabet it would be the turn of {turn.country}: {kept}."


def lead_suggested(body):
    return f"{body.lead} leads the {body} standing; who chairs a meeting is another fact." if body.lead else ""


def receiver_suggested(body, today):
    if body.reports_to is None:
        return ""
    above = Meeting.objects.filter(body=body.reports_to).select_related("body")
    meeting = above.expected(today).order_by("sorts_on", "slug").first() or last_of(body.reports_to)
    told = f" Next recorded there is {meeting} ({meeting.slug})." if meeting else " None of its meetings is recorded."
    return f"The {body} reports to the {body.reports_to}.{told}"


def ordinal_suggested(body):
    number = next_ordinal(body)
    return f"Recorded up to the {ordinal_word(number - 1)}: the next would be {number}." if number else ""


def proposed(body, ordinal, dates):
    """What a meeting would be called, and at which address; "" where that is not known yet."""
    slug = proposed_slug(body, ordinal, dates)
    name = Meeting(body=body, ordinal=ordinal, dates=dates).name
    return f"It will be called “{name}”, at {slug}." if slug else ""


def body_of(key):
    return Body.objects.select_related("reports_to", "lead").filter(pk=key_in(str(key))).first()


def answer_proposal(request):
    """What a form asks while body, number and dates are typed: the number that is next, the name and the address."""
    body = body_of(request.GET.get("body", ""))
    if body is None:
        return {}
    ordinal = request.GET.get("ordinal", "")
    number = int(ordinal) if ordinal.isascii() and ordinal.isdigit() and len(ordinal) < 5 else None
    return {
        "said": f"{ordinal_suggested(body)} {proposed(body, number, dates_of(request.GET.get('dates', '')))}".strip()
    }


def dates_of(text):
    try:
        return read(text) if text.strip() else None
    except DateError:
        return None


def suggest(form, body, today):
    """Put the suggestions for a new meeting of `body` beside the fields of its form."""
    if form.is_bound:
        form.fields["ordinal"].said = proposed(body, form.instance.ordinal, form.instance.dates)
    for name, sentence in suggestions(body, today).items():
        if name in form.fields:
            form.fields[name].suggestion = sentence
