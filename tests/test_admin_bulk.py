"""One change of many meetings: seen row by row first, then made for all or for none, with a revision each."""

import pytest
from django.contrib.auth.models import Permission

from meetings.models import BodyRight, Commit, Meeting, Revision, Source
from tests.desk import MEETINGS, boss, controls, editor, record_of, said
from tests.factories import BodyFactory, CitationFactory, CountryFactory, MeetingFactory, SourceFactory, revised

pytestmark = pytest.mark.django_db
BULK = f"{MEETINGS}bulk/"


@pytest.fixture
def three():
    CountryFactory(code="MY", name="Malaysia")
    return [
        revised(MeetingFactory(slug=f"ammtc-{n}", ordinal=n, status="planned", dates=f"202{n}-05-01"))
        for n in (1, 2, 3)
    ]


def selected(client, meetings):
    """The page that the action of the list leads to."""
    chosen = [meeting.pk for meeting in meetings]
    return client.post(MEETINGS, {"action": "change_selected", "_selected_action": chosen})


def shown(client, meetings, **typed):
    """What the page shows once this is typed."""
    return client.post(BULK, {"meeting": [meeting.pk for meeting in meetings], **typed})


def applied(client, meetings, **typed):
    """What comes of looking at a change, and applying it."""
    typed = {"reason": "Read", **typed}
    seen = controls(shown(client, meetings, **typed)).get("seen", "")
    return shown(client, meetings, **typed, seen=seen, apply="1")


def rows(response):
    return [(row.meeting.slug, row.changes, row.problems) for row in response.context["shown"].rows]


def test_action_leads_to_a_form_that_changes_nothing(three):
    client = editor()

    page = selected(client, three[:2])

    assert [meeting.slug for meeting in page.context["meetings"]] == ["ammtc-2", "ammtc-1"]
    assert shown(client, three).context["form"].non_field_errors() == [
        "Choose what is to be changed: a status, a format, a host, or a source to cite."
    ]


def test_what_would_change_is_shown_and_not_written(three):
    revised(Meeting.objects.get(slug="ammtc-2"))
    Meeting.objects.filter(slug="ammtc-2").update(status="held")

    page = shown(editor(), three, status="held")

    assert rows(page) == [
        ("ammtc-3", [("status", "planned", "held")], []),
        ("ammtc-2", [], []),
        ("ammtc-1", [("status", "planned", "held")], []),
    ]
    assert Revision.objects.count() == 3


def test_change_is_applied_to_all_in_one_commit_with_a_revision_each(three):
    before = Commit.objects.count()

    answer = applied(editor(), three, status="held", host="MY", format="hybrid", reason="As reported", minor="on")

    assert said(answer) == ["3 meetings were changed."]
    assert {(m.status, m.host_id, m.format) for m in Meeting.objects.all()} == {("held", "MY", "hybrid")}
    told = Revision.objects.filter(number=2).values_list("slug", "reason", "editor_name", "minor")
    assert sorted(told) == [(f"ammtc-{n}", "As reported", "anna", True) for n in (1, 2, 3)]
    assert Commit.objects.count() == before + 1


@pytest.mark.django_db(transaction=True)
def test_change_opens_its_own_transaction(three):
    applied(boss(), three, status="held")

    assert set(Meeting.objects.values_list("status", flat=True)) == {"held"}


def test_source_is_cited_by_all_and_once_by_each(three):
    known = SourceFactory(url="https://asean.org/a", title="Calendar")
    CitationFactory(meeting=three[0], source=known, supports=["host"])
    revised(three[0], "Cited")

    applied(editor(), three, source="asean.org/a/", supports=["dates", "ordinal"])

    cited = {meeting.slug: record_of(meeting)["citations"] for meeting in three}
    assert [each["supports"] for each in cited["ammtc-1"]] == [["ordinal", "dates", "host"]]
    assert [each["supports"] for each in cited["ammtc-2"]] == [["ordinal", "dates"]]
    assert cited["ammtc-3"][0]["source"] == known.describe()
    assert Source.objects.count() == 1


