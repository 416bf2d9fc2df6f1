"""Building blocks that refuse what they do not understand, each with a sentence for people."""

import re
import reprlib
from typing import Any

from django.core.exceptions import ValidationError as DjangoValidationError
from django.core.validators import RegexValidator
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from meetings.dates import DateError, parse
from meetings.models.fields import check_address
from meetings.suggestions import did_you_mean


def shorten(value: Any) -> str:
    """`value` as a sentence may quote it: 60 characters at most, whatever its size and depth, and all can be sent."""
    text = reprlib.repr(value) if isinstance(value, (dict, list)) else str(value)
    text = text if len(text) <= 60 else f"{text[:57]}…"
    return text.encode(errors="backslashreplace").decode()


def whole(value: Any) -> int | None:
    """The integer that `value` is, as JSON Schema has it: 17.0 is one, while text and truth values are none."""
    if type(value) is float and value.is_integer():
        return int(value)
    return value if type(value) is int else None


class Strict(serializers.Serializer):
    """A serializer to which an unknown key is an error: silence would lose what was meant."""

    default_error_messages = {
        "invalid": "This must be a mapping of keys to values, not {datatype}.",
        "null": "This is needed.",
        "required": "This is needed.",
    }

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        wrong = self.refused_keys(data) if isinstance(data, dict) else {}
        try:
            values = super().to_internal_value(data)
        except serializers.ValidationError as error:
            wrong = dict(error.detail) | wrong  # type: ignore[arg-type]
        if wrong:
            raise serializers.ValidationError(wrong)
        return values

    def refused_keys(self, data: dict[Any, Any]) -> dict[Any, Any]:
        known = [name for name, field in self.fields.items() if not field.read_only]
        return {shorten(key): self.refusal(key, known) for key in data if key not in known}

    def refusal(self, key: Any, known: list[str]) -> list[str]:
        if key in self.fields:
            return [f"{key} is derived from the record and cannot be given."]
        return [f"Unknown key {shorten(key)}.{did_you_mean(shorten(key), known)}"]


class TextField(serializers.CharField):
    """Text, and only text: a number or a truth value here is an unquoted word gone wrong."""

    default_error_messages = {
        "text": "Write this as text in quotes; {value} was read as {kind}.",
        "null": "This is needed.",
        "blank": "This is needed.",
        "required": "This is needed.",
        "max_length": "This is too long: it may have {max_length} characters.",
    }
    # Line ends and tabs are the only control characters that a text may hold.
    CONTROL = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f]")
    PLAIN = r"^[^\x01-\x08\x0b\x0c\x0e-\x1f\x7f]*$"
    IS_PLAIN = RegexValidator(PLAIN, "Control characters are not allowed here.")

    def __init__(self, **kwargs: Any):
        super().__init__(**{"validators": [self.IS_PLAIN]} | kwargs)

    def run_validation(self, data: Any = serializers.empty) -> Any:
        # Ahead of CharField, which makes text of whatever it is given.
        if not (data is None or data is serializers.empty or isinstance(data, str)):
            kind = {bool: "a truth value", int: "a number", float: "a number"}.get(type(data), "no text")
            self.fail("text", value=shorten(data), kind=kind)
        return super().run_validation(data)


class OptionalTextField(TextField):
    """Text or nothing; missing, null and blank all mean that nothing is known."""

    def __init__(self, **kwargs: Any):
        super().__init__(**{"required": False, "allow_null": True, "allow_blank": True, "default": None} | kwargs)

    def run_validation(self, data: Any = serializers.empty) -> str | None:
        return super().run_validation(data) or None


class AddressField(OptionalTextField):
    def to_internal_value(self, data: Any) -> str:
        address = super().to_internal_value(data)
        if address:
            try:
                check_address(address)
            except DjangoValidationError as error:
                raise serializers.ValidationError(error.messages) from error
        return address


class OrdinalField(serializers.IntegerField):
    """A number from 1 to 9999: neither text nor a truth value nor a fraction passes for one."""

    default_error_messages = {
        "invalid": "An ordinal is a number from 1.",
        "min_value": "An ordinal counts from 1.",
        "max_value": "An ordinal is at most 9999.",
    }

    def __init__(self, **kwargs: Any):
        super().__init__(min_value=1, max_value=9999, **kwargs)

    def to_internal_value(self, data: Any) -> int:
        number = whole(data)
        if number is None:
            self.fail("invalid")
        return number


