"""Ends without a solution and hand-backs are counted, each by itself."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("insight", "0001_figures")]

    operations = [
        migrations.AddField("day", name, models.IntegerField(default=0, db_default=0))
        for name in ("referred", "unsolved", "handed_back")
    ]
