"""What was written down about accounts stays, absences neither overlap nor go round in circles, a unit that ended stays as it was."""

from django.db import migrations

GUARDS = """
create function agencies_audit_is_final() returns trigger language plpgsql as $$
begin
  raise exception 'what was written down about an account is never changed'
    using errcode = 'integrity_constraint_violation', constraint = 'agencies_audit_is_final';
end $$;
create trigger agencies_audit_is_final before update or delete on agencies_audit
  for each row execute function agencies_audit_is_final();

alter table agencies_absence add constraint agencies_absence_overlap
  exclude using gist (
    int8range(staff_id, staff_id, '[]') with &&, daterange(starts_on, ends_on, '[]') with &&
  ) where (cancelled_at is null);

create function agencies_absence_has_cover() returns trigger language plpgsql as $$
begin
  if exists (
    with recursive chain(person, first_on, last_on) as (
      select new.cover_id, new.starts_on, new.ends_on
      union
      select absence.cover_id, greatest(absence.starts_on, chain.first_on), least(absence.ends_on, chain.last_on)
      from chain join agencies_absence absence on absence.staff_id = chain.person
      where absence.cancelled_at is null and absence.cover_id is not null and absence.id <> new.id
        and absence.starts_on <= chain.last_on and absence.ends_on >= chain.first_on
    )
    select from chain where person = new.staff_id
  ) then
    raise exception 'covers go round in a circle'
      using errcode = 'integrity_constraint_violation', constraint = 'agencies_absence_cover_in_circle';
  end if;
  return new;
end $$;
create trigger agencies_absence_has_cover before insert or update on agencies_absence
  for each row when (new.cancelled_at is null and new.cover_id is not null)
  execute function agencies_absence_has_cover();

CREATE FUNCTION agencies_unit_end_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.closed_at IS NOT NULL THEN
    IF (NEW.closed_at, NEW.heirs, NEW.name, NEW.is_active) IS DISTINCT FROM (OLD.closed_at, OLD.heirs, OLD.name, OLD.is_active) THEN
      RAISE EXCEPTION 'a unit that ended stays as it was'
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'agencies_unit_closed_stays';
    END IF;
  ELSIF NEW.closed_at IS NOT NULL AND EXISTS (
      SELECT 1 FROM jsonb_array_elements_text(NEW.heirs) AS heir(code)
      WHERE heir.code = NEW.code OR NOT EXISTS (SELECT 1 FROM agencies_unit WHERE agencies_unit.code = heir.code AND is_active)) THEN
    RAISE EXCEPTION 'the work of a unit goes to other units that are active'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'agencies_unit_heirs_are_active';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER agencies_unit_end_guard BEFORE UPDATE ON agencies_unit FOR EACH ROW EXECUTE FUNCTION agencies_unit_end_guard();
"""

GUARDS_BACK = """
DROP TRIGGER agencies_unit_end_guard ON agencies_unit;
DROP FUNCTION agencies_unit_end_guard();
drop trigger agencies_absence_has_cover on agencies_absence;
drop function agencies_absence_has_cover();
alter table agencies_absence drop constraint agencies_absence_overlap;
drop trigger agencies_audit_is_final on agencies_audit;
drop function agencies_audit_is_final();
"""


class Migration(migrations.Migration):
    replaces = [("agencies", "0002_audit"), ("agencies", "0004_units_end")]
    dependencies = [("agencies", "0001_tables")]

    operations = [
        migrations.RunSQL(GUARDS, GUARDS_BACK),
    ]
