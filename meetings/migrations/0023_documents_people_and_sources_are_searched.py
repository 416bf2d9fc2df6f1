"""Documents, people and sources are found by their names and titles without regard to case and accents."""

import re
import unicodedata

from django.db import migrations, models

SEARCHED = {"document": ["title"], "person": ["name", "variants"], "source": ["title", "publisher", "url"]}
BATCH = 500


def fold(text):
    plain = unicodedata.normalize("NFKD", text).casefold().replace("đ", "d")
    kept = "".join(mark for mark in plain if not "\u0300" <= mark <= "\u036f")
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", kept)).strip()


def folded(row, columns):
    values = [getattr(row, column) for column in columns]
    return fold("\n".join(text for value in values for text in ([value] if isinstance(value, str) else value)))


def fill(apps, schema_editor):
    for name, columns in SEARCHED.items():
        rows = apps.get_model("meetings", name).objects.using(schema_editor.connection.alias)
        last = 0
        while batch := list(rows.filter(pk__gt=last).order_by("pk")[:BATCH]):
            for row in batch:
                row.folded = folded(row, columns)
            # Many times faster than bulk_update.
            rows.bulk_create(batch, update_conflicts=True, unique_fields=["id"], update_fields=["folded"])
            last = batch[-1].pk


class Migration(migrations.Migration):
    dependencies = [("meetings", "0022_drafts_are_amended_and_remarked_on")]

    operations = [
        *[
            migrations.AddField(name, "folded", models.TextField(default="", editable=False, serialize=False))
            for name in SEARCHED
        ],
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
