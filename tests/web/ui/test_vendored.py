"""What was taken from others lies here as it was taken, with its version and licence."""

import hashlib
from pathlib import Path

import pytest

import tanggap.web.ui

LEAFLET = Path(tanggap.web.ui.__file__).parent / "static/ui/vendor/leaflet"
TESTS = Path(__file__).resolve().parents[2] / "vendor"


@pytest.mark.parametrize("folder", [LEAFLET, TESTS], ids=["leaflet", "tests"])
def test_checksums_hold(folder):
    told = dict(reversed(line.split()) for line in (folder / "SHA256SUMS").read_text("utf-8").splitlines())
    found = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in told}

    assert found == told


@pytest.mark.parametrize("folder", [LEAFLET, TESTS], ids=["leaflet", "tests"])
def test_no_file_is_without_a_checksum(folder):
    told = {line.split()[1] for line in (folder / "SHA256SUMS").read_text("utf-8").splitlines()}
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}

    assert there - told == {"README.md", "SHA256SUMS"}


def test_version_and_licence_are_told():
    assert "Leaflet 1.9.4" in (LEAFLET / "README.md").read_text("utf-8")
    assert "axe-core 4.14.1" in (TESTS / "README.md").read_text("utf-8")
