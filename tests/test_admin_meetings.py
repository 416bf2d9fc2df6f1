"""The form of a meeting: read as people write, and saved with its parts and its revision or not at all."""

import pytest
from django.urls import reverse

from meetings.admin.fields import LinesField, SaysLines
from meetings.models import Citation, Document, Meeting, Officer, Revision
from tests.desk import (
    ADD,
    HTML,
    change_address,
    controls,
    editor,
    errors_of,
    full_meeting,
    opened,
    record_of,
    said,
    sent,
    typed_meeting,
)
from tests.factories import (
    BodyFactory,
    CountryFactory,
    DocumentFactory,
    MeetingFactory,
    PersonFactory,
    PlaceFactory,
    SourceFactory,
    revised,
)

UNDERSTAND = "/admin/meetings/meeting/understand/"


@pytest.mark.parametrize(
    ("text", "edtf", "words"),
    [
        ("18–19 May 2023", "2023-05-18/2023-05-19", "18–19 May 2023"),
        ("Agustus 2023", "2023-08", "August 2023"),
        ("19 พ.ค. 2566", "2023-05-19", "19 May 2023"),
        ("about November 2007", "2007-11~", "about November 2007"),
        ("", None, None),
    ],
)
def test_dates_are_read_as_people_write_them(db, text, edtf, words):
    client = editor()

    response = sent(client, ADD, **typed_meeting(dates=text, programme=text))

    meeting = Meeting.objects.get()
    assert record_of(meeting) | {"dates": edtf, "programme": edtf} == record_of(meeting)
    understood = f" Dates understood as {words} ({edtf}). Programme understood as {words} ({edtf})." if text else ""
    assert said(response) == [f"“17th AMMTC” was saved as revision 1.{understood}"]
    assert opened(client, change_address(meeting))["dates"] == (words or "")


TYPED = {
    "ordinal": "23", "status": "held", "format": "in-person", "dates": "20–21 June 2023", "host": "ID",
    "chair_country": "SG", "chair_office": "Director", "venue_name": "Hotel Meruorah", "theme": "One ASEAN",
    "agenda": "terrorism\r\n\r\ncybercrime", "notes": "First line\r\nsecond line",
    "gaps-alongside": "unknown", "gaps-programme": "not-applicable",
    "officers-0-role": "secretary", "officers-0-office": "ASEAN Secretariat",
    "documents-0-title": "Summary Record", "documents-0-kind": "report",
    "citations-0-supports": ["dates", "host"], "citations-0-note": "counts otherwise",
    "citations-0-says": "ordinal: 22\r\nprogramme: 19–22 June 2023",
    "reason": "Read in the press", "minor": "on",
}  # fmt: skip


def test_new_meeting_is_saved_with_all_its_parts(db):
    person, source, town = PersonFactory(name="Joko Widodo"), SourceFactory(), PlaceFactory(locality="Labuan Bajo")
    CountryFactory(code="SG", name="Singapore")
    somtc = BodyFactory(slug="somtc", level="senior-officials")
    rows = {"body": somtc.pk, "chair_person": person.pk, "place": town.pk, "citations-0-source": source.pk}

    sent(editor(), ADD, **TYPED, **rows)

    assert record_of(Meeting.objects.get()) == {
        "slug": "somtc-23", "body": "somtc", "ordinal": 23, "kind": "regular", "title": None, "status": "held",
        "dates": "2023-06-20/2023-06-21", "programme": None, "format": "in-person", "host": "ID",
        "chair": {"country": "SG", "person": "Joko Widodo", "office": "Director"},
        "officers": [{"role": "secretary", "person": None, "office": "ASEAN Secretariat", "country": None}],
        "venue": {
            "name": "Hotel Meruorah", "locality": "Labuan Bajo", "region": "East Nusa Tenggara", "country": "ID",
        },
        "theme": "One ASEAN", "reports_to": None, "alongside": None, "agenda": ["terrorism", "cybercrime"],
        "documents": [{"title": "Summary Record", "kind": "report", "url": None}],
        "notes": "First line\nsecond line", "gaps": {"alongside": "unknown", "programme": "not-applicable"},
        "citations": [
            {
                "source": source.describe(), "supports": ["dates", "host"],
                "says": {"ordinal": 22, "programme": "2023-06-19/2023-06-22"}, "note": "counts otherwise",
            }
        ],
    }  # fmt: skip


