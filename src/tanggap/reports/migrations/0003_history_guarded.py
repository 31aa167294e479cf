"""What the lifecycle, the history and the chain forbid, refused by the database itself (design.md §4).

A report changes by one event at a time, but for when the next rung of its ladder is reached, which may be written anew without one; an
event is final, but for personal words that `reports_forget` takes out (0009).
"""

from django.db import migrations

GUARDS = r"""
ALTER TABLE reports_event ADD CONSTRAINT reports_event_allowed_move
  FOREIGN KEY (door, state_before, state_after) REFERENCES reports_move (door, state_from, state_to);
ALTER TABLE reports_event ADD CONSTRAINT reports_event_follows_the_last
  FOREIGN KEY (report_id, previous, state_before) REFERENCES reports_event (report_id, version, state_after);
ALTER TABLE reports_report ADD CONSTRAINT reports_report_is_its_last_event
  FOREIGN KEY (id, version, state) REFERENCES reports_event (report_id, version, state_after) DEFERRABLE INITIALLY DEFERRED;

CREATE FUNCTION reports_event_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  stack text;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    GET DIAGNOSTICS stack = PG_CONTEXT;
    IF stack ~ '\nPL/pgSQL function reports_forget\(bigint\) line'
       AND to_jsonb(NEW) - 'payload' = to_jsonb(OLD) - 'payload'
       AND NEW.payload = reports_without_words(OLD.kind, OLD.payload) THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION 'events are never changed or deleted'
    USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'reports_event_is_final';
END $$;
CREATE TRIGGER reports_event_is_final BEFORE UPDATE OR DELETE ON reports_event
  FOR EACH ROW EXECUTE FUNCTION reports_event_is_final();
CREATE TRIGGER reports_event_is_final_whole BEFORE TRUNCATE ON reports_event
  FOR EACH STATEMENT EXECUTE FUNCTION reports_event_is_final();

CREATE FUNCTION reports_report_changes_by_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'a report is never deleted'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'reports_report_stays';
  END IF;
  IF NEW.version = OLD.version
     AND to_jsonb(NEW) - '{next_step_at,due_at}'::text[] = to_jsonb(OLD) - '{next_step_at,due_at}'::text[] THEN
    RETURN NEW;
  END IF;
  IF NEW.version <> OLD.version + 1 OR NEW.id <> OLD.id OR NEW.code <> OLD.code OR NEW.received_at <> OLD.received_at THEN
    RAISE EXCEPTION 'a report changes by one event at a time'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'reports_report_changes_by_event';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER reports_report_changes_by_event BEFORE UPDATE OR DELETE ON reports_report
  FOR EACH ROW EXECUTE FUNCTION reports_report_changes_by_event();

CREATE FUNCTION reports_event_speaks_for_its_report() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM reports_report
    WHERE id = NEW.report_id AND version = NEW.version AND state = NEW.state_after AND unit_id = NEW.unit_id;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'an event goes with the change that it tells'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'reports_event_speaks_for_its_report';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER reports_event_speaks_for_its_report BEFORE INSERT ON reports_event
  FOR EACH ROW EXECUTE FUNCTION reports_event_speaks_for_its_report();
"""

GUARDS_BACK = """
DROP TRIGGER reports_event_speaks_for_its_report ON reports_event;
DROP FUNCTION reports_event_speaks_for_its_report();
DROP TRIGGER reports_report_changes_by_event ON reports_report;
DROP FUNCTION reports_report_changes_by_event();
DROP TRIGGER reports_event_is_final_whole ON reports_event;
DROP TRIGGER reports_event_is_final ON reports_event;
DROP FUNCTION reports_event_is_final();
ALTER TABLE reports_report DROP CONSTRAINT reports_report_is_its_last_event;
ALTER TABLE reports_event DROP CONSTRAINT reports_event_follows_the_last;
ALTER TABLE reports_event DROP CONSTRAINT reports_event_allowed_move;
"""


class Migration(migrations.Migration):
    replaces = [("reports", "0002_invariants"), ("reports", "0014_what_falls_due")]
    dependencies = [("reports", "0002_moves")]

    operations = [
        migrations.RunSQL(GUARDS, GUARDS_BACK),
    ]
