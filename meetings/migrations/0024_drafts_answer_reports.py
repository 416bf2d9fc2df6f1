"""A draft may be made from a reader's report, which is answered once it is accepted."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0023_documents_people_and_sources_are_searched"),
    ]

    operations = [
        migrations.AddField(
            model_name="draft",
            name="report",
            field=models.ForeignKey(
                blank=True,
                help_text="The reader's report that it answers, once it is accepted.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="drafts",
                to="meetings.report",
            ),
        ),
    ]
