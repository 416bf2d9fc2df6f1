"""Imports at the desk: brought, checked line by line, applied whole with a reason, undone whole."""

import io
import zipfile

import openpyxl
import pytest

from meetings.admin import imports, streaming
from meetings.history import Change, delete
from meetings.importing import checking, steps_of_applying
from meetings.models import Commit, Import, Meeting, Revision
from meetings.models.rights import Rights
from meetings.serializers import shape
from tests.desk import editor, record_of
from tests.factories import BodyFactory, MeetingFactory, PersonFactory, revised
from tests.importing import as_csv, as_xlsx, bring, confirm, content, counts, lines, look, told
from tests.shapes import entry

LIST = "/admin/meetings/meeting/"


def revisions():
    return list(Revision.objects.order_by("slug", "number").values_list("slug", "number", "kind", "reason", "text"))


@pytest.fixture
def anna(db):
    BodyFactory(slug="ammtc")
    return editor()


# The check


def test_empty_template_explains_its_columns_and_is_filled_in(anna):
    book = openpyxl.load_workbook(io.BytesIO(content(anna.get("/admin/meetings/import/template/"))))
    for place, cell in enumerate(["ammtc-1", "ammtc", 1, "regular", None, "held", "18–19 May 2023"], 1):
        book["meetings"].cell(2, place).value = cell
    file = io.BytesIO()
    book.save(file)

    made = bring(anna, "template.xlsx", file.getvalue())

    assert counts(anna, made) == {"new": 1}
    assert ("dates", "–", "2023-05-18/2023-05-19") in told(anna, made, "new")[0][3]


def test_check_tells_row_by_row_what_would_change_and_changes_nothing(anna):
    standing = revised(MeetingFactory(slug="ammtc-1", ordinal=1, theme="One", agenda=["a"]))
    before = revisions()
    same, changed = shape(standing), shape(standing) | {"slug": "ammtc-2", "ordinal": 2}
    revised(MeetingFactory(slug="ammtc-2", ordinal=2, theme="Two"))
    before = revisions()

    made = bring(anna, "some.csv", as_csv([same, changed, entry(slug="ammtc-3", ordinal=3)]))

    assert counts(anna, made) == {"new": 1, "changed": 1, "unchanged": 1}
    assert told(anna, made, "changed") == [
        (3, "ammtc-2", [], [("dates", "2002-08-21", "2001-08-21"), ("theme", "Two", "One"), ("agenda", "–", "a")])
    ]
    assert [line[:3] for line in told(anna, made, "new")] == [(4, "ammtc-3", [])]
    assert (revisions(), Meeting.objects.count()) == (before, 2)


def test_check_tells_all_that_is_wrong_with_its_row_and_column(anna):
    card = {"source": {"url": "x"}, "supports": ["dates"]}
    wrong = entry(slug="ammtc-1", dates="31 February 2023", host="XX", citations=[card, card])
    rows = as_csv([entry(slug="ammtc-2", ordinal=2)]).replace("ammtc-2,ammtc,2", "ammtc-2,ammtc,two")

    table = bring(anna, "some.csv", rows)
    ndjson = bring(anna, "some.ndjson", lines(wrong) + "\n\n{\n" + lines({"slug": "ammtc-9", "hots": "ID"}))
    yaml = bring(anna, "some.yaml", "- slug: ammtc-1\n  body: ammtc\n  kind: regular\n  status: hold\n")

    assert told(anna, table, "wrong") == [(2, "ammtc-2", [("ordinal", "An ordinal is a number from 1.")], [])]
    assert [(number, slug) for number, slug, *_ in told(anna, ndjson, "wrong")] == [
        (1, "ammtc-1"),
        (3, ""),
        (4, "ammtc-9"),
    ]
    first, second, third = [problems for _, _, problems, _ in told(anna, ndjson, "wrong")]
    assert [where for where, _ in first] == ["dates", "host", "citations.0.source.url", "citations.1.source.url"]
    assert second == [
        ("", "The line is not JSON: Expecting property name enclosed in double quotes (line 2, column 1).")
    ]
    assert ("hots", "Unknown key hots. Did you mean host?") in third
    assert told(anna, yaml, "wrong") == [
        (1, "ammtc-1", [("line 4, status", "hold is not known here. Did you mean held?")], [])
    ]


