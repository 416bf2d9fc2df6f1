"""Polls: what did not change is not sent again, and what changed is never held back."""

from datetime import UTC, datetime

import pytest
from django.core.cache import cache
from django.utils.http import http_date

from meetings.history import Change, revise, revising, write
from meetings.models import Answer, Body, Commit, Meeting
from tests.conftest import TODAY, end_transaction
from tests.factories import revised
from tests.shapes import entry
from tests.writing import MEETINGS, chain_of_bodies, planned, program

# Answers of every kind that follow from the record.
PUBLIC = [
    "/api/v1/meetings/",
    "/api/v1/meetings/?host=ID&limit=2",
    "/api/v1/meetings/?q=terrorism&expand=snippet",
    "/api/v1/meetings/?fields=slug&ordering=-date",
    "/api/v1/meetings/?as_of=2099-01-01T00:00:00Z",
    "/api/v1/meetings/ammtc-17/",
    "/api/v1/meetings/ammtc-17/?expand=body",
    "/api/v1/meetings/ammtc-17/?as_of=2099-01-01T00:00:00Z",
    "/api/v1/meetings/ammtc-17/chain/",
    "/api/v1/meetings/ammtc-17/history/",
    "/api/v1/meetings/ammtc-17/claims/",
    "/api/v1/bodies/",
    "/api/v1/bodies/ammtc/",
    "/api/v1/countries/",
    "/api/v1/places/",
    "/api/v1/people/",
    "/api/v1/sources/",
    "/api/v1/documents/",
    "/api/v1/changes/",
    "/api/v1/counts/",
    "/api/v1/density/",
]


def edit(slug="ammtc-17", theme="Another"):
    meeting = Meeting.objects.get(slug=slug)
    Meeting.objects.filter(pk=meeting.pk).update(theme=theme)
    revise([meeting.pk], Change("Seen"))
    end_transaction()


