"""A view can be shared with partners by role as with everybody else; the column stays as it is."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0016_events_by_time"),
    ]

    operations = [
        migrations.AlterField(
            model_name="savedview",
            name="role",
            field=models.TextField(
                blank=True,
                choices=[
                    ("intake", "Intake"),
                    ("officer", "Officer"),
                    ("supervisor", "Supervisor"),
                    ("validator", "Validator"),
                    ("leader", "Leader"),
                    ("analyst", "Analyst"),
                    ("operator", "Operator"),
                    ("partner", "Partner"),
                ],
                default="",
            ),
        ),
    ]
