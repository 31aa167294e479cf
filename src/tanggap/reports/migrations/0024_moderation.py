"""The public log of what was hidden, and the flags of citizens: new tables. Nothing becomes public but by a release, which is in the log."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

HIDE = [
    ("names_person", "It names a person"),
    ("contact", "It shows contact data or numbers of a person"),
    ("face", "It shows the face of a person"),
    ("plate", "It shows a number plate"),
    ("home", "It shows where a person lives"),
    ("hate", "Hate, threats or insults"),
    ("investigation", "It concerns a running investigation"),
    ("reporter_asked", "The reporter asked for it"),
    ("court", "A court ordered it"),
    ("mistake", "It was done by mistake"),
    ("over", "The reason for hiding it is over"),
]
FLAG = HIDE[:6]
GUARDS = """
CREATE FUNCTION reports_moderation_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the public log of what was hidden is never changed'
    USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'reports_moderation_is_final';
END $$;
CREATE TRIGGER reports_moderation_is_final BEFORE UPDATE OR DELETE ON reports_moderation
  FOR EACH ROW EXECUTE FUNCTION reports_moderation_is_final();

CREATE FUNCTION reports_report_public_by_release() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM reports_event AS e JOIN reports_moderation AS m ON m.event_id = e.id
    WHERE e.report_id = NEW.id AND e.version = NEW.version AND e.kind = 'reports.release'
  ) OR EXISTS (SELECT 1 FROM catalog_category WHERE code = NEW.category_id AND is_confidential) THEN
    RAISE EXCEPTION 'a private report becomes public by a release that is in the log, a confidential one never'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'reports_report_public_by_release';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER reports_report_public_by_release AFTER UPDATE OF visibility ON reports_report
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.visibility = 'private' AND NEW.visibility = 'public')
  EXECUTE FUNCTION reports_report_public_by_release();
"""
GUARDS_BACK = """
DROP TRIGGER reports_report_public_by_release ON reports_report;
DROP FUNCTION reports_report_public_by_release();
DROP TRIGGER reports_moderation_is_final ON reports_moderation;
DROP FUNCTION reports_moderation_is_final();
"""


class Migration(migrations.Migration):
    dependencies = [("places", "0001_areas"), ("catalog", "0005_counters_have_hours"), ("reports", "0023_public_words")]

    operations = [
        migrations.CreateModel(
            name="Moderation",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("act", models.TextField()),
                ("reason", models.TextField(choices=HIDE)),
                ("at", models.DateTimeField()),
                (
                    "area",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.area",
                    ),
                ),
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reports.event"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Flag",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.TextField(choices=FLAG)),
                ("at", models.DateTimeField()),
                ("times", models.IntegerField(default=1)),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "report",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="reports.report",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["at", "id"], name="reports_flag_open", condition=Q(settled_at__isnull=True))
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=["report", "reason"], condition=Q(settled_at__isnull=True), name="reports_flag_open_once"
                    ),
                    models.CheckConstraint(condition=Q(times__gt=0), name="reports_flag_said"),
                ],
            },
        ),
        migrations.RunSQL(GUARDS, GUARDS_BACK),
    ]
