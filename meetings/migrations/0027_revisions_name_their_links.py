"""What led to a meeting is found for a former time too without reading every revision."""

from django.db import migrations, models
from django.db.models import F, JSONField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast


def fill(apps, schema_editor):
    """Keep what each record says in the columns beside it."""
    revisions = apps.get_model("meetings", "Revision").objects.annotate(told=Cast("text", JSONField()))
    for link in ("reports_to", "alongside"):
        revisions.exclude(**{f"told__{link}": None}).update(**{link: KeyTextTransform(link, F("told"))})


class Migration(migrations.Migration):
    dependencies = [("meetings", "0026_imports_propose")]

    operations = [
        migrations.AddField(
            model_name="revision",
            name="reports_to",
            field=models.CharField(blank=True, editable=False, max_length=120),
        ),
        migrations.AddField(
            model_name="revision",
            name="alongside",
            field=models.CharField(blank=True, editable=False, max_length=120),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="revision",
            index=models.Index(fields=["at"], condition=models.Q(number=1), name="revision_that_began"),
        ),
        migrations.AddIndex(
            model_name="revision",
            index=models.Index(fields=["reports_to"], name="revision_by_what_it_reports_to"),
        ),
        migrations.AddIndex(
            model_name="revision",
            index=models.Index(fields=["alongside"], name="revision_by_what_it_is_beside"),
        ),
    ]
