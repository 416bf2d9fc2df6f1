"""Whether the pages of sources are still there is kept beside them, with the day they were asked for."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("meetings", "0015_lines_kept_ready")]

    operations = [
        migrations.AddField(
            model_name="source",
            name="checked_on",
            field=models.DateField(editable=False, null=True, verbose_name="last asked for"),
        ),
        migrations.AddField(
            model_name="source",
            name="failing_since",
            field=models.DateField(editable=False, null=True, verbose_name="not reached since"),
        ),
        migrations.AddField(
            model_name="source",
            name="link",
            field=models.CharField(
                blank=True,
                choices=[
                    ("found", "found"),
                    ("gone", "gone"),
                    ("unreachable", "not reached"),
                    ("refused", "not sent to programs"),
                ],
                editable=False,
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="source",
            name="link_told",
            field=models.CharField(blank=True, editable=False, max_length=200, verbose_name="what its host said"),
        ),
        migrations.AddIndex(
            model_name="source",
            index=models.Index(
                condition=models.Q(("link__in", ["gone", "unreachable"])),
                fields=["publisher", "title", "id"],
                name="source_whose_page_is_dead",
            ),
        ),
    ]
