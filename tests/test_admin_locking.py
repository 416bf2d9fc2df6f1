"""Two editors at one meeting: neither overwrites the other unawares, and nothing that was typed is lost."""

from datetime import date
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.urls import reverse

from meetings.admin.conflicts import Line
from meetings.history import Change, revise, write
from meetings.models import Document, Meeting, Revision
from meetings.serializers import shape
from tests.desk import controls, editor, errors_of, opened, said
from tests.factories import BodyFactory, CitationFactory, DocumentFactory, MeetingFactory, UserFactory, revised

ADD = "/admin/meetings/meeting/add/"
STALE = (
    "Somebody else changed this meeting while you were editing it, so nothing was saved. "
    "What they changed now stands in the form below beside what you typed. Look at it, then save."
)
UNCHOSEN = "Say for each of these what shall stand: yours, theirs, or what you type into the form below."
BOTH, THEY, YOU = "You both changed it.", "They changed it.", "You changed it."


@pytest.fixture
def meeting(db):
    made = MeetingFactory(slug="ammtc-17", ordinal=17, dates="2023-08-21", theme="Base")
    DocumentFactory(meeting=made, title="Declaration")
    CitationFactory(meeting=made)
    return revised(made)


def address_of(meeting):
    return reverse("admin:meetings_meeting_change", args=[meeting.pk])


def change_meanwhile(meeting, **fields):
    """Somebody else writes the whole record through another door, which replaces its rows."""
    record = shape(Meeting.objects.with_record().get(pk=meeting.pk)) | fields
    change = Change("Read it elsewhere", editor=UserFactory(username=f"ben{Revision.objects.count()}"))
    assert write([record], change, today=date(2026, 11, 24)) == [meeting.slug]


def stands(response):
    """What the form on a page would send, without the conflict that it carries along, is this."""
    return {name: text for name, text in controls(response).items() if name != "conflict" and "choice" not in name}


def test_stale_form_has_what_both_changed_and_asks_where_they_contradict(meeting):
    client = editor()
    form = opened(client, address_of(meeting))
    change_meanwhile(meeting, theme="Theirs", notes="Only theirs", dates="2023-08-22")
    typed = form | {"theme": "Mine", "title": "Only mine", "dates": "22 August 2023", "reason": "I know better"}

    response = client.post(address_of(meeting), typed)

    assert errors_of(response) == {"__all__": [STALE]}
    conflict = response.context["conflict"]
    assert conflict.lines == [
        Line("title", "–", "–", "Only mine", YOU, "form"),
        Line("theme", "Base", "Theirs", "Mine", BOTH, ""),
        Line("notes", "–", "Only theirs", "–", THEY, "form"),
    ]
    assert [(r.number, r.editor_name, r.reason) for r in conflict.revisions] == [(2, "ben1", "Read it elsewhere")]
    assert stands(response) == typed | {"notes": "Only theirs", "opened": "2"}
    assert Meeting.objects.get().theme == "Theirs"
    assert Revision.objects.count() == 2


@pytest.mark.parametrize(("chosen", "theme"), [("mine", "Mine"), ("theirs", "Theirs"), ("form", "A third")])
def test_contradiction_is_settled_as_it_is_chosen(meeting, chosen, theme):
    client = editor()
    form = opened(client, address_of(meeting)) | {"theme": "Mine", "title": "Only mine", "reason": "Read"}
    change_meanwhile(meeting, theme="Theirs", notes="Only theirs")
    asked = controls(client.post(address_of(meeting), form)) | {"theme": "A third"}

    unchosen = client.post(address_of(meeting), asked)
    saved = client.post(address_of(meeting), controls(unchosen) | {"choice-1": chosen})

    assert errors_of(unchosen) == {"__all__": [UNCHOSEN]}
    assert said(saved)[-1].startswith("“Only mine” was saved as revision 3.")
    [now] = Meeting.objects.all()
    assert (now.theme, now.title, now.notes) == (theme, "Only mine", "Only theirs")


