"""The form of a meeting filled in from an article: saved with its citation, proposed, and never over what stands."""

import pytest

from meetings.models import Draft, Meeting, Revision
from tests.desk import boss, controls, editor, record_of
from tests.factories import CitationFactory, PersonFactory, PlaceFactory, revised
from tests.test_admin_articles import URL, codes, fill, lines, read, recorded  # noqa: F401 - a fixture
from tests.test_admin_drafts import somebody

pytestmark = pytest.mark.django_db
SOURCE = {"url": URL, "title": "AMMTC opens", "publisher": "The Press", "published": "2023-08-21", "language": "en"}
FACTS = ["ordinal", "status", "dates", "host", "chair", "locality"]


def saved(client, response, **changes):
    filled = fill(client, response)
    assert filled.status_code == 200
    return client.post(filled.wsgi_request.get_full_path(), controls(filled) | changes)


def test_new_meeting_is_filled_in_and_saved_with_its_citation():
    client = editor()

    saved(client, read(client))

    [record] = [record_of(meeting) for meeting in Meeting.objects.all()]
    assert {key: value for key, value in record.items() if value} == {
        "slug": "ammtc-17",
        "body": "ammtc",
        "ordinal": 17,
        "kind": "regular",
        "status": "held",
        "dates": "2023-08-21",
        "host": "ID",
        "chair": {"country": "ID", "person": "Listyo Sigit Prabowo", "office": None},
        "venue": {"name": None, "locality": "Labuan Bajo", "region": None, "country": "ID"},
        "citations": [{"source": SOURCE, "supports": FACTS, "says": {}, "note": None}],
    }
    assert Revision.objects.get().reason == "Read in The Press – AMMTC opens"


def test_known_meeting_gets_the_citation_and_what_it_lacks_and_nothing_else():
    meeting = recorded(dates="2023-08-22", theme="Apart", host_id="LA", gaps={"chair": "unknown"})
    before, client = record_of(meeting), editor()

    saved(client, read(client))

    supports = ["ordinal", "status", "chair", "locality"]
    says = {"dates": "2023-08-21", "host": "ID"}
    assert record_of(meeting) == before | {
        "chair": {"country": "ID", "person": "Listyo Sigit Prabowo", "office": None},
        "venue": {"name": None, "locality": "Labuan Bajo", "region": None, "country": "ID"},
        "gaps": {},
        "citations": [{"source": SOURCE, "supports": supports, "says": says, "note": None}],
    }


def test_article_that_is_cited_already_keeps_what_was_said_of_it():
    meeting = recorded(host_id="LA")
    source = {"source__url": "http://www.press.example/ammtc/", "source__title": "Opens", "source__publisher": "P"}
    CitationFactory(meeting=meeting, supports=["ordinal"], says={"dates": "2023-08"}, note="A copy", **source)
    meeting, client = revised(meeting), editor()

    saved(client, read(client))

    [citation] = record_of(meeting)["citations"]
    assert citation == {
        "source": {"url": "http://www.press.example/ammtc/", "title": "Opens", "publisher": "P", "published": None}
        | {"language": "en"},
        "supports": ["ordinal", "status", "chair", "locality"],
        "says": {"dates": "2023-08", "host": "ID"},
        "note": "A copy",
    }


@pytest.mark.parametrize(
    ("name", "outcome"),
    [
        ("Somebody Else", "They differ: the record stays, and the citation says so."),
        ("Listyo Sigit Prabawo", "Another spelling: the citation says so."),
    ],
)
def test_chair_or_town_that_differs_is_what_the_article_says(name, outcome):
    place = PlaceFactory(locality="Kuta", region="Bali")
    meeting = recorded(chair_person=PersonFactory(name=name), chair_country_id="ID", place=place)
    client = editor()
    response = read(client)

    saved(client, response)

    [citation] = record_of(meeting)["citations"]
    assert lines(response)[4][3] == outcome
    assert citation["says"] == {"chair": "Listyo Sigit Prabowo", "locality": "Labuan Bajo"}


def test_what_somebody_wrote_meanwhile_stays():
    meeting, client = recorded(), editor()
    response = read(client)
    Meeting.objects.filter(pk=meeting.pk).update(theme="Meanwhile")
    revised(meeting)

    saved(client, response)

    record = record_of(meeting)
    assert (record["theme"], len(record["citations"])) == ("Meanwhile", 1)


@pytest.mark.parametrize("known", [True, False])
def test_proposer_makes_a_draft_that_tells_where_it_is_from(known):
    meeting = recorded() if known else None
    client = somebody("siti", "proposer of ammtc")

    saved(client, read(client))

    draft = Draft.objects.get()
    assert (draft.origin, draft.slug, draft.base) == ("article", "ammtc-17" if known else "", 1 if known else None)
    assert (draft.comment, draft.proposed_by) == ("Read in The Press – AMMTC opens", client.user)
    assert draft.proposal["citations"][0]["supports"] == FACTS
    assert meeting is None or record_of(meeting)["citations"] == []


def test_what_did_not_arrive_whole_is_refused(client):
    meeting, client = recorded(), boss()
    [address] = [read(client).context["meetings"][0].fillings[0].address]

    answers = [client.post(address, {"read": text}) for text in ("", "{}", "a:b:c")]
    meeting.delete()
    gone = client.post(address, {"read": "a:b:c"})

    assert [answer.status_code for answer in answers] == [400, 400, 400]
    assert (gone.status_code, "a:b:c" in gone.content.decode()) == (409, False)