def test_check_tells_what_only_all_lines_together_break(anna):
    numbers = bring(anna, "a.ndjson", lines(entry(slug="a", ordinal=1), entry(slug="b", ordinal=1)))
    links = bring(anna, "b.ndjson", lines(entry(slug="a", ordinal=1, alongside="c"), entry(slug="b", ordinal=2)))
    twice = bring(anna, "c.ndjson", lines(entry(slug="a", ordinal=1), entry(slug="a", ordinal=2)))

    assert told(anna, numbers, "wrong") == [
        (2, "b", [("ordinal", "a has this ordinal too; a series counts each number once.")], [])
    ]
    assert told(anna, links, "wrong") == [(1, "a", [("alongside", "There is no meeting c.")], [])]
    assert told(anna, twice, "wrong") == [(2, "a", [("slug", "Line 1 has it too.")], [])]
    assert Meeting.objects.count() == 0


@pytest.mark.parametrize("digits", ["²", "9" * 5000])
def test_what_is_no_number_is_wrong_in_its_cell(anna, digits):
    revised(MeetingFactory(ordinal=1))

    made = bring(
        anna,
        "a.csv",
        f'slug,ordinal,citations,_revision\r\nammtc-1,{digits},"title: A\nsays.ordinal: {digits}",{digits}',
    )

    [(_, _, problems, _)] = told(anna, made, "wrong")
    assert problems == [
        ("_revision", "_revision is the number of a revision; 0 says that it is new."),
        ("ordinal", "An ordinal is a number from 1."),
        ("citations, card 1, says.ordinal", "An ordinal is a number from 1."),
    ]


@pytest.mark.parametrize("name", ["a.csv", "a.ndjson"])
def test_what_no_text_of_the_database_holds_is_told_all_the_same(anna, name):
    data = {"a.csv": "slug,body\r\nx\0y,\0\r\n", "a.ndjson": '{"slug": "x\\u0000y", "body": "\\u0000"}\n'}

    made = bring(anna, name, data[name])

    assert made.lines.get().slug == "x�y"
    assert ["body", "There is no body �. Known are: ammtc."] in made.lines.get().problems


def test_yaml_may_begin_with_a_mark_of_its_encoding(anna):
    made = bring(anna, "a.yaml", "\ufeff- slug: x\n".encode())

    assert (made.problems, made.lines.get().slug) == ([], "x")


def test_line_taken_from_a_former_revision_is_told_with_who_wrote_since(anna):
    meeting = revised(MeetingFactory(slug="ammtc-1", ordinal=1, theme="One"))
    file = content(anna.get(f"{LIST}export.csv")).decode()
    Meeting.objects.update(theme="Two")
    revised(meeting, "Read elsewhere", editor=anna.user)

    made = bring(anna, "some.csv", file.replace("One", "Three"))
    unguarded = bring(anna, "some.yaml", content(anna.get(f"{LIST}export.yaml")).decode().replace("Two", "Three"))

    sentence = (
        "The line was taken from revision 1. anna has since written revision 2 (“Read elsewhere”). "
        "Export it again, and change that."
    )
    assert [line[2] for line in told(anna, made, "wrong")] == [[("_revision", sentence)]]
    assert counts(anna, unguarded) == {"changed": 1}


def test_column_that_is_left_out_stays_as_it_is(anna):
    meeting = revised(MeetingFactory(slug="ammtc-1", ordinal=1, theme="One", chair_person=PersonFactory(name="Ani")))

    made = bring(anna, "some.csv", "slug,theme,chair.office\nammtc-1,Two,Minister\n")
    confirm(anna, made)

    assert record_of(meeting) == shape(meeting) | {
        "theme": "Two",
        "chair": {"country": None, "person": "Ani", "office": "Minister"},
    }


def test_meeting_that_was_deleted_is_new_and_one_that_was_merged_is_not_written(anna):
    kept = revised(MeetingFactory(slug="ammtc-1", ordinal=1))
    for slug, ordinal, into in (("ammtc-2", 2, None), ("ammtc-3", 3, kept)):
        delete(revised(MeetingFactory(slug=slug, ordinal=ordinal)), Change("Wrong"), merged_into=into)

    deleted = bring(anna, "a.ndjson", lines(entry(slug="ammtc-2", ordinal=2)))
    merged = bring(anna, "b.ndjson", lines(entry(slug="ammtc-3", ordinal=3)))
    confirm(anna, deleted)

    assert told(anna, merged, "wrong") == [(1, "ammtc-3", [("slug", "It was merged into ammtc-1: write to that.")], [])]
    assert Revision.objects.of("ammtc-2").latest("number").kind == "restored"


