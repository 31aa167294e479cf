"""Who was told that time runs out, and which open reports are counted anew."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q
from tanggap.core.tables import CreateTables

UNHEARD = Q(acknowledged_at__isnull=True, ended_at__isnull=True)


def _key(to, null=False):
    on_delete = django.db.models.deletion.PROTECT
    return models.ForeignKey(db_index=False, null=null, on_delete=on_delete, related_name="+", to=to)


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        ("agencies", "0001_tables"),
        ("reports", "0001_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="Recount",
                    fields=[
                        ("id", models.BigAutoField(primary_key=True, serialize=False)),
                        ("why", models.TextField(choices=[("calendar", "calendar"), ("policy", "policy")])),
                        ("policy", models.TextField(blank=True, default="")),
                        ("calendar", models.TextField(blank=True, default="")),
                        ("asked_at", models.DateTimeField()),
                        ("last", models.BigIntegerField(default=0)),
                        ("seen", models.IntegerField(default=0)),
                        ("moved", models.IntegerField(default=0)),
                        ("done_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["id"], name="deadlines_recount_open", condition=Q(done_at__isnull=True)
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Escalation",
                    fields=[
                        ("id", models.BigAutoField(primary_key=True, serialize=False)),
                        ("round", models.IntegerField()),
                        ("step", models.IntegerField()),
                        ("promise", models.TextField()),
                        ("share", models.IntegerField()),
                        ("role", models.TextField()),
                        ("is_own", models.BooleanField()),
                        ("at", models.DateTimeField()),
                        ("told_at", models.DateTimeField()),
                        ("look_at", models.DateTimeField()),
                        ("climbed_at", models.DateTimeField(null=True)),
                        ("acknowledged_at", models.DateTimeField(null=True)),
                        ("ended_at", models.DateTimeField(null=True)),
                        ("acknowledged_by", _key(settings.AUTH_USER_MODEL, null=True)),
                        ("report", _key("reports.report")),
                        ("staff", _key(settings.AUTH_USER_MODEL, null=True)),
                        ("unit", _key("agencies.unit")),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["unit", "-told_at", "-id"], name="deadlines_escalation_open", condition=UNHEARD
                            ),
                            models.Index(fields=["look_at", "id"], name="deadlines_escalation_look", condition=UNHEARD),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("report", "round", "step"), name="deadlines_escalation_once"
                            ),
                            models.CheckConstraint(
                                condition=Q(acknowledged_at__isnull=True, acknowledged_by__isnull=True)
                                | Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False),
                                name="deadlines_escalation_acknowledged_by_somebody",
                            ),
                            models.CheckConstraint(
                                condition=Q(told_at__gte=F("at")), name="deadlines_escalation_told_after"
                            ),
                        ],
                    },
                ),
            ]
        ),
    ]
