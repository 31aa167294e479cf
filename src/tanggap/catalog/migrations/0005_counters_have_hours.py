from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0004_channels_keep_confidences"),
    ]

    operations = [
        migrations.AddField(
            model_name="channel",
            name="hours",
            field=models.JSONField(blank=True, db_default={}, default=dict),
        ),
    ]