# Files that cannot be taken


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("a.csv", b"", "The file is empty."),
        ("a.pdf", b"%PDF-1.7", "Files of this kind are not read. Bring a workbook (.xlsx), .csv, .yaml, .ndjson or .json."),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1", "This is a workbook of an old kind (.xls), or one with a password. Save it as “Excel workbook” (.xlsx), without one."),
    ],
)  # fmt: skip
def test_file_of_another_kind_is_refused_at_once(anna, name, data, sentence):
    assert bring(anna, name, data) == {"file": [sentence]}
    assert Import.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "data", "sentences"),
    [
        ("a.csv", "slug;title\r\nx;Français".encode("cp1252"), ["The file is not in UTF-8. Save it as “CSV UTF-8”, or send the workbook (.xlsx) itself."]),
        ("a.csv", b"slug|title\r\nx|y", ["row 1: The cells are separated by bars. Separate them by commas, semicolons or tabs."]),
        ("a.csv", b"slug,titel\r\nx,y", ["row 1, titel: There is no such column. Did you mean title?"]),
        ("a.csv", b"slug\r\n", ["The file has no meetings."]),
        ("a.json", b"{}", ["The file must be a list of records, in brackets."]),
        ("a.json", b"[{]", ["The file is not JSON: Expecting property name enclosed in double quotes (line 1, column 3)."]),
        ("a.yaml", b"a: b", ["line 1: The file must be a list of entries, each beginning with a dash in the first column."]),
        ("a.json", b'["\\ud800"]', ["The file holds half a character: one \\u of a pair stands alone."]),
        ("a.yaml", b"- ? [a]\n  : 1\n", ["line 1: The YAML is malformed: a key must be a text."]),
        ("a.yaml", b"- ordinal: !!int abc\n", ["line 1: The YAML is malformed: a number cannot be read."]),
        ("a.yaml", b"- slug: [\n", ["line 2: The YAML is malformed: did not find expected node content."]),
    ],
)  # fmt: skip
def test_file_that_cannot_be_read_says_where_and_what_to_do(anna, name, data, sentences):
    made = bring(anna, name, data)

    assert (made.problems, made.lines.count()) == (sentences, 0)
    assert "Nothing is applied" in confirm(anna, made)


def test_file_that_is_too_large_is_refused(anna, monkeypatch):
    monkeypatch.setattr(imports, "MOST_BYTES", 10)
    monkeypatch.setattr(checking, "MOST_LINES", 2)

    large = bring(anna, "a.ndjson", lines(*[entry(slug=f"a-{number}") for number in range(3)]))
    monkeypatch.setattr(imports, "MOST_BYTES", 10_000_000)
    many = bring(anna, "a.ndjson", lines(*[entry(slug=f"a-{number}") for number in range(3)]))

    assert large["file"][0].endswith("Bring it in parts.")
    assert many.problems == [checking.TOO_MANY]


def test_workbook_that_unpacks_without_end_is_refused(anna):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/worksheets/sheet1.xml", b" " * (201 * 2**20))

    made = bring(anna, "a.xlsx", file.getvalue())

    assert made.problems == ["Unpacked, this workbook has 201 MB; at most 200 are taken. Send it in parts."]


# Applying and undoing


@pytest.mark.parametrize("minor", [True, False])
def test_import_is_applied_with_a_reason_as_one_commit(anna, minor):
    standing = revised(MeetingFactory(slug="ammtc-1", ordinal=1, theme="One"))
    made = bring(anna, "some.xlsx", as_xlsx([shape(standing) | {"theme": "Two"}, entry(slug="ammtc-2", ordinal=2)]))

    refused = anna.post(f"/admin/meetings/import/{made.pk}/apply/", {"reason": " "})
    page = confirm(anna, made, **({"minor": "on"} if minor else {}))
    again = confirm(anna, made)

    assert refused.context["form"].errors == {
        "reason": ["Say why you make this change: readers see it in the history."]
    }
    assert ("Done." in page, "This import is applied already." in again) == (True, True)
    made.refresh_from_db()
    assert (made.state, made.reason, made.commit) == ("applied", "Read in the minutes", Commit.objects.latest("pk"))
    assert list(made.commit.revisions.values_list("slug", "number", "kind", "reason", "editor_name", "minor")) == [
        ("ammtc-1", 2, "changed", "Read in the minutes", "anna", minor),
        ("ammtc-2", 1, "created", "Read in the minutes", "anna", minor),
    ]
    assert record_of(standing)["theme"] == "Two"


