"""What is done to accounts is written down, and no two usernames differ in case alone."""

import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0001_units_and_staff"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="staff",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.Lower("username"), name="agencies_staff_username_once"
            ),
        ),
        migrations.CreateModel(
            name="Audit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["subject", "-id"], name="agencies_audit_of_subject")],
            },
        ),
        migrations.RunSQL(
            sql="""
                create function agencies_audit_is_final() returns trigger language plpgsql as $$
                begin
                  raise exception 'what was written down about an account is never changed'
                    using errcode = 'integrity_constraint_violation', constraint = 'agencies_audit_is_final';
                end $$;
                create trigger agencies_audit_is_final before update or delete on agencies_audit
                  for each row execute function agencies_audit_is_final();
            """,
            reverse_sql="""
                drop trigger agencies_audit_is_final on agencies_audit;
                drop function agencies_audit_is_final();
            """,
        ),
    ]
