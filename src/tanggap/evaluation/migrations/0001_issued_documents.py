"""Documents that were issued and their figures: written once, refused by the database when somebody would change them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q
from tanggap.core.tables import CreateTables

WRITTEN_ONCE = """
CREATE FUNCTION evaluation_written_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'what was issued is not changed' USING
    ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_TABLE_NAME || '_written_once';
END $$;
CREATE TRIGGER evaluation_document_written_once BEFORE UPDATE OR DELETE ON evaluation_document
  FOR EACH ROW EXECUTE FUNCTION evaluation_written_once();
CREATE TRIGGER evaluation_figure_written_once BEFORE UPDATE OR DELETE ON evaluation_figure
  FOR EACH ROW EXECUTE FUNCTION evaluation_written_once();
"""
WRITTEN_ONCE_BACK = """
DROP TRIGGER evaluation_figure_written_once ON evaluation_figure;
DROP TRIGGER evaluation_document_written_once ON evaluation_document;
DROP FUNCTION evaluation_written_once();
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = [("agencies", "0001_tables"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    "Document",
                    [
                        ("number", models.TextField(primary_key=True, serialize=False)),
                        ("kind", models.TextField()),
                        ("title", models.TextField(blank=True, default="")),
                        ("language", models.TextField()),
                        ("first", models.DateField()),
                        ("last", models.DateField()),
                        ("area", models.TextField(blank=True, default="")),
                        ("category", models.TextField(blank=True, default="")),
                        ("unit", models.TextField(blank=True, default="")),
                        ("channel", models.TextField(blank=True, default="")),
                        ("tx", models.BigIntegerField()),
                        ("event", models.BigIntegerField()),
                        ("file_hash", models.TextField(blank=True, default="")),
                        ("issued_at", models.DateTimeField()),
                        (
                            "issued_by",
                            models.ForeignKey(
                                settings.AUTH_USER_MODEL,
                                django.db.models.deletion.PROTECT,
                                null=True,
                                related_name="+",
                                db_index=False,
                            ),
                        ),
                    ],
                    {
                        "indexes": [models.Index(fields=["-issued_at"], name="evaluation_document_newest")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=Q(first__lte=F("last")), name="evaluation_document_has_days"
                            ),
                            models.CheckConstraint(
                                condition=Q(number__regex=r"^E-\d{4}-\d{4,}$"), name="evaluation_document_is_numbered"
                            ),
                            models.CheckConstraint(
                                condition=Q(file_hash="") | Q(file_hash__regex="^[0-9a-f]{64}$"),
                                name="evaluation_document_hash_is_whole",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    "Figure",
                    [
                        (
                            "id",
                            models.BigAutoField(
                                primary_key=True, serialize=False, auto_created=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "document",
                            models.ForeignKey(
                                "evaluation.document",
                                django.db.models.deletion.PROTECT,
                                related_name="+",
                                db_index=False,
                            ),
                        ),
                        ("place", models.IntegerField()),
                        ("code", models.TextField()),
                        ("query", models.TextField()),
                        ("letters", models.TextField()),
                        ("value", models.FloatField(null=True)),
                        ("n", models.BigIntegerField()),
                        ("low", models.FloatField(null=True)),
                        ("high", models.FloatField(null=True)),
                        ("lack", models.TextField(blank=True, default="")),
                    ],
                    {
                        "indexes": [models.Index(fields=["letters"], name="evaluation_figure_by_letters")],
                        "constraints": [
                            models.UniqueConstraint(fields=["document", "place"], name="evaluation_figure_once"),
                            models.CheckConstraint(
                                condition=Q(letters__regex="^[a-z2-7]{10}$"), name="evaluation_figure_has_ten_letters"
                            ),
                            models.CheckConstraint(
                                condition=Q(value__isnull=False, lack="") | (Q(value__isnull=True) & ~Q(lack="")),
                                name="evaluation_figure_or_its_lack",
                            ),
                        ],
                    },
                ),
            ]
        ),
        migrations.RunSQL(WRITTEN_ONCE, WRITTEN_ONCE_BACK),
    ]