def test_nothing_is_applied_where_somebody_wrote_since_the_check(anna):
    meeting = revised(MeetingFactory(slug="ammtc-1", ordinal=1, theme="One"))
    made = bring(anna, "some.csv", "slug,theme\nammtc-1,Two\n")
    Meeting.objects.update(theme="Three")
    revised(meeting, "Read elsewhere")

    page = confirm(anna, made)

    assert "Changed since the file was checked: ammtc-1. Bring the file again" in page
    assert record_of(meeting)["theme"] == "Three"
    assert Import.objects.get().state == "checked"


def test_nothing_is_applied_where_one_line_is_wrong(anna):
    made = bring(anna, "a.ndjson", lines(entry(slug="a", ordinal=1), entry(slug="b", host="XX")))

    page = confirm(anna, made)

    assert "Nothing is applied of a file in which something is wrong." in page
    assert 'value="Apply it"' not in look(anna, made).content.decode()
    assert Meeting.objects.count() == 0


def test_import_is_undone_as_one_step_to_exactly_what_was(anna):
    standing = revised(MeetingFactory(slug="ammtc-1", ordinal=1, theme="One"))
    former = record_of(standing)
    # The number that the new one takes is free again once it is undone.
    file = as_csv(
        [former | {"ordinal": None, "kind": "special", "alongside": "ammtc-x"}, entry(slug="ammtc-x", ordinal=1)]
    )
    made = bring(anna, "some.csv", file)
    confirm(anna, made)
    applied = revisions()

    page = confirm(anna, made, "undo", reason="The minutes were of another year")
    again = confirm(anna, made, "undo")

    assert ("Done." in page, "This import is undone already." in again) == (True, True)
    assert record_of(standing) == former
    assert list(Meeting.objects.values_list("slug", flat=True)) == ["ammtc-1"]
    assert [row for row in revisions() if row in applied] == applied
    assert [row[:4] for row in revisions() if row not in applied] == [
        ("ammtc-1", 3, "restored", "The minutes were of another year"),
        ("ammtc-x", 2, "deleted", "The minutes were of another year"),
    ]


def test_import_is_not_undone_over_what_somebody_did_since(anna):
    file = lines(entry(slug="a", ordinal=1), entry(slug="b", ordinal=2))
    made = bring(anna, "a.ndjson", file)
    confirm(anna, made)
    Meeting.objects.filter(slug="b").update(theme="Later")
    revised(Meeting.objects.get(slug="b"), "Heard since", editor=anna.user)

    moved = confirm(anna, made, "undo")
    delete(Meeting.objects.get(slug="b"), Change("Never met"))
    gone = confirm(anna, made, "undo")

    assert "Changed since, so nothing was undone: b (by anna: “Heard since”)." in moved
    assert "Changed since, so nothing was undone: b (by somebody: “Never met”)." in gone
    assert list(Meeting.objects.values_list("slug", flat=True)) == ["a"]


def test_import_is_not_undone_where_others_point_at_what_it_brought(anna):
    made = bring(anna, "a.ndjson", lines(entry(slug="a", ordinal=1)))
    confirm(anna, made)
    revised(MeetingFactory(slug="c", ordinal=3, alongside=Meeting.objects.get(slug="a")))

    page = confirm(anna, made, "undo")

    assert "These point at a meeting that would be taken out: c. Change them first." in page
    assert Meeting.objects.count() == 2


def test_whoever_leaves_while_it_is_applied_changes_nothing(anna):
    made = bring(anna, "a.ndjson", lines(entry(slug="a", ordinal=1)))
    change = Change("Read", editor=anna.user, at=made.at)
    steps = steps_of_applying(made.pk, change, rights=Rights(anna.user))

    written = next(steps)
    steps.close()

    assert (written, Meeting.objects.count(), Import.objects.get().state) == (1, 0, "checked")


def test_what_breaks_off_says_so_before_the_page_ends():
    def broken():
        yield "Written: 1"
        raise ZeroDivisionError

    page = streaming.growing(f"<main>{streaming.MARK}</main>", broken())

    assert [next(page), next(page), next(page)] == [
        "<main>",
        "<p>Written: 1</p>\n",
        f'<p class="errornote">{streaming.BROKE_OFF}</p></main>',
    ]
    with pytest.raises(ZeroDivisionError):
        next(page)
