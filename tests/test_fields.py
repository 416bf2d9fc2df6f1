"""The column types of the record: what people type becomes what is kept, and goes through Django's own doors whole."""

from datetime import UTC, datetime

import pytest
from django.core import serializers
from django.core.exceptions import ValidationError

from meetings.dates import parse
from meetings.models import Citation, Meeting, Source
from tests.factories import CitationFactory, MeetingFactory, PersonFactory, SourceFactory, revised

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)  # whole seconds: the serializer keeps no microseconds
DATES = Meeting._meta.get_field("dates")
SAYS = Citation._meta.get_field("says")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("2023-08-20/2023-08-23", parse("2023-08-20/2023-08-23")),
        ("20–23 August 2023", parse("2023-08-20/2023-08-23")),
        (parse("2007-11~"), parse("2007-11~")),
        ("", None),
        (None, None),
    ],
)
def test_dates_are_read_as_people_type_them(given, kept):
    assert DATES.clean(given, None) == kept


@pytest.mark.parametrize("given", ["someday", "2023-02-31", "x" * 1000, "2023\x00"])
def test_what_is_no_date_is_refused_with_a_sentence(given):
    with pytest.raises(ValidationError) as error:
        DATES.clean(given, None)

    (sentence,) = error.value.messages
    assert sentence.endswith(".")


def test_dates_of_a_form_may_be_typed_longer_than_they_are_kept():
    field = DATES.formfield()

    assert (field.max_length, field.clean("from Monday 28 September 2015 until Friday 2 October 2015 ")) == (
        200,
        "from Monday 28 September 2015 until Friday 2 October 2015",
    )


@pytest.mark.parametrize(("given", "kept"), [('{"b": 1, "a": 2}', {"b": 1, "a": 2}), ({"b": 1}, {"b": 1}), ("", {})])
def test_a_mapping_is_read_from_its_text(given, kept):
    assert list(SAYS.to_python(given).items()) == list(kept.items())


def test_rows_go_out_and_come_back_whole_through_django_s_own_serializer(db):
    citation = CitationFactory(
        meeting=revised(MeetingFactory(dates="2007-11~", agenda=["arms"], chair_person=PersonFactory()), at=NOON),
        source=SourceFactory(published=parse("2023-08")),
        says={"theme": "b", "dates": "2023"},
    )
    rows = [citation.source, citation.meeting, citation]
    before = [list(model.objects.values()) for model in (Source, Meeting, Citation)]

    text = serializers.serialize("json", rows)
    Citation.objects.all().delete(), Source.objects.all().delete(), Meeting.objects.all().delete()
    for row in serializers.deserialize("json", text):
        row.save()

    assert [list(model.objects.values()) for model in (Source, Meeting, Citation)] == before
    assert list(Citation.objects.get().says) == ["theme", "dates"]
