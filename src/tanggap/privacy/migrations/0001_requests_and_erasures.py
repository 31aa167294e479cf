"""Who asked to be erased, and what of it is done; what was asked and done stays written (a trigger holds that)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from tanggap.core.tables import CreateTables

GUARDS = """
CREATE FUNCTION privacy_stays_written() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.done_at IS NOT NULL AND NEW IS DISTINCT FROM OLD
     OR to_jsonb(NEW) - '{done_at,version,reached,tries,error}'::text[] <> to_jsonb(OLD) - '{done_at,version,reached,tries,error}'::text[] THEN
    RAISE EXCEPTION 'what was asked and what was done about it stays written'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'privacy_stays_written';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER privacy_request_stays BEFORE UPDATE OR DELETE ON privacy_request
  FOR EACH ROW EXECUTE FUNCTION privacy_stays_written();
CREATE TRIGGER privacy_erasure_stays BEFORE UPDATE OR DELETE ON privacy_erasure
  FOR EACH ROW EXECUTE FUNCTION privacy_stays_written();
"""
GUARDS_BACK = """
DROP TRIGGER privacy_erasure_stays ON privacy_erasure;
DROP TRIGGER privacy_request_stays ON privacy_request;
DROP FUNCTION privacy_stays_written();
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = [("agencies", "0001_tables"), ("reports", "0001_tables")]

    operations = [
        CreateTables(
            tables=[
                migrations.CreateModel(
                    name="Request",
                    fields=[
                        ("id", models.BigAutoField(primary_key=True, serialize=False)),
                        (
                            "way",
                            models.TextField(
                                choices=[
                                    ("link", "By the private link"),
                                    ("letter", "By letter"),
                                    ("mail", "By e-mail"),
                                    ("counter", "At the counter"),
                                    ("command", "At the command line"),
                                ]
                            ),
                        ),
                        (
                            "basis",
                            models.TextField(
                                choices=[
                                    ("request", "The person asks for it (article 8, article 43)"),
                                    ("consent", "The person takes back the consent (article 9)"),
                                    ("purpose", "It is not needed any more for what it was kept for (article 43)"),
                                    ("unlawful", "It was collected or used against the law (article 43)"),
                                    ("court", "A court or the authority orders it"),
                                ]
                            ),
                        ),
                        ("because", models.TextField(blank=True, default="")),
                        ("asked_at", models.DateTimeField()),
                        ("due_at", models.DateTimeField()),
                        ("done_at", models.DateTimeField(null=True)),
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
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("done_at__isnull", True)),
                                fields=["due_at"],
                                name="privacy_request_open",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("due_at__gt", models.F("asked_at"))),
                                name="privacy_request_is_due_later",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("because", ""), ("staff__isnull", True), ("way", "link")),
                                    models.Q(
                                        models.Q(("way", "link"), _negated=True),
                                        models.Q(("because", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="privacy_request_has_a_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("staff__isnull", False), ("way__in", ["link", "command"]), _connector="OR"
                                ),
                                name="privacy_request_has_somebody",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Erasure",
                    fields=[
                        ("id", models.BigAutoField(primary_key=True, serialize=False)),
                        ("version", models.IntegerField(null=True)),
                        ("reached", models.JSONField(default=dict)),
                        ("tries", models.IntegerField(default=0)),
                        ("error", models.TextField(blank=True, default="")),
                        ("done_at", models.DateTimeField(null=True)),
                        (
                            "report",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reports.report"
                            ),
                        ),
                        (
                            "request",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="privacy.request",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("done_at__isnull", True)),
                                fields=["id"],
                                name="privacy_erasure_open",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("request", "report"), name="privacy_erasure_once_a_request"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("done_at__isnull", True), ("version__isnull", True)),
                                    models.Q(("done_at__isnull", False), ("error", "")),
                                    _connector="OR",
                                ),
                                name="privacy_erasure_done_without_error",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Leftover",
                    fields=[
                        ("sha256", models.TextField(primary_key=True, serialize=False)),
                        ("asked_at", models.DateTimeField()),
                        ("next_try_at", models.DateTimeField()),
                        ("tries", models.IntegerField(default=0)),
                        ("error", models.TextField(blank=True, default="")),
                        (
                            "erasure",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="privacy.erasure",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["next_try_at"], name="privacy_leftover_next")],
                    },
                ),
            ],
        ),
        migrations.RunSQL(GUARDS, GUARDS_BACK),
    ]
