"""As an ordinary user everything lies in the data folder, and no other user of the machine gets in."""

import os
import pwd
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from tests.starter.processes import CHECKOUT, with_source

from tanggap.starter import CannotStart, postgres
from tanggap.starter import home as homes
from tanggap.starter.postgres import place, running, server

pytestmark = pytest.mark.processes

HOLD = """
import sys
from pathlib import Path
from tanggap.starter import postgres
with postgres.ensure(Path(sys.argv[1]), say=print) as server:
    print("pid", server.pid, flush=True)
    sys.stdin.read()
"""


@dataclass(frozen=True)
class Ordinary:
    """A user without rights, and a Python that this user can run with what Tanggap needs."""

    name: str
    uid: int
    gid: int
    python: str

    def run(self, script: str, *words: str) -> "subprocess.Popen[str]":
        packages = str(Path(psycopg.__file__).parents[1])
        environment = with_source()
        environment["PYTHONPATH"] += f":{packages}"
        drop = {"user": self.uid, "group": self.gid, "extra_groups": []} if os.geteuid() == 0 else {}
        return subprocess.Popen(
            [self.python, "-B", "-c", script, *words],
            env=environment,
            cwd="/",
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            **drop,
        )


@pytest.fixture(scope="module")
def ordinary() -> Ordinary:
    """This user, or `nobody` when root runs the tests and `nobody` can run a Python here."""
    entry = pwd.getpwuid(os.geteuid()) if os.geteuid() else pwd.getpwnam("nobody")
    here = f"python{sys.version_info.major}.{sys.version_info.minor}"
    for python in (sys.executable, f"/usr/bin/{here}", f"/usr/local/bin/{here}", shutil.which(here) or ""):
        user = Ordinary(entry.pw_name, entry.pw_uid, entry.pw_gid, python)
        try:
            if user.run("import psycopg, tanggap.starter").wait(30) == 0:
                return user
        except OSError:
            continue
    pytest.skip(f"user {entry.pw_name} can run no {here} that finds {CHECKOUT}")


@pytest.fixture
def running_home(ordinary: Ordinary, folder: Path) -> Iterator[tuple[Path, int]]:
    """A data folder whose PostgreSQL an ordinary user runs, and the process of that."""
    (folder / "theirs").mkdir(mode=0o700)
    os.chown(folder / "theirs", ordinary.uid, ordinary.gid)
    home = folder / "theirs" / "home"
    process = ordinary.run(HOLD, str(home))
    assert process.stdout is not None
    lines = []
    while not (line := process.stdout.readline()).startswith("pid "):
        assert line, "".join(lines)
        lines.append(line)
    yield home, int(line.split()[1])
    process.communicate(timeout=30)


def test_everything_belongs_to_that_user_and_is_closed(ordinary: Ordinary, running_home: tuple[Path, int]) -> None:
    home, pid = running_home

    assert Path(f"/proc/{pid}").stat().st_uid == ordinary.uid
    found = [path for path in (home, *home.rglob("*")) if not path.is_socket()]
    assert [path for path in found if path.lstat().st_uid != ordinary.uid or path.lstat().st_mode & 0o077] == []
    assert (home / "postgres/data/PG_VERSION").exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can be somebody else here")
def test_another_user_is_refused_by_the_server_even_when_the_folders_let_them_pass(
    running_home: tuple[Path, int],
) -> None:
    home, _ = running_home

    with pytest.raises(CannotStart, match="was started by another user, who alone may connect"):
        server.connect(place.locate(home))
    with pytest.raises(CannotStart, match="was started by another user"):
        server.connect(place.locate(home), role=running.NAME, database=running.NAME)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can be somebody else here")
def test_a_folder_of_root_is_explained_to_others(ordinary: Ordinary, folder: Path) -> None:
    home = folder / "home"
    homes.secrets(home)

    process = ordinary.run(HOLD, str(home))
    printed, _ = process.communicate(timeout=30)

    assert f"The data folder {home} belongs to root and you may not write into it." in printed


def test_a_user_without_a_name_is_told_to_get_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def nameless(_uid: int) -> None:
        raise KeyError

    monkeypatch.setattr(pwd, "getpwuid", nameless)
    monkeypatch.setattr(os, "geteuid", lambda: 54321)

    with pytest.raises(CannotStart, match="User 54321 has no name on this machine"):
        postgres.address(tmp_path)
