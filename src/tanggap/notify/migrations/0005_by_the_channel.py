"""A message may go back by the channel that the report came by. Names a way; the table stays as it is."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notify", "0004_notices_without_a_report")]

    operations = [
        migrations.AlterField(
            "outboundmessage",
            "way",
            models.TextField(
                choices=[
                    ("channel", "The channel that it came by"),
                    ("email", "E-mail"),
                    ("phone", "Telephone"),
                    ("page", "Private page"),
                ]
            ),
        ),
    ]
