"""Exports: a query taken away whole in each form, in one state of the record, and taken in again as it was."""

import csv
import gzip
import json
import shutil
import subprocess
from datetime import date
from io import BytesIO

import openpyxl
import pytest
import yaml
from django.db import connection
from django.http import QueryDict

from meetings.answers import own
from meetings.dataset import dump
from meetings.filters.exports import ExportQuery
from meetings.history import Change, delete, write
from meetings.models import Answer, Line, Meeting
from meetings.serializers import MeetingSerializer, shape
from meetings.serializers.meetings import known_codes
from meetings.tables import read_csv, read_xlsx, record_of
from tests.conftest import TODAY, end_transaction
from tests.factories import CitationFactory, MeetingFactory, OfficerFactory, revised
from tests.threads import at_once
from tests.writing import chain_of_bodies, planned, program
from timeline.exports import sending
from timeline.exports.forms import FORMS
from timeline.exports.selection import Selection

FIRST = date(2026, 11, 24)
# What one question for the rows takes: two more where PostgreSQL opens and closes a transaction for it.
QUESTIONS = {"postgresql": 3, "sqlite": 1}


def export(client, suffix, query="", **headers):
    """The answer, read to its end as a server does; `body` is what came."""
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    response = client.get(f"/meetings.{suffix}{query}", headers=given)
    response.body = response.getvalue()
    return response


def lines(response):
    return [json.loads(line) for line in response.body.decode().splitlines()]


def shapes(**lookups):
    """The records of these meetings in the one shape, told by their rows."""
    return [shape(meeting) for meeting in Meeting.objects.with_record().in_time_order().filter(**lookups)]


def test_ndjson_has_a_record_in_the_one_shape_on_each_line(client, record):
    assert lines(export(client, "ndjson")) == shapes()


def test_json_is_a_list_of_the_same_records(client, record):
    assert json.loads(export(client, "json").body) == shapes()


def test_yaml_of_a_body_in_its_order_is_the_file_of_the_dataset(client, record, tmp_path):
    dump(tmp_path)

    told = export(client, "yaml", "?body=ammtc&kind=regular&ordering=ordinal").body

    assert told
    assert (tmp_path / "meetings/ammtc.yaml").read_bytes().startswith(told)


def taken_in(rows):
    """What the rows of a table say, as it would be imported."""
    serializer = MeetingSerializer(data=[record_of(row) for row in rows], many=True, context={"known": known_codes()})
    serializer.is_valid(raise_exception=True)
    return serializer.validated_data


def test_csv_and_xlsx_hold_the_same_records(client, record):
    as_csv, as_xlsx = (BytesIO(export(client, suffix).body) for suffix in ("csv", "xlsx"))

    assert taken_in(read_csv(as_csv)) == shapes()
    assert taken_in(read_xlsx(as_xlsx)) == shapes()


def test_csv_is_utf_8_with_a_mark_and_crlf_and_neutral_cells(client, db, settings):
    settings.PUBLIC_URL = "https://meetings.example"
    evil = "=HYPERLINK(0)"
    revised(MeetingFactory(ordinal=1, theme=evil, notes="@SUM(1)\ntwo", title="-1+1", venue_name="\x02=1+1"))

    told = export(client, "csv").body.decode()
    (row,) = csv.DictReader(told.removeprefix("\ufeff").splitlines(keepends=True))

    assert told.startswith("\ufeffslug,body,ordinal,")
    assert told.endswith("\r\n")
    assert (row["theme"], row["notes"], row["title"]) == (f"'{evil}", "'@SUM(1)\ntwo", "'-1+1")
    assert (row["venue.name"], row["url"]) == ("\ufffd=1+1", "https://meetings.example/meetings/ammtc-1/")


def test_csv_tells_what_is_not_ready_from_the_rows_and_what_once_stood(client, record):
    ready = export(client, "csv", "?ordering=slug").body
    Line.objects.filter(meeting__body__slug="ammtc").delete()
    lacking = export(client, "csv", "?ordering=slug").body
    then = export(client, "csv", "?as_of=2099-01-01T00:00:00Z").body

    assert lacking == ready
    assert taken_in(read_csv(BytesIO(then))) == taken_in(read_csv(BytesIO(ready)))


def test_days_in_a_workbook_are_days(client, db):
    revised(MeetingFactory(ordinal=1, dates="2023-08-21", programme="2023-08-20/2023-08-23", theme="=1+1"))

    sheet = openpyxl.load_workbook(BytesIO(export(client, "xlsx").body))["meetings"]
    names, cells = map(list, sheet.iter_rows())
    told = {name.value: cell for name, cell in zip(names, cells, strict=True)}

    assert (told["dates"].is_date, told["dates"].value.date()) == (True, date(2023, 8, 21))
    assert (told["earliest"].value.date(), told["programme"].value) == (date(2023, 8, 21), "2023-08-20/2023-08-23")
    assert (told["theme"].data_type, told["theme"].value) == ("s", "=1+1")


