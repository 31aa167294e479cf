"""A message may be for a member of the staff: what they are told together."""

import django.db.models.deletion
from django.conf import settings
from django.contrib.postgres.operations import AddConstraintNotValid, ValidateConstraint
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("notify", "0002_staff_notices"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            "outboundmessage",
            "report",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reports.report"
            ),
        ),
        migrations.AlterField("outboundmessage", "event", models.BigIntegerField(null=True)),
        migrations.AddField(
            "outboundmessage",
            "staff",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField("outboundmessage", "bundle", models.TextField(blank=True, db_default="", default="")),
        migrations.AddConstraint(
            "outboundmessage",
            models.UniqueConstraint(
                fields=["staff", "bundle"], condition=Q(staff__isnull=False), name="notify_message_once_a_bundle"
            ),
        ),
        AddConstraintNotValid(
            "outboundmessage",
            models.CheckConstraint(
                condition=Q(report__isnull=False, event__isnull=False, staff__isnull=True)
                | Q(report__isnull=True, event__isnull=True, staff__isnull=False),
                name="notify_message_to_one_person",
            ),
        ),
        ValidateConstraint("outboundmessage", "notify_message_to_one_person"),
    ]
