"""Public reports by their last update, a closed one's being its closure, for programs that keep a copy (Open311). Built without a lock."""

from django.db import migrations

CREATE = (
    "CREATE INDEX CONCURRENTLY IF NOT EXISTS reports_updated_last ON reports_report (COALESCE(closed_at, changed_at) DESC, id DESC)"
    " WHERE visibility = 'public'"
)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("reports", "0027_personal_words_can_go")]

    operations = [migrations.RunSQL(CREATE, "DROP INDEX CONCURRENTLY IF EXISTS reports_updated_last")]
