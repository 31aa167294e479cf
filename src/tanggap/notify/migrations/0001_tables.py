"""What is to be said to whom: messages, notices, papers; addresses at rest, wishes, subscriptions and the operator's own words."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models
from tanggap.core.tables import CreateTables


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("notify", "0001_messages"),
        ("notify", "0002_staff_notices"),
        ("notify", "0003_digests"),
        ("notify", "0004_notices_without_a_report"),
        ("notify", "0005_by_the_channel"),
        ("notify", "0007_proven_addresses"),
        ("notify", "0009_papers_for_the_staff"),
    ]
    dependencies = [
        ("agencies", "0001_tables"),
        ("catalog", "0001_tables"),
        ("places", "0001_areas"),
        ("planning", "0001_register"),
        ("reports", "0001_tables"),
    ]

    operations = [
        CreateTables(
            tables=[
                migrations.CreateModel(
                    name="OutboundMessage",
                    fields=[
                        ("id", models.BigAutoField(primary_key=True, serialize=False)),
                        ("event", models.BigIntegerField(null=True)),
                        ("template", models.TextField()),
                        ("language", models.TextField()),
                        (
                            "way",
                            models.TextField(
                                choices=[
                                    ("channel", "The channel that it came by"),
                                    ("email", "E-mail"),
                                    ("phone", "Telephone"),
                                    ("page", "Private page"),
                                ]
                            ),
                        ),
                        (
                            "state",
                            models.TextField(
                                choices=[
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
                                ],
                                default="waiting",
                            ),
                        ),
                        ("made_at", models.DateTimeField()),
                        ("sent_at", models.DateTimeField(null=True)),
                        (
                            "report",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="reports.report",
                            ),
                        ),
                        (
                            "staff",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("bundle", models.TextField(blank=True, db_default="", default="")),
                        ("due_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ("told_at", models.DateTimeField(null=True)),
                        (
                            "subscription",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="notify.subscription",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "waiting")), fields=["id"], name="notify_waiting"
                            ),
                            models.Index(
                                condition=models.Q(("state", "waiting")), fields=["due_at", "id"], name="notify_due"
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("event", "report", "template"), name="notify_message_once_an_event"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("staff__isnull", False)),
                                fields=("staff", "bundle"),
                                name="notify_message_once_a_bundle",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("subscription__isnull", False)),
                                fields=("subscription", "template", "bundle"),
                                name="notify_message_once_a_day",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("event__isnull", False),
                                        ("report__isnull", False),
                                        ("staff__isnull", True),
                                        ("subscription__isnull", True),
                                    ),
                                    models.Q(
                                        ("event__isnull", True),
                                        ("report__isnull", True),
                                        ("staff__isnull", False),
                                        ("subscription__isnull", True),
                                    ),
                                    models.Q(
                                        ("event__isnull", True),
                                        ("report__isnull", True),
                                        ("staff__isnull", True),
                                        ("subscription__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="notify_message_to_one_person",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StaffNotice",
                    fields=[
                        ("id", models.BigAutoField(primary_key=True, serialize=False)),
                        ("kind", models.TextField()),
                        ("event", models.BigIntegerField(null=True)),
                        ("facts", models.JSONField(default=dict)),
                        ("bundle", models.TextField(blank=True, default="")),
                        ("at", models.DateTimeField()),
                        ("told_at", models.DateTimeField()),
                        ("seen_at", models.DateTimeField(null=True)),
                        ("acknowledged_at", models.DateTimeField(null=True)),
                        (
                            "report",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="reports.report",
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
                        ("about", models.TextField(blank=True, db_default="", default="")),
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
                            models.UniqueConstraint(
                                condition=models.Q(("about", ""), _negated=True),
                                fields=("staff", "kind", "about"),
                                name="notify_notice_once_about",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("about", ""), ("event__isnull", False), ("report__isnull", False)),
                                    models.Q(
                                        ("event__isnull", True),
                                        ("report__isnull", True),
                                        models.Q(("about", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="notify_notice_of_something",
                            ),
                        ],
                    },
                ),
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
                        ("proven_at", models.DateTimeField(null=True)),
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
                        (
                            "category",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="catalog.category",
                            ),
                        ),
                        ("words", models.TextField(blank=True, db_default="", default="")),
                        (
                            "wished",
                            models.TextField(
                                choices=[
                                    ("all", "Everything that happens to them"),
                                    ("new", "New reports only"),
                                    ("solved", "Solved reports only"),
                                ],
                                db_default="all",
                                default="all",
                            ),
                        ),
                        (
                            "rhythm",
                            models.TextField(
                                choices=[
                                    ("daily", "Once a day, at six in the morning"),
                                    ("weekly", "Once a week, on Monday at six in the morning"),
                                ],
                                db_default="daily",
                                default="daily",
                            ),
                        ),
                        (
                            "proposal",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="planning.proposal",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("index__isnull", False)),
                                fields=["index"],
                                name="notify_subscription_of",
                            ),
                            models.Index(
                                condition=models.Q(("state", "ended"), _negated=True),
                                fields=["state", "id"],
                                name="notify_subscription_at",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("index__isnull", True), ("sealed__isnull", True), ("state", "ended")),
                                    models.Q(
                                        models.Q(("state", "ended"), _negated=True),
                                        ("index__isnull", False),
                                        ("sealed__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="notify_subscription_ended_is_nobodys",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("rhythm__in", ["daily", "weekly"]), ("wished__in", ["all", "new", "solved"])
                                ),
                                name="notify_subscription_wishes_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        models.Q(
                                            models.Q(("proposal__isnull", True), ("report__isnull", False)),
                                            models.Q(("proposal__isnull", False), ("report__isnull", True)),
                                            _connector="OR",
                                        ),
                                        ("area__isnull", True),
                                        ("category__isnull", True),
                                        ("lat__isnull", True),
                                        ("lon__isnull", True),
                                        ("radius_metres__isnull", True),
                                        ("words", ""),
                                    ),
                                    models.Q(
                                        ("proposal__isnull", True),
                                        ("report__isnull", True),
                                        models.Q(
                                            models.Q(
                                                ("lat__isnull", True),
                                                ("lon__isnull", True),
                                                ("radius_metres__isnull", True),
                                                models.Q(
                                                    ("area__isnull", False),
                                                    ("category__isnull", False),
                                                    models.Q(("words", ""), _negated=True),
                                                    _connector="OR",
                                                ),
                                            ),
                                            models.Q(
                                                ("area__isnull", True),
                                                ("lat__isnull", False),
                                                ("lon__isnull", False),
                                                ("radius_metres__gt", 0),
                                            ),
                                            _connector="OR",
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="notify_subscription_to_one_thing",
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
                            models.Index(
                                fields=["template", "language", "channel", "-id"], name="notify_wording_latest"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Paper",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.TextField()),
                        ("language", models.TextField()),
                        ("subject", models.TextField()),
                        ("text", models.TextField()),
                        ("name", models.TextField()),
                        ("media_type", models.TextField()),
                        ("file", models.BinaryField()),
                        ("made_at", models.DateTimeField()),
                    ],
                    options={
                        "indexes": [models.Index(fields=["made_at"], name="notify_paper_old")],
                        "constraints": [
                            models.UniqueConstraint(fields=("key", "language"), name="notify_paper_once_a_language")
                        ],
                    },
                ),
            ],
        ),
    ]
