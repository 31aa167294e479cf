"""Which photos wait to be looked at, what they are found by, and what was found in them."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q
from tanggap.core.tables import CreateTables

KINDS = ["reused", "edited", "place", "history", "captured"]
TONES = ["against", "question", "for", "silent"]
STRENGTHS = ["strong", "moderate", "weak"]
STATES = ["todo", "doing", "done", "failed"]


def _photo(**how):
    return models.ForeignKey(
        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reports.photo", **how
    )


def _one_photo(**how):
    return models.OneToOneField(
        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reports.photo", **how
    )


def _words(given, labels):
    return models.TextField(choices=list(zip(given, labels, strict=True)))


class Migration(migrations.Migration):
    initial = True
    dependencies = [("reports", "0001_tables")]

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="Print",
                    fields=[
                        ("id", models.AutoField(primary_key=True, serialize=False)),
                        ("whole", models.BigIntegerField(null=True)),
                        ("upper", models.BigIntegerField(null=True)),
                        ("points", models.SmallIntegerField(null=True)),
                        ("photo", _one_photo()),
                    ],
                ),
                migrations.CreateModel(
                    name="Mark",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "word", "print_id", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("word", models.IntegerField()),
                        (
                            "print",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="evidence.print",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Scan",
                    fields=[
                        ("photo", _one_photo(primary_key=True, serialize=False)),
                        (
                            "state",
                            models.TextField(
                                choices=[
                                    ("todo", "waits"),
                                    ("doing", "at work"),
                                    ("done", "done"),
                                    ("failed", "failed"),
                                ],
                                default="todo",
                            ),
                        ),
                        ("rank", models.SmallIntegerField()),
                        ("tries", models.SmallIntegerField(default=0)),
                        ("error", models.TextField(blank=True, default="")),
                        ("added_at", models.DateTimeField()),
                        ("due_at", models.DateTimeField()),
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                F("rank"),
                                F("added_at").desc(),
                                condition=Q(state__in=["todo", "doing"]),
                                name="evidence_scan_waiting",
                            ),
                            models.Index(F("at").desc(), condition=Q(state="failed"), name="evidence_scan_failed"),
                        ],
                        "constraints": [
                            models.CheckConstraint(condition=Q(state__in=STATES), name="evidence_scan_state"),
                            models.CheckConstraint(condition=Q(rank__in=[0, 1]), name="evidence_scan_rank"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Finding",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            _words(
                                KINDS,
                                [
                                    "Used before",
                                    "The reporter's photo, changed",
                                    "Same place?",
                                    "History of the file",
                                    "Taken in our app",
                                ],
                            ),
                        ),
                        (
                            "tone",
                            _words(
                                TONES,
                                [
                                    "speaks against the photo",
                                    "raises a question",
                                    "speaks for the photo",
                                    "no sign found by these checks",
                                ],
                            ),
                        ),
                        ("strength", _words(STRENGTHS, STRENGTHS)),
                        ("facts", models.JSONField(default=dict)),
                        ("at", models.DateTimeField()),
                        ("other", _photo(null=True)),
                        ("photo", _photo()),
                    ],
                    options={
                        "indexes": [models.Index(fields=["photo"], name="evidence_finding_photo")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=Q(other__isnull=False),
                                fields=("photo", "kind", "other"),
                                name="evidence_finding_once",
                            ),
                            models.CheckConstraint(condition=Q(kind__in=KINDS), name="evidence_finding_kind"),
                            models.CheckConstraint(condition=Q(tone__in=TONES), name="evidence_finding_tone"),
                            models.CheckConstraint(
                                condition=Q(strength__in=STRENGTHS), name="evidence_finding_strength"
                            ),
                            models.CheckConstraint(
                                condition=Q(other__isnull=True) | ~Q(other=F("photo")), name="evidence_finding_other"
                            ),
                        ],
                    },
                ),
            ]
        ),
        # It only grows: sweep it early, so that a look-up reads its key alone and never the rows.
        migrations.RunSQL(
            "ALTER TABLE evidence_mark SET (autovacuum_vacuum_insert_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.1)",
            migrations.RunSQL.noop,
        ),
    ]
