"""A revision tells whether it is a correction; `manage.py recount` says so of those that stand already."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("meetings", "0018_imports_at_the_desk")]

    operations = [
        migrations.AddField(
            model_name="revision",
            name="corrects",
            field=models.BooleanField(
                db_default=False,
                default=False,
                editable=False,
                help_text="Whether the log of corrections tells it: it took back what was said, or a reader led to it.",
            ),
        ),
        migrations.AddIndex(
            model_name="revision",
            index=models.Index(
                condition=models.Q(("corrects", True)), fields=["at", "id"], name="revision_that_corrects"
            ),
        ),
    ]
