import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("channels", "0002_installations_of_the_app")]

    operations = [
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
                                ("ended_at__isnull", True), ("ended_at__gte", models.F("began_at")), _connector="OR"
                            ),
                        ),
                        name="channels_outage_ends_after_it_began",
                    ),
                ],
            },
        ),
    ]
