"""A form of the desk as a browser without script would send it: what the page holds, changed where the test says."""

from html.parser import HTMLParser

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from meetings.models import Meeting
from meetings.serializers import shape
from tests.factories import BodyFactory, CitationFactory, DocumentFactory, MeetingFactory, OfficerFactory, revised

MEETINGS = "/admin/meetings/meeting/"
ADD = "/admin/meetings/meeting/add/"
HTML = "<b onclick=alert(1)>&amp;</b>"


class Controls(HTMLParser):
    """The successful controls of a page, by name (HTML, 4.10.22.4)."""

    def __init__(self):
        super().__init__()
        self.data, self.open, self.select = {}, None, None

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "input":
            self.take_input(given)
        elif tag == "textarea":
            self.open = given["name"]
            self.data[self.open] = ""
        elif tag == "select" and "name" in given:
            self.select = given["name"]
            self.data[self.select] = None
        elif tag == "option" and self.select and ("selected" in given or self.data[self.select] is None):
            self.data[self.select] = given.get("value", "")

    def take_input(self, given):
        kind, name = given.get("type", "text"), given.get("name")
        if not name or kind in ("submit", "button"):
            return
        if kind in ("checkbox", "radio"):
            if "checked" in given:
                self.data.setdefault(name, []).append(given.get("value", "on"))
        else:
            self.data[name] = given.get("value") or ""

    def handle_endtag(self, tag):
        if tag == "textarea":
            # A browser drops the first line end and sends two characters for each other one.
            self.data[self.open] = self.data[self.open].removeprefix("\n").replace("\n", "\r\n")
            self.open = None
        elif tag == "select":
            self.select = None

    def handle_data(self, text):
        if self.open:
            self.data[self.open] += text


def controls(response):
    """What the form on a page would send."""
    parser = Controls()
    parser.feed(response.content.decode())
    # Django's test client sends no token, and a token is new on every page.
    parser.data.pop("csrfmiddlewaretoken", None)
    return {name: "" if value is None else value for name, value in parser.data.items()}


def opened(client, address):
    """The form at `address`, as it is sent when nothing is changed."""
    response = client.get(address)
    assert response.status_code == 200
    return controls(response)


def sent(client, address, **changes):
    """What comes of opening the form at `address`, changing this, and saving."""
    return client.post(address, opened(client, address) | changes)


def errors_of(response):
    """Every sentence that the form answers with, by field; rows as `citations-0-says`."""
    form = response.context["adminform"].form
    found = {name: list(sentences) for name, sentences in form.errors.items()}
    for inline in response.context["inline_admin_formsets"]:
        for row in inline.formset.forms:
            found |= {f"{row.prefix}-{name}": list(sentences) for name, sentences in row.errors.items()}
        if inline.formset.non_form_errors():
            found[inline.formset.prefix] = list(inline.formset.non_form_errors())
    return found


def said(response):
    """The messages that the next page shows."""
    return [str(message) for message in response.wsgi_request._messages]


def editor(name="anna", group="Editor", **rights):
    """A browser in which this member of a group has logged in."""
    user = get_user_model().objects.create_user(name, password="a long password", is_staff=True, **rights)
    if group:
        user.groups.add(Group.objects.get(name=group))
    client = Client()
    client.force_login(user)
    client.user = user
    return client


def boss():
    return editor("boss", group=None, is_superuser=True)


def change_address(meeting):
    return reverse("admin:meetings_meeting_change", args=[meeting.pk])


def record_of(meeting):
    return shape(Meeting.objects.with_record().get(pk=meeting.pk))


def full_meeting(**fields):
    """A meeting with a row in each part, as it stands once recorded."""
    meeting = MeetingFactory(**{"slug": "ammtc-17", "ordinal": 17, "dates": "2023-08-21"} | fields)
    OfficerFactory(meeting=meeting, person__name="Joko Widodo")
    DocumentFactory(meeting=meeting, title="Labuan Bajo Declaration")
    CitationFactory(meeting=meeting, source__title="17th AMMTC opens", says={"dates": "2023-08-20/2023-08-23"})
    return revised(meeting)


def typed_meeting(**fields):
    """What is typed into an empty form for a meeting that may be saved."""
    body = BodyFactory()
    return {"body": body.pk, "ordinal": "17", "status": "held", "dates": "2023-08-21", "reason": "Held"} | fields


def listed(response):
    """The rows of a list, each as its cells' texts without the tags around them."""
    change_list = response.context["cl"]
    return [str(row) for row in change_list.result_list]


def found(client, **query):
    return listed(client.get(MEETINGS, query))
