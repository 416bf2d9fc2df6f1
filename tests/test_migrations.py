"""The migrations say what the models say, and lead back to nothing and up again."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

LOADER = MigrationLoader(None)
OURS = sorted(LOADER.migrated_apps & {"meetings", "timeline"})


def tables():
    return {name for name in connection.introspection.table_names() if name.startswith(("meetings_", "timeline_"))}


def test_models_have_no_change_that_no_migration_makes(db):
    call_command("makemigrations", "--check", "--dry-run", verbosity=0, stdout=StringIO())


def test_migrations_have_a_name_that_tells_what_they_do():
    names = [name for app, name in LOADER.disk_migrations if app in OURS]

    assert [name for name in names if "auto" in name or not name[5:]] == []


@pytest.mark.django_db(transaction=True)
def test_migrations_lead_down_to_nothing_and_up_again():
    before = tables()

    for app in OURS:
        call_command("migrate", app, "zero", verbosity=0)
    nothing = tables()
    call_command("migrate", verbosity=0)

    assert (len(before) > 10, nothing, tables()) == (True, set(), before)
