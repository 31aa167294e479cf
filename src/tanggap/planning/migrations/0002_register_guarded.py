"""What a proposal may never be, whoever writes it: no step outside the table, no keeper with a part in it, nothing checked by its word."""

from django.db import migrations

UNDECIDED = ["accepted", "deferred", "deliberated", "proposed"]
ADMITTED = ["accepted", "building", "deferred", "deliberated", "funded"]
MOVES = [
    ("propose", "new", "proposed"),
    *(("change", state, state) for state in UNDECIDED),
    *(("add", state, state) for state in ["proposed", *ADMITTED]),
    *(("take_out", state, state) for state in ["proposed", *ADMITTED]),
    ("admit", "proposed", "deliberated"),
    ("admit", "deferred", "deliberated"),
    ("advance", "deliberated", "deliberated"),
    ("accept", "deliberated", "accepted"),
    ("fund", "accepted", "funded"),
    ("begin", "funded", "building"),
    ("build", "funded", "built"),
    ("build", "building", "built"),
    ("fail", "built", "building"),
    ("mend", "building", "built"),
    ("verify", "built", "verified"),
    *(("defer", state, "deferred") for state in ["deliberated", "accepted", "funded", "building"]),
    *(("refuse", state, "refused") for state in UNDECIDED),
    *(("withdraw", state, "withdrawn") for state in UNDECIDED),
    *(("lapse", state, "withdrawn") for state in UNDECIDED),
]
INSERT_MOVES = "INSERT INTO planning_move (step, state_from, state_to) VALUES " + ", ".join(
    ["(%s, %s, %s)"] * len(MOVES)
)

KEYS = """
ALTER TABLE planning_step ADD CONSTRAINT planning_step_allowed_move
  FOREIGN KEY (step, state_from, state_to) REFERENCES planning_move (step, state_from, state_to);
ALTER TABLE planning_proposal ADD CONSTRAINT planning_proposal_is_its_last_step
  FOREIGN KEY (id, version, state) REFERENCES planning_step (proposal_id, number, state_to) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE planning_step ADD CONSTRAINT planning_step_of_the_system
  CHECK ((staff_id IS NULL) = (step IN ('fail', 'mend', 'verify', 'lapse')));
"""
KEYS_BACK = """
ALTER TABLE planning_step DROP CONSTRAINT planning_step_of_the_system;
ALTER TABLE planning_proposal DROP CONSTRAINT planning_proposal_is_its_last_step;
ALTER TABLE planning_step DROP CONSTRAINT planning_step_allowed_move;
"""

