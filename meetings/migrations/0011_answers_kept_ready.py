"""What is answered of each meeting is kept ready, and each commit has a time of its own: see `models.answers`."""

import django.db.models.deletion
from django.db import migrations, models

POSTGRESQL = """
    CREATE OR REPLACE FUNCTION meetings_place_commit() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE last meetings_commit%ROWTYPE;
    BEGIN
        PERFORM pg_advisory_xact_lock(hashtext('meetings_commit'));
        SELECT * INTO last FROM meetings_commit WHERE position IS NOT NULL ORDER BY position DESC LIMIT 1;
        UPDATE meetings_commit SET
            position = coalesce(last.position, 0) + 1,
            at = greatest(clock_timestamp(), date_trunc('second', last.at) + interval '1 second')
        WHERE id = NEW.id;
        RETURN NULL;
    END $$"""
POSTGRESQL_BEFORE = """
    CREATE OR REPLACE FUNCTION meetings_place_commit() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM pg_advisory_xact_lock(hashtext('meetings_commit'));
        UPDATE meetings_commit
        SET position = (SELECT coalesce(max(position), 0) + 1 FROM meetings_commit) WHERE id = NEW.id;
        RETURN NULL;
    END $$"""
DROP = "DROP TRIGGER meetings_commit_is_placed"
SQLITE = """
    CREATE TRIGGER meetings_commit_is_placed AFTER INSERT ON meetings_commit WHEN NEW.position IS NULL
    BEGIN UPDATE meetings_commit SET position = NEW.id, at = max(
        strftime('%Y-%m-%d %H:%M:%f', 'now'),
        coalesce((
            SELECT strftime('%Y-%m-%d %H:%M:%S', at, '+1 second') FROM meetings_commit
            WHERE position IS NOT NULL ORDER BY position DESC LIMIT 1
        ), '')
    ) WHERE id = NEW.id; END"""
SQLITE_BEFORE = """
    CREATE TRIGGER meetings_commit_is_placed AFTER INSERT ON meetings_commit WHEN NEW.position IS NULL
    BEGIN UPDATE meetings_commit SET position = NEW.id WHERE id = NEW.id; END"""


def time_commits(apps, schema_editor):
    replace_trigger(schema_editor, POSTGRESQL, SQLITE)


def time_no_more(apps, schema_editor):
    replace_trigger(schema_editor, POSTGRESQL_BEFORE, SQLITE_BEFORE)


def replace_trigger(schema_editor, postgresql, sqlite):
    for statement in [postgresql] if schema_editor.connection.vendor == "postgresql" else [DROP, sqlite]:
        # A per cent sign in it stands for itself.
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("meetings", "0010_full_text_indexes")]

    operations = [
        migrations.AddField("commit", "at", models.DateTimeField(editable=False, null=True)),
        migrations.CreateModel(
            "Answer",
            [
                (
                    "meeting",
                    models.OneToOneField(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="answer",
                        serialize=False,
                        to="meetings.meeting",
                    ),
                ),
                ("text", models.TextField()),
                ("revision", models.PositiveIntegerField()),
                ("number", models.PositiveIntegerField(default=0)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.RunPython(time_commits, time_no_more),
    ]
