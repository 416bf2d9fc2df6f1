"""A meeting's past at the desk: compared down to one part of a row, shown as of a day, and brought back."""

from datetime import UTC, datetime, timedelta

import pytest

from meetings.admin.differing import changes
from meetings.history import Change, delete
from meetings.models import BodyRight, Country, Meeting, Revision
from tests.desk import boss, controls, editor, full_meeting, record_of, said, sent
from tests.factories import BodyFactory, CitationFactory, CountryFactory, MeetingFactory, revised

PAST = "/admin/meetings/meeting/past/ammtc-17/"
DELETED = "/admin/meetings/meeting/deleted/"
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def kinds(slug):
    return list(Revision.objects.of(slug).values_list("number", "kind", "reason", "editor_name"))


def changed(meeting, reason="Read elsewhere", at=None, **columns):
    Meeting.objects.filter(pk=meeting.pk).update(**columns)
    return revised(meeting, reason, at=at)


# What differs


SOURCE = {"url": "https://a.example", "title": "One", "publisher": None, "published": None, "language": "en"}
GAPS_APART = [("gaps, host", "unknown", "not-applicable")]
RETITLED = SOURCE | {"title": "Two"}
CITED = {"source": SOURCE, "supports": ["dates", "host"], "says": {}, "note": None}


@pytest.mark.parametrize(
    ("before", "after", "lines"),
    [
        ({"theme": None}, {"theme": "One"}, [("theme", "–", "One")]),
        ({"agenda": ["a", "b"]}, {"agenda": ["b", "c"]}, [("agenda", "a", "c")]),
        ({"gaps": {"host": "unknown"}}, {"gaps": {"host": "not-applicable"}}, GAPS_APART),
        (
            {"chair": {"country": "ID", "person": "A", "office": None}},
            {"chair": {"country": "ID", "person": "B", "office": None}},
            [("chair, person", "A", "B")],
        ),
        (
            {"citations": [CITED]},
            {"citations": [CITED | {"supports": ["dates"], "says": {"host": "MY"}, "source": RETITLED}]},
            [
                ("citations, “One”, source, title", "One", "Two"),
                ("citations, “One”, supports", "host", "–"),
                ("citations, “One”, says", "–", "host: MY"),
            ],
        ),
        (
            {"documents": [{"title": "A", "kind": "report"}, {"title": "B", "kind": "report"}]},
            {"documents": [{"title": "B", "kind": "report"}, {"title": "A", "kind": "report"}]},
            [("documents, their order", "A\nB", "B\nA")],
        ),
        (
            {"officers": [{"role": "chair", "person": "A", "office": None, "country": None}]},
            {"officers": [{"role": "chair", "person": "B", "office": None, "country": None}]},
            [("officers", "role: chair, person: A", "–"), ("officers", "–", "role: chair, person: B")],
        ),
    ],
)  # fmt: skip
def test_differences_are_told_down_to_one_part_of_a_row(before, after, lines):
    assert changes(before, after) == lines


# The history


def test_any_two_revisions_stand_side_by_side(db):
    client, meeting = editor(), full_meeting()
    changed(meeting, theme="One")
    changed(meeting, theme="Two", title="Seventeenth")

    pages = [client.get(PAST, {"a": a, "b": b}) for a, b in ((1, 3), (3, 2), (2, 2))]

    assert [page.context["compared"].lines for page in pages] == [
        [("title", "–", "Seventeenth"), ("theme", "–", "Two")],
        [("title", "Seventeenth", "–"), ("theme", "Two", "One")],
        [],
    ]


@pytest.mark.parametrize(
    ("query", "errors"),
    [
        ({"a": 1, "b": 9}, {"b": ["Give a number from 1 to 1."]}),
        ({"a": "x", "b": 1}, {"a": ["Enter a whole number."]}),
        ({"a": 10**25, "b": 1}, {"a": ["Ensure this value is less than or equal to 2147483647."]}),
        ({"at": "soon"}, {"at": ["Enter a valid date/time."]}),
        ({"at": "1999-01-01"}, {"at": ["At that time the meeting was not in the record."]}),
    ],
)
def test_states_that_are_not_there_are_named(db, query, errors):
    client = editor()
    full_meeting()

    response = client.get(PAST, query)

    assert response.status_code == 200
    assert (response.context["form"].errors, response.context["compared"]) == (errors, None)


def test_the_record_is_shown_as_of_a_day_or_a_time(db):
    client = editor()
    meeting = revised(MeetingFactory(slug="ammtc-17", theme="One"), at=NOON)
    changed(meeting, theme="Two", at=NOON + timedelta(hours=3))

    shown = {at: client.get(PAST, {"at": at}).context["compared"] for at in ("2026-11-24", "2026-11-24 13:00")}

    assert [dict(each.lines)["theme"] for each in shown.values()] == ["Two", "One"]
    assert [each.b.number for each in shown.values()] == [2, 1]


def test_history_of_a_slug_that_never_was_is_not_found(db):
    assert editor().get("/admin/meetings/meeting/past/never-was/").status_code == 404


# Bringing back


