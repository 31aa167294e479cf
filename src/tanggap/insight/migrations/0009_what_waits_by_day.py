"""What waits has rows by whole days, for each area, category, unit and channel by itself, so that pages look at few of them.

They are added up from the rows by quarters of an hour, not counted anew, so pages keep their numbers. A worker of the version before writes
no such rows: stop it first, as for every migration of what the consumer keeps.
"""

from django.db import migrations, models

ADD_UP = """
LOCK TABLE insight_waiting IN SHARE ROW EXCLUSIVE MODE;
INSERT INTO insight_waitingday (grain, "on", area, category, unit, channel, is_public, open, unsolved, unanswered)
SELECT grain, "on", CASE grain WHEN 'da' THEN area ELSE '' END, CASE grain WHEN 'dc' THEN category ELSE '' END,
       CASE grain WHEN 'du' THEN unit ELSE '' END, CASE grain WHEN 'dw' THEN channel ELSE '' END,
       is_public, sum(open), sum(unsolved), sum(unanswered)
  FROM insight_waiting, unnest(ARRAY['da', 'dc', 'du', 'dw']) AS kept (grain)
 GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 1, 2, 3, 4, 5, 6;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("insight", "0008_planned"),
    ]

    operations = [
        migrations.CreateModel(
            name="WaitingDay",
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
                        name="insight_waitingday_once",
                    )
                ],
            },
        ),
        migrations.RunSQL(ADD_UP, migrations.RunSQL.noop),
    ]
