"""The work lists of the desk: what each holds, for whom, and by how many queries."""

from datetime import date

import pytest
from django.core.management import call_command
from django.utils import timezone

from meetings.admin.paging import A_PAGE
from meetings.admin.work import LISTS, Asked
from meetings.history import Change
from meetings.merging import Pair, merge_rows
from meetings.models import BodyRight, Double, Draft, Meeting, Report, Source
from meetings.models.rights import Rights
from tests.desk import ADD, boss, editor, opened
from tests.factories import (
    BodyFactory,
    CitationFactory,
    MeetingFactory,
    PersonFactory,
    SourceFactory,
    UserFactory,
    revised,
)

pytestmark = pytest.mark.django_db
WORK = "/admin/meetings/meeting/work/"
DAY = date(2026, 11, 24)


def asked(user=None, body=None):
    return Asked(Rights(user), DAY, body)


def lines(name, **told):
    """The cells of each line of a list."""
    found = LISTS[name]
    return [line.cells for line in found.tell(list(found.rows(asked(**told))))]


def dead_source(**told):
    source = SourceFactory(**told)
    Source.objects.filter(pk=source.pk).update(link="gone", link_told="404 Not Found", checked_on=DAY)
    return source


def test_facts_without_a_source_are_told_by_meeting():
    bare = MeetingFactory(slug="bare", ordinal=1, dates="2020-05-01", theme="Together")
    cited = MeetingFactory(slug="cited", ordinal=2, dates="2021-05-01")
    CitationFactory(meeting=cited, supports=["dates"])
    said = MeetingFactory(slug="said", ordinal=3, dates="2022-05-01")
    CitationFactory(meeting=said, supports=[], says={"dates": "2022-05-01"})
    for meeting in (bare, cited, said):
        revised(meeting)

    assert lines("unsourced") == [["1st AMMTC", "1 May 2020", "dates, theme"]]
    assert Meeting.objects.get(slug="bare").unsourced == 2


def test_contested_facts_are_told():
    meeting = MeetingFactory(ordinal=17, dates="2023-08-21")
    CitationFactory(meeting=meeting, says={"dates": "2023-09-20"})
    revised(meeting)

    assert lines("contested") == [["17th AMMTC", "21 August 2023", "dates"]]


def test_meetings_announced_for_days_that_are_over_are_told():
    for ordinal, (status, dates) in enumerate(
        [("planned", "2026-11-23"), ("confirmed", "2026-10"), ("planned", "2026-11"), ("held", "2026-01-01")], 1
    ):
        revised(MeetingFactory(ordinal=ordinal, status=status, dates=dates))

    assert lines("past") == [["1st AMMTC", "23 November 2026", "planned"], ["2nd AMMTC", "October 2026", "confirmed"]]


def test_missing_numbers_are_told_by_series():
    for ordinal in (3, 4, 8):
        MeetingFactory(ordinal=ordinal, dates="2020-05-01")
    MeetingFactory(body__slug="somtc", ordinal=1), MeetingFactory(slug="s", ordinal=6, kind="special")

    assert lines("gaps") == [
        ["AMMTC", "1st–2nd", "3rd AMMTC of 1 May 2020"],
        ["AMMTC", "5th–7th", "8th AMMTC of 1 May 2020"],
    ]
    assert LISTS["gaps"].number(asked()) == 5


def test_pages_that_are_gone_are_told():
    dead_source(title="Opens", publisher="Press")
    SourceFactory()

    assert lines("dead") == [["Press – Opens", "404 Not Found", "2026-11-24", "no archived copy"]]


def test_probable_doubles_are_told_until_they_are_merged():
    first, second = PersonFactory(name="Tani"), PersonFactory(name="Tani Koichi")
    call_command("find_doubles", verbosity=0)
    told = lines("doubles")

    merge_rows(Pair(first, second), {}, Change("One"))

    assert told == [["Tani (tani)", "Tani Koichi (tani-koichi)", "people", "100"]]
    assert (lines("doubles"), Double.objects.count()) == ([], 0)


def test_a_double_of_which_one_is_gone_leads_nowhere():
    PersonFactory(name="Tani"), PersonFactory(name="Tani Koichi")
    call_command("find_doubles", verbosity=0)
    first = Double.objects.get().first
    type(PersonFactory.build()).objects.filter(pk=first).delete()

    [line] = LISTS["doubles"].tell(list(Double.objects.all()))

    assert (line.cells[0], line.address) == ("gone since", "")


def test_drafts_are_told_to_whom_they_concern():
    body, anna = BodyFactory(), UserFactory()
    Draft.objects.create(proposal={}, body=body, proposed_at=timezone.now())

    before = LISTS["drafts"].number(asked(anna))
    BodyRight.objects.create(user=anna, body=body, role="reviewer")

    assert (before, LISTS["drafts"].number(asked(anna))) == (0, 1)


