"""How often public pages are opened: a number for a day and a kind of page."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tallies", "0002_year_ends")]

    operations = [
        migrations.CreateModel(
            name="Viewed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField()),
                ("kind", models.TextField()),
                ("views", models.BigIntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("on", "kind"), name="tallies_viewed_once"),
                    models.CheckConstraint(condition=models.Q(("views__gt", 0)), name="tallies_viewed_some"),
                ],
            },
        ),
    ]