@pytest.mark.stress
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not on this machine")
def test_csv_opens_in_libreoffice_with_every_script_and_no_formula_run(client, db, tmp_path):
    said = ("การประชุมรัฐมนตรีอาเซียน", "Hội nghị Bộ trưởng, Hà Nội", "កិច្ចប្រជុំរដ្ឋមន្ត្រី", "=1+1", "-2+3|cmd", "@SUM(1;2)")
    for ordinal, theme in enumerate(said, 1):
        revised(MeetingFactory(ordinal=ordinal, theme=theme))
    (tmp_path / "meetings.csv").write_bytes(export(client, "csv").body)

    # What the dialog offers for a file with the mark of UTF-8, which nobody is asked here.
    ways = [f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--infilter=CSV:44,34,UTF8"]
    command = ["soffice", *ways, "--convert-to", "xlsx", "--outdir", tmp_path, tmp_path / "meetings.csv"]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    sheet = openpyxl.load_workbook(tmp_path / "meetings.xlsx").active
    column = [cell.value for cell in sheet[1]].index("theme")

    assert [row[column].value for row in sheet.iter_rows(min_row=2)] == [*said[:3], *(f"'{text}" for text in said[3:])]
    assert [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "f"] == []


@pytest.mark.parametrize(("suffix", "nothing"), [("ndjson", b""), ("json", b"[\n]\n"), ("yaml", b"[]\n")])
def test_export_of_an_empty_record_can_be_read(client, db, suffix, nothing):
    assert export(client, suffix).body == nothing


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("", ["ammtc-1", "ammtc-2", "ammtc-3"]),
        ("?ordering=-date", ["ammtc-3", "ammtc-2", "ammtc-1"]),
        ("?from=2002&to=2002", ["ammtc-2"]),
        ("?status=cancelled", []),
    ],
)
def test_export_holds_what_is_asked_for_in_the_order_asked_for(client, db, query, slugs):
    for ordinal in (1, 2, 3):
        MeetingFactory(ordinal=ordinal, dates=f"200{ordinal}-08-21")

    assert [each["slug"] for each in lines(export(client, "ndjson", query))] == slugs


def test_export_as_of_a_time_holds_the_record_as_it_then_stood(client, db):
    first = revised(MeetingFactory(ordinal=1, theme="As announced"), at=sending_day(1))
    first.theme = "As it was"
    first.save()
    revised(first, at=sending_day(3))

    then, now = (lines(export(client, "ndjson", query)) for query in ("?as_of=2026-11-02T00:00:00Z", ""))

    assert [each["theme"] for each in then + now] == ["As announced", "As it was"]
    assert list(then[0]) == list(now[0])


def sending_day(day):
    return f"2026-11-0{day}T12:00:00+00:00"


@pytest.mark.parametrize("suffix", [form.suffix for form in FORMS])
def test_export_is_named_after_what_it_holds_and_the_day_of_the_last_change(client, db, suffix):
    revised(MeetingFactory(ordinal=1), at="2026-11-24T12:00:00Z")
    end_transaction()
    form = next(form for form in FORMS if form.suffix == suffix)

    whole, narrow = export(client, suffix), export(client, suffix, "?body=ammtc&q=Hà+Nội")
    day = whole["Last-Modified"]

    assert whole["Content-Type"] == form.media_type
    assert whole["Content-Disposition"].startswith('attachment; filename="asean-meetings-20')
    assert narrow["Content-Disposition"].startswith('attachment; filename="asean-meetings-ammtc-ha-noi-20')
    assert whole["Content-Disposition"].endswith(f'.{suffix}"')
    assert day == narrow["Last-Modified"]


@pytest.mark.parametrize(
    ("query", "sentence", "suggestion"),
    [
        ("?hots=ID", "Unknown parameter hots. Did you mean host?", "host"),
        ("?limit=5", "limit is for /api/v1/meetings/: an export is whole. Leave it out.", None),
        (
            "?fields=slug",
            "fields is for /api/v1/meetings/: an export has all keys of each meeting. Leave it out.",
            None,
        ),
    ],
)
def test_export_refuses_what_it_does_not_know(client, db, query, sentence, suggestion):
    response = export(client, "ndjson", query)

    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
    assert response.json()["errors"] == [
        {"parameter": query[1:].split("=")[0], "message": sentence, "suggestion": suggestion}
    ]


@pytest.mark.parametrize("header", ["If-None-Match", "If-Modified-Since"])
def test_export_is_not_sent_again_unless_something_changed(client, db, header):
    meeting = revised(MeetingFactory(ordinal=1))
    end_transaction()
    first = export(client, "ndjson")
    given = {header: first["ETag"] if header == "If-None-Match" else first["Last-Modified"]}

    again = export(client, "ndjson", **given)
    meeting.theme = "Together"
    meeting.save()
    revised(meeting, reason="A theme was found")
    end_transaction()

    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert export(client, "ndjson", **given).status_code == 200
    assert export(client, "json")["ETag"] != export(client, "ndjson")["ETag"]


