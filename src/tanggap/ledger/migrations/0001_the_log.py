"""The tables of the log. Keys into other rooms are not the database's: to check one would write each row of a long history anew."""

import django.db.models.deletion
from django.db import migrations, models
from tanggap.core.tables import CreateTables


def _key(to: str, **more: object) -> models.ForeignKey:
    return models.ForeignKey(
        to, django.db.models.deletion.PROTECT, related_name="+", db_index=False, db_constraint=False, **more
    )


def _only_key(to: str) -> models.OneToOneField:
    return models.OneToOneField(
        to,
        django.db.models.deletion.PROTECT,
        primary_key=True,
        serialize=False,
        related_name="+",
        db_constraint=False,
    )


def _pk(*names: str) -> tuple[str, models.CompositePrimaryKey]:
    return "pk", models.CompositePrimaryKey(*names, blank=True, editable=False, primary_key=True, serialize=False)


class Migration(migrations.Migration):
    initial = True
    dependencies = [("reports", "0001_tables")]

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    "Epoch",
                    [
                        ("number", models.IntegerField(primary_key=True, serialize=False)),
                        ("origin", models.TextField()),
                        ("verifier", models.TextField()),
                        ("known", models.TextField(blank=True, default="")),
                        ("because", models.TextField(blank=True, default="")),
                        ("opened_at", models.DateTimeField()),
                    ],
                    {
                        "constraints": [
                            models.UniqueConstraint(fields=["origin"], name="ledger_epoch_has_its_origin"),
                            models.CheckConstraint(
                                condition=models.Q(number=1, because="", known="")
                                | models.Q(number__gt=1) & ~models.Q(because=""),
                                name="ledger_epoch_begins_for_a_reason",
                            ),
                        ]
                    },
                ),
                migrations.CreateModel(
                    "Leaf",
                    [
                        _pk("epoch_id", "index"),
                        ("epoch", _key("ledger.epoch")),
                        ("index", models.BigIntegerField()),
                        ("event", _key("reports.event", null=True)),
                        ("entry", models.BinaryField()),
                        ("hash", models.BinaryField()),
                    ],
                    {
                        "constraints": [
                            models.UniqueConstraint(fields=["event", "epoch"], name="ledger_leaf_once_an_event"),
                            models.CheckConstraint(
                                condition=models.Q(index__gte=0), name="ledger_leaf_counts_from_zero"
                            ),
                        ]
                    },
                ),
                migrations.CreateModel(
                    "Tile",
                    [
                        _pk("epoch_id", "level", "number"),
                        ("epoch", _key("ledger.epoch")),
                        ("level", models.IntegerField()),
                        ("number", models.BigIntegerField()),
                        ("hashes", models.BinaryField()),
                        ("root", models.BinaryField()),
                    ],
                ),
                migrations.CreateModel(
                    "Head",
                    [
                        _pk("epoch_id", "size"),
                        ("epoch", _key("ledger.epoch")),
                        ("size", models.BigIntegerField()),
                        ("root", models.BinaryField()),
                        ("note", models.TextField()),
                        ("signed_at", models.DateTimeField()),
                    ],
                ),
                migrations.CreateModel(
                    "Cosignature",
                    [
                        _pk("epoch_id", "size", "name"),
                        ("epoch", _key("ledger.epoch")),
                        ("size", models.BigIntegerField()),
                        ("name", models.TextField()),
                        ("line", models.TextField()),
                        ("at", models.DateTimeField()),
                    ],
                ),
                migrations.CreateModel(
                    "Seed",
                    [
                        ("report", _only_key("reports.report")),
                        ("seed", models.BinaryField()),
                        ("personal", models.BinaryField(null=True)),
                        ("forgotten", models.IntegerField(null=True)),
                    ],
                    {
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(personal__isnull=True, forgotten__isnull=False)
                                | models.Q(personal__isnull=False, forgotten__isnull=True),
                                name="ledger_seed_is_forgotten_from_a_version",
                            ),
                        ]
                    },
                ),
                migrations.CreateModel(
                    "Kept",
                    [
                        _pk("report_id", "version"),
                        ("report", _key("reports.report")),
                        ("version", models.IntegerField()),
                        ("facts", models.JSONField()),
                        ("personal", models.JSONField(null=True)),
                    ],
                ),
                migrations.CreateModel(
                    "Sealed",
                    [
                        _pk("report_id", "version", "name"),
                        ("report", _key("reports.report")),
                        ("version", models.IntegerField()),
                        ("name", models.TextField()),
                        ("digest", models.BinaryField()),
                    ],
                ),
                migrations.CreateModel(
                    "Standing",
                    [
                        ("epoch", _only_key("ledger.epoch")),
                        ("trouble", models.TextField(blank=True, default="")),
                        ("detail", models.TextField(blank=True, default="")),
                        ("since", models.DateTimeField(null=True)),
                        ("looked_at", models.DateTimeField()),
                        ("checked_whole_at", models.DateTimeField(null=True)),
                        ("next_tile", models.BigIntegerField(default=0)),
                    ],
                    {
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(trouble="", since__isnull=True)
                                | ~models.Q(trouble="") & models.Q(since__isnull=False),
                                name="ledger_standing_is_troubled_since",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(checked_whole_at__isnull=True)
                                | models.Q(checked_whole_at__lte=models.F("looked_at")),
                                name="ledger_standing_was_checked_before",
                            ),
                        ]
                    },
                ),
            ]
        ),
    ]