def test_rows_of_both_are_put_together(meeting):
    client, source = editor(), meeting.citations.get().source
    form = opened(client, address_of(meeting))
    change_meanwhile(meeting, documents=[{"title": "Theirs", "kind": "report", "url": None}], citations=[])
    typed = form | {"documents-1-title": "Mine too", "officers-0-role": "secretary", "officers-0-office": "Director"}

    merged = client.post(address_of(meeting), typed | {"reason": "Two of them"})

    lines = [(line.field, line.verdict) for line in merged.context["conflict"].lines]
    assert lines == [
        ("officers: secretary Director", YOU),
        ("documents: Declaration", THEY),
        ("documents: Mine too", YOU),
        ("documents: Theirs", THEY),
        (f"citations: {source.url}", THEY),
    ]
    assert client.post(address_of(meeting), controls(merged)).status_code == 302
    record = shape(Meeting.objects.with_record().get())
    assert [row["title"] for row in record["documents"]] == ["Mine too", "Theirs"]
    assert (len(record["officers"]), record["citations"]) == (1, [])


def test_row_that_one_took_away_and_the_other_changed_is_asked_about(meeting):
    client = editor()
    form = opened(client, address_of(meeting)) | {"documents-0-kind": "communique", "reason": "Its title says so"}
    change_meanwhile(meeting, documents=[])

    asked = client.post(address_of(meeting), form)
    saved = client.post(address_of(meeting), controls(asked) | {"choice-0": "mine"})

    assert [line.is_open for line in asked.context["conflict"].lines] == [True]
    assert saved.status_code == 302
    assert list(Document.objects.values_list("title", "kind")) == [("Declaration", "communique")]


def test_rows_replaced_by_equal_ones_are_no_conflict(meeting):
    client = editor()
    form = opened(client, address_of(meeting))
    Document.objects.all().delete()
    DocumentFactory(meeting=meeting, title="Declaration")
    revise([meeting.pk], Change("Nothing differs"))

    response = client.post(address_of(meeting), form | {"documents-0-title": "Changed", "reason": "Its name"})

    assert response.status_code == 302
    assert list(Document.objects.values_list("title", flat=True)) == ["Changed"]


def test_choice_is_of_what_was_seen_alone(meeting):
    client = editor()
    form = opened(client, address_of(meeting)) | {"theme": "Mine", "reason": "Mine"}
    change_meanwhile(meeting, theme="Theirs")
    seen = controls(client.post(address_of(meeting), form)) | {"choice-0": "mine"}
    change_meanwhile(meeting, theme="Theirs again")

    response = client.post(address_of(meeting), seen)

    assert errors_of(response) == {"__all__": [STALE]}
    assert [revision.number for revision in response.context["conflict"].revisions] == [3]
    assert [line.now for line in response.context["conflict"].lines] == ["Theirs again"]
    assert Meeting.objects.get().theme == "Theirs again"


def test_what_nobody_chose_is_asked_again_after_a_third_change(meeting):
    client = editor()
    form = opened(client, address_of(meeting)) | {"theme": "Mine", "reason": "Mine"}
    change_meanwhile(meeting, theme="Theirs")
    seen = controls(client.post(address_of(meeting), form))
    change_meanwhile(meeting, notes="And a note")

    response = client.post(address_of(meeting), seen)

    lines = [(line.field, line.is_open) for line in response.context["conflict"].lines]
    assert lines == [("theme", True), ("notes", False)]


def test_choice_outlives_another_error(meeting):
    client = editor()
    form = opened(client, address_of(meeting)) | {"theme": "Mine"}
    change_meanwhile(meeting, theme="Theirs")
    seen = controls(client.post(address_of(meeting), form)) | {"choice-0": "mine"}

    response = client.post(address_of(meeting), seen)

    assert errors_of(response) == {"reason": ["Say why you make this change: readers see it in the history."]}
    assert client.post(address_of(meeting), controls(response) | {"reason": "Now said"}).status_code == 302
    assert Meeting.objects.get().theme == "Mine"


