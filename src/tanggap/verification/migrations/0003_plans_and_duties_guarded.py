"""What was drawn and planned stays, a seed is published after its day, conflicts and second opinions are said once, a claim is contested once."""

from django.db import migrations

GUARDS = """
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
    WHERE report_id = NEW.report_id AND door IN ('reports.claim_done', 'planning.build', 'reports.contest') ORDER BY version DESC LIMIT 1;
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

GUARDS_BACK = """
DROP TRIGGER verification_contest_guard ON reports_event;
DROP FUNCTION verification_contest_guard();
DROP TRIGGER verification_opinion_guard ON verification_opinion;
DROP FUNCTION verification_opinion_guard();
DROP TRIGGER verification_conflict_guard ON verification_conflict;
DROP FUNCTION verification_conflict_guard();
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


class Migration(migrations.Migration):
    replaces = [("verification", "0006_plans_guarded")]
    dependencies = [("verification", "0002_independence_guarded")]

    operations = [
        migrations.RunSQL(GUARDS, GUARDS_BACK),
    ]
