"""What waits in the yearly planning is answered for by a unit that is active, as what is open is."""

from django.db import migrations

OPEN = (
    "'received', 'coordinating', 'dispositioned', 'in_progress', 'awaiting_reporter', 'awaiting_validation', 'follow_up_rejected',"
    " 'reopened'"
)
GUARDS = """
CREATE OR REPLACE TRIGGER reports_report_unit_is_active BEFORE UPDATE ON reports_report
  FOR EACH ROW WHEN (NEW.state IN ({STATES}) AND (NEW.unit_id IS DISTINCT FROM OLD.unit_id OR OLD.state NOT IN ({STATES})))
  EXECUTE FUNCTION reports_report_unit_is_active();

CREATE OR REPLACE FUNCTION agencies_unit_keeps_its_reports() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM reports_report WHERE unit_id = NEW.code AND state IN ({OPEN})) {ALSO}THEN
    RAISE EXCEPTION 'the unit % answers for open reports; close it into another one with: tanggap unit close', NEW.code
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'agencies_unit_keeps_its_reports';
  END IF;
  RETURN NEW;
END $$;
"""
ALSO = "OR EXISTS (SELECT 1 FROM reports_report WHERE unit_id = NEW.code AND state = 'planned') "


def _guards(states: str, also: str) -> str:
    return GUARDS.replace("{STATES}", states).replace("{OPEN}", OPEN).replace("{ALSO}", also)


class Migration(migrations.Migration):
    dependencies = [("reports", "0032_planned_by_unit")]

    operations = [migrations.RunSQL(_guards(f"{OPEN}, 'planned'", ALSO), _guards(OPEN, ""))]
