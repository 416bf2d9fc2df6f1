"""What became of accounts and rights, in a table whose rows are never changed."""

from django.db import migrations, models

FUNCTION = """
    CREATE FUNCTION meetings_keep_event() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'What happened to accounts is kept as it was written.'; END $$"""
POSTGRESQL = """
    CREATE TRIGGER meetings_event_is_kept BEFORE UPDATE OR DELETE ON meetings_accountevent
    FOR EACH ROW EXECUTE FUNCTION meetings_keep_event()"""
# Deleting is how tests on SQLite begin anew, so it stays with the model there.
SQLITE = """
    CREATE TRIGGER meetings_event_is_kept BEFORE UPDATE ON meetings_accountevent
    BEGIN SELECT RAISE(ABORT, 'What happened to accounts is kept as it was written.'); END"""


def keep(apps, schema_editor):
    statements = [FUNCTION, POSTGRESQL] if schema_editor.connection.vendor == "postgresql" else [SQLITE]
    for statement in statements:
        schema_editor.execute(statement)


def keep_no_more(apps, schema_editor):
    on = " ON meetings_accountevent" if schema_editor.connection.vendor == "postgresql" else ""
    schema_editor.execute(f"DROP TRIGGER meetings_event_is_kept{on}")
    if on:
        schema_editor.execute("DROP FUNCTION meetings_keep_event")


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0020_reports_of_readers"),
    ]

    operations = [
        migrations.CreateModel(
            name="AccountEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(verbose_name="when")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("signed-in", "signed in"),
                            ("sign-in-failed", "sign-in failed"),
                            ("locked-out", "locked out"),
                            ("signed-out", "signed out"),
                            ("account-made", "account made"),
                            ("account-changed", "account changed"),
                            ("account-deleted", "account deleted"),
                            ("password-changed", "password changed"),
                            ("groups-changed", "groups changed"),
                            ("permissions-changed", "permissions changed"),
                            ("body-right-changed", "right for a body changed"),
                            ("token-made", "token made"),
                            ("token-revoked", "token revoked"),
                        ],
                        max_length=20,
                        verbose_name="what",
                    ),
                ),
                ("about", models.CharField(max_length=150, verbose_name="whose account")),
                (
                    "by",
                    models.CharField(
                        blank=True, help_text="Who did it; empty: nobody signed in, or a command.", max_length=150
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=45, verbose_name="from")),
                ("detail", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["-at", "-id"],
                "indexes": [models.Index(fields=["about", "address", "at"], name="event_of_account")],
            },
        ),
        migrations.RunPython(keep, keep_no_more),
    ]
