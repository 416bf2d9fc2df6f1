"""What there is to do is kept with the record: facts without a source, and pairs that look like doubles."""

import json
from collections import defaultdict

from django.db import migrations, models

EXPECTED = ("dates", "format", "host", "chair", "officers", "theme", "agenda", "documents")
VENUE = {"venue": "name", "locality": "locality"}
BATCH = 500


def count_unsourced(apps, schema_editor):
    """From the answers that are kept ready; a meeting without one is counted when it is next written."""
    meetings = apps.get_model("meetings", "Meeting")
    by_number = defaultdict(list)
    texts = apps.get_model("meetings", "Answer").objects.order_by("pk").values_list("pk", "text")
    for pk, text in texts.iterator(chunk_size=BATCH):
        record = json.loads(text)
        known = {name for name in EXPECTED if record[name] not in (None, [], {})}
        known |= {name for name, key in VENUE.items() if (record["venue"] or {}).get(key)}
        by_number[len(known - {*record["sourced"]})].append(pk)
    for number, pks in by_number.items():
        for start in range(0, len(pks), BATCH):
            meetings.objects.filter(pk__in=pks[start : start + BATCH]).update(unsourced=number)


class Migration(migrations.Migration):
    dependencies = [("meetings", "0016_sources_are_checked")]

    operations = [
        migrations.CreateModel(
            name="Double",
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
                ("first", models.BigIntegerField()),
                ("second", models.BigIntegerField()),
                ("score", models.PositiveSmallIntegerField(help_text="How alike they are, of 100.")),
                ("dismissed_by", models.CharField(blank=True, max_length=150)),
                ("dismissed_at", models.DateTimeField(null=True)),
            ],
        ),
        # Without a default: for one, SQLite would build the table anew, and lose the triggers of full text.
        migrations.AddField(
            model_name="meeting",
            name="unsourced",
            field=models.PositiveSmallIntegerField(editable=False, null=True),
        ),
        migrations.AddIndex(
            model_name="meeting",
            index=models.Index(
                condition=models.Q(("unsourced__gt", 0)),
                fields=["sorts_on", "slug"],
                name="meeting_with_unsourced_facts",
            ),
        ),
        migrations.AddIndex(
            model_name="meeting",
            index=models.Index(
                condition=models.Q(("status__in", ["planned", "confirmed"])),
                fields=["sorts_on", "slug"],
                name="meeting_that_was_announced",
            ),
        ),
        migrations.AddIndex(
            model_name="double",
            index=models.Index(
                condition=models.Q(("dismissed_at__isnull", True)),
                fields=["-score", "kind", "first", "second"],
                name="double_that_is_to_be_seen",
            ),
        ),
        migrations.AddConstraint(
            model_name="double",
            constraint=models.UniqueConstraint(
                models.F("kind"), models.F("first"), models.F("second"), name="double_is_told_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="double",
            constraint=models.CheckConstraint(
                condition=models.Q(("first__lt", models.F("second"))), name="double_is_of_two"
            ),
        ),
        migrations.RunPython(count_unsourced, migrations.RunPython.noop),
    ]
