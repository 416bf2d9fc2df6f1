"""What changed: the changes of the whole record, and any two states of one meeting side by side."""

from datetime import UTC, datetime, timedelta

import pytest

from meetings.history import Change, delete
from meetings.models import Meeting
from tests.factories import BodyFactory, MeetingFactory, UserFactory, revised
from tests.reading import links, read, texts

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def changes(client, query=""):
    return read(client.get(f"/changes/{query}"))


def set_theme(meeting, theme, **change):
    Meeting.objects.filter(pk=meeting.pk).update(theme=theme)
    return revised(meeting, **change)


def test_changes_tell_what_was_changed_when_by_whom_and_why(client, db):
    meeting = revised(MeetingFactory(ordinal=17, dates="2023-08-21"), reason="Loaded", at=NOON)
    editor = UserFactory(username="rina")
    at = NOON + timedelta(days=31, minutes=5)
    set_theme(meeting, "A safer region", reason="The theme is known", editor=editor, at=at, minor=True)

    page = changes(client)

    assert texts(page, ".//main//h2") == ["1 February 2026", "1 January 2026"]
    assert texts(page, ".//article/h3") == ["The theme is known", "Loaded"]
    assert texts(page, ".//article/p") == ["12:05 UTC · rina · minor", "12:00 UTC"]
    assert texts(page, ".//article/ul/li") == [
        "17th AMMTC changed historyThemeAfter: A safer region",
        "17th AMMTC created 21 August 2023",
    ]


def test_changes_of_one_occasion_stand_together(client, record):
    page = changes(client)

    assert texts(page, ".//article/h3") == ["Loaded from the dataset"]
    assert len(page.findall(".//article/ul/li")) == 50
    assert [link.get("rel") for link in page.findall(".//nav[@class='paging']/a")] == ["next"]


def test_changes_are_each_met_once_on_the_way_there_and_back(client, record):
    page, met, ways = changes(client), [], []
    while older := page.findall(".//nav[@class='paging']/a[@rel='next']"):
        met.append(links(page, ".//article/ul/li/a"))
        page = changes(client, older[0].get("href"))
    met.append(links(page, ".//article/ul/li/a"))
    while newer := page.findall(".//nav[@class='paging']/a[@rel='prev']"):
        page = changes(client, newer[0].get("href"))
        ways.append(links(page, ".//article/ul/li/a"))

    assert [len(part) for part in met] == [50, 50, 50, 5]
    assert len({address for part in met for address in part}) == 155
    assert ways == met[-2::-1]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Gone", "2nd OTHER", "1st AMMTC", "Gone"]),
        ("?body=ammtc", ["Gone", "1st AMMTC", "Gone"]),
        ("?body=other", ["2nd OTHER"]),
        ("?kind=deleted", ["Gone"]),
        ("?from=2026-01-02", ["Gone", "2nd OTHER"]),
        ("?from=2026-01-02&to=2 January 2026", ["2nd OTHER"]),
        ("?to=2025", ["Gone"]),
        ("?to=2024", []),
        ("?body=&kind=&from=&to=2026-01-01", ["1st AMMTC", "Gone"]),
    ],
)
def test_changes_are_narrowed_by_body_kind_and_time(client, db, query, names):
    revised(MeetingFactory(ordinal=1), at=NOON)
    revised(MeetingFactory(ordinal=2, body=BodyFactory(slug="other")), at=NOON + timedelta(days=1))
    gone = revised(MeetingFactory(ordinal=None, slug="gone", title="Gone", dates=None), at=NOON - timedelta(days=365))
    delete(gone, Change("Entered twice", at=NOON + timedelta(days=2)))

    page = read(client.get(f"/changes/{query}", follow=True))

    assert texts(page, ".//article/ul/li/a[1]") == names


def test_changes_show_what_narrows_them_and_can_be_taken_away(client, record):
    page = changes(client, "?body=ammtc&kind=created")

    assert texts(page, ".//ul[@class='chips']//a") == [
        "Body: AMMTC ×– remove this filter",
        "Kind: created ×– remove this filter",
    ]
    assert links(page, ".//ul[@class='chips']//a")[0] == "/changes/?kind=created#list"


