"""Answers stand added up in rows of years, months and days, so that a page reads few of them however many people answered.

The database writes the rows itself, in the transaction of the answer: so whoever writes, changes or deletes one, they agree. Existing
answers are counted here, in one statement.
"""

from django.db import migrations, models

KEY = ("grain", "on", "survey", "unit", "channel", "area", "is_doubtful")
FLAGS = ("straight", "contradictory", "fast", "outside", "again")
SCORES = [f"{of}{place}" for place in range(1, 10) for of in "sc"]
NUMBERS = ("answers", "n", *SCORES, "told", "means", "squares", *FLAGS)

GRAINS = ", ".join(
    f"('{step[0]}{side}', '{step}', {side in 'uf'}, {side in 'wf'}, {side in 'af'})"
    for step, sides in (("year", "wauf"), ("month", "wauf"), ("day", "wf"))
    for side in sides
)
SUMS = ", ".join(
    [
        "sum(sign)",
        "sum(sign * is_skm)",
        *(
            f"coalesce(sum(sign * is_skm * {what}), 0)"
            for place in range(1, 10)
            for what in (f"scores[{place}]", f"(scores[{place}] IS NOT NULL)::integer")
        ),
        "coalesce(sum(sign * is_skm) FILTER (WHERE filled > 0), 0)",
        "coalesce(sum(sign * is_skm * own), 0)",
        "coalesce(sum(sign * is_skm * own * own), 0)",
        *(f"sum(sign * is_skm * ('{flag}' = ANY (flags))::integer)" for flag in FLAGS),
    ]
)
COLUMNS = 'r.survey_id, r.questionnaire_id, r."on", r.unit, r.channel, r.area, r.scores, r.total, r.filled, r.flags'


def rows(source):
    """Return the statement that adds up what `source` tells, in the order in which rows are locked."""
    key = ", ".join(str(place) for place in range(1, len(KEY) + 1))
    return f"""
      SELECT kept.grain, date_trunc(kept.step, told."on"::timestamp)::date, told.survey_id,
        CASE WHEN kept.by_unit THEN told.unit ELSE '' END, CASE WHEN kept.by_channel THEN told.channel ELSE '' END,
        CASE WHEN kept.by_area THEN told.area ELSE '' END, cardinality(told.flags) > 0, {SUMS}
      FROM (SELECT r.*, (q.kind = 'skm')::integer AS is_skm, r.total * 2520 / nullif(r.filled, 0) AS own
            FROM ({source}) r JOIN surveys_questionnaire q ON q.id = r.questionnaire_id OFFSET 0) told
      CROSS JOIN (VALUES {GRAINS}) kept (grain, step, by_unit, by_channel, by_area)
      GROUP BY {key} ORDER BY {key}"""


def counting(source, is_less):
    """Return the statements that bring the rows up to date with what `source` tells; where answers go, rows of nothing go with them."""
    names = ", ".join(f'"{name}"' for name in (*KEY, *NUMBERS))
    key = ", ".join(f'"{name}"' for name in KEY)
    sums = ", ".join(f"{name} = surveys_cell.{name} + excluded.{name}" for name in NUMBERS)
    add = f"INSERT INTO surveys_cell ({names}) {rows(source)} ON CONFLICT ({key}) DO UPDATE SET {sums};"
    same = " AND ".join(f'surveys_cell."{name}" = gone."{name}"' for name in KEY)
    away = f"DELETE FROM surveys_cell USING ({rows(source)}) gone ({names}) WHERE surveys_cell.answers = 0 AND {same};"
    return add + (away if is_less else "")


MORE, LESS = f"SELECT {COLUMNS}, 1 AS sign FROM added r", f"SELECT {COLUMNS}, -1 AS sign FROM gone r"
FUNCTIONS = "".join(
    f"""
CREATE FUNCTION surveys_response_{name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  {counting(source, is_less)}
  RETURN NULL;
END $$;
CREATE TRIGGER surveys_response_{name} AFTER {event} ON surveys_response REFERENCING {tables}
  FOR EACH STATEMENT EXECUTE FUNCTION surveys_response_{name}();
"""
    for name, event, tables, source, is_less in (
        ("added", "INSERT", "NEW TABLE AS added", MORE, False),
        ("changed", "UPDATE", "NEW TABLE AS added OLD TABLE AS gone", f"{MORE} UNION ALL {LESS}", True),
        ("gone", "DELETE", "OLD TABLE AS gone", LESS, True),
    )
)
ALL = f"SELECT {COLUMNS}, 1 AS sign FROM surveys_response r"
ANEW = f"""
CREATE FUNCTION surveys_count_anew() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  LOCK TABLE surveys_response IN SHARE MODE;
  DELETE FROM surveys_cell;
  {counting(ALL, False)}
END $$;
"""
BACK = """
DROP FUNCTION surveys_count_anew();
DROP TRIGGER surveys_response_added ON surveys_response;
DROP TRIGGER surveys_response_changed ON surveys_response;
DROP TRIGGER surveys_response_gone ON surveys_response;
DROP FUNCTION surveys_response_added();
DROP FUNCTION surveys_response_changed();
DROP FUNCTION surveys_response_gone();
"""


def number(name):
    """Return the column of a number: sums of means have 64 bits."""
    return models.BigIntegerField() if name in ("means", "squares") else models.IntegerField()


class Migration(migrations.Migration):
    dependencies = [("surveys", "0002_answers_guarded")]
    operations = [
        migrations.CreateModel(
            name="Cell",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("grain", models.CharField(max_length=2)),
                ("on", models.DateField()),
                *((name, models.TextField()) for name in ("survey", "unit", "channel", "area")),
                ("is_doubtful", models.BooleanField()),
                *((name, number(name)) for name in NUMBERS),
            ],
            options={"constraints": [models.UniqueConstraint(fields=KEY, name="surveys_cell_once")]},
        ),
        migrations.RunSQL(FUNCTIONS + ANEW, BACK),
        migrations.RunSQL("SELECT surveys_count_anew()", migrations.RunSQL.noop),
    ]
