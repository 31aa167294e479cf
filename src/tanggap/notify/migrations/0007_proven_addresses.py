"""Whether somebody reads at an address is remembered: a column without a value, gentle on a busy table."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notify", "0006_reaching_people")]

    operations = [
        migrations.AddField("contact", "proven_at", models.DateTimeField(null=True)),
    ]
