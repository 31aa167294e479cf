"""The evaluation's numbers of an area's or a unit's categories have rows of their own, as insight's.

They are added up from the full rows of the same month and year, not counted anew, so pages keep their numbers. Readers go on; the
consumer waits until it is done. A worker of the version before writes no such rows: stop it first, as for every migration of what it keeps.
"""

from django.db import migrations

ADD_UP = """
DO $$
DECLARE
    names text;
    sums text;
    side record;
BEGIN
    LOCK TABLE tallies_cell IN SHARE ROW EXCLUSIVE MODE;
    SELECT string_agg(quote_ident(column_name), ', ' ORDER BY ordinal_position),
           string_agg(format('sum(%I)', column_name), ', ' ORDER BY ordinal_position)
      INTO names, sums
      FROM information_schema.columns
     WHERE table_schema = current_schema() AND table_name = 'tallies_cell'
       AND column_name NOT IN ('id', 'grain', 'on', 'area', 'category', 'unit', 'channel', 'is_public');
    FOR side IN
        SELECT * FROM (VALUES ('mb', 'mf', 'area', $q$''$q$), ('mz', 'mf', $q$''$q$, 'unit'), ('yz', 'yf', $q$''$q$, 'unit'))
                   AS kept (grain, whole, area, unit)
    LOOP
        EXECUTE format(
            'INSERT INTO tallies_cell (grain, "on", area, category, unit, channel, is_public, %s)'
            ' SELECT %L, "on", %s, category, %s, '''', is_public, %s FROM tallies_cell WHERE grain = %L'
            ' GROUP BY 2, 3, 4, 5, 7 ORDER BY 2, 3, 4, 5',
            names, side.grain, side.area, side.unit, sums, side.whole
        );
    END LOOP;
END
$$
"""
DROP = "DELETE FROM tallies_cell WHERE grain IN ('mb', 'mz', 'yz')"


class Migration(migrations.Migration):
    dependencies = [("tallies", "0004_acts_and_visits_together")]

    operations = [migrations.RunSQL(ADD_UP, DROP)]
