"""Imports at the desk: who may bring them, what their pages ask and show, and how long they are kept."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from meetings.admin import imports
from meetings.models import BodyRight, Draft, Import, ImportLine, Meeting, Revision
from meetings.serializers import shape
from tests.desk import boss, editor
from tests.factories import BodyFactory, MeetingFactory, revised
from tests.importing import ADD, as_csv, body_of, bring, confirm, lines, look, told
from tests.shapes import entry


@pytest.fixture
def anna(db):
    BodyFactory(slug="ammtc")
    return editor()


def test_each_line_is_asked_for_its_body_and_for_the_one_it_leaves(db):
    ours, theirs = BodyFactory(slug="ammtc"), BodyFactory(slug="somtc")
    meeting = revised(MeetingFactory(slug="somtc-1", ordinal=1, body=theirs))
    client = editor("olga", "Reader")
    BodyRight.objects.create(user=client.user, body=ours, role="editor")

    made = bring(
        client,
        "a.ndjson",
        lines(entry(slug="a", body="somtc"), shape(meeting) | {"body": "ammtc"}, entry(slug="b", ordinal=9)),
    )

    lack = "You may not write its meetings: for the body somtc that takes the role editor."
    assert [(slug, problems) for _, slug, problems, _ in told(client, made, "wrong")] == [
        ("a", [("body", lack)]),
        ("somtc-1", [("body", lack)]),
    ]


def test_right_is_asked_again_when_an_import_is_applied_or_undone(db):
    body = BodyFactory(slug="ammtc")
    client = editor("olga", "Reader")
    BodyRight.objects.create(user=client.user, body=BodyFactory(slug="somtc"), role="editor")
    right = BodyRight.objects.create(user=client.user, body=body, role="editor")
    made = bring(client, "a.ndjson", lines(entry(slug="a", ordinal=1)))
    right.delete()

    refused = confirm(client, made)
    right = BodyRight.objects.create(user=client.user, body=body, role="editor")
    confirm(client, made)
    right.delete()
    undone = confirm(client, made, "undo")

    lack = "for the body ammtc that takes the role editor"
    assert (lack in refused, lack in undone, Meeting.objects.count()) == (True, True, 1)


def test_imports_are_ones_own_and_an_administrators(anna):
    made = bring(anna, "a.ndjson", lines(entry(slug="a", ordinal=1)))
    other, reader = editor("otto"), editor("rita", "Reader")
    address = f"/admin/meetings/import/{made.pk}/"

    assert [client.get(f"{address}change/").status_code for client in (anna, boss(), other, reader)] == [
        200,
        200,
        404,
        404,
    ]
    assert [client.post(f"{address}apply/", {"reason": "x"}).status_code for client in (other, reader)] == [404, 404]
    assert [client.get(ADD).status_code for client in (other, reader)] == [200, 403]
    assert anna.get(f"{address}apply/").status_code == 405
    assert Meeting.objects.count() == 0


@pytest.mark.parametrize("rows", [1, 3])
def test_check_and_its_page_ask_as_often_for_three_lines_as_for_one(anna, django_assert_num_queries, rows):
    standing = [revised(MeetingFactory(slug=f"ammtc-{number}", ordinal=number)) for number in range(1, rows + 1)]
    file = as_csv([shape(meeting) | {"theme": "Two"} for meeting in standing])

    with django_assert_num_queries(41):
        response = anna.post(ADD, {"file": SimpleUploadedFile("a.csv", file.encode())})
        body_of(response)
    with django_assert_num_queries(10):
        page = look(anna, Import.objects.get(), "changed")

    assert len(page.context["lines"]) == rows


def test_old_imports_that_were_never_applied_are_cleared_away(anna):
    old = bring(anna, "a.ndjson", lines(entry(slug="a", ordinal=1)))
    applied = bring(anna, "b.ndjson", lines(entry(slug="b", ordinal=2)))
    confirm(anna, applied)
    Import.objects.update(at=old.at - imports.KEPT * 2)

    fresh = bring(anna, "c.ndjson", lines(entry(slug="c", ordinal=3)))

    assert set(Import.objects.values_list("pk", flat=True)) == {applied.pk, fresh.pk}
    assert ImportLine.objects.filter(slug="a").count() == 0


def test_pages_of_imports_escape_what_the_file_says(anna):
    html = "<b onclick=alert(1)>"
    made = bring(anna, f"{html}.ndjson", lines(entry(slug="a", ordinal=1, title=html), {"slug": html, html: html}))

    texts = [look(anna, made, show).content.decode() for show in ("wrong", "new")] + [confirm(anna, made)]

    assert [text for text in texts if "<b onclick" in text] == []


@pytest.fixture
def siti(db):
    """Somebody who may write for the officials and only propose for the ministers."""
    client = editor("siti", group=None)
    BodyRight.objects.create(user=client.user, body=BodyFactory(slug="ammtc"), role="proposer")
    BodyRight.objects.create(user=client.user, body=BodyFactory(slug="somtc"), role="editor")
    return client


def test_import_of_who_may_not_write_all_of_it_becomes_a_draft_a_line(siti):
    meeting = revised(MeetingFactory(slug="ammtc-1", ordinal=1, body__slug="ammtc"))
    changed = shape(meeting) | {"theme": "Two"}
    made = bring(siti, "a.ndjson", lines(changed, entry(slug="ammtc-2", ordinal=2), entry(slug="s", body="somtc")))

    shown = look(siti, made).content.decode()
    said = confirm(siti, made, reason="Seen in the minutes")

    assert ("Propose it" in shown, "Done." in said, Revision.objects.count()) == (True, True, 1)
    assert list(Draft.objects.order_by("pk").values_list("slug", "base", "body__slug", "origin", "comment")) == [
        ("ammtc-1", 1, "ammtc", "imported", "Seen in the minutes"),
        ("", None, "ammtc", "imported", "Seen in the minutes"),
        ("", None, "somtc", "imported", "Seen in the minutes"),
    ]
    assert Draft.objects.earliest("pk").proposal == changed
    assert "This import is proposed already." in confirm(siti, made)
    assert siti.get("/admin/meetings/draft/", {"whose": "mine"}).context["cl"].result_count == 3


def test_proposed_import_is_all_or_nothing(siti):
    meeting = revised(MeetingFactory(slug="ammtc-1", ordinal=1, body__slug="ammtc"))
    changed = shape(meeting) | {"theme": "Two"}
    wrong = bring(siti, "a.ndjson", lines(changed, entry(slug="ammtc-2", ordinal=1)))
    made = bring(siti, "b.ndjson", lines(changed, entry(slug="ammtc-2", ordinal=2)))
    Meeting.objects.filter(pk=meeting.pk).update(theme="Three")
    revised(meeting, "Meanwhile")

    answers = [confirm(siti, wrong), confirm(siti, made)]
    later = bring(siti, "c.ndjson", lines(shape(meeting) | {"theme": "Two"}))
    BodyRight.objects.filter(role="proposer").delete()
    answers.append(confirm(siti, later))

    assert ["in which something is wrong" in answers[0], "Changed since the file" in answers[1]] == [True, True]
    assert "You may not propose changes of its meetings: for the body ammtc" in answers[2]
    assert Draft.objects.count() == 0
