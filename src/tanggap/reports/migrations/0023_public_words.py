"""What anybody's search looks through: screened words only, beside the reports; a new table, which a consumer fills from the log.

Screening is Python, so the database cannot make a row. It can throw one out: whatever a row was made of changes, the row goes in the same
transaction, and is made again from what the public may read then. A search finds less for a second, never what was hidden.
"""

import django.contrib.postgres.search
import django.db.models.deletion
from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models

GUARD = """
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
GUARD_BACK = """
DROP TRIGGER reports_publicwords_gone ON reports_report;
DROP FUNCTION reports_publicwords_gone();
DROP FUNCTION reports_publicwords_of_public() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0022_what_the_public_reads")]

    operations = [
        migrations.CreateModel(
            name="PublicWords",
            fields=[
                (
                    "report",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="reports.report",
                    ),
                ),
                ("words", django.contrib.postgres.search.SearchVectorField()),
            ],
            options={
                "db_table": "reports_publicwords",
                "indexes": [GinIndex(fields=["words"], name="reports_publicwords_words")],
            },
        ),
        migrations.RunSQL(GUARD, GUARD_BACK),
    ]
