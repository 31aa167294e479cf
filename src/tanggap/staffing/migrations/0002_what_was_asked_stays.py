"""What was asked and what came out is never rewritten, and nothing goes without a word about it: held by the database."""

from django.db import migrations

GUARDS = """
CREATE FUNCTION staffing_basis_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.units, NEW."end", NEW.days, NEW.lean, NEW.made_by_id) IS DISTINCT FROM (OLD.units, OLD."end", OLD.days, OLD.lean, OLD.made_by_id)
    OR (OLD.fit IS NOT NULL AND (NEW.fit, NEW.past) IS DISTINCT FROM (OLD.fit, OLD.past))
  THEN
    RAISE EXCEPTION 'what was learned stays as it is' USING ERRCODE = 'check_violation', CONSTRAINT = 'staffing_basis_stays';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER staffing_basis_stays BEFORE UPDATE ON staffing_basis FOR EACH ROW EXECUTE FUNCTION staffing_basis_stays();

CREATE FUNCTION staffing_scenario_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.basis_id, NEW.number, NEW.edition, NEW.name, NEW.what, NEW.policy, NEW.demand, NEW.target, NEW.most_staff, NEW.days, NEW.runs,
      NEW.seed, NEW.price_an_hour, NEW.currency, NEW.made_by_id)
    IS DISTINCT FROM (OLD.basis_id, OLD.number, OLD.edition, OLD.name, OLD.what, OLD.policy, OLD.demand, OLD.target, OLD.most_staff, OLD.days,
      OLD.runs, OLD.seed, OLD.price_an_hour, OLD.currency, OLD.made_by_id)
    OR (OLD.result IS NOT NULL AND (NEW.result, NEW.digest) IS DISTINCT FROM (OLD.result, OLD.digest))
    OR (OLD.futures IS NOT NULL AND NEW.futures IS DISTINCT FROM OLD.futures)
  THEN
    RAISE EXCEPTION 'a change is the next edition' USING ERRCODE = 'check_violation', CONSTRAINT = 'staffing_scenario_stays';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER staffing_scenario_stays BEFORE UPDATE ON staffing_scenario FOR EACH ROW EXECUTE FUNCTION staffing_scenario_stays();

CREATE FUNCTION staffing_goes_with_a_word() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  key bigint; which integer;
BEGIN
  IF TG_TABLE_NAME = 'staffing_scenario' THEN
    key := (to_jsonb(OLD) ->> 'basis_id')::bigint;
    which := (to_jsonb(OLD) ->> 'number')::integer;
  ELSE
    key := OLD.id;
  END IF;
  IF NOT EXISTS (SELECT 1 FROM staffing_removal WHERE basis = key AND (number IS NULL OR number = which)) THEN
    RAISE EXCEPTION 'who deletes says so first' USING ERRCODE = 'check_violation', CONSTRAINT = 'staffing_goes_with_a_word';
  END IF;
  RETURN OLD;
END $$;
CREATE TRIGGER staffing_basis_goes BEFORE DELETE ON staffing_basis FOR EACH ROW EXECUTE FUNCTION staffing_goes_with_a_word();
CREATE TRIGGER staffing_scenario_goes BEFORE DELETE ON staffing_scenario FOR EACH ROW EXECUTE FUNCTION staffing_goes_with_a_word();

CREATE FUNCTION staffing_removal_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'what was deleted stays told' USING ERRCODE = 'check_violation', CONSTRAINT = 'staffing_removal_only_grows';
END $$;
CREATE TRIGGER staffing_removal_only_grows BEFORE UPDATE OR DELETE ON staffing_removal
  FOR EACH ROW EXECUTE FUNCTION staffing_removal_only_grows();
"""

GUARDS_BACK = """
DROP TRIGGER staffing_removal_only_grows ON staffing_removal;
DROP FUNCTION staffing_removal_only_grows();
DROP TRIGGER staffing_scenario_goes ON staffing_scenario;
DROP TRIGGER staffing_basis_goes ON staffing_basis;
DROP FUNCTION staffing_goes_with_a_word();
DROP TRIGGER staffing_scenario_stays ON staffing_scenario;
DROP FUNCTION staffing_scenario_stays();
DROP TRIGGER staffing_basis_stays ON staffing_basis;
DROP FUNCTION staffing_basis_stays();
"""


class Migration(migrations.Migration):
    replaces = [("staffing", "0003_results_guarded")]
    dependencies = [("staffing", "0001_tables")]

    operations = [
        migrations.RunSQL(GUARDS, GUARDS_BACK),
    ]
