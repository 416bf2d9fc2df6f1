"""Column types of the record: a date column holds EDTF text and answers with an `Edtf` value."""

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from meetings.dates import DateError, Edtf, parse, read
from meetings.folding import fold


class PlainInMigrations:
    """A column type that migrations know as Django's own, so that they import nothing of ours."""

    def deconstruct(self):
        name, _, args, kwargs = super().deconstruct()
        plain = next(base for base in type(self).__mro__ if base.__module__.startswith("django."))
        return name, f"django.db.models.{plain.__name__}", args, kwargs


class EdtfField(PlainInMigrations, models.CharField):
    """A date as EDTF (ISO 8601-2) text of at most 50 characters; null where nothing is known.

    A row takes an `Edtf`; `to_python` makes one of what people type ("18–19 May 2023"), as a form does.
    """

    if TYPE_CHECKING:
        _pyi_private_set_type: Edtf | str | None
        _pyi_private_get_type: Edtf | None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"max_length": 50, "null": True, "blank": True} | kwargs)

    def from_db_value(self, value, expression, connection):
        return None if value is None else parse(value)

    def to_python(self, value):
        if value in (None, ""):
            return None
        if isinstance(value, Edtf):
            return value
        try:
            return read(value)
        except DateError as error:
            raise ValidationError(str(error), code="date") from error

    def get_prep_value(self, value):
        value = parse(value) if isinstance(value, str) and value else value
        return str(value) if value else None

    def value_to_string(self, obj):
        return self.get_prep_value(self.value_from_object(obj)) or ""

    def formfield(self, **kwargs):
        # Typed dates ("from Monday 28 September until …") are longer than the text kept.
        return super().formfield(**{"max_length": 200, "empty_value": None} | kwargs)

    def run_validators(self, value):
        super().run_validators("" if value is None else str(value))


class TextListField(PlainInMigrations, models.JSONField):
    """An ordered list of texts, e.g. an agenda or the variants of a name."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"default": list, "blank": True} | kwargs)

    def validate(self, value, model_instance):
        super().validate(value, model_instance)
        if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
            raise ValidationError("This must be a list of texts, none of them empty.")


class MappingField(PlainInMigrations, models.TextField):
    """A mapping in the order in which it was given, as JSON text: a jsonb column would sort its keys."""

    if TYPE_CHECKING:
        _pyi_private_set_type: dict[str, Any]
        _pyi_private_get_type: dict[str, Any]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"default": dict, "blank": True} | kwargs)

    def from_db_value(self, value, expression, connection):
        return json.loads(value)

    def to_python(self, value):
        try:
            value = json.loads(value) if isinstance(value, str) and value else value or {}
        except ValueError:
            value = None
        if not isinstance(value, dict):
            raise ValidationError("This must be a mapping of facts to what is said.")
        return value

    def get_prep_value(self, value):
        return value if isinstance(value, str) else json.dumps(value or {}, ensure_ascii=False)

    def value_to_string(self, obj):
        return self.get_prep_value(self.value_from_object(obj))


def check_address(url):
    """Refuse what is not a web address: only http and https lead a reader anywhere safely."""
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        usable = False
    if not usable or re.search(r"\s", url):
        raise ValidationError("Give a whole web address that begins with http:// or https://.")
    # An index of PostgreSQL takes no more than some 2,700 bytes, whatever the number of characters.
    if len(url.encode(errors="replace")) > 2000:
        raise ValidationError("This address is too long: it may have 2000 bytes, of which é takes two and ก three.")


class AddressField(PlainInMigrations, models.CharField):
    """A web address of at most 2,000 characters, kept as it was given."""

    default_validators = [check_address]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"max_length": 2000, "blank": True} | kwargs)


class Folded(DeferredAttribute):
    """The attribute of a row that says its other columns, folded: what is written is never out of date."""

    def __get__(self, row, cls=None):
        if row is None:
            return self
        values = [getattr(row, column) for column in self.field.columns]
        return fold("\n".join(text for value in values for text in ([value] if isinstance(value, str) else value)))

    def __set__(self, row, value):
        # Not read again; a column without a value would count as deferred, and not be saved.
        row.__dict__[self.field.attname] = value


class FoldedField(PlainInMigrations, models.TextField):
    """The text under which search finds a row: what `columns` say, folded."""

    descriptor_class = Folded

    def __init__(self, *columns, **kwargs):
        self.columns = columns
        super().__init__(**{"default": "", "editable": False, "serialize": False} | kwargs)
