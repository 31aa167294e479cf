"""The staff is told of things that are no report's, too: each once a person. Gentle on a busy table: no scan under a lock."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("notify", "0003_digests"),
    ]

    operations = [
        migrations.AddField("staffnotice", "about", models.TextField(blank=True, db_default="", default="")),
        migrations.AlterField("staffnotice", "event", models.BigIntegerField(null=True)),
        migrations.AlterField(
            "staffnotice",
            "report",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reports.report"
            ),
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AddConstraint(
                    "staffnotice",
                    models.UniqueConstraint(
                        fields=["staff", "kind", "about"], condition=~Q(about=""), name="notify_notice_once_about"
                    ),
                ),
                migrations.AddConstraint(
                    "staffnotice",
                    models.CheckConstraint(
                        condition=Q(report__isnull=False, event__isnull=False, about="")
                        | Q(report__isnull=True, event__isnull=True) & ~Q(about=""),
                        name="notify_notice_of_something",
                    ),
                ),
            ],
            database_operations=[
                migrations.RunSQL(
                    sql="""
                        create unique index concurrently notify_notice_once_about
                          on notify_staffnotice (staff_id, kind, about) where not (about = '')
                    """,
                    reverse_sql="drop index concurrently notify_notice_once_about",
                ),
                migrations.RunSQL(
                    sql="""
                        alter table notify_staffnotice add constraint notify_notice_of_something check (
                          (about = '' and event is not null and report_id is not null)
                          or (event is null and report_id is null and not (about = ''))
                        ) not valid
                    """,
                    reverse_sql="alter table notify_staffnotice drop constraint notify_notice_of_something",
                ),
                migrations.RunSQL(
                    sql="alter table notify_staffnotice validate constraint notify_notice_of_something",
                    reverse_sql=migrations.RunSQL.noop,
                ),
            ],
        ),
    ]