@pytest.mark.parametrize("number", ["", "0", "7", "none"])
def test_form_that_does_not_say_what_it_showed_is_refused(meeting, number):
    client = editor()
    form = opened(client, address_of(meeting)) | {"theme": "Mine", "reason": "Mine", "opened": number}

    response = client.post(address_of(meeting), form)

    assert STALE in errors_of(response)["__all__"]
    assert Meeting.objects.get().theme == "Base"


def test_conflict_shows_beside_other_errors(meeting):
    client = editor()
    form = opened(client, address_of(meeting)) | {"dates": "31 February 2023", "documents-0-title": ""}
    change_meanwhile(meeting, theme="Theirs")

    response = client.post(address_of(meeting), form)

    assert errors_of(response) == {
        "__all__": [STALE],
        "dates": ["February 2023 has no day 31."],
        "documents-0-title": ["This field is required."],
    }
    assert "theme" in [line.field for line in response.context["conflict"].lines]
    assert stands(response) == form | {"theme": "Theirs", "opened": "2"}


def test_what_was_typed_is_shown_where_the_meeting_was_deleted_meanwhile(meeting):
    client = editor()
    form = opened(client, address_of(meeting)) | {"theme": "<i>Mine</i>"}
    deletion = reverse("admin:meetings_meeting_delete", args=[meeting.pk])
    editor("ben").post(deletion, {"reason": "A double", "opened": "1", "post": "yes"})

    response = client.post(address_of(meeting), form)

    assert response.status_code == 409
    assert ("theme", "<i>Mine</i>") in response.context["posted"]
    assert "&lt;i&gt;Mine&lt;/i&gt;" in response.content.decode()


def at_once(*posts):
    """The answers to `posts`, each sent from a thread of its own at the same moment; on SQLite writers take turns."""
    if connection.vendor == "sqlite":
        return [client.post(address, data) for client, address, data in posts]
    barrier, answers = Barrier(len(posts)), {}

    def post(number, client, address, data):
        barrier.wait()
        try:
            answers[number] = client.post(address, data)
        finally:
            connection.close()

    threads = [Thread(target=post, args=(number, *given)) for number, given in enumerate(posts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [answers[number] for number in range(len(posts))]


@pytest.fixture
def anna_and_ben(transactional_db):
    rights = {"group": None, "is_superuser": True}
    return editor("anna", **rights), editor("ben", **rights)


def test_of_two_saves_at_once_one_wins_and_the_other_is_told(anna_and_ben):
    meeting = revised(MeetingFactory(ordinal=17))
    address = address_of(meeting)
    forms = [opened(client, address) | {"theme": client.user.username, "reason": "Mine"} for client in anna_and_ben]

    answers = at_once(*[(client, address, form) for client, form in zip(anna_and_ben, forms, strict=True)])

    assert sorted(answer.status_code for answer in answers) == [200, 302]
    [told] = [answer for answer in answers if answer.status_code == 200]
    assert errors_of(told) == {"__all__": [STALE]}
    assert Revision.objects.count() == 2


def test_of_two_new_meetings_at_once_with_one_ordinal_one_wins(anna_and_ben):
    body = BodyFactory()
    typed = {"body": body.pk, "ordinal": "17", "reason": "Held"}
    forms = [opened(client, ADD) | typed for client in anna_and_ben]

    answers = at_once(*[(client, ADD, form) for client, form in zip(anna_and_ben, forms, strict=True)])

    assert sorted(answer.status_code for answer in answers) == [200, 302]
    [told] = [answer for answer in answers if answer.status_code == 200]
    assert "__all__" in errors_of(told)
    assert Meeting.objects.count() == Revision.objects.count() == 1
