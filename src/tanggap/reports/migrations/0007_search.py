"""What the desk's search looks through: a table beside the reports that the database keeps by itself.

It is filled thousand by thousand while the city works, and its index is built without a lock; a report that arrives meanwhile is written
by the trigger. A change of state, clock or assignee does not touch it.
"""

import django.contrib.postgres.search
import django.db.models.deletion
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

TABLE = """
CREATE TABLE reports_search (
  report_id bigint PRIMARY KEY REFERENCES reports_report (id) ON DELETE CASCADE,
  received_at timestamptz NOT NULL,
  words tsvector NOT NULL
);
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
"""

TABLE_BACK = """
DROP TRIGGER reports_search_changed ON reports_report;
DROP TRIGGER reports_search_new ON reports_report;
DROP FUNCTION reports_search_changed();
DROP FUNCTION reports_search_new();
DROP FUNCTION reports_search_words(text, text, text, text, text, text, text, timestamptz, text[]);
DROP TABLE reports_search;
"""

FILL = """
INSERT INTO reports_search (report_id, received_at, words)
SELECT r.id, r.received_at, reports_search_words(
  r.code, r.text, r.address, r.language, r.category_id, r.area_id, r.unit_id, r.received_at,
  ARRAY(SELECT DISTINCT 'h:' || e.unit_id FROM reports_event AS e WHERE e.report_id = r.id AND e.unit_id <> r.unit_id))
FROM reports_report AS r WHERE r.id > %s AND r.id <= %s
ON CONFLICT (report_id) DO NOTHING
"""
BATCH = 1_000


def fill(apps, schema_editor):
    """Write the reports that were there before, a thousand a transaction."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM reports_report")
        last = cursor.fetchone()[0]
        for start in range(0, last, BATCH):
            cursor.execute(FILL, [start, start + BATCH])


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("reports", "0006_saved_views_and_batches")]

    operations = [
        migrations.SeparateDatabaseAndState(
            [migrations.RunSQL(TABLE, TABLE_BACK)],
            [
                migrations.CreateModel(
                    name="SearchText",
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
                        ("received_at", models.DateTimeField()),
                        ("words", django.contrib.postgres.search.SearchVectorField()),
                    ],
                    options={"db_table": "reports_search"},
                )
            ],
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        AddIndexConcurrently("searchtext", GinIndex(fields=["words"], name="reports_search_words")),
    ]
