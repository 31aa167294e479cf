"""A document bears its number, so the hash of its file is known after it: it may be written once, and nothing else ever is."""

from django.db import migrations

SEALED = """
CREATE FUNCTION evaluation_sealed_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.file_hash <> '' OR to_jsonb(NEW) - 'file_hash' <> to_jsonb(OLD) - 'file_hash' THEN
    RAISE EXCEPTION 'what was issued is not changed' USING
      ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_TABLE_NAME || '_written_once';
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER evaluation_document_written_once ON evaluation_document;
CREATE TRIGGER evaluation_document_written_once BEFORE UPDATE OR DELETE ON evaluation_document
  FOR EACH ROW EXECUTE FUNCTION evaluation_sealed_once();
"""
SEALED_BACK = """
DROP TRIGGER evaluation_document_written_once ON evaluation_document;
CREATE TRIGGER evaluation_document_written_once BEFORE UPDATE OR DELETE ON evaluation_document
  FOR EACH ROW EXECUTE FUNCTION evaluation_written_once();
DROP FUNCTION evaluation_sealed_once();
"""


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0001_issued_documents")]

    operations = [migrations.RunSQL(SEALED, SEALED_BACK)]
