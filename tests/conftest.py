"""What every test may use. Each test runs on a database of its own; nothing reaches the network."""

import gc
from datetime import date
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol
from django.apps import apps
from django.core.cache import caches
from django.db import connection, connections, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.models.signals import post_migrate
from django.dispatch import receiver
from django.template import Template

from meetings.dataset import load
from meetings.history import Change

DATA = Path(__file__).resolve().parent.parent / "data"
TODAY = date(2026, 11, 24)
# Looking for circles after each few hundred new objects takes a tenth of the time, and a test leaves little behind.
gc.set_threshold(50_000, 20, 20)


def roomy(call, *arguments, **named):
    """`call` where all that it calls finds room.

    Python takes the memory of calls from the system in pieces of 16 KB and gives each back as soon as it is unused.
    What goes up and down across the edge of one, as templates do, asks thousands of times, which took a tenth of the
    time of all tests. Under a call that says that it needs much, there is one large piece.
    """
    return call(*arguments, **named)


roomy.__code__ = roomy.__code__.replace(co_stacksize=70_000)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item, nextitem):
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    roomy(runtestprotocol, item, nextitem=nextitem)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True


@cache
def groups_of_migrations():
    """The migration that makes the groups, and the models as they were then: they keep no book of who made a group."""
    name = ("meetings", "0002_editor_and_reader_groups")
    return import_module(".migrations.".join(name)), MigrationLoader(None).project_state(name).apps


@receiver(post_migrate)
def make_groups_again(sender, using, **given):
    """After a flush, which empties all tables behind a test of many threads, make the groups that migrations made.

    Tests come in any order, as idle workers take them from busy ones.
    """
    if sender.label == "meetings" and "plan" not in given:  # a flush has no plan, a migration has
        migration, models_then = groups_of_migrations()
        migration.make_groups(models_then, connections[using].schema_editor())


@pytest.fixture(autouse=True)
def _plain_password_hashing(settings):
    # The real hasher is slow by design, and its strength is Django's to test.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session", autouse=True)
def _widgets_untold(django_test_environment):
    """The test client is told of no template of a widget: a form has hundreds, and it copies the context of each."""
    told = Template._render

    def render(template, context):
        is_widget = str(template.name).startswith("django/forms/")
        return template.nodelist.render(context) if is_widget else told(template, context)

    Template._render = render


@pytest.fixture(autouse=True)
def _nothing_counted_yet():
    # Tests put rows beside the record without a commit, which never happens outside.
    for name in ("answers", "counts", "found"):
        caches[name].clear()


def end_transaction():
    """What the end of a transaction does and a test's own never does: give commits their position."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@pytest.fixture(scope="session")
def shipped(django_db_setup, django_db_blocker):
    """Tables beside the record's own that hold the shipped dataset, loaded once a process; answers the own ones."""
    tables = [model._meta.db_table for model in apps.get_app_config("meetings").get_models()]
    with django_db_blocker.unblock(), transaction.atomic():
        load(DATA, Change("Loaded from the dataset"), today=TODAY)
        end_transaction()
        with connection.cursor() as cursor:
            for table in tables:
                cursor.execute(f"CREATE TABLE shipped_{table} AS SELECT * FROM {table}")
            for table in tables:
                cursor.execute(f"DELETE FROM {table}")
    return tables


@pytest.fixture
def record(db, shipped):
    """The shipped dataset as the record: copied within the database, which is many times faster than loading it."""
    # In one transaction, also where the test has none: only at its end need all the rows know one another.
    with transaction.atomic(), connection.cursor() as cursor:
        for table in shipped:
            cursor.execute(f"INSERT INTO {table} SELECT * FROM shipped_{table}")


@pytest.fixture
def database(transactional_db, tmp_path):
    """A database that threads of their own share as workers do: on SQLite a file, for memory knows no waiting."""
    if connection.vendor != "sqlite":
        yield
        return
    kept, name = connections["default"], connection.settings_dict["NAME"]
    del connections["default"]
    connections.settings["default"]["NAME"] = str(tmp_path / "record.sqlite3")
    try:
        # Copied as the migrations left it, which is a hundred times faster than to migrate again.
        connections["default"].ensure_connection()
        kept.connection.backup(connections["default"].connection)
        yield
    finally:
        connections["default"].close()
        connections.settings["default"]["NAME"] = name
        connections["default"] = kept
