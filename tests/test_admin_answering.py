"""Readers' reports where editors work: beside the fact, among what there is to do, and answered by a change."""

import pytest
from django.urls import reverse
from django.utils import timezone

from meetings.models import BodyRight, Draft, Report, Revision
from tests.desk import change_address, controls, editor, full_meeting, opened, record_of, said, sent
from tests.factories import BodyFactory, MeetingFactory, revised
from tests.test_admin_drafts import accepted, page, somebody

pytestmark = pytest.mark.django_db
SAYS = "https://press.example/agenda/"


@pytest.fixture
def meeting():
    return full_meeting(theme="Apart")


def reported(meeting, **fields):
    told = {"fact": "theme", "comment": "It was <b>another</b> one", "email": "ana@mail.example"}
    told |= {"slug": meeting.slug, "body": meeting.body, "base": 1, "key": f"k{Report.objects.count()}"}
    return Report.objects.create(**told | fields, sent_at=timezone.now())


def answering(meeting, report):
    return f"{change_address(meeting)}?report={report.pk}"


def answer_of(report):
    report.refresh_from_db()
    return report.decision, report.answer, report.revision and report.revision.number, report.email


def test_report_stands_beside_its_fact_for_those_who_see_it(meeting):
    reported(meeting), reported(meeting, fact="officers", comment="Who?"), reported(meeting, fact="other")
    readers = [somebody(role, f"{role} of ammtc") for role in ("editor", "reviewer", "reader", "proposer")]

    pages = [client.get(change_address(meeting)) for client in [*readers, somebody("else", "editor of somtc")]]

    assert [len(shown.context["reports"]) for shown in pages] == [3, 3, 3, 0, 0]
    # Of those who may fill in the form: what is about no field of it stands above.
    assert [[report.fact for report in shown.context["reports_above"]] for shown in pages[:2]] == [["other"]] * 2
    assert "It was &lt;b&gt;another&lt;/b&gt; one" in pages[0].content.decode()
    assert ["and answer report" in shown.content.decode() for shown in pages] == [True, True, False, False, False]


@pytest.mark.parametrize(
    ("given", "filled"),
    [
        ({"source": SAYS, "proposed": "Together\nin peace"}, ("Together in peace", [SAYS], "theme")),
        ({"source": SAYS}, ("Apart", [SAYS], "theme")),
        ({"proposed": "Together"}, ("Apart", [], "")),
        ({"source": SAYS, "fact": "dates", "proposed": "no idea"}, ("Apart", [SAYS], "dates")),
    ],
)
def test_form_is_filled_in_with_what_can_be_read_of_a_report(meeting, given, filled):
    report = reported(meeting, **given)

    form = opened(somebody("anna", "editor of ammtc"), answering(meeting, report))

    added = [text for name, text in form.items() if name.endswith("source-named") and text]
    assert (form["theme"], added, "".join(form.get("citations-1-supports", []))) == filled
    assert form["reason"] == f"Report {report.pk} of a reader, on {report.fact}"
    assert Revision.objects.count() == 1


def test_report_is_answered_by_saving_the_form_that_it_filled_in(meeting):
    report, client = reported(meeting, source=SAYS, proposed="Together"), somebody("anna", "editor of ammtc")

    answer = sent(client, answering(meeting, report))

    record = record_of(meeting)
    assert answer["Location"] == report_page(report)
    assert said(answer)[-1].endswith(f"Report {report.pk} is answered.")
    assert (record["theme"], record["citations"][1]["supports"]) == ("Together", ["theme"])
    assert answer_of(report) == ("corrected", f"Report {report.pk} of a reader, on theme", 2, "")
    assert "It was &lt;b&gt;another&lt;/b&gt; one" in client.get("/corrections/").content.decode()


