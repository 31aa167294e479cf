"""What the map is drawn from: new tables only, which a consumer fills from the log."""

import django.db.models.deletion
from django.db import migrations, models
from tanggap.core.tables import CreateTables


class Migration(migrations.Migration):
    initial = True
    dependencies = [("reports", "0001_tables")]

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="Spot",
                    fields=[
                        (
                            "report",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="+",
                                serialize=False,
                                to="reports.report",
                            ),
                        ),
                        ("cell", models.BigIntegerField()),
                        ("east", models.IntegerField()),
                        ("north", models.IntegerField()),
                        ("category", models.TextField()),
                        ("area", models.TextField()),
                        ("state", models.TextField()),
                        ("unit", models.TextField()),
                        ("channel", models.TextField()),
                        ("received_on", models.DateField()),
                    ],
                    options={
                        "db_table": "insight_map_spot",
                        "indexes": [
                            models.Index(fields=["cell"], name="insight_map_spot_cell"),
                            models.Index(fields=["received_on"], name="insight_map_spot_day"),
                            models.Index(fields=["area"], name="insight_map_spot_area"),
                            models.Index(fields=["unit"], name="insight_map_spot_unit"),
                            models.Index(fields=["channel"], name="insight_map_spot_channel"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Cell",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("resolution", models.SmallIntegerField()),
                        ("cell", models.BigIntegerField()),
                        ("category", models.TextField()),
                        ("state", models.TextField()),
                        ("reports", models.IntegerField()),
                        ("east", models.BigIntegerField()),
                        ("north", models.BigIntegerField()),
                    ],
                    options={
                        "db_table": "insight_map_cell",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=["resolution", "category", "cell", "state"], name="insight_map_cell_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reports__gt", 0)), name="insight_map_cell_holds_some"
                            ),
                        ],
                    },
                ),
            ]
        ),
    ]
