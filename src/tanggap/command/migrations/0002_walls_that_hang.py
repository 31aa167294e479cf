"""Screens that hang in rooms: who let which hang is never written anew, and what was revoked stays so."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

GUARD = """
CREATE FUNCTION command_wall_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR (OLD.revoked_at IS NOT NULL AND NEW.revoked_at IS DISTINCT FROM OLD.revoked_at)
     OR (OLD.revoked_by_id IS NOT NULL AND NEW.revoked_by_id IS DISTINCT FROM OLD.revoked_by_id)
     OR (NEW.room, NEW.area, NEW.unit, NEW.language, NEW.nonce, NEW.made_by_id, NEW.made_at, NEW.ends_at)
     IS DISTINCT FROM (OLD.room, OLD.area, OLD.unit, OLD.language, OLD.nonce, OLD.made_by_id, OLD.made_at, OLD.ends_at) THEN
    RAISE EXCEPTION 'a screen is revoked, and never changed or removed'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'command_wall_stands_still';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER command_wall_guard BEFORE UPDATE OR DELETE ON command_wall
  FOR EACH ROW EXECUTE FUNCTION command_wall_guard();
"""
BACK = """
DROP TRIGGER command_wall_guard ON command_wall;
DROP FUNCTION command_wall_guard();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0001_tables"),
        ("command", "0001_briefs"),
    ]

    operations = [
        migrations.CreateModel(
            name="Wall",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("room", models.TextField()),
                ("area", models.TextField(blank=True, default="")),
                ("unit", models.TextField(blank=True, default="")),
                ("language", models.TextField()),
                ("nonce", models.BinaryField()),
                ("made_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField(null=True)),
                ("seen_at", models.DateTimeField(null=True)),
                ("revoked_at", models.DateTimeField(null=True)),
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
                    "revoked_by",
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
                    models.CheckConstraint(
                        condition=models.Q(("room", ""), _negated=True), name="command_wall_hangs_somewhere"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("area", ""), ("unit", ""), _connector="OR"),
                        name="command_wall_of_one_scope",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_at__isnull", True), ("ends_at__gt", models.F("made_at")), _connector="OR"
                        ),
                        name="command_wall_ends_after",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("revoked_at__isnull", True), ("revoked_by__isnull", True)),
                            models.Q(("revoked_at__isnull", False), ("revoked_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="command_wall_revoked_by_somebody",
                    ),
                ],
            },
        ),
        migrations.RunSQL(GUARD, BACK),
    ]
