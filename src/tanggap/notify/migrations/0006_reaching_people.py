"""Addresses at rest, wishes, subscriptions, the operator's own words; and what a message needs to be delivered. Gentle on a busy table."""

import django.db.models.deletion
from django.conf import settings
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Q
from django.db.models.functions import Now

STATES = [
    ("waiting", "Waiting"),
    ("queued", "On its way"),
    ("sent", "Sent"),
    ("delivered", "Delivered"),
    ("read", "Read"),
    ("failed", "Failed"),
    ("unsure", "Not known whether it was sent"),
    ("resting", "Not sent: the address takes nothing"),
    ("unwanted", "Not sent: not wanted"),
    ("held", "Held until the reporter has confirmed the address"),
    ("expired", "Not sent: it was too late for it"),
    ("none", "Not sent"),
]
TO_ONE = (
    Q(report__isnull=False, event__isnull=False, staff__isnull=True, subscription__isnull=True)
    | Q(report__isnull=True, event__isnull=True, staff__isnull=False, subscription__isnull=True)
    | Q(report__isnull=True, event__isnull=True, staff__isnull=True, subscription__isnull=False)
)


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("notify", "0005_by_the_channel"),
        ("places", "0001_areas"),
        ("reports", "0018_handles_in_the_vault"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Contact",
            fields=[
                ("index", models.BinaryField(primary_key=True, serialize=False)),
                ("heard_at", models.DateTimeField(null=True)),
                ("asked_at", models.DateTimeField(null=True)),
                ("wrong", models.SmallIntegerField(default=0)),
                ("rests_since", models.DateTimeField(null=True)),
                ("reason", models.TextField(blank=True, default="")),
                ("stopped_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Wish",
            fields=[
                (
                    "report",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="reports.report",
                    ),
                ),
                ("way", models.TextField(blank=True, default="")),
                ("unwanted", models.JSONField(default=list)),
                ("language", models.TextField(blank=True, default="")),
                ("stopped_at", models.DateTimeField(null=True)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Subscription",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("index", models.BinaryField(null=True)),
                ("sealed", models.BinaryField(null=True)),
                ("nonce", models.BinaryField()),
                (
                    "report",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="reports.report",
                    ),
                ),
                (
                    "area",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.area",
                    ),
                ),
                ("lon", models.FloatField(null=True)),
                ("lat", models.FloatField(null=True)),
                ("radius_metres", models.IntegerField(null=True)),
                ("language", models.TextField()),
                (
                    "state",
                    models.TextField(
                        choices=[("asked", "Not confirmed yet"), ("active", "Active"), ("ended", "Ended")],
                        default="asked",
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("told_until", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(condition=Q(index__isnull=False), fields=["index"], name="notify_subscription_of"),
                    models.Index(condition=~Q(state="ended"), fields=["state", "id"], name="notify_subscription_at"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(
                            report__isnull=False,
                            area__isnull=True,
                            lon__isnull=True,
                            lat__isnull=True,
                            radius_metres__isnull=True,
                        )
                        | Q(
                            report__isnull=True,
                            area__isnull=False,
                            lon__isnull=True,
                            lat__isnull=True,
                            radius_metres__isnull=True,
                        )
                        | Q(
                            report__isnull=True,
                            area__isnull=True,
                            lon__isnull=False,
                            lat__isnull=False,
                            radius_metres__gt=0,
                        ),
                        name="notify_subscription_to_one_thing",
                    ),
                    models.CheckConstraint(
                        condition=Q(state="ended", index__isnull=True, sealed__isnull=True)
                        | ~Q(state="ended") & Q(index__isnull=False, sealed__isnull=False),
                        name="notify_subscription_ended_is_nobodys",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Wording",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("template", models.TextField()),
                ("channel", models.TextField(blank=True, default="")),
                ("language", models.TextField()),
                ("subject", models.TextField(blank=True, default="")),
                ("text", models.TextField(blank=True, default="")),
                ("short", models.TextField(blank=True, default="")),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["template", "language", "channel", "-id"], name="notify_wording_latest")
                ],
            },
        ),
        migrations.AlterField("outboundmessage", "state", models.TextField(choices=STATES, default="waiting")),
        migrations.AddField("outboundmessage", "due_at", models.DateTimeField(db_default=Now())),
        migrations.AddField("outboundmessage", "told_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "outboundmessage",
            "subscription",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="notify.subscription",
            ),
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AddConstraint(
                    "outboundmessage",
                    models.UniqueConstraint(
                        fields=["subscription", "template", "bundle"],
                        condition=Q(subscription__isnull=False),
                        name="notify_message_once_a_day",
                    ),
                ),
                migrations.RemoveConstraint("outboundmessage", "notify_message_to_one_person"),
                migrations.AddConstraint(
                    "outboundmessage", models.CheckConstraint(condition=TO_ONE, name="notify_message_to_one_person")
                ),
            ],
            database_operations=[
                migrations.RunSQL(
                    sql="""
                        create unique index concurrently notify_message_once_a_day
                          on notify_outboundmessage (subscription_id, template, bundle) where subscription_id is not null
                    """,
                    reverse_sql="drop index concurrently notify_message_once_a_day",
                ),
                migrations.RunSQL(
                    sql=[
                        """
                        alter table notify_outboundmessage add constraint notify_message_to_one_person_or_address check (
                          num_nonnulls(report_id, staff_id, subscription_id) = 1
                          and (report_id is null) = (event is null)
                        ) not valid
                        """,
                        "alter table notify_outboundmessage validate constraint notify_message_to_one_person_or_address",
                        "alter table notify_outboundmessage drop constraint notify_message_to_one_person",
                        """
                        alter table notify_outboundmessage
                          rename constraint notify_message_to_one_person_or_address to notify_message_to_one_person
                        """,
                    ],
                    reverse_sql=[
                        "delete from notify_outboundmessage where subscription_id is not null",
                        """
                        alter table notify_outboundmessage add constraint notify_message_to_one_person_before check (
                          (report_id is not null and event is not null and staff_id is null)
                          or (report_id is null and event is null and staff_id is not null)
                        ) not valid
                        """,
                        "alter table notify_outboundmessage validate constraint notify_message_to_one_person_before",
                        "alter table notify_outboundmessage drop constraint notify_message_to_one_person",
                        """
                        alter table notify_outboundmessage
                          rename constraint notify_message_to_one_person_before to notify_message_to_one_person
                        """,
                    ],
                ),
            ],
        ),
        AddIndexConcurrently(
            "outboundmessage",
            models.Index(condition=Q(state="waiting"), fields=["due_at", "id"], name="notify_due"),
        ),
    ]
