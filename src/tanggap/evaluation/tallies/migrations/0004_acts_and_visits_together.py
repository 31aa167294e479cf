"""How acts and visits go along, so that the interval of a report's cost is exact. The consumer counts everything anew.

Nothing is read from the reports here: the old rows are dropped and the consumer's cursor goes back to the beginning of the log. Until it
has caught up, pages show a dash and say why.
"""

from django.db import migrations, models

NAMES = ("visits_squares", "touches_visits")
COUNT_ANEW = """
TRUNCATE tallies_memory, tallies_cell, tallies_watching;
DELETE FROM core_parked WHERE name = 'tallies';
UPDATE core_cursor SET tx = 0, event = 0, rebuild_to = tanggap_horizon() WHERE name = 'tallies';
"""


class Migration(migrations.Migration):
    dependencies = [("tallies", "0003_views_of_public_pages"), ("core", "0002_horizon_and_heartbeat")]

    operations = [
        migrations.RunSQL(COUNT_ANEW, migrations.RunSQL.noop),
        *(migrations.AddField("cell", name, models.IntegerField(default=0)) for name in NAMES),
    ]
