"""Who may do what for the meetings of one body."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

ROLES = ["reader", "proposer", "editor", "reviewer"]


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0003_checks_refuse_halves"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BodyRight",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("role", models.CharField(choices=[(role, role) for role in ROLES], max_length=10)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rights", to="meetings.body"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="body_rights",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["user", "body", "role"],
                "constraints": [
                    models.UniqueConstraint("user", "body", "role", name="body_right_is_given_once"),
                    models.CheckConstraint(
                        condition=models.Q(role__in=ROLES),
                        name="body_right_role_is_known",
                        violation_error_message="Choose one of the known roles.",
                    ),
                ],
            },
        ),
    ]