@extend_schema_field(
    {"type": "string", "format": "edtf", "description": "EDTF (ISO 8601-2)", "examples": ["2023-08-20/2023-08-23"]}
)
class DatesField(serializers.Field):
    """An EDTF text, kept in its canonical form."""

    default_error_messages = {
        "text": "Write dates as text in quotes, e.g. '2006'; {value} was read as {kind}.",
        "null": "This is needed.",
    }

    def __init__(self, **kwargs: Any):
        super().__init__(**{"required": False, "allow_null": True, "default": None} | kwargs)

    def to_internal_value(self, data: Any) -> str | None:
        if data == "" and self.allow_null:
            return None
        if not isinstance(data, str):
            self.fail("text", value=shorten(data), kind=type(data).__name__)
        try:
            return str(parse(data))
        except DateError as error:
            raise serializers.ValidationError(str(error)) from error

    def to_representation(self, value: Any) -> str:
        return str(value)


class ChoiceField(serializers.ChoiceField):
    """One of a few known words; a near miss is told what was probably meant."""

    default_error_messages = {"null": "This is needed.", "required": "This is needed."}

    def to_internal_value(self, data: Any) -> str:
        if isinstance(data, str) and data in self.choices:
            return data
        hint = did_you_mean(shorten(data), [str(choice) for choice in self.choices])
        raise serializers.ValidationError(f"{shorten(data)} is not known here.{hint}")


class OptionalChoiceField(ChoiceField):
    def __init__(self, **kwargs: Any):
        super().__init__(**{"required": False, "allow_null": True, "default": None} | kwargs)


class OptionalListField(serializers.ListField):
    """A list; missing and null mean an empty one."""

    default_error_messages = {"not_a_list": "This must be a list."}

    def __init__(self, **kwargs: Any):
        usual: dict[str, Any] = {"required": False, "allow_null": True, "default": list}
        super().__init__(**usual | kwargs)

    def run_validation(self, data: Any = serializers.empty) -> list[Any]:
        return super().run_validation(data) or []


class OptionalDictField(serializers.DictField):
    """A mapping in the order given; missing and null mean an empty one. `checked` answers for each key."""

    def __init__(self, **kwargs: Any):
        usual: dict[str, Any] = {"required": False, "allow_null": True, "default": dict}
        super().__init__(**usual | kwargs)

    def run_validation(self, data: Any = serializers.empty) -> dict[str, Any]:
        return super().run_validation(data) or {}

    def checked(self, key: str, value: Any) -> Any:
        raise NotImplementedError

    def run_child_validation(self, data: Any) -> dict[str, Any]:
        found: dict[str, Any] = {}
        errors: dict[str, Any] = {}
        for key, value in data.items():
            try:
                found[str(key)] = self.checked(str(key), value)
            except serializers.ValidationError as error:
                errors[shorten(key)] = error.detail
        if errors:
            raise serializers.ValidationError(errors)
        return found


class CodeField(TextField):
    """The code of a row that must exist, looked up in the context's `known[kind]`."""

    default_error_messages = {"unknown": "There is no {kind} {value}.{hint}"}

    def __init__(self, kind: str, **kwargs: Any):
        self.kind = kind
        super().__init__(**kwargs)

    def to_internal_value(self, data: Any) -> str:
        code = super().to_internal_value(data)
        known = self.context["known"][self.kind]
        if code not in known:
            hint = did_you_mean(shorten(code), sorted(known))
            self.fail("unknown", kind=self.kind, value=shorten(code), hint=hint)
        return code


class OptionalCodeField(CodeField):
    def __init__(self, kind: str, **kwargs: Any):
        usual: dict[str, Any] = {"required": False, "allow_null": True, "allow_blank": True, "default": None}
        super().__init__(kind, **usual | kwargs)

    def run_validation(self, data: Any = serializers.empty) -> str | None:
        return super().run_validation(data) or None
