"""The form of a meeting: read as people write, saved with its revision or not at all, and a sentence for all else."""

import pytest
from django.urls import reverse

from meetings.admin.fields import LinesField, SaysLines
from meetings.models import Citation, Document, Meeting, Officer, Revision
from meetings.serializers import shape
from tests.desk import boss, controls, editor, errors_of, opened, said, sent
from tests.factories import (
    BodyFactory,
    CitationFactory,
    CountryFactory,
    DocumentFactory,
    MeetingFactory,
    OfficerFactory,
    PersonFactory,
    PlaceFactory,
    SourceFactory,
    revised,
)

ADD = "/admin/meetings/meeting/add/"
UNDERSTAND = "/admin/meetings/meeting/understand/"
HTML = "<b onclick=alert(1)>&amp;</b>"


def change_address(meeting):
    return reverse("admin:meetings_meeting_change", args=[meeting.pk])


def record_of(meeting):
    return shape(Meeting.objects.with_record().get(pk=meeting.pk))


def full_meeting(**fields):
    """A meeting with a row in each part, as it stands once recorded."""
    meeting = MeetingFactory(**{"slug": "ammtc-17", "ordinal": 17, "dates": "2023-08-21"} | fields)
    OfficerFactory(meeting=meeting, person__name="Joko Widodo")
    DocumentFactory(meeting=meeting, title="Labuan Bajo Declaration")
    CitationFactory(meeting=meeting, source__title="17th AMMTC opens", says={"dates": "2023-08-20/2023-08-23"})
    return revised(meeting)


def typed_meeting(**fields):
    """What is typed into an empty form for a meeting that may be saved."""
    body = BodyFactory()
    return {"body": body.pk, "ordinal": "17", "status": "held", "dates": "2023-08-21", "reason": "Held"} | fields


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


