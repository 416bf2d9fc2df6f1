"""The folded text is found by any part of its words: a trigram index on PostgreSQL, an FTS5 table on SQLite.

On SQLite a later migration that makes the table of meetings anew drops its triggers, and must create them again.
"""

from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, migrations

REFUSED = (
    "The full-text search needs the PostgreSQL extension pg_trgm, and this user may not create it: "
    "let a superuser run CREATE EXTENSION pg_trgm in this database (it comes with postgresql-contrib), then migrate again."
)
SQLITE = [
    """CREATE VIRTUAL TABLE meetings_meeting_text USING fts5(
        folded, content='meetings_meeting', content_rowid='id', tokenize='trigram case_sensitive 1', detail='full')""",
    "INSERT INTO meetings_meeting_text(meetings_meeting_text) VALUES ('rebuild')",
    """CREATE TRIGGER meetings_meeting_text_gains AFTER INSERT ON meetings_meeting BEGIN
        INSERT INTO meetings_meeting_text(rowid, folded) VALUES (NEW.id, NEW.folded); END""",
    """CREATE TRIGGER meetings_meeting_text_loses AFTER DELETE ON meetings_meeting BEGIN
        INSERT INTO meetings_meeting_text(meetings_meeting_text, rowid, folded)
        VALUES ('delete', OLD.id, OLD.folded); END""",
    """CREATE TRIGGER meetings_meeting_text_changes AFTER UPDATE OF id, folded ON meetings_meeting
        WHEN OLD.folded <> NEW.folded OR OLD.id <> NEW.id BEGIN
        INSERT INTO meetings_meeting_text(meetings_meeting_text, rowid, folded)
        VALUES ('delete', OLD.id, OLD.folded);
        INSERT INTO meetings_meeting_text(rowid, folded) VALUES (NEW.id, NEW.folded); END""",
]
NO_SQLITE = [
    "DROP TRIGGER IF EXISTS meetings_meeting_text_gains",
    "DROP TRIGGER IF EXISTS meetings_meeting_text_loses",
    "DROP TRIGGER IF EXISTS meetings_meeting_text_changes",
    "DROP TABLE meetings_meeting_text",
]


def index_text(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        have_trigrams(schema_editor.connection)
        schema_editor.execute(
            "CREATE INDEX IF NOT EXISTS meeting_folded_trigrams ON meetings_meeting USING gin (folded gin_trgm_ops)"
        )
    else:
        for statement in SQLITE:
            schema_editor.execute(statement)


def have_trigrams(connection):
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'")
        if cursor.fetchone():
            return
        try:
            cursor.execute("CREATE EXTENSION pg_trgm")
        except DatabaseError as error:
            raise ImproperlyConfigured(REFUSED) from error


def forget_text(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        # The extension stays: others may use it, and dropping it takes its owner.
        schema_editor.execute("DROP INDEX meeting_folded_trigrams")
    else:
        for statement in NO_SQLITE:
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("meetings", "0009_index_of_first_days")]

    operations = [migrations.RunPython(index_text, forget_text)]
