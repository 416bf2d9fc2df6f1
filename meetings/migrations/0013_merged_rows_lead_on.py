"""What was merged is found where it is now: former addresses of people, sources and places."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0012_index_of_ordinals"),
    ]

    operations = [
        migrations.CreateModel(
            name="FormerPerson",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("state", models.JSONField()),
                ("reason", models.CharField(max_length=500)),
                ("editor_name", models.CharField(blank=True, max_length=150)),
                ("at", models.DateTimeField()),
                ("slug", models.SlugField(max_length=120, unique=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="former", to="meetings.person"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "former people",
                "ordering": ["slug"],
            },
        ),
        migrations.CreateModel(
            name="FormerPlace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("state", models.JSONField()),
                ("reason", models.CharField(max_length=500)),
                ("editor_name", models.CharField(blank=True, max_length=150)),
                ("at", models.DateTimeField()),
                ("region", models.CharField(blank=True, max_length=100)),
                ("locality", models.CharField(blank=True, max_length=100, verbose_name="town")),
                (
                    "country",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="meetings.country"
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="former", to="meetings.place"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("country"),
                        models.F("region"),
                        models.F("locality"),
                        name="former_names_lead_to_one_place",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FormerSource",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("state", models.JSONField()),
                ("reason", models.CharField(max_length=500)),
                ("editor_name", models.CharField(blank=True, max_length=150)),
                ("at", models.DateTimeField()),
                ("address", models.CharField(max_length=2000, null=True)),
                ("title", models.CharField(blank=True, max_length=500)),
                ("publisher", models.CharField(blank=True, max_length=200)),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="former", to="meetings.source"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(models.F("address"), name="former_address_leads_to_one_source"),
                    models.UniqueConstraint(
                        models.F("title"),
                        models.F("publisher"),
                        condition=models.Q(("address__isnull", True)),
                        name="former_title_leads_to_one_source",
                    ),
                ],
            },
        ),
    ]
