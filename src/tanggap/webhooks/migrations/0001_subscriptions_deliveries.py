"""Subscriptions of programs, and what was delivered to them."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from tanggap.core.tables import CreateTables

FINAL = """
create function webhooks_deed_is_final() returns trigger language plpgsql as $$
begin
  raise exception 'what was written down about a subscription is never changed'
    using errcode = 'integrity_constraint_violation', constraint = 'webhooks_deed_is_final';
end $$;
create trigger webhooks_deed_is_final before update or delete on webhooks_deed
  for each row execute function webhooks_deed_is_final();
"""
NOT_FINAL = """
drop trigger webhooks_deed_is_final on webhooks_deed;
drop function webhooks_deed_is_final();
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = [("agencies", "0001_tables"), ("clients", "0001_programs_keys_usage"), ("reports", "0001_tables")]

    operations = [
        CreateTables(
            tables=[
                migrations.CreateModel(
                    name="Subscription",
                    fields=[
                        ("id", models.BigAutoField(primary_key=True, serialize=False)),
                        ("key", models.TextField(unique=True)),
                        ("label", models.TextField()),
                        ("url", models.TextField()),
                        (
                            "types",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.TextField(), default=list, size=None
                            ),
                        ),
                        (
                            "areas",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.TextField(), default=list, size=None
                            ),
                        ),
                        (
                            "categories",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.TextField(), default=list, size=None
                            ),
                        ),
                        (
                            "units",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.TextField(), default=list, size=None
                            ),
                        ),
                        (
                            "channels",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.TextField(), default=list, size=None
                            ),
                        ),
                        (
                            "state",
                            models.TextField(
                                choices=[
                                    ("unproven", "waits for its test"),
                                    ("on", "on"),
                                    ("paused", "paused"),
                                    ("disabled", "switched off after failures"),
                                ],
                                default="unproven",
                            ),
                        ),
                        (
                            "why",
                            models.TextField(
                                blank=True,
                                choices=[
                                    ("", ""),
                                    ("gone", "The receiver answered 410: it wants nothing any more."),
                                    ("failing", "The receiver took nothing for three days."),
                                ],
                                default="",
                            ),
                        ),
                        ("sealed", models.BinaryField()),
                        ("previous_until", models.DateTimeField(null=True)),
                        ("line_tx", models.BigIntegerField()),
                        ("line_event", models.BigIntegerField()),
                        ("lease", models.UUIDField(null=True)),
                        ("leased_until", models.DateTimeField(null=True)),
                        ("next_try_at", models.DateTimeField(null=True)),
                        ("failing_since", models.DateTimeField(null=True)),
                        ("trouble", models.TextField(blank=True, default="")),
                        ("strikes", models.IntegerField(default=0)),
                        ("delivered_at", models.DateTimeField(null=True)),
                        ("tested_at", models.DateTimeField(null=True)),
                        ("told_at", models.DateTimeField(null=True)),
                        ("made_at", models.DateTimeField()),
                        ("changed_at", models.DateTimeField()),
                        (
                            "client",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clients.client",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "disabled"), ("why__in", ["gone", "failing"])),
                                    models.Q(models.Q(("state", "disabled"), _negated=True), ("why", "")),
                                    _connector="OR",
                                ),
                                name="webhooks_subscription_disabled_says_why",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("lease__isnull", True), ("leased_until__isnull", True)),
                                    models.Q(("lease__isnull", False), ("leased_until__isnull", False)),
                                    _connector="OR",
                                ),
                                name="webhooks_subscription_lease_ends",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("strikes__gte", 0)), name="webhooks_subscription_strikes"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Delivery",
                    fields=[
                        ("id", models.BigAutoField(primary_key=True, serialize=False)),
                        ("tx", models.BigIntegerField()),
                        ("type", models.TextField()),
                        (
                            "state",
                            models.TextField(
                                choices=[
                                    ("waiting", "waits"),
                                    ("delivered", "delivered"),
                                    ("dead", "given up"),
                                    ("skipped", "not sent: it is not public any more"),
                                ],
                                default="waiting",
                            ),
                        ),
                        ("sent_type", models.TextField(blank=True, default="")),
                        ("tries", models.IntegerField(default=0)),
                        ("replays", models.IntegerField(default=0)),
                        ("made_at", models.DateTimeField()),
                        ("tried_since", models.DateTimeField(null=True)),
                        ("settled_at", models.DateTimeField(null=True)),
                        (
                            "event",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="reports.event",
                            ),
                        ),
                        (
                            "report",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="reports.report",
                            ),
                        ),
                        (
                            "subscription",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="webhooks.subscription",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "waiting")),
                                fields=["subscription", "tx", "event"],
                                name="webhooks_delivery_line",
                            ),
                            models.Index(
                                models.F("subscription"),
                                models.OrderBy(models.F("tx"), descending=True),
                                models.OrderBy(models.F("event"), descending=True),
                                name="webhooks_delivery_latest",
                            ),
                            models.Index(fields=["subscription", "report"], name="webhooks_delivery_of_report"),
                            models.Index(fields=["made_at"], name="webhooks_delivery_by_age"),
                            models.Index(
                                condition=models.Q(("state", "dead")),
                                fields=["subscription"],
                                name="webhooks_delivery_dead",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("subscription", "event"), name="webhooks_delivery_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("settled_at__isnull", True), ("state", "waiting")),
                                    models.Q(
                                        models.Q(("state", "waiting"), _negated=True), ("settled_at__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="webhooks_delivery_waits_or_settled",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "delivered"), _negated=True),
                                    models.Q(("sent_type__gt", ""), ("tries__gt", 0)),
                                    _connector="OR",
                                ),
                                name="webhooks_delivery_delivered_was_sent",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Attempt",
                    fields=[
                        ("id", models.BigAutoField(primary_key=True, serialize=False)),
                        ("event", models.BigIntegerField(null=True)),
                        ("type", models.TextField()),
                        ("at", models.DateTimeField()),
                        ("is_ok", models.BooleanField()),
                        ("status", models.IntegerField(null=True)),
                        ("milliseconds", models.IntegerField()),
                        ("trouble", models.TextField(blank=True, default="")),
                        ("answer", models.TextField(blank=True, default="")),
                        (
                            "subscription",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="webhooks.subscription",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                models.F("subscription"),
                                models.OrderBy(models.F("id"), descending=True),
                                name="webhooks_attempt_latest",
                            ),
                            models.Index(fields=["at"], name="webhooks_attempt_by_age"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Deed",
                    fields=[
                        ("id", models.BigAutoField(primary_key=True, serialize=False)),
                        ("subscription", models.TextField()),
                        (
                            "act",
                            models.TextField(
                                choices=[
                                    ("made", "Subscription made"),
                                    ("changed", "Changed"),
                                    ("paused", "Paused"),
                                    ("switched_on", "Switched on"),
                                    ("deleted", "Deleted"),
                                    ("tested", "Tested"),
                                    ("rotated", "Secret replaced"),
                                    ("replayed", "Sent again"),
                                ]
                            ),
                        ),
                        ("facts", models.JSONField(default=dict)),
                        ("at", models.DateTimeField()),
                        (
                            "client",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clients.client",
                            ),
                        ),
                        (
                            "staff",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                models.F("subscription"),
                                models.OrderBy(models.F("id"), descending=True),
                                name="webhooks_deed_latest",
                            )
                        ],
                    },
                ),
            ],
        ),
        migrations.RunSQL(FINAL, NOT_FINAL),
    ]
