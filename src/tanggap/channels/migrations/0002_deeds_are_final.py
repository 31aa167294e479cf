"""What was written down about an account of a channel is never changed."""

from django.db import migrations

GUARDS = """
create function channels_deed_is_final() returns trigger language plpgsql as $$
begin
  raise exception 'what was written down about an account of a channel is never changed'
    using errcode = 'integrity_constraint_violation', constraint = 'channels_deed_is_final';
end $$;
create trigger channels_deed_is_final before update or delete on channels_deed
  for each row execute function channels_deed_is_final();
"""

GUARDS_BACK = """
drop trigger channels_deed_is_final on channels_deed;
drop function channels_deed_is_final();
"""


class Migration(migrations.Migration):
    replaces = [("channels", "0004_deeds_are_written_down")]
    dependencies = [("channels", "0001_tables")]

    operations = [
        migrations.RunSQL(GUARDS, GUARDS_BACK),
    ]
