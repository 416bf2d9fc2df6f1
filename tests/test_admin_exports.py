"""Exports at the desk: what the list finds or what is ticked, in each form, which an import takes back unchanged."""

import pytest

from meetings.models import Meeting
from tests.desk import editor
from tests.factories import MeetingFactory
from tests.importing import bring, content, counts, look

LIST = "/admin/meetings/meeting/"
FORMS = ("xlsx", "csv", "yaml", "ndjson", "json")


@pytest.mark.parametrize("suffix", FORMS)
def test_export_of_the_whole_record_is_taken_back_as_unchanged(record, suffix):
    client = editor()

    made = bring(client, f"export.{suffix}", content(client.get(f"{LIST}export.{suffix}")))

    assert (counts(client, made), made.problems) == ({"unchanged": 155}, [])
    assert "there is nothing to apply" in look(client, made).content.decode()


@pytest.mark.parametrize("suffix", FORMS)
def test_export_holds_what_the_list_finds_or_what_is_ticked(record, suffix):
    client = editor()
    ticked = list(Meeting.objects.filter(slug__in=["ammtc-17", "somtc-20"]).values_list("pk", flat=True))

    body = Meeting.objects.get(slug="ammtc-17").body_id
    found = client.get(f"{LIST}export.{suffix}", {"body__id__exact": body, "year": 2023})
    chosen = client.post(LIST, {"action": f"export_{suffix}", "_selected_action": ticked})

    for response, slugs in ((found, {"ammtc-17"}), (chosen, {"ammtc-17", "somtc-20"})):
        made = bring(client, f"export.{suffix}", content(response))
        assert set(made.lines.values_list("slug", flat=True)) == slugs
        assert counts(client, made) == {"unchanged": len(slugs)}


def test_export_is_for_the_staff_alone(db, client):
    MeetingFactory()

    assert client.get(f"{LIST}export.csv").status_code == 302
    assert editor("hans", group=None).get(f"{LIST}export.csv").status_code == 200
    assert editor().get(f"{LIST}export.pdf").status_code == 404
    assert editor("rita", "Reader").get(f"{LIST}export.csv?year=soon").status_code == 302
