"""The rows of each meeting in a table are kept ready too: see `models.answers`. `refresh_answers` makes them."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("meetings", "0014_events_kept_ready")]

    operations = [
        migrations.CreateModel(
            "Line",
            fields=[
                (
                    "meeting",
                    models.OneToOneField(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="line",
                        serialize=False,
                        to="meetings.meeting",
                    ),
                ),
                ("text", models.TextField()),
            ],
        ),
    ]
