"""The way from a bare checkout to a working `.venv`, as far as it needs no network."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tools import bootstrap

from tanggap.starter.home import CHECKOUT


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout in a folder with a space, with one lock file and nothing installed."""
    made = tmp_path / "a checkout"
    for name in ("tools/bootstrap", "tools/bootstrap.py", "requirements/runtime.lock"):
        (made / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(CHECKOUT / name, made / name)
    (made / "src").mkdir()
    return made


def run(checkout: Path, tmp_path: Path, *pythons: str) -> "subprocess.CompletedProcess[str]":
    """Run it on a machine that has these programs of the name `python…`, and little else."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("sh", "dirname", "cmp"):
        (programs / name).symlink_to(shutil.which(name) or "")
    for version in pythons:
        (programs / "python3").write_text(f'#!/bin/sh\ncase "$*" in *version_info*) exit 1;; esac\necho {version}\n')
        (programs / "python3").chmod(0o755)
    return subprocess.run(
        [checkout / "tools/bootstrap", "runtime"], env={"PATH": str(programs)}, capture_output=True, text=True
    )


@pytest.mark.parametrize("pythons", [(), ("3.9",)], ids=["no Python", "an old Python"])
def test_a_machine_without_a_python_of_our_time_is_told_so(
    checkout: Path, tmp_path: Path, pythons: tuple[str, ...]
) -> None:
    done = run(checkout, tmp_path, *pythons)

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("Tanggap needs Python 3.11 or newer, and found none.")
    assert not (checkout / ".venv").exists()


def test_what_is_installed_is_not_looked_at_again(checkout: Path, tmp_path: Path) -> None:
    (checkout / ".venv/bin").mkdir(parents=True)
    (checkout / ".venv/bin/python").symlink_to(sys.executable)
    shutil.copy(checkout / "requirements/runtime.lock", checkout / ".venv/installed-runtime.lock")

    assert run(checkout, tmp_path).returncode == 0
    assert {path.name for path in (checkout / ".venv").iterdir()} == {"bin", "installed-runtime.lock"}


def test_a_python_without_ensurepip_is_explained(monkeypatch: pytest.MonkeyPatch, checkout: Path) -> None:
    monkeypatch.setattr(bootstrap, "VENV", checkout / ".venv")
    monkeypatch.setattr(bootstrap, "PYTHON", checkout / ".venv/bin/python")
    monkeypatch.setattr(bootstrap.importlib.util, "find_spec", lambda _name: None)

    with pytest.raises(SystemExit, match="apt-get install python3-venv"):
        bootstrap._make_venv(with_pip=True)


def test_the_product_is_added_without_building_anything(monkeypatch: pytest.MonkeyPatch, checkout: Path) -> None:
    monkeypatch.setattr(bootstrap, "ROOT", checkout)
    monkeypatch.setattr(bootstrap, "VENV", checkout / ".venv")
    packages = checkout / f".venv/lib/python{sys.version_info.major}.{sys.version_info.minor}/site-packages"
    packages.mkdir(parents=True)
    (checkout / ".venv/bin").mkdir()

    bootstrap._add_product()

    added = (packages / "tanggap.pth").read_text().strip()
    assert (packages / added).resolve() == checkout / "src"
    assert os.access(checkout / ".venv/bin/tanggap", os.X_OK)


def test_no_file_names_an_index() -> None:
    texts = {path.name: path.read_text() for path in (CHECKOUT / "requirements").iterdir()}
    assert [name for name, text in texts.items() if "://" in text or "--index" in text] == []
