"""Programs that may call, their keys and tokens, what was done to them, what they called, and what they must not do twice."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from tanggap.core.tables import CreateTables

GUARDS = """
create function clients_deed_is_final() returns trigger language plpgsql as $$
begin
  raise exception 'what was written down about a program is never changed'
    using errcode = 'integrity_constraint_violation', constraint = 'clients_deed_is_final';
end $$;
create trigger clients_deed_is_final before update or delete on clients_deed
  for each row execute function clients_deed_is_final();

create function clients_key_stays_revoked() returns trigger language plpgsql as $$
begin
  if old.revoked_at is not null and new.revoked_at is distinct from old.revoked_at
     or new.digest <> old.digest or new.client_id <> old.client_id
     or new.expires_at is distinct from old.expires_at and (new.expires_at is null or new.expires_at > old.expires_at) then
    raise exception 'a key is never given back, prolonged or made another one'
      using errcode = 'integrity_constraint_violation', constraint = 'clients_key_stays_revoked';
  end if;
  return new;
end $$;
create trigger clients_key_stays_revoked before update on clients_key
  for each row execute function clients_key_stays_revoked();

alter table clients_lease set unlogged;
"""
NO_GUARDS = """
alter table clients_lease set logged;
drop trigger clients_key_stays_revoked on clients_key;
drop function clients_key_stays_revoked();
drop trigger clients_deed_is_final on clients_deed;
drop function clients_deed_is_final();
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = [("agencies", "0001_tables")]

    operations = [
        CreateTables(
            tables=[
                migrations.CreateModel(
                    name="Client",
                    fields=[
                        ("code", models.TextField(primary_key=True, serialize=False)),
                        ("name", models.TextField()),
                        ("owner", models.TextField()),
                        ("contact", models.TextField()),
                        (
                            "scopes",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.TextField(
                                    choices=[
                                        ("reports:write", "Send reports"),
                                        ("work:read", "Read the unit’s work and tasks"),
                                        ("work:write", "Do the unit’s work and tasks"),
                                        ("events:read", "Follow public events"),
                                        ("statistics:read", "Read statistics"),
                                        ("webhooks:manage", "Manage its own webhooks"),
                                    ]
                                ),
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "rate",
                            models.TextField(
                                choices=[("small", "Small"), ("standard", "Standard"), ("large", "Large")],
                                default="standard",
                            ),
                        ),
                        ("is_active", models.BooleanField(default=True)),
                        ("expires_at", models.DateTimeField(null=True)),
                        ("created_at", models.DateTimeField()),
                        (
                            "staff",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="agencies.unit",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("staff__isnull", True), ("unit__isnull", True)),
                                    models.Q(("staff__isnull", False), ("unit__isnull", False)),
                                    _connector="OR",
                                ),
                                name="clients_unit_has_an_account",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("unit__isnull", False),
                                    models.Q(("scopes__overlap", ["work:read", "work:write"]), _negated=True),
                                    _connector="OR",
                                ),
                                name="clients_work_is_of_a_unit",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "scopes__contained_by",
                                        [
                                            "reports:write",
                                            "work:read",
                                            "work:write",
                                            "events:read",
                                            "statistics:read",
                                            "webhooks:manage",
                                        ],
                                    )
                                ),
                                name="clients_scopes_are_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Deed",
                    fields=[
                        ("id", models.BigAutoField(primary_key=True, serialize=False)),
                        (
                            "act",
                            models.TextField(
                                choices=[
                                    ("added", "Program made"),
                                    ("changed", "Program changed"),
                                    ("opened", "Program switched on"),
                                    ("closed", "Program switched off"),
                                    ("key_made", "Key made"),
                                    ("key_rotated", "Key replaced"),
                                    ("key_revoked", "Key revoked"),
                                ]
                            ),
                        ),
                        ("reason", models.TextField(blank=True, default="")),
                        ("facts", models.JSONField(default=dict)),
                        ("at", models.DateTimeField()),
                        (
                            "client",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clients.client",
                            ),
                        ),
                        (
                            "staff",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["client", "-id"], name="clients_deed_latest")],
                    },
                ),
                migrations.CreateModel(
                    name="Key",
                    fields=[
                        ("id", models.BigAutoField(primary_key=True, serialize=False)),
                        ("label", models.TextField()),
                        ("prefix", models.TextField()),
                        ("digest", models.BinaryField(max_length=32, unique=True)),
                        ("made_at", models.DateTimeField()),
                        ("expires_at", models.DateTimeField(null=True)),
                        ("revoked_at", models.DateTimeField(null=True)),
                        ("last_used_on", models.DateField(null=True)),
                        (
                            "client",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clients.client"
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Lease",
                    fields=[
                        ("id", models.BigAutoField(primary_key=True, serialize=False)),
                        ("policy", models.TextField()),
                        ("minute", models.BigIntegerField()),
                        ("taken", models.IntegerField()),
                        (
                            "client",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="clients.client",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("client", "policy"), name="clients_lease_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Once",
                    fields=[
                        ("id", models.BigAutoField(primary_key=True, serialize=False)),
                        ("digest", models.BinaryField(max_length=32)),
                        ("fingerprint", models.BinaryField(max_length=32)),
                        ("answer", models.BinaryField(null=True)),
                        ("at", models.DateTimeField()),
                        (
                            "client",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="clients.client",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["at"], name="clients_once_by_age")],
                        "constraints": [
                            models.UniqueConstraint(fields=("client", "digest"), name="clients_once_by_key")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Token",
                    fields=[
                        ("id", models.BigAutoField(primary_key=True, serialize=False)),
                        ("digest", models.BinaryField(max_length=32, unique=True)),
                        ("scopes", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                        ("expires_at", models.DateTimeField()),
                        ("revoked_at", models.DateTimeField(null=True)),
                        (
                            "key",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="clients.key",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["expires_at"], name="clients_token_ends")],
                    },
                ),
                migrations.CreateModel(
                    name="Usage",
                    fields=[
                        ("id", models.BigAutoField(primary_key=True, serialize=False)),
                        ("day", models.DateField()),
                        ("operation", models.TextField()),
                        (
                            "outcome",
                            models.TextField(
                                choices=[
                                    ("2xx", "done"),
                                    ("3xx", "unchanged"),
                                    ("401", "not recognised"),
                                    ("403", "not permitted"),
                                    ("429", "too often"),
                                    ("4xx", "refused"),
                                    ("5xx", "broke on our side"),
                                ]
                            ),
                        ),
                        ("calls", models.BigIntegerField(default=0)),
                        (
                            "client",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="clients.client",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["day"], name="clients_usage_by_day")],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("client", "day", "operation", "outcome"),
                                name="clients_usage_once",
                                nulls_distinct=False,
                            )
                        ],
                    },
                ),
            ],
        ),
        migrations.RunSQL(GUARDS, NO_GUARDS),
    ]
