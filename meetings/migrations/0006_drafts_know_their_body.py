"""A draft knows whose editors decide, on which revision it builds, and why it was decided so."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("meetings", "0005_tokens")]

    operations = [
        migrations.AddField(
            "draft",
            "body",
            models.ForeignKey(
                blank=True,
                help_text="The body whose editors decide: of the meeting as it stands, else as it is proposed.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="drafts",
                to="meetings.body",
            ),
        ),
        migrations.AddField(
            "draft",
            "base",
            models.PositiveIntegerField(
                blank=True, help_text="The revision of the meeting on which the proposal builds.", null=True
            ),
        ),
        migrations.AddField(
            "draft",
            "answer",
            models.CharField(blank=True, help_text="Why it was decided so.", max_length=500),
        ),
    ]
