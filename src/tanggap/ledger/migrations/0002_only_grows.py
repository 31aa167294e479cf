"""What the log never does, refused by the database itself: change, shrink, skip a number, sign two heads of one size, give salts back."""

from django.db import migrations

FORMS = """
ALTER TABLE ledger_leaf ADD CONSTRAINT ledger_leaf_has_its_hash CHECK (hash = sha256('\\x00'::bytea || entry));
ALTER TABLE ledger_tile ADD CONSTRAINT ledger_tile_is_complete
  CHECK (octet_length(hashes) = 8192 AND octet_length(root) = 32 AND level BETWEEN 0 AND 7 AND number >= 0);
ALTER TABLE ledger_head ADD CONSTRAINT ledger_head_has_a_root CHECK (octet_length(root) = 32 AND size > 0);
ALTER TABLE ledger_seed ADD CONSTRAINT ledger_seed_is_long
  CHECK (octet_length(seed) = 32 AND (personal IS NULL OR octet_length(personal) = 32));
ALTER TABLE ledger_sealed ADD CONSTRAINT ledger_sealed_is_a_digest CHECK (octet_length(digest) = 32);
"""
FORMS_BACK = """
ALTER TABLE ledger_sealed DROP CONSTRAINT ledger_sealed_is_a_digest;
ALTER TABLE ledger_seed DROP CONSTRAINT ledger_seed_is_long;
ALTER TABLE ledger_head DROP CONSTRAINT ledger_head_has_a_root;
ALTER TABLE ledger_tile DROP CONSTRAINT ledger_tile_is_complete;
ALTER TABLE ledger_leaf DROP CONSTRAINT ledger_leaf_has_its_hash;
"""

REFUSE = """
CREATE FUNCTION ledger_refuse(why text, name text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '%', why USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = name;
END $$;
CREATE FUNCTION ledger_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM ledger_refuse('the log only grows', TG_TABLE_NAME || '_only_grows');
  RETURN NULL;
END $$;
"""
REFUSE_BACK = """
DROP FUNCTION ledger_only_grows();
DROP FUNCTION ledger_refuse(text, text);
"""

GROWING = ("ledger_epoch", "ledger_leaf", "ledger_tile", "ledger_head", "ledger_sealed")
KEPT = ("ledger_seed", "ledger_kept")
ONLY_GROW = "".join(
    f"CREATE TRIGGER {table}_only_grows BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION ledger_only_grows();\n"
    for table in GROWING
) + "".join(
    f"CREATE TRIGGER {table}_only_grows_whole BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION ledger_only_grows();\n"
    for table in GROWING + KEPT
)
ONLY_GROW_BACK = "".join(f"DROP TRIGGER {table}_only_grows ON {table};\n" for table in GROWING) + "".join(
    f"DROP TRIGGER {table}_only_grows_whole ON {table};\n" for table in GROWING + KEPT
)

IN_ORDER = """
CREATE FUNCTION ledger_leaf_follows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM (SELECT epoch_id, min("index") AS first, max("index") AS last, count(*) AS number FROM fresh GROUP BY epoch_id) AS come
    WHERE last - first + 1 <> number
      OR epoch_id <> (SELECT max(number) FROM ledger_epoch)
      OR first > 0 AND NOT EXISTS (SELECT FROM ledger_leaf l WHERE l.epoch_id = come.epoch_id AND l."index" = come.first - 1)
  ) THEN
    PERFORM ledger_refuse('the leaves of the newest log follow one another without a gap', 'ledger_leaf_follows');
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER ledger_leaf_follows AFTER INSERT ON ledger_leaf REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_leaf_follows();

CREATE FUNCTION ledger_head_follows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM ledger_head h WHERE h.epoch_id = NEW.epoch_id AND h.size >= NEW.size) THEN
    PERFORM ledger_refuse('a head is of a larger tree than every head before', 'ledger_head_follows');
  END IF;
  IF NOT EXISTS (SELECT FROM ledger_leaf l WHERE l.epoch_id = NEW.epoch_id AND l."index" = NEW.size - 1) THEN
    PERFORM ledger_refuse('a head is of leaves that are there', 'ledger_head_has_its_leaves');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER ledger_head_follows BEFORE INSERT ON ledger_head FOR EACH ROW EXECUTE FUNCTION ledger_head_follows();

CREATE FUNCTION ledger_epoch_follows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.number <= (SELECT coalesce(max(number), 0) FROM ledger_epoch) THEN
    PERFORM ledger_refuse('epochs are counted', 'ledger_epoch_follows');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER ledger_epoch_follows BEFORE INSERT ON ledger_epoch FOR EACH ROW EXECUTE FUNCTION ledger_epoch_follows();
"""
IN_ORDER_BACK = """
DROP TRIGGER ledger_epoch_follows ON ledger_epoch;
DROP FUNCTION ledger_epoch_follows();
DROP TRIGGER ledger_head_follows ON ledger_head;
DROP FUNCTION ledger_head_follows();
DROP TRIGGER ledger_leaf_follows ON ledger_leaf;
DROP FUNCTION ledger_leaf_follows();
"""

FORGETS = """
CREATE FUNCTION ledger_seed_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR NEW.report_id <> OLD.report_id OR NEW.seed <> OLD.seed
     OR OLD.personal IS NULL AND (NEW.personal IS NOT NULL OR NEW.forgotten <> OLD.forgotten)
     OR OLD.personal IS NOT NULL AND NEW.personal IS NOT NULL AND NEW.personal <> OLD.personal THEN
    PERFORM ledger_refuse('of a salt only the personal one may go, and it never comes back', 'ledger_seed_stays');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER ledger_seed_stays BEFORE UPDATE OR DELETE ON ledger_seed FOR EACH ROW EXECUTE FUNCTION ledger_seed_stays();

CREATE FUNCTION ledger_kept_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR NEW.report_id <> OLD.report_id OR NEW.version <> OLD.version OR NEW.facts <> OLD.facts
     OR NEW.personal IS NOT NULL AND NEW.personal IS DISTINCT FROM OLD.personal THEN
    PERFORM ledger_refuse('of what a document tells only what is personal may go, and it never comes back', 'ledger_kept_stays');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER ledger_kept_stays BEFORE UPDATE OR DELETE ON ledger_kept FOR EACH ROW EXECUTE FUNCTION ledger_kept_stays();
"""
FORGETS_BACK = """
DROP TRIGGER ledger_kept_stays ON ledger_kept;
DROP FUNCTION ledger_kept_stays();
DROP TRIGGER ledger_seed_stays ON ledger_seed;
DROP FUNCTION ledger_seed_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_the_log")]

    operations = [
        migrations.RunSQL(FORMS, FORMS_BACK),
        migrations.RunSQL(REFUSE, REFUSE_BACK),
        migrations.RunSQL(ONLY_GROW, ONLY_GROW_BACK),
        migrations.RunSQL(IN_ORDER, IN_ORDER_BACK),
        migrations.RunSQL(FORGETS, FORGETS_BACK),
    ]