def test_changes_lead_from_what_is_gone_to_its_history(client, db):
    kept = revised(MeetingFactory(ordinal=17))
    delete(revised(MeetingFactory(ordinal=None, slug="double", dates=None)), Change("The same"), merged_into=kept)

    page = changes(client, "?kind=merged")

    assert links(page, ".//article/ul/li/a") == ["/meetings/double/history/", "/meetings/ammtc-17/"]


def test_changes_of_an_empty_record_say_so(client, db):
    assert texts(changes(client), ".//main/p")[1] == "Nothing has been recorded yet."
    assert texts(changes(client, "?kind=deleted"), ".//main/p")[1] == (
        "No change matches. Take away a filter, or see all changes."
    )


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("?bdy=ammtc", "Unknown parameter bdy. Did you mean body?"),
        ("?limit=5", "Unknown parameter limit. Known are: body, kind, from, to, cursor."),
        ("?body=amtc", "There is no body amtc. Did you mean ammtc?"),
        ("?kind=changd", "kind cannot be changd. Did you mean changed?"),
        ("?from=2026&to=2025", "to (2025-12-31) lies before from (2026-01-01)."),
        ("?cursor=x", "cursor is not one that this service gave. Follow next or previous as they are."),
    ],
)
def test_changes_refuse_what_they_do_not_understand(client, record, query, sentence):
    response = client.get(f"/changes/{query}")
    page = read(response)

    assert (response.status_code, texts(page, ".//div[@role='alert']/p")) == (400, [sentence])
    assert page.findall(".//article") == []


@pytest.mark.parametrize("rows", [1, 3])
def test_changes_ask_the_same_number_of_queries(client, db, django_assert_num_queries, rows):
    meeting = MeetingFactory(ordinal=10, reports_to=MeetingFactory(ordinal=9, body=BodyFactory(slug="above")))
    for number in range(rows):
        set_theme(meeting, f"Theme {number}")

    with django_assert_num_queries(4):
        client.get("/changes/")


def three_states(client):
    meeting = revised(MeetingFactory(ordinal=17, dates="2023-08-21"), at=NOON)
    for number, theme in enumerate(["First", ""], 1):
        set_theme(meeting, theme, at=NOON + timedelta(days=number))


@pytest.mark.parametrize(
    ("query", "heading", "told"),
    [
        ("?a=1&b=2", "From revision 1 to revision 2", "ThemeAfter: First"),
        ("?a=2&b=1", "From revision 2 to revision 1", "ThemeBefore: First"),
        ("?a=1&b=3", "From revision 1 to revision 3", "The two say the same."),
        ("?a=2&b=2", "From revision 2 to revision 2", "The two say the same."),
    ],
)
def test_history_compares_any_two_revisions(client, db, query, heading, told):
    three_states(client)

    page = read(client.get(f"/meetings/ammtc-17/history/{query}"))

    assert texts(page, ".//section[@id='compared']/h2") == [heading]
    assert texts(page, ".//section[@id='compared']/*")[1] == told


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("?a=1", "a needs b beside it: the number of another revision."),
        ("?a=1&b=9", "It has no revision 9: the last is 3."),
        ("?a=x&b=2", "a is a number from 1 to 9999, not x."),
        ("?a=1&b=2&c=3", "Unknown parameter c. Known are: a, b, page."),
        ("?page=7", "There is no such page of this list. Did you mean 1?"),
    ],
)
def test_history_refuses_what_it_does_not_understand(client, db, query, sentence):
    three_states(client)

    response = client.get(f"/meetings/ammtc-17/history/{query}")
    page = read(response)

    assert (response.status_code, texts(page, ".//div[@role='alert']/p")) == (400, [sentence])
    assert page.findall(".//section[@id='compared']") == []


def test_meeting_as_of_a_time_leads_to_what_has_changed_since(client, db):
    three_states(client)

    then, now = (read(client.get(f"/meetings/ammtc-17/?as_of={day}")) for day in ("2026-01-01", "2026-01-03"))

    assert links(then, ".//p[@class='notice']/a") == [
        "/meetings/ammtc-17/",
        "/meetings/ammtc-17/history/?a=1&b=3#compared",
    ]
    assert links(now, ".//p[@class='notice']/a") == ["/meetings/ammtc-17/"]
