"""Folders that PostgreSQL's system user can reach, and databases that are made once and copied."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.starter.opening import open_folder, opened  # noqa: F401

from tanggap.starter import postgres
from tanggap.starter.postgres import leftover, place


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that every user may pass; pytest's own is closed to all but one."""
    with open_folder() as made:
        yield made


@pytest.fixture(scope="session")
def template() -> Iterator[Path]:
    """A data folder whose database was made and stopped."""
    with open_folder() as made:
        home = made / "home"
        postgres.ensure(home).stop()
        yield home


@pytest.fixture
def home(template: Path) -> Iterator[Path]:
    """A data folder with a database that does not run. Making one takes a second, so that it serves many tests."""
    yield template
    assert not leftover.is_at_work(template, place.locate(template))


@pytest.fixture
def own_home(folder: Path, template: Path) -> Path:
    """A data folder for one test alone."""
    return copy_of(template, folder / "home")


@pytest.fixture
def pack(folder: Path) -> Path:
    """The least that a city pack can be."""
    return small_pack(folder)


@pytest.fixture
def state(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The system's state folder, for tests that root runs; nothing of them stays on the machine."""
    monkeypatch.setattr(place, "STATE_FOLDERS", (folder / "state",))
    return folder / "state"


def small_pack(folder: Path) -> Path:
    (folder / "pack").mkdir()
    facts = '[city]\nname = { id = "Kota", en = "City" }\nlanguages = ["id", "en"]\n'
    (folder / "pack/pack.toml").write_text(facts, "utf-8")
    return folder / "pack"


def copy_of(template: Path, target: Path) -> Path:
    """Copy a data folder, with modes and owners."""
    subprocess.run(["cp", "-a", template, target], check=True)
    return target
