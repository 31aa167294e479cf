"""Whether a database can be brought up to this version: migrations that were put together take the place of all of theirs, or of none."""

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

LAST_BEFORE = "6bd71a2e"
"""The last version with each migration by itself (`git checkout`), for databases that stand half-way along them."""


def half_way() -> list[str]:
    """Return which of the migrations that were put together this database lacks, when it has others of them; else nothing."""
    loader = MigrationLoader(connection, load=False)
    loader.load_disk()
    applied = MigrationRecorder(connection).applied_migrations().keys()
    before = {
        name
        for key, migration in loader.disk_migrations.items()
        if key not in applied and migration.__module__.startswith("tanggap.")
        for name in migration.replaces
    }
    lacking = before - applied
    return sorted(f"{room} {name}" for room, name in lacking) if lacking < before else []
