"""What the lifecycle, the history and the chain forbid, refused by the database itself (design.md §4)."""

from django.db import migrations

WORKING = ["received", "coordinating", "dispositioned", "in_progress", "follow_up_rejected", "reopened"]
MOVES = [
    ("intake.accept", "new", "received"),
    ("intake.import_open", "new", "received"),
    ("intake.import_closed", "new", "archived"),
    ("feedback.appeal", "rejected", "coordinating"),
    ("feedback.archive", "rejected", "archived"),
    ("feedback.archive", "resolved", "archived"),
    ("feedback.reopen", "resolved", "reopened"),
    ("reports.claim_done", "in_progress", "awaiting_validation"),
    ("reports.disposition", "coordinating", "dispositioned"),
    ("reports.reject", "received", "rejected"),
    ("reports.reject", "coordinating", "rejected"),
    ("verification.accept", "awaiting_validation", "resolved"),
    ("verification.reject", "awaiting_validation", "follow_up_rejected"),
    ("verification.send_to_field", "awaiting_validation", "awaiting_validation"),
    *(("reports.coordinate", state, "coordinating") for state in WORKING),
    *(("reports.start", state, "in_progress") for state in WORKING if state != "in_progress"),
    *(("reports.ask", state, "awaiting_reporter") for state in WORKING),
    *(("feedback.answer", "awaiting_reporter", state) for state in WORKING),
    *(("deadlines.resume", "awaiting_reporter", state) for state in WORKING),
    *(("triage.merge", state, "merged") for state in [*WORKING, "awaiting_reporter"]),
    *(("triage.unmerge", "merged", state) for state in [*WORKING, "awaiting_reporter"]),
]
INSERT_MOVES = "INSERT INTO reports_move (door, state_from, state_to) VALUES " + ", ".join(
    ["(%s, %s, %s)"] * len(MOVES)
)

KEYS = """
ALTER TABLE reports_event ADD CONSTRAINT reports_event_allowed_move
  FOREIGN KEY (door, state_before, state_after) REFERENCES reports_move (door, state_from, state_to);
ALTER TABLE reports_event ADD CONSTRAINT reports_event_follows_the_last
  FOREIGN KEY (report_id, previous, state_before) REFERENCES reports_event (report_id, version, state_after);
ALTER TABLE reports_report ADD CONSTRAINT reports_report_is_its_last_event
  FOREIGN KEY (id, version, state) REFERENCES reports_event (report_id, version, state_after) DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX reports_report_point ON reports_report USING gist (point(lon, lat)) WHERE visibility = 'public';
"""

KEYS_BACK = """
DROP INDEX reports_report_point;
ALTER TABLE reports_report DROP CONSTRAINT reports_report_is_its_last_event;
ALTER TABLE reports_event DROP CONSTRAINT reports_event_follows_the_last;
ALTER TABLE reports_event DROP CONSTRAINT reports_event_allowed_move;
"""

GUARDS = """
CREATE FUNCTION reports_event_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
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
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_reports_events_vault")]

    operations = [
        migrations.RunSQL([(INSERT_MOVES, [word for move in MOVES for word in move])], "DELETE FROM reports_move"),
        migrations.RunSQL(KEYS, KEYS_BACK),
        migrations.RunSQL(GUARDS, GUARDS_BACK),
    ]
