"""Surveys, questionnaires, invitations and what people answered."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models
from tanggap.core.tables import CreateTables


class Migration(migrations.Migration):
    initial = True
    dependencies = [("agencies", "0001_tables"), ("reports", "0001_tables")]

    operations = [
        CreateTables(
            tables=[
                migrations.CreateModel(
                    name="Questionnaire",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.TextField()),
                        ("version", models.IntegerField()),
                        (
                            "kind",
                            models.TextField(
                                choices=[
                                    ("skm", "Satisfaction after PermenPAN-RB 14/2017"),
                                    ("own", "Questions of our own"),
                                ]
                            ),
                        ),
                        ("title", models.JSONField()),
                        ("introduction", models.JSONField(default=dict)),
                        ("questions", models.JSONField(default=list)),
                        ("made_at", models.DateTimeField()),
                        ("published_at", models.DateTimeField(null=True)),
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
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("code", "version"), name="surveys_questionnaire_version_once"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("published_at__isnull", True)),
                                fields=("code",),
                                name="surveys_questionnaire_one_draft",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("version__gte", 1)), name="surveys_questionnaire_version_counts"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Response",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("on", models.DateField()),
                        (
                            "entrance",
                            models.TextField(
                                choices=[
                                    ("invited", "Invited after a closure"),
                                    ("open", "By the open link or its QR code"),
                                    ("paper", "On paper, entered by the office"),
                                ]
                            ),
                        ),
                        ("unit", models.TextField(blank=True, default="")),
                        ("channel", models.TextField(blank=True, default="")),
                        ("area", models.TextField(blank=True, default="")),
                        ("category", models.TextField(blank=True, default="")),
                        ("outcome", models.TextField(blank=True, default="")),
                        ("took", models.TextField(blank=True, default="")),
                        (
                            "sex",
                            models.TextField(blank=True, choices=[("female", "Female"), ("male", "Male")], default=""),
                        ),
                        (
                            "age",
                            models.TextField(
                                blank=True,
                                choices=[
                                    ("-19", "Up to 19 years"),
                                    ("20-29", "20 to 29 years"),
                                    ("30-39", "30 to 39 years"),
                                    ("40-49", "40 to 49 years"),
                                    ("50-59", "50 to 59 years"),
                                    ("60-", "60 years and more"),
                                ],
                                default="",
                            ),
                        ),
                        (
                            "education",
                            models.TextField(
                                blank=True,
                                choices=[
                                    ("sd", "Primary school (SD)"),
                                    ("smp", "Junior secondary school (SMP)"),
                                    ("sma", "Senior secondary school (SMA)"),
                                    ("diploma", "Diploma"),
                                    ("s1", "Bachelor (S1)"),
                                    ("s2", "Master (S2)"),
                                    ("s3", "Doctor (S3)"),
                                ],
                                default="",
                            ),
                        ),
                        (
                            "work",
                            models.TextField(
                                blank=True,
                                choices=[
                                    ("pns", "Civil servant"),
                                    ("tni", "Armed forces"),
                                    ("polri", "Police"),
                                    ("swasta", "Employed in a private company"),
                                    ("wirausaha", "Self-employed"),
                                    ("lainnya", "Other"),
                                ],
                                default="",
                            ),
                        ),
                        (
                            "scores",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.SmallIntegerField(null=True), default=list, size=9
                            ),
                        ),
                        ("overall", models.SmallIntegerField(null=True)),
                        ("total", models.SmallIntegerField(default=0)),
                        ("filled", models.SmallIntegerField(default=0)),
                        ("seconds", models.IntegerField(null=True)),
                        (
                            "flags",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.TextField(), default=list, size=None
                            ),
                        ),
                        ("key", models.TextField(null=True)),
                        (
                            "questionnaire",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="surveys.questionnaire",
                            ),
                        ),
                        (
                            "survey",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="surveys.survey",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["survey", "on"], name="surveys_response_of_survey"),
                            models.Index(fields=["on"], name="surveys_response_by_day"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("survey", "key"), name="surveys_response_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("overall__isnull", True),
                                    models.Q(("overall__gte", 1), ("overall__lte", 4)),
                                    _connector="OR",
                                ),
                                name="surveys_response_overall",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("filled__gte", 0),
                                    ("filled__lte", 9),
                                    ("total__gte", models.F("filled")),
                                    (
                                        "total__lte",
                                        django.db.models.expressions.CombinedExpression(
                                            models.Value(4), "*", models.F("filled")
                                        ),
                                    ),
                                ),
                                name="surveys_response_total_of_scores",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Answer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("question", models.TextField()),
                        ("score", models.SmallIntegerField(null=True)),
                        ("choice", models.TextField(blank=True, default="")),
                        ("words", models.TextField(blank=True, default="")),
                        (
                            "response",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="surveys.response"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("response", "question"), name="surveys_answer_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("score__isnull", True),
                                    models.Q(("score__gte", 1), ("score__lte", 4)),
                                    _connector="OR",
                                ),
                                name="surveys_answer_score",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("choice", ""), ("words", "")),
                                    models.Q(("score__isnull", True), ("words", "")),
                                    models.Q(("choice", ""), ("score__isnull", True)),
                                    _connector="OR",
                                ),
                                name="surveys_answer_is_one_thing",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Survey",
                    fields=[
                        ("code", models.TextField(primary_key=True, serialize=False)),
                        ("title", models.JSONField()),
                        (
                            "state",
                            models.TextField(
                                choices=[("draft", "Draft"), ("open", "Being answered"), ("closed", "Closed")],
                                default="draft",
                            ),
                        ),
                        (
                            "units",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.TextField(), default=list, size=None
                            ),
                        ),
                        (
                            "channels",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.TextField(), default=list, size=None
                            ),
                        ),
                        ("area", models.TextField(blank=True, default="")),
                        ("opens_on", models.DateField()),
                        ("closes_on", models.DateField()),
                        ("population", models.IntegerField(null=True)),
                        ("target", models.IntegerField(default=0)),
                        ("share", models.IntegerField(default=0)),
                        ("is_linked", models.BooleanField(default=True)),
                        ("seen_at", models.DateTimeField(null=True)),
                        ("seen_id", models.BigIntegerField(default=0)),
                        ("follow_up", models.JSONField(default=list)),
                        ("version", models.IntegerField(default=1)),
                        ("made_at", models.DateTimeField()),
                        ("closed_at", models.DateTimeField(null=True)),
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
                            "questionnaire",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="surveys.questionnaire",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("closes_on__gte", models.F("opens_on"))),
                                name="surveys_survey_ends_after_it_begins",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("share__gte", 0), ("share__lte", 1000)),
                                name="surveys_survey_share_in_a_thousand",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("population__isnull", True), ("population__gte", 0), _connector="OR"
                                ),
                                name="surveys_survey_population_counts",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("closed_at__isnull", False), ("state", "closed")),
                                    models.Q(models.Q(("state", "closed"), _negated=True), ("closed_at__isnull", True)),
                                    _connector="OR",
                                ),
                                name="surveys_survey_closed_at_when_closed",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Invitation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("invited_on", models.DateField()),
                        ("channel", models.TextField()),
                        ("area", models.TextField(blank=True, default="")),
                        ("category", models.TextField(blank=True, default="")),
                        ("outcome", models.TextField()),
                        (
                            "took",
                            models.TextField(
                                choices=[
                                    ("1d", "Up to a day"),
                                    ("7d", "Up to a week"),
                                    ("30d", "Up to 30 days"),
                                    ("longer", "Longer"),
                                ]
                            ),
                        ),
                        ("is_told", models.BooleanField(default=False)),
                        ("is_answered", models.BooleanField(default=False)),
                        (
                            "report",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="reports.report",
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
                        (
                            "survey",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="surveys.survey",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("survey", "report"), name="surveys_invitation_once")
                        ],
                    },
                ),
            ],
        ),
    ]
