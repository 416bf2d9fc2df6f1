"""A draft may stand in the place of one that was sent back, is remarked on, and for some bodies decided by others."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0021_account_events"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="body",
            name="four_eyes",
            field=models.BooleanField(default=False, help_text="Nobody decides on a draft of their own."),
        ),
        migrations.AddField(
            model_name="draft",
            name="amends",
            field=models.OneToOneField(
                blank=True,
                help_text="The draft that was sent back, and in whose place this one stands.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="amended_by",
                to="meetings.draft",
            ),
        ),
        migrations.AlterField(
            model_name="draft",
            name="decision",
            field=models.CharField(
                choices=[
                    ("open", "open"),
                    ("accepted", "accepted"),
                    ("returned", "sent back"),
                    ("refused", "refused"),
                    ("withdrawn", "withdrawn"),
                ],
                default="open",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="draft",
            name="slug",
            field=models.CharField(
                blank=True,
                help_text="The meeting to change, or that it became; empty for a new one.",
                max_length=120,
                verbose_name="meeting",
            ),
        ),
        migrations.CreateModel(
            name="Remark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("text", models.CharField(max_length=500)),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="remarks",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="remarks", to="meetings.draft"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
    ]
