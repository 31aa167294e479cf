"""What searches look through: the desk's words, which the database keeps by itself, and the public ones, which it throws out.

The desk's are written by triggers, beside the reports; a change of state, clock or assignee does not touch them, and they go with their report
whoever deletes it. What anybody's search looks through is screened first, and screening is Python, so the database cannot make a row. It can
throw one out: whatever a row was made of changes, the row goes in the same transaction, and a consumer makes it again from what the public may
read then. A search finds less for a second, never what was hidden.
"""

from django.db import migrations

GUARDS = """
ALTER TABLE reports_search DROP CONSTRAINT reports_search_report_id_9db1286f_fk_reports_report_id;
ALTER TABLE reports_search ADD CONSTRAINT reports_search_report_id_fkey
  FOREIGN KEY (report_id) REFERENCES reports_report (id) ON DELETE CASCADE;

CREATE FUNCTION reports_search_words(
  code text, said text, address text, language text, category text, area text, unit text, received_at timestamptz, had text[]
) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT to_tsvector(
    CASE language WHEN 'en' THEN 'pg_catalog.english'::regconfig ELSE 'pg_catalog.indonesian'::regconfig END,
    translate(lower(left(said, 20000) || ' ' || left(address, 1000)),
      'àáâãäåçèéêëìíîïñòóôõöùúûüýÿ', 'aaaaaaceeeeiiiinooooouuuuyy')
  ) || array_to_tsvector(array_remove(ARRAY[
    'u:' || unit, 'a:' || area, 'k:' || category,
    'c:' || split_part(code, '-', 2), 'c:' || split_part(code, '-', 3), 'c:' || split_part(code, '-', 4),
    'w:' || floor(extract(epoch FROM received_at) / 604800)::bigint
  ], NULL) || had)
$$;

CREATE FUNCTION reports_search_new() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO reports_search (report_id, received_at, words) VALUES (NEW.id, NEW.received_at, reports_search_words(
    NEW.code, NEW.text, NEW.address, NEW.language, NEW.category_id, NEW.area_id, NEW.unit_id, NEW.received_at, '{}'))
  ON CONFLICT (report_id) DO NOTHING;
  RETURN NULL;
END $$;

CREATE FUNCTION reports_search_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE reports_search SET words = reports_search_words(
    NEW.code, NEW.text, NEW.address, NEW.language, NEW.category_id, NEW.area_id, NEW.unit_id, NEW.received_at,
    ARRAY(SELECT fact FROM unnest(tsvector_to_array(words)) AS fact WHERE fact LIKE 'h:%'
          UNION SELECT 'h:' || OLD.unit_id WHERE OLD.unit_id <> NEW.unit_id))
  WHERE report_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER reports_search_new AFTER INSERT ON reports_report FOR EACH ROW EXECUTE FUNCTION reports_search_new();
CREATE TRIGGER reports_search_changed AFTER UPDATE OF text, address, language, category_id, area_id, unit_id ON reports_report
  FOR EACH ROW WHEN (
    (OLD.text, OLD.address, OLD.language, OLD.category_id, OLD.area_id, OLD.unit_id)
    IS DISTINCT FROM (NEW.text, NEW.address, NEW.language, NEW.category_id, NEW.area_id, NEW.unit_id)
  ) EXECUTE FUNCTION reports_search_changed();

CREATE FUNCTION reports_publicwords_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM reports_publicwords WHERE report_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER reports_publicwords_gone
  AFTER UPDATE OF text, public_text, address, language, category_id, area_id, visibility ON reports_report
  FOR EACH ROW WHEN (
    (OLD.text, OLD.public_text, OLD.address, OLD.language, OLD.category_id, OLD.area_id, OLD.visibility)
    IS DISTINCT FROM
    (NEW.text, NEW.public_text, NEW.address, NEW.language, NEW.category_id, NEW.area_id, NEW.visibility)
  ) EXECUTE FUNCTION reports_publicwords_gone();

CREATE FUNCTION reports_publicwords_of_public() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM reports_report WHERE id = NEW.report_id AND visibility = 'public') THEN
    RAISE EXCEPTION 'the words of a report that is not public are not for everybody to search'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'reports_publicwords_of_public';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER reports_publicwords_of_public AFTER INSERT OR UPDATE ON reports_publicwords
  DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW EXECUTE FUNCTION reports_publicwords_of_public();
"""

GUARDS_BACK = """
DROP TRIGGER reports_publicwords_of_public ON reports_publicwords;
DROP FUNCTION reports_publicwords_of_public();
DROP TRIGGER reports_publicwords_gone ON reports_report;
DROP FUNCTION reports_publicwords_gone();
DROP TRIGGER reports_search_changed ON reports_report;
DROP TRIGGER reports_search_new ON reports_report;
DROP FUNCTION reports_search_changed();
DROP FUNCTION reports_search_new();
DROP FUNCTION reports_search_words(text, text, text, text, text, text, text, timestamptz, text[]);
ALTER TABLE reports_search DROP CONSTRAINT reports_search_report_id_fkey;
ALTER TABLE reports_search ADD CONSTRAINT reports_search_report_id_9db1286f_fk_reports_report_id
  FOREIGN KEY (report_id) REFERENCES reports_report (id) DEFERRABLE INITIALLY DEFERRED;
"""


class Migration(migrations.Migration):
    replaces = [("reports", "0007_search"), ("reports", "0023_public_words")]
    dependencies = [("reports", "0005_closures_guarded")]

    operations = [
        migrations.RunSQL(GUARDS, GUARDS_BACK),
    ]
