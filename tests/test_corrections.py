"""What a change takes back, and the log that tells it: what was added or came true is none of it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command

from meetings.corrections import corrects
from meetings.history import Change, delete
from meetings.models import Meeting, Report, Revision
from tests.factories import BodyFactory, CitationFactory, MeetingFactory, revised
from tests.reading import links, read, texts
from tests.shapes import entry

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
CHAIR = {"country": "ID", "person": None, "office": None}
VENUE = {"name": "Hotel Meruorah", "locality": None, "region": None, "country": "ID"}


@pytest.mark.parametrize(
    ("fact", "before", "after", "expected"),
    [
        ("dates", "2023-08-21", "2023-08-22", True),
        ("dates", "2023-08", "2023-08-21", False),
        ("dates", "2023-08-21", "2023-08", True),
        ("dates", "2023-08-21", None, True),
        ("dates", None, "2023-08-21", False),
        ("dates", "2011-07-26/", "2011-07-26/2011-07-28", False),
        ("dates", "2023-08-20/2023-08-23", "2023-08-21", True),
        ("dates", "XXXX-05-08", "1999-05-08", False),
        ("programme", "2023-08", "2023-09", True),
        ("status", "planned", "held", False),
        ("status", "postponed", "cancelled", False),
        ("status", "held", "cancelled", True),
        ("host", "ID", "TH", True),
        ("host", None, "TH", False),
        ("theme", "A safer region", None, True),
        ("agenda", ["terrorism"], ["terrorism", "drugs"], False),
        ("agenda", ["terrorism", "drugs"], ["drugs"], True),
        ("chair", CHAIR, CHAIR | {"person": "Joko Widodo"}, False),
        ("chair", CHAIR, CHAIR | {"country": "TH"}, True),
        ("venue", VENUE, VENUE | {"locality": "Labuan Bajo"}, False),
        ("venue", VENUE, None, True),
        ("notes", "One", "Two", False),
        ("citations", [], [], False),
    ],
)
def test_change_corrects_what_it_takes_back(fact, before, after, expected):
    assert corrects(entry(**{fact: before}), entry(**{fact: after})) is expected


def set_theme(meeting, theme, **change):
    Meeting.objects.filter(pk=meeting.pk).update(theme=theme)
    return revised(meeting, **change)


def corrected(number=1, *, days=1, reason="Misread", **change):
    """A meeting whose theme was first recorded wrongly."""
    meeting = revised(MeetingFactory(ordinal=number, theme="Wrong", slug=f"ammtc-{number}"), at=NOON)
    return set_theme(meeting, "Right", at=NOON + timedelta(days=days), reason=reason, **change)


def reported(meeting, **fields):
    revision = Revision.objects.of(meeting.slug).latest("number")
    said = {"fact": "theme", "comment": "The theme is another one", "answer": "You are right", "decision": "corrected"}
    said |= {"slug": meeting.slug, "body": meeting.body, "base": 1, "sent_at": NOON, "decided_at": NOON}
    key = f"k{Report.objects.count()}"
    return Report.objects.create(**{"revision": revision, "key": key, "email": "ana@mail.example"} | said | fields)


def test_log_tells_corrections_alone(db):
    corrected(1)
    corrected(2, minor=True)
    set_theme(revised(MeetingFactory(ordinal=3)), "Found", reason="Found")
    delete(revised(MeetingFactory(ordinal=4)), Change("Entered twice"))

    assert list(Revision.objects.corrections().order_by("slug").values_list("slug", "kind")) == [
        ("ammtc-1", "changed"),
        ("ammtc-4", "deleted"),
    ]


def test_recount_marks_what_was_not_marked_and_keeps_what_readers_led_to(db, capsys):
    corrected(1)
    added = set_theme(revised(MeetingFactory(ordinal=3)), "Found", reason="Found")
    reported(added)
    before = set(Revision.objects.filter(slug="ammtc-1").corrections().values_list("pk", flat=True))
    Revision.objects.update(corrects=False)

    call_command("recount")
    said = capsys.readouterr().out.splitlines()[-1]
    call_command("recount")

    assert said == "Revisions that were wrongly in or out of the log of corrections: 2."
    assert set(Revision.objects.filter(slug="ammtc-1").corrections().values_list("pk", flat=True)) == before
    assert list(Revision.objects.corrections().values_list("slug", "number")) == [("ammtc-1", 2), ("ammtc-3", 2)]
    assert "wrongly" not in capsys.readouterr().out


def test_log_tells_what_was_wrong_and_the_reports_that_led_to_it(client, db):
    meeting = corrected(17)
    reported(meeting, source="https://press.example/1", proposed="Right")

    page = read(client.get("/corrections/"))

    assert texts(page, ".//article/h3") == ["Misread"]
    assert texts(page, ".//article//dl/div/dd/*") == ["Before: Wrong", "After: Right"]
    [told] = texts(page, ".//article//blockquote")
    number = Report.objects.get().pk
    assert told == (
        "A reader reported on 1 January 2026, 12:00 UTC (Theme):The theme is another one"
        f"What would be right: Righthttps://press.example/1Corrected: You are right Report {number}"
    )
    assert "ana@mail" not in client.get("/corrections/").content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_log_asks_the_same_number_of_queries(client, db, django_assert_num_queries, rows):
    for number in range(1, rows + 1):
        reported(corrected(number, days=number))

    with django_assert_num_queries(4):
        page = read(client.get("/corrections/"))

    assert len(texts(page, ".//blockquote")) == rows


def test_log_is_narrowed_by_body_and_time_and_paged(client, db):
    for number in range(1, 4):
        corrected(number, days=number)
    other = BodyFactory(slug="other")
    meeting = revised(MeetingFactory(ordinal=9, slug="other-9", theme="Wrong", body=other), at=NOON)
    set_theme(meeting, "Right", reason="Misread", at=NOON + timedelta(days=9))

    def named(query):
        return links(read(client.get(f"/corrections/{query}")), ".//article/ul/li/a[1]")

    assert named("?body=other") == ["/meetings/other-9/"]
    assert named("?to=2026-01-03") == ["/meetings/ammtc-2/", "/meetings/ammtc-1/"]
    assert named("?body=ammtc&from=2026-01-04") == ["/meetings/ammtc-3/"]
    assert client.get("/corrections/?kind=changed").status_code == 400
    assert client.get("/corrections/?cursor=x").status_code == 400


def test_log_is_walked_from_page_to_page(client, db):
    CitationFactory(meeting=MeetingFactory(ordinal=60))
    for number in range(1, 53):
        corrected(number, days=number)

    page = read(client.get("/corrections/"))
    [older] = links(page, ".//nav[@class='paging']/a[@rel='next']")
    rest = read(client.get(f"/corrections/{older}"))

    assert [len(links(each, ".//article/ul/li/a[1]")) for each in (page, rest)] == [50, 2]


def test_log_of_an_empty_record_says_so(client, db):
    page = read(client.get("/corrections/"))

    assert texts(page, ".//main/p")[-1] == "Nothing had to be corrected yet."
