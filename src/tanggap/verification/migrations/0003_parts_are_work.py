"""A unit that did a part of a report (koordinasi) worked on it, and so did the person: neither checks the result."""

from django.db import migrations

WORKED_ON = """
CREATE OR REPLACE FUNCTION verification_worked_on(report bigint, checked_unit text, checker bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT 1 FROM reports_event
    WHERE report_id = report
      AND (unit_id = checked_unit
           OR (door LIKE 'reports.%' AND (actor_unit_id = checked_unit OR actor_staff_id = checker))
           OR (kind IN ('tasks.accept', 'tasks.answer', 'tasks.hand_back')
               AND (payload->>'asked' = checked_unit OR actor_unit_id = checked_unit OR actor_staff_id = checker)))
  )
$$;
"""

WORKED_ON_BEFORE = """
CREATE OR REPLACE FUNCTION verification_worked_on(report bigint, checked_unit text, checker bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT 1 FROM reports_event
    WHERE report_id = report
      AND (unit_id = checked_unit
           OR (door LIKE 'reports.%' AND (actor_unit_id = checked_unit OR actor_staff_id = checker)))
  )
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("verification", "0002_independence"), ("reports", "0005_part_tasks_guarded")]

    operations = [migrations.RunSQL(WORKED_ON, WORKED_ON_BEFORE)]
