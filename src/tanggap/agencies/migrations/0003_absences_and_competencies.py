"""Who is away and who covers, what people can do and how long it holds, how units share out new work."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0002_audit"),
    ]

    operations = [
        migrations.CreateModel(
            name="Competency",
            fields=[
                ("code", models.TextField(primary_key=True, serialize=False)),
                ("name", models.JSONField()),
                ("subject", models.JSONField(default=dict)),
                ("levels", models.JSONField(default=list)),
                ("evidence", models.JSONField(default=dict)),
                ("obtain", models.JSONField(default=dict)),
                ("required", models.JSONField(default=list)),
                ("blocks", models.JSONField(default=list)),
                ("valid_months", models.IntegerField(null=True)),
                ("warn_days", models.IntegerField(default=60)),
                ("grace_days", models.IntegerField(default=30)),
                ("in_force_on", models.DateField(null=True)),
                ("source", models.TextField(blank=True, default="")),
                ("position", models.IntegerField(default=0)),
                ("is_active", models.BooleanField(default=True)),
            ],
        ),
        migrations.AlterField(
            model_name="audit",
            name="act",
            field=models.TextField(
                choices=[
                    ("added", "Account made"),
                    ("disabled", "Account closed"),
                    ("enabled", "Account opened again"),
                    ("granted", "Role given"),
                    ("revoked", "Role taken away"),
                    ("password_reset", "New password made by an operator"),
                    ("password_changed", "Password changed by the person"),
                    ("absence_entered", "Absence entered"),
                    ("absence_cancelled", "Absence withdrawn"),
                    ("competency_entered", "Competency entered"),
                    ("competency_revoked", "Competency revoked"),
                    ("rule_set", "Assignment rule set"),
                ]
            ),
        ),
        migrations.CreateModel(
            name="Assigning",
            fields=[
                (
                    "unit",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="agencies.unit",
                    ),
                ),
                (
                    "rule",
                    models.TextField(
                        choices=[
                            ("none", "Nobody: people take it themselves"),
                            ("round_robin", "In turn"),
                            ("least_load", "Who has least to do"),
                            ("skill", "Who is most competent, then who has least to do"),
                        ],
                        default="none",
                    ),
                ),
                ("set_at", models.DateTimeField()),
                (
                    "set_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "turn",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Absence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                (
                    "kind",
                    models.TextField(
                        choices=[
                            ("leave", "Leave"),
                            ("sick", "Sick"),
                            ("training", "Training"),
                            ("duty", "Duty elsewhere"),
                            ("other", "Another reason"),
                        ]
                    ),
                ),
                ("entered_at", models.DateTimeField()),
                ("cancelled_at", models.DateTimeField(null=True)),
                (
                    "cancelled_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "cover",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("cancelled_at__isnull", True)),
                        fields=["ends_on"],
                        name="agencies_absence_to_come",
                    ),
                    models.Index(
                        condition=models.Q(("cancelled_at__isnull", True)),
                        fields=["cover", "ends_on"],
                        name="agencies_absence_covered",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))), name="agencies_absence_in_order"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("cover__isnull", True),
                            models.Q(("cover", models.F("staff")), _negated=True),
                            _connector="OR",
                        ),
                        name="agencies_absence_covered_by_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Certificate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("level", models.TextField()),
                ("evidence", models.TextField()),
                ("valid_from", models.DateField()),
                ("valid_until", models.DateField(null=True)),
                ("entered_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
                ("revoked_because", models.TextField(blank=True, default="")),
                (
                    "entered_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "revoked_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "competency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.competency",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["staff", "competency"], name="agencies_certificate_of"),
                    models.Index(
                        condition=models.Q(("revoked_at__isnull", True)),
                        fields=["valid_until"],
                        name="agencies_certificate_ends",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until__isnull", True), ("valid_until__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="agencies_certificate_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("entered_by__isnull", True),
                            models.Q(("entered_by", models.F("staff")), _negated=True),
                            _connector="OR",
                        ),
                        name="agencies_certificate_by_another",
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            sql="""
                alter table agencies_absence add constraint agencies_absence_overlap
                  exclude using gist (
                    int8range(staff_id, staff_id, '[]') with &&, daterange(starts_on, ends_on, '[]') with &&
                  ) where (cancelled_at is null);
                create function agencies_absence_has_cover() returns trigger language plpgsql as $$
                begin
                  if exists (
                    with recursive chain(person, first_on, last_on) as (
                      select new.cover_id, new.starts_on, new.ends_on
                      union
                      select absence.cover_id, greatest(absence.starts_on, chain.first_on), least(absence.ends_on, chain.last_on)
                      from chain join agencies_absence absence on absence.staff_id = chain.person
                      where absence.cancelled_at is null and absence.cover_id is not null and absence.id <> new.id
                        and absence.starts_on <= chain.last_on and absence.ends_on >= chain.first_on
                    )
                    select from chain where person = new.staff_id
                  ) then
                    raise exception 'covers go round in a circle'
                      using errcode = 'integrity_constraint_violation', constraint = 'agencies_absence_cover_in_circle';
                  end if;
                  return new;
                end $$;
                create trigger agencies_absence_has_cover before insert or update on agencies_absence
                  for each row when (new.cancelled_at is null and new.cover_id is not null)
                  execute function agencies_absence_has_cover();
            """,
            reverse_sql="""
                drop trigger agencies_absence_has_cover on agencies_absence;
                drop function agencies_absence_has_cover();
                alter table agencies_absence drop constraint agencies_absence_overlap;
            """,
        ),
    ]
