"""Keys for programs, kept as digests."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0004_body_rights"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Token",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "name",
                    models.CharField(blank=True, help_text="What it is for, to know it again.", max_length=100),
                ),
                ("prefix", models.CharField(editable=False, max_length=12, unique=True)),
                ("digest", models.CharField(editable=False, max_length=64)),
                (
                    "scope",
                    models.CharField(
                        choices=[
                            ("read", "read"),
                            ("propose", "read and propose"),
                            ("write", "read, propose and write"),
                        ],
                        default="read",
                        max_length=10,
                    ),
                ),
                (
                    "bodies",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="The only bodies it is for; none: all of its owner's.",
                    ),
                ),
                ("created_at", models.DateTimeField(editable=False)),
                ("expires_at", models.DateTimeField(blank=True, null=True, verbose_name="expires")),
                ("last_used_at", models.DateTimeField(editable=False, null=True, verbose_name="last used")),
                ("revoked_at", models.DateTimeField(editable=False, null=True, verbose_name="revoked")),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tokens",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(scope__in=["read", "propose", "write"]),
                        name="token_scope_is_known",
                        violation_error_message="Choose one of the known scopes.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(expires_at__isnull=True) | models.Q(expires_at__gt=models.F("created_at")),
                        name="token_expires_after_it_is_made",
                        violation_error_message="A token expires after it is made.",
                    ),
                ],
            },
        ),
    ]
