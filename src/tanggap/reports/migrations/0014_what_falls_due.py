"""What falls due in a unit is counted by an index alone; when the next rung is reached may be written anew without an event.

Everything else of a report still changes by one event at a time.
"""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Q

OPEN = [
    "awaiting_reporter", "awaiting_validation", "coordinating", "dispositioned", "follow_up_rejected", "in_progress", "received",
    "reopened",
]  # fmt: skip
GUARD = """
CREATE OR REPLACE FUNCTION reports_report_changes_by_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'a report is never deleted'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'reports_report_stays';
  END IF;{exception}
  IF NEW.version <> OLD.version + 1 OR NEW.id <> OLD.id OR NEW.code <> OLD.code OR NEW.received_at <> OLD.received_at THEN
    RAISE EXCEPTION 'a report changes by one event at a time'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'reports_report_changes_by_event';
  END IF;
  RETURN NEW;
END $$;
"""
BUT_FOR_THE_NEXT_STEP = """
  IF NEW.version = OLD.version
     AND to_jsonb(NEW) - '{next_step_at,due_at}'::text[] = to_jsonb(OLD) - '{next_step_at,due_at}'::text[] THEN
    RETURN NEW;
  END IF;"""


class Migration(migrations.Migration):
    atomic = False
    dependencies = [
        ("reports", "0013_public_codes"),
    ]

    operations = [
        AddIndexConcurrently(
            "report",
            models.Index(
                fields=["unit", "due_at"],
                name="reports_running_due",
                condition=Q(state__in=OPEN, paused_at__isnull=True),
            ),
        ),
        migrations.RunSQL(GUARD.replace("{exception}", BUT_FOR_THE_NEXT_STEP), GUARD.replace("{exception}", "")),
    ]