def test_new_meeting_is_saved_with_its_parts_and_one_revision(db):
    client = editor()
    person, source, town = PersonFactory(name="Joko Widodo"), SourceFactory(), PlaceFactory()
    CountryFactory(code="SG", name="Singapore")
    somtc = BodyFactory(slug="somtc", level="senior-officials", reports_to=BodyFactory())

    response = sent(
        client,
        ADD,
        **{
            "body": somtc.pk, "ordinal": "23", "status": "held", "format": "in-person", "dates": "20–21 June 2023",
            "host": "ID", "chair_country": "SG", "chair_person": person.pk, "chair_office": "Director",
            "venue_name": "Hotel Meruorah", "place": town.pk, "theme": "One ASEAN", "agenda": "terrorism\r\n\r\ncybercrime",
            "notes": "First line\r\nsecond line", "gaps": "alongside: unknown\r\nprogramme: not-applicable",
            "officers-0-role": "secretary", "officers-0-office": "ASEAN Secretariat",
            "documents-0-title": "Summary Record", "documents-0-kind": "report",
            "citations-0-source": source.pk, "citations-0-supports": ["dates", "host"],
            "citations-0-says": "ordinal: 22\r\nprogramme: 19–22 June 2023", "citations-0-note": "counts otherwise",
            "reason": "Read in the press", "minor": "on",
        },
    )  # fmt: skip

    assert response.status_code == 302
    [revision] = Revision.objects.all()
    assert (revision.number, revision.kind, revision.reason, revision.minor) == (1, "created", "Read in the press", True)
    assert (revision.editor, revision.editor_name) == (client.user, "anna")
    assert revision.record == record_of(Meeting.objects.get()) == {
        "slug": "somtc-23", "body": "somtc", "ordinal": 23, "kind": "regular", "title": None, "status": "held",
        "dates": "2023-06-20/2023-06-21", "programme": None, "format": "in-person", "host": "ID",
        "chair": {"country": "SG", "person": "Joko Widodo", "office": "Director"},
        "officers": [{"role": "secretary", "person": None, "office": "ASEAN Secretariat", "country": None}],
        "venue": {
            "name": "Hotel Meruorah", "locality": town.locality, "region": "East Nusa Tenggara", "country": "ID"
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

    response = sent(client, change_address(meeting), **{"documents-0-kind": "communique", "reason": "Its own title says so"})

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
    ("typed", "errors"),
    [
        ({"dates": "31 February 2023"}, {"dates": ["February 2023 has no day 31."]}),
        (
            {"dates": "2023-08-23/2023-08-20"},
            {"dates": ["The interval ends (2023-08-20) before it begins (2023-08-23)."]},
        ),
        (
            {"dates": "soon"},
            {"dates": ["Cannot read “soon” as a date; write it like “18–19 May 2023” or “2023-05-18”."]},
        ),
        (
            {"dates": "2023-08-21", "programme": "2023-08-22/2023-08-23"},
            {
                "programme": [
                    "The programme (2023-08-22/2023-08-23) must include the days of the meeting itself (2023-08-21)."
                ]
            },
        ),
        ({"ordinal": "0"}, {"__all__": ["An ordinal counts from 1."]}),
        ({"ordinal": "10000"}, {"ordinal": ["An ordinal is at most 9999."]}),
        ({"ordinal": "3"}, {"__all__": ["Another regular meeting of this body has this ordinal."]}),
        ({"slug": "ammtc-3"}, {"slug": ["Meeting with this Slug already exists."]}),
        ({"slug": "AMMTC 17"}, {"__all__": ["A slug has only small letters, digits and hyphens."]}),
        (
            {"ordinal": "", "dates": ""},
            {"slug": ["Give an ordinal or a date, from which the slug is made, or type one."]},
        ),
        ({"theme": "zero\x00byte"}, {"theme": ["Null characters are not allowed."]}),
        ({"agenda": "zero\x00byte"}, {"agenda": ["Null characters are not allowed."]}),
        ({"theme": "form\x0cfeed"}, {"theme": ["Control characters are not allowed here."]}),
        ({"reason": "form\x0cfeed"}, {"reason": ["Control characters are not allowed here."]}),
        ({"reason": ""}, {"reason": ["Say why you make this change: readers see it in the history."]}),
        ({"title": "x" * 1_000_000}, {"title": ["Ensure this value has at most 300 characters (it has 1000000)."]}),
        ({"gaps": "dates: unknown"}, {"gaps": ["dates is filled in, so it cannot be marked as a gap."]}),
        ({"gaps": "theme"}, {"gaps": ["Write one pair a line, as in “theme: unknown”; “theme” is none."]}),
        ({"gaps": "theme: unknown\ntheme: unknown"}, {"gaps": ["theme stands here twice."]}),
        ({"gaps": "them: unknown"}, {"gaps": ["them: Unknown field them. Did you mean theme?"]}),
        ({"gaps": "theme: unkown"}, {"gaps": ["theme: unkown is not known here. Did you mean unknown?"]}),
        ({"agenda": "x" * 1001}, {"agenda": ["agenda.0: This is too long: it may have 1000 characters."]}),
        ({"officers-0-role": "chair"}, {"officers-0-__all__": ["Name a person, an office or a country."]}),
        ({"documents-0-title": "t", "documents-0-url": "javascript:alert(1)"}, {
            "documents-0-url": ["Give a whole web address that begins with http:// or https://."]}),
        ({"documents-0-url": "https://asean.example/"}, {"documents-0-title": ["This field is required."]}),
        ({"citations-0-note": "a note"}, {
            "citations-0-source": ["This field is required."],
            "citations-0-__all__": ["Say which facts the source supports, or what it says instead."]}),
        ({"citations-0-says": "dates: 31 February 2023"}, {
            "citations-0-source": ["This field is required."],
            "citations-0-says": ["dates: February 2023 has no day 31."]}),
        ({"citations-0-says": "ordinal: second", "citations-0-supports": ["dates"]}, {
            "citations-0-source": ["This field is required."],
            "citations-0-says": ["ordinal: An ordinal is a number from 1."]}),
    ],
)  # fmt: skip
def test_what_cannot_be_saved_is_answered_with_a_sentence_and_kept_in_the_form(db, typed, errors):
    client = editor()
    MeetingFactory(ordinal=3)

    response = sent(client, ADD, **typed_meeting(**typed))

    assert response.status_code == 200
    assert errors_of(response) == errors
    assert Meeting.objects.count() == 1
    assert Revision.objects.count() == 0
    form = controls(response)
    assert {name: form[name] for name in typed} == {name: html_newlines(text) for name, text in typed.items()}


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"body": "4711"}, {"body": ["Select a valid choice. That choice is not one of the available choices."]}),
        ({"body": ""}, {"body": ["This field is required."]}),
        ({"host": "\x00"}, {"host": ["Null characters are not allowed."]}),
        ({"kind": "secret"}, {"kind": ["Select a valid choice. secret is not one of the available choices."]}),
        (
            {"citations-0-supports": ["colour"]},
            {
                "citations-0-source": ["This field is required."],
                "citations-0-supports": ["Select a valid choice. colour is not one of the available choices."],
            },
        ),
        (
            {"officers-TOTAL_FORMS": ""},
            {
                "officers": [
                    "ManagementForm data is missing or has been tampered with. Missing fields: "
                    "officers-TOTAL_FORMS. You may need to file a bug report if the issue persists."
                ]
            },
        ),
    ],
)
def test_what_no_form_offers_is_refused(db, typed, errors):
    response = sent(editor(), ADD, **typed_meeting(**typed))

    assert errors_of(response) == errors
    assert not Meeting.objects.exists()


def html_newlines(text):
    return text.replace("\n", "\r\n") if isinstance(text, str) else text


def test_nothing_is_saved_where_one_row_is_wrong(db):
    client, meeting = editor(), full_meeting()
    before = record_of(meeting)
    typed = {"theme": "New", "officers-0-role": "chair", "citations-0-says": "colour: red", "reason": "All of it"}

    response = sent(client, change_address(meeting), **typed)

    [sentence] = errors_of(response)["citations-0-says"]
    assert sentence.startswith("colour: Unknown fact colour.")
    assert record_of(meeting) == before
    assert Revision.objects.count() == 1
    assert controls(response) | typed == controls(response)


