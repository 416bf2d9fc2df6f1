"""What the database and the row's own checks say against a row: both must, or a door stands open."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction


def refusal(row):
    """The sentences of the constraints that `row` breaks; asserts that the database refuses it too."""
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()
    with pytest.raises(ValidationError) as error:
        row.validate_constraints()
    return error.value.messages