def test_report_waits_where_nothing_was_changed_or_somebody_was_faster(meeting):
    report, client = reported(meeting), somebody("anna", "editor of ammtc")

    sent(client, answering(meeting, report))
    waiting = answer_of(report)[0]
    form = opened(client, answering(meeting, report)) | {"theme": "Together"}
    Report.objects.update(decision="refused", answer="No.", decided_at=timezone.now())
    answer = client.post(answering(meeting, report), form)

    assert (waiting, answer_of(report)[:2]) == ("open", ("refused", "No."))
    assert record_of(meeting)["theme"] == "Together"
    assert f"Report {report.pk} was answered already" in said(answer)[0]


def test_report_becomes_a_draft_of_those_who_only_propose_and_is_answered_with_it(meeting):
    report = reported(meeting)
    siti, rudi = somebody("siti", "proposer of ammtc", "reader of ammtc"), somebody("rudi", "reviewer of ammtc")

    sent(siti, answering(meeting, report), theme="Together", reason="A reader is right")
    draft, waiting = Draft.objects.get(), answer_of(report)[0]
    told = [rudi.get(page(draft)).content.decode(), rudi.get(report_page(report)).content.decode()]
    accepted(rudi, draft, meeting)

    assert (draft.report, waiting) == (report, "open")
    assert ["It answers" in told[0], f"draft {draft.pk}" in told[1]] == [True, True]
    assert answer_of(report) == ("corrected", "Looked it up", 2, "")


def report_page(report):
    return reverse("admin:meetings_report_change", args=[report.pk])


def test_form_of_a_report_is_shut_to_those_who_may_not(meeting):
    report, other = reported(meeting), revised(MeetingFactory(body=BodyFactory(slug="somtc")))
    reader, stranger = somebody("rita", "reader of ammtc"), somebody("else", "editor of somtc")
    anna = somebody("anna", "editor of ammtc")

    addresses = [answering(meeting, report), answering(other, report), f"{change_address(meeting)}?report=x"]

    assert [anna.get(address).status_code for address in addresses] == [200, 404, 404]
    assert [client.get(addresses[0]).status_code for client in (reader, stranger)] == [403, 404]
    assert "Correct it in the meeting" not in reader.get(report_page(report)).content.decode()


def test_reports_that_wait_are_counted_and_listed_by_the_rights_of_whoever_looks(meeting):
    first, somtc = reported(meeting), BodyFactory(slug="somtc")
    reported(meeting, body=somtc, fact="host"), reported(meeting, decision="set-aside", decided_at=timezone.now())
    people = [somebody("anna", "editor of ammtc"), editor("boss", group=None, is_superuser=True), editor("none", None)]

    counts = [
        {work.name: number for work, number in client.get("/admin/").context["lists"]}["reports"] for client in people
    ]

    assert counts == [1, 2, 0]
    [line] = people[0].get("/admin/meetings/meeting/work/reports/").context["lines"]
    assert (line.cells[1:3], line.address) == (["AMMTC", "theme"], report_page(first))


def test_reports_stand_with_an_open_draft_of_their_meeting(meeting):
    reported(meeting)
    siti, anna = somebody("siti", "proposer of ammtc"), somebody("anna", "editor of ammtc")
    sent(siti, change_address(meeting), theme="Together", reason="Seen")

    told = [client.get(page(Draft.objects.get())).content.decode() for client in (anna, siti)]

    assert ["What readers report of this meeting" in shown for shown in told] == [True, False]
    assert BodyRight.objects.count() == 2
    assert controls(anna.get(page(Draft.objects.get())))["text"] == ""


def test_reports_and_drafts_follow_a_meeting_to_another_body(meeting):
    reported(meeting), reported(meeting, decision="set-aside", decided_at=timezone.now())
    siti, boss = somebody("siti", "proposer of ammtc"), editor("boss", group=None, is_superuser=True)
    sent(siti, change_address(meeting), theme="Together", reason="Seen")
    somtc = BodyFactory(slug="somtc")

    sent(boss, change_address(meeting), body=somtc.pk, reason="Of the officials")

    assert Draft.objects.get().body == somtc
    assert list(Report.objects.order_by("pk").values_list("body__slug", flat=True)) == ["somtc", "ammtc"]