def test_held_in_the_future_is_refused(db):
    client = editor()

    response = sent(client, ADD, **typed_meeting(dates="21 August 2999"))

    [sentence] = errors_of(response)["status"]
    assert sentence.startswith("A meeting that begins on 2999-08-21 cannot be held yet: today is ")
    assert not Meeting.objects.exists()
    assert "Understood as 21 August 2999 (2999-08-21)" in response.content.decode()


def test_source_is_cited_once(db):
    client, source = editor(), SourceFactory(title="Report", publisher="Press")
    rows = {"citations-TOTAL_FORMS": "2"}
    for row in "01":
        rows |= {f"citations-{row}-source": source.pk, f"citations-{row}-supports": ["dates"]}

    response = sent(client, ADD, **typed_meeting(**rows))

    assert errors_of(response) == {
        "citations": ["“Press – Report” is cited twice; a meeting cites each source once."]
    }


def test_chain_may_not_close_a_circle(db):
    client = editor()
    top = revised(MeetingFactory(ordinal=1))
    below = revised(MeetingFactory(body=BodyFactory(slug="somtc", reports_to=BodyFactory()), ordinal=2, alongside=top))

    response = sent(client, change_address(top), alongside=below.pk, reports_to=below.pk, reason="Wrongly")

    assert errors_of(response) == {
        "alongside": ["This closes a circle: ammtc-1 sits alongside somtc-2, which sits alongside ammtc-1."],
        "reports_to": ["ammtc-1 cannot report to somtc-2: the SOMTC does not stand above the AMMTC."],
    }


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
    pages.append(client.get(reverse("admin:meetings_revision_change", args=[Revision.objects.get().pk])).content.decode())

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
    assert editor(group=None).get(UNDERSTAND, {"text": "2023"}).status_code == 403


def test_deletion_needs_a_reason_and_keeps_the_history(db):
    client, meeting = editor(), full_meeting()
    below = revised(MeetingFactory(ordinal=3, alongside=meeting))
    address = reverse("admin:meetings_meeting_delete", args=[meeting.pk])

    asked = client.get(address)
    refused = client.post(address, controls(asked))
    moved = client.post(address, controls(asked) | {"opened": "0", "reason": "Never held"})

    assert "They will report to, or sit alongside, no meeting from then on." in asked.content.decode()
    assert refused.context["deletion"].errors == {"reason": ["Say why you delete this: readers see it in the history."]}
    assert moved.context["deletion"].errors == {
        "__all__": ["It was changed since you opened this page, so nothing was deleted. Look at it, then confirm again."]
    }
    assert Meeting.objects.count() == 2

    response = client.post(address, controls(moved) | {"reason": "Never held"})

    assert said(response)[-1] == "The meeting “17th AMMTC” was deleted successfully."
    assert list(Meeting.objects.values_list("slug", "alongside")) == [("ammtc-3", None)]
    last = Revision.objects.of("ammtc-17").latest("number")
    assert (last.kind, last.reason, last.editor) == ("deleted", "Never held", client.user)
    assert Revision.objects.of(below.slug).latest("number").reason == "Never held"


def test_bulk_deletion_is_not_offered(db):
    client = boss()
    meeting = full_meeting()

    client.post("/admin/meetings/meeting/", {"action": "delete_selected", "_selected_action": meeting.pk, "post": "yes"})

    assert Meeting.objects.get() == meeting


def test_history_shows_revisions_newest_first(db):
    client, meeting = editor(), full_meeting()
    sent(client, change_address(meeting), dates="20–23 August 2023", theme="One", reason="Fixed the days", minor="on")

    response = client.get(reverse("admin:meetings_meeting_history", args=[meeting.pk]))

    newest, oldest = response.context["steps"]
    assert (newest.revision.number, newest.revision.reason, newest.revision.minor) == (2, "Fixed the days", True)
    assert newest.changes == [
        ("dates", "2023-08-21", "2023-08-20/2023-08-23"),
        ("theme", "–", "One"),
    ]
    assert oldest.revision.kind == "created"
    assert ("officers", "–", "role: opening-speaker, person: Joko Widodo") in oldest.changes


def test_history_of_nothing_leads_back(db):
    response = editor().get("/admin/meetings/meeting/4711/history/")

    assert response.status_code == 302


def test_lines_keep_what_they_show():
    items = ["one", "two\nlines", "three: four"]

    field = LinesField()

    assert field.clean(field.prepare_value(items).replace("\n", "\r\n")) == items


def test_said_pairs_keep_what_they_show():
    says = {"theme": "A: B\nand C", "ordinal": 16, "dates": "2023-08~"}

    field = SaysLines()

    assert field.clean(field.prepare_value(says)) == says
