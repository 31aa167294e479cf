"""What the staff is told."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notify", "0001_messages"),
        ("reports", "0002_invariants"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="StaffNotice",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("kind", models.TextField()),
                ("event", models.BigIntegerField()),
                ("facts", models.JSONField(default=dict)),
                ("bundle", models.TextField(blank=True, default="")),
                ("at", models.DateTimeField()),
                ("told_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField(null=True)),
                ("acknowledged_at", models.DateTimeField(null=True)),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reports.report"
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["staff", "-told_at", "-id"], name="notify_notice_list"),
                    models.Index(
                        condition=models.Q(("seen_at__isnull", True)),
                        fields=["staff", "told_at"],
                        include=("bundle",),
                        name="notify_notice_unseen",
                    ),
                    models.Index(fields=["told_at"], name="notify_notice_old"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("event", "staff"), name="notify_notice_once_an_event"),
                    models.CheckConstraint(
                        condition=models.Q(("told_at__gte", models.F("at"))), name="notify_notice_told_after"
                    ),
                ],
            },
        ),
    ]
