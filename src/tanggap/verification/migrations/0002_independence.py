"""A closure needs a passed check by a unit and a person that did not do the work; the database refuses the rest (design.md §4)."""

from django.db import migrations

GUARDS = """
CREATE FUNCTION verification_worked_on(report bigint, checked_unit text, checker bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT 1 FROM reports_event
    WHERE report_id = report
      AND (unit_id = checked_unit
           OR (door LIKE 'reports.%' AND (actor_unit_id = checked_unit OR actor_staff_id = checker)))
  )
$$;

CREATE FUNCTION verification_check_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    RAISE EXCEPTION 'checks are never changed or deleted'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'verification_check_is_final';
  END IF;
  IF verification_worked_on(NEW.report_id, NEW.unit_id, NEW.verifier_id) THEN
    RAISE EXCEPTION 'who worked on a report cannot check it'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'verification_check_is_independent';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER verification_check_guard BEFORE INSERT OR UPDATE OR DELETE ON verification_check
  FOR EACH ROW EXECUTE FUNCTION verification_check_guard();

CREATE FUNCTION verification_verdict_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  claim integer;
  needs_field boolean;
BEGIN
  IF NEW.actor_staff_id IS NULL OR verification_worked_on(NEW.report_id, NEW.actor_unit_id, NEW.actor_staff_id) THEN
    RAISE EXCEPTION 'who worked on a report cannot check it'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'verification_verdict_is_independent';
  END IF;
  SELECT max(version) INTO claim FROM reports_event WHERE report_id = NEW.report_id AND door = 'reports.claim_done';
  SELECT EXISTS (
    SELECT 1 FROM reports_event
    WHERE report_id = NEW.report_id AND version >= claim
      AND (door = 'verification.send_to_field' OR (door = 'reports.claim_done' AND payload->>'field' = 'true'))
  ) INTO needs_field;
  IF NOT EXISTS (
      SELECT 1 FROM verification_check
      WHERE report_id = NEW.report_id AND claim_version = claim AND verifier_id = NEW.actor_staff_id
        AND passed = (NEW.door <> 'verification.reject'))
    OR (NEW.door <> 'verification.reject' AND NOT EXISTS (
      SELECT 1 FROM verification_check
      WHERE report_id = NEW.report_id AND claim_version = claim AND passed AND kind = 'administrative'))
    OR (NEW.door = 'verification.accept' AND needs_field AND NOT EXISTS (
      SELECT 1 FROM verification_check
      WHERE report_id = NEW.report_id AND claim_version = claim AND passed AND kind = 'field'))
  THEN
    RAISE EXCEPTION 'a verdict needs its check'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'verification_verdict_has_its_check';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER verification_verdict_guard BEFORE INSERT ON reports_event
  FOR EACH ROW WHEN (NEW.door LIKE 'verification.%') EXECUTE FUNCTION verification_verdict_guard();
"""

GUARDS_BACK = """
DROP TRIGGER verification_verdict_guard ON reports_event;
DROP FUNCTION verification_verdict_guard();
DROP TRIGGER verification_check_guard ON verification_check;
DROP FUNCTION verification_check_guard();
DROP FUNCTION verification_worked_on(bigint, text, bigint);
"""


class Migration(migrations.Migration):
    dependencies = [("verification", "0001_checks"), ("reports", "0002_invariants")]

    operations = [migrations.RunSQL(GUARDS, GUARDS_BACK)]