@pytest.mark.parametrize("address", PUBLIC)
def test_unchanged_answer_is_not_sent_again(client, record, address):
    first = client.get(address)
    polls = [{"If-None-Match": first["ETag"]}, {"If-Modified-Since": first["Last-Modified"]}]

    answers = [client.get(address, headers=poll) for poll in polls]

    assert [(answer.status_code, answer.content) for answer in answers] == [(304, b"")] * len(answers)
    assert {(answer["ETag"], answer["Cache-Control"]) for answer in answers} == {(first["ETag"], "no-cache")}
    assert first["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("address", [address for address in PUBLIC if "density" not in address])
def test_answer_is_sent_again_after_a_change(client, record, address):
    first = client.get(address)

    edit()

    polls = [{"If-None-Match": first["ETag"]}, {"If-Modified-Since": first["Last-Modified"]}]
    answers = [client.get(address, headers=poll) for poll in polls]
    assert {answer.status_code for answer in answers} == {200}
    assert {answer["ETag"] for answer in answers} - {first["ETag"]} == {answers[0]["ETag"]}


def test_poll_of_a_list_reads_no_meeting(client, record, django_assert_num_queries):
    tag = client.get(MEETINGS)["ETag"]

    with django_assert_num_queries(1) as captured:
        answer = client.get(MEETINGS, headers={"If-None-Match": f'"x", {tag}'})
    with django_assert_num_queries(1):
        client.get(MEETINGS, headers={"If-None-Match": tag})

    assert answer.status_code == 304
    assert "meetings_commit" in captured[0]["sql"]


def test_tag_of_one_address_is_not_that_of_another(client, record):
    tag = client.get(MEETINGS)["ETag"]

    answers = [client.get(f"{MEETINGS}{query}", headers={"If-None-Match": tag}) for query in ("?limit=1", "?hots=ID")]

    assert [answer.status_code for answer in answers] == [200, 400]


def test_other_meetings_do_not_change_the_tag_of_one(client, record):
    first = client.get(f"{MEETINGS}ammtc-17/")

    edit("ammtc-18")

    assert client.get(f"{MEETINGS}ammtc-17/", headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_meeting_is_sent_again_once_another_reports_to_it(client, record):
    somtc = Meeting.objects.filter(body__slug="somtc", reports_to=None, prepared_by=None).first()
    wg = Meeting.objects.filter(body__slug="somtc-wg-ct").first()
    tag = client.get(f"{MEETINGS}{somtc.slug}/")["ETag"]

    Meeting.objects.filter(pk=wg.pk).update(reports_to=somtc)
    revise([wg.pk], Change("Reported"))
    answer = client.get(f"{MEETINGS}{somtc.slug}/", headers={"If-None-Match": tag})

    assert (answer.status_code, answer.json()["prepared_by"]) == (200, [wg.slug])
    assert (tag, answer["ETag"]) == (f'"{somtc.slug}.{somtc.revision}"', f'"{somtc.slug}.{somtc.revision}+1"')


def test_change_may_name_the_state_as_it_was_last_told(db):
    chain_of_bodies()
    write([planned()], Change("First"), today=TODAY)
    anna = program("editor of ammtc")
    Answer.objects.update(number=3)
    tag = anna.get("ammtc-17/")["ETag"]

    answers = [anna.patch("ammtc-17/", {"theme": theme}, match=tag) for theme in ("A", "B")]

    assert (tag, [answer.status_code for answer in answers]) == ('"ammtc-17.1+3"', [200, 412])


def test_changes_of_one_second_are_all_told_by_date(client, db):
    meeting = revised(planned_meeting())
    first = client.get(MEETINGS), client.get(f"{MEETINGS}{meeting.slug}/")
    edit(meeting.slug, "A")
    second = client.get(MEETINGS), client.get(f"{MEETINGS}{meeting.slug}/")
    edit(meeting.slug, "B")

    for answer in (*first, *second):
        address = answer.wsgi_request.path
        again = client.get(address, headers={"If-Modified-Since": answer["Last-Modified"]})
        assert (again.status_code, b'"theme":"B"' in again.content) == (200, True)


def planned_meeting():
    chain_of_bodies()
    write([entry("ammtc-17", body="ammtc", ordinal=17, status="planned")], Change("First"), today=TODAY)
    end_transaction()
    return Meeting.objects.get()


def test_no_date_of_ours_lies_ahead(client, record):
    for _ in range(5):
        edit(theme=f"{Commit.objects.count()}")

    dates = {client.get(address)["Last-Modified"] for address in (MEETINGS, f"{MEETINGS}ammtc-17/")}

    now = http_date(datetime.now(UTC).timestamp())
    assert {date[:16] for date in dates} <= {now[:16]}
    assert all(date <= now for date in dates if date[:16] == now[:16])


def test_name_of_a_body_that_changes_is_sent_again(client, record):
    first = client.get(MEETINGS), client.get(f"{MEETINGS}ammtc-17/")
    body = Body.objects.get(slug="ammtc")

    with revising(Change("Its name now"), body, Meeting.objects.filter(body=body)):
        Body.objects.filter(pk=body.pk).update(acronym="AMMTC (new)")
    end_transaction()

    for answer in first:
        again = client.get(answer.wsgi_request.path, headers={"If-None-Match": answer["ETag"]})
        assert (again.status_code, b"AMMTC (new)" in again.content) == (200, True)


def test_unchanged_poll_is_counted_as_reading(client, record, settings):
    cache.clear()
    settings.REQUESTS_A_MINUTE = {"read": 2, "write": 0, "failed": 0}
    tag = client.get(MEETINGS)["ETag"]

    # The minute may turn over between two of them, once.
    codes = [client.get(MEETINGS, headers={"If-None-Match": tag}).status_code for _ in range(5)]

    assert set(codes) == {304, 429}
    cache.clear()


def test_drafts_and_errors_are_not_kept(client, record):
    anna = program("editor of ammtc")

    assert anna.get("/api/v1/drafts/")["Cache-Control"] == "no-store"
    assert client.get(f"{MEETINGS}?hots=ID")["Cache-Control"] == "no-cache"
    assert not client.get(f"{MEETINGS}?hots=ID").has_header("ETag")


@pytest.mark.parametrize(
    ("address", "status"),
    [("?hots=ID", 400), ("?cursor=x", 400), ("nowhere-1/", 404), ("?ordering=date&count=some", 400)],
)
def test_date_to_come_hides_no_mistake(client, record, address, status):
    answer = client.get(f"{MEETINGS}{address}", headers={"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"})

    assert answer.status_code == status
