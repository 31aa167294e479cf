"""Who answers is active; a hand-back leaves the unit and never undoes a decision; nobody but a supervisor gives a report up.

What waits in the yearly planning is answered for by a unit that is active, as what is open is.
"""

from django.db import migrations

OPEN = (
    "'received', 'coordinating', 'dispositioned', 'in_progress', 'awaiting_reporter', 'awaiting_validation', 'follow_up_rejected',"
    " 'reopened'"
)
PENDING = f"{OPEN}, 'planned'"
GUARDS = f"""
CREATE FUNCTION reports_report_unit_is_active() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM agencies_unit WHERE code = NEW.unit_id AND is_active) THEN
    RAISE EXCEPTION 'a unit that is closed answers for nothing new'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'reports_report_unit_is_active';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER reports_report_unit_is_active_at_first BEFORE INSERT ON reports_report
  FOR EACH ROW WHEN (NEW.state IN ({OPEN})) EXECUTE FUNCTION reports_report_unit_is_active();
CREATE TRIGGER reports_report_unit_is_active BEFORE UPDATE ON reports_report
  FOR EACH ROW WHEN (NEW.state IN ({PENDING}) AND (NEW.unit_id IS DISTINCT FROM OLD.unit_id OR OLD.state NOT IN ({PENDING})))
  EXECUTE FUNCTION reports_report_unit_is_active();

CREATE FUNCTION agencies_unit_keeps_its_reports() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM reports_report WHERE unit_id = NEW.code AND state IN ({OPEN})) OR EXISTS (SELECT 1 FROM reports_report WHERE unit_id = NEW.code AND state = 'planned') THEN
    RAISE EXCEPTION 'the unit % answers for open reports; close it into another one with: tanggap unit close', NEW.code
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'agencies_unit_keeps_its_reports';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER agencies_unit_keeps_its_reports BEFORE UPDATE ON agencies_unit
  FOR EACH ROW WHEN (OLD.is_active AND NOT NEW.is_active AND NEW.closed_at IS NULL)
  EXECUTE FUNCTION agencies_unit_keeps_its_reports();

CREATE FUNCTION reports_hand_back_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  leaves text;
  decided record;
BEGIN
  SELECT unit_id INTO leaves FROM reports_event WHERE report_id = NEW.report_id AND version = NEW.previous;
  IF leaves = NEW.unit_id THEN
    RAISE EXCEPTION 'who hands a report back does not keep it'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'reports_hand_back_leaves_the_unit';
  END IF;
  SELECT kind, unit_id INTO decided FROM reports_event
    WHERE report_id = NEW.report_id AND kind IN ('reports.decide', 'reports.change') ORDER BY version DESC LIMIT 1;
  IF decided.kind = 'reports.decide' AND decided.unit_id = leaves THEN
    RAISE EXCEPTION 'a decision binds the unit that it names'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'reports_hand_back_after_a_decision';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER reports_hand_back_guard BEFORE INSERT ON reports_event
  FOR EACH ROW WHEN (NEW.door = 'reports.hand_back') EXECUTE FUNCTION reports_hand_back_guard();

CREATE FUNCTION reports_decide_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  asked record;
BEGIN
  SELECT door, payload->>'for_decision' AS is_asked INTO asked FROM reports_event
    WHERE report_id = NEW.report_id AND version < NEW.version AND door IN ('reports.hand_back', 'reports.decide')
    ORDER BY version DESC LIMIT 1;
  IF asked.door IS DISTINCT FROM 'reports.hand_back' OR asked.is_asked IS DISTINCT FROM 'true' THEN
    RAISE EXCEPTION 'a decision answers a hand-back that asked for it'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'reports_decide_when_asked';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER reports_decide_guard BEFORE INSERT ON reports_event
  FOR EACH ROW WHEN (NEW.door = 'reports.decide') EXECUTE FUNCTION reports_decide_guard();

CREATE FUNCTION reports_give_up_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM agencies_membership WHERE staff_id = NEW.actor_staff_id AND role = 'supervisor') THEN
    RAISE EXCEPTION 'a supervisor says that a report cannot be solved'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'reports_give_up_by_a_supervisor';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER reports_give_up_guard BEFORE INSERT ON reports_event
  FOR EACH ROW WHEN (NEW.door = 'reports.give_up') EXECUTE FUNCTION reports_give_up_guard();
"""

GUARDS_BACK = """
DROP TRIGGER reports_give_up_guard ON reports_event;
DROP FUNCTION reports_give_up_guard();
DROP TRIGGER reports_decide_guard ON reports_event;
DROP FUNCTION reports_decide_guard();
DROP TRIGGER reports_hand_back_guard ON reports_event;
DROP FUNCTION reports_hand_back_guard();
DROP TRIGGER agencies_unit_keeps_its_reports ON agencies_unit;
DROP FUNCTION agencies_unit_keeps_its_reports();
DROP TRIGGER reports_report_unit_is_active ON reports_report;
DROP TRIGGER reports_report_unit_is_active_at_first ON reports_report;
DROP FUNCTION reports_report_unit_is_active();
"""


class Migration(migrations.Migration):
    replaces = [("reports", "0009_ends_guarded"), ("reports", "0033_planned_has_an_active_unit")]
    dependencies = [("reports", "0004_tasks_guarded")]

    operations = [
        migrations.RunSQL(GUARDS, GUARDS_BACK),
    ]
