"""Sessions that know whose they are, second factors, sealed accounts, alarms, and what was asked for and refused."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0004_units_end"),
    ]

    operations = [
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
        migrations.AddField(
            model_name="staff",
            name="is_demo",
            field=models.BooleanField(default=False),
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
        migrations.AlterField(
            model_name="membership",
            name="role",
            field=models.TextField(
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
        migrations.CreateModel(
            name="Alarm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AlarmSeen",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Device",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("mark", models.BinaryField()),
                ("label", models.TextField()),
                ("first_at", models.DateTimeField()),
                ("last_at", models.DateTimeField()),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="External",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("issuer", models.TextField()),
                ("subject", models.TextField(null=True)),
                ("email", models.TextField(blank=True, default="")),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Factor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.TextField(choices=[("totp", "Authenticator app"), ("passkey", "Security key or passkey")]),
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RecoveryCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("mark", models.BinaryField()),
                ("used_at", models.DateTimeField(null=True)),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Refused",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                    models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name="session key"),
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
        migrations.AddIndex(
            model_name="alarm",
            index=models.Index(fields=["at"], name="agencies_alarm_at"),
        ),
        migrations.AddConstraint(
            model_name="alarmseen",
            constraint=models.UniqueConstraint(fields=("alarm", "staff"), name="agencies_alarm_seen_once"),
        ),
        migrations.AddConstraint(
            model_name="device",
            constraint=models.UniqueConstraint(fields=("staff", "mark"), name="agencies_device_once"),
        ),
        migrations.AddConstraint(
            model_name="external",
            constraint=models.UniqueConstraint(fields=("issuer", "subject"), name="agencies_external_one_subject"),
        ),
        migrations.AddConstraint(
            model_name="external",
            constraint=models.UniqueConstraint(fields=("staff", "issuer"), name="agencies_external_one_staff"),
        ),
        migrations.AddConstraint(
            model_name="external",
            constraint=models.UniqueConstraint(
                condition=models.Q(("email", ""), _negated=True),
                fields=("issuer", "email"),
                name="agencies_external_one_email",
            ),
        ),
        migrations.AddConstraint(
            model_name="external",
            constraint=models.CheckConstraint(
                condition=models.Q(("subject__isnull", False), models.Q(("email", ""), _negated=True), _connector="OR"),
                name="agencies_external_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="factor",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "totp")), fields=("staff",), name="agencies_factor_one_authenticator"
            ),
        ),
        migrations.AddConstraint(
            model_name="recoverycode",
            constraint=models.UniqueConstraint(fields=("staff", "mark"), name="agencies_recovery_code_once"),
        ),
        migrations.AddIndex(
            model_name="refused",
            index=models.Index(fields=["-hour_at"], name="agencies_refused_hours"),
        ),
        migrations.AddConstraint(
            model_name="refused",
            constraint=models.UniqueConstraint(
                fields=("staff", "hour_at", "place", "status"), name="agencies_refused_once"
            ),
        ),
    ]