@pytest.mark.parametrize("name", [name for name, found in LISTS.items() if found.takes_body])
def test_list_is_narrowed_to_a_body(name):
    ammtc, somtc = BodyFactory(), BodyFactory(slug="somtc")
    for body, ordinal in ((ammtc, 3), (ammtc, 5), (somtc, 2)):
        meeting = MeetingFactory(body=body, ordinal=ordinal, status="planned", dates="2020-05-01", theme="x")
        CitationFactory(meeting=meeting, source=dead_source(), says={"dates": "2021-05-01"})
        revised(meeting)
        Draft.objects.create(proposal={}, body=body, proposed_at=timezone.now())
        Report.objects.create(body=body, key=meeting.slug, base=1, sent_at=timezone.now())
    user = boss().user

    numbers = [LISTS[name].number(asked(user, body)) for body in (None, ammtc, somtc)]

    assert numbers == ([4, 3, 1] if name == "gaps" else [3, 2, 1])


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("name", "queries"),
    [
        ("unsourced", 10),
        ("contested", 5),
        ("past", 5),
        ("gaps", 5),
        ("dead", 5),
        ("doubles", 6),
        ("drafts", 6),
        ("reports", 6),
    ],
)
def test_list_asks_the_same_number_of_queries(django_assert_num_queries, name, queries, rows):
    client = boss()
    for number in range(rows):
        meeting = MeetingFactory(ordinal=2 * number + 2, status="planned", dates=f"20{number:02}-05-01", theme="x")
        CitationFactory(meeting=meeting, source=dead_source(), says={"dates": "2021-05-01"})
        revised(meeting)
        Draft.objects.create(proposal={}, body=meeting.body, proposed_at=timezone.now())
        Report.objects.create(body=meeting.body, key=number, base=1, sent_at=timezone.now())
        PersonFactory(name=f"Tani{number} Koichi"), PersonFactory(name=f"Tani{number}")
    call_command("find_doubles", verbosity=0)

    with django_assert_num_queries(queries):
        page = client.get(f"{WORK}{name}/")

    assert len(page.context["lines"]) >= rows


@pytest.mark.parametrize("rows", [1, 3])
def test_first_page_tells_the_numbers_by_a_fixed_number_of_queries(django_assert_num_queries, rows):
    client = editor()
    for number in range(rows):
        revised(MeetingFactory(ordinal=2 * number + 2, theme="x"))

    with django_assert_num_queries(15):
        page = client.get("/admin/")

    told = {work.name: number for work, number in page.context["lists"]}
    assert told == {
        "unsourced": rows, "contested": 0, "past": 0, "gaps": rows, "dead": 0, "doubles": 0, "drafts": 0, "reports": 0,
    }  # fmt: skip


def test_list_comes_a_page_at_a_time_in_a_stable_order():
    for number in range(1, A_PAGE + 2):
        revised(MeetingFactory(slug=f"m-{number:03}", ordinal=number, dates="2020-05-01", theme="x"))
    client = editor()

    pages = [client.get(f"{WORK}unsourced/", {"p": number}).context["lines"] for number in (1, 2)]

    assert [len(page) for page in pages] == [A_PAGE, 1]
    assert len({line.address for page in pages for line in page}) == A_PAGE + 1


def test_missing_number_leads_to_a_new_meeting_with_it():
    MeetingFactory(ordinal=3)
    client = editor()
    [line] = client.get(f"{WORK}gaps/").context["lines"]

    form = opened(client, line.address)

    assert form["ordinal"] == "2"
    assert form["body"]


def test_staff_without_rights_sees_the_lists_and_no_draft():
    client = editor("hans", group=None)
    Draft.objects.create(proposal={}, proposed_at=timezone.now())
    MeetingFactory(ordinal=3)

    assert ADD not in client.get(f"{WORK}gaps/").content.decode()
    assert [client.get(page).status_code for page in (WORK, f"{WORK}gaps/")] == [200, 200]
    assert {work.name: number for work, number in client.get("/admin/").context["lists"]}["drafts"] == 0


def test_readers_see_doubles_and_dismiss_none():
    PersonFactory(name="Tani"), PersonFactory(name="Tani Koichi")
    call_command("find_doubles", verbosity=0)
    reader, writer = editor("rita", group="Reader"), editor()
    dismissal = f"{WORK}doubles/{Double.objects.get().pk}/dismiss/"

    assert "They are two" not in reader.get(f"{WORK}doubles/").content.decode()
    assert (reader.post(dismissal).status_code, writer.get(dismissal).status_code) == (403, 405)
    assert writer.post(dismissal).status_code == 302
    assert Double.objects.get().dismissed_by == "anna"


def test_record_is_looked_through_anew():
    PersonFactory(name="Tani"), PersonFactory(name="Tani Koichi")

    editor().post(f"{WORK}doubles/find/")

    assert Double.objects.count() == 1


@pytest.mark.parametrize("address", ["nothing/", "gaps/?body=nowhere"])
def test_list_or_body_that_is_none_is_not_found(address):
    assert editor().get(WORK + address).status_code == 404