def test_new_meeting_is_one_revision_that_says_who_and_why(db):
    client = editor()

    sent(client, ADD, **typed_meeting(reason="Read in the press", minor="on"))

    [revision] = Revision.objects.all()
    assert (revision.number, revision.kind, revision.reason) == (1, "created", "Read in the press")
    assert (revision.editor, revision.editor_name, revision.minor) == (client.user, "anna", True)
    assert revision.record == record_of(Meeting.objects.get())


def test_saving_what_stands_writes_nothing_and_says_so(record):
    client = editor()
    meeting = Meeting.objects.get(slug="ammtc-17")
    rows = [list(part.objects.filter(meeting=meeting)) for part in (Officer, Document, Citation)]
    before, revisions = Meeting.objects.filter(pk=meeting.pk).values().get(), Revision.objects.count()

    response = sent(client, change_address(meeting))

    assert said(response) == ["Nothing was changed in “17th AMMTC”, so nothing was written."]
    assert Meeting.objects.filter(pk=meeting.pk).values().get() == before
    assert [list(part.objects.filter(meeting=meeting)) for part in (Officer, Document, Citation)] == rows
    assert Revision.objects.count() == revisions


def test_change_of_one_row_is_one_revision_that_says_why(db):
    client, meeting = editor(), full_meeting()

    response = sent(
        client, change_address(meeting), **{"documents-0-kind": "communique", "reason": "Its own title says so"}
    )

    assert response.status_code == 302
    last = Revision.objects.of("ammtc-17").latest("number")
    assert (last.number, last.kind, last.reason, last.editor_name) == (2, "changed", "Its own title says so", "anna")
    assert last.record == record_of(meeting)
    assert last.record["documents"] == [{"title": "Labuan Bajo Declaration", "kind": "communique", "url": None}]


@pytest.mark.parametrize("changed", [{"theme": "Another"}, {"officers-0-DELETE": "on"}, {"citations-0-note": "Why"}])
def test_change_without_reason_is_refused_and_undone(db, changed):
    client, meeting = editor(), full_meeting()
    before = record_of(meeting)

    response = sent(client, change_address(meeting), **changed)

    assert errors_of(response) == {"reason": ["Say why you make this change: readers see it in the history."]}
    assert record_of(meeting) == before
    assert Revision.objects.count() == 1
    [(name, text)] = changed.items()
    assert controls(response)[name] in (text, [text])


def test_rows_marked_or_emptied_are_removed_and_the_order_is_that_of_the_form(db):
    client, meeting = editor(), full_meeting()
    DocumentFactory(meeting=meeting, title="Second", position=1)
    DocumentFactory(meeting=meeting, title="Third", position=2)
    meeting = revised(meeting)

    sent(
        client,
        change_address(meeting),
        **{
            "officers-0-DELETE": "on", "documents-1-title": "", "documents-1-kind": "other",
            "documents-0-title": "Third", "documents-2-title": "First", "reason": "Put in order",
        },
    )  # fmt: skip

    assert record_of(meeting)["officers"] == []
    assert [row["title"] for row in record_of(meeting)["documents"]] == ["Third", "First"]


