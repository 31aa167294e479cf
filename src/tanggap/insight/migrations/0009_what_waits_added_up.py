"""What waits has rows by whole days and months, for each area, category, unit and channel and for none; times have rows for none.

So pages look at few of them. They are added up from the rows that there are, not counted anew, so pages keep their numbers. A worker of the
version before writes no such rows: stop it first, as for every migration of what the consumer keeps.
"""

from django.db import migrations, models

ADD_UP = """
LOCK TABLE insight_waiting, insight_took IN SHARE ROW EXCLUSIVE MODE;
INSERT INTO insight_waitingsum (grain, "on", area, category, unit, channel, is_public, open, unsolved, unanswered)
SELECT grain, CASE WHEN grain LIKE 'm_' THEN date_trunc('month', "on")::date ELSE "on" END,
       CASE WHEN grain LIKE '_a' THEN area ELSE '' END, CASE WHEN grain LIKE '_c' THEN category ELSE '' END,
       CASE WHEN grain LIKE '_u' THEN unit ELSE '' END, CASE WHEN grain LIKE '_w' THEN channel ELSE '' END,
       is_public, sum(open), sum(unsolved), sum(unanswered)
  FROM insight_waiting, unnest(ARRAY['mn', 'ma', 'mc', 'mu', 'mw', 'dn', 'da', 'dc', 'du', 'dw']) AS kept (grain)
 GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 1, 2, 3, 4, 5, 6;
INSERT INTO insight_took (grain, "on", area, category, unit, channel, is_public, course, bucket, reports)
SELECT replace(grain, 'w', 'n'), "on", '', '', '', '', is_public, course, bucket, sum(reports)
  FROM insight_took WHERE grain IN ('yw', 'mw', 'dw') GROUP BY 1, 2, 7, 8, 9 ORDER BY 1, 2, 8, 9;
"""
DROP = "DELETE FROM insight_took WHERE grain IN ('yn', 'mn', 'dn')"


class Migration(migrations.Migration):
    dependencies = [
        ("insight", "0008_planned"),
    ]

    operations = [
        migrations.CreateModel(
            name="WaitingSum",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("grain", models.CharField(max_length=2)),
                ("on", models.DateField()),
                ("area", models.TextField()),
                ("category", models.TextField()),
                ("unit", models.TextField()),
                ("channel", models.TextField()),
                ("is_public", models.BooleanField()),
                ("open", models.IntegerField(default=0)),
                ("unsolved", models.IntegerField(default=0)),
                ("unanswered", models.IntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("grain", "on", "area", "category", "unit", "channel", "is_public"),
                        name="insight_waitingsum_once",
                    )
                ],
            },
        ),
        migrations.RunSQL(ADD_UP, DROP),
    ]
