"""A closure needs a passed check by a unit and a person that did not do the work; the database refuses the rest (design.md §4).

A unit that did a part of a report (koordinasi), or built what was planned, worked on it, and so did the person. The conditions of who may check
stand once, as functions: actions, the queue and triggers ask the same ones.
"""

from django.db import migrations

GUARDS = """
CREATE FUNCTION verification_worked_on(report bigint, checked_unit text, checker bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT 1 FROM reports_event
    WHERE report_id = report
      AND (unit_id = checked_unit
           OR ((door LIKE 'reports.%' OR door = 'planning.build') AND (actor_unit_id = checked_unit OR actor_staff_id = checker))
           OR (kind IN ('tasks.accept', 'tasks.answer', 'tasks.hand_back')
               AND (payload->>'asked' = checked_unit OR actor_unit_id = checked_unit OR actor_staff_id = checker)))
  )
$$;

CREATE FUNCTION verification_claim_of(of_report bigint, of_claim integer) RETURNS integer LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN door = 'reports.contest' THEN (payload->>'claim')::integer ELSE version END
  FROM reports_event WHERE report_id = of_report AND version = of_claim
$$;

CREATE FUNCTION verification_claimant(of_report bigint, of_claim integer) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT actor_staff_id FROM reports_event
  WHERE report_id = of_report AND version = verification_claim_of(of_report, of_claim)
$$;

CREATE FUNCTION verification_barred(of_report bigint, of_claim integer, checker bigint) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT CASE
    WHEN EXISTS (
      SELECT 1 FROM verification_conflict AS said
      WHERE said.staff_id = checker AND said.withdrawn_at IS NULL
        AND (said.report_id = of_report OR EXISTS (
          SELECT 1 FROM reports_event AS did
          WHERE did.report_id = of_report
            AND (did.unit_id = said.unit_id
                 OR (did.kind IN ('tasks.accept', 'tasks.answer', 'tasks.hand_back')
                     AND (did.payload->>'asked' = said.unit_id OR did.actor_staff_id = said.officer_id))
                 OR ((did.door LIKE 'reports.%' OR did.door = 'planning.build') AND did.actor_staff_id = said.officer_id)))))
      THEN 'conflict'
    WHEN verification_claim_of(of_report, of_claim) <> of_claim AND EXISTS (
      SELECT 1 FROM verification_check
      WHERE report_id = of_report AND claim_version = verification_claim_of(of_report, of_claim)
        AND verifier_id = checker AND NOT passed)
      THEN 'contest'
    WHEN EXISTS (
      SELECT 1 FROM verification_opinion WHERE report_id = of_report AND claim_version = of_claim AND validator_id = checker)
      THEN 'opinion'
  END
$$;

CREATE FUNCTION verification_there(of_report bigint, of_claim integer, of_unit text, checker bigint, today date)
RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
  SELECT person.id
  FROM agencies_membership AS role JOIN agencies_staff AS person ON person.id = role.staff_id
  WHERE role.role = 'validator' AND role.unit_id = of_unit AND role.area_id IS NULL
    AND person.is_active AND person.id <> checker
    AND NOT EXISTS (
      SELECT 1 FROM agencies_absence
      WHERE staff_id = person.id AND cancelled_at IS NULL AND today BETWEEN starts_on AND ends_on)
    AND verification_barred(of_report, of_claim, person.id) IS NULL
    AND NOT verification_worked_on(of_report, person.unit_id, person.id)
$$;

CREATE FUNCTION verification_paired(of_report bigint, of_claim integer, checker bigint, since timestamptz)
RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT 1 FROM verification_check
    WHERE claimant_id = verification_claimant(of_report, of_claim) AND verifier_id = checker AND at >= since
      AND NOT (report_id = of_report AND claim_version = of_claim))
$$;

CREATE FUNCTION verification_repeats(
  of_report bigint, of_claim integer, of_unit text, checker bigint, since timestamptz, today date
) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT verification_paired(of_report, of_claim, checker, since) AND EXISTS (
    SELECT 1 FROM verification_there(of_report, of_claim, of_unit, checker, today) AS other
    WHERE NOT verification_paired(of_report, of_claim, other, since))
$$;

CREATE FUNCTION verification_check_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  bar text;
BEGIN
  IF TG_OP <> 'INSERT' THEN
    RAISE EXCEPTION 'checks are never changed or deleted'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'verification_check_is_final';
  END IF;
  IF verification_worked_on(NEW.report_id, NEW.unit_id, NEW.verifier_id) THEN
    RAISE EXCEPTION 'who worked on a report cannot check it'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'verification_check_is_independent';
  END IF;
  bar := verification_barred(NEW.report_id, NEW.claim_version, NEW.verifier_id);
  IF bar IS NOT NULL THEN
    RAISE EXCEPTION 'this person cannot check this claim: %', bar
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'verification_check_across_' || bar;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER verification_check_guard BEFORE INSERT OR UPDATE OR DELETE ON verification_check
  FOR EACH ROW EXECUTE FUNCTION verification_check_guard();

CREATE FUNCTION verification_verdict_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  claim integer;
  plan record;
  needs_field boolean;
BEGIN
  IF NEW.actor_staff_id IS NULL OR verification_worked_on(NEW.report_id, NEW.actor_unit_id, NEW.actor_staff_id) THEN
    RAISE EXCEPTION 'who worked on a report cannot check it'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'verification_verdict_is_independent';
  END IF;
  SELECT max(version) INTO claim FROM reports_event
    WHERE report_id = NEW.report_id AND door IN ('reports.claim_done', 'planning.build', 'reports.contest');
  SELECT is_field INTO plan FROM verification_plan WHERE report_id = NEW.report_id AND claim_version = claim;
  SELECT EXISTS (
    SELECT 1 FROM reports_event
    WHERE report_id = NEW.report_id AND version >= claim
      AND (door = 'verification.send_to_field'
           OR (door IN ('reports.claim_done', 'planning.build', 'reports.contest') AND payload->>'field' = 'true'))
  ) OR coalesce(plan.is_field, false) INTO needs_field;
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
  IF NEW.door <> 'verification.reject' AND (
      plan.is_field IS NULL OR (NEW.door = 'verification.send_to_field' AND NOT plan.is_field))
  THEN
    RAISE EXCEPTION 'a verdict needs the plan of its claim'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'verification_verdict_has_its_plan';
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
DROP FUNCTION verification_repeats(bigint, integer, text, bigint, timestamptz, date);
DROP FUNCTION verification_paired(bigint, integer, bigint, timestamptz);
DROP FUNCTION verification_there(bigint, integer, text, bigint, date);
DROP FUNCTION verification_barred(bigint, integer, bigint);
DROP FUNCTION verification_claimant(bigint, integer);
DROP FUNCTION verification_claim_of(bigint, integer);
DROP FUNCTION verification_worked_on(bigint, text, bigint);
"""


class Migration(migrations.Migration):
    replaces = [
        ("verification", "0002_independence"),
        ("verification", "0003_parts_are_work"),
        ("verification", "0007_built_things_are_claims"),
    ]
    dependencies = [("verification", "0001_tables")]

    operations = [
        migrations.RunSQL(GUARDS, GUARDS_BACK),
    ]