def test_former_state_is_brought_back_with_a_reason_as_a_revision(db):
    client, meeting = editor(), full_meeting()
    former = record_of(meeting)
    meeting.officers.all().delete()
    changed(meeting, theme="Vandalism", agenda=["nothing"])

    page = client.get(PAST + "1/")
    refused = client.post(PAST + "1/", controls(page) | {"reason": " "})
    response = client.post(PAST + "1/", controls(page) | {"reason": "Vandalism undone"})

    assert ("theme", "Vandalism", "–") in page.context["changes"]
    assert refused.context["form"].errors == {"reason": ["Say why you bring this back: readers see it in the history."]}
    assert (response.url, said(response)) == (PAST, ["Revision 1 was brought back."])
    assert record_of(meeting) == former
    assert kinds("ammtc-17")[2:] == [(3, "restored", "Vandalism undone", "anna")]


def test_nothing_is_brought_back_over_what_somebody_did_meanwhile(db):
    client, meeting = editor(), full_meeting()
    changed(meeting, theme="One")
    page = controls(client.get(PAST + "1/"))
    changed(meeting, "Heard it", theme="Two")

    response = client.post(PAST + "1/", page | {"reason": "Undone"})

    assert response.context["form"].errors == {
        "__all__": ["ammtc-17 was changed meanwhile, by somebody: “Heard it”. Look at it again."]
    }
    assert record_of(meeting)["theme"] == "Two"
    assert controls(response)["reason"] == "Undone"
    again = client.post(PAST + "1/", controls(response))
    assert (again.status_code, record_of(meeting)["theme"]) == (302, None)


def test_state_that_stands_already_writes_nothing(db):
    client = editor()
    full_meeting()

    response = sent(client, PAST + "1/", reason="Undone")

    assert said(response) == ["That state stands already."]
    assert len(kinds("ammtc-17")) == 1


def test_state_that_names_what_is_gone_says_what(db):
    client = editor()
    above = revised(MeetingFactory(slug="ammtc-18", ordinal=18))
    meeting = revised(MeetingFactory(slug="ammtc-17", ordinal=17, alongside=above, host=CountryFactory()))
    delete(above, Change("Never met"))
    changed(meeting, theme="One")

    gone_meeting = sent(client, PAST + "1/", reason="Undone")
    changed(meeting, host=None)
    Country.objects.all().delete()
    gone_country = sent(client, PAST + "1/", reason="Undone")

    assert gone_meeting.context["form"].errors == {"__all__": ["ammtc-17: There is no meeting ammtc-18."]}
    assert gone_country.context["form"].errors == {"__all__": ["host: There is no country ID."]}
    assert record_of(meeting)["theme"] == "One"


def test_deleted_meeting_is_listed_and_brought_back(db):
    client, meeting = editor(), full_meeting()
    below = revised(MeetingFactory(ordinal=3, alongside=meeting))
    former = record_of(meeting)
    delete(meeting, Change("Never held", editor=client.user))

    listed = client.get(DELETED)
    [row] = listed.context["rows"]
    page = client.get(PAST + "2/")
    response = client.post(PAST + "2/", controls(page) | {"reason": "It was held"})

    assert (row.name, row.revision.reason, row.may_restore) == ("17th AMMTC", "Never held", True)
    assert page.context["pointed"] == [below.slug]
    assert response.status_code == 302
    assert record_of(Meeting.objects.get(slug="ammtc-17")) == former
    assert kinds("ammtc-17")[1:] == [(2, "deleted", "Never held", "anna"), (3, "restored", "It was held", "anna")]
    assert client.get(DELETED).context["rows"] == []


@pytest.mark.parametrize("rows", [1, 3])
def test_deleted_list_asks_as_often_for_three_as_for_one(db, django_assert_num_queries, rows):
    client = boss()
    for number in range(rows):
        delete(revised(MeetingFactory(ordinal=number + 1)), Change("Never held"))

    with django_assert_num_queries(5):
        response = client.get(DELETED)

    assert len(response.context["rows"]) == rows


def test_past_is_shown_to_readers_and_brought_back_by_editors_of_the_body_alone(db):
    meeting = full_meeting()
    changed(meeting, theme="One")
    reader, own, other = editor("rita", "Reader"), editor("olga", "Reader"), editor("otto", "Reader")
    BodyRight.objects.create(user=own.user, body=meeting.body, role="editor")
    BodyRight.objects.create(user=other.user, body=BodyFactory(slug="somtc"), role="editor")
    stranger = editor("hans", group=None)

    assert [client.get(PAST).status_code for client in (reader, own, stranger)] == [200, 200, 200]
    assert [client.get(PAST + "1/").status_code for client in (reader, other, stranger, own)] == [403, 403, 403, 200]
    assert [client.post(PAST + "1/", {"reason": "x", "seen": 2}).status_code for client in (reader, other)] == [
        403,
        403,
    ]
    assert len(kinds("ammtc-17")) == 2


def test_pages_of_the_past_escape_what_people_wrote(db):
    client = editor()
    meeting = revised(MeetingFactory(slug="ammtc-17", title="<b onclick=alert(1)>"), reason="<i>why</i>")
    CitationFactory(meeting=meeting, source__title="<u>source</u>")
    revised(meeting)

    texts = [client.get(PAST + page).content.decode() for page in ("", "1/", "?a=1&b=2", "?at=2099-01-01")]

    assert [tag for tag in ("<b onclick", "<i>why", "<u>source") for text in texts if tag in text] == []
