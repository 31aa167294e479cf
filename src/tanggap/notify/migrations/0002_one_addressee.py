"""Whom a message is for, what a subscription is to: each is one thing, counted by the database.

Django's form of these checks (0001) lets pass what it cannot answer: a place without a radius. These say the same, and no to that.
"""

from django.db import migrations

CHECKS = """
ALTER TABLE notify_outboundmessage DROP CONSTRAINT notify_message_to_one_person;
ALTER TABLE notify_outboundmessage ADD CONSTRAINT notify_message_to_one_person CHECK (
  num_nonnulls(report_id, staff_id, subscription_id) = 1
  AND (report_id IS NULL) = (event IS NULL)
);

ALTER TABLE notify_subscription DROP CONSTRAINT notify_subscription_to_one_thing;
ALTER TABLE notify_subscription ADD CONSTRAINT notify_subscription_to_one_thing CHECK (
  num_nonnulls(report_id, proposal_id) = 1 AND num_nonnulls(area_id, category_id, lon, lat, radius_metres) = 0 AND words = ''
  OR num_nonnulls(report_id, proposal_id) = 0
     AND (num_nonnulls(lon, lat, radius_metres) = 0 AND (num_nonnulls(area_id, category_id) > 0 OR words <> '')
          OR area_id IS NULL AND num_nonnulls(lon, lat, radius_metres) = 3 AND radius_metres > 0)
);

ALTER TABLE notify_subscription DROP CONSTRAINT notify_subscription_wishes_known;
ALTER TABLE notify_subscription ADD CONSTRAINT notify_subscription_wishes_known CHECK (
  wished IN ('all', 'new', 'solved') AND rhythm IN ('daily', 'weekly')
);
"""


class Migration(migrations.Migration):
    replaces = [
        ("notify", "0006_reaching_people"),
        ("notify", "0008_subscribed_to_a_search"),
        ("notify", "0010_news_of_a_proposal"),
    ]
    dependencies = [("notify", "0001_tables")]

    operations = [migrations.RunSQL(CHECKS, migrations.RunSQL.noop)]
