"""Readers' reports at the desk: who reads and answers them, what an answer needs, and what it does."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from meetings.models import BodyRight, Meeting, Report, Revision
from tests.desk import HTML, boss, controls, editor, errors_of, opened, sent
from tests.factories import BodyFactory, MeetingFactory, revised

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
LIST = "/admin/meetings/report/"


@pytest.fixture
def meeting(db):
    return revised(MeetingFactory(slug="ammtc-17", ordinal=17, theme="Wrong"))


def sent_in(meeting, **fields):
    said = {"fact": "theme", "comment": "It is another one", "email": "ana@mail.example", "sent_at": NOON}
    said |= {"slug": meeting.slug, "body": meeting.body, "base": 1, "key": f"k{Report.objects.count()}"}
    return Report.objects.create(**said | fields)


def page_of(report):
    return reverse("admin:meetings_report_change", args=[report.pk])


def of_body(role, body):
    client = editor(f"a {role}", group=None)
    BodyRight.objects.create(user=client.user, body=body, role=role)
    return client


def answer_of(report):
    report.refresh_from_db()
    return report.decision, report.answer, report.revision and report.revision.number, report.email


def test_report_is_answered_by_the_revision_that_corrected_it(meeting):
    report, client = sent_in(meeting), of_body("editor", meeting.body)
    Meeting.objects.update(theme="Right")
    revised(meeting, "Read once more")

    answer = sent(client, page_of(report), decision="corrected", answer="You are right.")

    assert answer.status_code == 302
    assert answer_of(report) == ("corrected", "You are right.", 2, "")
    assert report.decided_by == client.user
    assert Revision.objects.corrections().count() == 1


def test_report_is_refused_with_a_reason(meeting):
    report = sent_in(meeting)

    sent(of_body("reviewer", meeting.body), page_of(report), decision="refused", answer="Two sources say so.")

    assert answer_of(report) == ("refused", "Two sources say so.", None, "")


def test_revision_to_which_a_report_led_is_in_the_log_until_it_is_taken_back(meeting):
    report, client = sent_in(meeting, fact="notes"), boss()
    Meeting.objects.update(notes="Told more closely")
    revised(meeting, "Told more closely")

    sent(client, page_of(report), decision="corrected", answer="Done.", corrected_in="2")
    told = list(Revision.objects.corrections().values_list("number", flat=True))
    sent(client, page_of(report), decision="open", answer="")

    assert told == [2]
    assert list(Revision.objects.corrections()) == []
    assert answer_of(report) == ("open", "", None, "")


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"decision": "refused"}, {"answer": ["Say what you answer: everybody reads it."]}),
        (
            {"decision": "corrected", "answer": "Yes", "corrected_in": ""},
            {"corrected_in": ["Give the number of the revision that corrected it."]},
        ),
        (
            {"decision": "corrected", "answer": "Yes", "corrected_in": "9"},
            {"corrected_in": ["There is no revision 9 of this meeting."]},
        ),
        ({"decision": "refused", "answer": "No\x07"}, {"answer": ["Control characters are not allowed here."]}),
    ],
)
def test_answer_that_says_too_little_is_refused(meeting, typed, errors):
    report = sent_in(meeting)

    assert errors_of(sent(boss(), page_of(report), **typed)) == errors
    assert answer_of(report) == ("open", "", None, "ana@mail.example")


def test_second_answer_is_told_of_the_first_and_may_replace_it(meeting):
    report, client = sent_in(meeting), boss()
    form = opened(client, page_of(report))
    sent(of_body("editor", meeting.body), page_of(report), decision="refused", answer="No.")

    typed = {"decision": "set-aside", "answer": "Spam"}
    answer = client.post(page_of(report), form | typed)
    before = answer_of(report)
    shown = {**controls(answer), "decision": "set-aside"}
    client.post(page_of(report), shown)

    [told] = errors_of(answer)["__all__"]
    assert told.startswith("Somebody else answered this report meanwhile: “No.” (not corrected, a editor).")
    assert before[:2] == ("refused", "No.")
    assert shown["answer"].strip() == "Spam"
    assert answer_of(report)[:2] == ("set-aside", "Spam")


# Who may see, and who may answer, reports of a body.
RIGHTS = {
    "editor": (200, True),
    "reviewer": (200, True),
    "reader": (200, False),
    "proposer": (302, False),
    "editor of another": (302, False),
    "stranger": (302, False),
    "everywhere": (200, True),
    "reader everywhere": (200, False),
    "boss": (200, True),
}


def somebody(who, body):
    if who in ("editor", "reviewer", "reader", "proposer"):
        return of_body(who, body)
    made = {
        "editor of another": lambda: of_body("editor", BodyFactory(slug="other")),
        "stranger": lambda: editor("hans", group=None),
        "everywhere": editor,
        "reader everywhere": lambda: editor("rita", group="Reader"),
        "boss": boss,
    }
    return made[who]()


@pytest.mark.parametrize("who", RIGHTS)
def test_rights_of_the_body_decide_who_sees_and_who_answers(meeting, who):
    report, client = sent_in(meeting), somebody(who, meeting.body)
    status, may = RIGHTS[who]

    page = client.get(page_of(report))
    client.post(page_of(report), {"decision": "refused", "answer": "No.", "seen": "", "corrected_in": ""})

    assert page.status_code in ((200,) if status == 200 else (302, 403))
    assert answer_of(report)[0] == ("refused" if may else "open")


def test_list_has_the_reports_of_ones_own_bodies_those_that_wait_first(meeting):
    done = sent_in(meeting, decision="refused", answer="No.", decided_at=NOON)
    waiting = sent_in(meeting)
    sent_in(revised(MeetingFactory(body=BodyFactory(slug="other"))))

    listed = of_body("editor", meeting.body).get(LIST).context["cl"].result_list

    assert [row.pk for row in listed] == [waiting.pk, done.pk]


@pytest.mark.parametrize("rows", [1, 3])
def test_list_asks_the_same_number_of_queries(meeting, django_assert_num_queries, rows):
    for _ in range(rows):
        sent_in(meeting)
    client = of_body("editor", meeting.body)

    with django_assert_num_queries(10):
        client.get(LIST)


def test_desk_shows_what_a_reader_wrote_as_text_and_beside_it_the_record(meeting):
    report = sent_in(meeting, comment=HTML, proposed=HTML, source="https://press.example/?a='&b")

    page = boss().get(page_of(report)).content.decode()

    assert HTML not in page
    assert "&lt;b onclick=alert(1)&gt;" in page
    assert '<div class="readonly">Wrong</div>' in page
    assert 'href="mailto:ana@mail.example"' in page


def test_report_is_neither_added_nor_deleted_nor_answered_by_a_permission_of_django_alone(meeting):
    report, client = sent_in(meeting), editor("anna", group=None)
    client.user.user_permissions.set(Permission.objects.filter(content_type__model="report"))

    codes = [client.get(f"{LIST}add/").status_code, boss().post(f"{LIST}{report.pk}/delete/").status_code]

    assert [*codes, client.get(LIST).status_code] == [403, 403, 403]