def test_unchanged_export_reads_no_meeting(client, db, django_assert_num_queries):
    revised(MeetingFactory(ordinal=1))
    end_transaction()
    tag = export(client, "ndjson", "?body=ammtc")["ETag"]

    with django_assert_num_queries(1):
        response = export(client, "ndjson", "?body=ammtc", if_none_match=tag)

    assert response.status_code == 304


def test_head_of_an_export_tells_what_get_would_and_reads_no_meeting(client, record, django_assert_num_queries):
    whole = export(client, "ndjson")
    with django_assert_num_queries(1):
        head = client.head("/meetings.ndjson")

    assert head.getvalue() == b""
    assert {name: head[name] for name in head.headers if name != "X-Request-ID"} == {
        name: whole[name] for name in whole.headers if name != "X-Request-ID"
    }


def test_export_may_be_read_by_scripts_of_any_origin_and_is_compressed_where_asked(client, record):
    response = export(client, "ndjson", accept_encoding="gzip")

    assert response["Access-Control-Allow-Origin"] == "*"
    assert gzip.decompress(response.body) == export(client, "ndjson").body


def test_export_takes_nothing_but_reading(client, db):
    assert client.post("/meetings.ndjson").status_code == 405


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "ndjson", "json", "yaml"])
@pytest.mark.parametrize("rows", [1, 3])
def test_export_asks_the_same_number_of_queries(client, db, django_assert_num_queries, suffix, rows):
    for ordinal in range(1, rows + 1):
        meeting = MeetingFactory(ordinal=ordinal)
        CitationFactory(meeting=meeting), OfficerFactory(meeting=meeting)
        revised(meeting)

    with django_assert_num_queries(1 + QUESTIONS[connection.vendor]):
        export(client, suffix)


def test_export_tells_what_is_not_ready_from_the_rows(client, record):
    before = export(client, "ndjson").body
    Answer.objects.filter(meeting__body__slug="ammtc").delete()

    assert export(client, "ndjson").body == before


def test_own_part_of_a_ready_text_is_the_record_whatever_it_says(db):
    evil = 'x","name":"y\\"},{"name":\u2028"'
    meeting = revised(MeetingFactory(ordinal=1, title=evil[:300], notes=f'{evil}\n,"name":"', theme=evil))

    assert json.loads(own(meeting.answer.text)) == shape(meeting)


def test_export_is_taken_in_again_as_it_was(database):
    chain_of_bodies()
    write([planned("ammtc-1", 1), planned("ammtc-2", 2, theme="“=1+1”, Hà Nội, กรุงเทพ")], Change("First"), today=TODAY)
    anna = program("editor of ammtc")
    before = {suffix: export(anna.browser, suffix).body for suffix in ("ndjson", "json")}
    for meeting in Meeting.objects.all():
        delete(meeting, Change("To be taken in again"))

    told = [
        anna.post("bulk/", before["ndjson"], content_type="application/x-ndjson").status_code,
        export(anna.browser, "ndjson").body == before["ndjson"],
        [each["outcome"] for each in anna.post("bulk/", before["json"]).json()["results"]],
    ]

    assert told == [200, True, ["unchanged"] * 2]


def test_what_is_written_meanwhile_changes_no_export_under_way(database):
    chain_of_bodies()
    write([planned(f"ammtc-{n}", n, dates=f"20{n}") for n in (30, 31, 32, 33)], Change("First"), today=TODAY)
    batches = Selection(ExportQuery(QueryDict()), batch=1).texts()
    before = [json.loads(next(batches)[0])["slug"]]

    def meanwhile(_number):
        delete(Meeting.objects.get(slug="ammtc-32"), Change("It never was"))
        new = planned("ammtc-34", 34, dates="2031-02")
        write([planned("ammtc-33", 33, dates="2029"), new], Change("Moved"), today=TODAY)

    at_once(1, meanwhile)
    after = [json.loads(text)["slug"] for texts in batches for text in texts]

    assert before + after == ["ammtc-30", "ammtc-31", "ammtc-32", "ammtc-33"]
    told = b"".join(form_of("yaml").pieces(Selection(ExportQuery(QueryDict()))))
    assert [each["slug"] for each in yaml.safe_load(told)] == ["ammtc-33", "ammtc-30", "ammtc-31", "ammtc-34"]


def form_of(suffix):
    return next(form for form in FORMS if form.suffix == suffix)


def test_export_leaves_room_for_others_and_gives_its_place_back(client, record):
    begun = [sending.PLACES.acquire(blocking=False) for _ in range(4)]
    refused = export(client, "ndjson")
    for _ in begun:
        # Nobody read even the first piece.
        sending.Pieces(piece for piece in ()).close()

    assert (begun, refused.status_code, refused["Retry-After"]) == ([True] * 4, 503, "5")
    assert [export(client, "ndjson").status_code for _ in range(5)] == [200] * 5
