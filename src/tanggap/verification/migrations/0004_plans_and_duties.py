"""Plans, seeds, conflicts and second opinions; a check knows whose work it was."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0005_sign_in"),
        ("places", "0001_areas"),
        ("reports", "0019_desk_counts_from_the_index"),
        ("verification", "0003_parts_are_work"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Conflict",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.TextField()),
                ("declared_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Opinion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("claim_version", models.IntegerField()),
                ("question", models.TextField(blank=True, default="")),
                ("asked_at", models.DateTimeField()),
                ("passed", models.BooleanField(null=True)),
                ("findings", models.TextField(blank=True, default="")),
                ("checklist", models.JSONField(default=dict)),
                ("given_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Plan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("claim_version", models.IntegerField()),
                ("is_field", models.BooleanField()),
                (
                    "why",
                    models.TextField(
                        blank=True,
                        choices=[
                            ("rule", "The category asks for it"),
                            ("dispute", "It was reopened or contested"),
                            ("risk", "What the photo checks found"),
                            ("history", "What earlier checks showed"),
                            ("asked", "A validator wanted to see it"),
                            ("sample", "Drawn by lot"),
                        ],
                        default="",
                    ),
                ),
                ("is_drawn", models.BooleanField()),
                ("is_waived", models.BooleanField(default=False)),
                ("u", models.FloatField()),
                ("share", models.FloatField()),
                ("score", models.IntegerField(default=0)),
                ("second_opinion", models.BooleanField(default=False)),
                ("day", models.DateField()),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Quota",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("share", models.FloatField()),
                ("capacity", models.IntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Seed",
            fields=[
                ("day", models.DateField(primary_key=True, serialize=False)),
                ("sealed", models.BinaryField()),
                ("commitment", models.BinaryField()),
                ("committed_at", models.DateTimeField()),
                ("seed", models.BinaryField(null=True)),
                ("revealed_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name="check",
            name="area",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="places.area",
            ),
        ),
        migrations.AddField(
            model_name="check",
            name="claimant",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="check",
            name="handler",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agencies.unit",
            ),
        ),
        migrations.AddField(
            model_name="check",
            name="is_repeat",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="conflict",
            name="officer",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="conflict",
            name="report",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="reports.report",
            ),
        ),
        migrations.AddField(
            model_name="conflict",
            name="staff",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="conflict",
            name="unit",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agencies.unit",
            ),
        ),
        migrations.AddField(
            model_name="conflict",
            name="withdrawn_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="opinion",
            name="asked_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="opinion",
            name="report",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reports.report"
            ),
        ),
        migrations.AddField(
            model_name="opinion",
            name="unit",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.unit"
            ),
        ),
        migrations.AddField(
            model_name="opinion",
            name="validator",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="plan",
            name="report",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reports.report"
            ),
        ),
        migrations.AddField(
            model_name="plan",
            name="unit",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.unit"
            ),
        ),
        migrations.AddField(
            model_name="quota",
            name="unit",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.unit"
            ),
        ),
        migrations.AddIndex(
            model_name="seed",
            index=models.Index(
                condition=models.Q(("seed__isnull", True)), fields=["day"], name="verification_seed_secret"
            ),
        ),
        migrations.AddConstraint(
            model_name="seed",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("revealed_at__isnull", True), ("seed__isnull", True)),
                    models.Q(("revealed_at__isnull", False), ("seed__isnull", False)),
                    _connector="OR",
                ),
                name="verification_seed_revealed_whole",
            ),
        ),
        migrations.AddIndex(
            model_name="conflict",
            index=models.Index(fields=["staff", "-declared_at"], name="verification_conflicts_of"),
        ),
        migrations.AddConstraint(
            model_name="conflict",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("officer__isnull", True), ("report__isnull", True), ("unit__isnull", False)),
                    models.Q(("officer__isnull", False), ("report__isnull", True), ("unit__isnull", True)),
                    models.Q(("officer__isnull", True), ("report__isnull", False), ("unit__isnull", True)),
                    _connector="OR",
                ),
                name="verification_conflict_is_about_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="conflict",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)),
                    models.Q(
                        ("withdrawn_at__isnull", False),
                        ("withdrawn_by__isnull", False),
                        models.Q(("withdrawn_by", models.F("staff")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="verification_conflict_withdrawn_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="conflict",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at__isnull", True)),
                fields=("staff", "unit", "officer", "report"),
                name="verification_conflict_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddIndex(
            model_name="opinion",
            index=models.Index(
                condition=models.Q(("given_at__isnull", True)),
                fields=["unit", "asked_at"],
                name="verification_opinions_asked",
            ),
        ),
        migrations.AddIndex(
            model_name="opinion",
            index=models.Index(
                condition=models.Q(("given_at__isnull", False)), fields=["given_at"], name="verification_opinions_given"
            ),
        ),
        migrations.AddConstraint(
            model_name="opinion",
            constraint=models.UniqueConstraint(fields=("report", "claim_version"), name="verification_opinion_once"),
        ),
        migrations.AddConstraint(
            model_name="opinion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("given_at__isnull", True), ("passed__isnull", True), ("validator__isnull", True)),
                    models.Q(("given_at__isnull", False), ("passed__isnull", False), ("validator__isnull", False)),
                    _connector="OR",
                ),
                name="verification_opinion_given_whole",
            ),
        ),
        migrations.AddIndex(
            model_name="plan",
            index=models.Index(
                fields=["unit", "day"], include=("is_field", "why", "is_drawn"), name="verification_plan_of_day"
            ),
        ),
        migrations.AddIndex(
            model_name="plan",
            index=models.Index(fields=["day", "id"], name="verification_plan_by_day"),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.UniqueConstraint(fields=("report", "claim_version"), name="verification_plan_once"),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("is_field", True), models.Q(("why", ""), _negated=True)),
                    models.Q(("is_field", False), ("why", "")),
                    _connector="OR",
                ),
                name="verification_plan_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("is_drawn", True), ("is_field", True), ("u__lt", models.F("share"))),
                    models.Q(("is_drawn", False), ("u__gte", models.F("share"))),
                    _connector="OR",
                ),
                name="verification_plan_follows_its_lot",
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(("u__gte", 0), ("u__lt", 1)), name="verification_plan_lot"
            ),
        ),
        migrations.AddConstraint(
            model_name="quota",
            constraint=models.UniqueConstraint(fields=("unit", "day"), name="verification_quota_once"),
        ),
        migrations.AddConstraint(
            model_name="quota",
            constraint=models.CheckConstraint(
                condition=models.Q(("share__gte", 0.05), ("share__lte", 1)), name="verification_quota_share"
            ),
        ),
        migrations.AddConstraint(
            model_name="quota",
            constraint=models.CheckConstraint(
                condition=models.Q(("capacity__gt", 0)), name="verification_quota_capacity"
            ),
        ),
    ]
