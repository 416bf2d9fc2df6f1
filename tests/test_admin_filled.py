"""A record filled into the form of a meeting, and sent, is that record again."""

import pytest
from django.http import QueryDict

from meetings.admin.filled import filled
from meetings.models import Meeting, Revision
from tests.desk import ADD, boss, change_address, opened, record_of, said


def form_of(record):
    return filled(QueryDict(mutable=True), record)


@pytest.mark.parametrize("slug", ["ammtc-17", "ammtc-2", "somtc-23", "somtc-wg-ct-19", "somtc-wg-ct-18", "ammtc-1"])
def test_record_in_the_form_says_nothing_new(record, slug):
    client, meeting = boss(), Meeting.objects.get(slug=slug)
    form = dict(form_of(record_of(meeting)).lists())
    standing = Revision.objects.of(slug).count()

    response = client.post(change_address(meeting), opened(client, change_address(meeting)) | form)

    assert said(response) == [f"Nothing was changed in “{meeting}”, so nothing was written."]
    assert Revision.objects.of(slug).count() == standing


def test_record_of_what_is_not_recorded_is_recorded_from_the_form(record):
    client, meeting = boss(), Meeting.objects.get(slug="ammtc-17")
    new = record_of(meeting) | {
        "slug": "ammtc-99", "ordinal": 99, "status": "planned", "dates": "2099-08",
        "programme": None, "chair": {"country": "ID", "person": "Somebody New", "office": None},
        "venue": {"name": "Hotel", "locality": "New Town", "region": None, "country": "ID"},
    }  # fmt: skip

    response = client.post(ADD, dict(form_of(new).lists()) | {"reason": "Announced"})

    assert response.status_code == 302
    assert record_of(Meeting.objects.get(slug="ammtc-99")) == new
