"""What every test may use. Each test runs on a database of its own; nothing reaches the network."""

from datetime import date
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management.color import no_style
from django.db import connection

from meetings.dataset import load
from meetings.history import Change

DATA = Path(__file__).resolve().parent.parent / "data"
TODAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def _plain_password_hashing(settings):
    # The real hasher is slow by design, and its strength is Django's to test.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


LOADED = {}


@pytest.fixture
def record(db):
    """The shipped dataset as the record: loaded once a process, and set back from memory after that."""
    if not LOADED:
        load(DATA, Change("Loaded from the dataset"), today=TODAY)
        LOADED.update({model: list(model.objects.all()) for model in apps.get_app_config("meetings").get_models()})
        return
    with connection.constraint_checks_disabled():
        for model, rows in LOADED.items():
            model._base_manager.bulk_create(rows)
    reset = connection.ops.sequence_reset_sql(no_style(), list(LOADED))
    with connection.cursor() as cursor:
        for statement in reset:
            cursor.execute(statement)
