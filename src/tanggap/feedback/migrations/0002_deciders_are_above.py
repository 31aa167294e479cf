"""Nobody of a unit that did the work decides whether a report is opened again, and there must be something to decide; the database refuses."""

from django.db import migrations

GUARDS = """
CREATE FUNCTION feedback_handled(report bigint, decider_unit text, decider bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT 1 FROM reports_event
    WHERE report_id = report
      AND ((door IN ('reports.start', 'reports.claim_done', 'planning.build')
            AND (unit_id = decider_unit OR actor_unit_id = decider_unit OR actor_staff_id = decider))
           OR (door = 'verification.accept' AND (unit_id = decider_unit OR actor_unit_id = decider_unit OR actor_staff_id = decider))
           OR (kind IN ('tasks.accept', 'tasks.answer', 'tasks.hand_back')
               AND (payload->>'asked' = decider_unit OR actor_unit_id = decider_unit OR actor_staff_id = decider))))
$$;

CREATE FUNCTION feedback_decision_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.actor_staff_id IS NULL OR NEW.actor_unit_id IS NULL OR NEW.unit_id = NEW.actor_unit_id
     OR feedback_handled(NEW.report_id, NEW.actor_unit_id, NEW.actor_staff_id) THEN
    RAISE EXCEPTION 'who did the work does not decide whether it is opened again'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'feedback_decider_is_above';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER feedback_decision_guard BEFORE INSERT ON reports_event
  FOR EACH ROW WHEN (NEW.kind IN ('feedback.grant_reopen', 'feedback.refuse_reopen')) EXECUTE FUNCTION feedback_decision_guard();

CREATE FUNCTION feedback_right_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM reports_event WHERE report_id = NEW.report_id AND door = 'feedback.reopen') THEN
    RAISE EXCEPTION 'a report is opened again by right only once'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'feedback_once_by_right';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER feedback_right_guard BEFORE INSERT ON reports_event
  FOR EACH ROW WHEN (NEW.door = 'feedback.reopen') EXECUTE FUNCTION feedback_right_guard();
"""

GUARDS_BACK = """
DROP TRIGGER feedback_right_guard ON reports_event;
DROP FUNCTION feedback_right_guard();
DROP TRIGGER feedback_decision_guard ON reports_event;
DROP FUNCTION feedback_decision_guard();
DROP FUNCTION feedback_handled(bigint, text, bigint);
"""


class Migration(migrations.Migration):
    replaces = [("feedback", "0003_deciders_are_above"), ("feedback", "0004_who_built_does_not_decide")]
    dependencies = [("feedback", "0001_tables")]

    operations = [
        migrations.RunSQL(GUARDS, GUARDS_BACK),
    ]
