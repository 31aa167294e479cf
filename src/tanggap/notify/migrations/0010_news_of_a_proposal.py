"""Subscriptions to a proposal of the yearly planning. A column without a default: no row is written.

Backwards, the subscriptions to proposals end with their letters, as if their owners had ended them.
"""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

NARROWED = """
    num_nonnulls(report_id, proposal_id) = 1 and num_nonnulls(area_id, category_id, lon, lat, radius_metres) = 0 and words = ''
    or num_nonnulls(report_id, proposal_id) = 0
       and (num_nonnulls(lon, lat, radius_metres) = 0 and (num_nonnulls(area_id, category_id) > 0 or words <> '')
            or area_id is null and num_nonnulls(lon, lat, radius_metres) = 3 and radius_metres > 0)
"""
BEFORE = """
    report_id is not null and num_nonnulls(area_id, category_id, lon, lat, radius_metres) = 0 and words = ''
    or report_id is null and num_nonnulls(lon, lat, radius_metres) = 0
       and (num_nonnulls(area_id, category_id) > 0 or words <> '')
    or report_id is null and area_id is null and num_nonnulls(lon, lat, radius_metres) = 3 and radius_metres > 0
"""


def replaced(condition: str) -> list[str]:
    """Return the statements that put `condition` in place of the check, reading the table without keeping writers out."""
    return [
        f"alter table notify_subscription add constraint notify_subscription_to_another check ({condition}) not valid",
        "alter table notify_subscription validate constraint notify_subscription_to_another",
        "alter table notify_subscription drop constraint notify_subscription_to_one_thing",
        "alter table notify_subscription rename constraint notify_subscription_to_another to notify_subscription_to_one_thing",
    ]


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("planning", "0001_register"), ("notify", "0009_papers_for_the_staff")]

    operations = [
        migrations.AddField(
            "subscription",
            "proposal",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="planning.proposal",
            ),
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RemoveConstraint("subscription", "notify_subscription_to_one_thing"),
                migrations.AddConstraint(
                    "subscription",
                    models.CheckConstraint(
                        condition=(
                            Q(report__isnull=False, proposal__isnull=True)
                            | Q(report__isnull=True, proposal__isnull=False)
                        )
                        & Q(
                            area__isnull=True,
                            category__isnull=True,
                            lon__isnull=True,
                            lat__isnull=True,
                            radius_metres__isnull=True,
                            words="",
                        )
                        | Q(report__isnull=True, proposal__isnull=True)
                        & (
                            Q(lon__isnull=True, lat__isnull=True, radius_metres__isnull=True)
                            & (Q(area__isnull=False) | Q(category__isnull=False) | ~Q(words=""))
                            | Q(area__isnull=True, lon__isnull=False, lat__isnull=False, radius_metres__gt=0)
                        ),
                        name="notify_subscription_to_one_thing",
                    ),
                ),
            ],
            database_operations=[
                migrations.RunSQL(
                    sql=replaced(NARROWED),
                    reverse_sql=[
                        "delete from notify_outboundmessage where subscription_id in"
                        " (select id from notify_subscription where proposal_id is not null)",
                        "delete from notify_subscription where proposal_id is not null",
                        *replaced(BEFORE),
                    ],
                ),
            ],
        ),
    ]
