"""The event of each meeting is kept beside its answer: see `meetings.events`."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("meetings", "0013_merged_rows_lead_on")]

    operations = [
        migrations.AddField("answer", "event", models.TextField(null=True)),
        migrations.AddField("answer", "sequence", models.PositiveIntegerField(null=True)),
        migrations.AddField("answer", "event_at", models.DateTimeField(null=True)),
    ]