GUARDS = """
CREATE FUNCTION planning_refuse(why text, name text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '%', why USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = name;
END $$;

CREATE FUNCTION planning_step_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM planning_refuse('steps are never changed or deleted', 'planning_step_is_final');
  RETURN NULL;
END $$;
CREATE TRIGGER planning_step_is_final BEFORE UPDATE OR DELETE ON planning_step
  FOR EACH ROW EXECUTE FUNCTION planning_step_is_final();
CREATE TRIGGER planning_step_is_final_whole BEFORE TRUNCATE ON planning_step
  FOR EACH STATEMENT EXECUTE FUNCTION planning_step_is_final();

CREATE FUNCTION planning_step_follows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  proposal planning_proposal;
BEGIN
  SELECT * INTO proposal FROM planning_proposal WHERE id = NEW.proposal_id;
  IF NEW.number = 1 AND NEW.state_from <> 'new' OR NEW.number > 1 AND NOT EXISTS (
      SELECT 1 FROM planning_step WHERE proposal_id = NEW.proposal_id AND number = NEW.number - 1 AND state_to = NEW.state_from) THEN
    PERFORM planning_refuse('a step follows the one before it', 'planning_step_follows_the_last');
  END IF;
  IF NEW.step IN ('admit', 'advance', 'accept', 'fund', 'defer', 'refuse')
     AND (NEW.unit_id = proposal.unit_id OR proposal.parties ? NEW.unit_id) THEN
    PERFORM planning_refuse('who has a part in a proposal does not decide on it', 'planning_keeper_has_no_part');
  END IF;
  IF NEW.step = 'verify' AND (
      NOT EXISTS (SELECT 1 FROM planning_proposalreport WHERE proposal_id = NEW.proposal_id AND ended_at IS NULL)
      OR EXISTS (
        SELECT 1 FROM planning_proposalreport AS link JOIN reports_report AS report ON report.id = link.report_id
        WHERE link.proposal_id = NEW.proposal_id AND link.ended_at IS NULL AND report.outcome <> 'solved')) THEN
    PERFORM planning_refuse('what was built is checked report by report', 'planning_verified_by_verification');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER planning_step_follows BEFORE INSERT ON planning_step FOR EACH ROW EXECUTE FUNCTION planning_step_follows();

CREATE FUNCTION planning_proposal_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    PERFORM planning_refuse('a proposal is never deleted', 'planning_proposal_stays');
  END IF;
  IF (NEW.id, NEW.code, NEW.unit_id, NEW.made_by_id, NEW.proposed_at)
     IS DISTINCT FROM (OLD.id, OLD.code, OLD.unit_id, OLD.made_by_id, OLD.proposed_at)
     OR NOT OLD.parties <@ NEW.parties THEN
    PERFORM planning_refuse('who proposed, when and with whom stands', 'planning_proposal_keeps_its_origin');
  END IF;
  IF NEW.version <> OLD.version + 1
     AND (to_jsonb(NEW) - 'supporters') IS DISTINCT FROM (to_jsonb(OLD) - 'supporters') THEN
    PERFORM planning_refuse('a proposal changes by one step at a time', 'planning_proposal_changes_by_step');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER planning_proposal_changes BEFORE UPDATE OR DELETE ON planning_proposal
  FOR EACH ROW EXECUTE FUNCTION planning_proposal_changes();

CREATE FUNCTION planning_link_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    PERFORM planning_refuse('that a report was part of a proposal stands', 'planning_link_stays');
  END IF;
  IF TG_OP = 'INSERT' AND NOT EXISTS (
      SELECT 1 FROM reports_report WHERE id = NEW.report_id AND visibility = 'public' AND state <> 'merged') THEN
    PERFORM planning_refuse('only public reports that stand for themselves are planned', 'planning_link_of_a_public_report');
  END IF;
  IF TG_OP = 'UPDATE' AND (OLD.ended_at IS NOT NULL OR (NEW.proposal_id, NEW.report_id, NEW.linked_at, NEW.joined)
      IS DISTINCT FROM (OLD.proposal_id, OLD.report_id, OLD.linked_at, OLD.joined)) THEN
    PERFORM planning_refuse('a link only ends, once', 'planning_link_only_ends');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER planning_link_changes BEFORE INSERT OR UPDATE OR DELETE ON planning_proposalreport
  FOR EACH ROW EXECUTE FUNCTION planning_link_changes();

CREATE FUNCTION planning_programme_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.ended_at IS NOT NULL
     OR (to_jsonb(NEW) - 'ended_at') IS DISTINCT FROM (to_jsonb(OLD) - 'ended_at') THEN
    PERFORM planning_refuse('a programme only ends, once', 'planning_programme_only_ends');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER planning_programme_changes BEFORE UPDATE OR DELETE ON planning_programme
  FOR EACH ROW EXECUTE FUNCTION planning_programme_changes();
"""
GUARDS_BACK = """
DROP TRIGGER planning_programme_changes ON planning_programme;
DROP FUNCTION planning_programme_changes();
DROP TRIGGER planning_link_changes ON planning_proposalreport;
DROP FUNCTION planning_link_changes();
DROP TRIGGER planning_proposal_changes ON planning_proposal;
DROP FUNCTION planning_proposal_changes();
DROP TRIGGER planning_step_follows ON planning_step;
DROP FUNCTION planning_step_follows();
DROP TRIGGER planning_step_is_final_whole ON planning_step;
DROP TRIGGER planning_step_is_final ON planning_step;
DROP FUNCTION planning_step_is_final();
DROP FUNCTION planning_refuse(text, text);
"""


class Migration(migrations.Migration):
    dependencies = [("planning", "0001_register")]

    operations = [
        migrations.RunSQL([(INSERT_MOVES, [word for move in MOVES for word in move])], "DELETE FROM planning_move"),
        migrations.RunSQL(KEYS, KEYS_BACK),
        migrations.RunSQL(GUARDS, GUARDS_BACK),
    ]
