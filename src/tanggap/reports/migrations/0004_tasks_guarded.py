"""What a part-task may become, refused by the database itself; the report's columns about tasks, checked against the tasks."""

from django.db import migrations

GUARDS = """
CREATE FUNCTION reports_task_refuse(why text, name text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '%', why USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = name;
END $$;

CREATE FUNCTION reports_task_told(task reports_task, kinds text[]) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT 1 FROM reports_event
    WHERE report_id = task.report_id AND version = task.version AND kind = ANY (kinds)
      AND (payload->>'task')::integer = task.number
  )
$$;

CREATE FUNCTION reports_task_begins() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  answering text;
  returns boolean;
BEGIN
  SELECT unit_id INTO answering FROM reports_report WHERE id = NEW.report_id;
  IF NEW.state NOT IN ('asked', 'accepted') OR (NEW.state = 'accepted' AND NEW.replaces_id IS NULL) THEN
    PERFORM reports_task_refuse('a task begins by being asked', 'reports_task_begins_asked');
  END IF;
  IF NEW.version <> NEW.asked_version
     OR NOT reports_task_told(NEW, CASE WHEN NEW.is_final THEN '{tasks.decide}' ELSE '{tasks.ask}' END::text[]) THEN
    PERFORM reports_task_refuse('a task goes with the event that asks', 'reports_task_told_by_event');
  END IF;
  IF NEW.unit_id = answering OR NOT EXISTS (SELECT 1 FROM agencies_unit WHERE code = NEW.unit_id AND is_active) THEN
    PERFORM reports_task_refuse('another unit, still open, is asked', 'reports_task_asks_another_unit');
  END IF;
  IF NEW.asked_by_id <> answering AND NOT EXISTS (
      SELECT 1 FROM reports_task WHERE report_id = NEW.report_id AND unit_id = NEW.asked_by_id AND state = 'accepted') THEN
    PERFORM reports_task_refuse('who asks answers for the report or for a task of it', 'reports_task_asked_by_responsible');
  END IF;
  WITH RECURSIVE asked(unit) AS (
    SELECT NEW.unit_id
    UNION
    SELECT further.unit_id FROM reports_task further JOIN asked ON further.asked_by_id = asked.unit
    WHERE further.report_id = NEW.report_id AND further.state IN ('asked', 'accepted')
  ) SELECT EXISTS (SELECT 1 FROM asked WHERE unit = NEW.asked_by_id) INTO returns;
  IF returns THEN
    PERFORM reports_task_refuse('what was asked never comes back to who asked', 'reports_task_never_in_circles');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER reports_task_begins BEFORE INSERT ON reports_task FOR EACH ROW EXECUTE FUNCTION reports_task_begins();

CREATE FUNCTION reports_task_changes() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  kind text;
BEGIN
  IF TG_OP = 'DELETE' THEN
    PERFORM reports_task_refuse('a task is never deleted', 'reports_task_stays');
  END IF;
  IF OLD.state NOT IN ('asked', 'accepted') THEN
    PERFORM reports_task_refuse('a closed task never changes', 'reports_task_closed_is_final');
  END IF;
  IF (NEW.id, NEW.report_id, NEW.number, NEW.unit_id, NEW.asked_by_id, NEW.request, NEW.asked_version, NEW.asked_at, NEW.accept_due_at,
      NEW.due_at, NEW.is_due_by_hand, NEW.is_final) <>
     (OLD.id, OLD.report_id, OLD.number, OLD.unit_id, OLD.asked_by_id, OLD.request, OLD.asked_version, OLD.asked_at, OLD.accept_due_at,
      OLD.due_at, OLD.is_due_by_hand, OLD.is_final) OR NEW.replaces_id IS DISTINCT FROM OLD.replaces_id
     OR (OLD.accepted_at IS NOT NULL AND NEW.accepted_at IS DISTINCT FROM OLD.accepted_at) THEN
    PERFORM reports_task_refuse('what was asked stays as it was asked', 'reports_task_asked_stays');
  END IF;
  kind := CASE
    WHEN OLD.state = 'asked' AND NEW.state = 'accepted' THEN 'tasks.accept'
    WHEN OLD.state = 'asked' AND NEW.state = 'declined' THEN 'tasks.decline'
    WHEN OLD.state = 'accepted' AND NEW.state = 'answered' THEN 'tasks.answer'
    WHEN OLD.state = 'accepted' AND NEW.state = 'handed_back' THEN 'tasks.hand_back'
    WHEN NEW.state = 'withdrawn' THEN 'tasks.withdraw'
  END;
  IF kind IS NULL THEN
    PERFORM reports_task_refuse('a task has no such step', 'reports_task_steps');
  END IF;
  IF NEW.version <= OLD.version OR NOT reports_task_told(NEW, ARRAY[kind]) THEN
    PERFORM reports_task_refuse('a task changes with its event', 'reports_task_told_by_event');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER reports_task_changes BEFORE UPDATE OR DELETE ON reports_task FOR EACH ROW EXECUTE FUNCTION reports_task_changes();

CREATE FUNCTION reports_task_counted() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  report bigint := CASE WHEN TG_TABLE_NAME = 'reports_task' THEN (to_jsonb(NEW)->>'report_id')::bigint ELSE NEW.id END;
BEGIN
  IF (SELECT open_tasks FROM reports_report WHERE id = report) <>
     (SELECT count(*) FROM reports_task WHERE report_id = report AND state IN ('asked', 'accepted')) THEN
    PERFORM reports_task_refuse('a report counts its open tasks', 'reports_report_counts_its_tasks');
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER reports_task_counted AFTER INSERT OR UPDATE ON reports_task
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION reports_task_counted();
CREATE CONSTRAINT TRIGGER reports_report_counts_its_tasks AFTER UPDATE ON reports_report
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.open_tasks IS DISTINCT FROM NEW.open_tasks)
  EXECUTE FUNCTION reports_task_counted();

CREATE FUNCTION reports_instruction_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.read_at IS NOT NULL
     OR (NEW.id, NEW.report_id, NEW.version, NEW.given_by_id, NEW.unit_id, NEW.text, NEW.given_at) <>
        (OLD.id, OLD.report_id, OLD.version, OLD.given_by_id, OLD.unit_id, OLD.text, OLD.given_at)
     OR NEW.officer_id IS DISTINCT FROM OLD.officer_id OR NEW.due_at IS DISTINCT FROM OLD.due_at THEN
    PERFORM reports_task_refuse('an instruction stays as it was given; it is read once', 'reports_instruction_stays');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER reports_instruction_changes BEFORE UPDATE OR DELETE ON reports_instruction
  FOR EACH ROW EXECUTE FUNCTION reports_instruction_changes();
"""

GUARDS_BACK = """
DROP TRIGGER reports_instruction_changes ON reports_instruction;
DROP FUNCTION reports_instruction_changes();
DROP TRIGGER reports_report_counts_its_tasks ON reports_report;
DROP TRIGGER reports_task_counted ON reports_task;
DROP FUNCTION reports_task_counted();
DROP TRIGGER reports_task_changes ON reports_task;
DROP FUNCTION reports_task_changes();
DROP TRIGGER reports_task_begins ON reports_task;
DROP FUNCTION reports_task_begins();
DROP FUNCTION reports_task_told(reports_task, text[]);
DROP FUNCTION reports_task_refuse(text, text);
"""


class Migration(migrations.Migration):
    replaces = [("reports", "0005_part_tasks_guarded")]
    dependencies = [("reports", "0003_history_guarded")]

    operations = [
        migrations.RunSQL(GUARDS, GUARDS_BACK),
    ]
