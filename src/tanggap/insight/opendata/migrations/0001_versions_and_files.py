"""Versions of the open data and their files."""

import django.db.models.deletion
from django.db import migrations, models
from tanggap.core.tables import CreateTables


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="Version",
                    fields=[
                        ("number", models.TextField(primary_key=True, serialize=False)),
                        ("taken_at", models.DateTimeField()),
                        ("made_at", models.DateTimeField()),
                        ("seconds", models.FloatField()),
                        ("schema", models.IntegerField()),
                        ("position", models.BigIntegerField()),
                        ("clean_to", models.BigIntegerField()),
                        ("previous", models.TextField(blank=True, default="")),
                        ("facts", models.JSONField(default=dict)),
                        ("withdrawn_at", models.DateTimeField(null=True)),
                        ("forgotten_at", models.DateTimeField(null=True)),
                        ("successor", models.TextField(blank=True, default="")),
                    ],
                    options={
                        "indexes": [models.Index(fields=["-taken_at", "-made_at"], name="opendata_version_newest")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("withdrawn_at__isnull", True), ("forgotten_at__isnull", True), _connector="OR"
                                ),
                                name="opendata_version_gone_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("successor", ""), ("withdrawn_at__isnull", False), _connector="OR"),
                                name="opendata_version_succeeded_if_withdrawn",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="File",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("dataset", models.TextField()),
                        ("name", models.TextField()),
                        ("format", models.TextField()),
                        ("bytes", models.BigIntegerField()),
                        ("sha256", models.TextField()),
                        ("rows", models.BigIntegerField()),
                        (
                            "version",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="opendata.version",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("version", "dataset", "name"), name="opendata_file_once"),
                            models.CheckConstraint(
                                condition=models.Q(("bytes__gte", 0), ("rows__gte", 0)), name="opendata_file_counts"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")), name="opendata_file_sha256"
                            ),
                        ],
                    },
                ),
            ]
        ),
    ]
