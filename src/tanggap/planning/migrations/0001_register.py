"""The register of the yearly planning: proposals, their reports, steps and funds."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from tanggap.core.tables import CreateTables


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        ("agencies", "0001_tables"),
        ("catalog", "0001_tables"),
        ("places", "0001_areas"),
        ("reports", "0001_tables"),
    ]

    operations = [
        CreateTables(
            tables=[
                migrations.CreateModel(
                    name="Move",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "step",
                                "state_from",
                                "state_to",
                                blank=True,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("step", models.TextField()),
                        ("state_from", models.TextField()),
                        ("state_to", models.TextField()),
                    ],
                ),
                migrations.CreateModel(
                    name="Proposal",
                    fields=[
                        ("id", models.BigAutoField(primary_key=True, serialize=False)),
                        ("code", models.TextField()),
                        ("title", models.TextField()),
                        ("problem", models.TextField()),
                        (
                            "reason",
                            models.TextField(
                                choices=[
                                    ("capital", "It needs building works"),
                                    ("land", "Land has to be bought or cleared first"),
                                    ("across", "Several units have to act together"),
                                    ("budget", "It exceeds the unit’s budget of the year"),
                                    ("recurring", "Repairs do not last; the cause has to be removed"),
                                ]
                            ),
                        ),
                        ("cost", models.BigIntegerField()),
                        ("level", models.TextField()),
                        ("year", models.IntegerField()),
                        ("parties", models.JSONField(default=list)),
                        (
                            "state",
                            models.TextField(
                                choices=[
                                    ("proposed", "Proposed"),
                                    ("deliberated", "In deliberation"),
                                    ("accepted", "In the yearly plan"),
                                    ("funded", "Funded"),
                                    ("building", "Being built"),
                                    ("built", "Built, not yet checked"),
                                    ("verified", "Built and checked"),
                                    ("deferred", "Put off to a later year"),
                                    ("refused", "Not taken"),
                                    ("withdrawn", "Withdrawn"),
                                ]
                            ),
                        ),
                        ("version", models.IntegerField()),
                        (
                            "refusal",
                            models.TextField(
                                blank=True,
                                choices=[
                                    ("not_priority", "Others are needed more"),
                                    ("no_power", "Not a task of the city"),
                                    ("already", "Another proposal or programme covers it"),
                                    ("by_unit", "The unit can solve it from its own means"),
                                    ("not_feasible", "It cannot be built there"),
                                ],
                                default="",
                            ),
                        ),
                        ("supporters", models.IntegerField(default=0)),
                        ("proposed_at", models.DateTimeField()),
                        ("changed_at", models.DateTimeField()),
                        ("admitted_at", models.DateTimeField(null=True)),
                        ("accepted_at", models.DateTimeField(null=True)),
                        ("funded_at", models.DateTimeField(null=True)),
                        ("begun_at", models.DateTimeField(null=True)),
                        ("built_at", models.DateTimeField(null=True)),
                        ("verified_at", models.DateTimeField(null=True)),
                        ("ended_at", models.DateTimeField(null=True)),
                        (
                            "area",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="places.area",
                            ),
                        ),
                        (
                            "builder",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="agencies.unit",
                            ),
                        ),
                        (
                            "category",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="catalog.category",
                            ),
                        ),
                        (
                            "keeper",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="agencies.unit",
                            ),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="agencies.unit",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["-proposed_at", "-id"], name="planning_register"),
                            models.Index(fields=["keeper", "state"], name="planning_of_keeper"),
                            models.Index(fields=["unit", "-proposed_at", "-id"], name="planning_of_unit"),
                            models.Index(fields=["year", "state"], name="planning_of_year"),
                            models.Index(
                                condition=models.Q(("state__in", ["accepted", "deferred", "deliberated", "proposed"])),
                                fields=["year", "area"],
                                name="planning_undecided",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("code",), name="planning_proposal_code"),
                            models.CheckConstraint(
                                condition=models.Q(("cost__gt", 0), ("cost__lt", 1000000000000000)),
                                name="planning_proposal_cost",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("supporters__gte", 0), ("version__gt", 0)),
                                name="planning_proposal_counts",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("title", ""), _negated=True), models.Q(("problem", ""), _negated=True)
                                ),
                                name="planning_proposal_says_what",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("ended_at__isnull", False), ("state__in", ["refused", "verified", "withdrawn"])
                                    ),
                                    models.Q(
                                        ("ended_at__isnull", True),
                                        (
                                            "state__in",
                                            [
                                                "accepted",
                                                "building",
                                                "built",
                                                "deferred",
                                                "deliberated",
                                                "funded",
                                                "proposed",
                                            ],
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="planning_proposal_ended_at_its_end",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("builder__isnull", False),
                                        ("state__in", ["building", "built", "funded", "verified"]),
                                    ),
                                    models.Q(("state__in", ["building", "built", "funded", "verified"]), _negated=True),
                                    _connector="OR",
                                ),
                                name="planning_proposal_built_by_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "refused"), models.Q(("refusal", ""), _negated=True)),
                                    models.Q(models.Q(("state", "refused"), _negated=True), ("refusal", "")),
                                    _connector="OR",
                                ),
                                name="planning_proposal_refused_with_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("admitted_at__isnull", False),
                                    ("state__in", ["proposed", "refused", "withdrawn"]),
                                    _connector="OR",
                                ),
                                name="planning_proposal_admitted_first",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Programme",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.TextField()),
                        ("name", models.TextField()),
                        ("amount", models.BigIntegerField()),
                        ("source", models.TextField()),
                        ("year", models.IntegerField()),
                        ("set_at", models.DateTimeField()),
                        ("ended_at", models.DateTimeField(null=True)),
                        (
                            "builder",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="agencies.unit",
                            ),
                        ),
                        (
                            "set_by",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "proposal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="planning.proposal"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at__isnull", True)),
                                fields=("proposal",),
                                name="planning_one_live_programme",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("amount__gt", 0), ("amount__lt", 1000000000000000)),
                                name="planning_programme_amount",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("code", ""), _negated=True), models.Q(("name", ""), _negated=True)
                                ),
                                name="planning_programme_named",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ended_at__isnull", True), ("ended_at__gte", models.F("set_at")), _connector="OR"
                                ),
                                name="planning_programme_in_order",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ProposalReport",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("joined", models.TextField(blank=True, default="")),
                        ("linked_at", models.DateTimeField()),
                        ("ended_at", models.DateTimeField(null=True)),
                        (
                            "end",
                            models.TextField(
                                blank=True,
                                choices=[
                                    ("verified", "Built and checked"),
                                    ("returned", "Back at its unit"),
                                    ("left", "It ended or went on by itself"),
                                    ("hidden", "It is no longer public"),
                                ],
                                default="",
                            ),
                        ),
                        (
                            "proposal",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="planning.proposal",
                            ),
                        ),
                        (
                            "report",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="reports.report",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["proposal", "id"], name="planning_links"),
                            models.Index(fields=["report", "-linked_at"], name="planning_of_report"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at__isnull", True)),
                                fields=("report",),
                                name="planning_report_in_one_live_proposal",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("end", ""), ("ended_at__isnull", True)),
                                    models.Q(("ended_at__isnull", False), models.Q(("end", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="planning_link_ends_for_a_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ProposalSupport",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("person", models.BinaryField()),
                        ("at", models.DateTimeField()),
                        (
                            "proposal",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="planning.proposal",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("proposal", "person"), name="planning_support_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Step",
                    fields=[
                        ("id", models.BigAutoField(primary_key=True, serialize=False)),
                        ("number", models.IntegerField()),
                        ("step", models.TextField()),
                        ("state_from", models.TextField()),
                        ("state_to", models.TextField()),
                        ("level", models.TextField()),
                        ("year", models.IntegerField()),
                        ("at", models.DateTimeField()),
                        ("message", models.TextField(blank=True, default="")),
                        ("note", models.TextField(blank=True, default="")),
                        ("facts", models.JSONField(default=dict)),
                        ("tx", models.BigIntegerField(db_default=models.Func(function="tanggap_tx"))),
                        (
                            "proposal",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="planning.proposal",
                            ),
                        ),
                        (
                            "staff",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="agencies.unit",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["tx", "id"], name="planning_step_outbox")],
                        "constraints": [
                            models.UniqueConstraint(fields=("proposal", "number"), name="planning_step_number"),
                            models.UniqueConstraint(
                                fields=("proposal", "number", "state_to"), name="planning_step_chain"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("staff__isnull", True), ("unit__isnull", True)),
                                    models.Q(("staff__isnull", False), ("unit__isnull", False)),
                                    _connector="OR",
                                ),
                                name="planning_step_of_somebody_of_a_unit",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
