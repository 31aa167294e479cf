"""What came to each unit a day, and what is expected to come."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("insight", "0002_honest_ends"),
    ]

    operations = [
        migrations.CreateModel(
            name="Outlook",
            fields=[
                ("unit", models.TextField(primary_key=True, serialize=False)),
                ("made_on", models.DateField()),
                ("history_days", models.IntegerField()),
                ("level", models.FloatField()),
                ("weekdays", models.JSONField(default=list)),
                ("closed", models.FloatField(default=1.0)),
                ("spread", models.FloatField(default=1.0)),
                ("days", models.JSONField(default=list)),
                ("tested_days", models.IntegerField(default=0)),
                ("error", models.FloatField(null=True)),
                ("naive_error", models.FloatField(null=True)),
                ("scaled_error", models.FloatField(null=True)),
                ("naive_scaled_error", models.FloatField(null=True)),
                ("week_error", models.FloatField(null=True)),
                ("naive_week_error", models.FloatField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="UnitDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField()),
                ("unit", models.TextField()),
                ("arrived", models.IntegerField(default=0)),
                ("done", models.IntegerField(default=0)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("unit", "on"), name="insight_unitday_once")],
            },
        ),
    ]
