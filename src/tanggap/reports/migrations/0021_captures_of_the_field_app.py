"""What the field app says of its photos: new tables only. A signed photo is signed by a key of the person who sent it; nothing of it changes later."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

GUARDS = """
ALTER TABLE reports_capture ADD CONSTRAINT reports_capture_key_of_the_sender
  FOREIGN KEY (key_id, staff_id) REFERENCES reports_devicekey (id, staff_id);

CREATE FUNCTION reports_capture_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'what was found when a photo arrived is not changed afterwards'
    USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'reports_capture_is_final';
END $$;
CREATE TRIGGER reports_capture_is_final BEFORE UPDATE ON reports_capture FOR EACH ROW EXECUTE FUNCTION reports_capture_is_final();

CREATE FUNCTION reports_devicekey_stays_revoked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a device key that was revoked stays revoked, and a key never changes hands'
    USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'reports_devicekey_stays_revoked';
END $$;
CREATE TRIGGER reports_devicekey_stays_revoked BEFORE UPDATE ON reports_devicekey
  FOR EACH ROW WHEN (OLD.revoked_at IS NOT NULL AND NEW.revoked_at IS DISTINCT FROM OLD.revoked_at
    OR NEW.staff_id IS DISTINCT FROM OLD.staff_id OR NEW.public IS DISTINCT FROM OLD.public)
  EXECUTE FUNCTION reports_devicekey_stays_revoked();
"""
GUARDS_BACK = """
DROP TRIGGER reports_devicekey_stays_revoked ON reports_devicekey;
DROP FUNCTION reports_devicekey_stays_revoked();
DROP TRIGGER reports_capture_is_final ON reports_capture;
DROP FUNCTION reports_capture_is_final();
ALTER TABLE reports_capture DROP CONSTRAINT reports_capture_key_of_the_sender;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0020_disputes_and_repeats"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DeviceKey",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("public", models.BinaryField()),
                ("label", models.TextField()),
                ("added_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Capture",
            fields=[
                (
                    "photo",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="reports.photo",
                    ),
                ),
                ("challenge", models.TextField(blank=True, default="")),
                ("word", models.TextField(blank=True, default="")),
                ("is_in_app", models.BooleanField()),
                ("is_signed", models.BooleanField(default=False)),
                ("is_fresh", models.BooleanField(default=False)),
                ("taken_at", models.DateTimeField(null=True)),
                ("received_at", models.DateTimeField()),
                ("lon", models.FloatField(null=True)),
                ("lat", models.FloatField(null=True)),
                ("accuracy_m", models.FloatField(null=True)),
                ("distance_m", models.FloatField(null=True)),
                ("skew_seconds", models.IntegerField(null=True)),
                ("problems", models.JSONField(default=list)),
                (
                    "staff",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "key",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reports.devicekey",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Sent",
            fields=[
                ("key", models.UUIDField(primary_key=True, serialize=False)),
                ("act", models.TextField()),
                ("mark", models.BinaryField()),
                ("version", models.IntegerField()),
                ("at", models.DateTimeField()),
                (
                    "report",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="reports.report",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="devicekey",
            constraint=models.UniqueConstraint(fields=("public",), name="reports_devicekey_of_one_person"),
        ),
        migrations.AddConstraint(
            model_name="devicekey",
            constraint=models.UniqueConstraint(fields=("id", "staff"), name="reports_devicekey_and_person"),
        ),
        migrations.AddConstraint(
            model_name="capture",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_fresh", True)), fields=("challenge",), name="reports_capture_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="capture",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_signed", False), models.Q(("is_in_app", True), ("key__isnull", False)), _connector="OR"
                ),
                name="reports_capture_signed_by_a_key",
            ),
        ),
        migrations.AddConstraint(
            model_name="capture",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("accuracy_m__isnull", True), ("lat__isnull", True), ("lon__isnull", True)),
                    models.Q(
                        ("accuracy_m__isnull", False),
                        ("lat__isnull", False),
                        ("lon__isnull", False),
                        ("accuracy_m__gte", 0),
                        ("lat__gte", -90),
                        ("lat__lte", 90),
                        ("lon__gte", -180),
                        ("lon__lte", 180),
                    ),
                    _connector="OR",
                ),
                name="reports_capture_point_on_earth",
            ),
        ),
        migrations.RunSQL(GUARDS, GUARDS_BACK),
    ]
