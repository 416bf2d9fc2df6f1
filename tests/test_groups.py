"""The groups Editor and Reader, as the migration makes them and takes them away again."""

import pytest
from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

EDITED = ["citation", "document", "meeting", "officer", "person", "place", "source"]
VIEWED = sorted([*EDITED, "body", "country", "draft", "revision"])


def rights(name):
    return sorted(Group.objects.get(name=name).permissions.values_list("codename", flat=True))


def test_editor_edits_meetings_and_what_they_name_and_views_the_rest(db):
    edited = [f"{verb}_{model}" for verb in ("add", "change", "delete") for model in EDITED]

    assert rights("Editor") == sorted([*edited, *(f"view_{model}" for model in VIEWED)])


def test_reader_views_all(db):
    assert rights("Reader") == [f"view_{model}" for model in VIEWED]


def test_permissions_are_those_that_django_makes(db):
    before = list(Permission.objects.order_by("pk").values_list("name", "codename", "content_type__model"))

    create_permissions(apps.get_app_config("meetings"), verbosity=0)

    assert list(Permission.objects.order_by("pk").values_list("name", "codename", "content_type__model")) == before
    assert ("Can change meeting", "change_meeting", "meeting") in before


@pytest.mark.django_db(transaction=True)
def test_groups_go_and_come_back_with_their_migration():
    MigrationExecutor(connection).migrate([("meetings", "0001_initial")])
    gone = list(Group.objects.filter(name__in=["Editor", "Reader"]))

    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())

    assert gone == []
    assert len(rights("Editor")) == 32
    assert len(rights("Reader")) == 11
