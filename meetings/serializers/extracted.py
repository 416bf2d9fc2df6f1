"""An article as it is sent to be read, and what is read from it."""

import re
from typing import Any

from django.core.validators import RegexValidator
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from meetings.dates import parse
from meetings.reading import Reading
from meetings.serializers.fields import AddressField, DatesField, OptionalTextField, Strict, TextField
from meetings.serializers.meetings import MeetingSerializer
from meetings.serializers.shape import Record

LONGEST = 100_000
IS_LANGUAGE = RegexValidator(
    "^(?:[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)?$", "Give a language by its code, such as en, id or fil."
)
DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


@extend_schema_field({"type": "string", "format": "date"})
class DayField(DatesField):
    """One day, in EDTF."""

    default_error_messages = {"no_day": "Give one day, as in 2023-05-18."}

    def to_internal_value(self, data: Any) -> str | None:
        day = super().to_internal_value(data)
        if day is None or parse(day).precision != "day" or not DAY.fullmatch(day):
            self.fail("no_day")
        return day


class ArticleSerializer(Strict):
    """The text of an article, and what is known of where it stood."""

    text = TextField(max_length=LONGEST)
    url = AddressField(max_length=2000)
    title = OptionalTextField(max_length=500)
    publisher = OptionalTextField(max_length=200)
    published = DayField(help_text="The day on which it appeared; it tells the years of dates that have none.")
    language = OptionalTextField(
        max_length=12, validators=[IS_LANGUAGE], help_text="Made out from the text where it is not given."
    )


class ReadMeetingSerializer(MeetingSerializer):
    """A meeting as an article tells of it: the written keys of the one shape, null where the article says nothing."""

    slug = serializers.CharField(  # type: ignore[assignment]
        allow_null=True, help_text="Null where neither a number nor a day is said; the record needs one."
    )
    name = url = when = where = prepared_by = contested = sourced = revision = updated_at = None  # type: ignore[assignment]


class QuoteSerializer(serializers.Serializer):
    """The sentence of the article that a fact was read from."""

    pointer = serializers.CharField(help_text="Into the answer (RFC 6901), as in /meetings/0/dates.")
    quote = serializers.CharField()


class ReadingSerializer(serializers.Serializer):
    """What an article says of meetings."""

    language = serializers.CharField(allow_null=True)
    meetings = ReadMeetingSerializer(many=True)
    quotes = QuoteSerializer(many=True)


def told(reading: Reading) -> Record:
    """The reading as `ReadingSerializer` has it."""
    quotes = [
        {"pointer": f"/meetings/{number}{pointer}", "quote": quote}
        for number, found in enumerate(reading.meetings)
        for pointer, quote in found.quotes.items()
    ]
    meetings = [whole(found.record) for found in reading.meetings]
    return {"language": reading.language, "meetings": meetings, "quotes": quotes}


def whole(record: Record) -> Record:
    """The record with every key that is written: null, [] or {} where nothing is known."""
    return filled(MeetingSerializer().fields, record)


def filled(fields: Any, record: Record) -> Record:
    return {name: value_of(field, record.get(name)) for name, field in fields.items() if not field.read_only}


def value_of(field: Any, value: Any) -> Any:
    """What stands under a key whose field is `field`: a part of the record has all its keys too."""
    if isinstance(value, dict) and isinstance(field, serializers.Serializer):
        return filled(field.fields, value)
    if isinstance(value, list) and isinstance(getattr(field, "child", None), serializers.Serializer):
        return [filled(field.child.fields, each) for each in value]
    if value is None and isinstance(field, (serializers.ListField, serializers.DictField)):
        return [] if isinstance(field, serializers.ListField) else {}
    return value
