"""Boards of the self-assessment, what they are made of and who said what."""

import django.db.models.deletion
import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models
from tanggap.core.tables import CreateTables


class Migration(migrations.Migration):
    initial = True
    dependencies = [("agencies", "0001_tables"), ("places", "0001_areas")]

    operations = [
        CreateTables(
            tables=[
                migrations.CreateModel(
                    name="Action",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("text", models.TextField()),
                        ("owner_role", models.TextField()),
                        ("budget", models.BigIntegerField(null=True)),
                        ("due_on", models.DateField()),
                        (
                            "state",
                            models.TextField(
                                choices=[
                                    ("planned", "Planned"),
                                    ("under_way", "Under way"),
                                    ("done", "Done"),
                                    ("dropped", "Dropped"),
                                ],
                                default="planned",
                            ),
                        ),
                        ("note", models.TextField(blank=True, default="")),
                        ("started_on", models.DateField(null=True)),
                        ("ended_on", models.DateField(null=True)),
                        ("version", models.IntegerField(default=1)),
                        ("made_at", models.DateTimeField()),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.unit"
                            ),
                        ),
                        (
                            "strategy",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="asoca.strategy"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("budget__isnull", True), ("budget__gte", 0), _connector="OR"),
                                name="asoca_action_budget",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_on__isnull", True), ("state", "planned")),
                                    models.Q(
                                        ("ended_on__isnull", True),
                                        ("started_on__isnull", False),
                                        ("state", "under_way"),
                                    ),
                                    models.Q(
                                        ("ended_on__isnull", False), ("started_on__isnull", False), ("state", "done")
                                    ),
                                    models.Q(("ended_on__isnull", False), ("state", "dropped")),
                                    _connector="OR",
                                ),
                                name="asoca_action_says_when",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Board",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("title", models.TextField()),
                        ("purpose", models.TextField(blank=True, default="")),
                        ("first", models.DateField()),
                        ("last", models.DateField()),
                        (
                            "state",
                            models.TextField(
                                choices=[("draft", "Draft"), ("open", "Open for judgement"), ("closed", "Closed")],
                                default="draft",
                            ),
                        ),
                        ("version", models.IntegerField(default=1)),
                        ("edition", models.IntegerField(default=1)),
                        ("is_example", models.BooleanField(default=False)),
                        ("made_at", models.DateTimeField()),
                        ("opened_at", models.DateTimeField(null=True)),
                        ("closed_at", models.DateTimeField(null=True)),
                        (
                            "area",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="places.area",
                            ),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "previous",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="asoca.board",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("first__lte", models.F("last"))), name="asoca_board_days_in_order"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["draft", "open", "closed"])), name="asoca_board_state"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("closed_at__isnull", True), ("opened_at__isnull", True), ("state", "draft")
                                    ),
                                    models.Q(
                                        ("closed_at__isnull", True), ("opened_at__isnull", False), ("state", "open")
                                    ),
                                    models.Q(
                                        ("closed_at__isnull", False), ("opened_at__isnull", False), ("state", "closed")
                                    ),
                                    _connector="OR",
                                ),
                                name="asoca_board_says_when",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("edition", 1), ("previous__isnull", True)),
                                    models.Q(("edition__gt", 1), ("previous__isnull", False)),
                                    _connector="OR",
                                ),
                                name="asoca_board_edition_has_previous",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("is_example", True), ("made_by__isnull", False), _connector="OR"),
                                name="asoca_board_made_by",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("is_example", True)),
                                fields=("is_example",),
                                name="asoca_one_example",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Assessor",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.TextField(blank=True, default="")),
                        ("place", models.IntegerField()),
                        ("version", models.IntegerField(default=1)),
                        (
                            "staff",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "board",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="asoca.board",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("board", "staff"), name="asoca_assessor_once"),
                            models.UniqueConstraint(fields=("board", "place"), name="asoca_assessor_place_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("name", ""), ("staff__isnull", False)),
                                    models.Q(("staff__isnull", True), models.Q(("name", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="asoca_assessor_is_somebody",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Dependency",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "action",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="asoca.action",
                            ),
                        ),
                        (
                            "needs",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="asoca.action"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("action", "needs"), name="asoca_dependency_once"),
                            models.CheckConstraint(
                                condition=models.Q(("action", models.F("needs")), _negated=True),
                                name="asoca_dependency_of_two",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Element",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.TextField()),
                        (
                            "group",
                            models.TextField(
                                choices=[
                                    ("Ab", "Ability"),
                                    ("S", "Strength"),
                                    ("Ag", "Agility"),
                                    ("O", "Opportunity"),
                                    ("C", "Culture"),
                                ]
                            ),
                        ),
                        ("place", models.IntegerField()),
                        ("text", models.TextField()),
                        (
                            "board",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="asoca.board",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("board", "key"), name="asoca_element_once"),
                            models.CheckConstraint(
                                condition=models.Q(("group__in", ["Ab", "S", "Ag", "O", "C"])),
                                name="asoca_element_group",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Following",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("indicator", models.TextField()),
                        ("selection", models.JSONField(default=dict)),
                        ("control", models.JSONField(default=dict)),
                        (
                            "method",
                            models.TextField(
                                choices=[("its", "Interrupted time series"), ("did", "Difference in differences")]
                            ),
                        ),
                        ("at", models.DateField()),
                        ("first", models.DateField()),
                        ("made_at", models.DateTimeField()),
                        (
                            "action",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="asoca.action"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("action", "indicator", "method", "selection", "control", "at"),
                                name="asoca_following_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("first__lt", models.F("at"))), name="asoca_following_has_a_before"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("control", {}), ("method", "its")),
                                    models.Q(("method", "did"), models.Q(("control", {}), _negated=True)),
                                    _connector="OR",
                                ),
                                name="asoca_following_control_fits",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Judgement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("among", models.TextField()),
                        ("first", models.TextField()),
                        ("second", models.TextField()),
                        ("step", models.SmallIntegerField()),
                        (
                            "assessor",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="asoca.assessor",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                models.F("assessor"),
                                models.F("among"),
                                django.db.models.functions.comparison.Least("first", "second"),
                                django.db.models.functions.comparison.Greatest("first", "second"),
                                name="asoca_judged_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("first", models.F("second")), _negated=True),
                                name="asoca_judgement_of_two",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("step__in", [-9, -8, -7, -6, -5, -4, -3, -2, 1, 2, 3, 4, 5, 6, 7, 8, 9])
                                ),
                                name="asoca_judgement_on_scale",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("among__in", ("internal", "external", "Ab", "S", "Ag", "O", "C"))),
                                name="asoca_judgement_among",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Link",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.TextField(choices=[("indicator", "Indicator"), ("document", "Document")])),
                        ("title", models.TextField()),
                        ("target", models.TextField()),
                        ("indicator", models.TextField(blank=True, default="")),
                        ("value", models.FloatField(null=True)),
                        ("n", models.IntegerField(null=True)),
                        ("low", models.FloatField(null=True)),
                        ("high", models.FloatField(null=True)),
                        ("reason", models.TextField(blank=True, default="")),
                        ("at", models.DateTimeField()),
                        (
                            "element",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="asoca.element"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("element", "target"), name="asoca_link_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("indicator", ""),
                                        ("kind", "document"),
                                        ("n__isnull", True),
                                        ("value__isnull", True),
                                    ),
                                    models.Q(
                                        ("kind", "indicator"),
                                        ("n__isnull", False),
                                        models.Q(("indicator", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="asoca_link_whole",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Rating",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.TextField()),
                        ("score", models.SmallIntegerField()),
                        (
                            "assessor",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="asoca.assessor",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("assessor", "key"), name="asoca_rated_once"),
                            models.CheckConstraint(
                                condition=models.Q(("score__gte", 1), ("score__lte", 4)),
                                name="asoca_rating_one_to_four",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Reading",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("on", models.DateField()),
                        ("at", models.DateTimeField()),
                        ("result", models.JSONField()),
                        (
                            "by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "following",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="asoca.following",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("following", "on"), name="asoca_read_once_a_day")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Strategy",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "pair",
                            models.TextField(
                                choices=[
                                    ("Ab-O", "Ability for opportunity"),
                                    ("S-O", "Strength for opportunity"),
                                    ("Ag-O", "Agility for opportunity"),
                                    ("Ab-C", "Ability for culture"),
                                    ("S-C", "Strength for culture"),
                                    ("Ag-C", "Agility for culture"),
                                ]
                            ),
                        ),
                        ("text", models.TextField(blank=True, default="")),
                        (
                            "board",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="asoca.board",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("board", "pair"), name="asoca_strategy_once"),
                            models.CheckConstraint(
                                condition=models.Q(("pair__in", ["Ab-O", "S-O", "Ag-O", "Ab-C", "S-C", "Ag-C"])),
                                name="asoca_strategy_pair",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