def test_what_is_filled_in_is_no_gap_any_more(three):
    Meeting.objects.filter(slug="ammtc-1").update(gaps={"host": "unknown", "theme": "unknown"})
    revised(three[0], "Searched")

    applied(editor(), three[:1], host="MY")

    assert record_of(three[0])["gaps"] == {"theme": "unknown"}


def test_what_a_rule_refuses_of_one_changes_none(three):
    late = revised(MeetingFactory(slug="ammtc-99", ordinal=99, status="planned", dates="2099-05-01"))
    client = editor()

    page = applied(client, [*three, late], status="held")

    assert [slug for slug, _, problems in rows(page) if problems] == ["ammtc-99"]
    assert "cannot be held yet" in rows(page)[0][2][0]
    assert set(Meeting.objects.values_list("status", flat=True)) == {"planned"}
    assert "Apply to all" not in shown(client, [*three, late], status="held").content.decode()


def test_a_body_that_one_may_not_write_is_not_changed(three):
    other = revised(MeetingFactory(slug="somtc-1", body=BodyFactory(slug="somtc"), ordinal=1, status="planned"))
    client = editor(group=None)
    for name in ("view_meeting", "change_meeting"):
        client.user.user_permissions.add(Permission.objects.get(codename=name))
    BodyRight.objects.create(user=client.user, body=three[0].body, role="editor")

    page = applied(client, [*three, other], status="held")

    assert [problems for slug, _, problems in rows(page) if slug == "somtc-1"] == [
        ["You may not write its meetings: for the body somtc that takes the role editor."]
    ]
    assert set(Meeting.objects.values_list("status", flat=True)) == {"planned"}


def test_what_was_changed_since_it_was_shown_is_shown_again(three):
    client = editor()
    seen = controls(shown(client, three, status="held"))["seen"]
    Meeting.objects.filter(slug="ammtc-1").update(theme="Together")
    revised(three[0], "Meanwhile")

    page = shown(client, three, status="held", reason="Read", seen=seen, apply="1")

    assert page.context["form"].non_field_errors() == [
        "What was shown is no longer what would be changed. Look at it again, then apply it."
    ]
    assert set(Meeting.objects.values_list("status", flat=True)) == {"planned"}
    again = controls(page)["seen"]
    assert shown(client, three, status="held", reason="Read", seen=again, apply="1").status_code == 302


def test_change_is_not_applied_without_having_been_seen_or_without_a_reason(three):
    client = editor()

    unseen = shown(client, three, status="held", reason="Read", apply="1")
    silent = applied(client, three, status="held", reason="")

    assert "no longer what would be changed" in str(unseen.context["form"].non_field_errors())
    assert silent.context["form"].errors["reason"] == ["Say why you make this change: readers see it in the history."]
    assert Revision.objects.count() == 3


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"status": "over"}, "status"),
        ({"host": "XX"}, "host"),
        ({"source": "https://asean.org/a"}, "supports"),
        ({"supports": ["dates"]}, "supports"),
        ({"source": "https://", "supports": ["dates"]}, "source"),
        ({"status": "held", "reason": "a\x01b"}, "reason"),
    ],
)
def test_wrong_input_is_told_beside_its_field(three, typed, field):
    page = shown(editor(), three, **typed)

    assert list(page.context["form"].errors) == [field]
    assert Revision.objects.count() == 3


def test_readers_change_nothing(three):
    client = editor("rita", group="Reader")

    assert shown(client, three, status="held").status_code == 403
    assert "change_selected" not in client.get(MEETINGS).content.decode()


def test_meetings_that_are_gone_or_none_lead_back_to_the_list(three):
    client = boss()

    assert client.post(BULK, {"meeting": ["0", "x"]}).headers["Location"] == MEETINGS
    assert client.get(BULK).headers["Location"] == MEETINGS


@pytest.mark.parametrize("number", [1, 3])
def test_preview_asks_the_same_number_of_queries(three, django_assert_num_queries, number):
    client = editor()

    with django_assert_num_queries(47):
        shown(client, three[:number], status="held")
