"""An open report is counted as watched for all of its thirty days, less what of them is to come: of old reports nothing is read any more.

The rows that there are get what their open reports still lack, so pages keep their numbers. A worker of the version before counts the other
way: stop it first, as for every migration of what the consumer keeps.
"""

from django.db import migrations

SIDES = {
    "n": "",
    "a": "area",
    "c": "category",
    "u": "unit",
    "w": "channel",
    "v": "area channel",
    "x": "category channel",
    "b": "area category",
    "z": "category unit",
    "f": "area category unit channel",
}


def _code(name: str) -> str:
    sides = "".join(side for side, told_by in SIDES.items() if name in told_by.split())
    return f"CASE WHEN grain ~ '[{sides}]$' THEN {name} ELSE '' END"


def _add(sign: str) -> str:
    return f"""
LOCK TABLE tallies_watching, tallies_cell IN SHARE ROW EXCLUSIVE MODE;
UPDATE tallies_cell AS cell SET watch_minutes = cell.watch_minutes {sign} 43200 * open.reports
  FROM (SELECT grain, CASE left(grain, 1) WHEN 'y' THEN date_trunc('year', "on")::date
                                          WHEN 'm' THEN date_trunc('month', "on")::date ELSE "on" END,
               {_code("area")}, {_code("category")}, {_code("unit")}, {_code("channel")}, is_public, sum(reports)
          FROM tallies_watching, unnest(ARRAY(SELECT DISTINCT grain FROM tallies_cell)) AS kept (grain)
         GROUP BY 1, 2, 3, 4, 5, 6, 7) AS open (grain, "on", area, category, unit, channel, is_public, reports)
 WHERE (cell.grain, cell."on", cell.area, cell.category, cell.unit, cell.channel, cell.is_public)
     = (open.grain, open."on", open.area, open.category, open.unit, open.channel, open.is_public);
"""


class Migration(migrations.Migration):
    dependencies = [("tallies", "0001_tables")]
    operations = [migrations.RunSQL(_add("+"), _add("-"))]
