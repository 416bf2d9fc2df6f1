"""An import of somebody who may not write all of it becomes drafts."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0025_mergers_are_taken_back"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="import",
            name="import_that_was_applied_has_its_commit",
        ),
        migrations.AddField(
            model_name="import",
            name="proposes",
            field=models.BooleanField(default=False),
        ),
        migrations.AlterField(
            model_name="import",
            name="state",
            field=models.CharField(
                choices=[
                    ("checked", "checked"),
                    ("applied", "applied"),
                    ("undone", "undone"),
                    ("proposed", "proposed"),
                ],
                default="checked",
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="import",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("commit", None), ("state__in", ["checked", "proposed"])),
                    models.Q(
                        models.Q(("state__in", ["checked", "proposed"]), _negated=True), ("commit__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="import_that_was_applied_has_its_commit",
            ),
        ),
    ]
