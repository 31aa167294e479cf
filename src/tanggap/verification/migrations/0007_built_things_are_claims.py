"""What was built after waiting in the yearly planning is a claim like any other: the same plan, check, contest and independence."""

from django.db import migrations

FUNCTIONS = """
CREATE OR REPLACE FUNCTION verification_worked_on(report bigint, checked_unit text, checker bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT 1 FROM reports_event
    WHERE report_id = report
      AND (unit_id = checked_unit
           OR ({WORK} AND (actor_unit_id = checked_unit OR actor_staff_id = checker))
           OR (kind IN ('tasks.accept', 'tasks.answer', 'tasks.hand_back')
               AND (payload->>'asked' = checked_unit OR actor_unit_id = checked_unit OR actor_staff_id = checker)))
  )
$$;

CREATE OR REPLACE FUNCTION verification_barred(of_report bigint, of_claim integer, checker bigint) RETURNS text LANGUAGE sql STABLE AS $$
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
                 OR ({DID} AND did.actor_staff_id = said.officer_id)))))
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

CREATE OR REPLACE FUNCTION verification_verdict_guard() RETURNS trigger LANGUAGE plpgsql AS $$
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
    WHERE report_id = NEW.report_id AND door IN {CLAIMS};
  SELECT is_field INTO plan FROM verification_plan WHERE report_id = NEW.report_id AND claim_version = claim;
  SELECT EXISTS (
    SELECT 1 FROM reports_event
    WHERE report_id = NEW.report_id AND version >= claim
      AND (door = 'verification.send_to_field'
           OR (door IN {CLAIMS} AND payload->>'field' = 'true'))
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

CREATE OR REPLACE FUNCTION verification_contest_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  last record;
BEGIN
  SELECT version, door INTO last FROM reports_event
    WHERE report_id = NEW.report_id AND door IN {CLAIMS} ORDER BY version DESC LIMIT 1;
  IF last.door = 'reports.contest' THEN
    RAISE EXCEPTION 'a claim is contested once'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'verification_contest_once';
  END IF;
  IF last.version IS DISTINCT FROM (NEW.payload->>'claim')::integer THEN
    RAISE EXCEPTION 'a contest names the claim that was rejected'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'verification_contest_names_its_claim';
  END IF;
  RETURN NEW;
END $$;
"""


def _functions(work: str, did: str, claims: str) -> str:
    return FUNCTIONS.replace("{WORK}", work).replace("{DID}", did).replace("{CLAIMS}", claims)


AFTER = _functions(
    "(door LIKE 'reports.%' OR door = 'planning.build')",
    "(did.door LIKE 'reports.%' OR did.door = 'planning.build')",
    "('reports.claim_done', 'planning.build', 'reports.contest')",
)
BEFORE = _functions("door LIKE 'reports.%'", "did.door LIKE 'reports.%'", "('reports.claim_done', 'reports.contest')")


class Migration(migrations.Migration):
    dependencies = [("verification", "0006_plans_guarded"), ("reports", "0029_planned")]

    operations = [migrations.RunSQL(AFTER, BEFORE)]
