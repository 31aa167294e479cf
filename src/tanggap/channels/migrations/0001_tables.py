"""What arrives by other systems' channels and what is sent back; installations of the app; reports that were forwarded."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models
from tanggap.core.tables import CreateTables


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("channels", "0001_arrivals_threads_postings"),
        ("channels", "0002_installations_of_the_app"),
        ("channels", "0003_outages_of_accounts"),
        ("channels", "0005_reports_forwarded"),
    ]
    dependencies = [
        ("agencies", "0001_tables"),
        ("catalog", "0001_tables"),
        ("notify", "0001_tables"),
        ("reports", "0001_tables"),
    ]

    operations = [
        CreateTables(
            tables=[
                migrations.CreateModel(
                    name="Account",
                    fields=[
                        ("id", models.BigAutoField(primary_key=True, serialize=False)),
                        ("code", models.SlugField(max_length=40)),
                        ("adapter", models.TextField()),
                        ("name", models.TextField()),
                        ("sealed", models.BinaryField()),
                        ("is_active", models.BooleanField(default=True)),
                        ("bookmark", models.JSONField(default=dict)),
                        ("made_at", models.DateTimeField()),
                        ("heard_at", models.DateTimeField(null=True)),
                        ("polled_at", models.DateTimeField(null=True)),
                        ("worked_at", models.DateTimeField(null=True)),
                        ("sent_at", models.DateTimeField(null=True)),
                        ("failing_since", models.DateTimeField(null=True)),
                        ("trouble", models.TextField(blank=True, default="")),
                        ("resumes_at", models.DateTimeField(null=True)),
                        ("refused", models.IntegerField(default=0)),
                        ("refused_at", models.DateTimeField(null=True)),
                        (
                            "channel",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalog.channel"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("channel", "code"), name="channels_account_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Arrival",
                    fields=[
                        ("id", models.BigAutoField(primary_key=True, serialize=False)),
                        ("external_id", models.TextField()),
                        ("body", models.BinaryField()),
                        ("sealed", models.BinaryField()),
                        ("amended", models.BinaryField(null=True)),
                        (
                            "state",
                            models.TextField(
                                choices=[
                                    ("waiting", "Waiting"),
                                    ("done", "Done"),
                                    ("ignored", "Nothing for us"),
                                    ("dead", "Set aside"),
                                ],
                                default="waiting",
                            ),
                        ),
                        ("outcome", models.TextField(blank=True, default="")),
                        ("tries", models.SmallIntegerField(default=0)),
                        ("next_try_at", models.DateTimeField()),
                        ("error", models.TextField(blank=True, default="")),
                        ("received_at", models.DateTimeField()),
                        ("done_at", models.DateTimeField(null=True)),
                        (
                            "account",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="channels.account",
                            ),
                        ),
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
                            "thread",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="channels.thread",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "waiting")),
                                fields=["account", "id"],
                                name="channels_waiting",
                            ),
                            models.Index(condition=models.Q(("state", "dead")), fields=["-id"], name="channels_dead"),
                            models.Index(
                                condition=models.Q(("thread__isnull", False)),
                                fields=["thread", "id"],
                                name="channels_said",
                            ),
                            models.Index(fields=["received_at"], name="channels_arrival_at"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("account", "external_id"), name="channels_arrival_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Kept",
                    fields=[
                        ("id", models.BigAutoField(primary_key=True, serialize=False)),
                        ("position", models.SmallIntegerField()),
                        ("name", models.TextField(blank=True, default="")),
                        ("sealed", models.BinaryField()),
                        (
                            "arrival",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="channels.arrival",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("arrival", "position"), name="channels_kept_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Thread",
                    fields=[
                        ("id", models.BigAutoField(primary_key=True, serialize=False)),
                        ("peer_index", models.BinaryField()),
                        ("sealed", models.BinaryField()),
                        ("draft", models.BinaryField(null=True)),
                        ("language", models.TextField(blank=True, default="")),
                        ("greeted_at", models.DateTimeField(null=True)),
                        ("is_muted", models.BooleanField(default=False)),
                        ("touched_at", models.DateTimeField()),
                        (
                            "account",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="channels.account",
                            ),
                        ),
                        (
                            "report",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="reports.report",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("draft__isnull", False)),
                                fields=["touched_at"],
                                name="channels_thread_begun",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("account", "peer_index"), name="channels_thread_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Posting",
                    fields=[
                        ("id", models.BigAutoField(primary_key=True, serialize=False)),
                        ("kind", models.TextField()),
                        ("sealed", models.BinaryField(null=True)),
                        (
                            "state",
                            models.TextField(
                                choices=[
                                    ("waiting", "Waiting"),
                                    ("sending", "Being sent"),
                                    ("sent", "Sent"),
                                    ("delivered", "Delivered"),
                                    ("read", "Read"),
                                    ("failed", "Failed"),
                                    ("unsure", "Not known whether it was sent"),
                                    ("resting", "Not sent: the address takes nothing"),
                                ],
                                default="waiting",
                            ),
                        ),
                        ("tries", models.SmallIntegerField(default=0)),
                        ("next_try_at", models.DateTimeField()),
                        ("provider_id", models.TextField(blank=True, default="")),
                        ("error", models.TextField(blank=True, default="")),
                        ("made_at", models.DateTimeField()),
                        ("sent_at", models.DateTimeField(null=True)),
                        ("told_at", models.DateTimeField(null=True)),
                        (
                            "account",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="channels.account",
                            ),
                        ),
                        (
                            "arrival",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="channels.arrival",
                            ),
                        ),
                        (
                            "message",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="notify.outboundmessage",
                            ),
                        ),
                        (
                            "thread",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="channels.thread",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "waiting")),
                                fields=["account", "next_try_at"],
                                name="channels_to_send",
                            ),
                            models.Index(
                                condition=models.Q(("state", "sending")), fields=["id"], name="channels_sending"
                            ),
                            models.Index(
                                condition=models.Q(("provider_id", ""), _negated=True),
                                fields=["account", "provider_id"],
                                name="channels_by_provider",
                            ),
                            models.Index(
                                condition=models.Q(("thread__isnull", False)),
                                fields=["thread", "id"],
                                name="channels_told",
                            ),
                            models.Index(fields=["made_at"], name="channels_posting_at"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("message__isnull", False)),
                                fields=("message",),
                                name="channels_posting_once_a_message",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("arrival__isnull", False)),
                                fields=("arrival", "kind"),
                                name="channels_posting_once_an_arrival",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("arrival__isnull", True), ("message__isnull", False)),
                                    models.Q(
                                        ("arrival__isnull", False), ("message__isnull", True), ("sealed__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="channels_posting_of_something",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Device",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                        ("key", models.BinaryField()),
                        ("platform", models.TextField()),
                        ("language", models.TextField(blank=True, default="")),
                        ("attested", models.TextField(blank=True, default="")),
                        ("attestation", models.TextField(blank=True, default="")),
                        ("push", models.BinaryField(null=True)),
                        ("is_blocked", models.BooleanField(default=False)),
                        ("made_at", models.DateTimeField()),
                        ("seen_on", models.DateField()),
                        (
                            "account",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="channels.account",
                            ),
                        ),
                    ],
                    options={
                        "db_table": "channels_jaki_device",
                        "constraints": [
                            models.UniqueConstraint(fields=("account", "key"), name="channels_jaki_device_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Nonce",
                    fields=[
                        ("id", models.BigAutoField(primary_key=True, serialize=False)),
                        ("nonce", models.TextField()),
                        ("at", models.DateTimeField()),
                        (
                            "device",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="channels.device",
                            ),
                        ),
                    ],
                    options={
                        "db_table": "channels_jaki_nonce",
                        "indexes": [models.Index(fields=["at"], name="channels_jaki_nonce_at")],
                        "constraints": [
                            models.UniqueConstraint(fields=("device", "nonce"), name="channels_jaki_nonce_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Own",
                    fields=[
                        ("id", models.BigAutoField(primary_key=True, serialize=False)),
                        ("owner", models.BinaryField()),
                        (
                            "arrival",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="channels.arrival"
                            ),
                        ),
                    ],
                    options={
                        "db_table": "channels_jaki_own",
                        "indexes": [models.Index(fields=["owner", "-id"], name="channels_jaki_own_list")],
                    },
                ),
                migrations.CreateModel(
                    name="Transfer",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                        ("name", models.TextField(blank=True, default="")),
                        ("size", models.IntegerField()),
                        ("offset", models.IntegerField(default=0)),
                        ("sha256", models.BinaryField(null=True)),
                        ("made_at", models.DateTimeField()),
                        ("touched_at", models.DateTimeField()),
                        (
                            "device",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="channels.device",
                            ),
                        ),
                        (
                            "used_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="channels.arrival",
                            ),
                        ),
                    ],
                    options={
                        "db_table": "channels_jaki_transfer",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("used_by__isnull", True)),
                                fields=["device"],
                                name="channels_jaki_transfer_open",
                            ),
                            models.Index(fields=["touched_at"], name="channels_jaki_transfer_old"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("offset__gte", 0), ("offset__lte", models.F("size"))),
                                name="channels_jaki_transfer_within",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Part",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "transfer_id", "offset", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("offset", models.IntegerField()),
                        ("sealed", models.BinaryField()),
                        (
                            "transfer",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="channels.transfer",
                            ),
                        ),
                    ],
                    options={
                        "db_table": "channels_jaki_part",
                    },
                ),
                migrations.CreateModel(
                    name="Outage",
                    fields=[
                        ("id", models.BigAutoField(primary_key=True, serialize=False)),
                        ("rule", models.TextField()),
                        ("began_at", models.DateTimeField()),
                        ("seen_at", models.DateTimeField()),
                        ("ended_at", models.DateTimeField(null=True)),
                        (
                            "account",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="channels.account",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["account", "-began_at"], name="channels_outage_latest")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at__isnull", True)),
                                fields=("account",),
                                name="channels_outage_one_at_a_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("seen_at__gte", models.F("began_at")),
                                    models.Q(
                                        ("ended_at__isnull", True),
                                        ("ended_at__gte", models.F("began_at")),
                                        _connector="OR",
                                    ),
                                ),
                                name="channels_outage_ends_after_it_began",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Deed",
                    fields=[
                        ("id", models.BigAutoField(primary_key=True, serialize=False)),
                        (
                            "act",
                            models.TextField(
                                choices=[
                                    ("connected", "Account connected"),
                                    ("changed", "Settings changed"),
                                    ("switched_on", "Switched on"),
                                    ("switched_off", "Switched off"),
                                    ("tested", "Tested"),
                                    ("opened", "Set-aside message opened"),
                                    ("mended", "Set-aside message corrected"),
                                    ("replayed", "Read again"),
                                ]
                            ),
                        ),
                        ("facts", models.JSONField(default=dict)),
                        ("at", models.DateTimeField()),
                        (
                            "account",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="channels.account",
                            ),
                        ),
                        (
                            "staff",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["account", "-id"], name="channels_deed_latest")],
                    },
                ),
                migrations.CreateModel(
                    name="Forward",
                    fields=[
                        ("id", models.BigAutoField(primary_key=True, serialize=False)),
                        ("event", models.BigIntegerField()),
                        (
                            "state",
                            models.TextField(
                                choices=[
                                    ("waiting", "Waiting"),
                                    ("sending", "Being sent"),
                                    ("sent", "Sent"),
                                    ("delivered", "Delivered"),
                                    ("read", "Read"),
                                    ("failed", "Failed"),
                                    ("unsure", "Not known whether it was sent"),
                                    ("resting", "Not sent: the address takes nothing"),
                                ],
                                default="waiting",
                            ),
                        ),
                        ("tries", models.SmallIntegerField(default=0)),
                        ("looks", models.SmallIntegerField(default=0)),
                        ("next_at", models.DateTimeField(null=True)),
                        ("remote", models.TextField(blank=True, default="")),
                        ("token", models.TextField(blank=True, default="")),
                        ("told", models.TextField(blank=True, default="")),
                        ("error", models.TextField(blank=True, default="")),
                        ("made_at", models.DateTimeField()),
                        ("sent_at", models.DateTimeField(null=True)),
                        (
                            "account",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="channels.account",
                            ),
                        ),
                        (
                            "report",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reports.report"
                            ),
                        ),
                    ],
                    options={
                        "db_table": "channels_forward",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("next_at__isnull", False)),
                                fields=["account", "next_at"],
                                name="channels_forward_due",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("account", "event"), name="channels_forward_once_an_event")
                        ],
                    },
                ),
            ],
        ),
    ]
