"""What a merger of two rows did is kept, so that it can be taken back."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0024_drafts_answer_reports"),
    ]

    operations = [
        migrations.CreateModel(
            name="Merge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("meeting", "meetings"),
                            ("person", "people"),
                            ("place", "places"),
                            ("source", "sources"),
                        ],
                        max_length=8,
                    ),
                ),
                ("kept", models.BigIntegerField()),
                ("other", models.BigIntegerField()),
                ("name", models.CharField(help_text="What the other was called.", max_length=1000)),
                ("before", models.JSONField()),
                ("after", models.JSONField()),
                ("meetings", models.JSONField()),
                ("reason", models.CharField(max_length=500)),
                ("editor_name", models.CharField(blank=True, max_length=150)),
                ("at", models.DateTimeField()),
                ("undone_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["-at", "-id"],
                "indexes": [models.Index(fields=["kind", "kept"], name="merge_by_what_stayed")],
            },
        ),
    ]
