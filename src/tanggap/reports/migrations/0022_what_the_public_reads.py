"""What a person chose for the public: other words of a report, a photo less. Two columns without a default: no row is touched."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0021_captures_of_the_field_app")]

    operations = [
        migrations.AddField("report", "public_text", models.TextField(null=True)),
        migrations.AddField("photo", "hidden_at", models.DateTimeField(null=True)),
    ]
