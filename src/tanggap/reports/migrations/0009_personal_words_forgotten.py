"""Personal words leave the events by one function alone, which removes the declared keys of one report and writes that it did.

An event still cannot be changed in any other way: its trigger (0003) lets through nothing but what `reports_forget` does, and of that only the
removal of just those keys. The function needs the report's `privacy.erase` event to be written in the same transaction.
"""

from django.db import migrations

GUARDS = r"""
CREATE FUNCTION reports_without_words(kind text, payload jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT payload - CASE kind
    WHEN 'feedback.add' THEN '{message}'::text[]
    WHEN 'feedback.answer' THEN '{answer}'::text[]
    WHEN 'feedback.appeal' THEN '{message}'::text[]
    WHEN 'feedback.detail' THEN '{message}'::text[]
    WHEN 'feedback.partner' THEN '{message}'::text[]
    WHEN 'feedback.rate' THEN '{comment}'::text[]
    WHEN 'feedback.reopen' THEN '{message}'::text[]
    WHEN 'feedback.request_reopen' THEN '{message}'::text[]
    ELSE '{}'::text[] END
$$;

CREATE FUNCTION reports_forget(report bigint) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  own reports_report;
  changed integer;
  in_others integer;
BEGIN
  SELECT * INTO own FROM reports_report WHERE id = report FOR NO KEY UPDATE;
  PERFORM 1 FROM reports_event AS e
    WHERE e.report_id = own.id AND e.version = own.version AND e.kind = 'privacy.erase' AND e.tx = tanggap_tx();
  IF NOT FOUND THEN
    RAISE EXCEPTION 'words leave the events of a report with its event that says so'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'reports_forget_says_so';
  END IF;
  UPDATE reports_event AS e SET payload = reports_without_words(e.kind, e.payload)
    WHERE e.report_id = own.id AND coalesce(e.payload ->> 'child', '') = ''
      AND e.payload <> reports_without_words(e.kind, e.payload);
  GET DIAGNOSTICS changed = ROW_COUNT;
  UPDATE reports_event AS e SET payload = reports_without_words(e.kind, e.payload)
    WHERE e.report_id IN (
        SELECT p.id FROM reports_event AS m JOIN reports_report AS p ON p.code = m.payload ->> 'parent'
        WHERE m.report_id = own.id AND m.kind = 'triage.merge')
      AND e.payload ->> 'child' = own.code AND e.payload <> reports_without_words(e.kind, e.payload);
  GET DIAGNOSTICS in_others = ROW_COUNT;
  INSERT INTO reports_forgotten (report_id, version, events, role, at)
    VALUES (own.id, own.version, changed + in_others, session_user, clock_timestamp());
  RETURN changed + in_others;
END $$;

CREATE FUNCTION reports_forgotten_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  stack text;
BEGIN
  GET DIAGNOSTICS stack = PG_CONTEXT;
  IF TG_OP = 'INSERT' AND stack ~ '\nPL/pgSQL function reports_forget\(bigint\) line' THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'that words were removed is written by what removes them, and stays'
    USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'reports_forgotten_is_final';
END $$;
CREATE TRIGGER reports_forgotten_is_final BEFORE INSERT OR UPDATE OR DELETE ON reports_forgotten
  FOR EACH ROW EXECUTE FUNCTION reports_forgotten_is_final();
CREATE TRIGGER reports_forgotten_is_final_whole BEFORE TRUNCATE ON reports_forgotten
  FOR EACH STATEMENT EXECUTE FUNCTION reports_forgotten_is_final();
"""

GUARDS_BACK = """
DROP TRIGGER reports_forgotten_is_final_whole ON reports_forgotten;
DROP TRIGGER reports_forgotten_is_final ON reports_forgotten;
DROP FUNCTION reports_forgotten_is_final();
DROP FUNCTION reports_forget(bigint);
DROP FUNCTION reports_without_words(text, jsonb);
"""


class Migration(migrations.Migration):
    replaces = [("reports", "0027_personal_words_can_go")]
    dependencies = [("reports", "0008_public_by_release")]

    operations = [
        migrations.RunSQL(GUARDS, GUARDS_BACK),
    ]
