"""How reports stood when their year ended, for the study's first table. The consumer counts everything anew.

Nothing is read from the reports here: the old rows are dropped and the consumer's cursor goes back to the beginning of the log. Until it
has caught up, pages show a dash and say why.
"""

from django.db import migrations, models

NAMES = ("year_judged", "year_solved", "year_taken", "now_judged", "now_solved", "now_taken")
COUNT_ANEW = """
TRUNCATE tallies_memory, tallies_cell, tallies_watching;
DELETE FROM core_parked WHERE name = 'tallies';
UPDATE core_cursor SET tx = 0, event = 0, rebuild_to = tanggap_horizon() WHERE name = 'tallies';
"""


class Migration(migrations.Migration):
    dependencies = [("tallies", "0001_tallies"), ("core", "0002_horizon_and_heartbeat")]

    operations = [
        migrations.RunSQL(COUNT_ANEW, migrations.RunSQL.noop),
        *(migrations.AddField("cell", name, models.IntegerField(default=0)) for name in NAMES),
    ]