def test_citation_keeps_how_it_describes_its_source(db):
    client, meeting = editor(), full_meeting()
    Citation.objects.update(described={"title": "As quoted there"}, supports=["host", "dates"])
    meeting = revised(meeting)

    sent(client, change_address(meeting), **{"citations-0-note": "Because", "reason": "Explained"})

    [citation] = record_of(meeting)["citations"]
    assert (citation["source"]["title"], citation["supports"]) == ("As quoted there", ["host", "dates"])


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ({"ordinal": "17"}, "ammtc-17"),
        ({"ordinal": "3", "kind": "special"}, "ammtc-3-2"),
        ({"ordinal": "4"}, "ammtc-4-2"),
        ({"ordinal": "", "kind": "special", "dates": "20–21 May 2002"}, "ammtc-2002-05-20"),
        ({"ordinal": "", "kind": "special", "dates": "November 2007"}, "ammtc-2007-11"),
        ({"ordinal": "", "kind": "special", "dates": "Q2 2007"}, "ammtc-2007"),
        ({"slug": "ammtc-emergency"}, "ammtc-emergency"),
    ],
)
def test_slug_is_proposed_and_never_one_that_was_used(db, typed, slug):
    client = editor()
    revised(MeetingFactory(ordinal=3))
    gone = revised(MeetingFactory(ordinal=4))
    deletion = reverse("admin:meetings_meeting_delete", args=[gone.pk])
    client.post(deletion, {"reason": "Never held", "opened": "1", "post": "yes"})

    sent(client, ADD, **typed_meeting(**typed))

    assert Meeting.objects.latest("pk").slug == slug


def test_slug_never_changes(db):
    client, meeting = editor(), full_meeting()

    sent(client, change_address(meeting), slug="other", theme="New", reason="Tried")

    assert Meeting.objects.get().slug == "ammtc-17"


def test_html_is_shown_as_text(db):
    client = editor()
    person, source = PersonFactory(name=HTML), SourceFactory(title=HTML, publisher=HTML)
    sent(
        client,
        ADD,
        **typed_meeting(
            title=HTML, theme=HTML, venue_name=HTML, chair_office=HTML, agenda=HTML, notes=HTML, reason=HTML,
            chair_person=person.pk,
            **{
                "documents-0-title": HTML, "officers-0-role": "chair", "officers-0-office": HTML,
                "citations-0-source": source.pk, "citations-0-says": f"theme: {HTML}", "citations-0-note": HTML,
            },
        ),
    )  # fmt: skip
    meeting = Meeting.objects.get()
    assert meeting.notes == HTML

    pages = [
        client.get(reverse(f"admin:meetings_meeting_{page}", args=[meeting.pk])).content.decode()
        for page in ("change", "history", "delete")
    ]
    pages.append(client.get("/admin/meetings/meeting/").content.decode())
    pages.append(sent(client, change_address(meeting), opened="0").content.decode())
    pages.append(
        client.get(reverse("admin:meetings_revision_change", args=[Revision.objects.get().pk])).content.decode()
    )

    assert [page.count("<b onclick") for page in pages] == [0] * 6
    assert all("&lt;b onclick" in page for page in pages)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("18–19 May 2023", {"edtf": "2023-05-18/2023-05-19", "display": "18–19 May 2023"}),
        ("31 February 2023", {"error": "February 2023 has no day 31."}),
        ("a\x00b", {"error": "The date has a character that cannot be shown; type the date anew."}),
        ("", {}),
    ],
)
def test_understanding_is_told_while_typing(db, text, answer):
    response = editor().get(UNDERSTAND, {"text": text})

    assert response.json() == answer


def test_understanding_is_for_staff(client, db):
    assert client.get(UNDERSTAND, {"text": "2023"}).status_code == 302
    assert editor(group=None).get(UNDERSTAND, {"text": "2023"}).status_code == 200


def test_lines_keep_what_they_show():
    items = ["one", "two\nlines", "three: four"]

    field = LinesField()

    assert field.clean(field.prepare_value(items).replace("\n", "\r\n")) == items


def test_said_pairs_keep_what_they_show():
    says = {"theme": "A: B\nand C", "ordinal": 16, "dates": "2023-08~"}

    field = SaysLines()

    assert field.clean(field.prepare_value(says)) == says
