"""Indexes that Django cannot say, and how the big tables are stored and swept.

The desk's counts are read from an index alone (`reports_desk_counted`), which answers alone only for pages that the sweep has seen:
PostgreSQL's own fifth of a table would be months of reports, so the big tables are swept in small steps. What is new in the search waits in a
list that every search reads through, so that list is kept short.
"""

from django.db import migrations

INDEXES = """
-- What is near a place, for everybody and among what was solved there.
CREATE INDEX reports_report_point ON reports_report USING gist (point(lon, lat)) WHERE visibility = 'public';
CREATE INDEX reports_solved_point ON reports_report USING gist (point(lon, lat))
  WHERE outcome = 'solved' AND state IN ('resolved', 'archived');

-- Public lists of closures within ten minutes, however rare; and by the last update, a closed one's being its closure, for programs that keep
-- a copy (Open311).
CREATE INDEX reports_fast_recent ON reports_report (received_at DESC, id DESC)
  WHERE visibility = 'public' AND closed_at - received_at <= interval '10 minutes';
CREATE INDEX reports_updated_last ON reports_report (COALESCE(closed_at, changed_at) DESC, id DESC) WHERE visibility = 'public';

-- Where a person is named in notes; what somebody did in a shift, by its time: a tiny index, for events are written in that order.
CREATE INDEX reports_event_mentions ON reports_event USING gin ((payload -> 'mentions') jsonb_path_ops)
  WHERE kind = 'reports.note' AND payload ? 'mentions';
CREATE INDEX reports_event_at ON reports_event USING brin (at) WITH (pages_per_range = 16);

-- Nobody objects to the same planning twice.
CREATE UNIQUE INDEX reports_event_objected_once ON reports_event (report_id)
  WHERE door = 'feedback.appeal' AND state_before = 'planned';
"""

INDEXES_BACK = """
DROP INDEX reports_event_objected_once;
DROP INDEX reports_event_at;
DROP INDEX reports_event_mentions;
DROP INDEX reports_updated_last;
DROP INDEX reports_fast_recent;
DROP INDEX reports_solved_point;
DROP INDEX reports_report_point;
"""

SWEPT = ("reports_report", "reports_event", "reports_search")
OFTEN = {
    "autovacuum_vacuum_scale_factor": 0.01,
    "autovacuum_vacuum_insert_scale_factor": 0.01,
    "autovacuum_analyze_scale_factor": 0.02,
}

STORED = """
ALTER INDEX reports_search_words SET (gin_pending_list_limit = 256);  -- kilobytes
ALTER TABLE reports_presence SET UNLOGGED;
"""

STORED_BACK = """
ALTER TABLE reports_presence SET LOGGED;
ALTER INDEX reports_search_words RESET (gin_pending_list_limit);
"""


class Migration(migrations.Migration):
    replaces = [
        ("reports", "0015_notes_that_name_people"),
        ("reports", "0016_events_by_time"),
        ("reports", "0019_desk_counts_from_the_index"),
        ("reports", "0028_public_reports_by_last_update"),
        ("reports", "0032_planned_by_unit"),
    ]
    dependencies = [("reports", "0009_personal_words_forgotten")]

    operations = [
        migrations.RunSQL(INDEXES, INDEXES_BACK),
        *(
            migrations.RunSQL(
                f"ALTER TABLE {table} SET ({', '.join(f'{name} = {value}' for name, value in OFTEN.items())})",
                f"ALTER TABLE {table} RESET ({', '.join(OFTEN)})",
            )
            for table in SWEPT
        ),
        migrations.RunSQL(STORED, STORED_BACK),
    ]
