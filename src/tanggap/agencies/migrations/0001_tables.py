"""Units, their people and what these may do; sessions, second factors and what was written down about accounts."""

import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models
from tanggap.core.tables import CreateTables


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("agencies", "0001_units_and_staff"),
        ("agencies", "0003_absences_and_competencies"),
        ("agencies", "0005_sign_in"),
        ("agencies", "0006_programs"),
    ]
    dependencies = [("places", "0001_areas")]

    operations = [
        CreateTables(
            tables=[
                migrations.CreateModel(
                    name="Unit",
                    fields=[
                        ("code", models.TextField(primary_key=True, serialize=False)),
                        ("name", models.JSONField()),
                        (
                            "kind",
                            models.TextField(
                                choices=[
                                    ("area_office", "Area office"),
                                    ("agency", "Agency"),
                                    ("branch", "Agency branch"),
                                    ("company", "City-owned company"),
                                    ("partner", "Partner"),
                                    ("verifier", "Independent verifier"),
                                    ("intake", "Intake desk"),
                                ]
                            ),
                        ),
                        ("level", models.TextField(blank=True, default="")),
                        ("contact", models.TextField(blank=True, default="")),
                        ("is_active", models.BooleanField(default=True)),
                        (
                            "area",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="places.area",
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="agencies.unit",
                            ),
                        ),
                        ("closed_at", models.DateTimeField(null=True)),
                        ("heirs", models.JSONField(default=list)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("closed_at__isnull", True), ("heirs", [])),
                                    models.Q(
                                        ("closed_at__isnull", False),
                                        ("is_active", False),
                                        models.Q(("heirs", []), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="agencies_unit_closed_has_heirs",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Staff",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("password", models.CharField(max_length=128, verbose_name="password")),
                        ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                        ("username", models.TextField(unique=True)),
                        ("display_name", models.TextField()),
                        ("is_active", models.BooleanField(default=True)),
                        ("language", models.TextField(blank=True, default="")),
                        ("created_at", models.DateTimeField()),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.unit"
                            ),
                        ),
                        ("is_demo", models.BooleanField(default=False)),
                        ("is_program", models.BooleanField(default=False)),
                    ],
                    options={
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(
                                django.db.models.functions.text.Lower("username"), name="agencies_staff_username_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("is_program", False),
                                    models.Q(("is_active", False), ("password__startswith", "!")),
                                    _connector="OR",
                                ),
                                name="agencies_program_never_signs_in",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Membership",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "role",
                            models.TextField(
                                choices=[
                                    ("intake", "Intake"),
                                    ("officer", "Officer"),
                                    ("supervisor", "Supervisor"),
                                    ("validator", "Validator"),
                                    ("leader", "Leader"),
                                    ("analyst", "Analyst"),
                                    ("operator", "Operator"),
                                    ("partner", "Partner"),
                                ]
                            ),
                        ),
                        (
                            "area",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="places.area",
                            ),
                        ),
                        (
                            "staff",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="memberships",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.unit"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("staff", "role", "unit", "area"),
                                name="agencies_membership_once",
                                nulls_distinct=False,
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Audit",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        (
                            "act",
                            models.TextField(
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
                                    ("factor_added", "Second factor added"),
                                    ("factor_removed", "Second factor removed"),
                                    ("factors_reset", "Second factors reset by an operator"),
                                    ("codes_made", "Recovery codes made"),
                                    ("code_used", "Recovery code used"),
                                    ("locked", "Locked for a while after wrong codes"),
                                    ("new_device", "Signed in on a new device"),
                                    ("signed_out", "Signed out everywhere"),
                                    ("sealed", "Emergency account sealed"),
                                    ("unsealed", "Emergency account opened"),
                                    ("linked", "Joined to the identity provider"),
                                    ("unlinked", "Separated from the identity provider"),
                                ]
                            ),
                        ),
                        ("facts", models.JSONField(default=dict)),
                        (
                            "actor",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "subject",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["subject", "-id"], name="agencies_audit_of_subject")],
                    },
                ),
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
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                                condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                                name="agencies_absence_in_order",
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
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                                    ("valid_until__isnull", True),
                                    ("valid_until__gte", models.F("valid_from")),
                                    _connector="OR",
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
                migrations.CreateModel(
                    name="UnitChange",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        (
                            "kind",
                            models.TextField(
                                choices=[("closed", "Closed"), ("merged", "Merged into another"), ("split", "Split")]
                            ),
                        ),
                        ("heirs", models.JSONField()),
                        ("reason", models.TextField()),
                        (
                            "actor",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.unit"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("unit",), name="agencies_unit_closed_once")],
                    },
                ),
                migrations.CreateModel(
                    name="Guard",
                    fields=[
                        (
                            "staff",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="+",
                                serialize=False,
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("failures", models.IntegerField(default=0)),
                        ("locked_until", models.DateTimeField(null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name="Alarm",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.TextField(
                                choices=[
                                    ("unsealed", "The emergency account was opened"),
                                    ("new_device", "Sign-in on a new device"),
                                ]
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("facts", models.JSONField(default=dict)),
                        (
                            "subject",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["at"], name="agencies_alarm_at")],
                    },
                ),
                migrations.CreateModel(
                    name="AlarmSeen",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        (
                            "alarm",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="agencies.alarm"
                            ),
                        ),
                        (
                            "staff",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("alarm", "staff"), name="agencies_alarm_seen_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Device",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("mark", models.BinaryField()),
                        ("label", models.TextField()),
                        ("first_at", models.DateTimeField()),
                        ("last_at", models.DateTimeField()),
                        (
                            "staff",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("staff", "mark"), name="agencies_device_once")],
                    },
                ),
                migrations.CreateModel(
                    name="External",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("issuer", models.TextField()),
                        ("subject", models.TextField(null=True)),
                        ("email", models.TextField(blank=True, default="")),
                        (
                            "staff",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("issuer", "subject"), name="agencies_external_one_subject"),
                            models.UniqueConstraint(fields=("staff", "issuer"), name="agencies_external_one_staff"),
                            models.UniqueConstraint(
                                condition=models.Q(("email", ""), _negated=True),
                                fields=("issuer", "email"),
                                name="agencies_external_one_email",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("subject__isnull", False), models.Q(("email", ""), _negated=True), _connector="OR"
                                ),
                                name="agencies_external_is_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Factor",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.TextField(
                                choices=[("totp", "Authenticator app"), ("passkey", "Security key or passkey")]
                            ),
                        ),
                        ("name", models.TextField()),
                        ("secret", models.BinaryField(default=b"")),
                        ("credential", models.BinaryField(null=True, unique=True)),
                        ("counter", models.BigIntegerField(default=0)),
                        ("added_at", models.DateTimeField()),
                        ("used_at", models.DateTimeField(null=True)),
                        (
                            "staff",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("kind", "totp")),
                                fields=("staff",),
                                name="agencies_factor_one_authenticator",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RecoveryCode",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("mark", models.BinaryField()),
                        ("used_at", models.DateTimeField(null=True)),
                        (
                            "staff",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("staff", "mark"), name="agencies_recovery_code_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Refused",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("hour_at", models.DateTimeField()),
                        ("place", models.TextField()),
                        ("status", models.IntegerField()),
                        ("tries", models.IntegerField(default=1)),
                        ("last_at", models.DateTimeField()),
                        ("examples", models.JSONField(default=list)),
                        (
                            "staff",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["-hour_at"], name="agencies_refused_hours")],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("staff", "hour_at", "place", "status"), name="agencies_refused_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Seal",
                    fields=[
                        (
                            "staff",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="+",
                                serialize=False,
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("hours", models.IntegerField()),
                        ("sealed_at", models.DateTimeField()),
                        ("opened_at", models.DateTimeField(null=True)),
                        ("closes_at", models.DateTimeField(null=True)),
                        ("reason", models.TextField(blank=True, default="")),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("closes_at__isnull", True), ("opened_at__isnull", True), ("reason", "")),
                                    models.Q(
                                        ("closes_at__isnull", False),
                                        ("opened_at__isnull", False),
                                        models.Q(("reason", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="agencies_seal_opened_whole",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("hours__gte", 1), ("hours__lte", 72)), name="agencies_seal_hours"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Session",
                    fields=[
                        (
                            "session_key",
                            models.CharField(
                                max_length=40, primary_key=True, serialize=False, verbose_name="session key"
                            ),
                        ),
                        ("session_data", models.TextField(verbose_name="session data")),
                        ("expire_date", models.DateTimeField(db_index=True, verbose_name="expire date")),
                        ("begun_at", models.DateTimeField()),
                        ("seen_at", models.DateTimeField()),
                        ("device", models.TextField(blank=True, default="")),
                        ("address", models.TextField(blank=True, default="")),
                        (
                            "staff",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "session",
                        "verbose_name_plural": "sessions",
                        "abstract": False,
                    },
                ),
            ],
        ),
    ]
