"""A desk's counts are read from an index alone, and the big tables are swept in small steps, so that it stays so.

The index holds all that the views ask of an open report. Each of its columns was in some index already, so no change of a report costs
more indexes than before. An index answers alone only for pages that the sweep has seen: PostgreSQL's own fifth of a table would be
months of reports. What is new in the search waits in a list that every search reads through, so that list is kept short.
"""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models
from django.db.models import Q

OPEN = [
    "awaiting_reporter",
    "awaiting_validation",
    "coordinating",
    "dispositioned",
    "follow_up_rejected",
    "in_progress",
    "received",
    "reopened",
]
SWEPT = ("reports_report", "reports_event", "reports_search")
OFTEN = {
    "autovacuum_vacuum_scale_factor": 0.01,
    "autovacuum_vacuum_insert_scale_factor": 0.01,
    "autovacuum_analyze_scale_factor": 0.02,
}


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("reports", "0018_handles_in_the_vault")]

    operations = [
        AddIndexConcurrently(
            "report",
            models.Index(
                fields=["unit", "due_at", "id"],
                include=["state", "paused_at", "assignee", "area", "category"],
                name="reports_desk_counted",
                condition=Q(state__in=OPEN),
            ),
        ),
        RemoveIndexConcurrently("report", "reports_desk_open"),
        *(
            migrations.RunSQL(
                f"ALTER TABLE {table} SET ({', '.join(f'{name} = {value}' for name, value in OFTEN.items())})",
                f"ALTER TABLE {table} RESET ({', '.join(OFTEN)})",
            )
            for table in SWEPT
        ),
        migrations.RunSQL(
            "ALTER INDEX reports_search_words SET (gin_pending_list_limit = 256)",  # kilobytes
            "ALTER INDEX reports_search_words RESET (gin_pending_list_limit)",
        ),
    ]
