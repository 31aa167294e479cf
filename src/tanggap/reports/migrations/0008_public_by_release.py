"""The public log of what was hidden is never changed; nothing becomes public but by a release, which is in the log."""

from django.db import migrations

GUARDS = """
CREATE FUNCTION reports_moderation_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the public log of what was hidden is never changed'
    USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'reports_moderation_is_final';
END $$;
CREATE TRIGGER reports_moderation_is_final BEFORE UPDATE OR DELETE ON reports_moderation
  FOR EACH ROW EXECUTE FUNCTION reports_moderation_is_final();

CREATE FUNCTION reports_report_public_by_release() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM reports_event AS e JOIN reports_moderation AS m ON m.event_id = e.id
    WHERE e.report_id = NEW.id AND e.version = NEW.version AND e.kind = 'reports.release'
  ) OR EXISTS (SELECT 1 FROM catalog_category WHERE code = NEW.category_id AND is_confidential) THEN
    RAISE EXCEPTION 'a private report becomes public by a release that is in the log, a confidential one never'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'reports_report_public_by_release';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER reports_report_public_by_release AFTER UPDATE OF visibility ON reports_report
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.visibility = 'private' AND NEW.visibility = 'public')
  EXECUTE FUNCTION reports_report_public_by_release();
"""

GUARDS_BACK = """
DROP TRIGGER reports_report_public_by_release ON reports_report;
DROP FUNCTION reports_report_public_by_release();
DROP TRIGGER reports_moderation_is_final ON reports_moderation;
DROP FUNCTION reports_moderation_is_final();
"""


class Migration(migrations.Migration):
    replaces = [("reports", "0024_moderation")]
    dependencies = [("reports", "0007_captures_guarded")]

    operations = [
        migrations.RunSQL(GUARDS, GUARDS_BACK),
    ]
