"""The logs of others that we sign for as a witness. What was seen of one never shrinks: the database refuses that, too."""

from django.db import migrations, models

STAYS = """
CREATE FUNCTION ledger_watched_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR NEW.origin <> OLD.origin OR NEW.verifier <> OLD.verifier OR NEW.size < OLD.size
     OR NEW.size = OLD.size AND NEW.root <> OLD.root OR OLD.forked <> '' AND NEW.forked <> OLD.forked THEN
    PERFORM ledger_refuse('a witness never forgets what it signed', 'ledger_watched_grows');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER ledger_watched_grows BEFORE UPDATE OR DELETE ON ledger_watched FOR EACH ROW EXECUTE FUNCTION ledger_watched_grows();
ALTER TABLE ledger_watched ADD CONSTRAINT ledger_watched_has_a_root CHECK (octet_length(root) = 32);
"""
STAYS_BACK = """
ALTER TABLE ledger_watched DROP CONSTRAINT ledger_watched_has_a_root;
DROP TRIGGER ledger_watched_grows ON ledger_watched;
DROP FUNCTION ledger_watched_grows();
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_only_grows")]

    operations = [
        migrations.CreateModel(
            name="Watched",
            fields=[
                ("origin", models.TextField(primary_key=True, serialize=False)),
                ("verifier", models.TextField()),
                ("size", models.BigIntegerField(default=0)),
                ("root", models.BinaryField()),
                ("note", models.TextField(blank=True, default="")),
                ("forked", models.TextField(blank=True, default="")),
                ("because", models.TextField()),
                ("added_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("size__gte", 0)), name="ledger_watched_counts_from_zero"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("because", ""), _negated=True), name="ledger_watched_for_a_reason"
                    ),
                ],
            },
        ),
        migrations.RunSQL(STAYS, STAYS_BACK),
    ]
