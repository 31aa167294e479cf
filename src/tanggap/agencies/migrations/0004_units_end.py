"""Units are closed, merged and split: their rows and names stay, and say who does their work since."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

KINDS = [("closed", "Closed"), ("merged", "Merged into another"), ("split", "Split")]

GUARDS = """
CREATE FUNCTION agencies_unit_end_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.closed_at IS NOT NULL THEN
    IF (NEW.closed_at, NEW.heirs, NEW.name, NEW.is_active) IS DISTINCT FROM (OLD.closed_at, OLD.heirs, OLD.name, OLD.is_active) THEN
      RAISE EXCEPTION 'a unit that ended stays as it was'
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'agencies_unit_closed_stays';
    END IF;
  ELSIF NEW.closed_at IS NOT NULL AND EXISTS (
      SELECT 1 FROM jsonb_array_elements_text(NEW.heirs) AS heir(code)
      WHERE heir.code = NEW.code OR NOT EXISTS (SELECT 1 FROM agencies_unit WHERE agencies_unit.code = heir.code AND is_active)) THEN
    RAISE EXCEPTION 'the work of a unit goes to other units that are active'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'agencies_unit_heirs_are_active';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER agencies_unit_end_guard BEFORE UPDATE ON agencies_unit FOR EACH ROW EXECUTE FUNCTION agencies_unit_end_guard();
"""
GUARDS_BACK = """
DROP TRIGGER agencies_unit_end_guard ON agencies_unit;
DROP FUNCTION agencies_unit_end_guard();
"""


class Migration(migrations.Migration):
    dependencies = [("agencies", "0003_absences_and_competencies")]

    operations = [
        migrations.AddField("unit", "closed_at", models.DateTimeField(null=True)),
        migrations.AddField("unit", "heirs", models.JSONField(default=list)),
        migrations.AddConstraint(
            "unit",
            models.CheckConstraint(
                condition=models.Q(closed_at__isnull=True, heirs=[])
                | (models.Q(closed_at__isnull=False, is_active=False) & ~models.Q(heirs=[])),
                name="agencies_unit_closed_has_heirs",
            ),
        ),
        migrations.CreateModel(
            name="UnitChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("kind", models.TextField(choices=KINDS)),
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
        migrations.RunSQL(GUARDS, GUARDS_BACK),
    ]
