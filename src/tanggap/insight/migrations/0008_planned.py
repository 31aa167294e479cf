"""What waits in the yearly planning is counted apart. No report was there before, so nothing is counted anew."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("insight", "0007_area_and_unit_by_category")]

    operations = [
        migrations.AddField("cell", name, models.IntegerField(default=0, db_default=0))
        for name in ("planned", "unplanned", "objections")
    ]
