"""The founding article by API: its three meetings in as many requests."""

from django.utils.text import slugify

from meetings.models import Body, Country, Meeting
from meetings.serializers import shape
from tests.founding import BODIES, COUNTRY, RECORDS
from tests.writing import program


def test_article_is_recorded_by_api_in_three_requests(db):
    Country.objects.create(**COUNTRY)
    above = None
    for acronym, name, level in BODIES:
        level = level.replace(" ", "-")
        above = Body.objects.create(slug=slugify(acronym), acronym=acronym, name=name, level=level, reports_to=above)
    editor = program(*(f"editor of {record['body']}" for record in RECORDS))

    answers = [editor.post(data=record) for record in RECORDS]

    assert [answer.status_code for answer in answers] == [201, 201, 201]
    assert [shape(meeting) for meeting in Meeting.objects.with_record().order_by("pk")] == RECORDS
