"""The backup that docs/operator.md describes opens again, with everything that was acknowledged before it."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tanggap.starter import home as homes
from tanggap.starter import postgres
from tanggap.starter.postgres import cluster, place, programs

pytestmark = pytest.mark.processes


def test_a_backup_of_a_running_city_opens_in_an_empty_folder(home: Path, folder: Path) -> None:
    backup, restored = folder / "backup", folder / "restored"
    with postgres.ensure(home) as server, server.connect() as connection:
        connection.execute("drop table if exists told; create table told as select generate_series(1, 500) as number")
        take = [programs._installed() / "pg_basebackup", "-h", postgres.address(home)["HOST"], "-U", cluster.SUPERUSER]
        subprocess.run([*take, "--checkpoint=fast", "-D", backup / "data"], env=cluster.environment(), check=True)
        connection.execute("drop table told")
    shutil.copy2(home / "secrets.json", backup)

    (restored / "postgres").mkdir(parents=True)
    (restored / "postgres").chmod(0o700)
    shutil.copy2(backup / "secrets.json", restored)
    shutil.copytree(backup / "data", restored / "postgres/data")
    owner = place.locate(home).account
    if os.geteuid() == 0:
        subprocess.run(["chown", "-R", owner.name, restored / "postgres"], check=True)

    with postgres.ensure(restored) as server, server.connect() as connection:
        assert connection.execute("select count(*) from told").fetchone() == (500,)
    assert homes.secrets(restored) == homes.secrets(home)
