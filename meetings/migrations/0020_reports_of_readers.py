"""What readers say is wrong, and what they were answered."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0019_revisions_that_correct"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Report",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(editable=False, max_length=16, unique=True)),
                ("slug", models.CharField(max_length=120, verbose_name="meeting")),
                (
                    "base",
                    models.PositiveIntegerField(
                        help_text="The revision of the meeting that was read.", verbose_name="of revision"
                    ),
                ),
                ("fact", models.CharField(max_length=12)),
                ("comment", models.TextField(max_length=1000, verbose_name="what is wrong")),
                ("proposed", models.TextField(blank=True, max_length=500, verbose_name="what would be right")),
                ("source", models.CharField(blank=True, max_length=2000, verbose_name="who says so")),
                (
                    "email",
                    models.EmailField(
                        blank=True,
                        help_text="Never shown, and forgotten with the answer.",
                        max_length=254,
                        verbose_name="e-mail",
                    ),
                ),
                ("sent_at", models.DateTimeField(verbose_name="sent")),
                (
                    "decision",
                    models.CharField(
                        choices=[
                            ("open", "waiting for an answer"),
                            ("corrected", "corrected"),
                            ("refused", "not corrected"),
                            ("set-aside", "set aside"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="answered")),
                ("answer", models.TextField(blank=True, max_length=1000)),
            ],
            options={
                "ordering": ["-sent_at", "-id"],
            },
        ),
        migrations.AddField(
            model_name="report",
            name="body",
            field=models.ForeignKey(
                help_text="The body whose editors answer: of the meeting as it stood then.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="reports",
                to="meetings.body",
            ),
        ),
        migrations.AddField(
            model_name="report",
            name="decided_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="answered_reports",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="report",
            name="revision",
            field=models.ForeignKey(
                blank=True,
                help_text="The revision that corrected it.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reports",
                to="meetings.revision",
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(fields=["slug", "-decided_at"], name="report_of_meeting"),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at__isnull", True), ("decision", "open")),
                    models.Q(models.Q(("decision", "open"), _negated=True), ("decided_at__isnull", False)),
                    _connector="OR",
                ),
                name="report_answer_has_its_time",
                violation_error_message="An answer has its time, and an open report has none.",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decision__in", ["corrected", "refused"]), _negated=True),
                    models.Q(("answer", ""), _negated=True),
                    _connector="OR",
                ),
                name="report_is_answered_in_words",
                violation_error_message="Say what you answer: everybody reads it.",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decision", "corrected"), ("revision__isnull", False)),
                    models.Q(models.Q(("decision", "corrected"), _negated=True), ("revision__isnull", True)),
                    _connector="OR",
                ),
                name="report_is_corrected_by_a_revision",
                violation_error_message="Name the revision that corrected it, and none where none did.",
            ),
        ),
    ]
