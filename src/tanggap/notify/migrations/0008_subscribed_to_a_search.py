"""Subscriptions to a search: category and words beside area and surroundings, which news, how often. Constant defaults: no table is written.

Backwards, what the older form cannot say ends: its address is forgotten, as if its owner had ended it.
"""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

NARROWED = """
    report_id is not null and num_nonnulls(area_id, category_id, lon, lat, radius_metres) = 0 and words = ''
    or report_id is null and num_nonnulls(lon, lat, radius_metres) = 0
       and (num_nonnulls(area_id, category_id) > 0 or words <> '')
    or report_id is null and area_id is null and num_nonnulls(lon, lat, radius_metres) = 3 and radius_metres > 0
"""
BEFORE = """
    report_id is not null and num_nonnulls(area_id, lon, lat, radius_metres) = 0
    or report_id is null and area_id is not null and num_nonnulls(lon, lat, radius_metres) = 0
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

    dependencies = [("catalog", "0005_counters_have_hours"), ("notify", "0007_proven_addresses")]

    operations = [
        migrations.AddField(
            "subscription",
            "category",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="catalog.category",
            ),
        ),
        migrations.AddField("subscription", "words", models.TextField(blank=True, db_default="", default="")),
        migrations.AddField(
            "subscription",
            "wished",
            models.TextField(
                choices=[
                    ("all", "Everything that happens to them"),
                    ("new", "New reports only"),
                    ("solved", "Solved reports only"),
                ],
                db_default="all",
                default="all",
            ),
        ),
        migrations.AddField(
            "subscription",
            "rhythm",
            models.TextField(
                choices=[
                    ("daily", "Once a day, at six in the morning"),
                    ("weekly", "Once a week, on Monday at six in the morning"),
                ],
                db_default="daily",
                default="daily",
            ),
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RemoveConstraint("subscription", "notify_subscription_to_one_thing"),
                migrations.AddConstraint(
                    "subscription",
                    models.CheckConstraint(
                        condition=Q(
                            report__isnull=False,
                            area__isnull=True,
                            category__isnull=True,
                            lon__isnull=True,
                            lat__isnull=True,
                            radius_metres__isnull=True,
                            words="",
                        )
                        | Q(report__isnull=True, lon__isnull=True, lat__isnull=True, radius_metres__isnull=True)
                        & (Q(area__isnull=False) | Q(category__isnull=False) | ~Q(words=""))
                        | Q(
                            report__isnull=True,
                            area__isnull=True,
                            lon__isnull=False,
                            lat__isnull=False,
                            radius_metres__gt=0,
                        ),
                        name="notify_subscription_to_one_thing",
                    ),
                ),
            ],
            database_operations=[
                migrations.RunSQL(
                    sql=replaced(NARROWED),
                    reverse_sql=[
                        "update notify_subscription set state = 'ended', ended_at = now(), index = null, sealed = null"
                        " where state <> 'ended' and (category_id is not null or words <> '' or wished <> 'all' or rhythm <> 'daily')",
                        "delete from notify_outboundmessage where subscription_id in"
                        " (select id from notify_subscription where category_id is not null or words <> '')",
                        "delete from notify_subscription where category_id is not null or words <> ''",
                        *replaced(BEFORE),
                    ],
                ),
            ],
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AddConstraint(
                    "subscription",
                    models.CheckConstraint(
                        condition=Q(wished__in=["all", "new", "solved"], rhythm__in=["daily", "weekly"]),
                        name="notify_subscription_wishes_known",
                    ),
                ),
            ],
            database_operations=[
                migrations.RunSQL(
                    sql=[
                        "alter table notify_subscription add constraint notify_subscription_wishes_known"
                        " check (wished in ('all', 'new', 'solved') and rhythm in ('daily', 'weekly')) not valid",
                        "alter table notify_subscription validate constraint notify_subscription_wishes_known",
                    ],
                    reverse_sql="alter table notify_subscription drop constraint notify_subscription_wishes_known",
                ),
            ],
        ),
    ]
