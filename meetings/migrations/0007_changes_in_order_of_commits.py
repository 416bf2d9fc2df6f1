"""Each revision belongs to a commit, which the database gives its position in the order of commits."""

import django.db.models.deletion
from django.db import migrations, models

FUNCTION = """
    CREATE FUNCTION meetings_place_commit() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM pg_advisory_xact_lock(hashtext('meetings_commit'));
        UPDATE meetings_commit
        SET position = (SELECT coalesce(max(position), 0) + 1 FROM meetings_commit) WHERE id = NEW.id;
        RETURN NULL;
    END $$"""
TRIGGERS = {
    "postgresql": """
        CREATE CONSTRAINT TRIGGER meetings_commit_is_placed AFTER INSERT ON meetings_commit
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.position IS NULL)
        EXECUTE FUNCTION meetings_place_commit()""",
    "sqlite": """
        CREATE TRIGGER meetings_commit_is_placed AFTER INSERT ON meetings_commit WHEN NEW.position IS NULL
        BEGIN UPDATE meetings_commit SET position = NEW.id WHERE id = NEW.id; END""",
}


def place_from_now_on(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(FUNCTION)
    schema_editor.execute(TRIGGERS[schema_editor.connection.vendor])


def place_no_more(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER meetings_commit_is_placed ON meetings_commit")
        schema_editor.execute("DROP FUNCTION meetings_place_commit")
    else:
        schema_editor.execute("DROP TRIGGER meetings_commit_is_placed")


def place_what_stands(apps, schema_editor):
    """All revisions that stand already are one commit, in the order of their ids."""
    revisions = apps.get_model("meetings", "Revision").objects.filter(commit=None)
    if revisions.exists():
        revisions.update(commit=apps.get_model("meetings", "Commit").objects.create(position=1))


class Migration(migrations.Migration):
    dependencies = [("meetings", "0006_drafts_know_their_body")]

    operations = [
        migrations.CreateModel(
            "Commit",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.BigIntegerField(editable=False, null=True, unique=True)),
            ],
        ),
        migrations.AddField(
            "revision",
            "commit",
            models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="revisions",
                to="meetings.commit",
            ),
        ),
        migrations.AddIndex(
            "revision",
            models.Index(
                fields=["at", "slug"],
                condition=models.Q(kind__in=["merged", "deleted"]),
                name="revision_of_what_is_gone",
            ),
        ),
        migrations.RunPython(place_from_now_on, place_no_more),
        migrations.RunPython(place_what_stands, migrations.RunPython.noop),
    ]
