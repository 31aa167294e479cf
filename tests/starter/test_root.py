"""As root, PostgreSQL runs as a user without rights, and no folder is opened for that user."""

import os
import stat
import subprocess
from pathlib import Path

import pytest
from tests.starter.conftest import copy_of

from tanggap.starter import CannotStart, postgres
from tanggap.starter.postgres import account, place, programs

pytestmark = [
    pytest.mark.processes,
    pytest.mark.skipif(os.geteuid() != 0, reason="only root lends PostgreSQL another user"),
]


def modes(*folders: Path) -> dict[Path, int]:
    """Return the modes of the folders, all that lies in them, and all that they lie in."""
    found = {path for folder in folders for path in (folder, *folder.parents, *folder.rglob("*"))}
    return {path: stat.S_IMODE(path.lstat().st_mode) for path in found}


@pytest.fixture
def closed(folder: Path) -> Path:
    """A folder that only root may enter, as root's own home is."""
    (folder / "closed").mkdir(mode=0o700)
    return folder / "closed"


@pytest.fixture
def closed_programs(closed: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The binaries as a checkout below a closed folder has them."""
    installed = programs._installed().parents[2]
    (closed / "site-packages").mkdir()
    for name in (programs.PACKAGE, f"{programs.PACKAGE}.libs"):
        subprocess.run(["cp", "-a", installed / name, closed / "site-packages"], check=True)
    bin_folder = closed / "site-packages" / programs.PACKAGE / "pginstall/bin"
    monkeypatch.setattr(programs, "_installed", lambda: bin_folder)
    return bin_folder


def test_below_a_closed_folder_it_runs_from_a_state_folder_and_says_where(
    closed: Path, closed_programs: Path, state: Path
) -> None:
    before = modes(closed)
    said: list[str] = []

    with postgres.ensure(closed / "home", say=said.append) as server, server.connect() as connection:
        pid = server.pid or 0
        assert connection.execute("select 1").fetchone() == (1,)
        assert Path(f"/proc/{pid}").stat().st_uid == place.locate(closed / "home").account.uid != 0
        assert Path(f"/proc/{pid}/exe").readlink().is_relative_to(state)

    where = state / place.short_hash(closed / "home")
    assert said[0] == f"The database is made in {where}."
    assert any(f"cannot pass into {closed / 'home'}" in line for line in said)
    assert any(f"it runs a copy in {state}/postgresql-{programs.version()}" in line for line in said)
    assert {path: mode for path, mode in modes(closed).items() if path in before} == before
    assert modes(where)[where] == 0o700


def test_the_place_is_remembered_when_the_folder_is_opened_later(closed: Path, state: Path) -> None:
    postgres.ensure(closed / "home").stop()
    closed.chmod(0o755)

    with postgres.ensure(closed / "home"):
        assert place.locate(closed / "home").data.is_relative_to(state)


def test_a_copy_of_the_folder_does_not_open_the_originals_database(closed: Path, state: Path) -> None:
    postgres.ensure(closed / "home").stop()

    with pytest.raises(CannotStart, match="belongs to the data folder"):
        postgres.ensure(copy_of(closed / "home", closed / "copy"))


def test_a_folder_that_was_moved_keeps_its_database(closed: Path, state: Path) -> None:
    postgres.ensure(closed / "home").stop()
    (closed / "home").rename(closed / "moved")

    with postgres.ensure(closed / "moved") as server, server.connect() as connection:
        assert connection.execute("select 1").fetchone() == (1,)


def test_a_state_folder_that_others_can_write_is_refused(closed: Path, state: Path) -> None:
    state.mkdir()
    state.chmod(0o777)

    with pytest.raises(CannotStart, match="must be a folder that only root can write"):
        postgres.ensure(closed / "home")

    assert stat.S_IMODE(state.stat().st_mode) == 0o777


def test_in_an_open_folder_nothing_is_widened_either(folder: Path) -> None:
    (folder / "open").mkdir(mode=0o711)
    before = modes(folder / "open")

    postgres.ensure(folder / "open" / "home").stop()

    after = modes(folder / "open")
    assert {path: after[path] for path in before} == before
    home = folder / "open" / "home"
    assert [path for path, mode in after.items() if home in path.parents and mode & 0o077] == []


def test_an_existing_user_is_taken_where_none_can_be_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(account, "NAME", "tanggap-no-such-user")
    monkeypatch.setattr(account, "_make", lambda: False)

    assert account.lent_by_root(make=True).name in account.FALLBACKS


def test_a_folder_of_another_user_keeps_its_owner(folder: Path) -> None:
    home = folder / "home"
    postgres.ensure(home).stop()
    owner = account.lent_by_root(make=True)
    other = next(user for user in map(_account, ("daemon", "nobody")) if user.uid != owner.uid)
    subprocess.run(["chown", "-R", f"{other.uid}:{other.gid}", home], check=True)

    with postgres.ensure(home) as server:
        assert Path(f"/proc/{server.pid}").stat().st_uid == other.uid


def _account(name: str) -> account.Account:
    import pwd

    entry = pwd.getpwnam(name)
    return account.Account(name, entry.pw_uid, entry.pw_gid)
