"""Meetings in the order of their numbers are read from an index, the last page as the first."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("meetings", "0011_answers_kept_ready")]

    operations = [
        migrations.AddIndex("meeting", models.Index(fields=["ordinal", "slug"], name="meeting_by_ordinal")),
    ]
