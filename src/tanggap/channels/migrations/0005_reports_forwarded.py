import django.db.models.deletion
from django.db import migrations, models

STATES = [
    ("waiting", "Waiting"),
    ("sending", "Being sent"),
    ("sent", "Sent"),
    ("delivered", "Delivered"),
    ("read", "Read"),
    ("failed", "Failed"),
    ("unsure", "Not known whether it was sent"),
    ("resting", "Not sent: the address takes nothing"),
]


class Migration(migrations.Migration):
    dependencies = [("channels", "0004_deeds_are_written_down"), ("reports", "0027_personal_words_can_go")]

    operations = [
        migrations.CreateModel(
            name="Forward",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("event", models.BigIntegerField()),
                ("state", models.TextField(choices=STATES, default="waiting")),
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
            options={"db_table": "channels_forward"},
        ),
        migrations.AddConstraint(
            "Forward", models.UniqueConstraint(fields=["account", "event"], name="channels_forward_once_an_event")
        ),
        migrations.AddIndex(
            "Forward",
            models.Index(
                fields=["account", "next_at"],
                name="channels_forward_due",
                condition=models.Q(next_at__isnull=False),
            ),
        ),
    ]
