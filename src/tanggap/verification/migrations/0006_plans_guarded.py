"""No closure without a plan, no check across a conflict, a contest or a second opinion; what was drawn and said once stays."""

from django.db import migrations

CLAIMS = """
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
                 OR (did.door LIKE 'reports.%' AND did.actor_staff_id = said.officer_id)))))
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
"""

CLAIMS_BACK = """
DROP FUNCTION verification_repeats(bigint, integer, text, bigint, timestamptz, date);
DROP FUNCTION verification_paired(bigint, integer, bigint, timestamptz);
DROP FUNCTION verification_there(bigint, integer, text, bigint, date);
DROP FUNCTION verification_barred(bigint, integer, bigint);
DROP FUNCTION verification_claimant(bigint, integer);
DROP FUNCTION verification_claim_of(bigint, integer);
"""

KEPT = """
ALTER TABLE verification_check DISABLE TRIGGER verification_check_guard;
UPDATE verification_check AS made
SET claimant_id = claim.actor_staff_id, handler_id = claim.unit_id, area_id = report.area_id
FROM reports_event AS claim, reports_report AS report
WHERE claim.report_id = made.report_id AND claim.version = made.claim_version AND report.id = made.report_id;
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE verification_check ENABLE TRIGGER verification_check_guard;

INSERT INTO verification_plan
  (report_id, claim_version, unit_id, is_field, why, is_drawn, is_waived, u, share, score, second_opinion, day, at)
SELECT made.report_id, made.claim_version, made.unit_id, report.field_required,
  CASE WHEN report.field_required THEN 'rule' ELSE '' END, false, false, 0.5, 0.05, 0, false, made.at::date, made.at
FROM verification_check AS made JOIN reports_report AS report ON report.id = made.report_id
WHERE made.kind = 'administrative' AND made.passed
  AND report.state = 'awaiting_validation' AND report.claim_version = made.claim_version;
SET CONSTRAINTS ALL DEFERRED;
"""

CHECK_GUARD = """
CREATE OR REPLACE FUNCTION verification_check_guard() RETURNS trigger LANGUAGE plpgsql AS $$
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
"""

CHECK_GUARD_BACK = """
CREATE OR REPLACE FUNCTION verification_check_guard() RETURNS trigger LANGUAGE plpgsql AS $$
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
"""

VERDICT_GUARD = """
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
    WHERE report_id = NEW.report_id AND door IN ('reports.claim_done', 'reports.contest');
  SELECT is_field INTO plan FROM verification_plan WHERE report_id = NEW.report_id AND claim_version = claim;
  SELECT EXISTS (
    SELECT 1 FROM reports_event
    WHERE report_id = NEW.report_id AND version >= claim
      AND (door = 'verification.send_to_field'
           OR (door IN ('reports.claim_done', 'reports.contest') AND payload->>'field' = 'true'))
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
"""

VERDICT_GUARD_BACK = """
CREATE OR REPLACE FUNCTION verification_verdict_guard() RETURNS trigger LANGUAGE plpgsql AS $$
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
"""

FINAL = """
CREATE FUNCTION verification_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'what was drawn and planned is never changed or deleted'
    USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_TABLE_NAME || '_is_final';
END $$;
CREATE TRIGGER verification_plan_is_final BEFORE UPDATE OR DELETE ON verification_plan
  FOR EACH ROW EXECUTE FUNCTION verification_is_final();
CREATE TRIGGER verification_quota_is_final BEFORE UPDATE OR DELETE ON verification_quota
  FOR EACH ROW EXECUTE FUNCTION verification_is_final();
CREATE TRIGGER verification_seed_stays BEFORE DELETE ON verification_seed
  FOR EACH ROW EXECUTE FUNCTION verification_is_final();
CREATE TRIGGER verification_conflict_stays BEFORE DELETE ON verification_conflict
  FOR EACH ROW EXECUTE FUNCTION verification_is_final();
CREATE TRIGGER verification_opinion_stays BEFORE DELETE ON verification_opinion
  FOR EACH ROW EXECUTE FUNCTION verification_is_final();

CREATE FUNCTION verification_plan_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM verification_check
    WHERE report_id = NEW.report_id AND claim_version = NEW.claim_version AND kind = 'administrative' AND passed)
  THEN
    RAISE EXCEPTION 'a claim is planned when its papers have passed'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'verification_plan_after_its_papers';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER verification_plan_guard BEFORE INSERT ON verification_plan
  FOR EACH ROW EXECUTE FUNCTION verification_plan_guard();

CREATE FUNCTION verification_seed_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' AND NEW.seed IS NOT NULL THEN
    RAISE EXCEPTION 'a seed is published after its day'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'verification_seed_is_secret_at_first';
  END IF;
  IF TG_OP = 'UPDATE' THEN
    IF OLD.seed IS NOT NULL OR NEW.seed IS NULL OR (NEW.day, NEW.sealed, NEW.commitment, NEW.committed_at)
      IS DISTINCT FROM (OLD.day, OLD.sealed, OLD.commitment, OLD.committed_at)
    THEN
      RAISE EXCEPTION 'a seed is published once, and nothing else of it changes'
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'verification_seed_is_final';
    END IF;
    IF length(NEW.seed) <> 32 OR sha256(NEW.seed) <> OLD.commitment THEN
      RAISE EXCEPTION 'this is not the seed that was committed to'
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'verification_seed_is_the_committed_one';
    END IF;
    IF NEW.revealed_at::date <= OLD.day THEN
      RAISE EXCEPTION 'a seed is published after its day'
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'verification_seed_is_secret_at_first';
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER verification_seed_guard BEFORE INSERT OR UPDATE ON verification_seed
  FOR EACH ROW EXECUTE FUNCTION verification_seed_guard();
"""

