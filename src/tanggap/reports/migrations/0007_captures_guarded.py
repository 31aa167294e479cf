"""A signed photo is signed by a key of the person who sent it; nothing of it changes later."""

from django.db import migrations

GUARDS = """
ALTER TABLE reports_capture ADD CONSTRAINT reports_capture_key_of_the_sender
  FOREIGN KEY (key_id, staff_id) REFERENCES reports_devicekey (id, staff_id);

CREATE FUNCTION reports_capture_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'what was found when a photo arrived is not changed afterwards'
    USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'reports_capture_is_final';
END $$;
CREATE TRIGGER reports_capture_is_final BEFORE UPDATE ON reports_capture FOR EACH ROW EXECUTE FUNCTION reports_capture_is_final();

CREATE FUNCTION reports_devicekey_stays_revoked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a device key that was revoked stays revoked, and a key never changes hands'
    USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'reports_devicekey_stays_revoked';
END $$;
CREATE TRIGGER reports_devicekey_stays_revoked BEFORE UPDATE ON reports_devicekey
  FOR EACH ROW WHEN (OLD.revoked_at IS NOT NULL AND NEW.revoked_at IS DISTINCT FROM OLD.revoked_at
    OR NEW.staff_id IS DISTINCT FROM OLD.staff_id OR NEW.public IS DISTINCT FROM OLD.public)
  EXECUTE FUNCTION reports_devicekey_stays_revoked();
"""

GUARDS_BACK = """
DROP TRIGGER reports_devicekey_stays_revoked ON reports_devicekey;
DROP FUNCTION reports_devicekey_stays_revoked();
DROP TRIGGER reports_capture_is_final ON reports_capture;
DROP FUNCTION reports_capture_is_final();
ALTER TABLE reports_capture DROP CONSTRAINT reports_capture_key_of_the_sender;
"""


class Migration(migrations.Migration):
    replaces = [("reports", "0021_captures_of_the_field_app")]
    dependencies = [("reports", "0006_searches_kept")]

    operations = [
        migrations.RunSQL(GUARDS, GUARDS_BACK),
    ]
