"""Counting meetings by days reads an index and no meeting."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("meetings", "0008_tallies")]

    operations = [
        migrations.AddIndex("meeting", models.Index(fields=["earliest", "body"], name="meeting_by_first_day")),
    ]