FINAL_BACK = """
DROP TRIGGER verification_seed_guard ON verification_seed;
DROP FUNCTION verification_seed_guard();
DROP TRIGGER verification_plan_guard ON verification_plan;
DROP FUNCTION verification_plan_guard();
DROP TRIGGER verification_opinion_stays ON verification_opinion;
DROP TRIGGER verification_conflict_stays ON verification_conflict;
DROP TRIGGER verification_seed_stays ON verification_seed;
DROP TRIGGER verification_quota_is_final ON verification_quota;
DROP TRIGGER verification_plan_is_final ON verification_plan;
DROP FUNCTION verification_is_final();
"""

DUTIES = """
CREATE FUNCTION verification_conflict_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.withdrawn_at IS NOT NULL OR NEW.withdrawn_at IS NULL
    OR (NEW.staff_id, NEW.unit_id, NEW.officer_id, NEW.report_id, NEW.reason, NEW.declared_at)
      IS DISTINCT FROM (OLD.staff_id, OLD.unit_id, OLD.officer_id, OLD.report_id, OLD.reason, OLD.declared_at)
  THEN
    RAISE EXCEPTION 'a conflict is taken back once, and nothing else of it changes'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'verification_conflict_is_final';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER verification_conflict_guard BEFORE UPDATE ON verification_conflict
  FOR EACH ROW EXECUTE FUNCTION verification_conflict_guard();

CREATE FUNCTION verification_opinion_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND (OLD.given_at IS NOT NULL OR NEW.given_at IS NULL
    OR (NEW.report_id, NEW.claim_version, NEW.unit_id, NEW.asked_by_id, NEW.asked_at)
      IS DISTINCT FROM (OLD.report_id, OLD.claim_version, OLD.unit_id, OLD.asked_by_id, OLD.asked_at))
  THEN
    RAISE EXCEPTION 'a second opinion is given once'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'verification_opinion_is_final';
  END IF;
  IF NEW.validator_id IS NOT NULL THEN
    IF NEW.validator_id = NEW.asked_by_id OR EXISTS (
      SELECT 1 FROM verification_check
      WHERE report_id = NEW.report_id AND claim_version = NEW.claim_version AND verifier_id = NEW.validator_id)
    THEN
      RAISE EXCEPTION 'a second opinion is somebody else''s'
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'verification_opinion_by_another';
    END IF;
    IF verification_barred(NEW.report_id, NEW.claim_version, NEW.validator_id) IN ('conflict', 'contest')
      OR verification_worked_on(
        NEW.report_id, (SELECT unit_id FROM agencies_staff WHERE id = NEW.validator_id), NEW.validator_id)
    THEN
      RAISE EXCEPTION 'who worked on a report has no second opinion on it'
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'verification_opinion_is_independent';
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER verification_opinion_guard BEFORE INSERT OR UPDATE ON verification_opinion
  FOR EACH ROW EXECUTE FUNCTION verification_opinion_guard();

CREATE FUNCTION verification_contest_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  last record;
BEGIN
  SELECT version, door INTO last FROM reports_event
    WHERE report_id = NEW.report_id AND door IN ('reports.claim_done', 'reports.contest') ORDER BY version DESC LIMIT 1;
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
CREATE TRIGGER verification_contest_guard BEFORE INSERT ON reports_event
  FOR EACH ROW WHEN (NEW.door = 'reports.contest') EXECUTE FUNCTION verification_contest_guard();
"""

DUTIES_BACK = """
DROP TRIGGER verification_contest_guard ON reports_event;
DROP FUNCTION verification_contest_guard();
DROP TRIGGER verification_opinion_guard ON verification_opinion;
DROP FUNCTION verification_opinion_guard();
DROP TRIGGER verification_conflict_guard ON verification_conflict;
DROP FUNCTION verification_conflict_guard();
"""

CONTEST = "('reports.contest', 'follow_up_rejected', 'awaiting_validation')"


class Migration(migrations.Migration):
    dependencies = [
        ("verification", "0005_histories_found"),
        ("agencies", "0005_sign_in"),
    ]

    operations = [
        migrations.RunSQL(
            f"INSERT INTO reports_move (door, state_from, state_to) VALUES {CONTEST} ON CONFLICT DO NOTHING",
            f"DELETE FROM reports_move WHERE (door, state_from, state_to) = {CONTEST}",
        ),
        migrations.RunSQL(CLAIMS, CLAIMS_BACK),
        migrations.RunSQL(KEPT, migrations.RunSQL.noop),
        migrations.RunSQL(CHECK_GUARD, CHECK_GUARD_BACK),
        migrations.RunSQL(VERDICT_GUARD, VERDICT_GUARD_BACK),
        migrations.RunSQL(FINAL, FINAL_BACK),
        migrations.RunSQL(DUTIES, DUTIES_BACK),
    ]
