"""Who built what was planned did the work: that unit and person decide no more about its closure than who repaired something."""

from django.db import migrations

HANDLED = """
CREATE OR REPLACE FUNCTION feedback_handled(report bigint, decider_unit text, decider bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT 1 FROM reports_event
    WHERE report_id = report
      AND ((door IN ('reports.start', 'reports.claim_done', 'planning.build')
            AND (unit_id = decider_unit OR actor_unit_id = decider_unit OR actor_staff_id = decider))
           OR (door = 'verification.accept' AND (unit_id = decider_unit OR actor_unit_id = decider_unit OR actor_staff_id = decider))
           OR (kind IN ('tasks.accept', 'tasks.answer', 'tasks.hand_back')
               AND (payload->>'asked' = decider_unit OR actor_unit_id = decider_unit OR actor_staff_id = decider))))
$$;
"""

HANDLED_BEFORE = """
CREATE OR REPLACE FUNCTION feedback_handled(report bigint, decider_unit text, decider bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT 1 FROM reports_event
    WHERE report_id = report
      AND ((door IN ('reports.start', 'reports.claim_done')
            AND (unit_id = decider_unit OR actor_unit_id = decider_unit OR actor_staff_id = decider))
           OR (door = 'verification.accept' AND (unit_id = decider_unit OR actor_unit_id = decider_unit OR actor_staff_id = decider))
           OR (kind IN ('tasks.accept', 'tasks.answer', 'tasks.hand_back')
               AND (payload->>'asked' = decider_unit OR actor_unit_id = decider_unit OR actor_staff_id = decider))))
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("feedback", "0003_deciders_are_above"), ("reports", "0029_planned")]

    operations = [migrations.RunSQL(HANDLED, HANDLED_BEFORE)]
