import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

FINAL = """
create function channels_deed_is_final() returns trigger language plpgsql as $$
begin
  raise exception 'what was written down about an account of a channel is never changed'
    using errcode = 'integrity_constraint_violation', constraint = 'channels_deed_is_final';
end $$;
create trigger channels_deed_is_final before update or delete on channels_deed
  for each row execute function channels_deed_is_final();
"""
NOT_FINAL = """
drop trigger channels_deed_is_final on channels_deed;
drop function channels_deed_is_final();
"""
ACTS = [
    ("connected", "Account connected"),
    ("changed", "Settings changed"),
    ("switched_on", "Switched on"),
    ("switched_off", "Switched off"),
    ("tested", "Tested"),
    ("opened", "Set-aside message opened"),
    ("mended", "Set-aside message corrected"),
    ("replayed", "Read again"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("channels", "0003_outages_of_accounts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Deed",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("act", models.TextField(choices=ACTS)),
                ("facts", models.JSONField(default=dict)),
                ("at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="channels.account",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"indexes": [models.Index(fields=["account", "-id"], name="channels_deed_latest")]},
        ),
        migrations.RunSQL(FINAL, NOT_FINAL),
    ]
