"""Accounts as which programs of units act; the database refuses that anybody signs in with one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0005_sign_in"),
    ]

    operations = [
        migrations.AddField(
            model_name="staff",
            name="is_program",
            field=models.BooleanField(default=False),
        ),
        migrations.AddConstraint(
            model_name="staff",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_program", False),
                    models.Q(("is_active", False), ("password__startswith", "!")),
                    _connector="OR",
                ),
                name="agencies_program_never_signs_in",
            ),
        ),
    ]
