"""Which pages of the desk are shown to whom, cell by cell; by body they are tried in test_admin_doors."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from meetings.models import Draft, Meeting, Revision
from tests.desk import boss, editor
from tests.factories import (
    CitationFactory,
    MeetingFactory,
    OfficerFactory,
    PersonFactory,
    PlaceFactory,
    SourceFactory,
    revised,
)

EDITED = ("meeting", "person", "place", "source")
OTHERS = ("body", "country")
KEPT = ("revision", "draft")
PAGES = ("list", "add", "change", "delete", "history")

# What each may do; whoever may not view a page of a model is refused, whoever only views it cannot write.
WRITES = {"editor": EDITED, "reader": (), "stranger": (), "boss": (*EDITED, *OTHERS)}
VIEWS = dict.fromkeys(WRITES, (*EDITED, *OTHERS, *KEPT))
ROWS = [(who, model) for who in WRITES for model in (*EDITED, *OTHERS, *KEPT)]


def signed_in(who):
    made = {
        "editor": lambda: editor("anna", group="Editor"),
        "reader": lambda: editor("rita", group="Reader"),
        "stranger": lambda: editor("hans", group=None),
        "boss": boss,
    }
    return made[who]()


@pytest.fixture
def rows(db):
    """One row of each model, none of which another page would lead away from."""
    meeting = revised(MeetingFactory(ordinal=17))
    place = PlaceFactory()
    return {
        "meeting": meeting,
        "person": PersonFactory(),
        "place": place,
        "source": SourceFactory(),
        "body": meeting.body,
        "country": place.country,
        "revision": Revision.objects.get(),
        "draft": Draft.objects.create(proposal={}, proposed_at=timezone.now()),
    }


def address(model, page, row):
    if page in ("list", "add"):
        return reverse(f"admin:meetings_{model}_{'changelist' if page == 'list' else 'add'}")
    return reverse(f"admin:meetings_{model}_{page}", args=[row.pk])


def expected(who, model, page):
    if (who, model) == ("stranger", "draft") and page in ("change", "history"):
        # Nobody is told whether there is a draft that they may not read.
        return 302
    allowed = WRITES if page in ("add", "delete") else VIEWS
    return 200 if model in allowed[who] else 403


@pytest.mark.parametrize(("who", "model"), ROWS)
def test_page_is_shown_to_whom_it_concerns(rows, who, model):
    browser = signed_in(who)

    answered = {page: browser.get(address(model, page, rows[model])).status_code for page in PAGES}

    assert answered == {page: expected(who, model, page) for page in PAGES}


@pytest.mark.parametrize(("who", "model"), ROWS)
def test_form_has_save_buttons_for_those_who_may_write_alone(rows, who, model):
    page = signed_in(who).get(address(model, "change", rows[model])).content.decode()

    may = model in WRITES[who]
    assert ['name="_save"' in page, 'name="reason"' in page, 'class="deletelink"' in page] == [may] * 3


@pytest.mark.parametrize(("who", "model"), ROWS)
def test_what_is_sent_is_refused_to_those_who_may_not_write(rows, who, model):
    browser = signed_in(who)

    answered = [browser.post(address(model, page, rows[model]), {}) for page in ("add", "change", "delete")]

    assert [answer.status_code in (403, 302) for answer in answered] == [model not in WRITES[who]] * 3


@pytest.mark.parametrize("model", [*EDITED, *OTHERS, *KEPT])
def test_strangers_are_led_to_the_door(rows, model):
    for wanted in (address(model, page, rows[model]) for page in PAGES):
        for response in (Client().get(wanted), Client().post(wanted, {})):
            assert (response.status_code, response["Location"]) == (302, f"/admin/login/?next={wanted}")


@pytest.mark.parametrize(
    ("who", "models"),
    [
        ("editor", {"Meeting", "Person", "Place", "Source", "Body", "Country", "Revision", "Draft", "Report", "Token"}),
        ("reader", {"Meeting", "Person", "Place", "Source", "Body", "Country", "Revision", "Draft", "Report", "Token"}),
        # Everybody on the staff keeps tokens of their own, which may do no more than they may.
        ("stranger", {"Meeting", "Person", "Place", "Source", "Body", "Country", "Revision", "Draft", "Token"}),
    ],
)
def test_front_page_lists_what_one_may_see(rows, who, models):
    response = signed_in(who).get("/admin/")

    apps = response.context["app_list"]
    assert {model["object_name"] for app in apps for model in app["models"]} == models
    assert "The ASEAN meetings record" in response.content.decode()


def test_loaded_entries_are_nobodys_page(rows):
    assert boss().get("/admin/meetings/loadedentry/").status_code == 404


def test_reader_sees_the_record_in_words(db):
    meeting = MeetingFactory(ordinal=17, dates="2023-08-20/2023-08-23", agenda=["terrorism", "cybercrime"])
    Meeting.objects.update(gaps={"theme": "unknown"})
    CitationFactory(meeting=meeting, supports=["host", "dates"], says={"ordinal": 16})
    OfficerFactory(meeting=meeting, person__name="Joko Widodo")

    page = editor("rita", group="Reader").get(address("meeting", "change", revised(meeting))).content.decode()

    told = ["20–23 August 2023 (2023-08-20/2023-08-23)", "terrorism<br>cybercrime", "theme: unknown"]
    told += ["host, dates", "ordinal: 16", "Joko Widodo"]
    assert [words for words in told if words not in page] == []
    assert 'type="text"' not in page
    assert "<textarea" not in page


@pytest.mark.parametrize("rights", [["add_meeting", "view_meeting"], ["change_meeting"], ["delete_meeting"]])
def test_part_of_the_permissions_opens_no_form(rows, rights):
    client = editor("eva", group=None)
    client.user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    pages = [address("meeting", page, rows["meeting"]) for page in ("add", "change", "delete")]

    assert [client.post(page, {}).status_code for page in pages] == [403, 403, 403]


def test_page_under_the_policy_brings_nothing_inline(rows):
    client = boss()
    pages = [address("meeting", page, rows["meeting"]) for page in PAGES]

    for response in [client.get(page) for page in (*pages, "/admin/login/", "/admin/")]:
        told = response.content.decode() if response.status_code == 200 else ""
        assert [mark for mark in ("<style", " style=", " onclick=", " onchange=", "javascript:") if mark in told] == []
        assert all(" src=" in part.split(">")[0] for part in told.split("<script")[1:])


def test_view_on_site_is_offered(rows):
    page = boss().get(address("meeting", "change", rows["meeting"])).content.decode()

    assert "View on site" in page
